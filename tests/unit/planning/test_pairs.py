"""Templates beside what planning makes of them: `NAME.pkr.hcl` with `NAME.plan` or `NAME.errors`.

With `NAME.pkr.json` too, both dialects must make the same.

Where the template differs from what is on file on purpose, look at the new text and write it there.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import TemplateError, render_all
from goldsmith.plan import Build, Plan
from goldsmith.planning import Inputs, plan
from goldsmith.record import fields_of

FOLDER = Path(__file__).parents[2] / "language"
FACTS = {"ID": "i-1", "Host": "192.0.2.1", "name": "ignored"}
TEMPLATES = sorted(
    path
    for folder in ("planning", "json")
    for suffix in (".pkr.hcl", ".pkr.json")
    for path in (FOLDER / folder).glob(f"*{suffix}")
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_gives_what_stands_beside_it(template: Path) -> None:
    folder = template.parent
    inputs = Inputs(path=template.name, working_directory=folder, environment={"WHO": "env"})
    stem = template.name.partition(".")[0]

    try:
        shown = "".join(f"{line}\n" for line in summary(plan(inputs, Catalog.load())))
        expected = folder / f"{stem}.plan"
    except TemplateError as error:
        shown = render_all(error.diagnostics) + "\n"
        expected = folder / f"{stem}.errors"

    assert shown == expected.read_text(encoding="utf-8")


def summary(made: Plan) -> Iterator[str]:
    """What a plan says, for reading."""
    for one in made.variables:
        yield f"var.{one.name} = {one.shown}"
    for one in made.local_values:
        yield f"local.{one.name} = {one.shown}"
    for build in made.builds:
        yield from _build(build)
    if made.warnings:
        yield ""
        yield render_all(made.warnings)


def _build(build: Build) -> Iterator[str]:
    yield f"build {build.name} from {build.source_name}"
    yield f"  builder {build.builder.name}: {settings(build.builder_settings(FACTS))}"
    if build.communicator is not None:
        yield f"  communicator {build.communicator.name}"
    steps = [*build.provisioners, *([build.error_cleanup] if build.error_cleanup else [])]
    for step in steps:
        words = [
            f"pause {step.pause_before}" if step.pause_before else "",
            f"timeout {step.timeout}" if step.timeout else "",
            f"retries {step.max_retries}" if step.max_retries else "",
            "goes on" if step.continue_on_error else "",
        ]
        meta = ", ".join(word for word in words if word)
        what = "cleanup" if step is build.error_cleanup else "provisioner"
        shown = settings(step.settings(FACTS))
        yield f"  {what} {step.name}{f' ({meta})' if meta else ''}: {shown}"
    for number, chain in enumerate(build.post_processors):
        for one in chain:
            kept = "" if one.keep_input_artifact is None else f" keep={one.keep_input_artifact}"
            yield f"  chain {number} {one.name}{kept}: {settings(one.settings(FACTS))}"


def settings(made: object) -> str:
    """Everything that is not as it would be by default."""
    found = []
    for name, one in fields_of(type(made)).items():
        value = getattr(made, name)
        default = one.factory() if one.factory is not None else one.default
        if hasattr(type(value), "__settings__"):
            found.append(settings(value))
        elif value != default:
            found.append(f"{name}={value!r}")
    return " ".join(found)
