"""Legacy JSON templates: what they may say, and where what is wrong with them stands."""

import json

import pytest

from goldsmith.diagnostics import Severity
from goldsmith.planning.testing import BareSettings, Workspace

BARE: dict[str, object] = {"type": "bare", "target": "x"}


def template(**parts: object) -> str:
    """A template with one bare builder, and `parts` besides; `_` stands for a dash."""
    named = {name.replace("__", "-"): value for name, value in parts.items()}
    return json.dumps({"builders": [BARE], **named})


def said(workspace: Workspace, text: str, **given: object) -> list[str]:
    """The first lines of what is wrong with a template."""
    return workspace.write(text, "old.json").said("old.json", **given)


def test_the_smallest_template_makes_a_build_named_like_its_type(workspace: Workspace) -> None:
    plan = workspace.write(template(), "old.json").plan("old.json")

    assert [one.name for one in plan.builds] == ["bare"]
    assert plan.builds[0].block_name == ""
    assert plan.builds[0].source_name == "bare"


def test_a_builder_with_another_name_is_shown_with_its_type(workspace: Workspace) -> None:
    builders = [{**BARE, "name": "web"}, {**BARE, "name": "bare"}, {**BARE, "name": 7}]

    plan = workspace.write(template(builders=builders), "old.json").plan("old.json")

    assert [one.name for one in plan.builds] == ["bare.7", "bare", "bare.web"]


@pytest.mark.parametrize("name", ["", None])
def test_an_empty_name_is_none(workspace: Workspace, name: str | None) -> None:
    text = template(builders=[{**BARE, "name": name}])

    assert [one.name for one in workspace.write(text, "o").plan("o").builds] == ["bare"]


def test_everything_that_templates_can_say_is_taken(workspace: Workspace) -> None:
    text = template(
        _comment="whatever",
        description="Makes things.",
        min_packer_version="1.2.3",
        push={"name": "gone"},
        variables={"a": "b", "needed": None},
        sensitive__variables=["a"],
        provisioners=[{"type": "act", "words": ["x"], "max_retries": 2, "pause_before": "1s"}],
        error__cleanup__provisioner={"type": "act"},
        post__processors=["wrap", {"type": "wrap", "name": "w"}, ["wrap", {"type": "wrap"}]],
    )

    plan = workspace.write(text, "old.json").plan("old.json", variables=(("needed", "x"),))

    [build] = plan.builds
    [step] = build.provisioners
    assert (step.max_retries, step.pause_before.total_seconds()) == (2, 1.0)
    assert build.error_cleanup is not None
    names = [[one.name for one in chain] for chain in build.post_processors]
    assert names == [["wrap"], ["w"], ["wrap", "wrap"]]
    assert plan.outline is not None
    assert plan.outline.description == "Makes things."


def test_null_is_as_good_as_nothing(workspace: Workspace) -> None:
    nothing = dict.fromkeys(("variables", "provisioners", "description", "min_packer_version"))

    assert not said(workspace, template(**nothing, post__processors=None, push=None))


def test_names_of_parts_may_have_capitals(workspace: Workspace) -> None:
    text = json.dumps({"Builders": [{"type": "bare", "Target": "x"}], "DESCRIPTION": "d"})

    assert not said(workspace, text)


