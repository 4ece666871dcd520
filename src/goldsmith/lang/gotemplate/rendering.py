"""Go templates from text to text."""

from collections.abc import Callable, Mapping

from goldsmith.lang.gotemplate.builtins import BUILTINS
from goldsmith.lang.gotemplate.execute import Absent, Execution
from goldsmith.lang.gotemplate.parser import parse
from goldsmith.record import record


@record
class Rendered:
    """What a template gives, and the names it prints that its data does not have."""

    text: str
    absent: tuple[Absent, ...] = ()
    fields: frozenset[str] = frozenset()
    """Every name used as `{{ .Name }}`."""


def rendered(
    text: str, data: Mapping[str, object], functions: Mapping[str, Callable[..., object]]
) -> Rendered:
    """`text` with its actions carried out; raises `GoTemplateError`."""
    if "{{" not in text:
        return Rendered(text)
    known = {**BUILTINS, **functions}
    template = parse(text, known)
    execution = Execution(template, data, known)
    made = execution.run()
    return Rendered(made, tuple(execution.absent), template.fields)


def render(
    text: str, data: Mapping[str, object], functions: Mapping[str, Callable[..., object]]
) -> str:
    """`text` with its actions carried out; raises `GoTemplateError`."""
    return rendered(text, data, functions).text


def check(text: str, functions: Mapping[str, Callable[..., object]]) -> None:
    """Raise `GoTemplateError` where `text` is malformed or calls what is not there."""
    if "{{" in text:
        parse(text, {**BUILTINS, **functions})


def fields(text: str, functions: Mapping[str, Callable[..., object]]) -> frozenset[str]:
    """The names that `text` uses as `{{ .Name }}`; raises `GoTemplateError`."""
    if "{{" not in text:
        return frozenset()
    return parse(text, {**BUILTINS, **functions}).fields
