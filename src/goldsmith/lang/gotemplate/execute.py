"""Renders the tree of a Go template with data."""

from collections.abc import Callable, Mapping, Sequence

from goldsmith.lang.gotemplate.printing import show
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
from goldsmith.record import record

_DEEPEST = 50
_LONGEST = 16_000_000
"""Characters of output; what makes more is a mistake."""
_ROUND = 64
"""What each node counts as, in characters, that is reached by a loop or another template."""
_UNSET = object()


@record
class Absent:
    """A `{{ .Name }}` that the data does not have, printed as `<no value>`."""

    name: str
    offset: int


class _Left(Exception):
    """Unwinds to the innermost range."""

    def __init__(self, *, again: bool) -> None:
        self.again = again


class Execution:
    """One rendering: what has been written, and the variables in sight."""

    def __init__(
        self,
        template: GoTemplate,
        data: object,
        functions: Mapping[str, Callable[..., object]],
    ) -> None:
        self._template = template
        self._functions = functions
        self._variables: list[tuple[str, object]] = [("$", data)]
        self._written: list[str] = []
        self._length = 0
        self._depth = 0
        self.absent: list[Absent] = []

    def run(self) -> str:
        """The text of the whole template; raises `GoTemplateError`."""
        self._nodes(self._template.nodes, self._variables[0][1])
        return "".join(self._written)

    def _nodes(self, nodes: Sequence[Node], dot: object) -> None:
        for node in nodes:
            match node:
                case Literal(text):
                    self._write(text, 0)
                case Print(pipeline):
                    self._print(pipeline, dot)
                case If() | With():
                    self._branch(node, dot)
                case Range():
                    self._range(node, dot)
                case Include():
                    self._include(node, dot)
                case Leave(again):
                    raise _Left(again=again)

    def _write(self, text: str, offset: int) -> None:
        self._spend(len(text), offset)
        self._written.append(text)

    def _spend(self, amount: int, offset: int) -> None:
        self._length += amount
        if self._length > _LONGEST:
            raise GoTemplateError("this never seems to end", offset)

    def _print(self, pipeline: Pipeline, dot: object) -> None:
        value = self._pipeline(pipeline, dot)
        if pipeline.variables:
            return
        if value is None:
            self._note_absent(pipeline, dot)
        if callable(value):
            raise GoTemplateError("a function cannot be printed", pipeline.offset)
        self._write(show(value), pipeline.offset)

    def _note_absent(self, pipeline: Pipeline, dot: object) -> None:
        match pipeline.commands:
            case (Command((Field(names, offset),)),) if dot is self._variables[0][1]:
                self.absent.append(Absent(".".join(names), offset))
            case (Command((Reference("$", names, offset),)),) if names:
                self.absent.append(Absent(".".join(names), offset))

    def _branch(self, node: If | With, dot: object) -> None:
        in_sight = len(self._variables)
        value = self._pipeline(node.pipeline, dot)
        if not value:
            self._nodes(node.otherwise, dot)
        else:
            self._nodes(node.body, dot if isinstance(node, If) else value)
        del self._variables[in_sight:]

    def _range(self, node: Range, dot: object) -> None:
        in_sight = len(self._variables)
        pipeline = node.pipeline
        value = self._commands(pipeline, dot)
        pairs = _pairs(value, pipeline.offset)
        for key, item in pairs:
            inner = len(self._variables)
            self._spend(_ROUND * (1 + len(node.body)), pipeline.offset)
            self._assign(pipeline, (key, item) if len(pipeline.variables) == 2 else (item,))
            try:
                self._nodes(node.body, item)
            except _Left as left:
                if not left.again:
                    break
            finally:
                del self._variables[inner:]
        if not pairs:
            self._nodes(node.otherwise, dot)
        del self._variables[in_sight:]

    def _include(self, node: Include, dot: object) -> None:
        nodes = self._template.defined.get(node.name)
        if nodes is None:
            raise GoTemplateError(f'there is no template "{node.name}" here', node.offset)
        if self._depth >= _DEEPEST:
            raise GoTemplateError(f'template "{node.name}" never ends', node.offset)
        value = None if node.pipeline is None else self._pipeline(node.pipeline, dot)
        outer, self._variables = self._variables, [("$", value)]
        self._depth += 1
        self._spend(_ROUND * (1 + len(nodes)), node.offset)
        self._nodes(nodes, value)
        self._depth -= 1
        self._variables = outer

    def _pipeline(self, pipeline: Pipeline, dot: object) -> object:
        value = self._commands(pipeline, dot)
        if pipeline.variables:
            self._assign(pipeline, (value,))
        return value

    def _assign(self, pipeline: Pipeline, values: Sequence[object]) -> None:
        for name, value in zip(pipeline.variables, values, strict=False):
            if pipeline.declares:
                self._variables.append((name, value))
                continue
            at = max(at for at, (known, _) in enumerate(self._variables) if known == name)
            self._variables[at] = (name, value)

    def _commands(self, pipeline: Pipeline, dot: object) -> object:
        value: object = _UNSET
        for command in pipeline.commands:
            value = self._command(command, dot, value)
        return value

    def _command(self, command: Command, dot: object, final: object) -> object:
        first, rest = command.words[0], command.words[1:]
        if isinstance(first, Function):
            return self._call(first, rest, dot, final)
        if rest or final is not _UNSET:
            raise GoTemplateError("only a function takes arguments", command.offset)
        return self._operand(first, dot)

    def _operand(self, operand: Operand, dot: object) -> object:
        match operand:
            case Constant(constant):
                return constant
            case Dot():
                return dot
            case Field(names, offset):
                return _fields(dot, names, offset)
            case Reference(name, names, offset):
                value = next(one for known, one in reversed(self._variables) if known == name)
                return _fields(value, names, offset)
            case Function():
                return self._call(operand, (), dot, _UNSET)
            case Chain(inner, names, offset):
                return _fields(self._operand(inner, dot), names, offset)
            case Pipeline():
                return self._pipeline(operand, dot)

    def _call(
        self, function: Function, words: Sequence[Operand], dot: object, final: object
    ) -> object:
        if function.name in ("and", "or"):
            return self._logic(function, words, dot, final)
        values = [self._operand(word, dot) for word in words]
        if final is not _UNSET:
            values.append(final)
        called = self._functions[function.name]
        _check_arguments(function, called, values)
        self._spend(sum(len(one) for one in values if isinstance(one, str)), function.offset)
        try:
            return called(*values)
        except ValueError as error:
            raise GoTemplateError(f"{function.name}: {error}", function.offset) from error

    def _logic(
        self, function: Function, words: Sequence[Operand], dot: object, final: object
    ) -> object:
        """`and` and `or` stop at the argument that decides."""
        value: object = _UNSET
        for word in words:
            value = self._operand(word, dot)
            if bool(value) is (function.name == "or"):
                return value
        if final is not _UNSET:
            return final
        if value is _UNSET:
            raise GoTemplateError(f"{function.name} needs an argument", function.offset)
        return value


