"""What templates say of the file provisioner."""

import os
from collections.abc import Iterator
from typing import Literal

from goldsmith.sdk import Problem, setting, settings, similar_file


@settings
class FileSettings:
    """Copies files and folders to the machine that is being built, or from it."""

    destination: str = setting(default="", render=False)
    """Where to copy to. One that ends in a slash is a folder, and the name stays."""

    source: str = setting(default="", render=False)
    """What to copy: a file or a folder. Of a folder that ends in a slash, only what is inside."""

    sources: tuple[str, ...] = setting(default=(), render=False)
    """Several things to copy to the same destination."""

    content: str = ""
    """Text to write to `destination`, in place of a source."""

    direction: Literal["upload", "download"] = "upload"
    """`upload` copies to the machine, `download` from it. A source of a download that ends in a
    slash or has one of `*?[` in it is a folder or a pattern."""

    generated: bool = False
    """The sources will be made by an earlier provisioner; don't look for them before the build."""

    @property
    def all_sources(self) -> tuple[str, ...]:
        """Everything that is to be copied, in order."""
        return (*self.sources, self.source) if self.source else self.sources

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.destination:
            yield Problem("destination", "The file provisioner needs to know where to copy to.")
        if not self.content and not self.all_sources:
            hint = "Set source, sources or content."
            yield Problem("source", "The file provisioner needs to know what to copy.", hint=hint)
        if self.content and self.all_sources:
            other = "source" if self.source else "sources"
            yield Problem("content", f"Text comes from content or from {other}, not from both.")
        if self.content and self.direction == "download":
            yield Problem("content", "There is nothing to download content from.")
        if self.direction == "upload" and not self.generated:
            yield from self._missing()

    def _missing(self) -> Iterator[Problem]:
        for name, values in (("sources", self.sources), ("source", (self.source,))):
            for value in values:
                if value and "{{" not in value and not os.path.exists(value):  # noqa: PTH110 - faster than a Path
                    yield Problem(
                        name,
                        f'There is no file or folder "{value}" to upload.',
                        hint=similar_file(value)
                        or "Set generated = true if an earlier provisioner makes it.",
                    )
