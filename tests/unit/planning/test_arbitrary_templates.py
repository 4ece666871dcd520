"""Whatever a template holds, planning ends with a plan or with diagnostics."""

import random
import re
from pathlib import Path

import pytest

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import TemplateError, render_all
from goldsmith.planning import Inputs, plan, survey

PROJECT = Path(__file__).parents[3]
TOKEN = re.compile(r'"[^"\n]*"|[A-Za-z_][\w-]*|\d+|\s+|.', re.DOTALL)
TEMPLATES = {
    suffix: [
        TOKEN.findall(path.read_text(encoding="utf-8"))
        for folder in ("src", "examples", "tests/language")
        for path in sorted((PROJECT / folder).rglob(names))
    ]
    for suffix, names in ((".pkr.hcl", "*.hcl"), (".pkr.json", "*.pkr.json"))
}
# fmt: off
ODD = [
    "${", "%{", '"${', "}", "{", "[", "]", "(", ")", "<<EOT\n", "EOT\n", "null", "true", "1e999999",
    "-", "!", "*", "[*]", ".*", "...", "=>", "?", ":", ",", '"{{.Foo}}"', '"{{"', "for x in", "if",
    "endif", "dynamic", "content", "var.", "local.", "data.", "build.ID", "path.root", "\0", "\r\n",
    "é", "#", "//", "/*", "*/", 'file("/")', "range(3)", "try(", "can(", "1e400", "merge({}, null)",
    "coalesce()", "convert(1, list)", '"${1"', '"dynamic"', '"//"', '"\\ud800"', '"\\',
    '"for_each"', "[]",
]
# fmt: on
WORDS = {
    suffix: [token for template in templates for token in template if not token.isspace()]
    for suffix, templates in TEMPLATES.items()
}


def mutated(seed: int, suffix: str) -> str:
    """A template with some tokens removed, added, replaced or exchanged."""
    chance = random.Random(seed)
    tokens = list(chance.choice(TEMPLATES[suffix]))
    for _ in range(chance.choice([1, 1, 2, 3, 8])):
        at = chance.randrange(len(tokens) or 1)
        match chance.randrange(4):
            case 0:
                del tokens[at : at + chance.choice([1, 2, 5])]
            case 1:
                tokens.insert(at, chance.choice(ODD))
            case 2:
                tokens.insert(at, chance.choice(WORDS[suffix]))
            case _ if tokens:
                other = chance.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case _:
                pass  # there is nothing to exchange
    return "".join(tokens)


@pytest.mark.parametrize("start", range(0, 400, 50))
@pytest.mark.parametrize("suffix", TEMPLATES)
def test_a_spoilt_template_gives_diagnostics_and_never_a_crash(
    tmp_path: Path, suffix: str, start: int
) -> None:
    catalog = Catalog.load()
    path = tmp_path / f"spoilt{suffix}"

    told = []
    for seed in range(start, start + 50):
        path.write_text(mutated(seed, suffix), encoding="utf-8")
        for read in (plan, survey):
            try:
                read(Inputs(str(path), environment={}), catalog)
            except TemplateError as error:
                told.append(render_all(error.diagnostics))

    assert all(told)
