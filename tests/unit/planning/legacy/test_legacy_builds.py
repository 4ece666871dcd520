"""What the parts of legacy templates come to as builds and steps."""

import json
from datetime import timedelta

import pytest

from goldsmith.diagnostics import Severity, TemplateError
from goldsmith.plan import Build
from goldsmith.planning.testing import ActSettings, BareSettings, MachineSettings, Workspace

BARE: dict[str, object] = {"type": "bare", "target": "x"}
TWO = [{**BARE, "name": "one"}, {**BARE, "name": "two"}]


def write(workspace: Workspace, **parts: object) -> Workspace:
    """A template with two bare builders and `parts`."""
    named = {name.replace("__", "-"): value for name, value in parts.items()}
    return workspace.write(json.dumps({"builders": TWO, **named}), "old.json")


def builds(workspace: Workspace, **given: object) -> dict[str, Build]:
    """The builds by name."""
    return {one.name: one for one in workspace.plan("old.json", **given).builds}


def acted(build: Build, facts: dict[str, str] | None = None) -> list[ActSettings]:
    """The settings of the provisioners of a build, when these facts are known."""
    made = [one.settings(facts or {}) for one in build.provisioners]
    found = [one for one in made if isinstance(one, ActSettings)]
    assert found == made
    return found


def step(**settings: object) -> dict[str, object]:
    """A provisioner."""
    return {"type": "act", **{name.rstrip("_"): value for name, value in settings.items()}}


def test_builds_are_made_in_the_order_of_their_names(workspace: Workspace) -> None:
    names = ["b", "C", "a"]
    write(workspace, builders=[{**BARE, "name": name} for name in names])

    assert list(builds(workspace)) == ["bare.C", "bare.a", "bare.b"]


def test_names_are_rendered_for_people_and_raw_in_steps(workspace: Workspace) -> None:
    raw = "web-{{user `a`}}"
    write(
        workspace,
        variables={"a": "1"},
        builders=[{**BARE, "name": raw}, BARE],
        provisioners=[
            step(words="{{build_name}} {{build_type}}", only=[raw]),
            step(words="other", override={raw: {"words": ["web"]}}),
        ],
    )

    found = builds(workspace)

    assert list(found) == ["bare", "bare.web-1"]
    assert [one.words for one in acted(found["bare.web-1"])] == [("web-1 bare",), ("web",)]
    assert [one.words for one in acted(found["bare"])] == [("other",)]


def test_only_and_except_choose_by_exact_name(workspace: Workspace) -> None:
    write(workspace, builders=[*TWO, BARE])

    assert list(builds(workspace, only=("one",))) == ["bare.one"]
    assert list(builds(workspace, excluded=("one", "bare"))) == ["bare.two"]
    assert "No builds to run" in workspace.said("old.json", only=("o*",))
    assert "No builds to run" in workspace.said("old.json", only=("bare.one",))


def test_except_drops_a_post_processor_and_what_follows_it(workspace: Workspace) -> None:
    chain = [{"type": "wrap", "name": "a"}, {"type": "wrap", "name": "b"}, "wrap"]
    write(workspace, post__processors=[chain, "wrap"])

    made = builds(workspace, excluded=("b",))["bare.one"].post_processors

    assert [[one.name for one in steps] for steps in made] == [["a"], ["wrap"]]


def test_steps_choose_builders_by_only_and_except(workspace: Workspace) -> None:
    write(
        workspace,
        provisioners=[
            step(words="first", only=["one"]),
            step(words="second", except_=["one"]),
            step(words="third", only="two"),
        ],
        post__processors=[{"type": "wrap", "only": ["two"]}],
    )

    found = builds(workspace)

    assert [one.words for one in acted(found["bare.one"])] == [("first",)]
    assert [one.words for one in acted(found["bare.two"])] == [("second",), ("third",)]
    assert [len(found[name].post_processors) for name in found] == [0, 1]


def test_an_override_lies_over_a_step_for_one_builder(workspace: Workspace) -> None:
    override = {"one": {"words": "x,y", "part": {"kind": "p"}}, "two": None}
    write(workspace, provisioners=[step(words="a", override=override)])

    found = builds(workspace)

    [changed] = acted(found["bare.one"])
    assert changed.words == ("x", "y")
    assert [one.kind for one in changed.part] == ["p"]
    assert acted(found["bare.two"])[0].words == ("a",)


