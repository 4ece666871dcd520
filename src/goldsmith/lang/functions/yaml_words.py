"""What a word in YAML stands for: text, a number, a truth value, a time or null."""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from yaml.events import ScalarEvent

from goldsmith.lang.number import NumberProblem, parse
from goldsmith.lang.values import Value, boolean, null, number, quote, text

_PREFIX: Final = "tag:yaml.org,2002:"
_TAGS: Final = frozenset({"", "binary", "bool", "float", "int", "null", "str", "timestamp"})
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
_FALSE: Final = frozenset(
    {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}
)
_INFINITE: Final = frozenset({".inf", ".Inf", ".INF"})
_NO_NUMBER: Final = frozenset({".nan", ".NaN", ".NAN"})
_DECIMAL: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_BINARY: Final = re.compile(r"([-+]?)0b(.*)")
_DATE: Final = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
_TIME: Final = re.compile(
    r"(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(Z|[-+]\d\d:\d\d)"
    r"| (\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?)",
    re.ASCII,
)


class YamlProblem(ValueError):
    """What stands there is no YAML that can be read."""


def resolved(event: ScalarEvent) -> Value:
    """The value of a scalar, as its tag says, or else as it looks."""
    written = event.value
    tag = (event.tag or "").removeprefix(_PREFIX)
    if tag not in _TAGS:
        raise YamlProblem(f"The tag {quote(str(event.tag))} means nothing here{_place(event)}.")
    if tag == "binary":
        return _checked_base64(written)
    if tag == "str" or event.style in {'"', "'"} or (event.style and not tag):
        return text(written)
    if tag == "null":
        return null()
    value = _meant(written)
    if tag and value.data == written:
        raise YamlProblem(f"{quote(written)} is no {tag}, as its tag says{_place(event)}.")
    return value


def _meant(word: str) -> Value:
    if word in _NULL:
        return null()
    if word in _TRUE or word in _FALSE:
        return boolean(word in _TRUE)
    bare = word.removeprefix("-") if word.startswith("-") else word.removeprefix("+")
    if bare in _INFINITE:
        return number(parse("-Inf" if word.startswith("-") else "Inf"))
    if word in _NO_NUMBER:
        raise YamlProblem("Templates have no value for NaN.")
    if word[0] not in "+-.0123456789":
        return text(word)
    return _date(word) or _number(word)


def _number(word: str) -> Value:
    plain = word if word.startswith(".") else word.replace("_", "")
    if _DECIMAL.fullmatch(plain):
        try:
            return number(parse(plain))
        except NumberProblem as problem:
            raise YamlProblem(f"{quote(word)} cannot be read: {problem}.") from None
    binary = _BINARY.fullmatch(plain)
    if binary is None:
        return text(word)
    try:
        return number(int(f"{binary[1]}{binary[2]}", 2))
    except ValueError:
        raise YamlProblem(f"{quote(word)} is no binary number.") from None


def _date(word: str) -> Value | None:
    """A time in RFC 3339, if the word is a date, perhaps with a time of day."""
    date = _DATE.match(word)
    if date is None:
        return None
    rest = word[date.end() :]
    time = _TIME.fullmatch(rest)
    if rest and time is None:
        return None
    hour, minute, second = (int(one) for one in (_clock(time) if time else ("0", "0", "0")))
    zone = (time[4] if time else "") or "Z"
    try:
        year, month, day = map(int, date.groups())
        datetime(year, month, day, hour, minute, second, tzinfo=_zone(zone))
    except ValueError:
        return None
    return text(f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{zone}")


def _clock(time: "re.Match[str]") -> tuple[str, str, str]:
    first, second, third = [one for one in time.groups() if one and one.isdigit()]
    return first, second, third


def _zone(zone: str) -> timezone:
    if zone == "Z":
        return UTC
    sign = -1 if zone[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6])))


def _checked_base64(written: str) -> Value:
    try:
        base64.b64decode(written, validate=True)
    except binascii.Error:
        raise YamlProblem("What is tagged as binary is not in base64.") from None
    return text(written)


def _place(event: ScalarEvent) -> str:
    return f", in line {event.start_mark.line + 1}" if event.start_mark else ""
