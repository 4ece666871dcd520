"""The null data source at work."""

from collections.abc import Mapping

from goldsmith.plugins.core.null.settings import NullDataSettings


def read(settings: NullDataSettings) -> Mapping[str, object]:
    """Hand on the input."""
    return {"output": settings.input}
