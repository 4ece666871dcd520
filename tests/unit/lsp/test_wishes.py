"""The initialization options of an editor."""

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from tests.unit.lsp.desks import FOLDER, led_to, opened

from goldsmith.lsp.places import definition
from goldsmith.lsp.subject import Subject
from goldsmith.lsp.wishes import Wishes, wishes


def sent(options: object, root: str | None = "file:///project") -> Wishes:
    folders = [lsp.WorkspaceFolder("file:///folder", "folder")]
    return wishes(
        lsp.InitializeParams(
            lsp.ClientCapabilities(),
            root_uri=root,
            workspace_folders=folders,
            initialization_options=options,
        )
    )


def test_builds_start_in_a_folder_of_the_project() -> None:
    assert sent({"workingDirectory": "."}).working_directory == Path("/project")
    assert sent({"workingDirectory": "a/../b"}).working_directory == Path("/project/b")
    assert sent({"workingDirectory": "a"}, root=None).working_directory == Path("/folder/a")
    assert sent({"workingDirectory": "/c"}).working_directory == Path("/c")


@pytest.mark.parametrize(
    "options", [None, 1, [], {}, {"workingDirectory": 1, "eachFileAlone": "yes"}]
)
def test_what_makes_no_sense_changes_nothing(options: object) -> None:
    assert sent(options) == Wishes()


def test_each_file_can_be_a_template_of_its_own() -> None:
    desk = opened("locals {\n  a = var.b\n}", {"b.pkr.hcl": 'variable "b" {}'})
    desk.each_file_alone = sent({"eachFileAlone": True}).each_file_alone
    document = desk.documents.get(FOLDER / "a.pkr.hcl")
    view = desk.view(FOLDER / "a.pkr.hcl")
    assert document is not None
    assert view is not None

    assert desk.subject(document) == Subject(FOLDER, "a.pkr.hcl")
    assert definition(view, 19) == ()
    assert led_to("locals {\n  a = var.¦b\n}", {"b.pkr.hcl": 'variable "b" {}'})
