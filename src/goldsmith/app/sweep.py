"""Release what ended runs left behind."""

from collections.abc import Callable
from pathlib import Path

import anyio

from goldsmith import engine
from goldsmith.catalog import Catalog
from goldsmith.engine import SweepResult


def sweep(
    state_directory: Path, tell: Callable[[SweepResult], None], *, dry_run: bool = False
) -> bool:
    """Release it, telling each thing; whether nothing is left."""

    async def work() -> bool:
        clean = True
        async for result in engine.sweep(state_directory, Catalog.load(), dry_run=dry_run):
            tell(result)
            clean = clean and result.is_released
        return clean

    return anyio.run(work, backend="asyncio")
