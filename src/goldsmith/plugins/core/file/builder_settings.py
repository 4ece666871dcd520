"""What templates say of the file builder."""

from collections.abc import Iterator
from pathlib import Path

from goldsmith.sdk import Problem, Severity, settings


@settings
class FileBuilderSettings:
    """Makes a file, from another one or from text: an artifact without a machine."""

    target: str
    """Where the file is written. Missing folders are made."""

    source: str = ""
    """A file to copy. Not together with `content`."""

    content: str = ""
    """The text to write. Not together with `source`."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.target:
            yield Problem("target", "The file builder needs a target that is not empty.")
        if self.source and self.content:
            yield Problem(
                "content",
                "A file is made from source or from content, not from both.",
                others=("source",),
            )
        if not self.source and not self.content:
            yield Problem(
                "target",
                "The file will be empty.",
                hint="Set source or content.",
                severity=Severity.WARNING,
            )
        if self.source and Path(self.source).is_dir():
            yield Problem("source", f'"{self.source}" is a folder; the source must be a file.')
