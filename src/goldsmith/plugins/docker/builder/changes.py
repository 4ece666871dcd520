"""Instructions of a Dockerfile that change an image without running anything."""

import json
from collections.abc import Iterator, Sequence

from goldsmith.sdk.settings import Problem, Severity

_KNOWN = (
    *("CMD", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "ONBUILD", "STOPSIGNAL"),
    *("USER", "VOLUME", "WORKDIR"),
)
_INSTEAD = {
    "RUN": "Use a shell provisioner.",
    "COPY": "Use a file provisioner.",
    "ADD": "Use a file provisioner.",
    "FROM": "Set image.",
    "MAINTAINER": "Set author, or a LABEL.",
    "SHELL": "Write the shell into CMD or ENTRYPOINT.",
    "ARG": "Use a variable of the template.",
}
_LISTS = frozenset({"CMD", "ENTRYPOINT", "VOLUME"})
_PAIRS = frozenset({"ENV", "LABEL"})
_MAY_BE_ALONE = frozenset({"CMD", "ENTRYPOINT"})
_LAST_PORT = 65535


def change_problems(changes: Sequence[str]) -> Iterator[Problem]:
    """What the engine would refuse, or take for something else."""
    for number, change in enumerate(changes):
        message = _fault(change)
        if message:
            # A variable that is empty before the build may have left a gap at the end.
            is_gap = change.strip() and _fault(f"{change} 1") is None
            severity = Severity.WARNING if is_gap else Severity.ERROR
            yield Problem("changes", *message, severity, item=number)
            continue
        word, _, rest = change.strip().partition(" ")
        if word.upper() in _LISTS and rest.strip().startswith("[") and not _is_list(rest):
            yield Problem(
                "changes",
                f"{rest.strip()} is no list in JSON, so it is taken as a command of the shell.",
                'A list has double quotes: ["nginx", "-g"].',
                Severity.WARNING,
                item=number,
            )


def _fault(change: str) -> tuple[str, str] | None:
    """What is wrong with one instruction, and what would be right."""
    words = change.split()
    if not words or words[0].startswith("#"):
        return "There is no instruction in this text.", 'Write it as "ENV A=b".'
    word = words[0].upper()
    if word not in _KNOWN:
        others = f"These can: {', '.join(_KNOWN)}."
        return f"{words[0]} cannot change an image that is made.", _INSTEAD.get(word, others)
    if len(words) == 1:
        return None if word in _MAY_BE_ALONE else (f"{word} needs something behind it.", "")
    if word in _PAIRS and len(words) == 2 and "=" not in words[1]:
        return f"{word} {words[1]} has no value.", f"Write it as {word} {words[1]}=value."
    if word == "EXPOSE":
        wrong = next((one for one in words[1:] if not _is_port(one)), None)
        if wrong is not None:
            return f'"{wrong}" is no port.', "Write it as 80, 53/udp or 8000-8010."
    return None


def _is_port(text: str) -> bool:
    if "$" in text:
        return True
    numbers, slash, protocol = text.partition("/")
    if slash and protocol.lower() not in {"tcp", "udp", "sctp"}:
        return False
    ends = numbers.rpartition(":")[2].split("-")
    return len(ends) <= 2 and all(one.isdecimal() and int(one) <= _LAST_PORT for one in ends)


def _is_list(text: str) -> bool:
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, list) and all(isinstance(one, str) for one in found)