def _fields(value: object, names: Sequence[str], offset: int) -> object:
    for name in names:
        if isinstance(value, Mapping):
            value = value.get(name)
        elif value is not None:
            raise GoTemplateError(f'{show(value)!r} has no field "{name}"', offset)
    return value


def _pairs(value: object, offset: int) -> list[tuple[object, object]]:
    match value:
        case None:
            return []
        case Mapping():
            return sorted(value.items())
        case bool() | str():
            pass
        case int():
            return [(number, number) for number in range(min(value, _LONGEST // _ROUND + 1))]
        case Sequence():
            return list(enumerate(value))
        case _:
            pass
    raise GoTemplateError(f"{show(value)} cannot be ranged over", offset)


def _check_arguments(
    function: Function, called: Callable[..., object], values: Sequence[object]
) -> None:
    """Refuse what the Python function could only answer with a `TypeError`."""
    code = getattr(called, "__code__", None)
    if code is None:
        return
    known = code.co_argcount
    many = bool(code.co_flags & 4)
    fewest = known - len(getattr(called, "__defaults__", None) or ())
    if len(values) < fewest or (len(values) > known and not many):
        wanted = f"at least {fewest}" if many else str(known)
        problem = f"{function.name} takes {wanted} arguments and gets {len(values)}"
        raise GoTemplateError(problem, function.offset)
    annotations = getattr(called, "__annotations__", {})
    for name, value in zip(code.co_varnames[:known], values, strict=False):
        kind = annotations.get(name)
        if (kind is str and not isinstance(value, str)) or (kind is int and type(value) is not int):
            needed = "text" if kind is str else "a whole number"
            problem = f"{function.name} needs {needed} and gets {show(value)}"
            raise GoTemplateError(problem, function.offset)
