"""What templates say of shell-local, as a provisioner and as a post-processor."""

from collections.abc import Iterator
from typing import Literal

from goldsmith.plugins.core.script_settings import ScriptSettings, one_of
from goldsmith.sdk import Problem, included, setting, settings


@settings
class ShellLocalSettings:
    """Runs shell scripts on the computer that goldsmith runs on."""

    commands: ScriptSettings = included(factory=ScriptSettings)

    command: str = setting(default="", render=False)
    """One command to run; `inline` takes several."""

    execute_command: tuple[str, ...] = setting(default=(), render=False)
    """The program that runs a script, and its arguments. `{{.Script}}` is the script, `{{.Vars}}`
    the environment variables. Unless set, `["/bin/sh", "-c", "{{.Vars}} {{.Script}}"]`."""

    inline_shebang: str = "/bin/sh -e"
    """The interpreter of `inline`."""

    only_on: tuple[Literal["darwin", "freebsd", "linux", "openbsd", "solaris", "windows"], ...] = ()
    """The operating systems that the scripts are for; on others nothing is run."""

    tempfile_extension: str = ""
    """What the name of the temporary script ends in; on Windows `.cmd` unless set."""

    use_linux_pathing: bool = False
    """On Windows, run scripts in the Linux subsystem: `C:\\x` becomes `/mnt/c/x`."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        what = self.commands
        given = {
            "inline": what.inline,
            "command": self.command,
            "script": what.script,
            "scripts": what.scripts,
        }
        yield from one_of(given, "shell-local step")
        if self.use_linux_pathing and (what.inline or self.command):
            yield Problem(
                "use_linux_pathing",
                "Paths can be rewritten for script files only.",
                hint="Put the commands in a file and name it in script.",
            )
