"""What templates say of the checksum post-processor."""

from typing import Literal

from goldsmith.sdk import setting, settings


@settings
class ChecksumSettings:
    """Writes checksums of the artifact's files, so that others can tell they are whole."""

    checksum_types: tuple[Literal["md5", "sha1", "sha224", "sha256", "sha384", "sha512"], ...] = (
        "md5",
    )
    """Which kinds of checksums to write."""

    output: str = setting(
        default="packer_{{.BuildName}}_{{.BuilderType}}_{{.ChecksumType}}.checksum", render=False
    )
    """The file to write: a line for each file, with its checksum, a tab and its name. Lines of
    other files that are there already stay. `{{.BuildName}}`, `{{.BuilderType}}` and
    `{{.ChecksumType}}` can be part of the name."""
