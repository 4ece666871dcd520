"""User variables of legacy templates: what is given for them, and what that comes to."""

import json

import pytest

from goldsmith.planning.testing import BareSettings, Workspace


def write(workspace: Workspace, variables: object, target: str = "x", **parts: object) -> None:
    """A template with one bare builder whose target is `target`."""
    named = {name.replace("__", "-"): value for name, value in parts.items()}
    builder = {"type": "bare", "target": target}
    whole = {"variables": variables, "builders": [builder], **named}
    workspace.write(json.dumps(whole), "old.json")


def target(workspace: Workspace, **given: object) -> str:
    """The target as it is read."""
    [build] = workspace.plan("old.json", **given).builds
    settings = build.builder_settings({})
    assert isinstance(settings, BareSettings)
    return settings.target


def value(workspace: Workspace, text: str, **given: object) -> str:
    """What the variable `x` comes to if `text` is given for it."""
    write(workspace, {"x": text, "name": "world"}, "={{user `x`}}")
    return target(workspace, **given)[1:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("hello {{user `name`}}", "hello world"),
        ('{{user "name" | upper}}', "WORLD"),
        ("{{env `HOME`}}", "/home/me"),
        ("{{env `NOTHING`}}", ""),
        ("{{packer_version}}", "1.16.0"),
        ("{{if user `name`}}yes{{else}}no{{end}}", "yes"),
        ("{{- /* nothing */ -}}", ""),
        ('{{replace_all "o" "0" (user `name`)}}', "w0rld"),
        ("{{split `a,b` `,` 1}}", "b"),
        ("{{printf `%s-%d` (user `name`) 5}}", "world-5"),
    ],
)
def test_a_variable_is_rendered(workspace: Workspace, text: str, expected: str) -> None:
    assert value(workspace, text, environment={"HOME": "/home/me"}) == expected


def test_variables_may_refer_to_each_other_in_any_order(workspace: Workspace) -> None:
    chain = {f"v{number:04}": f"{{{{user `v{number + 1:04}`}}}}." for number in range(3000)}
    write(workspace, {**chain, "v3000": "end"}, "{{user `v0000`}}")

    assert target(workspace) == "end" + "." * 3000


def test_several_variables_may_need_the_same(workspace: Workspace) -> None:
    write(
        workspace,
        {"a": "{{user `b`}}{{user `c`}}", "b": "b{{user `d`}}", "c": "c{{user `b`}}", "d": "d"},
        "{{user `a`}}",
    )

    assert target(workspace) == "bdcbd"


def test_a_reference_that_a_variable_comes_to_is_followed_too(workspace: Workspace) -> None:
    write(workspace, {"a": "{{user `b`}}", "b": "{{env `B`}}", "c": "end"}, "{{user `a`}}")

    assert target(workspace, environment={"B": "{{user `c`}}"}) == "end"


def test_what_is_for_the_component_is_left_alone(workspace: Workspace) -> None:
    later = "{{.Vars}} {{ .Path }}{{ .A}}"
    write(workspace, {"x": f"{later} {{{{user `name`}}}}", "name": "n"}, "{{user `x`}}")
    plan = workspace.plan("old.json")

    shown = {one.name: one.shown for one in plan.variables}

    assert shown["x"] == f'"{later} n"'


def test_a_circle_is_drawn(workspace: Workspace) -> None:
    write(workspace, {"a": "{{user `b`}}", "b": "{{user `c`}}", "c": "{{user `a`}}"})

    [found] = workspace.problems("old.json")

    assert found.summary == "The variable a needs itself"
    assert found.detail == "a → b → c → a"
    assert [one.span.text for one in found.labels] == ['"{{user `c`}}"', '"{{user `a`}}"']


def test_a_variable_cannot_need_itself(workspace: Workspace) -> None:
    write(workspace, {"a": "x{{user `a`}}"})

    assert workspace.said("old.json") == ["The variable a needs itself"]


def test_what_never_settles_is_told(workspace: Workspace) -> None:
    write(workspace, {"a": "{{user `b`}}", "b": "{{env `B`}}"})

    said = workspace.said("old.json", environment={"B": "{{user `b`}}"})

    assert said == ["The value of the variable a never settles"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{user `nmae`}}", 'user: there is no variable "nmae". Did you mean "name"?'),
        ("{{nope}}", "nope"),
        ("{{build `ID`}}", "build: variables are the same for all builds"),
        ("{{build_name}}", "build_name: variables are the same for all builds"),
        ("{{sed `a` `b`}}", "sed: it is gone; use replace"),
        ("{{user}}", "user"),
        ("{{user `name`", "In {{ }}"),
        ("{{split `a` `,` 7}}", "split"),
    ],
)
def test_a_mistake_in_a_variable_is_shown_there(workspace: Workspace, text: str, said: str) -> None:
    write(workspace, {"x": text, "name": "n"})

    [found] = workspace.problems("old.json")

    assert said in found.summary
    assert found.span is not None
    written = json.dumps(text)
    begin = found.span.file.text.index(written)
    assert begin < found.span.start < begin + len(written)


