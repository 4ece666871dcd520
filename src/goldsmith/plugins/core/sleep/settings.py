"""What templates say of the sleep provisioner."""

from datetime import timedelta

from goldsmith.sdk import settings


@settings
class SleepSettings:
    """Waits before the build goes on."""

    duration: timedelta = timedelta()
    """How long to wait, as in "30s" or "1m30s"."""
