"""One thing that is wrong, and the errors that carry such things."""

from collections.abc import Iterable
from enum import Enum

from goldsmith.diagnostics.source import Span
from goldsmith.record import record


class Severity(Enum):
    """Whether a problem stops the command."""

    ERROR = "error"
    WARNING = "warning"


@record
class Label:
    """A second place that matters, such as "declared here"."""

    span: Span
    text: str


@record
class Diagnostic:
    """What is wrong (`summary`, one line, no full stop), where, and what to do next (`detail`)."""

    summary: str
    detail: str = ""
    span: Span | None = None
    severity: Severity = Severity.ERROR
    labels: tuple[Label, ...] = ()
    note: str = ""
    """A few words on what is marked, to stand beside the mark."""


class GoldsmithError(Exception):
    """The world said no: a sentence for the user, without a traceback."""


class TemplateError(Exception):
    """The user wrote something wrong: every problem of one stage, in the order of the source."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(one.summary for one in self.diagnostics))
