"""`goldsmith init`: is everything here that a template asks for?"""

from collections.abc import Iterator

from goldsmith.app.packages import Installer, missing_libraries, this_installer
from goldsmith.app.plugin_names import package_of
from goldsmith.app.plugins import required_plugins
from goldsmith.cli.command import Command, Invocation
from goldsmith.cli.flags import Flag
from goldsmith.cli.inputs import read_inputs, without_effect
from goldsmith.cli.plugins import where_from
from goldsmith.diagnostics import GoldsmithError
from goldsmith.planning import Requirement


def init(call: Invocation) -> int:
    """Say what of the required plugins is here, and how to get the rest; 1 if there is a rest."""
    inputs = read_inputs(call, evaluate_data_sources=False, warn_undeclared=False)
    found = required_plugins(inputs)
    for name in ("upgrade", "force"):
        if call.given.switch(name):
            print(f"-{name} changes nothing: init looks and tells, and installs nothing.\n")
    if not found:
        print("The template asks for no plugins. Nothing needs to be installed.")
        return 0
    advice = [line for one in found for line in _report(one)]
    if advice:
        print("\n".join(("", *advice)))
        return 1
    print("\nEverything that the template asks for is here.")
    return 0


def _report(one: Requirement) -> Iterator[str]:
    """Print how things stand with one plugin; gives what is to be done about it."""
    required, found = one.required, one.found
    title = f"{required.accessor} ({required.source} {required.constraint.text})"
    if found is None:
        print(f"{title}: not installed")
        yield from _how_to_get(required.source)
        return
    print(f"{title}: {where_from(found)}{'' if one.fits else ', which is used instead'}")
    missing = missing_libraries(found.entry.name) if found.entry.is_own else ()
    if missing:
        yield f"{required.accessor} needs Python packages that are missing: {', '.join(missing)}."
        yield f"  {_advice(f'goldsmith[{found.entry.name}]')}"


def _how_to_get(source: str) -> Iterator[str]:
    package = package_of(source)
    yield f"{source} is neither part of goldsmith nor installed."
    yield f"If there is a Python package {package} that you trust, install it with either of"
    yield f"  goldsmith plugins install {source}"
    yield f"  {_advice(package)}"


def _advice(package: str) -> str:
    try:
        installer: Installer = this_installer()
    except GoldsmithError:
        return f"pip install '{package}'"
    return installer.advice(package)


_NOT_READ = ("var", "var-file", "only", "except", "use-sequential-evaluation")

INIT = Command(
    name="init",
    usage="init [FLAGS] PATH",
    summary="Says whether the plugins that a template asks for are here, and how to get the rest.\n"
    "Nothing is downloaded, and nothing is installed.",
    flags=(
        *without_effect("no value is looked at", *_NOT_READ),
        Flag("upgrade", "no effect: nothing is installed"),
        Flag("force", "no effect: nothing is installed"),
    ),
    action=init,
    examples=(("init .", "looks at the templates in this folder"),),
)
