"""The shapes in which a secret may turn up in text: escaped, encoded, quoted, cut into lines."""

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import quote

_SHORTEST_ENCODED = 6
"""Encoded characters below which a match would be chance."""
_WRAPS = (64, 76)
"""Where tools break lines of base64."""
_PERCENT_KEEPS = ("", "/", "!'()*", "$&+=:@", "$&+,/:;=?@")
"""What encoders leave as it is besides letters and digits: a form, a path, JavaScript, Go."""
_PERCENT = re.compile("%[0-9A-F]{2}")


def forms_of(secret: str) -> frozenset[str]:
    """Every text that gives `secret` away.

    A secret of several lines is looked for line by line, whatever stands for the end of a line:
    neither an escaped one nor a line of brackets alone says anything.
    """
    unix = secret.replace("\r\n", "\n").strip("\n")
    wholes = {secret, unix, unix.replace("\n", "\r\n")} - {""}
    found = set(wholes)
    for text in wholes:
        found.update(_base64(_bytes(text)))
    for line in {unix, *unix.split("\n")}:
        text = line.strip()
        if text and (text == secret or any(character.isalnum() for character in text)):
            found.add(text)
            found.update(_escaped(text))
            found.update(_percent(_bytes(text)))
    return frozenset(found)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _escaped(text: str) -> Iterator[str]:
    for ascii_only in (True, False):
        quoted = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        yield quoted
        yield quoted.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        yield json.dumps(quoted, ensure_ascii=ascii_only)[1:-1]  # JSON in JSON
    if "'" in text:  # as shells are told
        yield text.replace("'", "'\"'\"'")
        yield text.replace("'", "'\\''")


def _percent(data: bytes) -> Iterator[str]:
    for keeps in _PERCENT_KEEPS:
        encoded = quote(data, safe=keeps)
        if "%" in encoded:
            lower = _PERCENT.sub(lambda found: found[0].lower(), encoded)
            yield from (encoded, lower)
            yield from (encoded.replace("%20", "+"), lower.replace("%20", "+"))


def _base64(data: bytes) -> Iterator[str]:
    for encode in (b64encode, urlsafe_b64encode):
        exact = encode(data).decode()
        with_newline = encode(data + b"\n").decode()
        for whole in (exact, with_newline):
            yield from _long_enough(whole)
            for width in _WRAPS:
                if len(whole) > width:
                    yield from (whole[at : at + width] for at in range(0, len(whole), width))
        for offset in range(3):  # wherever it stands in what was encoded
            shifted = encode(bytes(offset) + data).decode()
            first = (offset * 8 + 5) // 6
            last = (offset + len(data)) * 8 // 6
            yield from _long_enough(shifted[first:last])


def _long_enough(encoded: str) -> Iterator[str]:
    bare = encoded.rstrip("=")
    if len(bare) >= _SHORTEST_ENCODED:
        yield encoded
        yield bare
