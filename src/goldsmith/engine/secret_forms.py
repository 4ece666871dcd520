"""The shapes in which a secret may turn up in text: escaped, encoded, quoted, cut into lines."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator

_SHORTEST_ENCODED = 6
"""Encoded characters below which a match would be chance."""
_WRAPS = (64, 76)
"""Where tools break lines of base64."""
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
_PERCENT_KEEPS = (b"", b"/", b"!'()*", b"$&+=:@", b"$&+,/:;=?@")
"""What encoders leave as it is besides letters and digits: a form, a path, JavaScript, Go."""


def forms_of(secret: str) -> frozenset[str]:
    """Every text that gives `secret` away."""
    unix = secret.replace("\r\n", "\n").strip("\n")
    wholes = {secret, unix, unix.replace("\n", "\r\n")} - {""}
    lines = {line.strip() for line in unix.split("\n")}
    found = set(wholes)
    for text in wholes:
        found.update(_base64(text.encode("utf-8", "surrogateescape")))
    for text in wholes | {line for line in lines if _is_telling(line)}:
        found.add(text)
        found.update(_escaped(text))
        found.update(_percent(text.encode("utf-8", "surrogateescape")))
    return frozenset(found)


def _is_telling(line: str) -> bool:
    """Whether a line of a longer secret says anything: a lone brace does not."""
    return any(character.isalnum() for character in line)


def _escaped(text: str) -> Iterator[str]:
    for ascii_only in (True, False):
        quoted = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        yield quoted
        yield (quoted.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
        yield json.dumps(quoted, ensure_ascii=ascii_only)[1:-1]  # JSON in JSON
    if "'" in text:  # as shells are told
        yield text.replace("'", "'\"'\"'")
        yield text.replace("'", "'\\''")


def _percent(data: bytes) -> Iterator[str]:
    for keeps in _PERCENT_KEEPS:
        kept = _UNRESERVED.union(keeps)
        for pattern in ("%{:02X}", "%{:02x}"):
            encoded = "".join(chr(byte) if byte in kept else pattern.format(byte) for byte in data)
            yield encoded
            yield encoded.replace("%20", "+")


def _base64(data: bytes) -> Iterator[str]:
    for encode in (b64encode, urlsafe_b64encode):
        exact = encode(data).decode()
        with_newline = encode(data + b"\n").decode()
        candidates = [exact, exact.rstrip("="), with_newline, with_newline.rstrip("=")]
        wrapped: list[str] = []
        for width in _WRAPS:
            for whole in (exact, with_newline):
                if len(whole) > width:
                    wrapped += [whole[at : at + width] for at in range(0, len(whole), width)]
        for offset in range(3):  # wherever it stands in what was encoded
            shifted = encode(bytes(offset) + data).decode().rstrip("=")
            first = (offset * 8 + 5) // 6
            last = (offset + len(data)) * 8 // 6
            candidates.append(shifted[first:last])
        yield from wrapped
        yield from (one for one in candidates if len(one.rstrip("=")) >= _SHORTEST_ENCODED)
