"""Masks secrets in text; everything that is shown or stored passes here once.

Packer masks a secret wherever its characters occur, however short it is. So does this, but for
secrets of less than four characters: a password `a` would take the letter out of every word. Such a
text is masked where it stands alone, between characters that are no letters or digits.
"""

import re
from collections.abc import Iterable, Iterator

from goldsmith.engine.secret_forms import forms_of

MASK = "<sensitive>"
_SHORTEST_ANYWHERE = 4
_LONGEST_IN_PATTERN = 128
"""Longer texts are rare and looked for one by one; this bounds how deep a pattern is nested."""


class _Generation:
    """Secrets that were compiled together."""

    def __init__(self, forms: frozenset[str]) -> None:
        self.forms = forms
        choices = _choices(forms)
        self._quick = re.compile(choices)
        self._at_each_place = re.compile(f"(?=({choices}))")

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where forms stand in `text`; they may overlap."""
        first = self._quick.search(text)
        if first is not None:
            for match in self._at_each_place.finditer(text, first.start()):
                yield match.span(1)


class Redactor:
    """Knows the secrets of a run; more may come while it runs."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._known: set[str] = set()
        self._generations: list[_Generation] = []
        self._long: list[str] = []
        self.add(*secrets)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to mask."""
        return not self._known

    def add(self, *secrets: str) -> None:
        """From now on, mask these too."""
        new = {secret for secret in secrets if secret.strip()} - self._known
        if not new:
            return
        self._known |= new
        forms = frozenset[str]().union(*map(forms_of, new))
        self._long += [form for form in forms if len(form) > _LONGEST_IN_PATTERN]
        self._long.sort(key=len, reverse=True)
        # Compiling all secrets anew for each that comes would be quadratic: like sizes are joined.
        short = frozenset(form for form in forms if len(form) <= _LONGEST_IN_PATTERN)
        while self._generations and len(self._generations[-1].forms) <= 2 * len(short):
            short |= self._generations.pop().forms
        if short:
            self._generations.append(_Generation(short))

    def mask(self, text: str) -> str:
        """`text` without secrets; the same object where there are none in it."""
        if not self._known or not text:
            return text
        for form in self._long:
            if len(form) <= len(text) and form in text:
                text = text.replace(form, MASK)
        spans = [span for generation in self._generations for span in generation.spans(text)]
        return _without(text, spans) if spans else text


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with a mask over each group of spans that overlap."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], MASK]
        at = max(at, end)
    return "".join((*parts, text[at:]))


def _choices(forms: Iterable[str]) -> str:
    """A pattern for the longest form that stands at a place."""
    anywhere = sorted(form for form in forms if len(form) >= _SHORTEST_ANYWHERE)
    alone = sorted((form for form in forms if len(form) < _SHORTEST_ANYWHERE), key=len)
    choices: list[str] = []
    if anywhere:
        choices.append(_branch(anywhere, 0))
    choices += [rf"(?<![^\W_]){re.escape(form)}(?![^\W_])" for form in reversed(alone)]
    return "|".join(choices)


def _branch(forms: list[str], at: int) -> str:
    """A pattern for what follows the first `at` characters, which sorted `forms` share."""
    last = forms[-1]
    first = forms[0]
    same = at
    while same < len(first) and same < len(last) and first[same] == last[same]:
        same += 1
    prefix = re.escape(first[at:same])
    ends_here = len(first) == same
    rest = forms[1:] if ends_here else forms
    if not rest:
        return prefix
    groups: dict[str, list[str]] = {}
    for form in rest:
        groups.setdefault(form[same], []).append(form)
    choices = "|".join(_branch(group, same) for group in groups.values())
    return f"{prefix}(?:{choices}){'?' if ends_here else ''}"
