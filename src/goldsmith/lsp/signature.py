"""The parameters of the function that is being called at the cursor."""

from goldsmith.lang import FUNCTIONS
from goldsmith.lsp import markdown
from goldsmith.lsp.cursor import where
from goldsmith.lsp.outline import Outline
from goldsmith.manual import function_manual
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
    if call is None or call.name not in FUNCTIONS:
        return None
    function = FUNCTIONS[call.name]
    usage = function.usage
    ranges: list[tuple[int, int]] = []
    start = len(function.name) + 1
    for text in usage[start:-1].split(", ") if function.parameters else ():
        ranges.append((start, start + len(text)))
        start += len(text) + 2
    active = min(call.index, len(ranges) - 1) if _takes(call.index, call.name) else len(ranges)
    return Signature(usage, tuple(ranges), active, _page(call.name))


def _takes(index: int, name: str) -> bool:
    return FUNCTIONS[name].parameter(index) is not None


def _page(name: str) -> str:
    manual = function_manual(name)
    return "\n\n".join(part for part in (manual.text, markdown.code(manual.example)) if part)
