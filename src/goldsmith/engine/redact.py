"""Masks secrets in text; everything that is shown or stored passes here once.

Packer masks a secret wherever its characters occur, however short it is. So does this, but for
secrets of less than four characters: a password `a` would take the letter out of every word. Such a
text is masked where it stands alone, between characters that are no letters or digits.
"""

import re
from collections.abc import Iterable, Iterator

from goldsmith.engine.secret_forms import forms_of

MASK = "<sensitive>"
_HEAD = 4
"""Characters by which a form is looked up; shorter ones are masked only where they stand alone."""


class Redactor:
    """Knows the secrets of a run; more may come while it runs.

    Forms are kept by their first characters: adding one costs next to nothing, unlike compiling a
    pattern of them all, and each place of a text is one look into a dictionary.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._known: set[str] = set()
        self._by_head: dict[str, tuple[str, ...]] = {}
        self._short: set[str] = set()
        self._short_pattern: re.Pattern[str] | None = None
        self.add(*secrets)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to mask."""
        return not self._known

    def add(self, *secrets: str) -> None:
        """From now on, mask these too."""
        for secret in secrets:
            if secret.strip() and secret not in self._known:
                self._add_forms(forms_of(secret))
                self._known.add(secret)

    def mask(self, text: str) -> str:
        """`text` without secrets; the same object where there are none in it."""
        if not self._known:
            return text
        spans = list(self._spans(text))
        if self._short_pattern is not None:
            spans += [found.span() for found in self._short_pattern.finditer(text)]
        return _without(text, spans) if spans else text

    def _add_forms(self, forms: Iterable[str]) -> None:
        short = {form for form in forms if len(form) < _HEAD}
        if short - self._short:
            self._short |= short
            choices = "|".join(map(re.escape, sorted(self._short, key=len, reverse=True)))
            self._short_pattern = re.compile(rf"(?<![^\W_])(?:{choices})(?![^\W_])")
        for form in forms:
            head = form[:_HEAD]
            if len(head) == _HEAD:
                alike = {form, *self._by_head.get(head, ())}
                self._by_head[head] = tuple(sorted(alike, key=len, reverse=True))

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the longest forms stand in `text`; they may overlap."""
        heads = self._by_head
        places = range(len(text) - _HEAD + 1)
        for at in [one for one in places if text[one : one + _HEAD] in heads]:
            for form in heads[text[at : at + _HEAD]]:
                if text.startswith(form, at):
                    yield at, at + len(form)
                    break


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with a mask over each group of spans that overlap."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], MASK]
        at = max(at, end)
    return "".join((*parts, text[at:]))
