"""Makes a tree of a Go template."""

from collections.abc import Collection
from math import inf

from goldsmith.diagnostics import did_you_mean
from goldsmith.lang.gotemplate.lexer import Token, tokens, unquoted
from goldsmith.lang.gotemplate.tree import (
    Chain,
    Command,
    Constant,
    Dot,
    Field,
    Function,
    GoTemplate,
    GoTemplateError,
    If,
    Include,
    Leave,
    Literal,
    Node,
    Operand,
    Pipeline,
    Print,
    Range,
    Reference,
    With,
)

_WORDS = {"true": True, "false": False, "nil": None}
_DEEPEST = 100
_INSTEAD = {
    "user": 'Write "${var.NAME}" instead.',
    "env": 'Declare a variable with `default = env("NAME")` and write "${var.NAME}".',
    "template_dir": 'Write "${path.root}" instead.',
    "build": 'Write "${build.NAME}" instead.',
    "consul_key": 'Write "${consul_key("KEY")}" instead.',
    "vault": 'Write "${vault("PATH", "KEY")}" instead.',
    "aws_secretsmanager": 'Write "${aws_secretsmanager("NAME", "KEY")}" instead.',
    "aws_secretsmanager_raw": 'Write "${aws_secretsmanager_raw("NAME")}" instead.',
    "sed": 'Write "${regex_replace(TEXT, PATTERN, REPLACEMENT)}" instead.',
    "upcase": "Write upper.",
    "downcase": "Write lower.",
    "clean_resource_name": "Only the names of some builders may use it.",
}


def parse(text: str, functions: Collection[str]) -> GoTemplate:
    """The tree of `text`, which may call `functions`; raises `GoTemplateError`."""
    return _Parser(text, functions).template()


