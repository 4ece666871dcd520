"""Key pairs for one build."""

import shutil
import subprocess
from pathlib import Path

import pytest

from goldsmith.sdk.testing import FakeRun
from goldsmith.toolkit.keys import KeyType, generate_key_pair, temporary_key_pair


@pytest.mark.parametrize(
    ("kind", "bits", "said"),
    [
        ("ed25519", 0, "256 SHA256"),
        ("ecdsa", 0, "521 SHA256"),
        ("ecdsa", 256, "256 SHA256"),
        ("rsa", 2048, "2048 SHA256"),
    ],
)
@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_openssh_takes_the_keys(kind: KeyType, bits: int, said: str, tmp_path: Path) -> None:
    pair = generate_key_pair(kind, bits=bits, comment="a comment")
    path = tmp_path / "key"
    path.write_text(pair.private)
    path.chmod(0o600)

    public = subprocess.run(["ssh-keygen", "-y", "-f", path], capture_output=True, check=True)
    shown = subprocess.run(["ssh-keygen", "-l", "-f", path], capture_output=True, check=True)

    assert public.stdout.decode().split()[:2] == pair.public.split()[:2]
    assert pair.public.endswith(" a comment")
    assert said in shown.stdout.decode()


async def test_a_temporary_key_is_secret_private_and_gone_at_the_end() -> None:
    async with FakeRun() as run:
        pair, path = await temporary_key_pair(run, comment="mine")

        assert path.read_text() == pair.private
        assert path.stat().st_mode & 0o777 == 0o600
        assert pair.private in run.secrets

    assert not path.exists()
