"""The manifest post-processor at work."""

import json
import time
from collections.abc import Mapping
from pathlib import Path

from goldsmith.plugins.core.manifest.lock import locked
from goldsmith.plugins.core.manifest.settings import ManifestSettings
from goldsmith.sdk import Artifact, GoldsmithError, Run
from goldsmith.toolkit.outputs import replacing

_ESCAPED = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"})
"""What Packer writes as an escape, so that a manifest may stand in a web page."""


async def process(settings: ManifestSettings, run: Run, artifact: Artifact) -> Artifact:
    """Add the build to the manifest."""
    path = Path(settings.output)
    entry = _entry(settings, run, artifact)
    _make_folder(path)
    async with locked(run, path), replacing(run, path) as written:
        document = _added(_read(path), entry, run)
        text = json.dumps(document, indent=2, ensure_ascii=False).translate(_ESCAPED)
        written.write_text(text, encoding="utf-8", errors="replace", newline="")
    run.say(f"Added the build to {path}.")
    return artifact


def _entry(settings: ManifestSettings, run: Run, artifact: Artifact) -> Mapping[str, object]:
    entry: dict[str, object] = {"name": run.source_name, "builder_type": run.builder_type}
    if not settings.strip_time:
        entry["build_time"] = int(time.time())
    entry["files"] = [
        {"name": path.name if settings.strip_path else str(path), "size": _size(path)}
        for path in artifact.files
    ] or None
    entry["artifact_id"] = artifact.id
    entry["packer_run_uuid"] = run.run_id
    custom = {name: run.render(value) for name, value in settings.custom_data.items()}
    entry["custom_data"] = dict(sorted(custom.items())) or None
    return entry


def _added(
    document: Mapping[str, object], entry: Mapping[str, object], run: Run
) -> Mapping[str, object]:
    builds = document.get("builds") or []
    if not isinstance(builds, list):
        raise TypeError("`_read` let a manifest pass whose builds are no list.")
    if run.force and document.get("last_run_uuid") != run.run_id:
        builds = []
    return {**document, "builds": [*builds, entry], "last_run_uuid": run.run_id}


def _read(path: Path) -> Mapping[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise _not_a_manifest(path, "it is not text") from None
    if not text.strip():
        return {}
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"{error.msg} in line {error.lineno}, column {error.colno}"
        raise _not_a_manifest(path, reason) from None
    if not isinstance(document, dict) or not isinstance(document.get("builds") or [], list):
        raise _not_a_manifest(path, "it has no list of builds")
    return document


def _not_a_manifest(path: Path, reason: str) -> GoldsmithError:
    return GoldsmithError(
        f"The build cannot be added to {path}: {reason}. Repair or remove the file, or set output."
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GoldsmithError(f"{path.parent} cannot be made: {error.strerror}.") from error