def test_what_is_missing_is_listed_in_one_error(workspace: Workspace) -> None:
    write(workspace, {"a": None, "b": "{{user `a`}}", "c": None}, "{{user `b`}}")

    [found] = workspace.problems("old.json")

    assert found.summary == "These variables have no value: a, c"
    assert found.span is not None
    assert [found.span.text, *(one.span.text for one in found.labels)] == ['"a"', '"c"']


def test_the_command_line_wins_over_files_and_files_over_defaults(workspace: Workspace) -> None:
    write(workspace, {"a": "1", "b": "1", "c": "1", "d": None}, "{{user `a`}}{{user `b`}}"
          "{{user `c`}}{{user `d`}}")  # fmt: skip
    workspace.write('{"b": "2", "c": "2", "d": null}', "one.json")
    workspace.write('{"c": "3"}', "two")

    made = target(workspace, variable_files=("one.json", "two"), variables=(("c", "4"),))

    assert made == "124"


def test_undeclared_variables_are_taken(workspace: Workspace) -> None:
    write(workspace, {}, "{{user `free`}}{{user `other`}}")
    workspace.write('{"other": "!"}', "vars.json")

    assert target(workspace, variables=(("free", "yes"),), variable_files=("vars.json",)) == "yes!"


def test_the_environment_sets_no_variables(workspace: Workspace) -> None:
    write(workspace, {"a": "1"}, "{{user `a`}}")

    assert target(workspace, environment={"PKR_VAR_a": "2"}) == "1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "The variable file vars.json must be an object, not a list"),
        ('{"a": 5}', 'The value of "a" must be a text, not a number'),
        ('{"a": ["x"]}', 'The value of "a" must be a text, not a list'),
    ],
)
def test_a_variable_file_holds_texts(workspace: Workspace, text: str, said: str) -> None:
    write(workspace, {"a": "1"})
    workspace.write(text, "vars.json")

    assert workspace.said("old.json", variable_files=("vars.json",)) == [said]


def test_a_variable_file_in_hcl_is_for_other_templates(workspace: Workspace) -> None:
    write(workspace, {"a": "1"})
    workspace.write('a = "x"\n', "a.pkrvars.hcl")

    [said] = workspace.said("old.json", variable_files=("a.pkrvars.hcl",))

    assert said == "a.pkrvars.hcl is a variable file for templates in HCL"


def test_a_variable_file_that_is_not_there_is_told(workspace: Workspace) -> None:
    write(workspace, {})

    assert workspace.said("old.json", variable_files=("no.json",)) == ["There is no file no.json"]


def test_an_unknown_variable_is_empty_in_a_component(workspace: Workspace) -> None:
    write(workspace, {}, "x{{user `nope`}}")

    assert target(workspace) == "x"


@pytest.mark.parametrize(
    ("text", "place"), [("x{{user `nmae`}}", "`nmae`"), ('k{{ user "nmae" }}', '"k{{ user')]
)
def test_which_is_a_warning_with_the_likely_name(
    workspace: Workspace, text: str, place: str
) -> None:
    write(workspace, {"name": "n"}, "x", provisioners=[{"type": "act", "part": {"kind": text}}])

    [found] = workspace.problems("old.json")

    assert found.summary == 'There is no variable "nmae"; it is empty here'
    assert found.detail == 'Did you mean "name"?'
    assert found.span is not None
    assert found.span.text.startswith(place)


@pytest.mark.parametrize("function", ["env `HOME`", "consul_key `a`", "vault `a` `b`"])
def test_what_is_for_variables_is_refused_in_a_component(
    workspace: Workspace, function: str
) -> None:
    write(workspace, {}, f"{{{{{function}}}}}")

    [said] = workspace.said("old.json")

    assert 'it can be called in "variables" only' in said


def test_a_service_is_not_asked_unless_values_are_needed(workspace: Workspace) -> None:
    write(
        workspace,
        {"a": "{{consul_key `x`}}", "b": "{{user `a`}}", "c": "{{vault `a` `b`}}"},
        "{{user `b`}}",
        provisioners=[{"type": "act", "words": "{{user `b`}}"}],
    )

    assert not workspace.problems("old.json")


def test_sensitive_values_are_secrets_and_are_not_shown(workspace: Workspace) -> None:
    write(
        workspace,
        {"pw": "hunter2", "whole": "x{{user `pw`}}"},
        "{{user `whole`}}",
        sensitive__variables=["pw"],
    )

    plan = workspace.plan("old.json")

    assert "hunter2" in plan.secrets
    assert {one.name: one.shown for one in plan.variables}["pw"] == "<sensitive>"


def test_no_problem_shows_a_secret(workspace: Workspace) -> None:
    write(
        workspace,
        {"pw": "hunter2", "given": None},
        "{{user `pw`}} {{nope}}",
        sensitive__variables=["pw", "given"],
        nope="x",
    )
    given = (("given", "hunter3 {{"),)

    shown = workspace.shown("old.json", variables=given)

    assert 'A template has no "nope"' in shown
    assert "hunter" not in shown
    assert '"pw": "*******"' in shown


def test_a_sensitive_variable_that_is_not_there_is_a_warning(workspace: Workspace) -> None:
    write(workspace, {"password": "x"}, sensitive__variables=["pasword"])

    assert 'Did you mean "password"?' in workspace.shown("old.json")
