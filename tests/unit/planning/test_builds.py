"""Build blocks: sources, meta-arguments, chains."""

from datetime import timedelta

import pytest

from goldsmith.plan import Build, ProvisionerStep
from goldsmith.planning.testing import ActSettings, MachineSettings, Workspace, WrapSettings

SOURCES = """
source "workshop" "a" {
  ssh_username = "me"
}
source "workshop" "b" {
  ssh_username = "me"
}
"""


def builds(workspace: Workspace, inside: str) -> tuple[Build, ...]:
    workspace.write(f'{SOURCES}\nbuild {{\n  sources = ["workshop.a", "workshop.b"]\n{inside}\n}}')
    return workspace.plan().builds


def said(workspace: Workspace, inside: str) -> list[str]:
    workspace.write(f'{SOURCES}\nbuild {{\n  sources = ["workshop.a", "workshop.b"]\n{inside}\n}}')
    return workspace.said()


def step(workspace: Workspace, inside: str) -> ProvisionerStep:
    return builds(workspace, f'provisioner "act" {{\n{inside}\n}}')[0].provisioners[0]


@pytest.mark.parametrize(
    "reference", ["workshop.a", "source.workshop.a", "anything.workshop.a", "x.workshop.a.y"]
)
def test_a_source_can_be_named_in_several_ways(workspace: Workspace, reference: str) -> None:
    workspace.write(f'{SOURCES}\nbuild {{ sources = ["{reference}"] }}')

    assert [one.name for one in workspace.plan().builds] == ["workshop.a"]


def test_a_build_block_names_its_builds(workspace: Workspace) -> None:
    [first, second] = builds(workspace, 'name = "web"')

    assert (first.name, second.name) == ("web.workshop.a", "web.workshop.b")
    assert first.block_name == "web"
    assert first.source_name == "a"


@pytest.mark.parametrize(
    ("reference", "problem", "hint"),
    [
        ("workshop", '"workshop" does not name a source', "source.workshop.a"),
        ("workshop.aa", "There is no source workshop.aa", 'Did you mean "workshop.a"?'),
        ("x.y", "There is no source x.y", "There is source.workshop.a, source.workshop.b."),
    ],
)
def test_a_source_that_is_not_there_is_named(
    workspace: Workspace, reference: str, problem: str, hint: str
) -> None:
    workspace.write(f'{SOURCES}\nbuild {{ sources = ["workshop.a", "{reference}"] }}')

    [found] = workspace.problems()
    assert found.summary == problem
    assert hint in found.detail
    assert found.span is not None
    assert found.span.text == f'"{reference}"'


def test_a_build_needs_a_source(workspace: Workspace) -> None:
    workspace.write("build {}")

    assert workspace.said() == ["This build has no source"]
    assert "The template has no source block." in workspace.shown()


def test_a_template_needs_a_build(workspace: Workspace) -> None:
    workspace.write(SOURCES)

    assert workspace.said() == ["The template has no build block"]


def test_a_build_can_give_a_source_a_name_and_more(workspace: Workspace) -> None:
    workspace.write(
        SOURCES + 'build {\n  source "workshop.a" {\n    name  = "mine"\n    size  = 3\n'
        "    label = source.name\n  }\n  sources = []\n}"
    )

    [build] = workspace.plan().builds

    assert build.name == "workshop.mine"
    assert build.source_name == "a"
    assert build.builder_settings({}) == MachineSettings(size=3, label="mine")


def test_what_a_source_has_already_cannot_be_set_again(workspace: Workspace) -> None:
    workspace.write(SOURCES + 'build {\n  source "workshop.a" {\n    ssh_username = "you"\n  }\n}')

    assert len(workspace.said()) == 1
    assert "main.pkr.hcl:10:5" in workspace.shown()


def test_a_label_of_a_build_means_nothing(workspace: Workspace) -> None:
    workspace.write(SOURCES + 'build "x" {\n  sources = ["workshop.a"]\n}')

    assert not workspace.said()


