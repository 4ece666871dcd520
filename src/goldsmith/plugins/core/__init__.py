"""Components that need nothing from outside, listed by where their parts live."""

from goldsmith.sdk import Builder, DataSource, Keep, Plugin, PostProcessor, Provisioner

plugin = Plugin(
    name="core",
    version="1.16.0",
    components=(
        Builder(
            name="null",
            settings="goldsmith.plugins.core.null.settings:NullSettings",
            boot="goldsmith.plugins.core.null.builder:boot",
            capture="goldsmith.plugins.core.null.builder:capture",
            builder_id="fnoeding.null",
        ),
        Builder(
            name="file",
            settings="goldsmith.plugins.core.file.builder_settings:FileBuilderSettings",
            boot="goldsmith.plugins.core.file.builder:boot",
            capture="goldsmith.plugins.core.file.builder:capture",
            builder_id="packer.file",
            communicators=(),
        ),
        Provisioner(
            name="shell",
            settings="goldsmith.plugins.core.shell.settings:ShellSettings",
            provision="goldsmith.plugins.core.shell.provision:provision",
        ),
        Provisioner(
            name="shell-local",
            settings="goldsmith.plugins.core.shell_local.settings:ShellLocalSettings",
            provision="goldsmith.plugins.core.shell_local.run_scripts:provision",
        ),
        Provisioner(
            name="file",
            settings="goldsmith.plugins.core.file.provisioner_settings:FileSettings",
            provision="goldsmith.plugins.core.file.provision:provision",
        ),
        Provisioner(
            name="sleep",
            settings="goldsmith.plugins.core.sleep.settings:SleepSettings",
            provision="goldsmith.plugins.core.sleep.provision:provision",
        ),
        Provisioner(
            name="breakpoint",
            settings="goldsmith.plugins.core.breakpoint.settings:BreakpointSettings",
            provision="goldsmith.plugins.core.breakpoint.provision:provision",
        ),
        PostProcessor(
            name="shell-local",
            settings="goldsmith.plugins.core.shell_local.settings:ShellLocalSettings",
            process="goldsmith.plugins.core.shell_local.run_scripts:process",
            keeps_input=Keep.ALWAYS,
        ),
        PostProcessor(
            name="manifest",
            settings="goldsmith.plugins.core.manifest.settings:ManifestSettings",
            process="goldsmith.plugins.core.manifest.process:process",
            keeps_input=Keep.ALWAYS,
        ),
        PostProcessor(
            name="checksum",
            settings="goldsmith.plugins.core.checksum.settings:ChecksumSettings",
            process="goldsmith.plugins.core.checksum.process:process",
            keeps_input=Keep.ALWAYS,
        ),
        PostProcessor(
            name="compress",
            settings="goldsmith.plugins.core.compress.settings:CompressSettings",
            process="goldsmith.plugins.core.compress.process:process",
        ),
        PostProcessor(
            name="artifice",
            settings="goldsmith.plugins.core.artifice.settings:ArtificeSettings",
            process="goldsmith.plugins.core.artifice.process:process",
            keeps_input=Keep.BY_DEFAULT,
        ),
        DataSource(
            name="null",
            settings="goldsmith.plugins.core.null.settings:NullDataSettings",
            read="goldsmith.plugins.core.null.data_source:read",
            outputs={"output": "string"},
        ),
        DataSource(
            name="http",
            settings="goldsmith.plugins.core.http.settings:HttpSettings",
            read="goldsmith.plugins.core.http.data_source:read",
            outputs={"url": "string", "body": "string", "request_headers": "map(string)"},
        ),
    ),
    resources={
        "process": "goldsmith.toolkit.process:PROCESS",
        "directory": "goldsmith.toolkit.temporary:DIRECTORY",
        "file": "goldsmith.toolkit.temporary:FILE",
    },
)
