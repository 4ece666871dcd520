"""Fixers for what builders of every type have in common."""

import re

from goldsmith.upgrade.changes import rename, rename_text
from goldsmith.upgrade.document import Json, Settings

_CREATE_TIME = re.compile(r"\{\{\s*\.CreateTime\s*\}\}")
_CLEAN_NAME = re.compile(r"clean_(?:ami|image)_name")
_NAMES_WITH_TIMES = ("ami_name", "bundle_prefix", "snapshot_name")


def iso_md5(builder: Settings) -> None:
    """`iso_md5` became `iso_checksum` when other kinds of checksums came.

    Whatever stood there besides was not used.
    """
    checksum = builder.get("iso_md5")
    if isinstance(checksum, str):
        del builder["iso_md5"]
        builder["iso_checksum"] = checksum
        builder["iso_checksum_type"] = "md5"


def create_time(builder: Settings) -> None:
    """The field `.CreateTime` of names became the function `timestamp`."""
    for name in _NAMES_WITH_TIMES:
        text = builder.get(name)
        if isinstance(text, str):
            builder[name] = _CREATE_TIME.sub("{{timestamp}}", text)


def ssh_key_path(builder: Settings) -> None:
    """`ssh_key_path` became `ssh_private_key_file`, which says which of the two keys it is."""
    rename_text(builder, "ssh_key_path", "ssh_private_key_file")


def ssh_disable_agent(builder: Settings) -> None:
    """`ssh_disable_agent` became `ssh_disable_agent_forwarding`: the agent itself is still used."""
    if isinstance(builder.get("ssh_disable_agent"), bool):
        rename(builder, "ssh_disable_agent", "ssh_disable_agent_forwarding", keep=True)


def ssh_wait_timeout(builder: Settings) -> None:
    """`ssh_wait_timeout` became `ssh_timeout`."""
    rename_text(builder, "ssh_wait_timeout", "ssh_timeout")


def clean_resource_name(builder: Settings) -> None:
    """`clean_ami_name` and `clean_image_name` became one function for all kinds of builders."""
    for key, value in builder.items():
        builder[key] = _with_clean_names(value)


def _with_clean_names(value: Json) -> Json:
    match value:
        case str():
            return _CLEAN_NAME.sub("clean_resource_name", value)
        case list():
            return [_with_clean_names(one) for one in value]
        case dict():
            return {key: _with_clean_names(one) for key, one in value.items()}
        case _:
            return value


def iso_checksum(builder: Settings) -> None:
    """`iso_checksum` says itself which kind it is, or where the file with checksums lies.

    "none" stands for itself, with or without a checksum: "none:…" is refused by all builders.
    """
    address = builder.get("iso_checksum_url")
    kind = builder.get("iso_checksum_type")
    checksum = builder.get("iso_checksum")
    if isinstance(address, str) and address:
        builder["iso_checksum"] = f"file:{address}"
    elif kind == "none":
        builder["iso_checksum"] = "none"
    elif isinstance(checksum, str) and isinstance(kind, str) and kind:
        builder["iso_checksum"] = f"{kind}:{checksum}" if checksum else ""
    elif not _says_nothing(kind) and not _says_nothing(checksum):
        return
    builder.pop("iso_checksum_url", None)
    builder.pop("iso_checksum_type", None)


def _says_nothing(value: Json) -> bool:
    return value is None or isinstance(value, str)
