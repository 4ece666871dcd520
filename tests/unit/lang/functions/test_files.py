from collections.abc import Callable
from pathlib import Path

import pytest

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang import Value, mark, number, show, text, to_python


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "sub/c.txt", "sub/deep/d.txt", ".hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{name}\n")
    (tmp_path / "raw").write_bytes(b"\xff")
    (tmp_path / "greeting.tpl").write_text(
        "Hello ${name}%{ for v in list } ${upper(v)}%{ endfor }!"
    )
    (tmp_path / "value.tpl").write_text("${number}")


def test_files_are_read_from_the_directory_of_the_template(
    evaluated: Callable[..., Value], tmp_path: Path
) -> None:
    assert evaluated('file("a.txt")') == text("a.txt\n")
    assert evaluated('file("sub/c.txt")') == text("sub/c.txt\n")
    assert evaluated("file(path)", path=str(tmp_path / "b.md")) == text("b.md\n")
    assert evaluated('filebase64("raw")') == text("/w==")


def test_the_home_directory_is_written_with_a_tilde(
    evaluated: Callable[..., Value], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    assert evaluated('file("~/a.txt")') == text("a.txt\n")
    assert evaluated('pathexpand("~")') == text(str(tmp_path))
    assert evaluated('pathexpand("a/~/b")') == text("a/~/b")


def test_without_a_home_directory_a_tilde_is_refused(
    problems: Callable[..., list[Diagnostic]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown_home() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", unknown_home)

    assert problems('pathexpand("~/x")')[0].detail == "Your home directory is not known."


def test_a_path_is_made_absolute_from_the_working_directory(
    evaluated: Callable[..., Value], tmp_path: Path
) -> None:
    assert evaluated('abspath("x/../y")') == text(str(tmp_path / "y"))
    assert evaluated('abspath("/a/./b")') == text("/a/b")


def test_files_exist_or_not(evaluated: Callable[..., Value]) -> None:
    assert show(evaluated('fileexists("a.txt")')) == "true"
    assert show(evaluated('fileexists("nosuch")')) == "false"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["a.txt", "sub/c.txt", "sub/deep/d.txt"]),
        ("sub/**", ["sub/c.txt", "sub/deep/d.txt"]),
        ("sub/*", ["sub/c.txt"]),
        ("?.{txt,md}", ["a.txt", "b.md"]),
        ("[ab].*", ["a.txt", "b.md"]),
        ("[!a].*", ["b.md"]),
        ("{a.txt,sub/deep/*}", ["a.txt", "sub/deep/d.txt"]),
        ("./a.txt", ["a.txt"]),
        ("nosuch", []),
        ("a\\.txt", ["a.txt"]),
        (".*", [".hidden"]),
        ("*,*", []),
        ("a.txt}*", []),
        ("../nosuch/*", []),
    ],
)
def test_a_pattern_finds_files(
    evaluated: Callable[..., Value], pattern: str, expected: list[str]
) -> None:
    assert to_python(evaluated('fileset(".", pattern)', pattern=pattern)) == expected


def test_files_are_found_from_another_directory(evaluated: Callable[..., Value]) -> None:
    assert to_python(evaluated('fileset("sub", "*")')) == ["c.txt"]


def test_a_template_file_sees_its_variables_and_all_functions(
    evaluated: Callable[..., Value],
) -> None:
    assert evaluated('templatefile("greeting.tpl", { name = "you", list = ["a", "b"] })') == text(
        "Hello you A B!"
    )


def test_a_template_file_can_give_any_value(evaluated: Callable[..., Value]) -> None:
    assert evaluated('templatefile("value.tpl", { number = 5 })') == number(5)


def test_a_template_file_keeps_secrets(evaluated: Callable[..., Value]) -> None:
    secret = mark(text("hunter2"))

    assert evaluated('templatefile("value.tpl", { number = secret })', secret=secret).sensitive


def test_what_a_template_file_lacks_is_shown_in_the_template(
    problems: Callable[..., list[Diagnostic]],
) -> None:
    found = problems('templatefile("greeting.tpl", { nme = 1 })')

    assert [one.summary for one in found] == [
        '"name" is not among the variables given to this template',
        '"list" is not among the variables given to this template',
    ]
    assert found[0].detail == 'Did you mean "nme"?'
    assert found[0].span
    assert found[0].span.text == "name"
    assert str(found[0].span.file.path) == "greeting.tpl"


def test_a_template_file_cannot_render_another(
    problems: Callable[..., list[Diagnostic]], tmp_path: Path
) -> None:
    (tmp_path / "loop.tpl").write_text('${templatefile("loop.tpl", {})}')

    (problem,) = problems('templatefile("loop.tpl", {})')

    assert "cannot render another" in problem.detail


def test_a_misspelt_function_in_a_template_file_gets_a_suggestion(
    problems: Callable[..., list[Diagnostic]], tmp_path: Path
) -> None:
    (tmp_path / "bad.tpl").write_text("${uper(1)}${len(1)}${templatefil(1)}")

    found = problems('templatefile("bad.tpl", {})')

    assert found[0].detail == 'Did you mean "upper"?'
    assert len(found) == 3


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('file("nosuch")', 'There is no file "nosuch" in "'),
        ('file("/nosuch/x")', 'There is no file "x".'),
        ('file("raw")', '"raw" is not text in UTF-8; filebase64() reads any file.'),
        ('file("sub")', '"sub" cannot be read: Is a directory.'),
        ('file("a\\u0000b")', "is no path."),
        ('fileexists("sub")', '"sub" is there, but it is not a file.'),
        ('fileset(".", "[z")', "bracket"),
        ('fileset(".", "{a*")', "bracket"),
        ('fileset(".", "[z-a]*")', "bracket"),
        ('pathexpand("~foo/x")', "Only your own home directory"),
        ('templatefile("value.tpl", 5)', "A map or object is needed"),
        ('templatefile("value.tpl", { "a b" = 1 })', '"a b" is no name for a variable.'),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    problems: Callable[..., list[Diagnostic]], written: str, message: str
) -> None:
    (problem,) = problems(written)

    assert message in problem.detail
