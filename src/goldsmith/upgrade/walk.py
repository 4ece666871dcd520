"""The components of a JSON template, whatever else may stand in it."""

from goldsmith.upgrade.document import Json, Settings


def builders(template: Settings) -> list[Settings]:
    """Every builder."""
    return _objects(template.get("builders"))


def provisioners(template: Settings) -> list[Settings]:
    """Every provisioner, the one for failed builds too."""
    return [
        *_objects(template.get("provisioners")),
        *_objects([template.get("error-cleanup-provisioner")]),
    ]


def post_processors(template: Settings) -> list[Settings]:
    """Every post-processor with options, those of sequences too."""
    found: list[Settings] = []
    for one in _items(template.get("post-processors")):
        found += _objects(one if isinstance(one, list) else [one])
    return found


def copied(template: Settings) -> Settings:
    """The template with components of its own, whose options may be replaced, not changed."""
    return {key: _copied(value) for key, value in template.items()}


def _copied(value: Json) -> Json:
    match value:
        case dict():
            return dict(value)
        case list():
            return [_copied(one) for one in value]
        case _:
            return value


def _objects(value: Json) -> list[Settings]:
    return [one for one in _items(value) if isinstance(one, dict)]


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
