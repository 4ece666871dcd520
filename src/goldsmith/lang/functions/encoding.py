"""Functions that write data as text and read it back."""

import base64
import codecs
import gzip
import json
import re
from urllib.parse import quote_plus

from goldsmith.lang.functions.csv_reading import CsvProblem, rows_of
from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.json_text import json_text
from goldsmith.lang.number import NumberProblem, parse
from goldsmith.lang.values import (
    STRING,
    Value,
    from_python,
    list_of,
    null,
    object_of,
    quote,
    text,
)

_PAIR_OR_HALF = (
    r"\\(?:[^u]|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(u[dD][89a-fA-F][0-9a-fA-F]{2}))"
)


@function
def base64decode(encoded: str) -> str:
    """The text that a base64 text stands for.

    base64decode("aGVsbG8=") == "hello"
    """
    try:
        return _bytes_of(encoded, "encoded").decode()
    except UnicodeDecodeError:
        raise ArgumentError("encoded", "What it stands for is not text in UTF-8.") from None


@function
def base64encode(string: str) -> str:
    """The text in base64.

    base64encode("hello") == "aGVsbG8="
    """
    return base64.b64encode(string.encode()).decode()


@function
def base64gzip(string: str) -> str:
    """The text compressed by gzip, in base64.

    base64gzip("hello") == base64gzip("hello")
    """
    return base64.b64encode(gzip.compress(string.encode(), mtime=0)).decode()


@function
def csvdecode(string: str) -> Value:
    r"""The rows of a CSV text as objects; the first row names their attributes.

    csvdecode("a,b\n1,2\n")[0].b == "2"
    """
    try:
        header, *rows = rows_of(string) or [[]]
    except CsvProblem as error:
        raise ArgumentError("string", f"It is no CSV: {error}.") from None
    if not header:
        raise ArgumentError("string", "The first row, which names the columns, is missing.")
    for name in header:
        if header.count(name) > 1:
            raise ArgumentError("string", f"The column {quote(name)} is there twice.")
    objects: list[Value] = []
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            reason = f"Row {number} does not have as many columns as the first one, {len(header)}."
            raise ArgumentError("string", reason)
        objects.append(object_of(dict(zip(header, map(text, row), strict=True))))
    element = object_of(dict.fromkeys(header, null(STRING))).type
    return list_of(objects, element)


@function
def jsondecode(string: str) -> Value:
    r"""The value that a JSON text stands for.

    jsondecode("{\"a\": [1, 2]}").a[1] == 2
    """
    try:
        return from_python(
            json.loads(
                _without_half_pairs(string),
                parse_int=parse,
                parse_float=parse,
                parse_constant=_refuse_constant,
            )
        )
    except (json.JSONDecodeError, NumberProblem) as error:
        raise ArgumentError("string", f"It is no JSON: {error}.") from None
    except RecursionError:
        raise ArgumentError("string", "It is nested too deeply.") from None


@function
def jsonencode(value: Value | None) -> str:
    r"""The value as JSON.

    jsonencode({ b = 1, a = [true, null] }) == "{\"a\":[true,null],\"b\":1}"
    """
    return "null" if value is None else json_text(value)


@function
def textdecodebase64(encoded: str, encoding: str) -> str:
    """The text that a base64 text in an encoding stands for.

    textdecodebase64("aABpAA==", "UTF-16LE") == "hi"
    """
    try:
        return _bytes_of(encoded, "encoded").decode(_codec(encoding))
    except UnicodeDecodeError:
        raise ArgumentError("encoded", f"What it stands for is not text in {encoding}.") from None


@function
def textencodebase64(string: str, encoding: str) -> str:
    """The text in an encoding, in base64.

    textencodebase64("hi", "UTF-16LE") == "aABpAA=="
    """
    try:
        return base64.b64encode(string.encode(_codec(encoding))).decode()
    except UnicodeEncodeError as error:
        letter = quote(string[error.start])
        raise ArgumentError("string", f"{encoding} has no {letter}.") from None


@function
def urlencode(string: str) -> str:
    """The text as part of the query of a URL.

    urlencode("a b/c") == "a+b%2Fc"
    """
    return quote_plus(string, safe="~")


def _bytes_of(encoded: str, parameter: str) -> bytes:
    try:
        return base64.b64decode(encoded.replace("\n", "").replace("\r", ""), validate=True)
    except ValueError as error:
        raise ArgumentError(parameter, f"It is no base64: {error}.") from None


def _codec(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
    except LookupError:
        raise ArgumentError("encoding", f"There is no encoding {quote(encoding)}.") from None
    # `base64` and others are codecs of Python that do not encode text; UTF-16 without a byte order
    # is big-endian and has no mark.
    if found.name in {"utf-16", "utf-32"}:
        return f"{found.name}-be"
    if not getattr(found, "_is_text_encoding", True):
        raise ArgumentError("encoding", f"There is no encoding {quote(encoding)}.")
    return found.name


def _without_half_pairs(string: str) -> str:
    """JSON without the escape of half a pair, which is no character by itself."""
    if "\\u" not in string:
        return string
    return re.sub(_PAIR_OR_HALF, lambda found: "\\ufffd" if found[1] else found[0], string)


def _refuse_constant(name: str) -> object:
    raise NumberProblem(f"{name} is not a number")
