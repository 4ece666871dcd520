"""Container images made with Docker's engine, listed by where their parts live."""

from goldsmith.sdk.component import Builder, Communicator, Plugin

plugin = Plugin(
    name="docker",
    sources=("github.com/hashicorp/docker",),
    version="1.1.5",
    components=(
        Builder(
            name="docker",
            settings="goldsmith.plugins.docker.settings:DockerSettings",
            boot="goldsmith.plugins.docker.boot:boot",
            capture="goldsmith.plugins.docker.capture:capture",
            builder_id="packer.docker",
            communicators=("docker", "ssh", "winrm", "none"),
            facts=("ImageSha256", "SourceImageDigest", "SourceImageSha256"),
        ),
        Communicator(
            name="docker",
            settings="goldsmith.plugins.docker.settings:ContainerCommunicatorSettings",
            prepare="goldsmith.plugins.docker.communicator:prepare",
            connect="goldsmith.plugins.docker.communicator:connect",
        ),
    ),
    resources={
        "docker-container": "goldsmith.plugins.docker.containers:CONTAINER",
        "docker-image": "goldsmith.plugins.docker.made_images:IMAGE",
    },
)
