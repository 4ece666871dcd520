"""Translates Go templates in texts to HCL, action by action, from their tokens and trees."""

from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import pairwise
from typing import Protocol

from goldsmith.lang.gotemplate.builtins import BUILTINS
from goldsmith.lang.gotemplate.lexer import Token, tokens, unquoted
from goldsmith.lang.gotemplate.parser import parse
from goldsmith.lang.gotemplate.tree import (
    Command,
    Constant,
    Function,
    GoTemplateError,
    Operand,
    Pipeline,
    Print,
)
from goldsmith.record import record
from goldsmith.upgrade.hcl import Parts, Reference, expression, is_identifier, quoted

KEPT = frozenset({"upper", "lower", "replace", "replace_all", "split", "clean_resource_name"})
"""Functions of Go templates that texts in HCL still render, and that HCL spells differently."""
_FUNCTIONS = (
    frozenset(BUILTINS)
    | KEPT
    | {
        *("user", "env", "build", "build_name", "build_type", "timestamp", "isotime", "strftime"),
        *("uuid", "template_dir", "pwd", "packer_version", "consul_key", "vault", "sed"),
        *("aws_secretsmanager", "aws_secretsmanager_raw", "clean_image_name", "clean_ami_name"),
    }
)
_ONLY_NATIVE = frozenset(
    {
        *("user", "env", "build", "template_dir", "consul_key", "vault"),
        *("aws_secretsmanager", "aws_secretsmanager_raw", "sed"),
    }
)
"""Functions that texts in HCL do not render."""
_CONTROL = frozenset(
    {"if", "else", "end", "range", "with", "define", "template", "block", "break", "continue"}
)


class Where(Enum):
    """Where a text stands."""

    DEFAULT = "the default of a variable"
    LOCAL = "a local value"
    BUILDER = "a builder"
    STEP = "a provisioner or post-processor"


_COMPUTED = frozenset({Where.DEFAULT, Where.LOCAL})
"""Where texts are values of their own, which HCL's functions can work on."""


class Names(Protocol):
    """What the functions of a legacy template are called in HCL."""

    def user(self, name: str) -> str:
        """The user variable `name`."""

    def is_late(self, name: str) -> bool:
        """Whether the value of the user variable `name` still holds calls, to be rendered later."""

    def env(self, name: str) -> str:
        """The environment variable `name`."""

    def timestamp(self) -> str:
        """The moment of the start as digits."""

    def secret(self, name: str, key: str | None) -> str:
        """A secret of AWS."""


@record
class Built:
    """What the functions `build_name` and `build_type` give; nothing where nobody knows yet."""

    name: Parts = ()
    type: Parts = ()


@record
class Translated:
    """A text in HCL, and the functions of Go templates that are still called in it."""

    parts: Parts
    kept: frozenset[str] = frozenset()


def translate(text: str, where: Where, names: Names, built: Built) -> Translated:
    """What `text` is in HCL; raises `GoTemplateError` where nothing means the same."""
    if "{{" not in text:
        return Translated((text,))
    parse(text, _FUNCTIONS)
    return _Translation(text, where, names, built).run()


def is_rendered_later(parts: Parts) -> bool:
    """Whether a text in HCL still holds actions of Go templates."""
    return any(isinstance(part, str) and "{{" in part for part in parts)


def functions_in(text: str) -> frozenset[str]:
    """The functions that `text` calls; raises `GoTemplateError`."""
    if "{{" not in text:
        return frozenset()
    parse(text, _FUNCTIONS)
    return frozenset(one.text for one in tokens(text) if _names_a_function(one))


def _names_a_function(token: Token) -> bool:
    return token.kind == "identifier" and token.text in _FUNCTIONS


