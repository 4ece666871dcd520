"""Checks templates a moment after they have changed, and tells what is wrong with them."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from goldsmith.diagnostics import Diagnostic
from goldsmith.lsp.desk import Desk
from goldsmith.lsp.subject import Looker, Subject
from goldsmith.planning import Examination

Tell: TypeAlias = Callable[[Subject, Path, tuple[Diagnostic, ...]], None]
"""Shows what is wrong with a file, in place of what was shown before."""

Run: TypeAlias = Callable[[Callable[[], Examination]], Awaitable[Examination]]
"""Carries out a long computation while other messages are answered."""

PAUSE = 0.15
"""Seconds without a further change after which a text is checked."""


class Checker:
    """One check at a time for each subject; what a check finds of an older text is dropped."""

    def __init__(
        self,
        desk: Desk,
        tell: Tell,
        run: Run,
        looker: Looker,
        report: Callable[[Exception], None],
    ) -> None:
        self._desk = desk
        self._tell = tell
        self._run = run
        self._looker = looker
        self._report = report
        self._number = 0
        self._changes: dict[Subject, int] = {}
        """The last change of each subject; what is not open has none."""
        self._told: dict[Subject, frozenset[Path]] = {}
        self._tasks: dict[Subject, asyncio.Task[None]] = {}

    def changed(self, folder: Path) -> None:
        """Check everything that a change in `folder` bears on, in a moment."""
        subjects = self._desk.subjects()
        for subject, home in subjects.items():
            if folder in (subject.folder, home.parent):
                self._number += 1
                self._changes[subject] = self._number
                if subject not in self._tasks:
                    task = asyncio.get_running_loop().create_task(self._check(subject, home))
                    self._tasks[subject] = task
        for subject in {*self._told, *self._changes} - set(subjects):
            self._forget(subject)

    async def _check(self, subject: Subject, home: Path) -> None:
        try:
            while (change := self._changes.get(subject)) is not None:
                await asyncio.sleep(PAUSE)
                if change != self._changes.get(subject):
                    continue
                texts = self._desk.documents.texts()
                found = await self._run(partial(self._looker.look, subject, texts))
                if change == self._changes.get(subject):
                    self._show(subject, found, home)
                    return
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not end the session
            self._report(error)
        finally:
            self._tasks.pop(subject, None)

    def _show(self, subject: Subject, found: Examination, home: Path) -> None:
        self._desk.learn(subject, found)
        problems = self._looker.by_file(subject, found.problems, home)
        for path in self._told.get(subject, frozenset()) - set(problems):
            self._tell(subject, path, ())
        for path, some in problems.items():
            self._tell(subject, path, some)
        if home not in problems:
            self._tell(subject, home, ())
        self._told[subject] = frozenset(problems)

    def _forget(self, subject: Subject) -> None:
        """Nothing of it is open any more."""
        self._changes.pop(subject, None)
        for path in self._told.pop(subject, frozenset()):
            self._tell(subject, path, ())
