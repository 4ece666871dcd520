"""What was typed in the console, kept for the next time."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

_MOST = 1000
"""Entries that are kept."""


class History:
    """A file of lines that only its owner can read; where it cannot be had, nothing is kept."""

    def __init__(self, path: Path, secrets: Collection[str]) -> None:
        self._path = path
        self._secrets = secrets
        self._last: tuple[str, ...] = ()

    def load(self) -> Iterator[str]:
        """What was typed before, oldest first; what is too old is forgotten."""
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return
        if len(lines) > 2 * _MOST:
            lines = lines[-_MOST:]
            with suppress(OSError):
                self._shorten(lines)
        self._last = tuple(lines[-1:])
        yield from lines[-_MOST:]

    def add(self, text: str) -> Iterator[str]:
        """Keep what was typed, unless it is meant to be forgotten; gives the new entries."""
        if text[:1].isspace() or not text or any(one in text for one in self._secrets):
            return
        entries = _entries(text)
        if entries == self._last:
            return
        self._last = entries
        yield from entries
        with suppress(OSError):
            self._append(entries)

    def _append(self, entries: Collection[str]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        opened = os.open(self._path, flags, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8", errors="replace") as file:
            os.fchmod(opened, 0o600)
            file.writelines(f"{one}\n" for one in entries)

    def _shorten(self, lines: Collection[str]) -> None:
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.writelines(f"{one}\n" for one in lines)
        new.replace(self._path)


def _entries(text: str) -> tuple[str, ...]:
    """One entry; or several, where lines cannot be joined without changing what they say."""
    lines = tuple(line for line in text.split("\n") if line.strip())
    if any(mark in text for mark in ("<<", "#", "//")):
        return lines
    return (" ".join(line.strip() for line in lines),)
