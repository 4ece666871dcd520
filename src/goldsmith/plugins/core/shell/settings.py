"""What templates say of the shell provisioner."""

from collections.abc import Iterator
from datetime import timedelta

from goldsmith.plugins.core.script_settings import ScriptSettings, one_of
from goldsmith.sdk import Problem, included, setting, settings


@settings
class ShellSettings:
    """Runs shell scripts on the machine that is being built."""

    commands: ScriptSettings = included(factory=ScriptSettings)

    execute_command: str = setting(default="", render=False)
    """The command that runs a script. `{{.Path}}` is the script on the machine, `{{.Vars}}` the
    environment variables, `{{.EnvVarFile}}` the file with them. Unless set, it makes the script
    executable and runs it."""

    inline_shebang: str = ""
    """The interpreter of `inline`. Unless set, `/bin/sh -e`, or what the first line of `inline`
    says after `#!`."""

    binary: bool = False
    """The scripts are programs: copy them as they are. Otherwise, line ends become those of
    Unix."""

    remote_folder: str = "/tmp"  # noqa: S108 - on the machine that is being built
    """The folder on the machine that scripts are put in."""

    remote_file: str = ""
    """The name of the script on the machine. Unless set, a new one for each build."""

    remote_path: str = ""
    """The full path of the script on the machine; wins over `remote_folder` and `remote_file`."""

    use_env_var_file: bool = False
    """Hand over environment variables in a file that only the user can read."""

    start_retry_timeout: timedelta = timedelta(minutes=5)
    """How long to try to start a script on a machine that does not answer, say for a restart."""

    expect_disconnect: bool = False
    """It is all right that the connection ends while a script runs, say for a restart."""

    skip_clean: bool = False
    """Leave the scripts on the machine."""

    pause_after: timedelta = timedelta()
    """How long to wait after the last script."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        what = self.commands
        given = {"inline": what.inline, "script": what.script, "scripts": what.scripts}
        yield from one_of(given, "shell provisioner")
