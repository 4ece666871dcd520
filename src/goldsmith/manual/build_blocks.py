"""The manual of the blocks that say what is built: `build`, and all that it holds."""

from datetime import timedelta

from goldsmith.manual.topics import BlockManual
from goldsmith.sdk.options import Option

NAME_OF_STEP = "What outputs, `-except` and `inspect` call it; its type unless told."
ONLY = (
    "The sources it is for, as `TYPE.NAME`, without patterns. Leave it out for all of them; cannot "
    "be used together with `except`."
)
EXCEPT = "The sources it is not for, as `TYPE.NAME`, without patterns."

PROVISIONER = BlockManual(
    "provisioner",
    ("type",),
    "Changes the machine that is being built. The provisioners of a build run one after the other; "
    "the first that fails ends it.",
    component="provisioner",
    arguments=(
        Option("name", NAME_OF_STEP, str, "string"),
        Option("only", ONLY, tuple[str, ...], "list(string)"),
        Option("except", EXCEPT, tuple[str, ...], "list(string)"),
        Option(
            "override",
            "Other options for some sources: an object for each, by the name of the source. They "
            "replace those of the block.",
            None,
            "map(object)",
        ),
        Option(
            "pause_before", "How long to wait before it starts, as in `30s`.", timedelta, "duration"
        ),
        Option(
            "timeout",
            "How long it may take. It has no effect together with `pause_before`.",
            timedelta,
            "duration",
        ),
        Option(
            "max_retries",
            "How many times it is tried again after a failure.",
            int,
            "whole number",
            default="0",
            minimum=0,
        ),
        Option(
            "continue_on_error",
            "Go on with the build although it failed.",
            bool,
            "bool",
            default="false",
        ),
    ),
    example="""\
build {
  sources = ["source.qemu.web", "source.qemu.db"]

  provisioner "shell" {
    inline      = ["apt-get update"]
    max_retries = 2
    timeout     = "10m"

    override = {
      db = { inline = ["apt-get update", "apt-get install -y postgresql"] }
    }
  }
}
""",
)

ERROR_CLEANUP = BlockManual(
    "error-cleanup-provisioner",
    ("type",),
    "A provisioner that runs only after another has failed, before the machine is given back. A "
    "build has at most one. It takes the arguments of a `provisioner` block.",
    component="provisioner",
    arguments=PROVISIONER.arguments,
    repeated=False,
    example="""\
build {
  sources = ["source.qemu.web"]

  error-cleanup-provisioner "shell" {
    inline = ["journalctl -b --no-pager"]
  }
}
""",
)

POST_PROCESSOR = BlockManual(
    "post-processor",
    ("type",),
    "Does something with the artifact of a build. Alone in a build it is a chain of its own and "
    "gets the artifact of the builder; inside `post-processors` it gets what the one before made.",
    component="post-processor",
    arguments=(
        Option("name", NAME_OF_STEP, str, "string"),
        Option("only", ONLY, tuple[str, ...], "list(string)"),
        Option("except", EXCEPT, tuple[str, ...], "list(string)"),
        Option(
            "keep_input_artifact",
            "Whether the artifact that it is given is kept; what is usual for its type unless "
            "told.",
            bool,
            "bool",
        ),
    ),
    example="""\
build {
  sources = ["source.qemu.web"]

  post-processor "checksum" {
    checksum_types = ["sha256"]
  }
}
""",
)

POST_PROCESSORS = BlockManual(
    "post-processors",
    (),
    "A chain: each post-processor gets what the one before it made.",
    blocks=(POST_PROCESSOR,),
    example="""\
build {
  sources = ["source.qemu.web"]

  post-processors {
    post-processor "compress" {
      output = "web.tar.gz"
    }
    post-processor "checksum" {}
  }
}
""",
)

REGISTRY = BlockManual(
    "hcp_packer_registry",
    (),
    "Accepted and ignored, with a warning: goldsmith reports nothing to the HCP registry.",
    anything="whatever Packer takes here",
    repeated=False,
)

SOURCE_IN_BUILD = BlockManual(
    "source",
    ("reference",),
    "Starts from a source block too, and adds to it: an option that the source block sets cannot "
    "be set again here.",
    component="builder",
    arguments=(
        Option(
            "name",
            "What this build calls the source in its name, in `override`, `only` and `except`; the "
            "name of the source block unless told.",
            str,
            "string",
        ),
    ),
    example="""\
build {
  source "source.qemu.web" {
    name   = "small"
    memory = 1024
  }
}
""",
)

BUILD = BlockManual(
    "build",
    (),
    "What is made: the sources to start from, the provisioners that change them, and what is done "
    "with the results. Each source gives a build of its own, called `NAME.TYPE.SOURCE` or "
    "`TYPE.SOURCE`.",
    arguments=(
        Option(
            "name",
            "The first part of the names of these builds; steps see it as `build.name`.",
            str,
            "string",
        ),
        Option("description", "For readers; `inspect` shows it.", str, "string"),
        Option(
            "sources",
            "What to start from, as `source.TYPE.NAME` or `TYPE.NAME`. At least one source is "
            "needed, here or in a `source` block.",
            tuple[str, ...],
            "list(string)",
        ),
    ),
    blocks=(
        SOURCE_IN_BUILD,
        PROVISIONER,
        ERROR_CLEANUP,
        POST_PROCESSOR,
        POST_PROCESSORS,
        REGISTRY,
    ),
    example="""\
build {
  name    = "nightly"
  sources = ["source.qemu.web"]

  provisioner "shell" {
    inline = ["echo made from ${source.name}"]
  }
}
""",
)
