"""The difference between two texts of equally many lines, as `diff -u` shows it."""

from collections.abc import Iterator

_CONTEXT = 3


def line_diff(old: bytes, new: bytes, path: str) -> bytes:
    """The unified difference of a file and what it should be, line by line.

    Laying out neither adds nor removes lines, so that nothing must be searched for.
    """
    before, after = _lines(old), _lines(new)
    changed = [at for at, line in enumerate(before) if line != after[at]]
    parts = [f"--- old/{path}\n+++ new/{path}\n".encode(errors="surrogateescape")]
    for first, last in _together(changed):
        start = max(0, first - _CONTEXT)
        end = min(len(before), last + 1 + _CONTEXT)
        parts.append(f"@@ -{_range(start, end)} +{_range(start, end)} @@\n".encode())
        parts += _hunk(before[start:end], after[start:end])
    return b"".join(parts)


def _lines(text: bytes) -> list[bytes]:
    lines = text.split(b"\n")
    last = lines.pop()
    whole = [line + b"\n" for line in lines]
    return [*whole, last + b"\n\\ No newline at end of file\n"] if last else whole


def _together(changed: list[int]) -> Iterator[tuple[int, int]]:
    """First and last change of each hunk: those whose contexts touch share one."""
    first = last = changed[0]
    for at in changed:
        if at - last > 2 * _CONTEXT + 1:
            yield first, last
            first = at
        last = at
    yield first, last


def _range(start: int, end: int) -> str:
    return f"{start + 1},{end - start}" if end - start != 1 else f"{start + 1}"


def _hunk(before: list[bytes], after: list[bytes]) -> Iterator[bytes]:
    added: list[bytes] = []
    for old, new in zip(before, after, strict=True):
        if old == new:
            yield from added
            added.clear()
            yield b" " + old
        else:
            yield b"-" + old
            added.append(b"+" + new)
    yield from added
