"""Splits a Go template into text and the words of its actions."""

from collections.abc import Generator, Iterator

from goldsmith.lang.gotemplate.tree import GoTemplateError
from goldsmith.record import record

_SPACES = " \t\r\n"
_BLANKS = frozenset(_SPACES)
_TERMINATORS = frozenset(" \t\r\n.,|:()=")
_ESCAPES = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
}
_HEXADECIMAL = {"x": 2, "u": 4, "U": 8}
_SYMBOLS = (":=", "=", "(", ")", "|", ",")


@record
class Token:
    """One word of a template.

    `kind`: text, open, close, a symbol itself, `.`, field, variable, identifier, string, character
    or number. `spaced` says that white space stands before it.
    """

    kind: str
    text: str
    offset: int
    spaced: bool = False


def tokens(text: str) -> Iterator[Token]:
    """The words of `text`, comments left out and trim marks applied."""
    at = 0
    trim = False
    while True:
        begin = text.find("{{", at)
        literal = text[at:] if begin < 0 else text[at:begin]
        if trim:
            literal = literal.lstrip(_SPACES)
        if begin < 0:
            if literal:
                yield Token("text", literal, at)
            return
        inside = begin + 2
        if text[inside : inside + 1] == "-" and text[inside + 1 : inside + 2] in _BLANKS:
            literal = literal.rstrip(_SPACES)
            inside += 2
        if literal:
            yield Token("text", literal, at)
        if text.startswith("/*", inside):
            at, trim = _after_comment(text, begin, inside)
            continue
        yield Token("open", "{{", begin)
        end = yield from _action(text, begin, inside)
        trim = text[end] == "-"
        at = end + (3 if trim else 2)


def unquoted(token: Token) -> str:
    """What a string or character token means."""
    quote, inner = token.text[0], token.text[1:-1]
    if quote == "`":
        return inner.replace("\r", "")
    if "\\" not in inner:
        return inner
    # Octal and hexadecimal escapes name bytes, the others characters.
    made = bytearray()
    at = 0
    while at < len(inner):
        if inner[at] != "\\":
            made += inner[at].encode()
            at += 1
            continue
        piece, at = _escape(token, inner, at + 1)
        made += piece
    return made.decode(errors="replace")


def _escape(token: Token, inner: str, at: int) -> tuple[bytes, int]:
    letter = inner[at]
    if letter in _ESCAPES:
        return _ESCAPES[letter].encode(), at + 1
    width, base = (_HEXADECIMAL.get(letter, 0), 16)
    start = at + 1
    if letter in "01234567":
        start, width, base = at, 3, 8
    digits = inner[start : start + width].ljust(max(width, 1), "?")
    try:
        code = int(digits, base)
        piece = bytes((code,)) if letter not in "uU" else chr(code).encode()
    except (ValueError, OverflowError):
        problem = f'"\\{inner[at : start + width]}" is not an escape'
        raise GoTemplateError(problem, token.offset) from None
    return piece, start + width


def _after_comment(text: str, begin: int, inside: int) -> tuple[int, bool]:
    end = text.find("*/", inside + 2)
    if end < 0:
        raise GoTemplateError("this comment has no end", begin, "A comment ends with */}}.")
    rest = text[end + 2 : end + 6]
    if rest.startswith("}}"):
        return end + 4, False
    if rest[:1] in _BLANKS and rest[1:] == "-}}":
        return end + 6, True
    raise GoTemplateError("a comment must fill its action", begin, "Write {{/* comment */}}.")


def _action(text: str, begin: int, at: int) -> Generator[Token, None, int]:
    """The words of one action; returns where its end mark stands."""
    depth = 0
    while True:
        word = at
        while text[at : at + 1] in _BLANKS:
            at += 1
        spaced = at > word
        if text.startswith("}}", at) or (spaced and text.startswith("-}}", at)):
            if depth:
                raise GoTemplateError('a "(" is not closed', begin)
            yield Token("close", "}}", at, spaced)
            return at
        if at >= len(text):
            raise _unclosed(begin)
        token = _word(text, begin, at, spaced)
        depth += (token.kind == "(") - (token.kind == ")")
        if depth < 0:
            raise GoTemplateError('this ")" has no "("', at)
        yield token
        at += len(token.text)


def _word(text: str, begin: int, at: int, spaced: bool) -> Token:
    letter = text[at]
    for symbol in _SYMBOLS:
        if text.startswith(symbol, at):
            return Token(symbol, symbol, at, spaced)
    if letter in "\"'`":
        kind = "character" if letter == "'" else "string"
        return Token(kind, _quoted(text, at), at, spaced)
    if letter in "+-0123456789" or (letter == "." and text[at + 1 : at + 2].isdigit()):
        return Token("number", _number(text, at), at, spaced)
    if letter == "." and not _is_letter(text[at + 1 : at + 2]):
        return Token(".", ".", at, spaced)
    if letter in ".$":
        kind, end = ("field" if letter == "." else "variable"), at + 1
    elif _is_letter(letter):
        kind, end = "identifier", at
    else:
        raise _unexpected(text, at)
    while _is_letter(text[end : end + 1]) or text[end : end + 1].isdigit():
        end += 1
    if text[end : end + 1] not in _TERMINATORS and not text.startswith("}}", end):
        raise _unexpected(text, end) if end < len(text) else _unclosed(begin)
    return Token(kind, text[at:end], at, spaced)


def _quoted(text: str, at: int) -> str:
    quote = text[at]
    end = at + 1
    while end < len(text) and text[end] != quote:
        if text[end] == "\n" and quote != "`":
            break
        end += 2 if text[end] == "\\" and quote != "`" else 1
    if text[end : end + 1] != quote:
        raise GoTemplateError("this string has no closing quote", at)
    return text[at : end + 1]


def _number(text: str, at: int) -> str:
    end = at + 1
    while text[end : end + 1].isalnum() or text[end : end + 1] in ("_", "."):
        end += 1
        if text[end - 1] in "eEpP" and text[end : end + 1] in ("+", "-") and text[at + 1] != "x":
            end += 1
    return text[at:end]


def _is_letter(character: str) -> bool:
    return character.isalpha() or character == "_"


def _unexpected(text: str, at: int) -> GoTemplateError:
    return GoTemplateError(f'"{text[at]}" cannot stand here', at)


def _unclosed(begin: int) -> GoTemplateError:
    hint = 'An action ends with "}}"; write {{"{{"}} for literal braces.'
    return GoTemplateError('this "{{" has no "}}"', begin, hint)
