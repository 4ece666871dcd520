"""Names of images, as registries and the engine take them."""

import re
from collections.abc import Callable, Iterator

from goldsmith.sdk.settings import Problem, Severity

_WORD = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_HOST = re.compile(r"(?:localhost|\[[0-9a-fA-F:]+\]|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)(?::[0-9]+)?")
_PATH = re.compile(rf"{_WORD}(?:/{_WORD})*")
_TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")
_ID = re.compile(r"(?:sha256:)?[0-9a-f]{64}")
_PLATFORM = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+(?:/[A-Za-z0-9_.-]+)?)?")
_MOST_LETTERS = 255
_GAP = re.compile(r"(?<![A-Za-z0-9])(?![A-Za-z0-9])")


def name_problems(
    setting: str, text: str, check: Callable[[str], str], item: int | None = None
) -> Iterator[Problem]:
    """What `check` has against a name; a warning where a variable may have left a gap in it.

    A template whose variables are empty until it is built must not fail before.
    """
    message = check(text)
    if not message:
        return
    if check(_GAP.sub("x", text)):
        yield Problem(setting, message, item=item)
    else:
        hint = "If there is a variable in it, give it a value."
        yield Problem(setting, message, hint, Severity.WARNING, item=item)


def image_problem(text: str) -> str:
    """What keeps `text` from being an image to begin with; empty if nothing does."""
    if _ID.fullmatch(text):
        return ""
    named, at, digest = text.partition("@")
    if at and not _DIGEST.fullmatch(digest):
        return f'"{digest}" is no digest. It is sha256: and 64 digits of 0-9 and a-f.'
    return tagged_problem(named)


def tagged_problem(text: str) -> str:
    """What keeps `text` from being a name with or without a tag; empty if nothing does."""
    repository, tag = split_tag(text)
    return repository_problem(repository) or (tag_problem(tag) if text != repository else "")


def repository_problem(text: str) -> str:
    """What keeps `text` from being the name of an image without a tag; empty if nothing does."""
    registry, path = split_registry(text)
    if "://" in text:
        return f'"{text}" has a scheme. Write {text.partition("://")[2] or "the name"} alone.'
    if text.endswith("/") or not path:
        return f'"{text}" is no name of an image: something must follow the last /.'
    if registry and not _HOST.fullmatch(registry):
        return f'"{registry}" is no registry. Write it as registry.example.com:5000.'
    if _PATH.fullmatch(path):
        return (
            ""
            if len(text) <= _MOST_LETTERS
            else f'"{text}" is longer than {_MOST_LETTERS} letters.'
        )
    lower = text[: len(text) - len(path)] + path.lower()
    if path != path.lower() and _PATH.fullmatch(path.lower()):
        return f'"{text}" has capitals, which names of images may not have. Write "{lower}".'
    return (
        f'"{text}" is no name of an image. Its parts between / begin and end with a-z or 0-9, and '
        "may hold single . and _ and any - between."
    )


def tag_problem(text: str) -> str:
    """What keeps `text` from being a tag; empty if nothing does."""
    if _TAG.fullmatch(text):
        return ""
    return (
        f'"{text}" is no tag. It begins with a letter, a digit or _, and goes on with up to 127 of '
        "those, . and -."
    )


def platform_problem(text: str, *, is_whole: bool = False) -> str:
    """What keeps `text` from being a platform; empty if nothing does.

    The engine fills in what `arm64` or `linux` alone leave open, unless it must be whole.
    """
    if _PLATFORM.fullmatch(text) and not (is_whole and "/" not in text):
        return ""
    return f'"{text}" is no platform. Write it as system/architecture: linux/arm64.'


def split_tag(text: str) -> tuple[str, str]:
    """The name without its tag, and the tag."""
    head, colon, tag = text.rpartition(":")
    return (head, tag) if colon and "/" not in tag else (text, "")


def split_registry(text: str) -> tuple[str, str]:
    """The registry in a name, empty for Docker Hub, and the rest."""
    first, slash, rest = text.partition("/")
    is_registry = slash and ("." in first or ":" in first or first == "localhost")
    return (first, rest) if is_registry else ("", text)


def registry_of(text: str) -> str:
    """The registry that an image is looked for in, for people."""
    return split_registry(text)[0] or "Docker Hub"
