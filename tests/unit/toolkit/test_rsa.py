import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from goldsmith.sdk import GoldsmithError
from goldsmith.toolkit.rsa import decrypt

KEY = rsa.generate_private_key(65537, 1024)  # noqa: S505 - a small key is made soon


def encrypted(content: bytes) -> str:
    return base64.b64encode(KEY.public_key().encrypt(content, PKCS1v15())).decode()


def pem(
    key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey = KEY,
    form: PrivateFormat = PrivateFormat.PKCS8,
    passphrase: KeySerializationEncryption | None = None,
) -> str:
    return key.private_bytes(Encoding.PEM, form, passphrase or NoEncryption()).decode()


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_what_was_encrypted_for_a_key_is_read(form: PrivateFormat) -> None:
    assert decrypt({}, encrypted("pässword".encode()), pem(form=form)) == "pässword"


@pytest.mark.parametrize(
    ("content", "key", "message"),
    [
        ("?", pem(), "is not in base64"),
        ("aGVsbG8=", pem(), "not encrypted for this private key"),
        (encrypted(b"\xff"), pem(), "not text in UTF-8"),
        ("aGVsbG8=", "no key", "must be an RSA key in PEM"),
        ("aGVsbG8=", pem(ed25519.Ed25519PrivateKey.generate()), "not an RSA key"),
        ("aGVsbG8=", pem(passphrase=BestAvailableEncryption(b"x")), "has a passphrase"),
    ],
)
def test_what_cannot_be_decrypted_is_explained(content: str, key: str, message: str) -> None:
    with pytest.raises(GoldsmithError, match=message):
        decrypt({}, content, key)