@pytest.mark.parametrize(
    ("given", "summary", "place"),
    [
        ({"only": ["no"]}, '"only": there is no builder "no"', '"no"'),
        ({"except": ["on"]}, '"except": there is no builder "on"', '"on"'),
        ({"override": {"no": {}}}, '"override": there is no builder "no"', '"no"'),
        ({"override": {"one": 5}}, "must be an object, not a number", "5"),
        ({"override": ["x"]}, '"override" must be an object, not a list', '["x"]'),
        ({"override": {"one": {"no": 1}}}, 'has no argument "no"', "1"),
        ({"only": ["one"], "except": ["two"]}, "cannot be used together", '"except": ["two"]'),
        ({"only": {}}, '"only" must be a list, not an object', "{}"),
        ({"pause_before": "5"}, '"pause_before": "5" needs a unit', '"5"'),
        ({"pause_before": ""}, '"pause_before": "" is not a duration', '""'),
        ({"timeout": []}, '"timeout" must be a text, not a list', "[]"),
        ({"max_retries": "x"}, '"max_retries" must be a whole number, not "x"', '"x"'),
        ({"max_retries": 1.5}, '"max_retries" must be a whole number, not "1.5"', "1.5"),
        ({"max_retries": "0x2"}, '"max_retries" must be a whole number, not "0x2"', '"0x2"'),
        ({"max_retries": []}, '"max_retries" must be a text, not a list', "[]"),
        ({"max_retries": "{{nope}}"}, "nope", "nope"),
        ({"part": 5}, '"part" is a block, not an argument', "5"),
        ({"words": "{{build `Nope`}}"}, 'build: nothing here is called "Nope"', "build"),
        ({"words": "{{.ID"}, "In {{ }}", "{{.ID"),
        ({"later": "{{build `Nope`}}"}, 'build: nothing here is called "Nope"', "build"),
        ({"later": "{{.A}}{{env `Nope`}}"}, 'it can be called in "variables" only', "env"),
        ({"later": "{{sed `Nope`}}"}, "it is gone", "sed"),
    ],
)
def test_a_mistake_in_a_step_is_shown_there(
    workspace: Workspace, given: dict[str, object], summary: str, place: str
) -> None:
    write(workspace, provisioners=[{"type": "act", **given}])

    [found] = [one for one in workspace.problems("old.json") if one.severity is Severity.ERROR]

    assert summary in found.summary
    assert found.span is not None
    assert place in found.span.text


def test_the_likely_builder_is_named(workspace: Workspace) -> None:
    write(workspace, provisioners=[step(only=["oen"])])

    assert 'Did you mean "one"?' in workspace.shown("old.json")


def test_only_of_a_post_processor_is_a_list(workspace: Workspace) -> None:
    write(workspace, post__processors=[{"type": "wrap", "only": "one"}])

    assert workspace.said("old.json") == ['"only" must be a list, not a text']


@pytest.mark.parametrize(
    ("written", "retries"),
    [(3, 3), ("3", 3), ("{{user `n`}}", 7), ("", 0), (True, 1), (None, 0), (-2, 0), ("+4", 4)],
)
def test_retries_may_be_written_in_many_ways(
    workspace: Workspace, written: object, retries: int
) -> None:
    write(workspace, variables={"n": "7"}, provisioners=[step(max_retries=written)])

    [one] = builds(workspace)["bare.one"].provisioners

    assert one.max_retries == retries


def test_durations_of_steps(workspace: Workspace) -> None:
    write(
        workspace,
        provisioners=[step(timeout="2m"), step(pause_before="1.5s"), step(pause_before="-1s")],
    )

    first, second, third = builds(workspace)["bare.one"].provisioners

    assert (first.timeout, first.pause_before) == (timedelta(minutes=2), timedelta())
    assert (second.timeout, second.pause_before) == (None, timedelta(seconds=1.5))
    assert third.pause_before == timedelta()


def test_a_pause_makes_a_timeout_void_which_is_told(workspace: Workspace) -> None:
    write(workspace, provisioners=[step(timeout="2m", pause_before="1s")])

    assert workspace.said("old.json") == ["This timeout has no effect"]
    assert builds(workspace)["bare.one"].provisioners[0].timeout is None


def test_a_bare_number_of_nanoseconds_is_told(workspace: Workspace) -> None:
    write(workspace, provisioners=[step(pause_before=5)])

    shown = workspace.shown("old.json")

    assert '"pause_before" counts in nanoseconds here' in shown
    assert 'Write "5s".' in shown


