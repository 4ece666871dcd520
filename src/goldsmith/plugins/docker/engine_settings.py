"""Options about the program `docker`, which goldsmith does without."""

from collections.abc import Iterator

from goldsmith.sdk.settings import Problem, settings


@settings
class ProgramSettings:
    """How the engine is not reached."""

    docker_path: str = "docker"
    """Accepted where it names docker: no program is started."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.docker_path.rpartition("/")[2] not in {"docker", ""}:
            yield Problem(
                "docker_path",
                "goldsmith speaks to the engine itself and starts no docker program. "
                "To use another engine, set DOCKER_HOST to its socket.",
            )
