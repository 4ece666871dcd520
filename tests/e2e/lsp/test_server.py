"""The language server, as an editor sees it, on a template from a public repository."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import (
    ClientServerConfig,
    LanguageClient,
    client_capabilities,
    make_test_lsp_client,
)
from tests.e2e.lsp.editor import Editor
from tests.e2e.program import Program

TEMPLATE = Path(__file__).parent / "template"
ABOUT: dict[str, object] = {"processId": None, "capabilities": {}}
NO_ANSIBLE = 'goldsmith does not contain the provisioner "ansible" yet'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "with spaces"
    shutil.copytree(TEMPLATE, folder)
    (folder / "ks.cfg.d").mkdir()
    for name in ("repo-alma9", "repo-fedora", "repo-rocky9", "parts-ext4", "parts-fedora-btrfs"):
        (folder / "ks.cfg.d" / f"{name}.cfg").write_text("")
    return folder


@pytest.fixture
def wishes() -> list[lsp.Registration]:
    """What the server asks to be told of."""
    return []


@pytest.fixture
async def client(tmp_path: Path, wishes: list[lsp.Registration]) -> AsyncIterator[LanguageClient]:
    def make() -> LanguageClient:
        client = make_test_lsp_client()

        @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator] # pygls has no types here
        def register(params: lsp.RegistrationParams) -> None:
            wishes.extend(params.registrations)

        return client

    config = ClientServerConfig(
        server_command=[sys.executable, "-m", "goldsmith", "lsp"],
        server_env=Program(tmp_path / "own").environment(),
        client_factory=make,
    )
    client = await config.start()
    assert isinstance(client, LanguageClient)
    yield client
    await client.shutdown_session()
    await client.stop()  # type: ignore[no-untyped-call] # pygls has no types here


@pytest.fixture
async def editor(client: LanguageClient, folder: Path) -> Editor:
    capabilities = client_capabilities("visual-studio-code")
    await client.initialize_session(
        lsp.InitializeParams(capabilities=capabilities, root_uri=folder.as_uri())
    )
    return Editor(client, folder)


async def test_problems_of_all_files_are_told_as_soon_as_one_is_open(editor: Editor) -> None:
    editor.open("clone-qemu.pkr.hcl")

    problems = await editor.problems("clone-qemu.pkr.hcl")

    assert NO_ANSIBLE in problems
    assert problems[NO_ANSIBLE].severity is lsp.DiagnosticSeverity.Error
    assert problems[NO_ANSIBLE].range.start.line == 73
    assert await editor.told("main.pkr.hcl")


async def test_what_is_typed_is_checked_before_it_is_saved(editor: Editor) -> None:
    editor.open("base-qemu.pkr.hcl")
    before = await editor.problems("base-qemu.pkr.hcl")

    editor.replace("base-qemu.pkr.hcl", "memory ", "memry ")
    wrong = await editor.problems("base-qemu.pkr.hcl")
    editor.replace("base-qemu.pkr.hcl", "memry ", "memory ")
    after = await editor.problems("base-qemu.pkr.hcl")

    new = set(wrong) - set(before)
    assert new == {'The qemu builder has no argument "memry"'}
    assert 'Did you mean "memory"?' in wrong[new.pop()].message
    assert set(after) == set(before)


async def test_a_template_is_typed_letter_by_letter(editor: Editor) -> None:
    name = "clone-qemu.pkr.hcl"
    text = (editor.folder / name).read_text()[:700]
    editor.open(name, "")
    for letter in text:
        editor.type(name, letter)
        if letter in " .":
            await editor.completions(name, editor.texts[name])
    editor.type(name, '"\n}\n')

    typed = await editor.problems(name)
    (editor.folder / name).write_text(editor.texts[name])
    editor.open("main.pkr.hcl")
    editor.close(name)
    saved = await editor.problems(name)

    assert typed
    assert typed == saved


async def test_a_second_place_that_matters_is_told_with_its_file(editor: Editor) -> None:
    editor.open("locals.pkr.hcl")

    editor.replace("locals.pkr.hcl", "locals {", 'variable "qemu_headless" {}\n\nlocals {')
    problems = await editor.problems("variables.pkr.hcl")

    related = problems["The variable qemu_headless is declared twice"].related_information
    assert related is not None
    assert related[0].location.uri == editor.uri("locals.pkr.hcl")
    assert related[0].message == "first declared here"


async def test_hovering_shows_the_manual_and_where_something_is_declared(editor: Editor) -> None:
    editor.open("base-qemu.pkr.hcl")
    editor.open("clone-qemu.pkr.hcl")
    await editor.problems("clone-qemu.pkr.hcl")

    option = await editor.hover("base-qemu.pkr.hcl", "disk_interface")
    function = await editor.hover("base-qemu.pkr.hcl", "templatefile")
    builder = await editor.hover("base-qemu.pkr.hcl", 'qemu" "base"')
    shared = await editor.hover("base-qemu.pkr.hcl", "ssh_timeout")
    variable = await editor.hover("base-qemu.pkr.hcl", "qemu_disk_format)")
    source = await editor.hover("base-qemu.pkr.hcl", "source.qemu.base")

    assert option.startswith("**disk_interface** (string")
    assert "templatefile(path: string" in function
    assert builder.startswith("**builder qemu**")
    assert shared.startswith("**ssh_timeout** (duration")
    assert 'default = "raw"' in variable
    assert "Value: `raw`" in variable
    assert "variables.pkr.hcl:5" in variable
    assert "base-qemu.pkr.hcl:1" in source


async def test_what_can_be_written_is_offered_while_the_rest_is_missing(editor: Editor) -> None:
    editor.open("base-qemu.pkr.hcl")
    editor.open("main.pkr.hcl")
    name = "base-qemu.pkr.hcl"

    editor.replace(name, 'disk_cache        = "none"', "disk_ca")
    options = await editor.completions(name, "disk_ca")
    editor.replace(name, "disk_ca", "disk_cache = ")
    choices = await editor.completions(name, "disk_cache = ")
    editor.replace(name, "var.alma9_iso", "var.")
    variables = await editor.completions(name, "iso_url      = var.")
    functions = await editor.completions(name, "vm_name          = fo")
    editor.replace("main.pkr.hcl", "packer {", "so\n\npacker {")
    blocks = await editor.completions("main.pkr.hcl", "so")
    editor.replace("main.pkr.hcl", "so\n", 'source "q\n')
    builders = await editor.completions("main.pkr.hcl", 'source "q')

    assert "disk_cache" in options
    assert "disk_size" not in options
    assert "ssh_host" in options
    assert {"none", "writeback"} <= set(choices)
    assert isinstance(choices["none"].text_edit, lsp.TextEdit)
    assert choices["none"].text_edit.new_text == '"none"'
    assert {"alma9_iso", "ssh_password"} <= set(variables)
    assert "format" in functions
    assert isinstance(blocks["source"].text_edit, lsp.TextEdit)
    assert blocks["source"].text_edit.new_text == 'source "${1:type}" "${2:name}" {\n\t$0\n}'
    assert {"qemu", "null", "file"} <= set(builders)


async def test_words_lead_to_where_they_are_declared(editor: Editor) -> None:
    editor.open("base-qemu.pkr.hcl")
    editor.open("clone-qemu.pkr.hcl")
    editor.open("el9.pkrvars.hcl")
    name = "base-qemu.pkr.hcl"

    assert await editor.definition(name, "qemu_accelerator") == [("variables.pkr.hcl", 8)]
    assert await editor.definition(name, "deb_command") == [("locals.pkr.hcl", 12)]
    assert await editor.definition(name, "source.qemu.base") == [("base-qemu.pkr.hcl", 1)]
    assert await editor.definition(name, "ks.cfg.pkrtpl.hcl") == [("ks.cfg.pkrtpl.hcl", 1)]
    assert await editor.definition("clone-qemu.pkr.hcl", "./scripts") == [("cleanup.sh", 1)]
    assert await editor.definition("el9.pkrvars.hcl", "qemu_efi_code") == [("variables.pkr.hcl", 2)]


async def test_a_variable_is_renamed_in_all_files(editor: Editor) -> None:
    editor.open("variables.pkr.hcl")
    place = editor.within("variables.pkr.hcl", "qemu_efi_code")

    edit = await editor.client.text_document_rename_async(
        lsp.RenameParams(editor.document("variables.pkr.hcl"), place, "efi_code")
    )

    assert edit is not None
    assert edit.changes is not None
    changed = {uri.rpartition("/")[2]: len(edits) for uri, edits in edit.changes.items()}
    assert changed == {
        "variables.pkr.hcl": 1,
        "base-qemu.pkr.hcl": 1,
        "clone-qemu.pkr.hcl": 1,
        "el9.pkrvars.hcl": 1,
        "arch.pkrvars.hcl": 1,
        "mac.pkrvars.hcl": 1,
    }


async def test_a_text_is_laid_out_as_by_fmt_unless_it_cannot_be_parsed(editor: Editor) -> None:
    name = "clone-qemu.pkr.hcl"
    editor.open(name)
    options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    ask = lsp.DocumentFormattingParams(editor.document(name), options)

    as_it_is = await editor.client.text_document_formatting_async(ask)
    editor.replace(name, "  disk_discard      = ", "  disk_discard = ")
    askew = await editor.client.text_document_formatting_async(ask)
    editor.replace(name, 'source "qemu" "clone" {', 'source "qemu" "clone" {{')
    broken = await editor.client.text_document_formatting_async(ask)

    assert not as_it_is
    assert askew is not None
    assert [edit.new_text.split() for edit in askew] == [["disk_discard", "=", '"unmap"']]
    assert not broken


async def test_a_misspelt_name_is_mended(editor: Editor) -> None:
    name = "base-qemu.pkr.hcl"
    editor.open(name)
    editor.replace(name, "var.qemu_headless", "var.qemu_headles")
    await editor.problems(name)
    place = editor.within(name, "qemu_headles")

    found = await editor.client.text_document_code_action_async(
        lsp.CodeActionParams(
            editor.document(name), lsp.Range(place, place), lsp.CodeActionContext([])
        )
    )

    assert found is not None
    (fix,) = found
    assert isinstance(fix, lsp.CodeAction)
    assert fix.title == "Write qemu_headless"
    assert fix.edit is not None
    assert fix.edit.changes is not None
    (edit,) = fix.edit.changes[editor.uri(name)]
    assert edit.new_text == "qemu_headless"
    assert edit.range.start == editor.place(name, editor.texts[name].index("qemu_headles"))


async def test_the_outline_shows_the_blocks(editor: Editor) -> None:
    editor.open("variables.pkr.hcl")

    found = await editor.client.text_document_document_symbol_async(
        lsp.DocumentSymbolParams(editor.document("variables.pkr.hcl"))
    )

    assert found is not None
    first = found[0]
    assert isinstance(first, lsp.DocumentSymbol)
    assert (first.name, first.detail) == ("ssh_password", "variable")
    assert len(found) == 19


async def test_the_parameters_of_a_function_are_shown(editor: Editor) -> None:
    editor.open("base-qemu.pkr.hcl")
    place = editor.after("base-qemu.pkr.hcl", 'format("base-alma9.%s", ')

    found = await editor.client.text_document_signature_help_async(
        lsp.SignatureHelpParams(editor.document("base-qemu.pkr.hcl"), place)
    )

    assert found is not None
    assert found.signatures[0].label.startswith("format(")
    assert found.active_parameter == 1


async def test_values_for_variables_are_checked_against_the_template(editor: Editor) -> None:
    editor.open("el9.pkrvars.hcl")
    assert not await editor.problems("el9.pkrvars.hcl")

    editor.replace("el9.pkrvars.hcl", "qemu_efi_vars", "qemu_efi_var")
    problems = await editor.problems("el9.pkrvars.hcl")

    assert list(problems) == ['"qemu_efi_var" is not a variable of this template']
    assert (await editor.completions("el9.pkrvars.hcl", "qemu_efi_var"))["qemu_efi_vars"]


async def test_a_file_that_is_closed_is_read_from_disk_again(editor: Editor) -> None:
    editor.open("base-qemu.pkr.hcl")
    editor.open("locals.pkr.hcl", "locals {}\n")
    wrong = await editor.problems("base-qemu.pkr.hcl")

    editor.close("locals.pkr.hcl")
    right = await editor.problems("base-qemu.pkr.hcl")

    assert any("efi_el9_command" in one for one in wrong)
    assert not any("efi_el9_command" in one for one in right)


async def test_places_are_counted_as_the_editor_counts_them(editor: Editor) -> None:
    editor.open("locals.pkr.hcl", 'locals {\n  a = "😀😀" == lokal.b\n  b = upper("x")\n}\n')

    problems = await editor.problems("locals.pkr.hcl")

    (problem,) = [one for text, one in problems.items() if "lokal" in text]
    assert problem.range.start == lsp.Position(1, 16)
    assert problem.range.end.character == 21


async def test_an_editor_may_count_in_bytes_and_know_no_snippets(
    client: LanguageClient, folder: Path
) -> None:
    encodings: list[lsp.PositionEncodingKind | str] = [lsp.PositionEncodingKind.Utf8]
    general = lsp.GeneralClientCapabilities(position_encodings=encodings)
    await client.initialize_session(
        lsp.InitializeParams(
            capabilities=lsp.ClientCapabilities(general=general),
            root_uri=folder.as_uri(),
            initialization_options={"workingDirectory": ".."},
        )
    )
    editor = Editor(client, folder)
    editor.open("locals.pkr.hcl", 'locals {\n  a = "😀é" == lokal.b\n}\nsource "null" "x" {\n  ssh')

    problems = await editor.problems("locals.pkr.hcl")
    options = await editor.completions("locals.pkr.hcl", "  ssh")

    (problem,) = [one for text, one in problems.items() if "lokal" in text]
    assert problem.range.start == lsp.Position(1, 6 + 1 + 4 + 2 + 1 + 4)
    assert isinstance(options["ssh_host"].text_edit, lsp.TextEdit)
    assert options["ssh_host"].text_edit.new_text == "ssh_host"
    assert "There is no script" in " ".join(await editor.told("clone-qemu.pkr.hcl"))


async def test_a_name_is_marked_wherever_it_stands_in_the_file(editor: Editor) -> None:
    editor.open("base-qemu.pkr.hcl")
    place = editor.within("base-qemu.pkr.hcl", "deb_command")

    found = await editor.client.text_document_document_highlight_async(
        lsp.DocumentHighlightParams(editor.document("base-qemu.pkr.hcl"), place)
    )

    assert found is not None
    assert len(found) == 2


async def test_a_file_that_changes_on_disk_is_read_again(
    editor: Editor, wishes: list[lsp.Registration]
) -> None:
    editor.open("base-qemu.pkr.hcl")
    await editor.problems("base-qemu.pkr.hcl")

    (editor.folder / "locals.pkr.hcl").write_text("locals {}\n")
    event = lsp.FileEvent(editor.uri("locals.pkr.hcl"), lsp.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
    problems = await editor.problems("base-qemu.pkr.hcl")

    assert [one.method for one in wishes] == [lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES]
    assert any("efi_el9_command" in one for one in problems)


async def test_problems_of_templates_in_json_are_told(editor: Editor) -> None:
    editor.open("more.pkr.json", '{"variable": {"x": {"typ": "string"}}}')

    problems = await editor.problems("more.pkr.json")

    assert [one.range.start.character for one in problems.values()] == [20]


def test_a_goodbye_ends_the_server_without_a_word(program: Program) -> None:
    messages: list[dict[str, object]] = [
        {"id": 1, "method": "initialize", "params": ABOUT},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    ]

    code, output, errors = talk(program, messages)

    assert code == 0
    assert errors == ""
    assert '"hoverProvider"' in output


def test_an_editor_that_dies_takes_the_server_with_it(program: Program) -> None:
    code, _, errors = talk(program, [])

    assert code == 1
    assert errors == ""


def test_an_interrupt_ends_the_server_at_once(program: Program) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "goldsmith", "lsp"],
        cwd=program.work,
        env=program.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(framed({"id": 1, "method": "initialize", "params": ABOUT}).encode())
        server.stdin.flush()
        assert server.stdout.readline().startswith(b"Content-Length")

        server.send_signal(signal.SIGINT)

        assert server.wait(timeout=10) == -signal.SIGINT


def test_without_its_library_the_server_says_how_to_get_it(program: Program) -> None:
    missing = 'raise ModuleNotFoundError("No module named pygls", name="pygls")'
    (program.work / "pygls.py").write_text(missing)

    done = subprocess.run(
        [sys.executable, "-m", "goldsmith", "lsp"],
        cwd=program.work,
        env=program.environment() | {"PYTHONPATH": str(program.work)},
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert "pip install 'goldsmith[lsp]'" in done.stderr
    assert done.stdout == ""


def test_nothing_that_a_template_says_is_logged(program: Program) -> None:
    uri = (program.work / "a.pkr.hcl").as_uri()
    document = {"uri": uri, "languageId": "hcl", "version": 1, "text": 'a = "hunter2'}
    messages: list[dict[str, object]] = [
        {"id": 1, "method": "initialize", "params": ABOUT},
        {"method": "textDocument/didOpen", "params": {"textDocument": document}},
        {"method": "textDocument/didChange", "params": {"hunter2": "broken"}},
        {"id": 2, "method": "textDocument/hover", "params": {"hunter2": "broken"}},
        {"id": 3, "method": "hunter2", "params": {}},
        {"id": 4, "method": "shutdown"},
        {"method": "exit"},
    ]

    code, _, errors = talk(program, messages)

    assert code == 0
    assert errors == ""


def framed(message: dict[str, object]) -> str:
    body = json.dumps({"jsonrpc": "2.0", **message})
    return f"Content-Length: {len(body)}\r\n\r\n{body}"


def talk(program: Program, messages: list[dict[str, object]]) -> tuple[int, str, str]:
    """Send messages without waiting for answers, then close the input."""
    sent = "".join(map(framed, messages))
    done = subprocess.run(
        [sys.executable, "-m", "goldsmith", "lsp", "-stdio"],
        cwd=program.work,
        env=program.environment(),
        input=sent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr
