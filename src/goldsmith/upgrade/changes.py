"""The small changes that fixers are made of."""

from goldsmith.upgrade.document import Settings


def rename(settings: Settings, old: str, new: str, *, keep: bool = False) -> None:
    """Give an option its new name; with `keep`, what already has that name stays."""
    if old not in settings:
        return
    value = settings.pop(old)
    if not (keep and new in settings):
        settings[new] = value


def rename_text(settings: Settings, old: str, new: str) -> None:
    """Give an option that is a text its new name; where something has that name, it goes."""
    if isinstance(settings.get(old), str) or new in settings:
        rename(settings, old, new, keep=True)
