"""Addresses of files, and mistakes of our own."""

from pathlib import Path

import pytest

from goldsmith.lsp.faults import summary
from goldsmith.lsp.protocol import path_of
from goldsmith.lsp.subject import subject_of


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b.pkr.hcl", Path("/a/b.pkr.hcl")),
        ("file:///a%20b/%C3%A9%23.hcl", Path("/a b/é#.hcl")),
        ("untitled:Untitled-1", None),
        ("file:relative", None),
        ("file:///a%00b", None),
        ("", None),
    ],
)
def test_an_address_is_a_path_if_it_is_one_of_a_file(uri: str, path: Path | None) -> None:
    assert path_of(uri) == path


def test_a_path_is_found_again_by_its_address() -> None:
    path = Path("/a b/ü#%.pkr.hcl")

    assert path_of(path.as_uri()) == path


def test_a_mistake_of_ours_says_where_and_nothing_that_a_template_says() -> None:
    try:
        subject_of(None, "hunter2", frozenset())  # type: ignore[arg-type]
    except AttributeError as error:
        told = summary(error)

    assert told.startswith("This is a mistake in goldsmith: AttributeError in lsp/subject.py, line")
    assert "hunter2" not in told
