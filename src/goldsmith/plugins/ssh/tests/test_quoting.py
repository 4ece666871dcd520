"""Remote paths in commands."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.plugins.ssh.quoting import quoted


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/tmp/script.sh", "/tmp/script.sh"),
        ("~/file", "~/file"),
        ("~/my file", '~/"my file"'),
        ("/tmp/my file", '"/tmp/my file"'),
        ("$HOME/x", "$HOME/x"),
        ("-rf", '"./-rf"'),
        ("C:\\Windows\\Temp\\x", "C:\\Windows\\Temp\\x"),
        ("C:\\Program Files\\x", '"C:\\Program Files\\x"'),
        ("$(reboot)", '"\\$(reboot)"'),
    ],
)
def test_paths_are_quoted_only_where_they_must_be(path: str, written: str) -> None:
    assert quoted(path) == written


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0$"), min_size=1).map("/".__add__))
def test_a_shell_sees_the_path_as_it_is(path: str) -> None:
    shown = subprocess.run(
        ["sh", "-c", f"printf %s {quoted(path)}"], capture_output=True, check=True
    )

    assert shown.stdout == path.encode()
