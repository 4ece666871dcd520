"""What templates say of the docker-save post-processor."""

from collections.abc import Iterator

from goldsmith.plugins.docker.engine_settings import ProgramSettings
from goldsmith.plugins.docker.paths import file_problem
from goldsmith.sdk.settings import Problem, Severity, included, settings


@settings
class SaveSettings:
    """Writes an image with its layers and its name to a tar file, for `docker load`."""

    path: str = ""
    """The file to write. Required."""

    program: ProgramSettings = included(factory=ProgramSettings)

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.path:
            yield Problem(
                "path",
                "Set it: the image needs a file to be written to.",
                "The build fails where it saves.",
                Severity.WARNING,
            )
        elif found := file_problem(self.path):
            yield Problem("path", found)
