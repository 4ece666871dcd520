"""Variable files in JSON; a module of its own, loaded when there is one."""

import json
from collections.abc import Iterable

from goldsmith.diagnostics import Diagnostic, SourceFile, Span, TemplateError
from goldsmith.lang.number import Number, NumberProblem, parse
from goldsmith.lang.syntax import Name
from goldsmith.lang.values import Value, from_python


def read(file: SourceFile) -> tuple[tuple[Name, Value], ...]:
    """The names and values of a JSON object; `TemplateError` for anything else."""
    try:
        found = json.loads(
            file.text, object_pairs_hook=_object, parse_int=_number, parse_float=_number
        )
    except json.JSONDecodeError as error:
        at = min(error.pos, max(0, len(file.text) - 1))
        raise TemplateError([malformed(error.msg, file.span(at, at + 1))]) from error
    except (RepeatedKey, NumberProblem, RecursionError) as error:
        raise TemplateError([malformed(str(error), file.span(0, 1))]) from error
    if not isinstance(found, dict):
        raise TemplateError([no_object(file.span(0, 1))])
    return tuple(
        (Name(name, _place(name, file)), from_python(value)) for name, value in found.items()
    )


class RepeatedKey(ValueError):
    """An object names the same key twice."""


def _object(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise RepeatedKey(f'The key "{name}" stands twice in one object.')
        found[name] = value
    return found


def _number(text: str) -> Number:
    return parse(text)


def _place(name: str, file: SourceFile) -> Span:
    """Where a key stands; the first place that looks like it will do."""
    written = json.dumps(name, ensure_ascii=False)
    at = max(0, file.text.find(written))
    return file.span(at, at + len(written))


def malformed(reason: str, span: Span) -> Diagnostic:
    """The file is not JSON."""
    return Diagnostic("This is not valid JSON", f"{reason.rstrip('.')}.", span)


def no_object(span: Span) -> Diagnostic:
    """The file is JSON, but not of names and values."""
    return Diagnostic(
        "A variable file in JSON is an object", "Write it as in {" + '"name": "value"}.', span
    )
