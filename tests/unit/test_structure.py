"""The code keeps the rules that it has given itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "goldsmith"
MODULES = sorted(
    path for path in SOURCE.rglob("*.py") if "tests" not in path.relative_to(SOURCE).parts
)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
HEAVY = frozenset(
    {
        "anyio",
        "argparse",
        "asyncio",
        "asyncssh",
        "dataclasses",
        "difflib",
        "importlib.metadata",
        "inspect",
        "json",
        "logging",
        "lsprotocol",
        "pygls",
        "rich",
        "socket",
        "subprocess",
        "tempfile",
    }
)
"""Modules that cost milliseconds and that checking a template has no use for."""

TEMPLATE = """\
variable "user" {
  type    = string
  default = "root"
}

source "null" "a" {
  ssh_host     = "192.0.2.1"
  ssh_username = var.user
  ssh_password = "secret"
}

build {
  sources = ["null.a"]

  provisioner "shell" {
    inline = ["echo ${var.user}"]
  }
}
"""


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_stays_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_does_one_thing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines."


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = [
                node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
            ]
            assert not inside, f"{function.name} imports."


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.name == "__init__.py"], ids=name_of
)
def test_a_package_front_only_shows_what_is_inside(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    for node in tree.body:
        assert isinstance(node, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign)


def modules_after(*words: str, folder: Path) -> set[str]:
    program = (
        "import sys\n"
        "from goldsmith.__main__ import main\n"
        f"sys.argv = {['goldsmith', *words]!r}\n"
        "code = main()\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


def test_the_version_is_told_without_loading_the_language(tmp_path: Path) -> None:
    loaded = modules_after("version", folder=tmp_path)

    assert not loaded & HEAVY
    assert "goldsmith.lang" not in loaded


def test_checking_a_template_loads_neither_the_engine_nor_anything_heavy(tmp_path: Path) -> None:
    (tmp_path / "a.pkr.hcl").write_text(TEMPLATE)

    loaded = modules_after("validate", "a.pkr.hcl", folder=tmp_path)

    assert not loaded & HEAVY
    assert "goldsmith.engine" not in loaded
    assert "goldsmith.manual" not in loaded
    assert "goldsmith.diagnostics.drawing" not in loaded
    assert not [name for name in loaded if name.startswith("goldsmith.plugins.qemu.")]
