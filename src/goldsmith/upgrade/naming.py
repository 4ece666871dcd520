"""Names that HCL takes, made of any texts, each of them once."""

from collections.abc import Collection, Iterable, Mapping

from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.lang.gotemplate.lexer import Token, tokens, unquoted
from goldsmith.upgrade.hcl import is_identifier


def identifier(name: str) -> str:
    """`name` with an underscore for everything that an identifier cannot hold."""
    made = "".join(one if is_identifier(f"a{one}") else "_" for one in name)
    return made if is_identifier(made) else f"_{made}"


def unique(name: str, taken: Collection[str]) -> str:
    """`name`, or with a number behind it, so that it is not one of those `taken`."""
    made, number = name, 1
    while made in taken:
        number += 1
        made = f"{name}_{number}"
    return made


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """An identifier for each name; those that are identifiers stay."""
    every = tuple(names)
    made = {name: name for name in every if is_identifier(name)}
    taken = set(made)
    for name in every:
        if name not in made:
            made[name] = unique(identifier(name), taken)
            taken.add(made[name])
    return made


def without_actions(text: str, values: Mapping[str, str]) -> str:
    """A name made of a Go template: its literal text, and what its actions mention.

    A text that names one of `values` stands for it.
    """
    try:
        return "".join(_mentioned(one, values) for one in tokens(text))
    except GoTemplateError:
        return text


def _mentioned(token: Token, values: Mapping[str, str]) -> str:
    match token.kind:
        case "text":
            return token.text
        case "string":
            return values.get(unquoted(token), unquoted(token))
        case "field":
            return token.text[1:]
        case "identifier" if token.text != "user":
            return token.text
        case _:
            return ""