class _Translation:
    """The translation of one text."""

    def __init__(self, text: str, where: Where, names: Names, built: Built) -> None:
        self.text = text
        self.where = where
        self.names = names
        self.built = built
        self.kept: set[str] = set()

    def run(self) -> Translated:
        parts: list[str | Reference] = []
        words: list[Token] = []
        start = 0
        for token in tokens(self.text):
            if token.kind == "text":
                parts.append(token.text)
            elif token.kind == "open":
                words = []
                start = token.offset + len("{{")
            elif token.kind == "close":
                parts += self._action(words, start, token.offset)
            else:
                words.append(token)
        return Translated(tuple(parts), frozenset(self.kept))

    def _action(self, words: Sequence[Token], start: int, end: int) -> Parts:
        functions = {one.text for one in words if _names_a_function(one)}
        self._refuse_late_values(words)
        needed = bool(functions & _ONLY_NATIVE)
        if needed or (functions and not functions & KEPT) or self.where in _COMPUTED:
            native = self._native(words, end) if functions else None
            if native is not None:
                return native
        self.kept |= functions & KEPT
        # Trim marks have done their work on the text around; on values they would do more.
        start += self.text.startswith("-", start) and words[0].offset > start
        return ("{{", *self._with_references(words, start, end), "}}")

    def _refuse_late_values(self, words: Sequence[Token]) -> None:
        """A value that will only be rendered later can be printed, but not worked on."""
        if len(words) == 2:  # the function and the name, nothing else
            return
        for word, argument in pairwise(words):
            named = word.text == "user" and argument.kind == "string"
            if named and self.names.is_late(unquoted(argument)):
                raise too_late(argument)

    def _native(self, words: Sequence[Token], end: int) -> Parts | None:
        plain = not any(one.kind in ("variable", ":=", "=") for one in words)
        if not plain or (words[0].kind == "identifier" and words[0].text in _CONTROL):
            return None
        source = self.text[words[0].offset : end]
        match parse(f"{{{{ {source} }}}}", _FUNCTIONS).nodes:
            case (Print(pipeline),):
                try:
                    return self._pipeline(pipeline)
                except _NothingTheSame:
                    return None
            case _:
                return None

    def _with_references(self, words: Sequence[Token], at: int, end: int) -> Parts:
        """An action as it is, what only HCL knows in it handed over as a quoted text.

        JSON quotes as Go does, so that any value stays what it is.
        """
        parts: list[str | Reference] = []
        for number, word in enumerate(words):
            if not (_names_a_function(word) and word.text in _ONLY_NATIVE):
                continue
            call = _call_at(words, number)
            value = self._native(call, call[-1].offset + len(call[-1].text))
            if value is None:
                raise untranslatable(word)
            parts.append(self.text[at : word.offset])
            parts.append(Reference(f"jsonencode({expression(value)})"))
            at = call[-1].offset + len(call[-1].text)
        parts.append(self.text[at:end])
        return tuple(parts)

    def _pipeline(self, pipeline: Pipeline) -> Parts:
        value: Parts | None = None
        for command in pipeline.commands:
            value = self._command(command, value)
        if value is None:
            raise _NothingTheSame
        return value

    def _command(self, command: Command, final: Parts | None) -> Parts:
        first, rest = command.words[0], command.words[1:]
        if isinstance(first, Function):
            given = [self._operand(one) for one in rest]
            return self._call(first.name, given if final is None else [*given, final])
        if rest or final is not None:
            raise _NothingTheSame
        value = self._operand(first)
        if isinstance(value, int):
            raise _NothingTheSame
        return value

    def _operand(self, operand: Operand) -> Parts | int:
        match operand:
            case Constant(str() as value):
                return (value,)
            case Constant(bool()):
                raise _NothingTheSame
            case Constant(int() as number):
                return number
            case Function(name):
                return self._call(name, [])
            case Pipeline():
                return self._pipeline(operand)
            case _:
                raise _NothingTheSame

    def _call(self, name: str, given: Sequence[Parts | int]) -> Parts:
        match given:
            case [(str(one),)] if name == "user":
                return (Reference(self.names.user(one)),)
            case [(str(one),)] if name == "env" and self.where is Where.DEFAULT:
                return (Reference(f"env({quoted(one)})"),)
            case [(str(one),)] if name == "env" and self.where is Where.LOCAL:
                return (Reference(self.names.env(one)),)
            case [(str(one),)] if name == "build" and self.where is Where.STEP:
                known = is_identifier(one)
                return (Reference(f"build.{one}" if known else f"build[{quoted(one)}]"),)
            case [(str(one),)] if name == "aws_secretsmanager":
                return (Reference(self.names.secret(one, None)),)
            case [(str(one),), (str(other),)] if name == "aws_secretsmanager":
                return (Reference(self.names.secret(one, other)),)
            case [] if name == "build_name" and self.built.name:
                return self.built.name
            case [] if name == "build_type" and self.built.type:
                return self.built.type
            case [] if name == "timestamp":
                return (Reference(self.names.timestamp()),)
            case _:
                return (Reference(_function(name, given)),)


