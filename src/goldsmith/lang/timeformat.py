"""Points in time as text: Go's layouts and strftime letters."""

from datetime import datetime

_LAYOUT = (
    # The longer of two that begin alike stands first.
    ("January", "%B"),
    ("Jan", "%b"),
    ("Monday", "%A"),
    ("Mon", "%a"),
    ("MST", "zone"),
    ("2006", "year"),
    ("Z07:00:00", "Z::"),
    ("Z070000", "Z,,"),
    ("Z07:00", "Z:"),
    ("Z0700", "Z,"),
    ("Z07", "Z"),
    ("-07:00:00", "+::"),
    ("-070000", "+,,"),
    ("-07:00", "+:"),
    ("-0700", "+,"),
    ("-07", "+"),
    ("002", "%j"),
    ("01", "%m"),
    ("02", "%d"),
    ("03", "%I"),
    ("04", "%M"),
    ("05", "%S"),
    ("06", "%y"),
    ("15", "%H"),
    ("__2", "day of year"),
    ("_2006", "_year"),
    ("_2", "blank day"),
    ("PM", "%p"),
    ("pm", "pm"),
    ("1", "month"),
    ("2", "day"),
    ("3", "hour"),
    ("4", "minute"),
    ("5", "second"),
)
_STARTS = frozenset(sign[0] for sign, _ in _LAYOUT) | {".", ","}
_STRFTIME_LETTERS = "aAbBdHImMpSyzZ%"
RFC3339 = "2006-01-02T15:04:05Z07:00"


def format_time(moment: datetime, layout: str) -> str:
    """`moment` written as Go writes Mon Jan 2 15:04:05 MST 2006 in `layout`."""
    made: list[str] = []
    at = 0
    while at < len(layout):
        if layout[at] in _STARTS:
            fraction = _fraction(moment, layout, at)
            if fraction is not None:
                made.append(fraction[0])
                at = fraction[1]
                continue
            for sign, meaning in _LAYOUT:
                if layout.startswith(sign, at) and not _part_of_word(sign, layout, at):
                    made.append(_piece(moment, meaning))
                    at += len(sign)
                    break
            else:
                made.append(layout[at])
                at += 1
        else:
            made.append(layout[at])
            at += 1
    return "".join(made)


def strftime(moment: datetime, pattern: str) -> str:
    """`moment` in letters of C's strftime; `%L` is a point and milliseconds."""
    made: list[str] = []
    rest = pattern
    while True:
        before, sign, rest = rest.partition("%")
        made.append(before)
        letter = rest[:1]
        if not sign:
            return "".join(made)
        if letter == "L":
            made.append(f".{moment.microsecond // 1000:03d}")
        elif letter == "Y":
            made.append(f"{moment.year:04d}")
        elif letter and letter in _STRFTIME_LETTERS:
            made.append(moment.strftime(f"%{letter}"))
        else:
            # Packer knows no others, and keeps them; Python leaves that to the platform.
            made.append(f"%{letter}")
        rest = rest[1:]


def _part_of_word(sign: str, layout: str, at: int) -> bool:
    """Whether `sign` is only the beginning of a word: "Jan" in "Janet"."""
    if sign not in ("Jan", "Mon"):
        return False
    following = layout[at + 3 : at + 4]
    return following.isascii() and following.islower()


def _fraction(moment: datetime, layout: str, at: int) -> tuple[str, int] | None:
    """`.000` or `.999` behind the seconds, and where it ends."""
    if layout[at] not in ".,":
        return None
    digit = layout[at + 1 : at + 2]
    if digit not in ("0", "9"):
        return None
    end = at + 1
    while layout[end : end + 1] == digit:
        end += 1
    if layout[end : end + 1].isdigit():
        return None
    digits = f"{moment.microsecond:06d}000"[: end - at - 1]
    if digit == "9":
        digits = digits.rstrip("0")
    return (layout[at] + digits if digits else ""), end


def _piece(moment: datetime, meaning: str) -> str:
    if meaning[0] == "%":
        return moment.strftime(meaning)
    if meaning[0] in "Z+":
        return _offset(moment, meaning)
    hour = moment.hour % 12 or 12
    return {
        "year": f"{moment.year:04d}",
        "_year": f"_{moment.year:04d}",
        "zone": moment.strftime("%Z") or "UTC",
        "day of year": f"{moment.timetuple().tm_yday:3d}",
        "blank day": f"{moment.day:2d}",
        "pm": "am" if moment.hour < 12 else "pm",
        "month": str(moment.month),
        "day": str(moment.day),
        "hour": str(hour),
        "minute": str(moment.minute),
        "second": str(moment.second),
    }[meaning]


def _offset(moment: datetime, meaning: str) -> str:
    distance = moment.utcoffset()
    seconds = 0 if distance is None else round(distance.total_seconds())
    if meaning[0] == "Z" and seconds == 0:
        return "Z"
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    parts = [f"{hours:02d}", f"{rest // 60:02d}", f"{rest % 60:02d}"]
    shown = parts[: len(meaning)]
    return sign + (":" if ":" in meaning else "").join(shown)
