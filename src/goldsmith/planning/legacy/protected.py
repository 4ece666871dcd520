"""Keeps `{{ .Name }}` in the values of variables: that is for the component that gets them."""

import re

_FOR_LATER = re.compile(r"\{\{\s?\..*?\s?\}\}")
_MARK = "\ue000"
_DIGITS = 0xE100
_BASE = 0x0F00
_FILLER = "\ue001"
_PROTECTED = re.compile(f"{_MARK}([{chr(_DIGITS)}-{chr(_DIGITS + _BASE - 1)}]{{2}}){_FILLER}*")


def protect(text: str) -> str:
    """`text` with other characters, as many, for what is to be left alone."""
    if "{{" not in text:
        return text
    count = 0

    def stand_in(found: re.Match[str]) -> str:
        nonlocal count
        high, low = divmod(count, _BASE)
        count += 1
        if high >= _BASE:
            return found.group()
        mark = f"{_MARK}{chr(_DIGITS + high)}{chr(_DIGITS + low)}"
        return mark.ljust(len(found.group()), _FILLER)

    return _FOR_LATER.sub(stand_in, text)


def restore(original: str, rendered: str) -> str:
    """`rendered` with what `protect` took out of `original`."""
    if _MARK not in rendered:
        return rendered
    kept = _FOR_LATER.findall(original)

    def back(found: re.Match[str]) -> str:
        high, low = (ord(one) - _DIGITS for one in found.group(1))
        at = high * _BASE + low
        return kept[at] if at < len(kept) else found.group()

    return _PROTECTED.sub(back, rendered)
