"""What templates say of the compress post-processor."""

from collections.abc import Iterator
from typing import Literal

from goldsmith.plugins.core.compress.detection import ALGORITHMS, Packing, detect
from goldsmith.sdk import Problem, Severity, setting, settings


@settings
class CompressSettings:
    """Packs and compresses the artifact's files into one, on all processors."""

    output: str = setting(default="packer_{{.BuildName}}_{{.BuilderType}}", render=False)
    """The file to write. Its extensions say how: `.tar`, `.zip`, one of `.gz`, `.lz4`, `.bgzf`,
    `.xz`, `.bz2` and `.zst` for a single file, or such a one after `.tar`. With any other, it is
    a tar archive that gzip has compressed. `{{.BuildName}}` and `{{.BuilderType}}` can be part of
    the name."""

    format: str = ""
    """An extension that `output` is taken to have, without being called so."""

    compression_level: int = -1
    """How hard to try, from 1 to 9; more than 9 is 9. With -1 or 0, what is usual for the
    format. For zip and xz this has no effect."""

    archive: Literal["", "tar", "zip"] = ""
    """Pack a file that is named like a single compressed one (`.gz`) into an archive first."""

    algorithm: str = ""
    """Compress a file that is named `.tar`: gz, lz4, bgzf, xz, bzip2 or zst."""

    @property
    def packing(self) -> Packing:
        """How to pack and compress, by the name of the output and what is set besides."""
        name = f"{self.output}.{self.format}" if self.format else self.output
        return detect(name, archive=self.archive, algorithm=self.algorithm)

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.algorithm and self.algorithm not in ALGORITHMS:
            known = ", ".join(sorted(set(ALGORITHMS.values())))
            yield Problem("algorithm", f"{self.algorithm} is none of {known}.")
            return
        packing = self.packing
        if packing.algorithm in ("gz", "bgzf") and self.compression_level < -1:
            yield Problem(
                "compression_level",
                f"{self.compression_level} is no level of {packing.algorithm}, which has -1 to 9.",
            )
        asked = ALGORITHMS.get(self.algorithm)
        if asked and asked != packing.algorithm:
            done = "zip compresses by itself" if packing.archive == "zip" else packing.algorithm
            yield Problem(
                "algorithm",
                f"The name of the output decides how it is compressed: {done}.",
                hint="Name the output as in x.tar, or give it the extension that you want.",
                severity=Severity.WARNING,
            )
