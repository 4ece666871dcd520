"""What templates say of the null builder and the null data source."""

from collections.abc import Iterator

from goldsmith.sdk import CommunicatorFacts, Problem, settings


@settings
class NullSettings:
    """Makes no image: runs provisioners on a machine that is there already."""

    def problems_with(self, access: CommunicatorFacts) -> Iterator[Problem]:
        """Without a machine of its own, the builder must be told how to reach one.

        That a user is named is for the communicator to see to.
        """
        kind = access.communicator
        if kind == "none":
            return
        prefix = "winrm" if kind == "winrm" else "ssh"
        if not access.host:
            yield Problem(
                f"{prefix}_host",
                "The null builder needs to know which machine to connect to.",
                hint=f'Set {prefix}_host, or communicator = "none" to connect to nothing.',
            )
        if not access.credentials:
            yield Problem(
                f"{prefix}_password",
                "The null builder needs one way to prove who it is.",
                hint=(
                    "Set winrm_password."
                    if kind == "winrm"
                    else "Set one of ssh_password, ssh_private_key_file and ssh_agent_auth."
                ),
            )
        if len(access.credentials) > 1:
            given = " and ".join(access.credentials)
            yield Problem(
                access.credentials[-1],
                f"The null builder takes one way to prove who it is, not {given}.",
                hint="Remove all but one.",
            )


@settings
class NullDataSettings:
    """Hands on a value, so that it can be used like that of any data source."""

    input: str
    """The value that comes out as `output`."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.input:
            yield Problem("input", "The null data source needs an input that is not empty.")
