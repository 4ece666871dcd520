"""`goldsmith validate`: planning alone."""

from collections.abc import Callable

from goldsmith.app import check
from goldsmith.cli.command import JSON, Command, Invocation
from goldsmith.cli.flags import Flag
from goldsmith.cli.inputs import IGNORE_PRERELEASES, INPUT_FLAGS, PATH_HELP, read_inputs
from goldsmith.cli.problems import print_problems, print_verdict, print_warnings
from goldsmith.diagnostics import Diagnostic, GoldsmithError, TemplateError


def validate(call: Invocation) -> int:
    """Check a template; problems are raised as `TemplateError`."""
    if not call.json:
        return _check(call, print)
    try:
        return _check(call, _say_nothing)
    except TemplateError as error:
        problems = error.diagnostics
    except GoldsmithError as error:
        problems = (Diagnostic(str(error)),)
    print_problems(call, problems)
    print_verdict(problems)
    return 1


def _check(call: Invocation, say: Callable[[str], None]) -> int:
    inputs = read_inputs(
        call,
        evaluate_data_sources=call.given.switch("evaluate-datasources"),
        warn_undeclared=not call.given.switch("no-warn-undeclared-var"),
    )
    if call.given.switch("syntax-only"):
        check.check_syntax(inputs)
        say("Syntax-only check passed. Everything looks okay.")
        warnings: tuple[Diagnostic, ...] = ()
    else:
        warnings = check.check(inputs).warnings
        print_warnings(call, warnings)
        say("The configuration is valid.")
    if call.json:
        print_verdict(warnings)
    return 0


def _say_nothing(_: str) -> None:
    """What programs read has no sentences."""


VALIDATE = Command(
    name="validate",
    usage="validate [FLAGS] PATH",
    summary="Checks a template, shows every problem where it stands, and builds nothing.\n"
    f"{PATH_HELP}",
    flags=(
        *INPUT_FLAGS,
        Flag("syntax-only", "check the syntax, nothing else"),
        Flag("evaluate-datasources", "read data sources, so that their values are checked too"),
        Flag("no-warn-undeclared-var", "do not warn of values for undeclared variables"),
        IGNORE_PRERELEASES,
    ),
    action=validate,
    for_programs=(JSON,),
    examples=(
        ("validate .", "checks the templates in this folder as a build would"),
        ("validate -syntax-only web.pkr.hcl", "checks one file, whatever variables are set"),
        ("validate -json .", "tells editors and other programs what is wrong"),
    ),
)
