"""The same template in both dialects gives the same plan, problems included."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldsmith.diagnostics import TemplateError
from goldsmith.plan import ProvisionerStep
from goldsmith.planning.testing import Workspace
from goldsmith.record import record

NAMES = st.sampled_from(["a", "b", "c"])
REFERENCES = st.sampled_from(
    [
        "var.a",
        "local.b",
        'upper("x\\n")',
        "1 + 2",
        "var.nothing",
        '[for k, v in { x = "y" } : "${k}=${v}"]',
        "true ? 1 : 2",
        "build.Host",
        "source.name",
        "{ a = 1 }.a",
    ]
)
TEXTS = st.text(alphabet='ab\\"\n$%{}\u00e9e\u0301\t/\U0001f600', max_size=8)


@record
class Reference:
    """An expression, written the same in both dialects but for what stands around it."""

    text: str


Written = (
    None
    | bool
    | int
    | float
    | str
    | Reference
    | tuple[str, Reference, str]
    | list["Written"]
    | dict[str, "Written"]
)

PIECES = st.tuples(TEXTS, REFERENCES.map(Reference), TEXTS)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.sampled_from([0.5, 1e3, 12.25])
    | TEXTS
    | REFERENCES.map(Reference)
    | PIECES
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS.filter(bool), inner, max_size=3)
    ),
    max_leaves=6,
)
PARTS = st.fixed_dictionaries({}, optional={"kind": LEAVES, "colour": LEAVES})


@record
class Step:
    """A provisioner: arguments, nested blocks, and nested blocks made by `dynamic`."""

    arguments: dict[str, Written]
    parts: list[dict[str, Written]]
    each: Written
    makes: dict[str, Written]


ANY_STEPS = st.builds(
    Step,
    st.fixed_dictionaries(
        {},
        optional={
            "words": VALUES,
            "later": LEAVES,
            "wrds": LEAVES,
            "only": st.just(["workshop.w"]) | LEAVES,
            "override": st.fixed_dictionaries({"w": st.fixed_dictionaries({"words": VALUES})}),
            "max_retries": st.just(2) | LEAVES,
        },
    ),
    st.lists(PARTS, max_size=2),
    st.none() | st.lists(LEAVES, max_size=2) | REFERENCES.map(Reference),
    PARTS | st.just({"kind": Reference("part.value")}),
)

FIT = st.sampled_from(["var.a", "local.b", "build.Host", "source.name", 'upper("x")'])
FIT_TEXTS = TEXTS | FIT.map(Reference) | st.tuples(TEXTS, FIT.map(Reference), TEXTS)
FIT_PARTS = st.fixed_dictionaries({"kind": FIT_TEXTS})
FIT_STEPS = st.builds(
    Step,
    st.fixed_dictionaries(
        {},
        optional={
            "words": st.lists(FIT_TEXTS, max_size=3),
            "later": FIT_TEXTS,
            "only": st.just(["workshop.w"]),
            "override": st.fixed_dictionaries(
                {"w": st.fixed_dictionaries({"words": st.lists(FIT_TEXTS)})}
            ),
            "max_retries": st.just(2),
        },
    ),
    st.lists(FIT_PARTS, max_size=2),
    st.none() | st.lists(TEXTS, max_size=2),
    FIT_PARTS | st.just({"kind": Reference("part.value")}),
)


def quoted(text: str) -> str:
    letters = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return "".join(letters.get(letter, letter) for letter in escaped(text))


def escaped(text: str) -> str:
    return text.replace("${", "$${").replace("%{", "%%{")


def around(pieces: tuple[str, Reference, str]) -> tuple[str, str, str]:
    """The texts around an interpolation; a dollar right before it would escape it."""
    before, middle, after = pieces
    return before.rstrip("$"), middle.text, after


def native(value: Written) -> str:
    match value:
        case str():
            return f'"{quoted(value)}"'
        case Reference(text):
            return text
        case tuple():
            before, middle, after = around(value)
            return f'"{quoted(before)}${{{middle}}}{quoted(after)}"'
        case list():
            return f"[{', '.join(map(native, value))}]"
        case dict():
            return (
                f"{{{', '.join(f'{native(key)} = {native(one)}' for key, one in value.items())}}}"
            )
        case _:
            return json.dumps(value)


def in_json(value: Written) -> object:
    match value:
        case str():
            return escaped(value)
        case Reference(text):
            return f"${{{text}}}"
        case tuple():
            before, middle, after = around(value)
            return f"{escaped(before)}${{{middle}}}{escaped(after)}"
        case list():
            return [in_json(one) for one in value]
        case dict():
            return {escaped(key): in_json(one) for key, one in value.items()}
        case _:
            return value


def arguments(given_: dict[str, Written]) -> str:
    return "".join(f"{name} = {native(value)}\n" for name, value in given_.items())


def native_step(step: Step) -> str:
    parts = "".join(f"part {{\n{arguments(one)}}}\n" for one in step.parts)
    made = ""
    if step.each is not None:
        made = (
            f'dynamic "part" {{\nfor_each = {native(step.each)}\n'
            f"content {{\n{arguments(step.makes)}}}\n}}\n"
        )
    return f'provisioner "act" {{\n{arguments(step.arguments)}{parts}{made}}}\n'


def json_step(step: Step) -> object:
    body: dict[str, object] = {name: in_json(value) for name, value in step.arguments.items()}
    parts = [in_json(one) for one in step.parts]
    if parts:
        body["part"] = parts if len(parts) > 1 else parts[0]
    if step.each is not None:
        made = {"for_each": in_json(step.each), "content": in_json(step.makes)}
        body["dynamic"] = {"part": made}
    return {"act": body}


def native_template(default: Written, local: Written, tags: Written, steps: list[Step]) -> str:
    return (
        f'variable "a" {{\ndefault = {native(default)}\n}}\n'
        f"locals {{\nb = {native(local)}\n}}\n"
        f'source "workshop" "w" {{\nssh_username = "me"\ntags = {native(tags)}\n}}\n'
        f'build {{\nsources = ["workshop.w"]\n{"".join(map(native_step, steps))}}}\n'
    )


def json_template(default: Written, local: Written, tags: Written, steps: list[Step]) -> str:
    source = {"ssh_username": "me", "tags": in_json(tags)}
    build: dict[str, object] = {"sources": ["workshop.w"]}
    if steps:
        build["provisioner"] = [json_step(one) for one in steps]
    return json.dumps(
        {
            "variable": {"a": {"default": in_json(default)}},
            "locals": {"b": in_json(local)},
            "source": {"workshop": {"w": source}},
            "build": build,
        },
        ensure_ascii=len(steps) % 2 == 0,
        indent=len(steps) or None,
    )


def outcome(workspace: Workspace, name: str, text: str) -> object:
    """What planning makes of a template, without places."""
    workspace.write(text, name)
    problems = workspace.problems(name)
    if problems and any(one.severity.value == "error" for one in problems):
        return sorted((one.summary, len(one.labels)) for one in problems)
    made = workspace.plan(name)
    [build] = made.builds
    facts = {"Host": "192.0.2.1"}
    steps = [
        (one.name, one.max_retries, late(one, facts), late(one, {})) for one in build.provisioners
    ]
    values = [(one.name, one.shown) for one in (*made.variables, *made.local_values)]
    return (
        repr(build.builder_settings(facts)),
        steps,
        values,
        sorted(one.summary for one in problems),
    )


def late(step: ProvisionerStep, facts: dict[str, str]) -> str:
    """The settings once this is known; a text may only now turn out to be a bad Go template."""
    try:
        return repr(step.settings(facts))
    except TemplateError as error:
        return str(error)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("one")


@given(VALUES, VALUES, VALUES, st.lists(ANY_STEPS, max_size=2))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_both_dialects_give_one_plan_or_the_same_problems(
    place: Path, default: Written, local: Written, tags: Written, steps: list[Step]
) -> None:
    workspace = Workspace(place)

    first = outcome(workspace, "x.pkr.hcl", native_template(default, local, tags, steps))
    second = outcome(workspace, "x.pkr.json", json_template(default, local, tags, steps))

    assert first == second


@given(TEXTS, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=2), st.lists(FIT_STEPS, max_size=2))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_both_dialects_give_one_plan(
    place: Path, default: str, local: str, tags: dict[str, Written], steps: list[Step]
) -> None:
    workspace = Workspace(place)

    first = outcome(workspace, "x.pkr.hcl", native_template(default, local, tags, steps))
    second = outcome(workspace, "x.pkr.json", json_template(default, local, tags, steps))

    assert first == second
