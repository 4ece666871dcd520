"""`-only` and `-except`: which builds, and which post-processors of them."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from goldsmith.planning.problems import Problems
from goldsmith.record import record


@record
class Selection:
    """The patterns of `-only` and `-except`."""

    only: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    exact: bool = False
    """Whether they are plain names."""

    def wants(self, build: str) -> bool:
        """Whether the build with this full name is to be made."""
        if self.only and not self._matches(build, self.only):
            return False
        return not self._matches(build, self.excluded)

    def drops(self, post_processor: str) -> bool:
        """Whether a post-processor with this name, and what follows it, is left out."""
        return self._matches(post_processor, self.excluded)

    def check(
        self, builds: Sequence[str], post_processors: Iterable[str], problems: Problems
    ) -> None:
        """Warn of patterns that match nothing; an error where no build is left."""
        possible = f"There are {', '.join(builds)}." if builds else ""
        for pattern in self.only:
            if not any(self._matches(build, (pattern,)) for build in builds):
                problems.warning(f'-only "{pattern}" matches no build', detail=possible)
        known = [*builds, *post_processors]
        for pattern in self.excluded:
            if not any(self._matches(name, (pattern,)) for name in known):
                problems.warning(
                    f'-except "{pattern}" matches no build and no post-processor', detail=possible
                )
        if builds and not any(self.wants(build) for build in builds):
            problems.error("No builds to run", detail=f"-only and -except leave none. {possible}")

    def _matches(self, name: str, patterns: Iterable[str]) -> bool:
        if self.exact:
            return name in patterns
        return any(fnmatchcase(name, pattern) for pattern in patterns)
