"""An upgraded template means what the JSON template meant."""

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePath
from unicodedata import normalize

from hypothesis import example, given, settings
from hypothesis import strategies as st

from goldsmith.app.legacy import parse_legacy
from goldsmith.app.upgrade import convert
from goldsmith.catalog import Catalog
from goldsmith.planning import Inputs, plan
from goldsmith.plugins.core.file.builder_settings import FileBuilderSettings

CATALOG = Catalog.load()
STARTED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
FEW = settings(max_examples=40, deadline=None)
"""Each example reads, plans and renders a template or two."""
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = st.sampled_from(
    [
        *("", "a", "b c", "$", "${ ", "%{x}", '"', "\\", "\n", "/", "é", "A,b"),
        "\na\n  b\nEOT\n\t${c}\\n$\n",
    ]
)
VALUES = st.sampled_from(["", "a", "b c", "$", "%", '"', "\\", "\n", "/", "é", "A,b", "`"])
"""None with a brace: beside another brace, HCL would hand it on as the beginning of an action."""
ACTIONS = st.sampled_from(
    [
        "{{user `a`}}",
        "{{ user `b` | upper }}",
        '{{- user "a" -}}',
        "{{ user `a` | printf `%s.` }}",
        "{{ replace_all `a` `b` (user `a`) }}",
        "{{ replace_all `/a/` `b` (user `a`) }}",
        "{{ replace `a` `b` 1 (user `b`) }}",
        "{{ split (user `b`) `,` 0 }}",
        "{{ if eq (user `a`) `a` }}yes ${x}{{ else }}{{ user `b` }}{{ end }}",
        "{{ with user `b` }}{{ . }}{{ end }}",
        "{{ $x := user `b` }}{{ $x }}{{ $x | lower }}",
        "{{ range $i, $c := .Nothing }}{{ user `a` }}{{ end }}",
        "{{`{{`}}.ID{{`}}`}}",
        "{{ upper `x` }}",
        "{{/* nothing */}}",
        "{{build_name}} {{ build_type }}",
        "{{ isotime `2006-01-02` }} {{ isotime | upper }}",
        "{{ strftime `%Y` }}",
        "{{packer_version}}",
    ]
)
TEXTS = st.lists(PLAIN | ACTIONS, max_size=5).map("".join)


def content_of(text: str, suffix: str) -> str:
    """What the file builder of a template is going to write."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_text(text, encoding="utf-8", newline="")
        inputs = Inputs(path.name, working_directory=Path(folder), started=STARTED)
        (build,) = plan(inputs, CATALOG).builds
    made = build.builder_settings({})
    assert isinstance(made, FileBuilderSettings)
    return made.content


def template(content: str, variables: Mapping[str, str]) -> str:
    builder = {"type": "file", "name": "it", "content": content, "target": "t"}
    return json.dumps({"variables": variables, "builders": [builder]})


def upgraded(text: str) -> str:
    _, tree = parse_legacy(PurePath("a.json"), text.encode())
    made = convert(tree, PurePath("a.pkr.hcl"), annotate=False)
    assert not made.problems
    return made.text


@given(WORDS)
@FEW
@example("$")
@example("a\n\tb\nEOT\n  $${c} \\\n")
@example("$${a} %%{b} \\u0041 {\r\n\u2028\x00")
def test_any_text_survives(content: str) -> None:
    if "{{" in content:
        return

    made = content_of(upgraded(template(f".{content}", {})), ".pkr.hcl")

    assert made == normalize("NFC", f".{content}")


@given(WORDS)
@FEW
def test_any_text_survives_in_a_variable(value: str) -> None:
    if "{{" in value:
        return

    made = content_of(upgraded(template(".{{user `a`}}", {"a": value})), ".pkr.hcl")

    assert made == normalize("NFC", f".{value}")


@given(TEXTS, VALUES, VALUES)
@FEW
@example("a${{user `a`}}", "x", "")
@example("{{ `a` }}$ {{- user `a` }}", "x", "")
def test_go_templates_give_the_same_in_hcl(content: str, first: str, second: str) -> None:
    legacy = template(f".{content}", {"a": first, "b": second})

    assert content_of(upgraded(legacy), ".pkr.hcl") == content_of(legacy, ".json")
