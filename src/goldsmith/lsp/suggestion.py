"""One thing that could be written at the cursor."""

from enum import Enum, IntEnum

from goldsmith.diagnostics import Span
from goldsmith.record import record


class Sort(Enum):
    """What kind of thing it is; editors show a sign for each."""

    BLOCK = "block"
    OPTION = "option"
    COMPONENT = "component"
    VALUE = "value"
    FUNCTION = "function"
    REFERENCE = "reference"
    FILE = "file"


class Rank(IntEnum):
    """Where it stands in the list."""

    REQUIRED = 0
    USUAL = 1
    GENERAL = 2
    LAST = 3


@record
class Suggestion:
    """What a list shows, and the snippet that takes the place of `replaced`."""

    label: str
    sort: Sort
    replaced: Span
    insert: str
    detail: str = ""
    page: str = ""
    rank: Rank = Rank.USUAL
    deprecated: bool = False

    @property
    def plain(self) -> str:
        """What is inserted by an editor that knows no snippets."""
        return self.label if self.insert.startswith(self.label) else self.insert
