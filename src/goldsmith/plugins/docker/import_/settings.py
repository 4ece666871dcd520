"""What templates say of the docker-import post-processor."""

from collections.abc import Iterator

from goldsmith.plugins.docker.builder.changes import change_problems
from goldsmith.plugins.docker.engine_settings import ProgramSettings
from goldsmith.plugins.docker.registry.references import (
    name_problems,
    platform_problem,
    split_tag,
    tag_problem,
    tagged_problem,
)
from goldsmith.sdk.settings import Problem, Severity, included, settings


@settings
class ImportSettings:
    """Makes an image of the file system in a tar file, such as a docker source exports."""

    repository: str = ""
    """The name of the image. Without one it is known by its id alone."""

    tag: str = ""
    """The tag of that name; `latest` unless told."""

    changes: tuple[str, ...] = ()
    """Instructions of a Dockerfile for the image, such as `ENV A=b`, `EXPOSE 80`, `CMD ["x"]`."""

    platform: str = ""
    """The platform to note in the image, as in `linux/arm64`; the engine's own unless told."""

    program: ProgramSettings = included(factory=ProgramSettings)

    @property
    def image(self) -> str:
        """The name that the image will have; empty without one."""
        return f"{self.repository}:{self.tag}" if self.tag else self.repository

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.tag and not self.repository:
            yield Problem(
                "tag",
                "It needs repository: a tag is part of a name.",
                "The build fails where it imports.",
                Severity.WARNING,
            )
        if self.repository:
            yield from name_problems("repository", self.repository, tagged_problem)
        if self.tag and split_tag(self.repository)[1]:
            yield Problem("repository", f'"{self.repository}" has a tag, and tag is set too.')
        if self.tag:
            yield from name_problems("tag", self.tag, tag_problem)
        if self.platform and (found := platform_problem(self.platform)):
            yield Problem("platform", found)
        yield from change_problems(self.changes)
