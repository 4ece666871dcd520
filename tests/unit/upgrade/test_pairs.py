"""Pairs of files: a legacy template, and what it becomes in HCL with what there is to say of it."""

import os
from pathlib import Path, PurePath

import pytest

from goldsmith.app.legacy import parse_legacy
from goldsmith.app.upgrade import Converted, convert
from goldsmith.diagnostics import Diagnostic, Severity, SourceFile, TemplateError, render_all
from goldsmith.lang.syntax import parse
from goldsmith.lang.syntax.format import format_source

FOLDER = Path(__file__).parents[2] / "language" / "upgrade"
TEMPLATES = sorted(FOLDER.glob("*.json"))
REWRITE = "GOLDSMITH_REWRITE_UPGRADES" in os.environ
"""Write what comes out as what is expected, to be looked at and committed."""


def converted(path: Path, *, annotate: bool = False) -> Converted:
    _, tree = parse_legacy(PurePath(path.name), path.read_bytes())
    return convert(tree, PurePath(f"{path.name}.pkr.hcl"), annotate=annotate)


def from_text(text: str) -> Converted:
    _, tree = parse_legacy(PurePath("a.json"), text.encode())
    return convert(tree, PurePath("a.pkr.hcl"), annotate=False)


def place(problem: Diagnostic) -> str:
    assert problem.span is not None
    assert problem.severity is Severity.WARNING
    return f"{problem.span.position.line}:{problem.span.position.column}"


def expected(path: Path, text: str) -> str:
    if REWRITE:
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_becomes_what_stands_beside_it(path: Path) -> None:
    made = converted(path)

    assert made.text == expected(path.with_suffix(".pkr.hcl"), made.text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_what_needs_a_look_is_told_where_it_stands(path: Path) -> None:
    made = converted(path)
    told = "".join(f"{place(one)} {one.summary}\n" for one in made.problems)
    told += "".join(f"unknown builder {one}\n" for one in made.unknown_builders)

    assert told == expected(path.with_suffix(".notes"), told)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
@pytest.mark.parametrize("annotate", [False, True])
def test_what_it_becomes_is_hcl_as_fmt_lays_it_out(path: Path, annotate: bool) -> None:
    file = SourceFile(PurePath("a.pkr.hcl"), converted(path, annotate=annotate).text)

    assert not parse(file)[1]
    assert format_source(file) == file.text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_annotations_are_comments_and_nothing_else(path: Path) -> None:
    plain, annotated = converted(path).text, converted(path, annotate=True).text

    kept = [line for line in annotated.splitlines() if line and not line.startswith("# ")]
    assert kept == [line for line in plain.splitlines() if line and not line.startswith("# ")]


def test_annotations_explain_every_part_there_is() -> None:
    text = converted(FOLDER / "amazon.json", annotate=True).text
    text += converted(FOLDER / "variables.json", annotate=True).text

    for word in ("hcl2_upgrade", "plugins", "Variables", "Local values", "Data sources", "Sources"):
        assert word in text


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("[]", "A template is an object"),
        ('{"builders": {}}', "This must be a list"),
        ('{"builders": [5]}', 'This must be an object with a "type"'),
        ('{"builders": [{"name": "a"}]}', "The type is missing"),
        ('{"variables": []}', "This must be an object"),
        ('{"description": 5}', "This must be a text"),
        ('{"builders": [], "builders": []}', 'The key "builders" stands twice'),
        ('{"post-processors": [["a", 5]]}', 'This must be an object with a "type"'),
    ],
)
def test_what_is_no_template_is_refused_with_its_place(text: str, summary: str) -> None:
    with pytest.raises(TemplateError) as refusal:
        from_text(text)

    assert [one.summary for one in refusal.value.diagnostics] == [summary]
    assert refusal.value.diagnostics[0].span is not None


def test_secrets_are_not_shown_beside_mistakes() -> None:
    text = '{"wrong": 1, "variables": {"a": "hunter2"}, "sensitive-variables": ["a"]}'

    made = from_text(text)

    assert made.problems
    assert "hunter2" not in render_all(made.problems)


def test_outdated_options_are_told() -> None:
    made = from_text('{"builders": [{"type": "qemu", "disk_size": 5}]}')

    assert made.outdated == ("qemu-disk-size",)