def test_a_source_of_several_builds_is_complained_of_once(workspace: Workspace) -> None:
    workspace.write(
        'source "bare" "a" { targt = 1 }\nbuild { sources = ["bare.a"] }\n'
        'build { sources = ["bare.a"] }'
    )

    assert workspace.said() == ['The bare builder has no argument "targt"']


def test_the_steps_of_a_build_without_a_known_source_are_checked(workspace: Workspace) -> None:
    workspace.write(
        SOURCES + 'build {\n sources = ["bare.aa"]\n provisioner "act" { wrds = ["x"] }\n}'
    )

    assert workspace.said() == [
        "There is no source bare.aa",
        'The act provisioner has no argument "wrds"',
    ]


def test_sources_must_be_known(workspace: Workspace) -> None:
    workspace.write(
        SOURCES + 'data "vague" "q" { ask = "x" }\nbuild { sources = [data.vague.q.a] }'
    )

    assert workspace.said() == ["The value of an element of sources must be known before the build"]


def test_meta_arguments_are_read(workspace: Workspace) -> None:
    found = step(
        workspace,
        'name = "greet"\nmax_retries = 3\ntimeout = "1m"\ncontinue_on_error = true\nwords = ["x"]',
    )

    assert found.name == "greet"
    assert found.max_retries == 3
    assert found.timeout == timedelta(minutes=1)
    assert found.continue_on_error
    assert found.settings({}) == ActSettings(words=("x",))


def test_meta_arguments_have_defaults(workspace: Workspace) -> None:
    found = step(workspace, "")

    assert found.name == "act"
    assert found.max_retries == 0
    assert found.timeout is None
    assert found.pause_before == timedelta()
    assert not found.continue_on_error


def test_a_timeout_beside_a_pause_is_ignored_with_a_warning(workspace: Workspace) -> None:
    found = step(workspace, 'pause_before = "2s"\ntimeout = "1m"')

    assert found.pause_before == timedelta(seconds=2)
    assert found.timeout is None
    assert [one.summary for one in workspace.plan().warnings] == ["This timeout has no effect"]


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ('pause_before = "soon"', 'pause_before is not a duration: "soon"'),
        ("max_retries = 1.5", "max_retries must be a whole number, 0 or more"),
        ("max_retries = -1", "max_retries must be a whole number, 0 or more"),
        ('max_retries = "x"', "max_retries must be a number"),
        ("continue_on_error = []", "continue_on_error must be a bool"),
        ("only = [null]", "only has an element that is null"),
        ('only = ["x${null}"]', "Null cannot be part of a text"),
        ("name = build.ID", 'There is no build value "ID"'),
        ("name = source.name", "The value of name must be known before the build"),
        (
            'only = ["workshop.a"]\nexcept = ["workshop.b"]',
            "only and except cannot be used together",
        ),
        ('only = ["workshop.c"]', "There is no source workshop.c"),
        ("override = { c = {} }", 'This build has no source "c"'),
        ("words = [1, [2]]", '"words" must be a list of texts, not …'),
    ],
)
def test_a_bad_meta_argument_is_reported_once(
    workspace: Workspace, inside: str, problem: str
) -> None:
    found = said(workspace, f'provisioner "act" {{\n{inside}\n}}')

    assert len(found) == 1
    if "…" not in problem:
        assert found == [problem]


def test_null_is_as_good_as_nothing(workspace: Workspace) -> None:
    assert step(workspace, "name = null\nonly = null\ntimeout = null").name == "act"


def applying(workspace: Workspace, inside: str) -> list[int]:
    text = f'provisioner "act" {{\n{inside}\n}}\npost-processor "wrap" {{\n{inside}\n}}'
    found = builds(workspace, text)
    counts = [len(one.provisioners) for one in found]
    assert counts == [len(one.post_processors) for one in found]
    return counts


def test_only_and_except_name_sources(workspace: Workspace) -> None:
    assert applying(workspace, 'only = ["workshop.a"]') == [1, 0]
    assert applying(workspace, 'except = ["workshop.a"]') == [0, 1]
    assert applying(workspace, "") == [1, 1]


