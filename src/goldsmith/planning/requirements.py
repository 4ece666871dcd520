"""`required_version` and `required_plugins`: what the template asks of the program."""

from collections.abc import Iterable, Iterator, Mapping

from goldsmith.catalog import Catalog, Installed, all_faults
from goldsmith.diagnostics import Diagnostic, Severity, closest, did_you_mean
from goldsmith.lang.syntax import Argument, Block, Body, Object, Text
from goldsmith.planning.problems import Problems
from goldsmith.planning.template import twice
from goldsmith.planning.versions import (
    PACKER_VERSION,
    VersionConstraint,
    parse_constraint,
    parse_version,
)
from goldsmith.record import record
from goldsmith.sdk.component import Plugin

_MOST_PARTS = 16


@record
class RequiredPlugin:
    """One entry of `required_plugins`."""

    accessor: str
    source: str
    constraint: VersionConstraint
    entry: Argument


@record
class Requirement:
    """A plugin that the template asks for, and the one that is here."""

    required: RequiredPlugin
    found: Installed | None

    @property
    def plugin(self) -> Plugin | None:
        """The listing of the plugin that is here."""
        return None if self.found is None else self.found.plugin

    @property
    def fits(self) -> bool:
        """Whether the plugin that is here has a version that is asked for, or does not say."""
        version = "" if self.plugin is None else self.plugin.version
        return not version or self.required.constraint.allows(parse_version(version))


def check_version(bodies: Iterable[Body], problems: Problems) -> None:
    """Report every `required_version` that rules this version out, whatever else stands there."""
    for body in bodies:
        for block in body.items:
            if isinstance(block, Block) and block.type.text == "packer":
                for one in block.body.items:
                    if isinstance(one, Argument) and one.name.text == "required_version":
                        _check_one_version(one, problems)


def check_plugins(
    entries: Iterable[Argument], catalog: Catalog, problems: Problems
) -> Mapping[str, str]:
    """Report every required plugin that is not here.

    Gives the plugins' own names by the names that the template calls them, where they differ.
    """
    names: dict[str, str] = {}
    for one in requirements(entries, catalog, problems):
        required, plugin = one.required, one.plugin
        if plugin is None:
            problems.add(no_plugin(required, catalog))
            continue
        if not one.fits:
            problems.add(other_version(required, plugin))
        if required.accessor != plugin.name:
            names[required.accessor] = plugin.name
    return names


def requirements(
    entries: Iterable[Argument], catalog: Catalog, problems: Problems
) -> Iterator[Requirement]:
    """Every required plugin beside the one that is here; problems where it is badly written."""
    first: dict[str, RequiredPlugin] = {}
    for entry in entries:
        required = _read(entry, problems)
        if required is None:
            continue
        other = first.setdefault(required.accessor, required)
        if other is required:
            yield Requirement(required, _providing(required.source, catalog.installed))
            continue
        what = f"The required plugin {required.accessor}"
        problems.add(twice(what, entry.name.span, other.entry.name.span))


def _check_one_version(argument: Argument, problems: Problems) -> None:
    constraint = _constraint(argument.value, "required_version", problems)
    if constraint is not None and not constraint.allows(parse_version(PACKER_VERSION)):
        problems.error(
            f"This template asks for version {constraint.text} of Packer",
            argument.value.span,
            f"goldsmith does what version {PACKER_VERSION} does. Change it if that will do.",
        )


def _constraint(value: object, what: str, problems: Problems) -> VersionConstraint | None:
    if not isinstance(value, Text):
        span = getattr(value, "span", None)
        problems.error(f"{what} must be a text in quotes", span, 'Write it as in ">= 1.2.0".')
        return None
    try:
        return parse_constraint(value.text)
    except ValueError as error:
        problems.error(f'"{value.text}" is not a version constraint', value.span, str(error))
        return None


def _read(entry: Argument, problems: Problems) -> RequiredPlugin | None:
    name = entry.name.text
    if not isinstance(entry.value, Object):
        problems.error(
            f"The required plugin {name} must be an object",
            entry.value.span,
            f'Write {name} = {{ version = ">= 1.0.0", source = "host/namespace/name" }}.',
        )
        return None
    given: dict[str, object] = {}
    good = True
    for item in entry.value.items:
        key = item.key.text if isinstance(item.key, Text) else ""
        if key not in {"version", "source"}:
            hint = did_you_mean(key, ("version", "source")) or "It has version and source."
            problems.error(f'A required plugin has no "{key}"', item.key.span, hint)
            good = False
        given[key] = item.value
    for key in ("version", "source"):
        if key not in given:
            problems.error(f"The required plugin {name} has no {key}", entry.value.span)
            good = False
    if not good:
        return None
    constraint = _constraint(given["version"], "The version of a required plugin", problems)
    source = _source(given["source"], problems)
    if constraint is None or source is None:
        return None
    if constraint.names_prerelease:
        problems.error(
            f'"{constraint.text}" names a version that was never released',
            entry.value.span,
            "Only released versions of a plugin can be asked for.",
        )
        return None
    return RequiredPlugin(name, source, constraint, entry)


def _source(value: object, problems: Problems) -> str | None:
    span = getattr(value, "span", None)
    if not isinstance(value, Text):
        problems.error("The source of a required plugin must be a text in quotes", span)
        return None
    reason = source_fault(value.text)
    if reason:
        problems.error(f'"{value.text}" is not the source of a plugin', span, reason)
        return None
    return value.text


def source_fault(source: str) -> str:
    """Why a text is not the source of a plugin; empty if it is."""
    parts = source.split("/")
    if "://" in source or "?" in source or "#" in source:
        return "A source has no scheme, query or fragment: host/namespace/name."
    if not 3 <= len(parts) <= _MOST_PARTS:
        return "A source has the form host/namespace/name."
    if not all(parts):
        return "A source has something between its slashes: host/namespace/name."
    if parts[-1].startswith("packer-"):
        return 'The name of a plugin is given without "packer-" or "packer-plugin-" before it.'
    return ""


def _providing(source: str, installed: Iterable[Installed]) -> Installed | None:
    wanted = source.lower()
    for one in installed:
        if one.plugin is not None and any(own.lower() == wanted for own in one.plugin.sources):
            return one
    return None


def no_plugin(required: RequiredPlugin, catalog: Catalog) -> Diagnostic:
    """A plugin is asked for that is neither part of goldsmith nor installed."""
    sources = sorted(source for plugin in catalog.plugins for source in plugin.sources)
    # The beginnings of sources are alike, so it is the last part that tells.
    by_name = {source.rpartition("/")[2]: source for source in sources}
    close = closest(required.source.rpartition("/")[2], by_name)
    hint = all_faults(catalog.broken)
    if not hint and close is not None:
        hint = f'Did you mean "{by_name[close]}"?'
    elif not hint:
        hint = "`goldsmith init` says how to get it."
        if sources:
            hint = f"{hint} Those that are here: {', '.join(sources)}."
    return Diagnostic(
        f'goldsmith does not contain the plugin "{required.accessor}" ({required.source}) yet',
        hint,
        required.entry.span,
    )


def other_version(required: RequiredPlugin, plugin: Plugin) -> Diagnostic:
    """The plugin is here, in another version than the template asks for."""
    return Diagnostic(
        f'The plugin "{required.accessor}" is wanted in version {required.constraint.text}',
        f"goldsmith covers version {plugin.version}, which is used instead.",
        required.entry.span,
        Severity.WARNING,
    )
