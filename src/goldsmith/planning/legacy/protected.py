"""Keeps `{{ .Name }}` in the values of variables: that is for the component that gets them."""

import re
from collections.abc import Iterator

_MARK = "\ue000"
_FILLER = "\ue001"
_FIRST_DIGIT = 0xE100
_BASE = 0x0F00
_MOST = _BASE * _BASE
_DIGIT = f"[{chr(_FIRST_DIGIT)}-{chr(_FIRST_DIGIT + _BASE - 1)}]"
_PROTECTED = re.compile(f"{_MARK}({_DIGIT}{{2}}){_FILLER}*")


def protect(text: str) -> str:
    """`text` with other characters, as many, for what is to be left alone."""
    pieces: list[str] = []
    at = 0
    for count, (start, end) in enumerate(_for_later(text)):
        if count == _MOST:
            break
        high, low = divmod(count, _BASE)
        mark = f"{_MARK}{chr(_FIRST_DIGIT + high)}{chr(_FIRST_DIGIT + low)}"
        pieces += (text[at:start], mark.ljust(end - start, _FILLER))
        at = end
    return "".join((*pieces, text[at:])) if pieces else text


def restore(original: str, rendered: str) -> str:
    """`rendered` with what `protect` took out of `original`."""
    if _MARK not in rendered:
        return rendered
    kept = [original[start:end] for start, end in _for_later(original)]

    def back(found: re.Match[str]) -> str:
        high, low = (ord(one) - _FIRST_DIGIT for one in found.group(1))
        number = high * _BASE + low
        return kept[number] if number < len(kept) else found.group()

    return _PROTECTED.sub(back, rendered)


def _for_later(text: str) -> Iterator[tuple[int, int]]:
    """Where `{{ .` begins and the next `}}` of the same line ends."""
    close = line_end = -1
    at = text.find("{{")
    while at >= 0:
        inside = at + 2 + text[at + 2 : at + 3].isspace()
        begin = inside + 1
        if text[inside:begin] == ".":
            if close < begin:
                close = text.find("}}", begin)
            if close < 0:
                return
            if line_end < begin:
                line_end = text.find("\n", begin)
                line_end = len(text) if line_end < 0 else line_end
            if close <= line_end + 1:
                yield at, close + 2
                at = text.find("{{", close + 2)
                continue
        at = text.find("{{", at + 1)
