"""Texts that must never be shown."""

from collections.abc import Collection, Iterable, Iterator

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang.values import Value, quote, string_leaves
from goldsmith.record import replace

MASK = "<sensitive>"
_FEW = 4
"""Letters; what has fewer turns up in most sentences by chance."""
_ODD = 8
"""So many lengths as a part of all texts make single searches the quicker way."""


def secrets_of(value: Value) -> Iterator[str]:
    """Every form in which a sensitive value may turn up: whole, with other line ends, by line.

    Each also as it stands inside quotes.
    """
    for leaf in string_leaves(value):
        normal = leaf.replace("\r\n", "\n")
        for one in (leaf, normal, *normal.split("\n")):
            if one.strip():
                yield one
                yield quote(one)[1:-1]


def masked(text: str, secrets: Iterable[str]) -> str:
    """`text` without any of `secrets`; longer ones go first, for they may hold shorter ones."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def occurring(texts: Iterable[str], within: str) -> set[str]:
    """Those of `texts` that are a part of `within`."""
    by_length: dict[int, set[str]] = {}
    count = 0
    for one in texts:
        if 0 < len(one) <= len(within):
            by_length.setdefault(len(one), set()).add(one)
            count += 1
    if len(by_length) * _ODD > count:
        return {one for group in by_length.values() for one in group if one in within}
    found: set[str] = set()
    for length, group in by_length.items():
        windows = {within[at : at + length] for at in range(len(within) - length + 1)}
        found |= windows & group
    return found


def _masked_in_words(text: str, secrets: Iterable[str]) -> str:
    """As `masked`, but a secret of a few letters is none inside a longer word of ours."""
    every = tuple(secrets)
    text = masked(text, (secret for secret in every if len(secret) >= _FEW))
    for secret in (one for one in every if len(one) < _FEW):
        at = text.find(secret)
        while at >= 0:
            end = at + len(secret)
            if _is_in_word(text[:at], secret[0]) or _is_in_word(text[end:][::-1], secret[-1]):
                at = text.find(secret, at + 1)
            else:
                text = text[:at] + MASK + text[end:]
                at = text.find(secret, at + len(MASK))
    return text


def _is_in_word(before: str, edge: str) -> bool:
    """Whether a text whose edge this is goes on in what stands `before` it."""
    return edge.isalnum() and (before[-1:].isalnum() or before[-1:] == "_")


def without(secrets: Collection[str], problem: Diagnostic) -> Diagnostic:
    """`problem` in words that give none of `secrets` away."""
    if not secrets:
        return problem
    return replace(
        problem,
        summary=_masked_in_words(problem.summary, secrets),
        detail=_masked_in_words(problem.detail, secrets),
        labels=tuple(
            replace(one, text=_masked_in_words(one.text, secrets)) for one in problem.labels
        ),
        note=_masked_in_words(problem.note, secrets),
    )
