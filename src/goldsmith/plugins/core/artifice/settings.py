"""What templates say of the artifice post-processor."""

from collections.abc import Iterator

from goldsmith.sdk import Problem, settings


@settings
class ArtificeSettings:
    """Makes files that a provisioner left here the files of the artifact."""

    files: tuple[str, ...] = ()
    """The files; `*`, `?` and `[a-z]` stand for parts of names. One that is not there is left
    out."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.files:
            yield Problem("files", "The artifice post-processor needs at least one file.")