def test_a_name_that_a_build_gives_counts(workspace: Workspace) -> None:
    workspace.write(
        SOURCES + 'build {\n  source "workshop.a" {\n    name = "mine"\n  }\n'
        '  provisioner "act" {\n    only = ["workshop.mine"]\n'
        '    override = { mine = { words = ["o"] } }\n  }\n}'
    )

    [build] = workspace.plan().builds

    assert build.provisioners[0].settings({}) == ActSettings(words=("o",))


def overridden(workspace: Workspace, override: str) -> list[object]:
    text = f'provisioner "act" {{\nwords = ["own"]\noverride = {override}\n}}'
    return [one.provisioners[0].settings({"ID": "i"}) for one in builds(workspace, text)]


OWN = ActSettings(words=("own",))


@pytest.mark.parametrize(
    "override",
    [
        '{ a = { words = ["o"] } }',
        '({ "a" = ({ "words" = ["o"] }) })',
        '{ for one in ["a"] : one => { words = ["o"] } }',
        '{ a = { for one in ["words"] : one => ["o"] } }',
        '{ a = { ("words") = ["o"] } }',
        '{ ("a") = { words = ["o"] } }',
    ],
)
def test_an_override_lies_over_the_settings_of_one_source(
    workspace: Workspace, override: str
) -> None:
    assert overridden(workspace, override) == [ActSettings(words=("o",)), OWN]


def test_an_override_can_replace_blocks(workspace: Workspace) -> None:
    [first, _] = overridden(workspace, '{ a = { part = [{ kind = "k" }] } }')

    assert isinstance(first, ActSettings)
    assert [one.kind for one in first.part] == ["k"]


@pytest.mark.parametrize("override", ['{ a = "x" }', '{ a = ["x"] }', '{ ("a") = "x" }'])
def test_an_override_is_an_object_for_each_source(workspace: Workspace, override: str) -> None:
    found = said(workspace, f'provisioner "act" {{\noverride = {override}\n}}')

    assert found == ["override must be an object for each source"]


def test_an_override_is_checked_like_settings(workspace: Workspace) -> None:
    text = 'provisioner "act" {\noverride = { a = { wrods = [] } }\n}'

    assert said(workspace, text) == ['The act provisioner has no argument "wrods"']


def test_an_override_may_be_of_a_source_that_a_syntax_error_hides(workspace: Workspace) -> None:
    text = 'provisioner "act" {\noverride = { c = {} }\n}\n}\nlocals {\n a = 0x1'

    assert said(workspace, text) == ['"0x1" is no number']


def test_an_error_cleanup_provisioner_is_kept_apart(workspace: Workspace) -> None:
    [first, _] = builds(workspace, 'error-cleanup-provisioner "act" {\n  words = ["x"]\n}')

    assert first.provisioners == ()
    assert first.error_cleanup is not None
    assert first.error_cleanup.settings({}) == ActSettings(words=("x",))


def test_one_error_cleanup_provisioner_is_enough(workspace: Workspace) -> None:
    text = 'error-cleanup-provisioner "act" {}\n' * 2

    assert said(workspace, text) == ["A build has at most one error-cleanup-provisioner"]


def test_an_error_cleanup_provisioner_can_be_for_some_sources(workspace: Workspace) -> None:
    found = builds(workspace, 'error-cleanup-provisioner "act" {\n  only = ["workshop.b"]\n}')

    assert [one.error_cleanup is None for one in found] == [True, False]


def test_post_processors_form_chains(workspace: Workspace) -> None:
    [first, _] = builds(
        workspace,
        'post-processor "wrap" {\n  keep_input_artifact = true\n}\n'
        'post-processors {\n  post-processor "wrap" {\n    name = "one"\n    output = "o"\n  }\n'
        '  post-processor "wrap" {\n    keep_input_artifact = false\n  }\n}',
    )

    assert [[one.name for one in chain] for chain in first.post_processors] == [
        ["wrap"],
        ["one", "wrap"],
    ]
    [[alone], [one, other]] = first.post_processors
    assert (alone.keep_input_artifact, one.keep_input_artifact, other.keep_input_artifact) == (
        True,
        None,
        False,
    )
    assert one.settings({}) == WrapSettings(output="o")