class _Parser:
    """Reads tokens from first to last; `variables` are those in sight."""

    def __init__(self, text: str, functions: Collection[str]) -> None:
        self._tokens = tuple(tokens(text))
        self._at = 0
        self._end = len(text)
        self._functions = functions
        self._variables = ["$"]
        self._defined: dict[str, tuple[Node, ...]] = {}
        self._fields: set[str] = set()
        self._loops = 0
        self._depth = 0

    def template(self) -> GoTemplate:
        nodes, stop = self._nodes(())
        if stop is not None:
            raise GoTemplateError(f'"{stop.text}" has nothing to end here', stop.offset)
        return GoTemplate(nodes, self._defined, frozenset(self._fields))

    def _nodes(
        self, stops: tuple[str, ...], start: int = 0
    ) -> tuple[tuple[Node, ...], Token | None]:
        """Nodes up to an `end` or `else`, which is read and returned."""
        found: list[Node] = []
        in_sight = len(self._variables)
        while self._at < len(self._tokens):
            token = self._next()
            if token.kind == "text":
                found.append(Literal(token.text))
                continue
            word = self._peek()
            if word.kind == "identifier" and word.text in ("end", "else"):
                self._next()
                if stops and word.text not in stops:
                    raise GoTemplateError(f'"{word.text}" cannot stand here', word.offset)
                del self._variables[in_sight:]
                return tuple(found), word
            node = self._node(word)
            if node is not None:
                found.append(node)
        if stops:
            hint = "Write {{ end }} where it ends."
            raise GoTemplateError("this action has no {{ end }}", start, hint)
        return tuple(found), None

    def _node(self, word: Token) -> Node | None:
        keyword = word.text if word.kind == "identifier" else ""
        match keyword:
            case "if" | "with" | "range":
                self._next()
                return self._branch(keyword, word.offset)
            case "define":
                self._next()
                self._define(word)
                return None
            case "block":
                self._next()
                return self._block(word)
            case "template":
                self._next()
                return self._include(word)
            case "break" | "continue" if keyword not in self._functions:
                self._next()
                self._close()
                if not self._loops:
                    raise GoTemplateError(f'"{keyword}" stands outside of a range', word.offset)
                return Leave(keyword == "continue")
        return Print(self._pipeline())

    def _branch(self, keyword: str, offset: int) -> Node:
        in_sight = len(self._variables)
        looping = keyword == "range"
        self._deeper(offset)
        pipeline = self._pipeline(names=2 if looping else 1)
        self._loops += looping
        body, stop = self._nodes(("end", "else"), offset)
        self._loops -= looping
        otherwise: tuple[Node, ...] = ()
        if stop is not None and stop.text == "else":
            otherwise = self._else(keyword, offset)
        else:
            self._close()
        self._depth -= 1
        del self._variables[in_sight:]
        if keyword == "if":
            return If(pipeline, body, otherwise)
        return (
            With(pipeline, body, otherwise)
            if keyword == "with"
            else Range(pipeline, body, otherwise)
        )

    def _else(self, keyword: str, offset: int) -> tuple[Node, ...]:
        word = self._peek()
        if word.kind == "identifier" and word.text == keyword and keyword != "range":
            self._next()
            return (self._branch(keyword, word.offset),)
        self._close()
        otherwise, _ = self._nodes(("end",), offset)
        self._close()
        return otherwise

    def _define(self, word: Token) -> None:
        name = self._name(word)
        self._close()
        self._body_of(name, word)

    def _block(self, word: Token) -> Node:
        name = self._name(word)
        pipeline = self._pipeline()
        self._body_of(name, word)
        return Include(name, pipeline, word.offset)

    def _body_of(self, name: str, word: Token) -> None:
        outer, self._variables = self._variables, ["$"]
        self._deeper(word.offset)
        nodes, _ = self._nodes(("end",), word.offset)
        self._close()
        self._depth -= 1
        self._variables = outer
        self._defined[name] = nodes

    def _include(self, word: Token) -> Node:
        name = self._name(word)
        if self._peek().kind == "close":
            self._next()
            return Include(name, None, word.offset)
        return Include(name, self._pipeline(), word.offset)

    def _name(self, word: Token) -> str:
        token = self._next()
        if token.kind != "string":
            raise GoTemplateError(f'"{word.text}" needs a name in quotes', token.offset)
        return unquoted(token)

    def _pipeline(self, names: int = 1) -> Pipeline:
        offset = self._peek().offset
        variables, declares = self._declaration(names)
        commands = [self._command()]
        while self._peek().kind == "|":
            self._next()
            commands.append(self._command())
        # Commands end nowhere else than here, and the lexer has matched the parentheses.
        self._next()
        for later in commands[1:]:
            if not isinstance(later.words[0], Function | Field | Reference | Chain):
                problem = "only a function can stand behind a |"
                raise GoTemplateError(problem, later.offset)
        return Pipeline(variables, declares, tuple(commands), offset)

    def _declaration(self, names: int) -> tuple[tuple[str, ...], bool]:
        found: list[Token] = []
        at = self._at
        while self._tokens[at].kind == "variable" and len(found) < names:
            found.append(self._tokens[at])
            if self._tokens[at + 1].kind != ",":
                break
            at += 2
        sign = self._tokens[at + 1] if found and len(found) <= names else None
        if sign is None or sign.kind not in (":=", "="):
            return (), False
        self._at = at + 2
        if sign.kind == ":=":
            self._variables += [token.text for token in found]
        for token in found:
            self._known_variable(token)
        return tuple(token.text for token in found), sign.kind == ":="

    def _command(self) -> Command:
        first = self._peek()
        words: list[Operand] = []
        while self._peek().kind not in ("close", "|", ")"):
            token = self._peek()
            if words and not token.spaced:
                raise GoTemplateError(f'a blank is missing before "{token.text}"', token.offset)
            words.append(self._operand())
        if not words:
            raise GoTemplateError("a value is missing here", first.offset)
        if words[0] == Constant(None, first.offset):
            raise GoTemplateError("nil says nothing by itself", first.offset)
        return Command(tuple(words), first.offset)

    def _operand(self) -> Operand:
        token = self._next()
        operand = self._term(token)
        names = self._field_names()
        match operand:
            case Reference(name, _, offset):
                if name == "$":
                    self._fields.update(names[:1])
                return Reference(name, names, offset)
            case Field(first, offset):
                self._fields.update(first)
                return Field(first + names, offset)
            case _ if not names:
                return operand
            case Constant() | Dot():
                raise GoTemplateError(f'"{token.text}" has no fields', token.offset)
            case _:
                return Chain(operand, names, token.offset)

    def _term(self, token: Token) -> Operand:
        match token.kind:
            case "field":
                return Field((token.text[1:],), token.offset)
            case "variable":
                self._known_variable(token)
                return Reference(token.text, (), token.offset)
            case ".":
                return Dot(token.offset)
            case "identifier" if token.text in _WORDS:
                return Constant(_WORDS[token.text], token.offset)
            case "identifier":
                return self._function(token)
            case "string":
                return Constant(unquoted(token), token.offset)
            case "character":
                return Constant(_character(token), token.offset)
            case "number":
                return Constant(_number(token), token.offset)
            case "(":
                self._deeper(token.offset)
                inner = self._pipeline()
                self._depth -= 1
                return inner
            case _:
                pass
        raise GoTemplateError(f'"{token.text}" cannot stand here', token.offset)

    def _function(self, token: Token) -> Function:
        if token.text not in self._functions:
            hint = _INSTEAD.get(token.text) or did_you_mean(token.text, self._functions)
            hint = hint or 'For a field, write "." before its name; a text stands in quotes.'
            raise GoTemplateError(f'there is no function "{token.text}" here', token.offset, hint)
        return Function(token.text, token.offset)

    def _field_names(self) -> tuple[str, ...]:
        names: list[str] = []
        while self._peek().kind == "field" and not self._peek().spaced:
            names.append(self._next().text[1:])
        return tuple(names)

    def _known_variable(self, token: Token) -> None:
        if token.text not in self._variables:
            raise GoTemplateError(f'there is no variable "{token.text}" here', token.offset)

    def _deeper(self, offset: int) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise GoTemplateError("this is nested too deeply", offset)

    def _close(self) -> None:
        token = self._next()
        if token.kind != "close":
            raise GoTemplateError(f'"{token.text}" cannot stand here', token.offset)

    def _peek(self) -> Token:
        # The lexer gives an action only when it ends, so there is always a next token in one.
        return self._tokens[self._at]

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]


