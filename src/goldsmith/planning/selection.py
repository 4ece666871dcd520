"""`-only` and `-except`: which builds, and which post-processors of them."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from goldsmith.diagnostics import did_you_mean
from goldsmith.planning.problems import Problems
from goldsmith.record import record

_MOST_LISTED = 12


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
        possible = listed(builds)
        for pattern in self.only:
            if not any(self._matches(build, (pattern,)) for build in builds):
                hint = self._meant(pattern, builds) or possible
                problems.warning(f'-only "{pattern}" matches no build', detail=hint)
        known = [*builds, *post_processors]
        for pattern in self.excluded:
            if not any(self._matches(name, (pattern,)) for name in known):
                hint = self._meant(pattern, known) or possible
                problems.warning(
                    f'-except "{pattern}" matches no build and no post-processor', detail=hint
                )
        if builds and not any(self.wants(build) for build in builds):
            problems.error("No builds to run", detail=f"-only and -except leave none. {possible}")

    def _meant(self, pattern: str, names: Iterable[str]) -> str:
        """Which name or pattern was probably meant."""
        known = set(names)
        if not self.exact:
            known |= {f"{name.rpartition('.')[0]}.*" for name in known if "." in name}
        return did_you_mean(pattern, known)

    def _matches(self, name: str, patterns: Iterable[str]) -> bool:
        if self.exact:
            return name in patterns
        return any(fnmatchcase(name, pattern) for pattern in patterns)


def listed(builds: Sequence[str]) -> str:
    """Which builds there are."""
    if not builds:
        return ""
    names = ", ".join(builds[:_MOST_LISTED])
    more = f" and {len(builds) - _MOST_LISTED} more" if len(builds) > _MOST_LISTED else ""
    return f"The builds are {names}{more}." if builds[1:] else f"The only build is {names}."
