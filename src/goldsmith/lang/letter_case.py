"""Capital and small letters as Packer changes them: each letter into exactly one."""

from collections.abc import Callable


def changed_case(text: str, change: Callable[[str], str]) -> str:
    """`text` with each letter changed, except where that would make several of it."""
    if text.isascii():
        return change(text)
    changed = (change(letter) for letter in text)
    return "".join(
        new if len(new) == 1 else ("i" if old == "İ" else old)
        for old, new in zip(text, changed, strict=True)
    )
