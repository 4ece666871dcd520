"""What templates say of the docker-tag post-processor."""

from collections.abc import Iterator

from goldsmith.plugins.docker.engine_settings import ProgramSettings
from goldsmith.plugins.docker.references import repository_problem, split_tag, tag_problem
from goldsmith.sdk.settings import Problem, included, setting, settings


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
        """Every name to give; without tags the bare repository."""
        tags = dict.fromkeys((*self.tags, *self.tag))
        return tuple(f"{self.repository}:{one}" for one in tags) or (self.repository,)

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.repository:
            yield Problem("repository", "Set it: an image cannot be tagged without a name.")
            return
        repository, tag = split_tag(self.repository)
        if found := repository_problem(repository) or (tag and tag_problem(tag)):
            yield Problem("repository", found)
        elif tag and (self.tags or self.tag):
            yield Problem("repository", f'"{self.repository}" has a tag. Put "{tag}" into tags.')
        for name, tags in (("tags", self.tags), ("tag", self.tag)):
            for number, one in enumerate(tags):
                if found := tag_problem(one):
                    yield Problem(name, found, item=number)
