"""Functions of network addresses."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias

from goldsmith.lang.functions.function import ArgumentError, function

Network: TypeAlias = IPv4Network | IPv6Network


@function
def cidrhost(prefix: str, host: int) -> str:
    """The address of host number `host` in `prefix`; a negative number counts from the end.

    cidrhost("10.12.0.0/16", 5) == "10.12.0.5"
    """
    network = _network(prefix)
    try:
        return str(network[host])
    except IndexError:
        reason = f"{prefix} has room for {network.num_addresses} hosts."
        raise ArgumentError("host", reason) from None


@function
def cidrnetmask(prefix: str) -> str:
    """The mask of a prefix as an address.

    cidrnetmask("172.16.0.0/12") == "255.240.0.0"
    """
    return str(_network(prefix).netmask)


@function
def cidrsubnet(prefix: str, newbits: int, number: int) -> str:
    """Subnet number `number` of those with `newbits` more bits than `prefix`.

    cidrsubnet("10.0.0.0/8", 8, 2) == "10.2.0.0/16"
    """
    network = _network(prefix)
    _check_bits(network, newbits, "newbits", 0)
    if not 0 <= number < 1 << newbits:
        raise ArgumentError(
            "number", f"{newbits} bits number subnets from 0 to {(1 << newbits) - 1}."
        )
    length = network.prefixlen + newbits
    address = int(network.network_address) + (number << (network.max_prefixlen - length))
    return str(type(network)((address, length)))


@function
def cidrsubnets(prefix: str, *newbits: int) -> list[str]:
    """Subnets of `prefix`, one behind the other, each with so many more bits.

    cidrsubnets("10.1.0.0/16", 4, 8)[1] == "10.1.16.0/24"
    """
    network = _network(prefix)
    address = int(network.network_address)
    made: list[str] = []
    for index, bits in enumerate(newbits):
        _check_bits(network, bits, "newbits", index)
        length = network.prefixlen + bits
        size = 1 << (network.max_prefixlen - length)
        address = -(-address // size) * size
        if address + size > int(network.network_address) + network.num_addresses:
            raise ArgumentError("newbits", f"There is no room left for it in {prefix}.", index)
        made.append(str(type(network)((address, length))))
        address += size
    return made


def _network(prefix: str) -> Network:
    if "%" in prefix:
        raise ArgumentError("prefix", f"{prefix} names a zone, which has no meaning here.")
    if "/" not in prefix:
        raise ArgumentError("prefix", f"{prefix} lacks its length, as in {prefix}/24.")
    try:
        return ip_network(prefix, strict=False)
    except ValueError as error:
        raise ArgumentError("prefix", f"{error}.") from error


def _check_bits(network: Network, bits: int, parameter: str, index: int) -> None:
    most = min(32, network.max_prefixlen - network.prefixlen)
    if not 0 <= bits <= most:
        raise ArgumentError(parameter, f"It must be between 0 and {most} here.", index)
