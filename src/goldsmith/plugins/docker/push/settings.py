"""What templates say of the docker-push post-processor."""

from collections.abc import Iterator

from goldsmith.plugins.docker.engine_settings import ProgramSettings
from goldsmith.plugins.docker.registry.login_settings import LoginSettings
from goldsmith.plugins.docker.registry.references import platform_problem
from goldsmith.sdk.settings import Problem, included, settings


@settings
class PushSettings:
    """Sends an image to the registries in its names.

    Without a login of its own, it goes by what `docker login` has stored.
    """

    platform: str = ""
    """Send only this platform of an image that has several, as in `linux/arm64`."""

    login_options: LoginSettings = included(factory=LoginSettings)

    program: ProgramSettings = included(factory=ProgramSettings)

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.platform and (found := platform_problem(self.platform, is_whole=True)):
            yield Problem("platform", found)
