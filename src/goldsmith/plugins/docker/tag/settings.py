"""What templates say of the docker-tag post-processor."""

from collections.abc import Iterator

from goldsmith.plugins.docker.engine_settings import ProgramSettings
from goldsmith.plugins.docker.registry.references import (
    name_problems,
    split_tag,
    tag_problem,
    tagged_problem,
)
from goldsmith.sdk.settings import Problem, Severity, included, setting, settings


@settings
class TagSettings:
    """Gives an image a name in a repository, once for each tag."""

    repository: str = ""
    """The name without a tag, as in `registry.example.com:5000/team/web`. Required."""

    tags: tuple[str, ...] = ()
    """The tags to give. Without any, the engine takes `latest`."""

    tag: tuple[str, ...] = setting(default=(), deprecated="Use tags.")
    """More tags to give."""

    force: bool = False
    """Has no effect: engines since 2016 move a tag from another image anyway."""

    program: ProgramSettings = included(factory=ProgramSettings)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name to give; the bare repository without tags, or for an empty one."""
        tags = dict.fromkeys((*self.tags, *self.tag))
        return tuple(f"{self.repository}:{one}" if one else self.repository for one in tags) or (
            self.repository,
        )

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.repository:
            yield Problem(
                "repository",
                "Set it: an image cannot be tagged without a name.",
                "The build fails where it tags.",
                Severity.WARNING,
            )
            return
        yield from name_problems("repository", self.repository, tagged_problem)
        _, tag = split_tag(self.repository)
        if tag and (self.tags or self.tag):
            yield Problem("repository", f'"{self.repository}" has a tag. Put "{tag}" into tags.')
        for name, tags in (("tags", self.tags), ("tag", self.tag)):
            for number, one in enumerate(tags):
                if one:
                    yield from name_problems(name, one, tag_problem, number)
