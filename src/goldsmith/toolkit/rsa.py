"""Decrypts with RSA keys."""

import base64
from collections.abc import Mapping

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from goldsmith.sdk import GoldsmithError


def decrypt(_environment: Mapping[str, str], encrypted: str, key: str) -> str:
    """The text that a public key has encrypted, in base64, and the private `key` decrypts."""
    try:
        content = base64.b64decode(encrypted, validate=True)
    except ValueError:
        raise GoldsmithError("What is to be decrypted is not in base64.") from None
    try:
        private = load_pem_private_key(key.encode(), None)
    except TypeError:
        raise GoldsmithError(
            "The private key has a passphrase. Decrypt the key first, "
            "for example with `openssl rsa`."
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise GoldsmithError(
            "The private key cannot be read. It must be an RSA key in PEM, "
            "which begins with -----BEGIN."
        ) from None
    if not isinstance(private, RSAPrivateKey):
        raise GoldsmithError("The private key is not an RSA key.")
    try:
        return private.decrypt(content, PKCS1v15()).decode()
    except UnicodeDecodeError:
        raise GoldsmithError("What was decrypted is not text in UTF-8.") from None
    except ValueError:
        raise GoldsmithError("It was not encrypted for this private key.") from None
