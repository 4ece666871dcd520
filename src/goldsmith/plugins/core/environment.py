"""Environment variables for scripts, as text that a shell reads."""

import re
from collections.abc import Mapping

from goldsmith.plugins.core.script_settings import ScriptSettings
from goldsmith.sdk import Run

UNKNOWN_FACT = "ERR_"
"""What a fact begins with that the builder has no value for."""

_HTTP = {
    "PACKER_HTTP_ADDR": "PackerHTTPAddr",
    "PACKER_HTTP_IP": "PackerHTTPIP",
    "PACKER_HTTP_PORT": "PackerHTTPPort",
}
_VERB = re.compile(r"%(?:\[(\d+)\])?([sv%])")


def script_environment(settings: ScriptSettings, run: Run) -> Mapping[str, str]:
    """The variables for a script, sorted: those of the build, then those of the template."""
    found = {"PACKER_BUILD_NAME": run.source_name, "PACKER_BUILDER_TYPE": run.builder_type}
    for variable, fact in _HTTP.items():
        value = run.facts.get(fact, "")
        if value and not value.startswith(UNKNOWN_FACT):
            found[variable] = value
    for entry in settings.environment_vars:
        name, _, value = run.render(entry).partition("=")
        found[name] = value
    for name, value in settings.env.items():
        found[run.render(name)] = run.render(value)
    return dict(sorted(found.items()))


def written_for_shell(variables: Mapping[str, str], pattern: str) -> str:
    """All variables in `pattern`, one after the other, their quotes escaped where it quotes."""
    quoted = "'" in pattern
    return "".join(
        _filled_in(pattern, name, value.replace("'", "'\"'\"'") if quoted else value)
        for name, value in variables.items()
    )


def _filled_in(pattern: str, *values: str) -> str:
    """Fill in the `%s` of `pattern` as Go's Sprintf does."""
    position = 0

    def fill(match: re.Match[str]) -> str:
        nonlocal position
        if match[2] == "%":
            return "%"
        if match[1]:
            position = int(match[1]) - 1
        position += 1
        return values[position - 1] if 0 < position <= len(values) else match[0]

    return _VERB.sub(fill, pattern)
