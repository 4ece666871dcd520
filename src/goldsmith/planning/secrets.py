"""Texts that must never be shown."""

from collections.abc import Iterable, Iterator

from goldsmith.lang.values import Value, string_leaves

MASK = "<sensitive>"


def secrets_of(value: Value) -> Iterator[str]:
    """Every form in which a sensitive value may turn up: whole, with other line ends, by line."""
    for leaf in string_leaves(value):
        normal = leaf.replace("\r\n", "\n")
        for one in (leaf, normal, *normal.split("\n")):
            if one.strip():
                yield one


def masked(text: str, secrets: Iterable[str]) -> str:
    """`text` without any of `secrets`; longer ones go first, for they may hold shorter ones."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text
