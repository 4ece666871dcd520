"""`goldsmith plugins …`: which plugins are here, how more come in, and leave again."""

import json
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from goldsmith.app import plugins
from goldsmith.app.packages import this_installer
from goldsmith.app.plugin_names import wanted, wanted_file
from goldsmith.catalog import Installed
from goldsmith.cli.command import JSON, Command, Invocation
from goldsmith.cli.flags import Flag, Takes, UsageError
from goldsmith.cli.inputs import read_inputs, without_effect
from goldsmith.diagnostics import GoldsmithError
from goldsmith.planning import Requirement


def installed(call: Invocation) -> int:
    """List every plugin; 1 if one of them is broken."""
    found = plugins.installed_plugins()
    faults = [plugins.fault_of(one) for one in found]
    if call.json:
        shown = [_as_json(one, fault) for one, fault in zip(found, faults, strict=True)]
        print(json.dumps({"format_version": 1, "plugins": shown}, indent=2))
        return 0
    print("\n\n".join("\n".join(_lines(one)) for one in found))
    for fault in filter(None, faults):
        print(f"\nerror: {fault}")
    return int(any(faults))


def _as_json(one: Installed, fault: str) -> dict[str, object]:
    entry, plugin = one.entry, one.plugin
    shown: dict[str, object] = {
        "name": entry.name,
        "package": entry.distribution,
        "package_version": entry.version,
        "built_in": entry.is_own,
        "folder": entry.folder,
        "covers_version": plugin.version if plugin else "",
        "sources": list(plugin.sources) if plugin else [],
        "components": [{"kind": kind, "name": name} for kind, name in plugins.components(one)],
    }
    return {**shown, "fault": fault} if fault else shown


def _lines(one: Installed) -> Iterator[str]:
    yield f"{one.entry.name}: {where_from(one)}"
    for source in one.plugin.sources if one.plugin else ():
        yield f"  stands in for {source}"
    names: dict[str, list[str]] = {}
    for kind, name in plugins.components(one):
        names.setdefault(kind, []).append(name)
    for kind, some in names.items():
        yield f"  {kind}{'s' if len(some) > 1 else ''}: {', '.join(some)}"
    if not one.entry.is_own:
        yield f"  in {one.entry.folder}"


def where_from(one: Installed) -> str:
    """Which package brings a plugin, and which version it covers."""
    place = "part of goldsmith" if one.entry.is_own else f"from the package {one.entry.owner}"
    version = one.plugin.version if one.plugin else ""
    return f"{place}, does what version {version} does" if version else place


def required(call: Invocation) -> int:
    """List what a template asks for, and what is here of it."""
    found = plugins.required_plugins(
        read_inputs(call, evaluate_data_sources=False, warn_undeclared=False)
    )
    if call.json:
        shown = [_requirement_as_json(one) for one in found]
        print(json.dumps({"format_version": 1, "required_plugins": shown}, indent=2))
        return 0
    for one in found:
        wanted_one = one.required
        print(f'{wanted_one.accessor} {wanted_one.source} "{wanted_one.constraint.text}"')
        print(f"  {where_from(one.found) if one.found else 'not installed'}")
    return 0


def _requirement_as_json(one: Requirement) -> dict[str, object]:
    return {
        "name": one.required.accessor,
        "source": one.required.source,
        "version": one.required.constraint.text,
        "installed": None if one.found is None else _as_json(one.found, ""),
        "version_fits": one.found is not None and one.fits,
    }


def install(call: Invocation) -> int:
    """Install a plugin, and make sure that it works."""
    given = call.given
    source, constraint = (*given.arguments, "", "")[:2]
    file = given.text("path")
    if not source and not file:
        raise UsageError("The source of a plugin is missing.")
    if file and constraint:
        raise UsageError("With -path the file says which version it is; leave the version out.")
    if source and not file:
        for one in plugins.packages_named(source, plugins.installed_plugins()):
            if one.entry.is_own:
                print(f'The plugin "{one.entry.name}" is part of goldsmith; nothing to install.')
                return 0
    package = wanted_file(Path(file), source) if file else wanted(source, constraint)
    installer = this_installer()
    if given.switch("dry-run"):
        print(shlex.join(installer.install(package.requirement)))
        return 0
    names = plugins.install(package, installer, _tell, again=given.switch("force"))
    for one in plugins.installed_plugins():
        if one.entry.distribution == package.package and one.entry.name in names:
            print("\n".join(("", "Installed:", *_lines(one))))
    return 0


def remove(call: Invocation) -> int:
    """Remove a plugin with the package that brings it."""
    source = call.given.arguments[0]
    found = plugins.packages_named(source, plugins.installed_plugins())
    if not found:
        raise GoldsmithError(
            f'No plugin "{source}" is installed. '
            "`goldsmith plugins installed` lists those that are."
        )
    own = [one.entry.name for one in found if one.entry.is_own]
    if own:
        raise GoldsmithError(
            f'The plugin "{own[0]}" is part of goldsmith and comes and goes with it. '
            "What no template uses is never loaded."
        )
    packages = sorted({one.entry.distribution for one in found})
    if len(packages) > 1:
        raise GoldsmithError(
            f'"{source}" is in {" and ".join(packages)}. Name one of these packages.'
        )
    plugins.remove(packages[0], this_installer(), _tell)
    return 0


def _tell(command: Sequence[str]) -> None:
    print(f"Running {shlex.join(command)}", flush=True)


_NOT_READ = ("var", "var-file", "only", "except", "use-sequential-evaluation")

INSTALLED = Command(
    name="plugins installed",
    usage="plugins installed",
    summary="Lists the plugins: what they offer, and which Python packages they come from.",
    flags=(),
    action=installed,
    for_programs=(JSON,),
    examples=(("plugins installed -json", "tells programs"),),
    arguments=(0, 0),
)
REQUIRED = Command(
    name="plugins required",
    usage="plugins required [FLAGS] PATH",
    summary="Lists the plugins that a template asks for, and what is here of each.",
    flags=without_effect("no value is looked at", *_NOT_READ),
    action=required,
    for_programs=(JSON,),
    examples=(("plugins required -json .", "tells programs what a template asks for"),),
)
INSTALL = Command(
    name="plugins install",
    usage="plugins install [FLAGS] SOURCE [VERSION]",
    summary="Installs a plugin from a Python package, and takes it back if it does not work.\n"
    "SOURCE is the name of the package, or host/namespace/name for goldsmith-plugin-name.\n"
    'VERSION is one, or a constraint such as ">= 1.2, < 2".',
    flags=(
        Flag("path", "install this wheel", Takes.TEXT, value="FILE"),
        Flag("force", "install it again although it is there"),
        Flag("dry-run", "show the command that would run"),
    ),
    action=install,
    examples=(
        ("plugins install github.com/example/greet", "installs goldsmith-plugin-greet"),
        ("plugins install goldsmith-plugin-greet '~> 1.2'", "installs a version from 1.2, below 2"),
        ("plugins install -path greet-1.2-py3-none-any.whl", "installs what was built here"),
    ),
    arguments=(0, 2),
)
REMOVE = Command(
    name="plugins remove",
    usage="plugins remove SOURCE",
    summary="Removes a plugin with the Python package that brings it.",
    flags=(),
    action=remove,
    examples=(("plugins remove github.com/example/greet", "removes goldsmith-plugin-greet"),),
)
