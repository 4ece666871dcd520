"""`goldsmith build`: plan, then carry it out."""

from contextlib import ExitStack
from uuid import uuid4

from goldsmith.app import check
from goldsmith.app.build import build
from goldsmith.cli.command import JSON, MACHINE_READABLE, Command, Invocation
from goldsmith.cli.debug_log import with_debug_log
from goldsmith.cli.flags import Flag, Takes, whole_number
from goldsmith.cli.inputs import IGNORE_PRERELEASES, INPUT_FLAGS, PATH_HELP, read_inputs
from goldsmith.cli.outputs import choose_output
from goldsmith.cli.problems import print_warnings
from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine import OnError, Options
from goldsmith.folders import folders


def build_images(call: Invocation) -> int:
    """Build everything that the template and the flags say; 0 if all of it succeeded."""
    given = call.given
    inputs = read_inputs(
        call,
        evaluate_data_sources=True,
        warn_undeclared=given.switch("warn-on-undeclared-var"),
        force=given.switch("force"),
    )
    plan = check.check(inputs)
    print_warnings(call, plan.warnings)
    places = folders(call.environment)
    if not places.temporary.is_dir():
        raise GoldsmithError(
            f"{places.temporary}, the folder for temporary files, is not there. "
            "Set TMPDIR to one that is."
        )
    options = Options(
        run_id=str(uuid4()),
        state_directory=places.state,
        cache_directory=places.cache,
        temporary_directory=places.temporary,
        parallel=whole_number(given, "parallel-builds", 0),
        on_error=OnError(given.text("on-error") or "cleanup"),
        debug=given.switch("debug"),
        force=given.switch("force"),
    )
    listen, ask = choose_output(call)
    with ExitStack() as stack:
        listen = with_debug_log(listen, call.environment, stack)
        outcome = build(plan, options, listen, ask)
    return 0 if outcome.is_success else 1


BUILD = Command(
    name="build",
    usage="build [FLAGS] PATH",
    summary="Makes images from a template: its builds run side by side, and one that fails does\n"
    f"not stop the others.\n{PATH_HELP}",
    flags=(
        *INPUT_FLAGS,
        Flag("force", "replace outputs that exist"),
        Flag(
            "on-error",
            "what to do when a step fails",
            Takes.TEXT,
            default="cleanup",
            choices=tuple(choice.value for choice in OnError),
        ),
        Flag("parallel-builds", "how many builds run at once, 0 for all", Takes.TEXT, value="N"),
        Flag("debug", "one build after another, waiting for Enter between steps"),
        Flag("color", "colours in a terminal; -color=false switches them off"),
        Flag("timestamp-ui", "the time in front of each line"),
        Flag("warn-on-undeclared-var", "warn of values for undeclared variables"),
        Flag("skip-enforcement", "no effect: there is no registry that enforces provisioners"),
        IGNORE_PRERELEASES,
    ),
    action=build_images,
    for_programs=(JSON, MACHINE_READABLE),
    examples=(
        ("build .", "makes everything that the templates in this folder say"),
        ("build -only='qemu.*' -var cpus=4 web.pkr.hcl", "makes a part of it, with a value"),
        ("build -on-error=ask web.pkr.hcl", "asks what to do when a step fails"),
        ("build -json . > events.jsonl", "tells programs what happens, one event a line"),
    ),
)
