"""Mistakes that people make, each beside what `validate` prints of it.

`NAME.flags` holds the flags of the call, if any. Where the output differs from what is on file on
purpose, look at it with the eyes of somebody who made the mistake, and write it there.
"""

from pathlib import Path

import pytest

from goldsmith.cli.main import run

FOLDER = Path(__file__).parents[1] / "language" / "diagnostics"
TEMPLATES = sorted(
    path
    for path in FOLDER.iterdir()
    if path.suffix in {".hcl", ".json"} and path.name.partition(".")[2] != "values.hcl"
)
HERE = "FOLDER"
"""Stands for the folder of the templates, which is another on every machine."""


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_mistake_is_told_as_it_stands_beside_it(
    template: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = template.name.partition(".")[0]
    flags = FOLDER / f"{name}.flags"
    monkeypatch.chdir(FOLDER)

    run(["validate", *(flags.read_text().split() if flags.exists() else ()), template.name], {})

    shown = capsys.readouterr().out.replace(str(FOLDER), HERE)
    assert shown == (FOLDER / f"{name}.errors").read_text(encoding="utf-8")


def test_every_template_has_its_output_and_every_output_its_template() -> None:
    names = [path.name.partition(".")[0] for path in TEMPLATES]

    assert len(names) == len(set(names))
    assert set(names) == {path.stem for path in FOLDER.glob("*.errors")}
