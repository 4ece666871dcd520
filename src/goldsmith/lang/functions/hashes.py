"""Functions of checksums and identifiers."""

import hashlib
import uuid
from typing import Final

from goldsmith.lang.functions.function import ArgumentError, function

_NAMESPACES: Final = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}


@function
def md5(string: str) -> str:
    """The MD5 checksum of a text.

    md5("a") == "0cc175b9c0f1b6a831c399e269772661"
    """
    return hashlib.md5(string.encode(), usedforsecurity=False).hexdigest()


@function
def sha1(string: str) -> str:
    """The SHA-1 checksum of a text.

    sha1("a") == "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
    """
    return hashlib.sha1(string.encode(), usedforsecurity=False).hexdigest()


@function
def sha256(string: str) -> str:
    """The SHA-256 checksum of a text.

    substr(sha256("a"), 0, 8) == "ca978112"
    """
    return hashlib.sha256(string.encode()).hexdigest()


@function
def sha512(string: str) -> str:
    """The SHA-512 checksum of a text.

    substr(sha512("a"), 0, 8) == "1f40fc92"
    """
    return hashlib.sha512(string.encode()).hexdigest()


@function
def uuidv4() -> str:
    """A random UUID.

    length(uuidv4()) == 36
    """
    return str(uuid.uuid4())


@function
def uuidv5(namespace: str, name: str) -> str:
    """The UUID of a name in a namespace: dns, url, oid, x500 or a UUID.

    uuidv5("dns", "www.terraform.io") == "a5008fae-b28c-5ba5-96cd-82b4c53552d6"
    """
    try:
        return str(uuid.uuid5(_NAMESPACES.get(namespace) or uuid.UUID(namespace), name))
    except ValueError:
        reason = "It must be dns, url, oid, x500 or a UUID."
        raise ArgumentError("namespace", reason) from None
