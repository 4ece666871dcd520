"""Options about the program `docker`, which goldsmith does without."""

from collections.abc import Iterator

from goldsmith.sdk.settings import Problem, Severity, settings


@settings
class ProgramSettings:
    """How the engine is not reached."""

    docker_path: str = "docker"
    """Read and not used: goldsmith speaks to the engine itself and starts no program."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.docker_path.rpartition("/")[2] not in {"docker", ""}:
            yield Problem(
                "docker_path",
                f"{self.docker_path} is not started: goldsmith speaks to the engine itself.",
                "To use another engine, set DOCKER_HOST to its socket.",
                Severity.WARNING,
            )
