"""The options of the docker builder."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from goldsmith.plugins.docker.builder.changes import change_problems
from goldsmith.plugins.docker.builder.run_options import faults_of, image_of
from goldsmith.plugins.docker.builder.run_values import ValueFault, binding, device, temporary
from goldsmith.plugins.docker.engine_settings import ProgramSettings
from goldsmith.plugins.docker.paths import file_problem
from goldsmith.plugins.docker.registry.login_settings import LoginSettings
from goldsmith.plugins.docker.registry.references import (
    image_problem,
    name_problems,
    platform_problem,
)
from goldsmith.record import field
from goldsmith.sdk.settings import (
    CommunicatorFacts,
    Problem,
    Severity,
    included,
    setting,
    settings,
)

DEFAULT_RUN_COMMAND = ("-d", "-i", "-t", "--entrypoint=/bin/sh", "--", "{{.Image}}")
_NO_WINDOWS = (
    "Windows containers need an engine on Windows, which this version of goldsmith cannot use."
)


@settings
class DockerfileSettings:
    """A Dockerfile that the source image is built from."""

    path: str
    """The Dockerfile."""

    build_dir: str = "."
    """The folder that its COPY and ADD see."""

    arguments: Mapping[str, str] = field(factory=dict)
    """Values for its ARG instructions."""

    pull: bool | None = None
    """Look for newer versions of the images that it begins with; so it is unless `false`."""

    compress: bool = False
    """Compress what is sent to the engine."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.path and not Path(self.path).is_file():
            yield Problem("path", f"There is no file {self.path}.")
        if not Path(self.build_dir).is_dir():
            yield Problem("build_dir", f"There is no folder {self.build_dir}.")


@settings
class ContainerSettings:
    """How the container is started."""

    run_command: tuple[str, ...] = setting(default=DEFAULT_RUN_COMMAND, render=False)
    """What `docker run` would be given after the other options: options, `{{.Image}}`, and a
    command. It must keep the container running."""

    volumes: Mapping[str, str] = field(factory=dict)
    """Folders of the engine's computer, or named volumes, and where the container sees them."""

    tmpfs: tuple[str, ...] = ()
    """Folders of the container that lie in memory and are not in the image."""

    device: tuple[str, ...] = ()
    """Devices of the engine's computer for the container, as in `/dev/fuse`."""

    cap_add: tuple[str, ...] = ()
    """Capabilities of Linux that the container has besides the usual ones."""

    cap_drop: tuple[str, ...] = ()
    """Capabilities of Linux that the container has not."""

    privileged: bool = False
    """Let the container do all that the engine's computer can."""

    runtime: str = ""
    """The runtime of the engine to use."""

    container_dir: str = ""
    """Accepted for old templates; nothing is shared with the container, so it has no effect."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        for fault in faults_of(self.run_command):
            yield Problem("run_command", fault.message, fault.hint, item=fault.item)
        for outside, inside in self.volumes.items():
            yield from _fault("volumes", None, partial(binding, outside, inside))
        for number, one in enumerate(self.tmpfs):
            yield from _fault("tmpfs", number, partial(temporary, one))
        for number, one in enumerate(self.device):
            yield from _fault("device", number, partial(device, one))


@settings
class DockerSettings:
    """Makes a container image with a container that an engine runs.

    The engine is the one that `docker` itself would use: by `DOCKER_HOST`, by its context, or at
    its usual socket.
    """

    image: str = ""
    """The image to begin with; a digest pins it: `debian@sha256:…`."""

    build: DockerfileSettings | None = None
    """Begin with an image built from a Dockerfile instead."""

    commit: bool = False
    """Make an image of the container."""

    export_path: str = ""
    """Write the file system of the container to this tar file instead."""

    discard: bool = False
    """Throw the container away when the provisioners have run."""

    pull: bool | None = None
    """Pull `image` before it is used; `true` unless told."""

    platform: str = ""
    """The platform of the image, as in `linux/arm64`."""

    author: str = ""
    """The author to note in the image."""

    message: str = ""
    """The message to note in the image's history."""

    changes: tuple[str, ...] = ()
    """Instructions of a Dockerfile for the image, such as `ENV A=b`, `EXPOSE 80`, `CMD ["x"]`."""

    container: ContainerSettings = included(factory=ContainerSettings)

    exec_user: str = ""
    """The user that commands run as; that of the image unless told."""

    pty: bool = False
    """Give commands a terminal."""

    fix_upload_owner: bool = True
    """Give uploaded files to the user of the container."""

    login_options: LoginSettings = included(factory=LoginSettings)

    program: ProgramSettings = included(factory=ProgramSettings)

    windows_container: bool = False
    """Refused: Windows containers cannot be made here."""

    @property
    def wants_pull(self) -> bool:
        """Whether the image is pulled first."""
        return self.build is None and self.pull is not False

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        yield from self._result_problems()
        if not self.image and self.build is None:
            yield Problem("image", "Set it, or add a build block: the container needs an image.")
        if self.image:
            yield from name_problems("image", self.image, image_problem)
        yield from self._run_command_problems()
        if self.image and self.build is not None:
            yield Problem("image", "Only one of image and a build block can be given.")
        if self.build is not None and self.pull:
            yield Problem(
                "pull", "An image that is built is not pulled. Use pull in the build block."
            )
        if self.windows_container:
            yield Problem("windows_container", _NO_WINDOWS)
        if self.platform and (found := platform_problem(self.platform)):
            yield Problem("platform", found)
        yield from change_problems(self.changes)

    def _result_problems(self) -> Iterator[Problem]:
        given = [name for name in ("commit", "export_path", "discard") if getattr(self, name)]
        if not given:
            yield Problem("commit", "Set one of commit, export_path and discard.")
        if len(given) > 1:
            yield Problem(given[1], f"Only one of {' and '.join(given)} can be given.")
        if self.export_path and (found := file_problem(self.export_path)):
            yield Problem("export_path", found)

    def _run_command_problems(self) -> Iterator[Problem]:
        named = image_of(self.container.run_command)
        if named and named != self.image:
            yield Problem(
                "run_command",
                f"This runs {named}, whatever image and build say.",
                'Put "{{.Image}}" in its place.',
                Severity.WARNING,
            )

    def problems_with(self, access: CommunicatorFacts) -> Iterator[Problem]:
        """What depends on how the container is reached."""
        if access.communicator != "docker" and self.pty:
            yield Problem("pty", "It is for the docker communicator; use ssh_pty.")


def _fault(name: str, item: int | None, check: Callable[[], object]) -> Iterator[Problem]:
    """The problem of an option whose value is none."""
    try:
        check()
    except ValueFault as error:
        yield Problem(name, *error.told, item=item)


@settings
class ContainerCommunicatorSettings:
    """Runs commands in the container and copies files, through the engine.

    It has no options: there is nothing to connect to.
    """
