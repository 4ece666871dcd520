"""`goldsmith validate`: planning alone."""

from goldsmith.app import check
from goldsmith.cli.command import Command, Invocation
from goldsmith.cli.flags import Flag
from goldsmith.cli.inputs import IGNORE_PRERELEASES, INPUT_FLAGS, print_warnings, read_inputs


def validate(call: Invocation) -> int:
    """Check a template; problems are raised as `TemplateError`."""
    inputs = read_inputs(
        call,
        evaluate_data_sources=call.given.switch("evaluate-datasources"),
        warn_undeclared=not call.given.switch("no-warn-undeclared-var"),
    )
    if call.given.switch("syntax-only"):
        check.check_syntax(inputs)
        print("Syntax-only check passed. Everything looks okay.")
        return 0
    plan = check.check(inputs)
    print_warnings(call, plan.warnings)
    print("The configuration is valid.")
    return 0


VALIDATE = Command(
    name="validate",
    usage="validate [FLAGS] PATH",
    summary="Checks a template, shows every problem where it stands, and builds nothing.",
    flags=(
        *INPUT_FLAGS,
        Flag("syntax-only", "check the syntax, nothing else"),
        Flag("evaluate-datasources", "read data sources, so that their values are checked too"),
        Flag("no-warn-undeclared-var", "do not warn of values for undeclared variables"),
        IGNORE_PRERELEASES,
    ),
    action=validate,
)
