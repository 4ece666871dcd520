"""What `docker run` would be told, as the request for a container that the engine takes."""

# Any: a request in JSON, built up field by field.
from typing import Any

from goldsmith.plugins.docker.builder.run_options import Words, apply, words_of
from goldsmith.plugins.docker.builder.run_values import Request, binding, device, temporary
from goldsmith.plugins.docker.builder.settings import DockerSettings

__all__ = ["Request", "container_request", "words_of"]


def container_request(settings: DockerSettings, words: Words) -> Request:
    """The engine's request for the container: the template's options, then the run command's."""
    container = settings.container
    host: dict[str, Any] = {
        "Binds": [
            binding(outside, inside) for outside, inside in sorted(container.volumes.items())
        ],
        "Devices": [device(one) for one in container.device],
        "CapAdd": list(container.cap_add),
        "CapDrop": list(container.cap_drop),
        "Privileged": container.privileged,
        "Tmpfs": dict(map(temporary, container.tmpfs)),
    }
    if container.runtime:
        host["Runtime"] = container.runtime
    request: dict[str, Any] = {"Image": words.image, "HostConfig": host, "Labels": {}}
    if words.command:
        request["Cmd"] = list(words.command)
    for option in words.options:
        apply(request, option)
    return request
