"""Versions, and constraints on them such as `>= 1.2, < 2.0`."""

from goldsmith.record import record

PACKER_VERSION = "1.16.0"
"""The version of Packer whose language and behaviour this is."""

_OPERATORS = ("~>", ">=", "<=", "!=", "=", ">", "<")


@record
class Version:
    """Three numbers or more, and what follows a dash."""

    numbers: tuple[int, ...]
    prerelease: str = ""

    def __str__(self) -> str:
        text = ".".join(str(number) for number in self.numbers)
        return f"{text}-{self.prerelease}" if self.prerelease else text


@record
class Bound:
    """One part of a constraint; `written` is how many numbers were given."""

    operator: str
    version: Version
    written: int


@record
class VersionConstraint:
    """What a version must satisfy: every one of `bounds`."""

    text: str
    bounds: tuple[Bound, ...]

    @property
    def names_prerelease(self) -> bool:
        """Whether any of the bounds is a version that was never released."""
        return any(bound.version.prerelease for bound in self.bounds)

    def allows(self, version: Version) -> bool:
        """Whether `version` satisfies it."""
        return all(_satisfies(version, bound) for bound in self.bounds)


def parse_version(text: str) -> Version:
    """The version that `text` says; `ValueError` with a sentence where it says none."""
    return _version(text)[0]


def is_older(one: Version, other: Version) -> bool:
    """Whether `one` came before `other`."""
    return _satisfies(one, Bound("<", other, len(other.numbers)))


def parse_constraint(text: str) -> VersionConstraint:
    """The constraint that `text` says; `ValueError` with a sentence where it says none."""
    bounds: list[Bound] = []
    for part in text.split(","):
        wanted = part.strip()
        operator = next((one for one in _OPERATORS if wanted.startswith(one)), "")
        version, written = _version(wanted[len(operator) :].strip())
        bounds.append(Bound(operator or "=", version, written))
    return VersionConstraint(text, tuple(bounds))


def _version(text: str) -> tuple[Version, int]:
    bare, _, _ = text.removeprefix("v").partition("+")
    release, _, prerelease = bare.partition("-")
    segments = release.split(".")
    if not all(segment.isascii() and segment.isdigit() for segment in segments):
        raise ValueError(f'"{text}" is not a version; one looks like 1.2.3.')
    numbers = tuple(int(segment) for segment in segments)
    return Version(numbers + (0,) * (3 - len(numbers)), prerelease), len(numbers)


def _order(version: Version) -> tuple[object, ...]:
    numbers = version.numbers
    while len(numbers) > 3 and numbers[-1] == 0:
        numbers = numbers[:-1]
    parts = tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in version.prerelease.split(".")
        if part
    )
    # A release comes after everything that led to it.
    return (numbers, not parts, parts)


def _satisfies(version: Version, bound: Bound) -> bool:
    ours, theirs = _order(version), _order(bound.version)
    match bound.operator:
        case "=":
            return ours == theirs
        case "!=":
            return ours != theirs
        case ">":
            return ours > theirs
        case ">=":
            return ours >= theirs
        case "<":
            return ours < theirs
        case "<=":
            return ours <= theirs
        case _:
            pinned = max(1, bound.written - 1)
            return ours >= theirs and version.numbers[:pinned] == bound.version.numbers[:pinned]
