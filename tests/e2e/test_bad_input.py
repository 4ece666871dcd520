"""Whatever a file holds, every command answers with an error and never with a traceback."""

import random

import pytest
from tests.e2e.program import Program

LARGE = 64 * 1024
ODD = {
    "random bytes": random.Random(4).randbytes(LARGE),
    "zero bytes": bytes(LARGE),
    "another encoding": 'source "null" "a" {}\n'.encode("utf-16"),
    "nested lists": b"a = " + b"[" * LARGE,
    "nested objects": b'{"a":' * (LARGE // 5),
    "nested templates": b'a = "' + b'${"' * (LARGE // 3),
    "nested blocks": b"b {\n" * (LARGE // 4),
    "one long word": b"a" * LARGE,
    "many mistakes": b"a = \n" * (LARGE // 5),
}
COMMANDS = {
    ".pkr.hcl": ("validate", "inspect", "fmt", "build"),
    ".pkr.json": ("validate", "inspect"),
    ".json": ("validate", "inspect", "fix", "hcl2_upgrade"),
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
@pytest.mark.parametrize("suffix", COMMANDS)
def test_a_file_that_is_no_template_is_told(program: Program, suffix: str, content: bytes) -> None:
    path = program.work / f"odd{suffix}"
    path.write_bytes(content)

    for command in COMMANDS[suffix]:
        done = program.run(command, path.name)

        said = done.stdout
        assert done.returncode == 1, said[:400]
        assert "rror" in said
        assert "Traceback" not in said
        assert len(said) < 200_000
        assert path.read_bytes() == content
