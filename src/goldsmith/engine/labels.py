"""What components of a template are called when people read of them."""


def label_of(kind: str, name: str) -> str:
    """The type of a component, and the name that the template gives it."""
    return kind if name in {"", kind} else f'{kind} "{name}"'
