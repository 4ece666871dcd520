"""What Go templates in settings can call and see, for one build or for none."""

from collections.abc import Callable, Iterable, Mapping

from goldsmith.diagnostics import did_you_mean
from goldsmith.lang.gotemplate import Absent, GoTemplateError, check, rendered
from goldsmith.lang.values import UNKNOWN
from goldsmith.record import field, record, replace

UNKNOWN_TEXT = "<unknown>"
"""Stands in settings where a text will only be known later."""


class Refused(ValueError):
    """Raised by a function that cannot be called there, whatever it is given."""


class NotKnownYet(Exception):
    """Raised by a function whose result will only be known later."""


@record
class Rendering:
    """What a template gives, and the names it prints that nothing has."""

    text: str
    absent: tuple[Absent, ...] = ()
    is_known: bool = True


@record
class Renderer:
    """What Go templates see in settings that are rendered at once.

    A name whose data is `UNKNOWN` makes the setting that uses it unknown, as a value would.
    """

    functions: Mapping[str, Callable[..., object]] = field(factory=dict)
    data: Mapping[str, object] = field(factory=dict)
    lookup: str = ""
    """The function that gives data by its name, where templates have one."""

    def with_data(self, data: Mapping[str, object]) -> "Renderer":
        """The same with other data."""
        return replace(self, data=data)

    def render(self, text: str) -> Rendering:
        """`text` with its actions carried out; raises `GoTemplateError`."""
        if "{{" not in text:
            return Rendering(text)
        known = {name: UNKNOWN_TEXT if one is UNKNOWN else one for name, one in self.data.items()}
        used: set[str] = set()
        try:
            result = rendered(text, known, self._functions(known, used))
        except NotKnownYet:
            return Rendering(UNKNOWN_TEXT, is_known=False)
        except GoTemplateError:
            if used <= known.keys() and self._is_unknown(used):
                return Rendering(UNKNOWN_TEXT, is_known=False)  # it may well go right with a value
            raise
        is_known = not self._is_unknown(used | result.fields)
        return Rendering(result.text, result.absent, is_known)

    def check(self, text: str) -> None:
        """Raise `GoTemplateError` where `text` is malformed or calls what is not there."""
        functions = self._functions(self.data, set())
        check(text, functions)
        if not self.lookup or "{{" not in text:
            return
        try:
            rendered(text, {}, functions)
        except NotKnownYet:
            pass
        except GoTemplateError as error:
            # Anything else may go right with the data that is there when it is rendered.
            if isinstance(error.__cause__, Refused):
                raise

    def _is_unknown(self, names: Iterable[str]) -> bool:
        return any(self.data.get(name) is UNKNOWN for name in names)

    def _functions(
        self, known: Mapping[str, object], used: set[str]
    ) -> Mapping[str, Callable[..., object]]:
        if not self.lookup:
            return self.functions

        def look_up(name: str) -> object:
            used.add(name)
            if name not in known:
                raise Refused(_not_known(name, known))
            return known[name]

        return {**self.functions, self.lookup: look_up}


def _not_known(name: str, known: Mapping[str, object]) -> str:
    hint = did_you_mean(name, known) or (f"There is {', '.join(known)}." if known else "")
    return f'nothing here is called "{name}". {hint}'.rstrip(" .")
