"""What must hold for any text that is read as JSON."""

from json import JSONDecoder

from fuzz import laws

from goldsmith.lang.syntax import Boolean, Expression, Null, Number, Object, Text, Tuple
from goldsmith.lang.syntax.json import read_json, repeated_keys

DEPTH = 90
"""Deeper texts are refused by us, and not by everybody."""


def json_dialect(text: str) -> None:
    """We read what is JSON, refuse what is not, and read the same as others."""
    file = laws.source(text, "fuzz.pkr.json")
    tree, problems = read_json(file)
    laws.check_problems(problems, text)
    laws.require("A tree or problems.", holds=tree is not None or bool(problems))
    if tree is not None:
        laws.check_spans(tree, text)
        laws.check_problems(repeated_keys(tree), text)
    if _depth(text) >= DEPTH:
        return
    try:
        theirs = _STRICT.decode(text.removeprefix("\ufeff"))
    except ValueError:
        laws.require("What is no JSON is refused.", holds=bool(problems))
        return
    laws.require("What is JSON is read.", holds=not problems)
    laws.require(
        "It is read as others do.", holds=tree is not None and _plain(tree) == _whole(theirs)
    )


def _refuse(word: str) -> object:
    raise ValueError(word)


_STRICT = JSONDecoder(
    parse_constant=_refuse,
    parse_int=lambda text: ("number", text),
    parse_float=lambda text: ("number", text),
    object_pairs_hook=lambda pairs: ("object", [list(pair) for pair in pairs]),
)


def _whole(value: object) -> object:
    """What was read, with halves of surrogate pairs replaced, which are no characters."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case tuple() | list():
            return type(value)(map(_whole, value))
        case _:
            return value


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += (character in "[{") - (character in "]}")
        deepest = max(deepest, depth)
    return deepest


def _plain(tree: Expression) -> object:
    match tree:
        case Object():
            items = [(item.key, item.value) for item in tree.items]
            return ("object", [[_plain(key), _plain(value)] for key, value in items])
        case Tuple():
            return [_plain(one) for one in tree.items]
        case Text():
            return tree.text
        case Number():
            return ("number", tree.text)
        case Boolean():
            return tree.value
        case Null():
            return None
        case _:
            raise laws.LawBroken("There is no such thing in JSON.")
