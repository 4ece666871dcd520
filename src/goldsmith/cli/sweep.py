"""`goldsmith sweep`: release what ended runs left behind."""

import json

from goldsmith.app.sweep import sweep
from goldsmith.cli.command import JSON, Command, Invocation
from goldsmith.cli.flags import Flag
from goldsmith.engine import SweepResult
from goldsmith.folders import folders


def sweep_leftovers(call: Invocation) -> int:
    """Release everything that can be; 0 when nothing is left."""
    dry_run = call.given.switch("dry-run")
    seen: list[SweepResult] = []

    def tell(result: SweepResult) -> None:
        seen.append(result)
        print(as_json(result) if call.json else in_words(result, dry_run=dry_run), flush=True)

    clean = sweep(folders(call.environment).state, tell, dry_run=dry_run)
    if not seen and not call.json:
        print("Nothing is left behind.")
    return 0 if clean else 1


def in_words(result: SweepResult, *, dry_run: bool) -> str:
    """One line for a person."""
    whose = f" of {result.build}" if result.build else ""
    if result.is_released:
        return f"Released: {result.description}{whose}"
    if dry_run:
        return f"Left behind: {result.description}{whose}"
    return f"Not released: {result.description}{whose}: {result.error}"


def as_json(result: SweepResult) -> str:
    """One line for a program."""
    return json.dumps(
        {
            "event": "swept",
            "run": result.run_id,
            "build": result.build,
            "kind": result.kind,
            "description": result.description,
            "released": result.is_released,
            "error": result.error,
        }
    )


SWEEP = Command(
    name="sweep",
    usage="sweep [-dry-run]",
    summary="Releases what ended runs left behind. It needs nothing but their journals.",
    flags=(Flag("dry-run", "list it, release nothing"),),
    action=sweep_leftovers,
    arguments=(0, 0),
    for_programs=(JSON,),
    examples=(
        ("sweep -dry-run", "shows what is left of runs that were killed"),
        ("sweep", "deletes it: machines, disks, keys and folders"),
    ),
)
