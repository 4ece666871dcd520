"""How much a value holds. A short template can say more than fits in any memory."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from goldsmith.lang.values import Value

MOST_PARTS: Final = 1 << 18
"""Parts of one value: elements, attributes, and texts, where a long text counts as several."""

DEEPEST: Final = 100
"""How deep the parts of one value may lie in each other."""

LONGEST_TEXT: Final = 64 << 20
_TEXT_OF_A_PART: Final = LONGEST_TEXT // MOST_PARTS

Size: TypeAlias = tuple[int, int]
"""How many parts, and how deep."""


def size_of(value: Value, known: Mapping[int, Size], most: int = MOST_PARTS) -> Size:
    """The size of `value`; counting ends where it has more than `most` parts or is too deep.

    `known` has the sizes of values that others are made of, by the identity of their data.
    """
    parts = deepest = 0
    pending = [(value, 0)]
    while pending and parts <= most and deepest <= DEEPEST:
        one, depth = pending.pop()
        more, below = known.get(id(one.data)) or (_own(one), 0)
        parts += more
        deepest = max(deepest, depth + below)
        if not below:
            pending += [(part, depth + 1) for part in one.parts]
    return parts, deepest


def is_too_large(size: Size) -> bool:
    """Whether a value of that size is refused."""
    return size[0] > MOST_PARTS or size[1] > DEEPEST


def _own(value: Value) -> int:
    return 1 + len(value.data) // _TEXT_OF_A_PART if isinstance(value.data, str) else 1
