"""Collecting problems until a stage is over."""

from collections.abc import Collection, Iterable
from types import TracebackType

from goldsmith.diagnostics import Diagnostic, Severity, SourceFile, Span, TemplateError
from goldsmith.lang.secrets import without

MOST_PROBLEMS = 200
"""So many are told at most."""


class Problems:
    """What has been found wrong so far; each thing once, however often it is found."""

    __slots__ = ("_found", "damaged", "files", "incomplete")

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Diagnostic] = {}
        self.files: list[SourceFile] = []
        self.damaged = False
        """Whether a part of the template could not be read; names in it seem to be missing."""
        self.incomplete = False
        """Whether variables may be without a value, and what is made of them unknown."""

    def add(self, *diagnostics: Diagnostic) -> None:
        """Take note of `diagnostics`."""
        self.extend(diagnostics)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take note of every one of `diagnostics`."""
        for one in diagnostics:
            self._found.setdefault((one.summary, one.detail, one.span, one.severity), one)

    def missing(self, diagnostic: Diagnostic) -> None:
        """Take note of something that is not declared, unless it may be in a damaged part."""
        if not self.damaged:
            self.add(diagnostic)

    def undecided(self, diagnostic: Diagnostic) -> None:
        """Take note of something that is not known, unless it may be for want of a variable."""
        if not self.incomplete:
            self.missing(diagnostic)

    def error(self, summary: str, span: Span | None = None, detail: str = "") -> None:
        """Take note of an error."""
        self.add(Diagnostic(summary, detail, span))

    def warning(self, summary: str, span: Span | None = None, detail: str = "") -> None:
        """Take note of something that does not stop the command."""
        self.add(Diagnostic(summary, detail, span, Severity.WARNING))

    def collecting(self) -> "Collecting":
        """Take note of what the block raises as `TemplateError`, and go on after it."""
        return Collecting(self)

    @property
    def failed(self) -> bool:
        """Whether there is any error among them."""
        return any(one.severity is Severity.ERROR for one in self._found.values())

    def everything(self) -> tuple[Diagnostic, ...]:
        """All of them, in the order of the source."""
        return tuple(self._ordered())

    def warnings(self, secrets: Collection[str] = ()) -> tuple[Diagnostic, ...]:
        """Those that do not stop the command; `secrets` stay hidden."""
        found = (one for one in self._ordered() if one.severity is Severity.WARNING)
        return tuple(without(secrets, one) for one in found)

    def raise_errors(self, secrets: Collection[str] = ()) -> None:
        """Raise everything as one `TemplateError` if there is any error; `secrets` stay hidden."""
        if self.failed:
            found = self._ordered()
            count = len(found)
            if count > MOST_PROBLEMS:
                errors = [one for one in found if one.severity is Severity.ERROR]
                found = errors[:MOST_PROBLEMS]
                found.append(and_more(count - len(found)))
            raise TemplateError(without(secrets, one) for one in found)

    def _ordered(self) -> list[Diagnostic]:
        """In the order of the files as they were read; what has no place comes first."""
        rank = {id(file): number for number, file in enumerate(self.files)}
        last = len(rank)

        def place(problem: Diagnostic) -> tuple[int, int]:
            if problem.span is None:
                return (-1, 0)
            return (rank.get(id(problem.span.file), last), problem.span.start)

        return sorted(self._found.values(), key=place)


class Collecting:
    """Stops a `TemplateError` at the end of a block, and takes note of what it says."""

    __slots__ = ("_problems",)

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if isinstance(error, TemplateError):
            self._problems.extend(error.diagnostics)
            return True
        return False


def and_more(count: int) -> Diagnostic:
    """More was found than anybody reads at once."""
    return Diagnostic(f"There are {count} more problems", "Mend some of those above first.")
