"""Where the layout has a blank between two tokens of a line, and where it has none."""

from typing import TypeAlias

IN = "in"
"""The kind of the name `in` between a variable and what it goes through."""

NEGATIVE = "negative"
"""The kind of a minus that stands before its only operand."""

BLOCK_COMMENT = "/*"
LINE_COMMENT = "#"

CHANGES = dict.fromkeys(("(", "[", "{", "${", "${~", "%{", "%{~"), 1) | dict.fromkeys(
    (")", "]", "}", "template-end"), -1
)
"""By how much a kind of token opens or closes brackets."""

_Kinds: TypeAlias = frozenset[str] | None

_ANY: _Kinds = None
_OPENERS = frozenset(kind for kind, change in CHANGES.items() if change > 0)
_CLOSERS: _Kinds = frozenset(kind for kind, change in CHANGES.items() if change < 0)
_TEMPLATE_OPENERS: _Kinds = frozenset({"${", "${~", "%{", "%{~"})
_NAMES = frozenset({"name", IN})
_INDEXED: _Kinds = frozenset({"name", "number", *CHANGES}) - _OPENERS
_TEXT_BEGINS: _Kinds = frozenset({"string-start", "heredoc-start", "literal"})
_TEXT_ENDS: _Kinds = frozenset({"string-end", "heredoc-end", "literal"})


def _only(*kinds: str) -> _Kinds:
    return frozenset(kinds)


_RULES: tuple[tuple[_Kinds, _Kinds, int], ...] = (
    (_ANY, _only("newline"), 0),
    (_NAMES, _only("("), 0),
    (_only(".", "::"), _ANY, 0),
    (_ANY, _only(".", "::", ",", "..."), 0),
    (_only(","), _ANY, 1),
    (_TEXT_BEGINS, _ANY, 0),
    (_ANY, _TEXT_ENDS, 0),
    (_only(IN), _ANY, 1),
    (_INDEXED, _only("["), 0),
    (_only("!", NEGATIVE), _ANY, 0),
    (_only("-"), _ANY, 1),
    (_only("{"), _only("}"), 0),
    (_only("{"), _ANY, 1),
    (_ANY, _only("}"), 1),
    (_TEMPLATE_OPENERS, _only("{"), 1),
    (_only("}"), _only("template-end"), 1),
    (_only("template-end"), _TEMPLATE_OPENERS, 0),
    (_OPENERS, _ANY, 0),
    (_ANY, _CLOSERS, 0),
    (_ANY, _ANY, 1),
)
"""The first rule that fits two kinds says how many blanks stand between them."""

# What no operand ends with. Packer counts neither `${` nor `=>` here; its files are to stay as
# they are.
_BEFORE_NEGATIVE = frozenset(
    (NEGATIVE, "newline", "(", "{", "[", "=", ":", ",", "?", "+", "-", "*", "/", "%")
) | {"==", "!=", ">", ">=", "<", "<=", "&&", "||", "!"}


class Spacing(dict[tuple[str, str], int]):
    """The blanks between two kinds of token, looked up in the rules once for each pair."""

    def __missing__(self, pair: tuple[str, str]) -> int:
        left, right = pair
        self[pair] = next(
            blanks
            for lefts, rights, blanks in _RULES
            if (lefts is None or left in lefts) and (rights is None or right in rights)
        )
        return self[pair]


def gaps_between(kinds: list[str], texts: list[str]) -> list[int]:
    """How many blanks stand before each token; none before the first of a line."""
    gaps: list[int] = []
    spacing = Spacing()
    left = "newline"
    for at, written in enumerate(kinds):
        kind = written
        if kind == "-":
            if left in _BEFORE_NEGATIVE:
                kind = NEGATIVE
        elif kind == "name" and left in _NAMES and texts[at] == IN:
            kind = IN
        gaps.append(0 if left == "newline" else spacing[left, kind])
        left = kind
    return gaps
