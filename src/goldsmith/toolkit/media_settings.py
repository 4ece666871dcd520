"""The options for what a machine is handed at its first start: discs, floppies, files over HTTP."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from goldsmith.record import field
from goldsmith.sdk.settings import Problem, setting, settings


@settings
class CdSettings:
    """A small CD that is made for the machine."""

    cd_files: tuple[str, ...] = ()
    """Files and folders to put on it; `*` stands for any name. A folder with a slash at its end
    gives only what is in it."""

    cd_content: Mapping[str, str] = field(factory=dict)
    """Files to write on it, by path: their text."""

    cd_label: str = ""
    """What the CD is called; "packer" unless told. Cloud-init looks for "cidata"."""

    @property
    def wants_cd(self) -> bool:
        """Whether there is anything to put on a CD."""
        return bool(self.cd_files or self.cd_content)

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        yield from missing_files("cd_files", self.cd_files)


@settings
class FloppySettings:
    """A floppy that is made for the machine."""

    floppy_files: tuple[str, ...] = ()
    """Files to put on it, without their folders; `*` stands for any name."""

    floppy_dirs: tuple[str, ...] = ()
    """Folders to put on it, with all that is in them."""

    floppy_content: Mapping[str, str] = field(factory=dict)
    """Files to write on it, by path: their text."""

    floppy_label: str = ""
    """What the floppy is called; "packer" unless told."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        yield from missing_files("floppy_files", self.floppy_files)
        yield from missing_files("floppy_dirs", self.floppy_dirs)


@settings
class HttpSettings:
    """A small web server that the machine can fetch its answers from."""

    http_directory: str = ""
    """The folder whose files are served."""

    http_content: Mapping[str, str] = field(factory=dict)
    """What is served instead of a folder, by path: its text."""

    http_port_min: int = setting(default=8000, minimum=0, maximum=65535)
    """The lowest port that the server may take."""

    http_port_max: int = setting(default=9000, minimum=0, maximum=65535)
    """The highest port that the server may take."""

    http_bind_address: str = ""
    """The address it listens on; every one of this machine unless told."""

    http_interface: str = ""
    """The network card whose address the machine is told, instead of `http_bind_address`."""

    http_network_protocol: Literal["tcp", "tcp4", "tcp6", "unix", "unixpacket", ""] = "tcp"
    """What the server listens on."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.http_port_min > self.http_port_max:
            yield Problem("http_port_min", "It is above http_port_max.")
        if self.http_directory and self.http_content:
            yield Problem(
                "http_content", "Only one of http_directory and http_content can be given."
            )
        if self.http_interface and self.http_bind_address:
            yield Problem(
                "http_interface", "Only one of http_interface and http_bind_address can be given."
            )


def missing_files(option: str, paths: Iterable[str]) -> Iterator[Problem]:
    """A problem for each path that is not there; patterns may match nothing."""
    for path in paths:
        if path.startswith(("http://", "https://")) or Path(path).exists():
            continue
        if not any(sign in path for sign in "*?["):
            yield Problem(option, f'There is no file "{path}".')
