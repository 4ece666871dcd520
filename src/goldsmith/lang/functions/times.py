"""Functions of dates and times."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from goldsmith.lang.duration import parse_duration
from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.scope import Scope
from goldsmith.lang.timeformat import RFC3339, format_time, strftime
from goldsmith.lang.values import Value, from_python

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_SHAPE: Final = "dddd-dd-ddTdd:dd:dd"


@function
def formatdate(spec: str, time: str) -> str:
    """A time in another form: YYYY MM DD hh mm ss and others stand for its parts.

    formatdate("DD MMM YYYY hh:mm", "2018-01-02T23:12:01Z") == "02 Jan 2018 23:12"
    """
    moment = _moment(time, "time")
    pieces: list[str] = []
    at = 0
    while at < len(spec):
        end = at + 1
        if spec[at] == "'":
            literal, at = _literal(spec, at)
            pieces.append(literal)
            continue
        while end < len(spec) and spec[end] == spec[at]:
            end += 1
        verb = spec[at:end]
        is_letter = verb[0].isascii() and verb[0].isalpha()
        pieces.append(_part(verb, moment) if is_letter else verb)
        at = end
    return "".join(pieces)


@function
def legacy_isotime(scope: Scope, layout: str = RFC3339) -> str:
    """When this run of the program began, in a layout of the Go language.

    length(legacy_isotime("2006-01-02")) == 10
    """
    return format_time(datetime.fromtimestamp(scope.started, UTC), layout)


@function
def legacy_strftime(scope: Scope, spec: str = "%Y-%m-%dT%H:%M:%SZ") -> str:
    """When this run of the program began, in the form that strftime letters describe.

    length(legacy_strftime("%Y")) == 4
    """
    return strftime(datetime.fromtimestamp(scope.started, UTC), spec)


@function
def rfc3339_parse(time: str) -> Value:
    """The parts of a time: year, month, day, hour and more.

    rfc3339_parse("2018-01-02T23:12:01Z").weekday_name == "Tuesday"
    """
    moment = _moment(time.replace(" ", "T", 1), "time")
    return from_python({**_parts(moment), "unix": _unix(moment)})


@function
def timeadd(time: str, duration: str) -> str:
    """The time, later by a duration such as "10m" or "-1h30m".

    timeadd("2017-11-22T00:00:00Z", "10m") == "2017-11-22T00:10:00Z"
    """
    moment = _moment(time, "time")
    try:
        return _rfc3339(moment + parse_duration(duration))
    except ValueError as error:
        raise ArgumentError("duration", f"{error}.") from None
    except OverflowError:
        raise ArgumentError("duration", "There is no date that far away.") from None


@function
def timestamp() -> str:
    """The time now, in UTC.

    length(timestamp()) == 20
    """
    return _rfc3339(datetime.now(UTC))


@function
def unix_timestamp_parse(seconds: int) -> Value:
    """The parts of the time so many seconds after 1970 began, in UTC.

    unix_timestamp_parse(1514934721).year == 2018
    """
    try:
        moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)
    except OverflowError:
        raise ArgumentError("seconds", "There is no date that far away.") from None
    return from_python({**_parts(moment), "rfc3339": _rfc3339(moment)})


def _moment(text: str, parameter: str) -> datetime:
    """The point in time that `text` gives in RFC 3339."""
    shape = "".join("d" if "0" <= letter <= "9" else letter for letter in text[:19])
    rest = text[19:]
    digits = len(rest) - len(rest[1:].lstrip("0123456789")) if rest.startswith(".") else 0
    fraction, zone = rest[1:digits], rest[digits:]
    zone_shape = "".join("d" if "0" <= letter <= "9" else letter for letter in zone)
    if shape != _SHAPE or zone_shape not in {"Z", "+dd:dd", "-dd:dd"} or digits == 1:
        reason = 'It must be a time in RFC 3339, such as "2018-01-02T23:12:01Z".'
        raise ArgumentError(parameter, reason)
    try:
        offset = UTC if zone == "Z" else _offset(zone)
        micros = int(f"{fraction:0<6}"[:6])
        return datetime.fromisoformat(text[:19]).replace(microsecond=micros, tzinfo=offset)
    except ValueError as error:
        raise ArgumentError(parameter, f"There is no such time: {error}.") from None


def _offset(zone: str) -> timezone:
    sign = -1 if zone[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6])))


def _rfc3339(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + _zone(moment, ":", "Z")


def _zone(moment: datetime, colon: str, utc: str) -> str:
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    if utc and not minutes:
        return utc
    hours, minutes_left = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}{colon}{minutes_left:02d}"


def _parts(moment: datetime) -> dict[str, object]:
    iso = moment.isocalendar()
    weekday = moment.weekday()
    return {
        "year": moment.year,
        "year_day": moment.timetuple().tm_yday,
        "day": moment.day,
        "month": moment.month,
        "month_name": _MONTHS[moment.month - 1],
        "weekday": (weekday + 1) % 7,
        "weekday_name": _WEEKDAYS[weekday],
        "hour": moment.hour,
        "minute": moment.minute,
        "second": moment.second,
        "iso_year": iso.year,
        "iso_week": iso.week,
    }


def _unix(moment: datetime) -> int:
    return (moment - datetime.fromtimestamp(0, UTC)) // timedelta(seconds=1)


def _literal(spec: str, start: int) -> tuple[str, int]:
    """The quoted text that begins at `start`, and where the format goes on."""
    at = start + 1
    if spec[at : at + 1] == "'":
        return "'", at + 1
    letters: list[str] = []
    while at < len(spec):
        if spec[at] != "'":
            letters.append(spec[at])
            at += 1
        elif spec[at + 1 : at + 2] == "'":
            letters.append("'")
            at += 2
        else:
            return "".join(letters), at + 1
    raise ArgumentError("spec", f"The quote at character {start + 1} is never closed.")


def _part(verb: str, moment: datetime) -> str:
    hour = moment.hour % 12 or 12
    parts = {
        "YYYY": f"{moment.year:04d}",
        "YY": f"{moment.year % 100:02d}",
        "MMMM": _MONTHS[moment.month - 1],
        "MMM": _MONTHS[moment.month - 1][:3],
        "MM": f"{moment.month:02d}",
        "M": str(moment.month),
        "DD": f"{moment.day:02d}",
        "D": str(moment.day),
        "EEEE": _WEEKDAYS[moment.weekday()],
        "EEE": _WEEKDAYS[moment.weekday()][:3],
        "hh": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "HH": f"{hour:02d}",
        "H": str(hour),
        "AA": "AM" if moment.hour < 12 else "PM",
        "aa": "am" if moment.hour < 12 else "pm",
        "mm": f"{moment.minute:02d}",
        "m": str(moment.minute),
        "ss": f"{moment.second:02d}",
        "s": str(moment.second),
        "ZZZZZ": _zone(moment, ":", ""),
        "ZZZZ": _zone(moment, "", ""),
        "ZZZ": _zone(moment, "", "UTC"),
        "Z": _zone(moment, ":", "Z"),
    }
    found = parts.get(verb)
    if found is None:
        known = ", ".join(name for name in parts if name[0] == verb[0])
        advice = f"use {known}" if known else "put text in single quotes"
        raise ArgumentError("spec", f'"{verb}" stands for no part of a time; {advice}.')
    return found
