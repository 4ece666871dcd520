"""Functions of text."""

from collections.abc import Sequence

from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.limits import check_length
from goldsmith.lang.letter_case import changed_case
from goldsmith.lang.syntax.graphemes import graphemes

_BLANKS = (
    " \t\n\v\f\r\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
_WIDEST_INDENT = 10_000


@function
def chomp(text: str) -> str:
    r"""The text without the newlines at its end.

    chomp("a\n\n") == "a"
    """
    return text.rstrip("\r\n")


@function
def endswith(text: str, suffix: str) -> bool:
    """Whether the text ends with the suffix.

    endswith("web.hcl", ".hcl")
    """
    return text.endswith(suffix)


@function
def indent(spaces: int, text: str) -> str:
    r"""The text with blanks in front of every line but the first.

    indent(2, "a\nb") == "a\n  b"
    """
    if not 0 <= spaces <= _WIDEST_INDENT:
        raise ArgumentError("spaces", f"It must be between 0 and {_WIDEST_INDENT}.")
    check_length(len(text) + text.count("\n") * spaces)
    return text.replace("\n", "\n" + " " * spaces)


@function
def join(separator: str, *lists: Sequence[str]) -> str:
    """The texts of all lists in one, with a separator between two.

    join(", ", ["a", "b"], ["c"]) == "a, b, c"
    """
    if not lists:
        raise ArgumentError(None, "At least one list is needed.")
    texts = [text for one in lists for text in one]
    check_length(sum(map(len, texts)) + len(separator) * len(texts))
    return separator.join(texts)


@function
def lower(text: str) -> str:
    """The text in small letters.

    lower("HELLO") == "hello"
    """
    return changed_case(text, str.lower)


@function
def replace(text: str, old: str, new: str) -> str:
    """The text with every occurrence of `old` replaced.

    replace("1.2.3", ".", "-") == "1-2-3"
    """
    check_length(len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new)


@function
def sort(texts: Sequence[str]) -> list[str]:
    """The texts in the order of their characters.

    join("", sort(["b", "a"])) == "ab"
    """
    return sorted(texts)


@function
def split(separator: str, text: str) -> list[str]:
    """The pieces between the separators of a text; its characters if the separator is empty.

    join("|", split(",", "a,b")) == "a|b"
    """
    return text.split(separator) if separator else list(text)


@function
def startswith(text: str, prefix: str) -> bool:
    """Whether the text starts with the prefix.

    startswith("web.hcl", "web")
    """
    return text.startswith(prefix)


@function
def strcontains(text: str, part: str) -> bool:
    """Whether the text contains the part.

    strcontains("hello", "ell")
    """
    return part in text


@function
def strrev(text: str) -> str:
    """The text backwards.

    strrev("abc") == "cba"
    """
    return "".join(reversed(graphemes(text)))


@function
def substr(text: str, offset: int, length: int) -> str:
    """Part of a text: `length` characters from `offset` on, or all if `length` is negative.

    A negative offset counts from the end.

    substr("hello", 1, 3) == "ell"
    """
    letters = graphemes(text)
    if offset < 0:
        start = max(0, len(letters) + offset)
        # Here Packer takes a length of zero for "to the end".
        end = len(letters) if length <= 0 else start + length
    else:
        start = offset
        end = len(letters) if length < 0 else start + length
    return "".join(letters[start:end])


@function
def title(text: str) -> str:
    """The text with a capital letter at the start of each word.

    title("hello world") == "Hello World"
    """
    letters: list[str] = []
    inside = False
    for letter in text:
        letters.append(letter if inside else changed_case(letter, str.title))
        inside = letter.isalnum() or letter == "_" if letter.isascii() else letter not in _BLANKS
    return "".join(letters)


@function
def trim(text: str, characters: str) -> str:
    """The text without any of the characters at its ends.

    trim("?!hello?!", "!?") == "hello"
    """
    return text.strip(characters)


@function
def trimprefix(text: str, prefix: str) -> str:
    """The text without the prefix, if it has it.

    trimprefix("helloworld", "hello") == "world"
    """
    return text.removeprefix(prefix)


@function
def trimspace(text: str) -> str:
    r"""The text without blanks and newlines at its ends.

    trimspace("  hello\n") == "hello"
    """
    return text.strip(_BLANKS)


@function
def trimsuffix(text: str, suffix: str) -> str:
    """The text without the suffix, if it has it.

    trimsuffix("helloworld", "world") == "hello"
    """
    return text.removesuffix(suffix)


@function
def upper(text: str) -> str:
    """The text in capital letters.

    upper("hello") == "HELLO"
    """
    return changed_case(text, str.upper)
