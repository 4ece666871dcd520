"""What a legacy JSON template declares, in the words of templates in HCL."""

from collections.abc import Collection, Iterator, Mapping

from goldsmith.lang.syntax import Argument, Name, Text
from goldsmith.lang.types import Constraint
from goldsmith.lang.values import STRING, Unknown, Value, text, unknown
from goldsmith.planning.builds import BuildTemplate
from goldsmith.planning.exploration import Described
from goldsmith.planning.legacy.template import LegacyTemplate
from goldsmith.planning.template import Template
from goldsmith.planning.variables import Variable


def described(
    template: LegacyTemplate,
    known: Mapping[str, str | Unknown],
    build: BuildTemplate,
    secrets: Collection[str],
) -> Described:
    """Variables as those of type string, builders as sources, the rest as one build."""
    variables = tuple(_variables(template))
    declared = Template(
        required_versions=tuple(_required_versions(template)),
        sources={(use.type, use.name): use.block for use in build.uses},
    )
    return Described(
        declared,
        variables,
        {one.name.text: _value(known.get(one.name.text)) for one in variables},
        {},
        (),
        (build,),
        secrets,
        is_legacy=True,
        description=template.description,
    )


def _variables(template: LegacyTemplate) -> Iterator[Variable]:
    sensitive = {one.text for one in template.sensitive}
    for name, one in template.variables.items():
        span = one.name.span
        default = None if one.default is None else text(one.default.text)
        hide = name in sensitive
        yield Variable(Name(name, span), Constraint(STRING), default, None, hide, (), span)


def _required_versions(template: LegacyTemplate) -> Iterator[Argument]:
    wanted = template.min_version
    if wanted is not None:
        version = Text(f">= {wanted.text}", wanted.span)
        yield Argument(Name("required_version", wanted.span), version, wanted.span)


def _value(known: str | Unknown | None) -> Value:
    return text(known) if isinstance(known, str) else unknown(STRING)
