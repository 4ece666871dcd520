"""Functions of passwords and keys."""

import bcrypt as library

from goldsmith.lang.functions.function import ArgumentError, Secret, function
from goldsmith.lang.functions.services import asked
from goldsmith.lang.scope import Scope

_LONGEST = 72
"""Bytes of a password that bcrypt looks at."""

_CHEAPEST, _USUAL, _DEAREST = 4, 10, 18
"""Each step doubles the time; 18 takes some twenty seconds."""


@function
def bcrypt(password: str, cost: int = _USUAL) -> str:
    """A hash of a password as Unix keeps it, with a new random salt at each call.

    A higher cost, up to 18, makes each guess slower.

    substr(bcrypt("hunter2", 4), 0, 7) == "$2a$04$"
    """
    content = password.encode()
    if len(content) > _LONGEST:
        reason = f"It has {len(content)} bytes; bcrypt takes no more than {_LONGEST}."
        raise ArgumentError("password", reason)
    if cost > _DEAREST:
        raise ArgumentError("cost", f"It must be between {_CHEAPEST} and {_DEAREST}.")
    # What is too cheap becomes what is usual, as in Packer.
    rounds = cost if cost >= _CHEAPEST else _USUAL
    return library.hashpw(content, library.gensalt(rounds, b"2a")).decode()


@function
def rsadecrypt(scope: Scope, encrypted: str, private_key: str) -> Secret:
    r"""The text that a public RSA key has encrypted, in base64; the private key is given in PEM.

    Only the padding of PKCS #1 version 1.5 is known. Needs `pip install 'goldsmith[rsa]'`.

    can(rsadecrypt("aGk=", "no key")) == false
    """
    return Secret(asked(scope, "rsadecrypt", encrypted, private_key))
