"""Paths of files that are going to be written."""

from pathlib import Path


def file_problem(text: str) -> str:
    """What keeps a file from being written at `text`; empty if nothing does.

    Folders that are missing are made.
    """
    path = Path(text)
    if path.is_dir() or text.endswith("/"):
        return f"{text} is a folder. Name a file."
    for folder in path.parents:
        if folder.is_dir():
            return ""
        if folder.exists():
            return f"{folder} is no folder, so there can be no {path.name} in it."
    return ""
