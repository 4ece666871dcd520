"""What templates say of the docker-push post-processor."""

from goldsmith.plugins.docker.engine_settings import ProgramSettings
from goldsmith.plugins.docker.login_settings import LoginSettings
from goldsmith.sdk.settings import included, settings


@settings
class PushSettings:
    """Sends an image to the registries in its names.

    Without a login of its own, it goes by what `docker login` has stored.
    """

    platform: str = ""
    """Send only this platform of an image that has several, as in `linux/arm64`."""

    login_options: LoginSettings = included(factory=LoginSettings)

    program: ProgramSettings = included(factory=ProgramSettings)
