"""Whole folders over SFTP, for machines that have nothing else."""

from pathlib import Path

import anyio.to_thread

from goldsmith.plugins.ssh.client import OnBytes, Sftp
from goldsmith.toolkit.archive import inside, make_folder, walk


async def send_folder(sftp: Sftp, source: Path, destination: str, on_bytes: OnBytes) -> None:
    """Copy what is inside `source` into `destination`, which is made if it is missing."""
    entries = await anyio.to_thread.run_sync(lambda: list(walk(source)))
    await sftp.make_folder(destination, 0o755)
    for entry in entries:
        path = f"{destination.rstrip('/')}/{entry.name}"
        if entry.is_folder:
            await sftp.make_folder(path, entry.mode | 0o700)
        else:
            await sftp.put(Path(entry.path), path, entry.mode, on_bytes)


async def receive_folder(sftp: Sftp, source: str, root: Path, on_bytes: OnBytes) -> None:
    """Copy what is inside `source` on the machine into `root`, and nothing outside it."""
    pending = [""]
    while pending:
        below = pending.pop()
        folder = f"{source.rstrip('/')}/{below}"
        for name, is_folder in await sftp.list_folder(folder.rstrip("/") or "/"):
            target = inside(root, f"{below}{name}")
            if is_folder:
                await anyio.to_thread.run_sync(make_folder, root, target, 0o777)
                pending.append(f"{below}{name}/")
            else:
                await sftp.get(f"{folder}{name}", target, on_bytes)
