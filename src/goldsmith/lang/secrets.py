"""Texts that must never be shown."""

from collections.abc import Collection, Iterable, Iterator

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang.values import Value, string_leaves
from goldsmith.record import replace

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


def without(secrets: Collection[str], problem: Diagnostic) -> Diagnostic:
    """`problem` in words that give none of `secrets` away."""
    if not secrets:
        return problem
    return replace(
        problem,
        summary=masked(problem.summary, secrets),
        detail=masked(problem.detail, secrets),
        labels=tuple(replace(one, text=masked(one.text, secrets)) for one in problem.labels),
        note=masked(problem.note, secrets),
    )
