"""Why something went wrong, in few words."""


def innermost_reason(error: BaseException) -> str:
    """What went wrong at the bottom of nested errors, such as "Connection refused"."""
    inner = getattr(error, "reason", None) or (error.args[0] if error.args else None)
    if isinstance(inner, BaseException):
        return innermost_reason(inner)
    # Libraries put what they were doing in front, and the system its number.
    last = str(error).rpartition(": ")[2].rstrip(".")
    return (last.partition("] ")[2] if last.startswith("[") else last) or type(error).__name__
