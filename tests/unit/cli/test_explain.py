"""`goldsmith explain` shows the manual."""

import json
from collections.abc import Callable

import pytest

from goldsmith.cli.explain import topic_path
from goldsmith.cli.main import run
from goldsmith.cli.prose import Prose

Explain = Callable[..., tuple[int, str]]


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str]) -> Explain:
    """Run the command: its exit code and what it prints."""

    def call(*words: str) -> tuple[int, str]:
        code = run(["explain", *words], {"COLUMNS": "60"})
        return code, capsys.readouterr().out

    return call


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["qemu"], ["builder qemu  plugin qemu\n", 'source "qemu" "NAME" {', "\nExample\n"]),
        (["qemu"], ["  disk_interface  string", "communicator.ssh"]),
        (["shell"], ["  inline  list(string)", "goldsmith explain build.provisioner"]),
        (["shell.inline"], ["provisioner.shell.inline  list(string)\n", "\n  inline = ["]),
        (["provisioner", "shell", "inline"], ["provisioner.shell.inline"]),
        (['provisioner "shell"'], ["provisioner shell  plugin core\n"]),
        (
            ["file"],
            ["several things", "  builder.file ", "  provisioner.file ", "  function.file "],
        ),
        (["file"], ["Ask for one of them: goldsmith explain builder.file\n"]),
        (["build.provisioner.override"], ["build.provisioner.override  map(object)\n"]),
        (["variable.validation"], ["block variable.validation\n", "error_message  string, req"]),
        (["locals"], ["Arguments of any name"]),
        (["source"], ["It also takes the options of its builder"]),
        (["build"], ["block.build ", "command.build "]),
        (["packer"], ["Blocks inside", "packer.required_plugins"]),
        (["validate"], ["Usage: goldsmith validate"]),
        (["cidrhost"], ["function cidrhost\n", '  cidrhost("10.12.0.0/16", 5) ==']),
        (["{{ user `x` }}"], ["template function user\n", "Only legacy JSON"]),
        (["{{timestamp}}"], ["  {{timestamp}}\n"]),
        (["upper"], ["function upper\n", "\n  template-function.upper "]),
        (["data.http"], ["What it gives", "data.http.NAME.body"]),
        (["ssh_host"], ["communicator.ssh.ssh_host"]),
        (["name"], ['Several things have an option "name":']),
        (["qemu.ssh_host_port_min"], ["Deprecated: "]),
        ([], ["Builders\n", "Functions\n", "  abs ", "Commands\n"]),
        (["-list", "builders"], ["  builder.qemu "]),
        (["-list=data-sources"], ["  data-source.http "]),
        (["builder"], ["  builder.qemu "]),
        (["functions"], ["  function.abs "]),
        (["Shell.INLINE"], ["provisioner.shell.inline  list(string)\n"]),
    ],
)
def test_a_page_shows_what_is_known(explain: Explain, words: list[str], parts: list[str]) -> None:
    code, shown = explain(*words)

    assert code == 0
    for part in parts:
        assert part in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["qemuu"], 'There is nothing called "qemuu". Did you mean "qemu"?'),
        (["shell.inlin"], 'Did you mean "shell.inline"?'),
        (["zzzzzz"], "`goldsmith explain` alone lists everything."),
        (["{{ .Vars | upper }}"], ".Vars is a value that only some options have."),
        (["a\x1b"], 'There is nothing called "a\\x1b".'),
        (["-list", "bilders"], 'Did you mean "builders"?'),
        (["-list", "builders", "qemu"], "leave out the name"),
        (["-lst"], "Did you mean -list?"),
    ],
)
def test_what_is_not_there_is_told_with_the_likely_name(
    explain: Explain, words: list[str], message: str
) -> None:
    code, shown = explain(*words)

    assert code == 1
    assert message in shown


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["-json-schema"], "goldsmith template"),
        (["-json-schema", "qemu"], "builder qemu"),
        (["-json-schema", "provisioner", "file"], "provisioner file"),
        (["-json-schema", "variable"], "block variable"),
        (["-json-schema", "block.build"], "block build"),
    ],
)
def test_a_json_schema_is_printed(explain: Explain, words: list[str], title: str) -> None:
    code, shown = explain(*words)

    assert code == 0
    assert json.loads(shown)["title"] == title


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("file", "Ask for one of builder.file and provisioner.file."),
        ("upper", 'There is no JSON Schema of "upper".'),
        ("qemuu", 'Did you mean "qemu"?'),
    ],
)
def test_what_has_no_json_schema_is_told(explain: Explain, name: str, message: str) -> None:
    code, shown = explain("-json-schema", name)

    assert code == 1
    assert message in shown


def test_a_refused_option_is_told_with_the_reason(explain: Explain) -> None:
    _, page = explain("ssh")
    known = page.partition("Known, but not supported")[2].split()

    code, shown = explain(f"ssh.{known[0]}") if known else (0, "Not supported:")

    assert code == 0
    assert "Not supported:" in shown


def test_lines_are_as_wide_as_the_terminal(explain: Explain) -> None:
    _, shown = explain("shell")

    text = shown.partition("\nExample")[0].splitlines()
    assert max(map(len, text)) <= 60
    assert max(map(len, text)) > 50


def test_a_pipe_gets_no_colours(explain: Explain) -> None:
    assert "\x1b" not in explain("qemu")[1]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (["shell", "inline"], "shell.inline"),
        (['source "qemu"'], "source.qemu"),
        (["upper()"], "upper"),
        (["shell."], "shell"),
        (["{{}}"], ""),
        ([], ""),
    ],
)
def test_several_words_are_one_path(words: list[str], path: str) -> None:
    assert topic_path(words) == path


def test_code_is_coloured_without_its_backticks() -> None:
    (line,) = Prose(40, color=True).text("Use `a b` here.", 2)

    assert line == "  Use \x1b[36ma b\x1b[0m here."


def test_code_is_not_torn_apart() -> None:
    lines = list(Prose(30).text("12345678901234567890123 `a b c d e` end", 0))

    assert lines == ["12345678901234567890123", "`a b c d e` end"]


def test_a_single_backtick_is_a_backtick() -> None:
    assert list(Prose(80, color=True).text("it`s", 0)) == ["it`s"]


def test_a_list_and_an_indented_paragraph_stay_as_they_are() -> None:
    text = "One.\n\n- a\n- b\n\n  code"

    assert list(Prose(80).text(text, 1)) == [" One.", "", " - a", " - b", "", "   code"]


def test_names_stand_in_columns() -> None:
    assert list(Prose(10).listed(["a", "b", "ccc"], 0)) == ["a    ccc", "b"]


def test_headings_and_names_are_coloured() -> None:
    prose = Prose(80, color=True)

    assert prose.heading("A") == "\x1b[1mA\x1b[0m"
    assert prose.aside("a") == "\x1b[2ma\x1b[0m"


def test_a_name_too_long_for_its_column_stands_above_its_text() -> None:
    long = "build.error-cleanup-provisioner"

    lines = list(Prose(width=40, color=False).table([(long, "One."), ("short", "Two.")], 2))

    assert lines == [f"  {long}", f"{'':24}One.", f"  {'short':22}Two."]
