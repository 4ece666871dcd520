"""The words of a `docker run`: options, image and command, told apart and checked."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from goldsmith.plugins.docker.builder.run_fields import OPTIONS
from goldsmith.plugins.docker.builder.run_values import SWITCHES, Request, ValueFault
from goldsmith.record import record
from goldsmith.sdk import GoldsmithError

_SHORT = {
    "d": "detach", "i": "interactive", "t": "tty", "e": "env", "v": "volume", "w": "workdir",
    "u": "user", "h": "hostname", "p": "publish", "P": "publish-all", "m": "memory", "l": "label",
    "c": "cpu-shares",
}  # fmt: skip
_IMAGE = re.compile(r"\{\{-?\s*\.Image\s*-?\}\}")
_FIELD = re.compile(r"\{\{-?\s*\.(\w+)\s*-?\}\}")
_STANDS_FOR_IT = "image"
_NO_IMAGE = "run_command names no image."


@record
class Option:
    """An option as it was given."""

    name: str
    value: str
    item: int
    """Which word it is in."""


@record
class Words:
    """The words of a run command, told apart."""

    options: tuple[Option, ...]
    image: str
    command: tuple[str, ...]


@record
class Fault:
    """What is wrong with a word."""

    item: int | None
    message: str
    hint: str = ""


def words_of(arguments: Sequence[str]) -> Words:
    """Tell options, image and command apart, as `docker run` does."""
    options: list[Option] = []
    rest = iter(enumerate(arguments))
    for number, word in rest:
        if word.startswith("-") and word not in {"-", "--"}:
            options += _option(number, word, rest)
            continue
        image = next(rest, (0, ""))[1] if word == "--" else word
        if image:
            return Words(tuple(options), image, tuple(one for _, one in rest))
    raise GoldsmithError(f"{_NO_IMAGE} Put `{{{{.Image}}}}` into it.")


def apply(request: Request, option: Option) -> None:
    """Put an option into a request."""
    fault = _unknown(option)
    if fault is None:
        try:
            OPTIONS[option.name](request, option.value)
        except ValueFault as error:
            fault = Fault(option.item, *error.told)
    if fault is not None:
        raise GoldsmithError(f"In run_command: {fault.message} {fault.hint}".rstrip())


def faults_of(arguments: Sequence[str]) -> Iterator[Fault]:
    """What is wrong with a run command that can be told before there is an image."""
    shaped = tuple(_IMAGE.sub(_STANDS_FOR_IT, one) for one in arguments)
    templates = {number for number, one in enumerate(shaped) if "{{" in one}
    for number in sorted(templates):
        found = _FIELD.search(shaped[number])
        if found or "}}" not in shaped[number]:
            text = found[0] if found else arguments[number]
            yield Fault(number, f"run_command knows no {text}.", "It knows {{.Image}} alone.")
    try:
        words = words_of(shaped)
    except ValueFault as error:
        yield Fault(None, *error.told)
        return
    except GoldsmithError:
        unknown = [one for one in map(_unknown, _options(shaped)) if one]
        yield from unknown
        if not unknown and not templates:
            yield Fault(None, _NO_IMAGE, 'Put "{{.Image}}" behind the options.')
        return
    for option in words.options:
        fault = _unknown(option)
        if fault is None and option.item not in templates:
            fault = _wrong_value(option)
        if fault is not None:
            yield fault


def image_of(arguments: Sequence[str]) -> str:
    """The image that a run command names in place of `{{.Image}}`; empty where it names none."""
    shaped = [_IMAGE.sub("\0", one) for one in arguments]
    try:
        image = words_of(shaped).image
    except GoldsmithError:
        return ""
    return "" if "\0" in image or "{{" in image else image


def _options(arguments: Sequence[str]) -> Iterator[Option]:
    """Every word that looks like an option, whatever may come of the others."""
    for number, word in enumerate(arguments):
        if word.startswith("--") and len(word) > 2:
            name, _, value = word[2:].partition("=")
            yield Option(name, value, number)


def _option(number: int, word: str, rest: Iterator[tuple[int, str]]) -> Iterator[Option]:
    if word.startswith("--"):
        name, equals, value = word[2:].partition("=")
        yield Option(name, value, number) if equals else _with_value(name, number, rest)
        return
    letters = word[1:]
    while letters:
        name = _SHORT.get(letters[0], letters[0])
        letters = letters[1:]
        if name in SWITCHES:
            yield Option(name, "true", number)
            continue
        if letters:
            yield Option(name, letters.removeprefix("="), number)
        else:
            yield _with_value(name, number, rest)
        return


def _with_value(name: str, number: int, rest: Iterator[tuple[int, str]]) -> Option:
    """An option whose value may be the next word."""
    if name in SWITCHES:
        return Option(name, "true", number)
    if name not in OPTIONS:  # there is no telling whether it has one
        return Option(name, "", number)
    for at, value in rest:
        return Option(name, value, at)
    raise ValueFault(f"{_dashed(name)} has no value.")


def _unknown(option: Option) -> Fault | None:
    if option.name in OPTIONS:
        return None
    close = get_close_matches(option.name, OPTIONS, n=1)
    hint = (
        f'Did you mean "{_dashed(close[0])}"?'
        if close
        else f"It knows {', '.join(sorted(OPTIONS))}."
    )
    message = f"run_command has {_dashed(option.name)}, which goldsmith does not pass on."
    return Fault(option.item, message, hint)


def _wrong_value(option: Option) -> Fault | None:
    try:
        OPTIONS[option.name]({}, option.value)
    except ValueFault as error:
        return Fault(option.item, *error.told)
    return None


def _dashed(name: str) -> str:
    return f"--{name}" if len(name) > 1 else f"-{name}"
