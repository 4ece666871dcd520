"""The version and the folders as JSON."""

import json
from collections.abc import Mapping

from goldsmith.folders import folders


def print_version(version: str, packer_version: str, environment: Mapping[str, str]) -> None:
    """Print one JSON object: version, the Packer version it follows, and the folders."""
    places = folders(environment)
    shown = {
        "version": version,
        "packer_version": packer_version,
        "folders": {
            "state": str(places.state),
            "cache": str(places.cache),
            "temporary": str(places.temporary),
        },
    }
    print(json.dumps(shown, indent=2))