@pytest.mark.parametrize(
    ("text", "summary", "place"),
    [
        ("{}", "The template has no builders", "{"),
        ('{"builders": []}', "The template has no builders", "{"),
        ("[]", "A template is an object, not a list", "["),
        ("5", "A template is an object, not a number", "5"),
        ('{"builders": {}}', '"builders" must be a list, not an object', "{}"),
        ('{"builders": ["x"]}', "A builder must be an object, not a text", '"x"'),
        ('{"builders": [null]}', "A builder must be an object, not null", "null"),
        ('{"builders": [{"name": "x"}]}', 'A builder needs a "type"', "{"),
        ('{"builders": [{"type": ""}]}', 'A builder needs a "type"', "{"),
        ('{"builders": [{"type": 5}]}', '"type" must be a text, not a number', "5"),
        (
            '{"builders": [{"type": "bare", "target": "x", "nope": 1}]}',
            'no argument "nope"',
            '"nope"',
        ),
        ('{"builders": [{"type": "bare"}]}', 'The bare builder needs "target"', '"bare"'),
        (template(bilders=1), 'A template has no "bilders"', '"bilders"'),
        (template(_note=["x"]), 'The comment "_note" must be a text, not a list', '["x"]'),
        (template(description=5), '"description" must be a text, not a number', "5"),
        (template(provisioners={}), '"provisioners" must be a list, not an object', "{}"),
        (template(provisioners=["act"]), "A provisioner must be an object, not a text", '"act"'),
        (template(provisioners=[{}]), 'A provisioner needs a "type"', "{"),
        (template(provisioners=[{"type": "nope"}]), "does not contain the provisioner", '"nope"'),
        (template(provisioners=[{"type": "act", "name": "x"}]), 'no argument "name"', '"name"'),
        (template(post__processors="wrap"), '"post-processors" must be a list', '"wrap"'),
        (template(post__processors=[5]), "must be a text or an object, not a number", "5"),
        (template(post__processors=[None]), "must be a text or an object, not null", "null"),
        (template(post__processors=[[["wrap"]]]), "cannot hold another chain", '["wrap"]'),
        (template(post__processors=[{"output": "x"}]), 'needs a "type"', "{"),
        (template(post__processors=["nope"]), "does not contain the post-processor", '"nope"'),
        (
            template(post__processors=[{"type": "wrap", "keep_input_artifact": "no"}]),
            "must be true or false, not a text",
            '"no"',
        ),
        (template(variables=[]), '"variables" must be an object, not a list', "[]"),
        (template(variables={"a": 5}), 'value of "a" must be a text, not a number', "5"),
        (template(variables={"a": True}), 'value of "a" must be a text, not true', "true"),
        (template(variables={"a": {}}), 'value of "a" must be a text, not an object', "{}"),
        (template(sensitive__variables="a"), '"sensitive-variables" must be a list', '"a"'),
        (template(sensitive__variables=[1]), "must be a text, not a number", "1"),
        (template(min_packer_version=1), '"min_packer_version" must be a text', "1"),
        (template(min_packer_version="9.0"), "needs Packer 9.0 or later", '"9.0"'),
        (template(min_packer_version=">= 1"), "is not a version", '">= 1"'),
        (template(error__cleanup__provisioner=[]), "must be an object, not a list", "[]"),
    ],
)
def test_a_mistake_is_told_where_it_stands(
    workspace: Workspace, text: str, summary: str, place: str
) -> None:
    problems = workspace.write(text, "old.json").problems("old.json")

    [found] = [one for one in problems if summary in one.summary]
    assert found.severity is Severity.ERROR
    assert found.span is not None
    assert found.span.text == place


def test_a_truth_in_quotes_is_told_to_go_without(workspace: Workspace) -> None:
    text = template(post__processors=[{"type": "wrap", "keep_input_artifact": "true"}])

    [found] = workspace.write(text, "old.json").problems("old.json")

    assert found.detail == "Write true, without quotes."


def test_a_key_that_stands_twice_is_shown_at_both_places(workspace: Workspace) -> None:
    text = '{"builders": [{"type": "bare", "target": "x", "target": "y"}]}'

    [found] = workspace.write(text, "old.json").problems("old.json")

    assert found.summary == 'The key "target" stands twice'
    assert len(found.labels) == 1


def test_two_builders_of_one_name_are_a_mistake(workspace: Workspace) -> None:
    assert said(workspace, template(builders=[BARE, BARE])) == ['There are two builders "bare"']


def test_two_builders_that_come_to_one_name_are_a_mistake(workspace: Workspace) -> None:
    builders = [{**BARE, "name": "web"}, {**BARE, "name": "{{lower `WEB`}}"}]

    assert said(workspace, template(builders=builders)) == ['There are two builders "web"']


def test_a_misspelt_part_gets_the_likely_name(workspace: Workspace) -> None:
    shown = workspace.write(template(post_processors=[]), "old.json").shown("old.json")

    assert 'Did you mean "post-processors"?' in shown


def test_words_of_the_other_language_are_told_their_place(workspace: Workspace) -> None:
    shown = workspace.write(template(source={}), "old.json").shown("old.json")

    assert (
        'A legacy template has "builders" for that. HCL in JSON goes into a file named *.pkr.json.'
        in shown
    )


def test_a_syntax_check_looks_no_further_than_the_parts(workspace: Workspace) -> None:
    text = json.dumps({"variables": {"x": None, "y": "{{nope}}"}, "min_packer_version": "99"})

    assert not workspace.write(text, "old.json").syntax("old.json")
    assert workspace.write('{"x": 1}', "old.json").syntax("old.json") == ['A template has no "x"']


def test_a_survey_needs_no_values(workspace: Workspace) -> None:
    text = template(
        variables={"b": None, "a": "{{env `HOME`}}", "pw": "x"}, sensitive__variables=["pw"]
    )

    outline = workspace.write(text, "old.json").survey("old.json").outline

    assert outline is not None
    assert outline.required == ("b",)
    assert outline.optional == (("a", "{{env `HOME`}}"), ("pw", "<sensitive>"))
    assert outline.builders == (("bare", "bare"),)


def test_dollars_and_braces_are_nothing_special(workspace: Workspace) -> None:
    text = template(builders=[{"type": "bare", "target": "${x} %{if} $${y}"}])

    [build] = workspace.write(text, "old.json").plan("old.json").builds

    settings = build.builder_settings({})
    assert isinstance(settings, BareSettings)
    assert settings.target == "${x} %{if} $${y}"
