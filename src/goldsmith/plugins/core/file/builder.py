"""The file builder at work: the file is made first, so that provisioners may change it."""

from functools import partial
from pathlib import Path

from goldsmith.plugins.core.file.builder_settings import FileBuilderSettings
from goldsmith.plugins.core.file.recorder import AcceptingMachine
from goldsmith.sdk import Artifact, GoldsmithError, Host, Machine, Run
from goldsmith.toolkit.outputs import copy_file, with_progress
from goldsmith.toolkit.temporary import FileHandle, new_file

_NEW = "new"
"""In the host's state: which file a target is that was not there before."""


async def boot(settings: FileBuilderSettings, run: Run) -> Host:
    """Write the file; one that was not there before is gone again if the build fails."""
    target = Path(settings.target)
    state: dict[str, str] = {}
    async with run.step(f"Writing {target}"):
        if not target.exists():  # noqa: ASYNC240 - one short call
            mode = 0o666 if settings.source else 0o600
            state[_NEW] = (await _new_target(run, target, mode)).identity
        try:
            if settings.source:
                source = Path(settings.source)
                size = source.stat().st_size  # noqa: ASYNC240 - the same
                await with_progress(
                    run, f"Copying {source}", size, partial(copy_file, source, target)
                )
            else:
                target.write_text(settings.content, encoding="utf-8", newline="")  # noqa: ASYNC240 - the same
        except OSError as error:
            path = error.filename or target
            raise GoldsmithError(f"{path}: {error.strerror}.") from error
    return Host(state=state, machine=AcceptingMachine())


async def capture(
    settings: FileBuilderSettings, run: Run, host: Host, _machine: Machine | None
) -> Artifact:
    """Hand over the file."""
    target = Path(settings.target)
    if _NEW in host.state:
        run.keep(FileHandle(str(target.absolute()), host.state[_NEW]))  # noqa: ASYNC240 - looks at no disk

    async def destroy() -> None:
        target.unlink(missing_ok=True)  # noqa: ASYNC240 - one short call

    return Artifact(
        builder_id="packer.file",
        id="File",
        description=f"Stored file: {target}",
        files=(target,),
        destroy=destroy,
    )


async def _new_target(run: Run, target: Path, mode: int) -> FileHandle:
    try:
        target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        return await new_file(run, target, mode=mode)
    except OSError as error:
        raise GoldsmithError(f"{target} cannot be written: {error.strerror}.") from error
