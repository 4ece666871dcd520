"""The options that name the image or installation disc a machine starts from."""

from collections.abc import Iterator

from goldsmith.sdk.settings import Problem, settings

HASH_LENGTHS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
"""Which hash a bare checksum is, by its length in hexadecimal digits."""


@settings
class IsoSettings:
    """Where the installation disc or disk image comes from."""

    iso_url: str = ""
    """The image: a path, or an address that begins with file://, http:// or https://."""

    iso_urls: tuple[str, ...] = ()
    """Several places to get the same image from; each is tried until one works."""

    iso_checksum: str = ""
    """What it must hash to: "sha256:…", bare digits, "file:" and a checksum list, or "none"."""

    iso_target_path: str = ""
    """Where to keep a download: a file, or a folder if the name has no ending."""

    iso_target_extension: str = "iso"
    """The ending of the file that a download is kept in."""

    @property
    def urls(self) -> tuple[str, ...]:
        """Every place to try, in order."""
        return (self.iso_url,) if self.iso_url else self.iso_urls

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        yield from self.place_problems()
        yield from self.checksum_problems()

    def place_problems(self) -> Iterator[Problem]:
        """What is wrong with where the image comes from."""
        if self.iso_url and self.iso_urls:
            yield Problem("iso_urls", "Only one of iso_url and iso_urls can be given.")
        if not self.urls:
            yield Problem(
                "iso_url",
                "The image to start from is not given.",
                hint="Set iso_url to a path or an address.",
            )

    def checksum_problems(self) -> Iterator[Problem]:
        """What is wrong with its checksum."""
        written = self.iso_checksum
        if not written:
            yield Problem(
                "iso_checksum",
                "The checksum of the image is not given.",
                hint='Write it as "sha256:…", or "none" if it shall not be checked.',
            )
        elif written.lower().endswith(".iso"):
            yield Problem(
                "iso_checksum",
                f'"{written}" names a disc, not a checksum.',
                hint="Give the checksum itself, or the list that it stands in.",
            )
        elif fault := checksum_fault(written):
            yield Problem("iso_checksum", fault)


def checksum_fault(written: str) -> str:
    """What is wrong with a checksum as templates write it; empty if nothing is."""
    kind, colon, digits = written.partition(":")
    if written == "none" or kind == "file":
        return ""
    if not colon:
        kind, digits = HASH_LENGTHS.get(len(written), ""), written
        if not kind:
            return (
                f'"{written}" has {len(written)} characters, which is the length of no checksum '
                "that can be checked: md5 has 32, sha1 40, sha256 64, sha512 128."
            )
    expected = {name: length for length, name in HASH_LENGTHS.items()}.get(kind.lower())
    if expected is None:
        return f'"{kind}" is not a kind of checksum; md5, sha1, sha256 and sha512 are.'
    if len(digits) != expected:
        return f"A {kind} has {expected} hexadecimal digits, and this has {len(digits)}."
    if set(digits.lower()) - set("0123456789abcdef"):
        return f'"{digits}" is not hexadecimal.'
    return ""
