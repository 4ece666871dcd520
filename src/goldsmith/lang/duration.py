"""Durations as Go writes them: `1h2m3s`, `300ms`."""

from datetime import timedelta

_SECONDS = {
    "ns": 1e-9,
    "us": 1e-6,
    "µs": 1e-6,
    "μs": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
}
_DIGITS = "0123456789."


def parse_duration(text: str) -> timedelta:
    """The duration that `text` names, to the microsecond; `ValueError` where it names none."""
    rest = text[1:] if text[:1] in ("+", "-") else text
    if rest == "0":
        return timedelta()
    if not rest:
        raise ValueError(_not_a_duration(text))
    seconds = 0.0
    while rest:
        after_number = rest.lstrip(_DIGITS)
        number = rest[: len(rest) - len(after_number)]
        unit = _unit_of(after_number)
        if not number.replace(".", "", 1).isdigit():
            raise ValueError(_not_a_duration(text))
        if unit not in _SECONDS:
            raise ValueError(_wrong_unit(text, unit))
        seconds += float(number) * _SECONDS[unit]
        rest = after_number[len(unit) :]
    try:
        return timedelta(seconds=-seconds if text[0] == "-" else seconds)
    except OverflowError:
        raise ValueError(f'"{text}" is longer than any build can last') from None


def format_duration(duration: timedelta) -> str:
    """`duration` as Go writes it: `5m0s`, `1.5s`, `0s`."""
    total = duration // timedelta(microseconds=1)
    sign = "-" if total < 0 else ""
    minutes, micros = divmod(abs(total), 60_000_000)
    hours, minutes = divmod(minutes, 60)
    if not hours and not minutes and 0 < micros < 1_000_000:
        return f"{sign}{micros / 1000:g}ms" if micros >= 1000 else f"{sign}{micros}µs"
    seconds = f"{micros / 1_000_000:f}".rstrip("0").rstrip(".")
    if hours:
        return f"{sign}{hours}h{minutes}m{seconds}s"
    return f"{sign}{minutes}m{seconds}s" if minutes else f"{sign}{seconds}s"


def _unit_of(text: str) -> str:
    length = 0
    while length < len(text) and text[length] not in _DIGITS:
        length += 1
    return text[:length]


def _not_a_duration(text: str) -> str:
    return f'"{text}" is not a duration; write it as in "5m", "1h30m" or "300ms"'


def _wrong_unit(text: str, unit: str) -> str:
    if not unit:
        return f'"{text}" needs a unit, as in "{text}s" or "{text}m"'
    return f'"{text}" has the unit "{unit}"; units are ns, us, ms, s, m and h'