class _NothingTheSame(Exception):
    """HCL has nothing that means the same."""


_PLAIN: Mapping[tuple[str, int], str] = {
    ("isotime", 0): "timestamp()",
    ("isotime", 1): "legacy_isotime",
    ("strftime", 1): "legacy_strftime",
    ("uuid", 0): "uuidv4()",
    ("template_dir", 0): "path.root",
    ("pwd", 0): "path.cwd",
    ("packer_version", 0): "packer.version",
    ("consul_key", 1): "consul_key",
    ("vault", 2): "vault",
    ("aws_secretsmanager_raw", 1): "aws_secretsmanager_raw",
    ("upper", 1): "upper",
    ("lower", 1): "lower",
}
"""What takes the same texts in the same order."""


def _function(name: str, given: Sequence[Parts | int]) -> str:
    """The call in HCL for a call in Go."""
    texts = [expression(one) for one in given if not isinstance(one, int)]
    plain = _PLAIN.get((name, len(given)))
    if plain is not None and len(texts) == len(given):
        return f"{plain}({', '.join(texts)})" if given else plain
    match given:
        case [(str(old),), new, subject] if name == "replace_all":
            return _replace(old, new, subject)
        case [(str(old),), new, int(count), subject] if name == "replace" and count < 0:
            return _replace(old, new, subject)
        case [tuple(subject), (str(separator),), int(index)] if name == "split" and separator:
            return f"split({quoted(separator)}, {expression(subject)})[{index}]"
        case _:
            raise _NothingTheSame


def _replace(old: str, new: Parts | int, subject: Parts | int) -> str:
    # Between slashes HCL takes it for a pattern.
    is_pattern = len(old) > 1 and old[0] == old[-1] == "/"
    if is_pattern or isinstance(new, int) or isinstance(subject, int):
        raise _NothingTheSame
    return f"replace({expression(subject)}, {quoted(old)}, {expression(new)})"


def _call_at(words: Sequence[Token], number: int) -> Sequence[Token]:
    """The name of a function and the quoted texts behind it."""
    end = number + 1
    while end < len(words) and words[end].kind == "string":
        end += 1
    return words[number:end]


_HINTS = {
    "env": 'Only values of variables can call it. Declare one with default = env("NAME").',
    "build": "Only provisioners and post-processors can call it.",
    "sed": "It has gone from JSON templates too. HCL has regex_replace.",
}


def too_late(argument: Token) -> GoTemplateError:
    """A function is to work on a value that HCL only knows after all of its functions."""
    return GoTemplateError(
        f"the value of {argument.text} is only rendered after this",
        argument.offset,
        "It calls functions of Go templates that HCL does not have. Write this text by hand.",
    )


def untranslatable(word: Token) -> GoTemplateError:
    """A call that HCL cannot express where it stands."""
    hint = _HINTS.get(word.text, "Write it by hand in the result, where it stands as it was.")
    return GoTemplateError(f"no such call of {word.text} is possible in HCL", word.offset, hint)
