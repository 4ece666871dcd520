"""The options for typing at a machine's console when it starts, and for switching it off."""

from collections.abc import Iterator
from datetime import timedelta

from goldsmith.sdk.settings import Problem, setting, settings


@settings
class BootSettings:
    """What is typed at the console of a machine that has just started."""

    boot_command: tuple[str, ...] = setting(default=(), render=False)
    """What to type; `<enter>`, `<wait5>` and the like stand for keys and pauses."""

    boot_wait: timedelta = timedelta(seconds=10)
    """How long the machine may start before the typing begins; a negative time is none at all."""

    boot_key_interval: timedelta | None = None
    """The pause after each key; 100 ms, or what PACKER_KEY_INTERVAL says."""

    boot_keygroup_interval: timedelta | None = None
    """Accepted for old templates; over VNC it has no effect."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        for option, value in (
            ("boot_key_interval", self.boot_key_interval),
            ("boot_keygroup_interval", self.boot_keygroup_interval),
        ):
            if value is not None and value < timedelta():
                yield Problem(option, "It cannot be negative.")


@settings
class ShutdownSettings:
    """How the machine is switched off when its provisioning is done."""

    shutdown_command: str = ""
    """What switches the machine off from inside; its power button is pressed if this is empty."""

    shutdown_timeout: timedelta = timedelta(minutes=5)
    """How long the machine may take to switch itself off."""