def _character(token: Token) -> int:
    character = unquoted(token)
    if len(character) != 1:
        raise GoTemplateError(f"{token.text} is not one character", token.offset, 'Use "quotes".')
    return ord(character)


_LARGEST = 2**63 - 1
_MOST_DIGITS = 1000
_SHOWN = 40


def _number(token: Token) -> int | float:
    digits = token.text.lower()
    shown = digits if len(digits) <= _SHOWN else f"{digits[:_SHOWN]}…"
    bare = digits.lstrip("+-")
    number: int | float
    try:
        if len(bare) > 1 and bare[0] == "0" and bare.replace("_", "").isdigit():
            number = int(bare, 8) * (-1 if digits[0] == "-" else 1)
        elif bare[:2] in ("0x", "0o", "0b") or not any(mark in bare for mark in ".e"):
            number = int(digits, 0) if len(digits) < _MOST_DIGITS else _LARGEST + 1
        else:
            number = float(digits)
    except ValueError:
        raise GoTemplateError(f'"{shown}" is not a number', token.offset) from None
    if isinstance(number, int) and not -_LARGEST - 1 <= number <= _LARGEST:
        raise GoTemplateError(f"{shown} is too large for a whole number", token.offset)
    if number in (inf, -inf):
        raise GoTemplateError(f"{shown} is too large", token.offset)
    return number
