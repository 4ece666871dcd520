"""`goldsmith inspect`: what a template consists of."""

from collections.abc import Callable, Iterator
from typing import cast

from goldsmith.app import check
from goldsmith.cli.command import JSON, MACHINE_READABLE, Command, Invocation, told
from goldsmith.cli.inputs import PATH_HELP, read_inputs, without_effect
from goldsmith.loading import load
from goldsmith.plan import BuildBlock, InputVariable, Outline, Plan
from goldsmith.planning import Inputs


def inspect(call: Invocation) -> int:
    """Print variables, locals and builds."""
    inputs = read_inputs(call, evaluate_data_sources=True, warn_undeclared=False)
    if call.json:
        # Loaded for those alone who want it.
        cast("Callable[[Inputs], None]", load("goldsmith.cli.inspect_json:print_overview"))(inputs)
        return 0
    plan = check.survey(inputs)
    if plan.outline is not None:
        # Loaded for those alone who have a template of old.
        show = load(f"goldsmith.cli.inspect_legacy:{'machine_' * call.machine_readable}lines")
        print(*cast("Callable[[Outline], Iterator[str]]", show)(plan.outline), sep="\n")
        return 0
    with told(as_lines=call.machine_readable, how="lines_said"):
        for line in inspection(plan):
            print(line)
    return 0


def inspection(plan: Plan) -> Iterator[str]:
    """The lines of the overview."""
    yield "Packer Inspect: HCL2 mode"
    yield ""
    yield from value_sections(plan)
    yield "> builds:"
    yield ""
    for number, block in enumerate(plan.blocks):
        yield from _block(number, block)


def value_sections(plan: Plan) -> Iterator[str]:
    """The lines on variables and locals."""
    yield from _values("> input-variables:", "var", plan.variables)
    yield from _values("> local-variables:", "local", plan.local_values)


def _values(title: str, root: str, values: tuple[InputVariable, ...]) -> Iterator[str]:
    yield title
    yield ""
    for value in sorted(values, key=lambda one: one.name):
        yield f"{root}.{value.name}: {quoted(value.shown)}"
    yield ""


def _block(number: int, block: BuildBlock) -> Iterator[str]:
    yield f"  > {block.name or f'<unnamed build {number}>'}:"
    yield ""
    if block.description:
        yield f"  > Description: {block.description}"
        yield ""
    yield "    sources:"
    yield ""
    for source in block.sources or ("<no source>",):
        yield f"      {source}"
        yield ""
    yield "    provisioners:"
    yield ""
    yield from _listed(block.provisioners, "      ", "<no provisioner>")
    yield "    post-processors:"
    yield ""
    if not block.post_processors:
        yield from _listed((), "      ", "<no post-processor>")
    for index, chain in enumerate(block.post_processors):
        yield f"      {index}:"
        yield from _listed(chain, "        ", "<no post-processor>")


def _listed(names: tuple[str, ...], indent: str, placeholder: str) -> Iterator[str]:
    for name in names or (placeholder,):
        yield indent + name
    yield ""


def quoted(text: str) -> str:
    """`text` in double quotes, with the escapes that Go's `%q` uses."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    shown = "".join(escapes.get(c) or (c if c.isprintable() else _escaped(c)) for c in text)
    return f'"{shown}"'


def _escaped(character: str) -> str:
    code = ord(character)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


INSPECT = Command(
    name="inspect",
    usage="inspect [FLAGS] [PATH]",
    summary="Shows the variables, locals and builds of a template. Secrets stay hidden, and a "
    f"variable\nneed not have a value.\n{PATH_HELP}",
    flags=without_effect("everything is shown", "only", "except"),
    action=inspect,
    arguments=(0, 1),
    for_programs=(JSON, MACHINE_READABLE),
    examples=(
        ("inspect web.pkr.hcl", "shows what is in it"),
        ("inspect -json .", "tells programs, with types, defaults and places"),
    ),
)
