"""Key pairs that live as long as one build."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import anyio.to_thread
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from goldsmith.record import record
from goldsmith.sdk.run import Run
from goldsmith.toolkit.temporary import temporary_file

KeyType: TypeAlias = Literal["ed25519", "ecdsa", "rsa"]

_PrivateKey: TypeAlias = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_CURVES: Mapping[int, type[ec.SECP256R1 | ec.SECP384R1 | ec.SECP521R1]] = {
    256: ec.SECP256R1,
    384: ec.SECP384R1,
    521: ec.SECP521R1,
}


@record
class KeyPair:
    """A private key and its public half, as OpenSSH writes them."""

    private: str
    """The text of a private key file, without a passphrase."""

    public: str
    """One line of authorized_keys."""


def generate_key_pair(kind: KeyType = "ed25519", *, bits: int = 0, comment: str = "") -> KeyPair:
    """Make a key pair; `bits` is for rsa (4096 unless told) and ecdsa (521 unless told)."""
    key = _generate(kind, bits)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    return KeyPair(private.decode(), f"{public.decode()} {comment}".rstrip())


async def temporary_key_pair(
    run: Run, kind: KeyType = "ed25519", *, bits: int = 0, comment: str = ""
) -> tuple[KeyPair, Path]:
    """Make a key pair for this build, with its private key in a file that is gone at the end."""
    # A long rsa key takes a second or two.
    pair = await anyio.to_thread.run_sync(
        lambda: generate_key_pair(kind, bits=bits, comment=comment)
    )
    run.secret(pair.private)
    path = await temporary_file(run, pair.private.encode(), prefix="goldsmith-key", mode=0o600)
    return pair, path


def _generate(kind: KeyType, bits: int) -> _PrivateKey:
    match kind:
        case "ed25519":
            return ed25519.Ed25519PrivateKey.generate()
        case "ecdsa":
            return ec.generate_private_key(_CURVES[bits or 521]())
        case "rsa":
            return rsa.generate_private_key(public_exponent=65537, key_size=bits or 4096)
