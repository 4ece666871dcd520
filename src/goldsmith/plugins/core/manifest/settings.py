"""What templates say of the manifest post-processor."""

from collections.abc import Mapping

from goldsmith.sdk import setting, settings


@settings
class ManifestSettings:
    """Writes down what was built, as JSON, and hands on the artifact as it is."""

    output: str = "packer-manifest.json"
    """The file to write. Builds are added to those that it has; with `-force`, a new run starts
    it anew."""

    strip_path: bool = False
    """Write names of files without their folders."""

    strip_time: bool = False
    """Leave out the time of the build."""

    custom_data: Mapping[str, str] = setting(factory=dict, render=False)
    """More to write down with the build."""
