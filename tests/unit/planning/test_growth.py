"""Planning grows with the template and no faster."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.unit.work import growth

from goldsmith.diagnostics import TemplateError
from goldsmith.planning.testing import Workspace

SIZE = 40


def numbered(text: str, count: int) -> str:
    return "".join(text.replace("#", str(at)) for at in range(count))


def listed(text: str, count: int) -> str:
    return ", ".join(text.replace("#", str(at)) for at in range(count))


SHAPES: dict[str, Callable[[int], str]] = {
    "sources": lambda count: (
        numbered('source "workshop" "s#" {\n  ssh_username = "u"\n  password = "p#"\n}\n', count)
        + "build {\n  sources = ["
        + listed('"workshop.s#"', count)
        + "]\n"
        '  provisioner "act" { words = ["x"] }\n}\n'
    ),
    "provisioners": lambda count: (
        'source "workshop" "a" { ssh_username = "u" }\nbuild {\n  sources = ["workshop.a"]\n'
        + numbered('  provisioner "act" { words = ["w#"] }\n', count)
        + "}\n"
    ),
    "variables": lambda count: numbered(
        'variable "v#" {\n  type = string\n  default = "d#"\n  sensitive = true\n}\n', count
    ),
    "a chain of locals": lambda count: (
        "locals {\n"
        + "".join(f"  a{at} = local.a{at + 1}\n" for at in range(count))
        + f"  a{count} = 1\n}}\n"
    ),
    "locals that are not there": lambda count: (
        "locals {\n" + numbered("  a# = local.b#\n", count) + "}\n"
    ),
    "a ring of locals": lambda count: (
        "locals {\n"
        + "".join(f"  a{at} = local.a{(at + 1) % count}\n" for at in range(count))
        + "}\n"
    ),
    "unknown components": lambda count: numbered('source "n#" "a" {}\n', count),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_no_faster_than_the_template(tmp_path: Path, shape: str) -> None:
    def sized(size: int) -> Callable[[], None]:
        workspace = Workspace(tmp_path).write(SHAPES[shape](size))

        def work() -> None:
            with suppress(TemplateError):
                workspace.plan()

        return work

    assert growth(sized, SIZE) < 5
