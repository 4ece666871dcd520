"""Container images made with Docker's engine, listed by where their parts live."""

from goldsmith.sdk.component import Builder, Communicator, Keep, Plugin, PostProcessor

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
            facts=("ImageSha256", "SourceImageDigest", "SourceImageSha256", "Digest"),
        ),
        Communicator(
            name="docker",
            settings="goldsmith.plugins.docker.settings:ContainerCommunicatorSettings",
            prepare="goldsmith.plugins.docker.communicator:prepare",
            connect="goldsmith.plugins.docker.communicator:connect",
        ),
        PostProcessor(
            name="docker-import",
            settings="goldsmith.plugins.docker.import_.settings:ImportSettings",
            process="goldsmith.plugins.docker.import_.process:process",
        ),
        PostProcessor(
            name="docker-tag",
            settings="goldsmith.plugins.docker.tag.settings:TagSettings",
            process="goldsmith.plugins.docker.tag.process:process",
            keeps_input=Keep.ALWAYS,
        ),
        PostProcessor(
            name="docker-push",
            settings="goldsmith.plugins.docker.push.settings:PushSettings",
            process="goldsmith.plugins.docker.push.process:process",
            keeps_input=Keep.BY_DEFAULT,
        ),
        PostProcessor(
            name="docker-save",
            settings="goldsmith.plugins.docker.save.settings:SaveSettings",
            process="goldsmith.plugins.docker.save.process:process",
            keeps_input=Keep.BY_DEFAULT,
        ),
    ),
    resources={
        "docker-container": "goldsmith.plugins.docker.containers:CONTAINER",
        "docker-build-step": "goldsmith.plugins.docker.build_steps:STEP",
        "docker-volume": "goldsmith.plugins.docker.volumes:VOLUME",
        "docker-image": "goldsmith.plugins.docker.made_images:IMAGE",
    },
)
