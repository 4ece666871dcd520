"""Remote paths on the command line of whatever shell the machine's user has."""

import re

_PLAIN = re.compile(r"[\w@%+=:,./~$-]+", re.ASCII)
_SPECIAL = re.compile(r'["\\`]|\$\(')


def quoted(path: str) -> str:
    """`path` as one word; a leading `~/` and variables keep their meaning.

    Double quotes, and only where they are needed: they mean the same to the shells of Unix and of
    Windows.
    """
    if _PLAIN.fullmatch(path) and not path.startswith("-"):
        return path
    if path[1:3] == ":\\":  # a Windows path, whose backslashes are no escapes
        return f'"{path}"' if " " in path else path
    if path.startswith("-"):
        path = f"./{path}"
    home, rest = ("~/", path[2:]) if path.startswith("~/") else ("", path)
    return home + '"' + _SPECIAL.sub(lambda found: "\\" + found[0], rest) + '"'
