"""`goldsmith completion`: what makes a shell complete our command lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from goldsmith.app import completion as names
from goldsmith.cli.command import Command, Invocation
from goldsmith.cli.flags import UsageError
from goldsmith.cli.main import COMMANDS
from goldsmith.diagnostics import GoldsmithError, TemplateError, did_you_mean
from goldsmith.loading import load
from goldsmith.planning import Inputs

Table = Callable[[Mapping[str, tuple[str, str]]], object]
Script = Callable[[object], str]
SHELLS: Mapping[str, str] = {
    shell: f"goldsmith.cli.completion_{shell}:script" for shell in ("bash", "zsh", "fish")
}


def completion(call: Invocation) -> int:
    """Print the script for a shell, or the names that such a script asks for."""
    what, about = (*call.given.arguments, "", "")[:2]
    if not what or (what in SHELLS and about):
        raise UsageError(f"Name one shell: {', '.join(SHELLS)}.")
    if what in SHELLS:
        # Loaded by name, late for the sake of those who wait for names; these are the signatures.
        table = cast("Table", load("goldsmith.cli.completion_table:table"))
        script = cast("Script", load(SHELLS[what]))
        print(script(table(COMMANDS)), end="")
        return 0
    listings = _listings(call)
    if what not in listings:
        hint = did_you_mean(what, SHELLS) or f"There are {', '.join(SHELLS)}."
        raise UsageError(f'There is no completion for "{what}". {hint}')
    try:
        for name in listings[what](about):
            print(name)
    except (TemplateError, GoldsmithError):
        # Who presses Tab is in the middle of something; this is no time for complaints.
        return 1
    return 0


def _listings(call: Invocation) -> Mapping[str, Callable[[str], Iterable[str]]]:
    """What scripts ask for: names for a flag of that name, or for an argument."""

    def inputs(path: str) -> Inputs:
        return Inputs(path or ".", environment=call.environment, warn_undeclared=False)

    return {
        "only": lambda path: names.builds(inputs(path)),
        "except": lambda path: names.exceptions(inputs(path)),
        "var": lambda path: (f"{name}=" for name in names.variables(inputs(path))),
        "plugins": lambda _: names.removable_plugins(),
        "explain": _topics,
    }


def _topics(word: str) -> Iterator[str]:
    path, dot, _ = word.rpartition(".")
    # The signatures of two functions that need the whole manual.
    if dot:
        yield from cast("Callable[[str], Iterable[str]]", load("goldsmith.app.topics:options"))(
            path
        )
        return
    yield from cast("Callable[[], Iterable[str]]", load("goldsmith.app.topics:topics"))()
    yield from (name for name in COMMANDS if " " not in name)


COMPLETION = Command(
    name="completion",
    usage="completion bash|zsh|fish",
    summary="Prints a script that makes a shell complete commands, flags, files and names.",
    flags=(),
    action=completion,
    arguments=(0, 2),
    examples=(
        ("completion bash >>~/.bash_completion", "for bash, from its next start on"),
        (
            'completion zsh >"${fpath[1]}/_goldsmith"',
            "for zsh, where `compinit` runs in ~/.zshrc",
        ),
        ("completion fish >~/.config/fish/completions/goldsmith.fish", "for fish"),
    ),
)
