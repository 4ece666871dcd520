"""What components fill in themselves passes through variables unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.planning.legacy.protected import protect, restore

PIECES = st.lists(
    st.sampled_from(
        ["{{", "}}", "{{.A}}", "{{ .B }}", "{{ .", ".", " ", "\n", "x", "{{user `a`}}", "{"]
    )
).map("".join)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("{{.A}}", "{{.A}}"),
        ("x{{ .A }}y", "{{ .A }}"),
        ("{{ .A | upper }}", "{{ .A | upper }}"),
        ("{{  .A }}", ""),
        ("{{user `a`}}", ""),
        ("{{ .A\n}}", "{{ .A\n}}"),
        ("{{ .A\n }}", ""),
        ("{{ .A", ""),
    ],
)
def test_a_field_is_taken_out(text: str, kept: str) -> None:
    protected = protect(text)

    assert len(protected) == len(text)
    assert (kept in protected) is (not kept)
    assert ("{{" in protected) is (kept == "" and "{{" in text)


@given(PIECES)
def test_what_is_taken_out_can_be_put_back(text: str) -> None:
    protected = protect(text)

    assert len(protected) == len(text)
    assert restore(text, protected) == text


@given(st.text())
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert restore(text, protect(text)) == text


def test_many_openings_without_an_end_take_no_time() -> None:
    text = "{{ .a" * 300_000
    later = f"{text}\n\n}}}}"

    assert protect(text) == text
    assert protect(later) == later
