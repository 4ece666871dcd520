"""A first look at key files, cheap enough for `validate`: is it the kind of file that is meant?"""

from pathlib import Path

_PRIVATE = (
    "-----BEGIN OPENSSH PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN EC PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----",
)
_PUBLIC = ("ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "-----BEGIN PUBLIC", "---- BEGIN SSH2")
_MOST = 64 * 1024
"""No key file is larger; a disk image that was named by mistake is not read in whole."""


def expand(path: str) -> Path:
    """The path with a leading `~` replaced."""
    return Path(path).expanduser()


def private_key_fault(path: str) -> tuple[str, str] | None:
    """What is wrong with a private key file, and what to do; None when it looks well."""
    text = _read(path)
    if text is None or isinstance(text, tuple):
        return text
    if text.startswith(_PUBLIC):
        return (
            f"{path} is a public key. The private key is needed here.",
            f"Its private half is usually {path.removesuffix('.pub')}."
            if path.endswith(".pub")
            else "Its private half is usually the file of the same name without .pub.",
        )
    if text.startswith("PuTTY-User-Key-File"):
        return (
            f"{path} is a key in the format of PuTTY.",
            "Export it as an OpenSSH key with puttygen -O private-openssh.",
        )
    if text.startswith("-----BEGIN DSA PRIVATE KEY-----"):
        return (f"{path} is a DSA key, which OpenSSH no longer takes.", "Make an ed25519 key.")
    first, _, rest = text.partition("\n")
    end = first.strip().replace("BEGIN", "END")
    if first.strip() not in _PRIVATE:
        return (
            f"{path} is not a private key.",
            "It should begin with -----BEGIN … PRIVATE KEY-----.",
        )
    if end not in rest:
        return (f"{path} is cut off: its last line, {end}, is missing.", "")
    return None


def certificate_fault(path: str) -> tuple[str, str] | None:
    """What is wrong with a certificate file, and what to do; None when it looks well."""
    text = _read(path)
    if text is None or isinstance(text, tuple):
        return text
    words = text.split(None, 2)
    if len(words) >= 2 and words[0].endswith("-cert-v01@openssh.com"):
        return None
    return (
        f"{path} is not an OpenSSH certificate.",
        "Certificates are made with ssh-keygen -s and usually end in -cert.pub.",
    )


def _read(path: str) -> str | tuple[str, str] | None:
    """The beginning of a file, or what is wrong; None for a pipe, which can be read only once."""
    try:
        file_path = expand(path)
        if file_path.is_fifo():
            return None
        with file_path.open("rb") as file:
            return file.read(_MOST).decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    except FileNotFoundError:
        return (f"There is no file {path}.", "")
    except IsADirectoryError:
        return (f"{path} is a folder.", "")
    except (OSError, RuntimeError) as error:
        return (f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.", "")
