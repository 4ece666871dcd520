"""Which files are read."""

import os
from pathlib import Path
from threading import Thread

import pytest

from goldsmith.planning.testing import BUILD, BUILD_JSON, Workspace


def test_a_folder_means_every_template_in_it(workspace: Workspace) -> None:
    workspace.write(BUILD, "b.pkr.hcl").write('locals { x = "1" }', "a.pkr.hcl")
    workspace.write("not = read", "c.hcl")

    assert workspace.local("x") == "1"


def test_a_file_means_that_file_alone(workspace: Workspace) -> None:
    workspace.write(BUILD, "sub/b.pkr.hcl").write("nonsense", "sub/a.pkr.hcl")
    workspace.write('x = "1"', "sub/x.auto.pkrvars.hcl")

    assert not workspace.said("sub/b.pkr.hcl")


def test_the_root_is_the_folder_as_it_was_named(workspace: Workspace) -> None:
    workspace.write(BUILD + "locals { x = path.root }", "sub/b.pkr.hcl")

    assert workspace.local("x", path="sub") == "sub"
    assert workspace.local("x", path="sub/b.pkr.hcl") == "sub"


def test_the_working_directory_is_absolute(workspace: Workspace) -> None:
    workspace.write(BUILD + "locals { x = path.cwd }")

    assert workspace.local("x") == workspace.folder.as_posix()


def test_a_byte_order_mark_is_dropped(workspace: Workspace) -> None:
    workspace.write("\ufeff" + BUILD)

    assert not workspace.said()


def test_a_file_of_another_name_is_a_legacy_template(workspace: Workspace) -> None:
    workspace.write("{}", "old.json")

    assert workspace.said("old.json") == ["The template has no builders"]


def test_standard_input_is_a_legacy_template(workspace: Workspace) -> None:
    [found] = workspace.problems("-", standard_input=lambda: b'{"bilders": []}')

    assert found.summary == 'A template has no "bilders"'
    assert found.span is not None
    assert str(found.span.file.path) == "standard input"


def test_standard_input_may_be_in_hcl(workspace: Workspace) -> None:
    given = {"standard_input": BUILD.encode, "other_files_are_hcl": True}

    assert [one.name for one in workspace.plan("-", **given).builds] == ["bare.a"]


def test_a_file_in_hcl_with_another_name_is_told_how_to_be_called(workspace: Workspace) -> None:
    workspace.write(BUILD, "web.hcl")

    assert workspace.said("web.hcl") == ["web.hcl is not named like a template"]
    assert not workspace.problems("web.hcl", other_files_are_hcl=True)


def test_a_template_in_json_is_read_by_its_name(workspace: Workspace) -> None:
    workspace.write(BUILD_JSON, "only.pkr.json").write("!", "x.pkr.hcl")

    assert not workspace.said("only.pkr.json")


def test_no_name_is_not_a_template(workspace: Workspace) -> None:
    assert workspace.said("") == ["No template is named"]


def test_json_templates_of_a_folder_come_after_the_native_ones(workspace: Workspace) -> None:
    workspace.write(BUILD + "locals {\n  y = local.x\n}\n").write(
        '{"locals": {"x": "1", "y": 2}}', "a.pkr.json"
    )

    [found] = workspace.problems()

    assert found.summary == "The local value y is declared twice"
    assert found.span is not None
    assert found.span.file.path.name == "a.pkr.json"


def test_a_folder_without_templates_is_a_mistake(workspace: Workspace) -> None:
    assert "There is no template in the folder ." in workspace.shown()


def test_a_folder_with_json_alone_is_told_so(workspace: Workspace) -> None:
    workspace.write("{}", "old.json")

    assert "Its old.json may be a legacy one in JSON" in workspace.shown()


def test_a_path_that_leads_nowhere_gets_the_likely_name(workspace: Workspace) -> None:
    workspace.write(BUILD, "web.pkr.hcl")

    assert 'Did you mean "web.pkr.hcl"?' in workspace.shown("wbe.pkr.hcl")


def test_a_path_in_a_folder_that_is_not_there_is_a_mistake(workspace: Workspace) -> None:
    assert workspace.said("no/web.pkr.hcl") == ["There is no file or folder no/web.pkr.hcl"]


def test_bytes_that_are_no_text_are_shown_where_they_stand(workspace: Workspace) -> None:
    (workspace.folder / "a.pkr.hcl").write_bytes(b'locals {\n  x = "\xc3\xa9\xff"\n}\n')

    shown = workspace.shown()

    assert "a.pkr.hcl is not valid UTF-8" in shown
    assert "a.pkr.hcl:2:9" in shown
    assert "0xff" in shown


def test_a_link_that_leads_nowhere_is_told(workspace: Workspace) -> None:
    (workspace.folder / "a.pkr.hcl").symlink_to("gone.pkr.hcl")
    workspace.write(BUILD, "c.pkr.hcl")

    assert workspace.said() == ["a.pkr.hcl is a broken link"]
    assert "It leads to gone.pkr.hcl" in workspace.shown("a.pkr.hcl")


def test_links_that_editors_hide_and_folders_are_no_templates(workspace: Workspace) -> None:
    (workspace.folder / ".#c.pkr.hcl").symlink_to("me@here.1234")
    (workspace.folder / "b.pkr.hcl").mkdir()
    (workspace.folder / "d.pkr.hcl").symlink_to("b.pkr.hcl")
    workspace.write(BUILD, "c.pkr.hcl")

    assert not workspace.said()
    assert workspace.said("b.pkr.hcl") == ["There is no template in the folder b.pkr.hcl"]


def test_a_variable_file_that_is_not_there_is_named(workspace: Workspace) -> None:
    workspace.write(BUILD)

    shown = workspace.shown(variable_files=("no.pkrvars.hcl",))

    assert "There is no file no.pkrvars.hcl" in shown


def test_functions_read_files_beside_the_template(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write(BUILD + 'locals { x = file("word.txt") }', "sub/a.pkr.hcl")
    workspace.write("hello", "sub/word.txt")

    assert workspace.local("x", path="sub") == "hello"


@pytest.mark.parametrize("expression", ['file("odd")', 'templatefile("odd", {})'])
def test_a_pipe_that_nobody_writes_to_is_an_error_and_not_a_wait(
    workspace: Workspace, expression: str
) -> None:
    os.mkfifo(workspace.folder / "odd")
    workspace.write(BUILD + f"locals {{ a = {expression} }}")

    assert "It is a pipe, and nothing is written to it." in workspace.shown()


def test_a_file_of_variables_may_come_through_a_pipe(workspace: Workspace) -> None:
    pipe = workspace.folder / "secret.pkrvars.hcl"
    os.mkfifo(pipe)
    Thread(target=pipe.write_text, args=('a = "from afar"',), daemon=True).start()
    workspace.write(BUILD + 'variable "a" {}\nlocals { x = var.a }')

    assert workspace.local("x", variable_files=(str(pipe),)) == "from afar"


def test_a_link_to_itself_is_told(workspace: Workspace) -> None:
    (workspace.folder / "loop.pkr.hcl").symlink_to("loop.pkr.hcl")
    workspace.write(BUILD)

    assert workspace.said() == ["loop.pkr.hcl cannot be read"]