def test_an_empty_chain_is_no_chain(workspace: Workspace) -> None:
    assert builds(workspace, "post-processors {}")[0].post_processors == ()


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ('provisioner "atc" {}', 'There is no provisioner "atc"'),
        ('post-processor "warp" {}', 'There is no post-processor "warp"'),
        (
            'post-processor "wrap" { outptu = 1 }',
            'The wrap post-processor has no argument "outptu"',
        ),
        (
            'post-processors {\n  provisioner "act" {}\n}',
            'A post-processors block has no block "provisioner"',
        ),
        ("sorces = []", 'A build block has no argument "sorces"'),
        ('provisionr "act" {}', 'A build block has no block "provisionr"'),
    ],
)
def test_what_does_not_belong_there_is_reported_once(
    workspace: Workspace, inside: str, problem: str
) -> None:
    assert said(workspace, inside) == [problem]


def test_a_component_that_is_not_there_yet_is_still_looked_into(workspace: Workspace) -> None:
    text = (
        'provisioner "ansible" {\n  x = var.a\n  y = build.ID\n}\n'
        'post-processor "b" {\n  x = var.c\n}'
    )

    assert said(workspace, text) == [
        'goldsmith does not contain the provisioner "ansible" yet',
        'There is no variable "a"',
        'goldsmith does not contain the post-processor "b" yet',
        'There is no variable "c"',
    ]


def test_a_registry_is_ignored_with_a_warning(workspace: Workspace) -> None:
    text = 'hcp_packer_registry {\n  bucket_name = "x"\n}'

    assert said(workspace, text) == ["The hcp_packer_registry block is ignored"]
    assert workspace.plan()


def test_dynamic_blocks_make_steps(workspace: Workspace) -> None:
    text = (
        'dynamic "provisioner" {\n  for_each = ["x", "y"]\n  labels = ["act"]\n'
        "  content {\n    name = provisioner.value\n"
        "    words = [provisioner.value, source.name]\n  }\n}"
    )

    [first, _] = builds(workspace, text)

    assert [one.name for one in first.provisioners] == ["x", "y"]
    assert first.provisioners[1].settings({}) == ActSettings(words=("y", "a"))


def test_dynamic_blocks_do_not_see_the_build(workspace: Workspace) -> None:
    text = 'dynamic "provisioner" {\n  for_each = [build.ID]\n  labels = ["act"]\n  content {}\n}'

    assert said(workspace, text) == ['There is nothing called "build" here']


def test_an_overview_shows_builds_as_written(workspace: Workspace) -> None:
    workspace.write(
        SOURCES + 'build {\n  name = "web"\n  description = "It."\n'
        '  sources = ["workshop.a"]\n  provisioner "act" {}\n'
        '  provisioner "act" {\n    name = "n"\n  }\n'
        '  post-processors {\n    post-processor "wrap" {}\n    post-processor "x" {}\n  }\n}'
    )

    [block] = workspace.survey().blocks

    assert (block.name, block.description) == ("web", "It.")
    assert block.sources == ("workshop.a",)
    assert block.provisioners == ("act", "act.n")
    assert block.post_processors == (("wrap", "x"),)


def test_a_dynamic_source_may_be_named_by_its_iterator(workspace: Workspace) -> None:
    made = builds(
        workspace,
        'dynamic "source" {\n    for_each = ["x", "y"]\n    labels = ["workshop.a"]\n'
        "    content {\n      name = source.value\n    }\n  }",
    )

    assert [build.name for build in made] == [
        "workshop.a",
        "workshop.b",
        "workshop.x",
        "workshop.y",
    ]


@pytest.mark.parametrize("override", ['override = "x"', "override {\n}", "override = null"])
def test_an_override_is_an_object(workspace: Workspace, override: str) -> None:
    inside = f'sources = ["workshop.a"]\n  provisioner "act" {{\n    {override}\n  }}'
    workspace.write(f"{SOURCES}build {{\n  {inside}\n}}")

    assert "override" in workspace.said()[0]
