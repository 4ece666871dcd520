"""Whether an expression that is being typed goes on in the next line."""

from pathlib import PurePath

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax.lexer import lex

_CLOSED_BY = {
    "(": ")",
    "[": "]",
    "{": "}",
    "${": "template-end",
    "${~": "template-end",
    "%{": "template-end",
    "%{~": "template-end",
    "string-start": "string-end",
    "heredoc-start": "heredoc-end",
}


def is_unfinished(text: str) -> bool:
    """Whether brackets, a heredoc or a comment are open at the end of `text`.

    Where something closes that was not open, more lines cannot mend it.
    """
    open_ones: list[str] = []
    # A heredoc ends with a whole line.
    for kind in lex(SourceFile(PurePath(), f"{text}\n")).kinds:
        if kind in _CLOSED_BY:
            open_ones.append(kind)
        elif kind in _CLOSED_BY.values():
            if not open_ones or _CLOSED_BY[open_ones.pop()] != kind:
                return False
        elif kind == "unclosed":
            return bool(open_ones) and open_ones[-1] == "heredoc-start"
        elif kind == "open-comment":
            return True
    return bool(open_ones)
