"""How a file is packed and compressed, by its name."""

import re
from typing import Literal, TypeAlias

from goldsmith.record import record

Archive: TypeAlias = Literal["tar", "zip"]

ALGORITHMS = {
    "gz": "gz",
    "gzip": "gz",
    "pgzip": "gz",
    "bgzf": "bgzf",
    "lz4": "lz4",
    "xz": "xz",
    "bzip2": "bzip2",
    "bz2": "bzip2",
    "zst": "zst",
    "zstd": "zst",
}
"""What an algorithm is called, to what it is called here."""

_EXTENSIONS = frozenset({"gz", "bgzf", "lz4", "xz", "bzip2", "bz2", "zst"})
_EXTENSION = re.compile(r"\.([a-z0-9]+)")


@record
class Packing:
    """How files become one."""

    archive: Archive | None
    """None: it is one file."""

    algorithm: str | None
    """None: not compressed, or by the archive itself."""


def detect(name: str, *, archive: str = "", algorithm: str = "") -> Packing:
    """What the extensions of `name` ask for; `archive` and `algorithm` where they leave room.

    As with Packer, every dot that lower-case letters or digits follow begins an extension, and
    `name` is the text of the template: `{{.BuildName}}` is none.
    """
    extensions = _EXTENSION.findall(name)
    last = extensions[-1] if extensions else ""
    if last == "zip":
        return Packing("zip", None)
    if last == "tar":
        return Packing("tar", ALGORITHMS.get(algorithm))
    if last in _EXTENSIONS:
        packed = archive or ("tar" if extensions[-2:-1] == ["tar"] else "")
        if packed == "zip":
            return Packing("zip", None)
        return Packing("tar" if packed else None, ALGORITHMS[last])
    return Packing("tar", "gz")
