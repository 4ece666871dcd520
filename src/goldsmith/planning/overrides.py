"""`override`: what a provisioner is set to in some of its builds alone."""

from collections.abc import Mapping, Sequence

from goldsmith.diagnostics import Diagnostic, Severity, Span, TemplateError, did_you_mean
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax import Expression, Index, Object, Text, Variable, without_parentheses
from goldsmith.lang.values import Value
from goldsmith.planning.builds import BuildTemplate
from goldsmith.planning.problems import Problems

_OVERRIDE = "override"


def overrides_for(
    name: str, written: Expression | None, scope: Scope
) -> tuple[Scope, Mapping[str, Expression]]:
    """What lies over the settings for the source `name`, and the scope to evaluate it in."""
    if written is None:
        return scope, {}
    bare = without_parentheses(written)
    if isinstance(bare, Object) and all(isinstance(item.key, Text) for item in bare.items):
        for item in bare.items:
            if isinstance(item.key, Text) and item.key.text == name:
                return _of_source(without_parentheses(item.value), scope)
        return scope, {}
    value = evaluate(written, scope)
    if value.is_known and not isinstance(value.data, Mapping):
        raise TemplateError([no_object(written.span)])
    chosen = value.mapping.get(name)
    return (scope, {}) if chosen is None else _by_reference(chosen, written, scope)


def _of_source(written: Expression, scope: Scope) -> tuple[Scope, Mapping[str, Expression]]:
    """What one source is given, setting by setting where it is written like that."""
    if isinstance(written, Object) and all(isinstance(one.key, Text) for one in written.items):
        return scope, {
            one.key.text: one.value for one in written.items if isinstance(one.key, Text)
        }
    return _by_reference(evaluate(written, scope), written, scope)


def _by_reference(
    value: Value, written: Expression, scope: Scope
) -> tuple[Scope, Mapping[str, Expression]]:
    """Expressions that stand for the parts of a value that is there already."""
    if not isinstance(value.data, Mapping):
        raise TemplateError([no_object(written.span)])
    target = Variable(_OVERRIDE, written.span)
    inner = scope.child({_OVERRIDE: value})
    return inner, {
        name: Index(target, Text(name, written.span), written.span) for name in value.mapping
    }


def check_overrides(template: BuildTemplate, problems: Problems) -> None:
    """Warn of overrides for sources that the build does not start from."""
    known = [use.local_name for use in template.uses]
    cleanup = (template.error_cleanup,) if template.error_cleanup else ()
    for one in (*template.provisioners, *cleanup):
        written = without_parentheses(one.override) if one.override else None
        if isinstance(written, Object):
            for item in written.items:
                if isinstance(item.key, Text) and item.key.text not in known:
                    problems.missing(overrides_nothing(item.key, known))


def no_object(span: Span) -> Diagnostic:
    """An override that is no object of objects."""
    hint = "Write override = { SOURCE_NAME = { setting = value } }."
    return Diagnostic("override must be an object for each source", hint, span)


def overrides_nothing(key: Text, known: Sequence[str]) -> Diagnostic:
    """An override for a source that the build does not start from."""
    hint = did_you_mean(key.text, known) or f"It has {', '.join(known)}."
    return Diagnostic(f'This build has no source "{key.text}"', hint, key.span, Severity.WARNING)
