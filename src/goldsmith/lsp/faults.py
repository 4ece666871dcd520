"""Mistakes of our own, told without anything that a template says."""

from pathlib import PurePath

_HERE = "goldsmith"


def summary(error: BaseException) -> str:
    """What kind of mistake it is and where in the program; texts of the user may be secret."""
    place = ""
    step = error.__traceback__
    while step is not None:
        path = PurePath(step.tb_frame.f_code.co_filename)
        if _HERE in path.parts:
            after = len(path.parts) - path.parts[::-1].index(_HERE)
            place = f" in {'/'.join(path.parts[after:])}, line {step.tb_lineno}"
        step = step.tb_next
    return f"This is a mistake in goldsmith: {type(error).__name__}{place}."
