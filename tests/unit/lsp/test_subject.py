"""What is checked when a file changes, and what is told of it."""

from pathlib import Path

import pytest
from tests.unit.lsp.desks import MANUALS

from goldsmith.lsp.subject import Looker, Subject, subject_of

BUILD = 'source "null" "a" { communicator = "none" }\nbuild {\n  sources = ["null.a"]\n}\n'


def told(
    folder: Path, texts: dict[str, str], subject: Subject | None = None, start: Path | None = None
) -> dict[str, list[str]]:
    """What is wrong with each file, by its name."""
    looker = Looker(MANUALS.catalog, {})
    looker.working_directory = start
    subject = subject or Subject(folder)
    found = looker.look(subject, {folder / name: text for name, text in texts.items()})
    by_file = looker.by_file(subject, found.problems, folder / "home")
    return {path.name: [one.summary for one in some] for path, some in by_file.items()}


def test_open_texts_stand_in_for_files(tmp_path: Path) -> None:
    (tmp_path / "a.pkr.hcl").write_text("this is not a template")
    (tmp_path / "b.pkr.hcl").write_text("locals {\n  a = local.b\n}\n")

    found = told(tmp_path, {"a.pkr.hcl": BUILD, "new.pkr.hcl": "locals {\n  b = 1\n}\n"})

    assert found == {}


def test_a_variable_without_a_value_is_no_mistake_while_a_template_is_written(
    tmp_path: Path,
) -> None:
    text = f'variable "a" {{}}\nlocals {{\n  b = upper(var.a)\n  c = var.a.x\n}}\n{BUILD}'

    assert told(tmp_path, {"a.pkr.hcl": text}) == {}


def test_a_variable_without_a_value_that_is_used_wrongly_is_one(tmp_path: Path) -> None:
    text = f'variable "a" {{\n  type = string\n}}\nlocals {{\n  b = var.a + [1]\n}}\n{BUILD}'

    assert list(told(tmp_path, {"a.pkr.hcl": text})) == ["a.pkr.hcl"]


@pytest.mark.parametrize(
    "text",
    [
        'build {\n  name = var.a\n  sources = ["null.a"]\n}\n',
        "build {\n  sources = [var.a]\n}\n",
        "build {\n  sources = var.a\n}\n",
        'build {\n  sources = ["null.a"]\n  provisioner "shell" {\n    inline = var.a\n'
        "    max_retries = var.a\n    only = [var.a]\n  }\n}\n",
    ],
)
def test_what_a_variable_decides_waits_for_its_value(text: str, tmp_path: Path) -> None:
    source = 'variable "a" {}\nsource "null" "a" { communicator = "none" }\n'

    assert told(tmp_path, {"a.pkr.hcl": source + text}) == {}


def test_nothing_outside_is_asked_while_a_template_is_written(tmp_path: Path) -> None:
    text = (
        'data "http" "x" {\n  url = "http://127.0.0.1:1/"\n}\n'
        'locals {\n  a = data.http.x.body\n  b = vault("path", "key")\n}\n'
    )

    assert told(tmp_path, {"a.pkr.hcl": text + BUILD}) == {}


def test_what_has_no_place_is_told_at_home(tmp_path: Path) -> None:
    assert told(tmp_path, {"a.pkr.hcl": ""}) == {"home": ["The template has no build block"]}


def test_scripts_are_looked_for_from_the_folder_of_the_template(tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "here.sh").write_text("")
    (tmp_path / "there.sh").write_text("")
    step = '  provisioner "shell" {\n    script = "SCRIPT"\n  }\n}\n'
    text = BUILD.removesuffix("}\n") + step

    here = told(folder, {"a.pkr.hcl": text.replace("SCRIPT", "here.sh")})
    missing = told(folder, {"a.pkr.hcl": text.replace("SCRIPT", "there.sh")})
    there = told(folder, {"a.pkr.hcl": text.replace("SCRIPT", "there.sh")}, start=tmp_path)

    assert here == {}
    assert list(missing) == ["a.pkr.hcl"]
    assert there == {}


def test_files_are_found_again_from_another_working_directory(tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "a.pkr.hcl").write_text("broken {")

    assert list(told(folder, {}, start=tmp_path)) == ["a.pkr.hcl"]


def test_a_template_that_an_included_file_breaks_is_told_of_there(tmp_path: Path) -> None:
    (tmp_path / "page.tpl").write_text("${nothing}")
    text = f'locals {{\n  a = templatefile("page.tpl", {{}})\n}}\n{BUILD}'

    assert list(told(tmp_path, {"a.pkr.hcl": text})) == ["page.tpl"]


def test_of_a_file_of_values_only_its_own_mistakes_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.pkr.hcl").write_text("broken {")
    values = tmp_path / "values" / "x.pkrvars.hcl"
    values.parent.mkdir()

    subject = subject_of(values, "", frozenset({values}))
    assert subject is not None
    found = told(tmp_path, {"values/x.pkrvars.hcl": "a = [\n"}, subject)

    assert subject.folder == tmp_path
    assert list(found) == ["x.pkrvars.hcl"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.pkr.hcl", "", Subject(Path("/f"))),
        ("a.pkr.json", "", Subject(Path("/f"))),
        ("a.auto.pkrvars.hcl", "", Subject(Path("/f"))),
        ("a.pkrvars.hcl", "", Subject(Path("/f"), values=Path("/f/a.pkrvars.hcl"))),
        ("a.json", '{"builders": []}', Subject(Path("/f"), "a.json")),
        ("a.json", "{}", None),
        ("a.hcl", "", None),
        ("a.txt", "", None),
    ],
)
def test_the_name_of_a_file_says_what_is_checked(
    name: str, text: str, expected: Subject | None
) -> None:
    assert subject_of(Path("/f") / name, text, frozenset()) == expected


def test_a_template_in_json_is_checked_like_any_other(tmp_path: Path) -> None:
    text = '{"variable": {"x": {"typ": "string"}}}'

    assert list(told(tmp_path, {"a.pkr.json": text, "b.pkr.hcl": BUILD})) == ["a.pkr.json"]


def test_a_legacy_template_is_checked_by_itself(tmp_path: Path) -> None:
    (tmp_path / "b.pkr.hcl").write_text("broken {")
    builder = '{"type": "null", "communicator": "none", "nothing": "{{user `x`}}"}'
    text = f'{{"variables": {{"x": null}}, "builders": [{builder}]}}'

    found = told(tmp_path, {"a.json": text}, Subject(tmp_path, "a.json"))

    assert found == {"a.json": ['The null builder has no argument "nothing"']}


def test_a_legacy_template_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    assert list(told(tmp_path, {"a.json": "{"}, Subject(tmp_path, "a.json"))) == ["a.json"]


def test_a_folder_that_is_gone_is_no_crash(tmp_path: Path) -> None:
    assert told(tmp_path / "gone", {"a.pkr.hcl": BUILD})
