"""The one place where code is imported when it is needed, and not before."""

from importlib import import_module


def load(place: str) -> object:
    """What stands at "package.module:name".

    Raises `ImportError` where the module or a library that it needs is missing, and
    `AttributeError` where the module has no such name.
    """
    module, _, name = place.partition(":")
    found: object = getattr(import_module(module), name)
    return found