def test_what_the_build_tells_is_known_when_it_runs(workspace: Workspace) -> None:
    write(
        workspace,
        provisioners=[step(words=["{{build `ID` | upper}}", "{{.Host}}"], later="{{build `ID`}}")],
    )

    [early] = acted(builds(workspace)["bare.one"], {"ID": "i-1", "Host": "h"})
    [unknown] = acted(builds(workspace)["bare.one"])

    assert early.words == ("I-1", "h")
    assert unknown.words == ("<UNKNOWN>", "<unknown>")
    assert early.later == "{{build `ID`}}"


def test_components_render_later_with_the_functions_of_their_build(workspace: Workspace) -> None:
    write(workspace, variables={"a": "1"}, provisioners=[step(later="x")])

    renderer = builds(workspace)["bare.one"].renderer
    known = renderer.with_data({**renderer.data, "ID": "i-1"})

    text = "{{user `a`}} {{build `ID`}} {{build `Host`}} {{build_name}} {{template_dir}}"
    assert known.render(text).text == f"1 i-1 <unknown> one {workspace.folder}"


def test_a_builder_knows_no_build(workspace: Workspace) -> None:
    write(workspace, builders=[{"type": "bare", "target": "{{build `ID`}}"}])

    assert 'nothing here is called "ID"' in workspace.shown("old.json")


def test_a_builder_reaches_its_machine_as_in_hcl(workspace: Workspace) -> None:
    machine = {"type": "workshop", "ssh_username": "me", "ssh_port": "2222", "tags": {"n": 5}}
    write(workspace, builders=[machine])

    build = builds(workspace)["workshop"]

    assert build.communicator is not None
    settings = build.builder_settings({})
    assert isinstance(settings, MachineSettings)
    assert settings.tags == {"n": "5"}


def test_a_variable_may_name_the_communicator(workspace: Workspace) -> None:
    machine = {"type": "odd", "Communicator": "{{user `c`}}", "ssh_username": "me"}
    write(workspace, variables={"c": "ssh"}, builders=[machine])

    communicator = builds(workspace)["odd"].communicator

    assert communicator is not None
    assert communicator.name == "ssh"


def test_an_outdated_option_leads_to_fix(workspace: Workspace) -> None:
    write(workspace, builders=[{**BARE, "iso_md5": "x"}])

    assert "`goldsmith fix` brings the template up to date." in workspace.shown("old.json")


def test_steps_are_checked_although_there_is_no_builder(workspace: Workspace) -> None:
    write(workspace, builders=[{"type": "nope"}], provisioners=[step(words="x", wrods="y")])

    said = workspace.said("old.json")

    assert 'goldsmith does not contain the builder "nope" yet' in said


def test_an_empty_text_leaves_a_setting_as_it_is(workspace: Workspace) -> None:
    write(
        workspace,
        variables={"none": ""},
        builders=[{"type": "bare", "target": "{{user `none`}}"}],
    )

    [found] = workspace.problems("old.json")

    assert found.summary == 'The bare builder needs "target"'
    assert "empty" in found.detail


def test_what_may_go_wrong_with_an_unknown_value_is_left_to_the_build(workspace: Workspace) -> None:
    write(workspace, provisioners=[step(words="{{split (build `ID`) `-` 1}}")])
    build = builds(workspace)["bare.one"]

    assert acted(build, {"ID": "i-1"})[0].words == ("1",)
    with pytest.raises(TemplateError, match="has no part 1"):
        acted(build, {"ID": "i1"})


def test_an_unknown_key_is_told_although_another_value_is_not_known(workspace: Workspace) -> None:
    write(workspace, provisioners=[step(words="{{build `ID`}} {{build `Nope`}}")])

    assert 'nothing here is called "Nope"' in workspace.shown("old.json")


def test_the_target_is_read_as_it_stands(workspace: Workspace) -> None:
    write(workspace, builders=[{"type": "bare", "target": True}])

    settings = builds(workspace)["bare"].builder_settings({})

    assert isinstance(settings, BareSettings)
    assert settings.target == "1"


def test_the_folder_of_a_template_is_written_without_detours(workspace: Workspace) -> None:
    write(workspace, builders=[{"type": "bare", "target": "{{template_dir}}"}])
    (workspace.folder / "a").mkdir()

    [build] = workspace.plan("a/../old.json").builds

    settings = build.builder_settings({})
    assert isinstance(settings, BareSettings)
    assert settings.target == str(workspace.folder)
