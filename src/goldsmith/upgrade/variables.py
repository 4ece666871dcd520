"""User variables as variables and local values of HCL."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from goldsmith.diagnostics import Diagnostic, Severity
from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.lang.syntax import Boolean, Expression, Number, Text
from goldsmith.upgrade.bodies import BodyWriter
from goldsmith.upgrade.gotext import Built, Where, functions_in, is_rendered_later, translate
from goldsmith.upgrade.hcl import Reference, block, quoted
from goldsmith.upgrade.vocabulary import Vocabulary
from goldsmith.upgrade.written import WrittenVariable

_IN_DEFAULTS = frozenset({"env"})
"""Functions that defaults of variables can call."""


def is_computed(variable: WrittenVariable) -> bool:
    """Whether its value calls what only local values can."""
    if not isinstance(variable.default, Text):
        return False
    try:
        return not functions_in(variable.default.text) <= _IN_DEFAULTS
    except GoTemplateError:
        return False


class VariableWriter:
    """Writes the variables of one template."""

    def __init__(self, vocabulary: Vocabulary, sensitive: Iterable[str]) -> None:
        self._vocabulary = vocabulary
        self._sensitive = frozenset(sensitive)
        self._defaults = BodyWriter(vocabulary, Where.DEFAULT, Built())
        self._locals = BodyWriter(vocabulary, Where.LOCAL, Built())
        self.notes: list[Diagnostic] = []

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What could not be written, and what to know of what was."""
        return (*self.notes, *self._defaults.problems, *self._locals.problems)

    def variables(self, variables: Iterable[WrittenVariable]) -> Iterator[str]:
        """A block for each variable with a plain default, or with none."""
        for one in variables:
            name = self._vocabulary.variables[one.name.text]
            if name != one.name.text:
                self.notes.append(renamed(one.name, name))
            default = "" if one.default is None else f"default = {self._default(one.default)}\n"
            yield self._block(name, default, sensitive=one.name.text in self._sensitive)

    def further(self) -> Iterator[str]:
        """A block for each variable that is used and not declared, and for the environment."""
        for legacy, name in sorted(self._vocabulary.undeclared.items()):
            yield self._block(name, "", sensitive=legacy in self._sensitive)
        for variable, name in sorted(self._vocabulary.environment.items()):
            yield self._block(name, f"default = env({quoted(variable)})\n", sensitive=False)

    def _default(self, value: Expression) -> str:
        match value:
            case Text():
                return self._defaults.text(value)
            case Number(digits):
                return quoted(digits)
            case Boolean(truth):
                return quoted("true" if truth else "false")
            case _:
                self.notes.append(no_text(value))
                return self._defaults.value(value)

    def _block(self, name: str, default: str, *, sensitive: bool) -> str:
        # The type keeps a list of other values away; JSON templates know texts only.
        kind = "type = string\n"
        secret = "sensitive = true\n" if sensitive else ""
        return block(f"variable {quoted(name)}", f"{kind}{default}{secret}")

    def local_values(self, variables: Iterable[WrittenVariable]) -> Iterator[str]:
        """A block for all computed values, and one for each that is sensitive."""
        computed = tuple(variables)
        self._vocabulary.late |= _late(computed, self._vocabulary)
        if computed:
            self.notes.append(now_local([one.name for one in computed]))
        plain: list[str] = []
        secret: list[str] = []
        for one in computed:
            if not isinstance(one.default, Text):
                continue
            name = self._vocabulary.locals[one.name.text]
            value = self._locals.text(one.default)
            if one.name.text in self._sensitive:
                body = f"expression = {value}\nsensitive = true"
                secret.append(block(f"local {quoted(name)}", body))
            else:
                plain.append(f"{name} = {value}")
        if plain:
            yield block("locals", "\n".join(plain))
        yield from secret


def _late(computed: Sequence[WrittenVariable], vocabulary: Vocabulary) -> set[str]:
    """The variables that hold actions which HCL cannot carry out, or mention one that does."""
    # A trial: nothing that is found to be needed on the way counts yet.
    trial = Vocabulary(vocabulary.variables, vocabulary.locals)
    holding: set[str] = set()
    mentioned: dict[str, set[str]] = {}
    for one in computed:
        if isinstance(one.default, Text):
            with suppress(GoTemplateError):
                parts = translate(one.default.text, Where.LOCAL, trial, Built()).parts
                mentioned[one.name.text] = {
                    part.expression for part in parts if isinstance(part, Reference)
                }
                if is_rendered_later(parts):
                    holding.add(one.name.text)
    while True:
        places = {f"local.{vocabulary.locals[name]}" for name in holding}
        more = {name for name, others in mentioned.items() if others & places} - holding
        if not more:
            return holding
        holding |= more


def renamed(name: Text, new: str) -> Diagnostic:
    """A variable had to get another name."""
    return Diagnostic(
        f'The variable "{name.text}" is called "{new}" now',
        f"Names in HCL consist of letters, digits, - and _. Write {new} in -var, and in files "
        "with variables too.",
        name.span,
        Severity.WARNING,
    )


def now_local(names: Sequence[Text]) -> Diagnostic:
    """Variables can no longer be set from outside."""
    listed = ", ".join(one.text for one in names)
    return Diagnostic(
        f"Local values now: {listed}" if len(names) > 1 else f"A local value now: {listed}",
        "The value calls a function, and defaults of variables can call none but env. A local "
        "value cannot be set with -var or in a file with variables; where you need that, make "
        "it a variable with a plain default again.",
        names[0].span,
        Severity.WARNING,
    )


def no_text(value: Expression) -> Diagnostic:
    """The value of a user variable is no text."""
    return Diagnostic(
        "The value of a variable in a JSON template is a text",
        "It stands in the result as it is; the type that is declared there does not fit.",
        value.span,
        Severity.WARNING,
    )
