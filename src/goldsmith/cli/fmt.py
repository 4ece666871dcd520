"""`goldsmith fmt`: lay templates out in the usual way."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath

from goldsmith.app.layout import files_to_lay_out, lay_out, lay_out_file, replace_file
from goldsmith.cli.command import Command, Invocation
from goldsmith.cli.flags import Flag
from goldsmith.cli.inputs import INPUT_FLAGS
from goldsmith.cli.line_diff import line_diff
from goldsmith.cli.problems import print_problems
from goldsmith.collector import WithoutCollector
from goldsmith.diagnostics import Diagnostic, GoldsmithError, TemplateError
from goldsmith.record import replace

_WOULD_CHANGE = 3
_STANDARD_INPUT = "-"


def fmt(call: Invocation) -> int:
    """Lay out each file; one that cannot be does not keep the others from it."""
    formatter = _Formatter(call)
    with WithoutCollector():
        for path in call.given.arguments:
            formatter.lay_out(path)
    if formatter.failed:
        return 1
    return _WOULD_CHANGE if formatter.changed and formatter.checks else 0


class _Formatter:
    """One call of the command, and what has come of it so far."""

    def __init__(self, call: Invocation) -> None:
        self.checks = call.given.switch("check")
        self.writes = call.given.switch("write", default=True) and not self.checks
        self.shows = call.given.switch("diff")
        self.descends = call.given.switch("recursive")
        self._call = call
        self.changed = False
        self.failed = False

    def lay_out(self, path: str) -> None:
        """Lay out what one path of the command line stands for."""
        with self._telling():
            if path == _STANDARD_INPUT:
                self._filter()
                return
            for file in files_to_lay_out(Path(path), recursive=self.descends):
                with self._telling():
                    self._file(file)

    def _filter(self) -> None:
        result = lay_out(PurePath("standard input"), sys.stdin.buffer.read())
        self.changed |= result.changes
        if not self.checks:
            _write(result.after)

    def _file(self, path: Path) -> None:
        result = lay_out_file(path)
        if not result.changes:
            return
        self.changed = True
        if self.writes:
            replace_file(path, result.after)
        _write(os.fsencode(path) + b"\n")
        if self.shows:
            _write(line_diff(result.before, result.after, str(path)))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say what goes wrong inside, and go on."""
        try:
            yield
        except TemplateError as error:
            self._tell(error.diagnostics)
        except GoldsmithError as error:
            self._tell([Diagnostic(str(error))])

    def _tell(self, problems: Sequence[Diagnostic]) -> None:
        if self.failed and not self._call.json:
            print()
        self.failed = True
        print_problems(self._call, problems)
        sys.stdout.flush()


def _write(data: bytes) -> None:
    # Names and texts go out as the bytes that they are.
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


FMT = Command(
    name="fmt",
    usage="fmt [FLAGS] PATH…",
    summary="Lays out templates and files with variables in the usual way, and names those that "
    "change. Only blanks do.\nA PATH is a file, a folder, or - for standard input, which is "
    "written to standard output.",
    flags=(
        Flag("check", "change nothing; exit code 3 if something would"),
        Flag("diff", "show what changes"),
        Flag("write", "put the result in place of each file; -write=false only names them"),
        Flag("recursive", "also descend into the folders of a folder"),
        *(replace(flag, summary="no effect: nothing is evaluated") for flag in INPUT_FLAGS),
    ),
    action=fmt,
    examples=(
        ("fmt .", "lays out all files in this folder"),
        ("fmt -check -diff -recursive .", "shows what would change, for instance in a pipeline"),
        ("fmt - < web.pkr.hcl", "lays out one text for an editor"),
    ),
    arguments=(1, sys.maxsize),
)
