"""The parameters of the function that is being called at the cursor."""

from collections.abc import Iterator

from goldsmith.lsp import markdown
from goldsmith.lsp.cursor import where
from goldsmith.lsp.outline import Outline
from goldsmith.manual import NAMES, function_manual
from goldsmith.record import record


@record
class Signature:
    """How a function is called; parameters are ranges of characters of `usage`."""

    usage: str
    parameters: tuple[tuple[int, int], ...]
    active: int
    page: str


def signature(outline: Outline, offset: int) -> Signature | None:
    """The function among whose arguments `offset` is."""
    call = where(outline, offset).call
    if call is None or call.name not in NAMES:
        return None
    manual = function_manual(call.name)
    ranges = tuple(_ranges(manual.usage))
    repeats = bool(ranges) and "..." in manual.usage[slice(*ranges[-1])]
    active = min(call.index, len(ranges) - 1) if repeats else min(call.index, len(ranges))
    page = "\n\n".join(part for part in (manual.text, markdown.code(manual.example)) if part)
    return Signature(manual.usage, ranges, active, page)


def _ranges(usage: str) -> Iterator[tuple[int, int]]:
    """Where each parameter stands in `name(first: type, second: type) → type`."""
    start = usage.index("(") + 1
    depth = 0
    for at in range(start, len(usage)):
        letter = usage[at]
        if depth == 0 and letter in ",)":
            if start < at:
                yield start, at
            start = at + 2
            if letter == ")":
                return
        depth += (letter in "([{") - (letter in ")]}")
