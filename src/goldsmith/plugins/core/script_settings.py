"""What the provisioners that run scripts share in templates."""

import os
from collections.abc import Iterator, Mapping, Sequence

from goldsmith.sdk import Problem, setting, settings, similar_file


@settings
class ScriptSettings:
    """Which scripts are run, and with which variables."""

    inline: tuple[str, ...] = setting(default=(), render=False)
    """Commands to run, as the lines of one script."""

    script: str = ""
    """A script file to run."""

    scripts: tuple[str, ...] = ()
    """Script files to run, one after the other."""

    environment_vars: tuple[str, ...] = setting(default=(), render=False)
    """Environment variables for the scripts, as "NAME=value"."""

    env: Mapping[str, str] = setting(factory=dict, render=False)
    """Environment variables for the scripts; these win over `environment_vars`."""

    env_var_format: str = ""
    """How one variable is written for the shell; `%s` stands for its name, then its value.
    Unless set, what suits the shell, as in `%s='%s' `."""

    valid_exit_codes: frozenset[int] = frozenset({0})
    """Exit codes of a script that count as success."""

    @property
    def script_files(self) -> tuple[str, ...]:
        """The script files to run, in order."""
        return self.scripts or ((self.script,) if self.script else ())

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        for name, paths in (("script", (self.script,)), ("scripts", self.scripts)):
            for path in paths:
                if path and (reason := _unreadable(path)):
                    yield Problem(name, reason, hint=similar_file(path))
        for entry in self.environment_vars:
            name, equals, _ = entry.partition("=")
            if not name or not equals:
                yield Problem(
                    "environment_vars",
                    f'"{entry}" is not an environment variable.',
                    hint='Write it as "NAME=value".',
                )
        if "" in self.env:
            yield Problem("env", "An environment variable needs a name.")


def one_of(given: Mapping[str, object], owner: str) -> Iterator[Problem]:
    """Exactly one of these settings must say what to run."""
    names = [name for name, value in given.items() if value]
    if not names:
        yield Problem(
            next(iter(given)),
            f"The {owner} needs to know what to run.",
            hint=f"Set {_either(tuple(given))}.",
        )
    if len(names) > 1:
        yield Problem(
            names[1],
            f"The {owner} takes {_either(tuple(given))}, and only one of them.",
            hint=f"Remove all but one of {' and '.join(names)}.",
            others=(names[0], *names[2:]),
        )


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _unreadable(path: str) -> str:
    if os.path.isdir(path):  # noqa: PTH112 - faster than a Path, and this runs in `validate`
        return f'"{path}" is a folder, not a script.'
    if not os.path.exists(path):  # noqa: PTH110 - as above
        return f'There is no script "{path}".'
    return ""
