"""Container images made with Docker's engine, listed by where their parts live."""

from goldsmith.sdk.component import Builder, Communicator, Keep, Plugin, PostProcessor

plugin = Plugin(
    name="docker",
    sources=("github.com/hashicorp/docker",),
    version="1.1.5",
    components=(
        Builder(
            name="docker",
            settings="goldsmith.plugins.docker.builder.settings:DockerSettings",
            boot="goldsmith.plugins.docker.builder.boot:boot",
            capture="goldsmith.plugins.docker.builder.capture:capture",
            builder_id="packer.docker",
            communicators=("docker", "ssh", "winrm", "none"),
            facts=("ImageSha256", "SourceImageDigest", "SourceImageSha256", "Digest"),
        ),
        Communicator(
            name="docker",
            settings="goldsmith.plugins.docker.builder.settings:ContainerCommunicatorSettings",
            prepare="goldsmith.plugins.docker.container.communicator:prepare",
            connect="goldsmith.plugins.docker.container.communicator:connect",
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
        "docker-container": "goldsmith.plugins.docker.container.containers:CONTAINER",
        "docker-build-step": "goldsmith.plugins.docker.builder.build_steps:STEP",
        "docker-volume": "goldsmith.plugins.docker.container.volumes:VOLUME",
        "docker-image": "goldsmith.plugins.docker.builder.made_images:IMAGE",
    },
)
