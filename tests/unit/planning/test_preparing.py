"""Settings of components: what is known now, what is known later."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from goldsmith.plan import Build
from goldsmith.planning.testing import (
    ActSettings,
    BareSettings,
    LineSettings,
    MachineSettings,
    Workspace,
)


def machine(workspace: Workspace, inside: str, kind: str = "workshop") -> Build:
    workspace.write(f'source "{kind}" "a" {{\n{inside}\n}}\nbuild {{ sources = ["{kind}.a"] }}')
    [build] = workspace.plan().builds
    return build


def said(workspace: Workspace, inside: str, kind: str = "workshop") -> list[str]:
    workspace.write(f'source "{kind}" "a" {{\n{inside}\n}}\nbuild {{ sources = ["{kind}.a"] }}')
    return workspace.said()


def test_builder_and_communicator_share_a_block(workspace: Workspace) -> None:
    build = machine(workspace, 'size = 2\nssh_username = "me"\npause_before_connecting = "3s"')

    assert build.builder_settings({}) == MachineSettings(size=2)
    assert build.communicator is not None
    assert build.communicator.name == "ssh"
    assert build.communicator_settings is not None
    assert build.communicator_settings({}) == LineSettings(ssh_username="me")
    assert build.pause_before_connecting == timedelta(seconds=3)


def test_problems_of_all_parts_are_reported_together(workspace: Workspace) -> None:
    assert said(workspace, 'sise = 2\nssh_port = "x"') == [
        "Who shall log in?",
        'The workshop builder has no argument "sise"',
        '"ssh_port" must be a whole number, not "x"',
    ]


def test_a_builder_may_object_to_how_it_is_reached(workspace: Workspace) -> None:
    assert said(workspace, 'ssh_username = "nobody"') == ["Nobody cannot log in."]


def test_without_a_communicator_its_options_mean_nothing(workspace: Workspace) -> None:
    build = machine(workspace, 'communicator = "none"\nssh_username = "nobody"\nssh_port = "x"')

    assert build.communicator is None
    assert build.communicator_settings is None


def test_a_builder_that_brings_its_own_machine_takes_no_communicator(workspace: Workspace) -> None:
    build = machine(workspace, 'target = "t"', "bare")

    assert build.communicator is None
    assert build.builder_settings({}) == BareSettings(target="t")
    assert said(workspace, 'target = "t"\ncommunicator = "ssh"', "bare") == [
        'The bare builder has no argument "communicator"'
    ]


def test_the_first_communicator_of_a_builder_is_its_default(workspace: Workspace) -> None:
    assert said(workspace, "tube_length = 3\nssh_port = 1", "odd") == [
        'goldsmith does not contain the communicator "tube" yet'
    ]
    assert machine(workspace, 'communicator = "ssh"\nssh_username = "me"', "odd").communicator


@pytest.mark.parametrize(
    "inside", ['communicator = "winrm"\nwinrm_username = "me"', 'communicator = "win${"rm"}"']
)
def test_a_communicator_that_is_not_there_yet_is_named(workspace: Workspace, inside: str) -> None:
    assert said(workspace, inside) == ['goldsmith does not contain the communicator "winrm" yet']
    assert "It contains ssh, none." in workspace.shown()


def test_options_of_a_communicator_that_is_not_there_yet_are_refused(workspace: Workspace) -> None:
    assert len(said(workspace, 'ssh_username = "me"\nwinrm_timeout = "1m"')) == 1
    assert "The winrm communicator is not in this version yet." in workspace.shown()


def test_a_communicator_that_a_builder_cannot_use_is_refused(workspace: Workspace) -> None:
    assert said(workspace, 'communicator = "shh"') == [
        'The workshop builder has no communicator "shh"'
    ]
    assert 'Did you mean "ssh"?' in workspace.shown()
    assert said(workspace, 'communicator = "none"', "odd") == [
        'The odd builder has no communicator "none"'
    ]


@pytest.mark.parametrize("communicator", ["var.nope", "[]"])
def test_a_communicator_that_is_no_text_is_reported_once(
    workspace: Workspace, communicator: str
) -> None:
    assert len(said(workspace, f'communicator = {communicator}\nssh_username = "me"')) == 1


def test_a_builder_that_is_not_there_yet_is_named_and_still_looked_into(
    workspace: Workspace,
) -> None:
    workspace.write(
        'source "amazon-ebs" "a" {\n  filter {\n    x = var.nope\n  }\n}\n'
        'build {\n  source "amazon-ebs.a" {\n    y = upperr("x")\n  }\n'
        '  provisioner "act" {\n    wrods = [var.words]\n  }\n}'
    )

    found = workspace.problems()

    assert [one.summary for one in found] == [
        'goldsmith does not contain the builder "amazon-ebs" yet',
        'There is no variable "nope"',
        'There is no function "upperr"',
        'There is no variable "words"',
    ]
    assert found[0].span is not None
    assert found[0].span.text == '"amazon-ebs"'
    assert found[0].detail == "It contains bare, odd, workshop."


def test_a_source_knows_its_own_name_and_nothing_of_the_build(workspace: Workspace) -> None:
    build = machine(workspace, 'ssh_username = "me"\nlabel = "${source.type}/${source.name}"')

    assert build.builder_settings({}) == MachineSettings(label="workshop/a")
    assert said(workspace, 'ssh_username = "me"\nlabel = build.ID') == [
        'There is nothing called "build" here'
    ]


def step(workspace: Workspace, inside: str) -> Build:
    workspace.write(
        'source "workshop" "a" { ssh_username = "me" }\n'
        'build {\n  name = "web"\n  sources = ["workshop.a"]\n'
        f'  provisioner "act" {{\n{inside}\n}}\n}}'
    )
    [build] = workspace.plan().builds
    return build


def later(workspace: Workspace, inside: str, **facts: str) -> object:
    return step(workspace, inside).provisioners[0].settings(facts)


def test_what_only_a_running_build_knows_is_filled_in_later(workspace: Workspace) -> None:
    inside = "words = [build.ID, build.Host, build.name, build.Image, source.name]"

    assert later(workspace, inside, ID="i-1", Host="h", Image="im") == ActSettings(
        words=("i-1", "h", "web", "im", "a")
    )


def test_what_a_build_never_learns_stays_unknown(workspace: Workspace) -> None:
    assert later(workspace, "words = [build.ID]") == ActSettings(words=("<unknown>",))


def test_a_value_of_the_build_that_is_none_is_a_mistake(workspace: Workspace) -> None:
    workspace.write(
        'source "workshop" "a" { ssh_username = "me" }\nbuild {\n  sources = ["workshop.a"]\n'
        '  provisioner "act" {\n    words = [build.Imgae]\n  }\n}'
    )

    assert 'Did you mean "Image"?' in workspace.shown()


def test_go_templates_see_the_build(workspace: Workspace) -> None:
    inside = 'words = ["{{ .ID }} {{ build_name }} {{ build_type }} {{ packer_version }}"]'

    assert later(workspace, inside, ID="i-1") == ActSettings(words=("i-1 a workshop 1.16.0",))


def test_settings_rendered_by_their_component_are_left_alone(workspace: Workspace) -> None:
    assert later(workspace, 'later = "{{ .Anything }}"') == ActSettings(later="{{ .Anything }}")


def test_settings_that_are_known_are_read_once(workspace: Workspace) -> None:
    [late] = step(workspace, 'words = ["x"]').provisioners

    assert late.settings({}) is late.settings({"ID": "i-1"})


def test_time_is_that_of_the_start(workspace: Workspace) -> None:
    workspace.write(
        'source "bare" "a" { target = "{{ timestamp }} {{ isotime \\"2006-01-02\\" }} '
        '{{ isotime }} {{ strftime \\"%H\\" }}" }\nbuild { sources = ["bare.a"] }'
    )
    started = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)

    [build] = workspace.plan(started=started).builds

    assert build.builder_settings({}) == BareSettings(
        target="1714979289 2024-05-06 2024-05-06T07:08:09Z 07"
    )


def test_each_uuid_is_another_and_sorts_behind_the_last(workspace: Workspace) -> None:
    workspace.write(
        'source "bare" "a" { target = "{{ uuid }} {{ uuid }} {{ pwd }}" }\n'
        'build { sources = ["bare.a"] }'
    )

    settings = workspace.plan().builds[0].builder_settings({})

    assert isinstance(settings, BareSettings)
    first, second, folder = settings.target.split(" ")
    assert first[:8] <= second[:8]
    assert first != second
    assert first[14] == "7"
    assert folder == workspace.folder.as_posix()


def test_secret_settings_are_secrets(workspace: Workspace) -> None:
    workspace.write(
        'source "workshop" "a" {\n  ssh_username = "me"\n  password = "hunter2"\n}\n'
        'build { sources = ["workshop.a"] }'
    )

    assert "hunter2" in workspace.plan().secrets


def test_unknown_values_do_not_make_problems(workspace: Workspace) -> None:
    workspace.write(
        'data "vague" "q" { ask = "x" }\nsource "workshop" "a" {\n  ssh_username = data.vague.q.x\n'
        "  size = data.vague.q.size\n  communicator = data.vague.q.c\n}\n"
        'build { sources = ["workshop.a"] }'
    )

    assert not workspace.said()


def test_dynamic_blocks_in_sources_see_variables(workspace: Workspace) -> None:
    workspace.write(
        'source "workshop" "a" { ssh_username = "me" }\nbuild {\n  sources = ["workshop.a"]\n'
        '  provisioner "act" {\n    dynamic "part" {\n      for_each = ["x", "y"]\n'
        "      content {\n        kind = part.value\n      }\n    }\n  }\n}"
    )

    settings = workspace.plan().builds[0].provisioners[0].settings({})

    assert isinstance(settings, ActSettings)
    assert [one.kind for one in settings.part] == ["x", "y"]


def test_a_dynamic_block_that_cannot_be_made_is_all_that_is_wrong_with_a_block_in_json(
    workspace: Workspace,
) -> None:
    step = {"part": {"kind": "x", "dynamic": {"part": {"for_each": 3, "content": {}}}}}
    build = {"sources": ["bare.a"], "provisioner": {"act": step}}
    source = {"bare": {"a": {"target": "x"}}}
    workspace.write(json.dumps({"source": source, "build": build}), "x.pkr.json")

    assert workspace.said() == ["for_each has nothing to go through"]


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ('"x"', ("x", "x")),
        ("source.name", ("a", "b")),
        ('"{{ build_name }}"', ("a", "b")),
        ("var.template", ("a!", "b!")),
    ],
)
def test_a_step_is_read_for_each_build_as_far_as_it_differs(
    workspace: Workspace, words: str, given: tuple[str, str]
) -> None:
    workspace.write(
        'variable "template" { default = "{{ build_name }}!" }\n'
        'source "workshop" "a" { ssh_username = "me" }\n'
        'source "workshop" "b" { ssh_username = "me" }\n'
        f'build {{\n  sources = ["workshop.a", "workshop.b"]\n'
        f'  provisioner "act" {{ words = [{words}] }}\n}}'
    )

    steps = [one.provisioners[0] for one in workspace.plan().builds]

    assert [one.settings({}) for one in steps] == [ActSettings(words=(one,)) for one in given]
    assert (steps[0].settings({}) is steps[1].settings({})) == (given[0] == given[1] == "x")


def test_a_mistake_in_a_step_of_many_builds_is_told_once(workspace: Workspace) -> None:
    workspace.write(
        'source "workshop" "a" { ssh_username = "me" }\n'
        'source "workshop" "b" { ssh_username = "me" }\n'
        'build {\n  sources = ["workshop.a", "workshop.b"]\n'
        '  provisioner "act" { wrods = ["x"] }\n}'
    )

    assert workspace.said() == ['The act provisioner has no argument "wrods"']


def test_a_misspelt_communicator_is_one_mistake(workspace: Workspace) -> None:
    workspace.write(
        'source "workshop" "a" {\n  comunicator = "none"\n}\n'
        'build {\n  sources = ["workshop.a"]\n}\n'
    )

    assert workspace.said() == ['The workshop builder has no argument "comunicator"']
