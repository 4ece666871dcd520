"""The public half of a private key that a user gave."""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from goldsmith.diagnostics import GoldsmithError

_ONE_LINE = (serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)


def public_half(private: str, path: Path) -> str:
    """One line of authorized_keys for the private key in `path`."""
    data = private.encode()
    try:
        if "BEGIN OPENSSH" in private:
            public = serialization.load_ssh_private_key(data, None).public_key()
            line = public.public_bytes(*_ONE_LINE)
        else:
            line = (
                serialization.load_pem_private_key(data, None).public_key().public_bytes(*_ONE_LINE)
            )
    except TypeError:
        raise GoldsmithError(
            f"The private key {path} is protected by a passphrase, and nobody can be asked for it "
            "during a build. Load it into your agent with ssh-add and set ssh_agent_auth = true."
        ) from None
    except (ValueError, UnsupportedAlgorithm) as error:
        raise GoldsmithError(f"The private key {path} cannot be used: {error}.") from error
    return line.decode()
