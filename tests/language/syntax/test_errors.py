"""Each `.hcl` file here is wrong in the ways that the `.errors` file beside it tells."""

from pathlib import Path, PurePath

import pytest

from goldsmith.diagnostics import SourceFile, render_all
from goldsmith.lang.syntax import parse

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", sorted(path.stem for path in HERE.glob("*.hcl")))
def test_syntax_errors_are_told_as_written_here(name: str) -> None:
    path = HERE / f"{name}.hcl"
    file = SourceFile(PurePath(path.name), path.read_text(encoding="utf-8"))

    _, problems = parse(file)

    expected = path.with_suffix(".errors").read_text(encoding="utf-8")
    assert render_all(problems) + "\n" == expected
