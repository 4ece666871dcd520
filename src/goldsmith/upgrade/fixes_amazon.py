"""Fixers for the amazon builders."""

from goldsmith.upgrade.changes import rename
from goldsmith.upgrade.document import Figure, Json, Settings

_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})


def shutdown_behavior(builder: Settings) -> None:
    """The option is spelt as Amazon spells it."""
    rename(builder, "shutdown_behaviour", "shutdown_behavior")


def enhanced_networking(builder: Settings) -> None:
    """There are two kinds of enhanced networking; this one is ENA, the other `sriov_support`."""
    if isinstance(builder.get("enhanced_networking"), bool):
        rename(builder, "enhanced_networking", "ena_support")


def private_ip(builder: Settings) -> None:
    """`ssh_interface` can name more addresses than the two that a switch could tell apart.

    What cannot be taken as a switch stays, and so does one beside an `ssh_interface`, which wins.
    """
    private = _switch(builder.get("ssh_private_ip"))
    if private is None or builder.get("ssh_interface"):
        return
    del builder["ssh_private_ip"]
    builder["ssh_interface"] = "private_ip" if private else "public_ip"


def _switch(value: Json) -> bool | None:
    match value:
        case bool():
            return value
        case str() | Figure():
            text = value if isinstance(value, str) else value.text
            return True if text in _TRUE else False if text in _FALSE else None
        case _:
            return None


def temporary_source_cidrs(builder: Settings) -> None:
    """There can be several networks from which the temporary security group lets one in."""
    network = builder.get("temporary_security_group_source_cidr")
    if isinstance(network, str):
        del builder["temporary_security_group_source_cidr"]
        builder["temporary_security_group_source_cidrs"] = [network]


def spot_price_auto_product(builder: Settings) -> None:
    """Amazon no longer asks which product an automatic price of spot instances is for."""
    builder.pop("spot_price_auto_product", None)
