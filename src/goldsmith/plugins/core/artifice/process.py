"""The artifice post-processor at work."""

import glob
import re
import shutil
from contextlib import suppress
from pathlib import Path

import anyio.to_thread

from goldsmith.plugins.core.artifice.settings import ArtificeSettings
from goldsmith.sdk import Artifact, GoldsmithError, Run

_ESCAPED_CHARACTER = re.compile(r"\\(.)")


async def process(settings: ArtificeSettings, run: Run, artifact: Artifact) -> Artifact:
    """Hand on an artifact that has these files in place of its own."""
    files: dict[Path, None] = {}
    for pattern in settings.files:
        found = matching(pattern)
        if not found:
            run.warn(f"Nothing matches {pattern}.")
        files.update(dict.fromkeys(found))
    if artifact.files:
        run.say(f"Leaving out {_listed(artifact.files)}.")
    run.say(f"Taking over {_listed(tuple(files)) or 'nothing'}.")

    async def destroy() -> None:
        for path in files:
            await anyio.to_thread.run_sync(_remove, path)

    return Artifact(
        builder_id="packer.post-processor.artifice",
        id="",
        description=f"Files: {_listed(tuple(files)) or 'none'}",
        files=tuple(files),
        destroy=destroy,
        facts=artifact.facts,
    )


def matching(pattern: str) -> tuple[Path, ...]:
    """What is there under `pattern`, as Go's Glob finds it: sorted, hidden files too, no `**`."""
    python = _ESCAPED_CHARACTER.sub(lambda match: glob.escape(match[1]), pattern)
    python = python.replace("[^", "[!")
    return tuple(Path(one) for one in sorted(glob.glob(python, include_hidden=True)))  # noqa: PTH207 - a pattern may be absolute


def _listed(files: tuple[Path, ...]) -> str:
    return ", ".join(str(path) for path in files)


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            with suppress(FileNotFoundError):
                path.unlink()
    except OSError as error:
        raise GoldsmithError(f"{path} cannot be removed: {error.strerror}.") from error
