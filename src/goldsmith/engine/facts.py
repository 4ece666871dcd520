"""What templates see as `build.NAME`, as it becomes known."""

from collections.abc import Mapping

from goldsmith.plan import Build
from goldsmith.sdk import Access, Host


def first_facts(build: Build, run_id: str) -> dict[str, str]:
    """What is known before anything has happened, with Packer's words for what never will be."""
    return {
        "name": build.block_name,
        "ID": "ERR_ID_NOT_IMPLEMENTED_BY_BUILDER",
        "PackerRunUUID": run_id,
        "PackerHTTPIP": "ERR_HTTP_IP_NOT_IMPLEMENTED_BY_BUILDER",
        "PackerHTTPPort": "ERR_HTTP_PORT_NOT_IMPLEMENTED_BY_BUILDER",
        "PackerHTTPAddr": "ERR_HTTP_ADDR_NOT_IMPLEMENTED_BY_BUILDER",
        "ConnType": "none" if build.communicator is None else build.communicator.name,
    }


def facts_of_access(access: Access) -> Mapping[str, str]:
    """How the machine will be reached."""
    facts = {"ConnType": access.communicator, "User": access.username}
    if access.host is not None:
        facts["Host"] = access.host
    if access.port:
        facts["Port"] = str(access.port)
    return {**facts, **access.facts}


def facts_of_host(host: Host) -> Mapping[str, str]:
    """Where the machine turned out to be, and what its builder says of it."""
    found: dict[str, str] = {}
    if host.endpoint is not None:
        found = {"Host": host.endpoint.host, "Port": str(host.endpoint.port)}
    return {**found, **host.facts}
