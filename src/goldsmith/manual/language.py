"""The manual of the language's own blocks: each block and argument is described here, once."""

from goldsmith.manual.build_blocks import BUILD, REGISTRY
from goldsmith.manual.topics import BlockManual
from goldsmith.sdk.options import Option

_ANYTHING = "any value"

REQUIRED_PLUGINS = BlockManual(
    "required_plugins",
    (),
    "The plugins that the template was written for. goldsmith contains the usual ones and checks "
    "that they cover the version asked for.",
    anything="the name by which the template calls a plugin, and an object with its `version` and "
    "`source`",
    example="""\
packer {
  required_plugins {
    qemu = {
      version = "~> 1.1"
      source  = "github.com/hashicorp/qemu"
    }
  }
}
""",
)

PACKER = BlockManual(
    "packer",
    (),
    "What the template needs in order to be understood.",
    arguments=(
        Option(
            "required_version",
            "The versions of Packer it was written for, as in `>= 1.8, < 2.0`. goldsmith answers "
            "for the version that it is compatible with.",
            str,
            "string",
        ),
    ),
    blocks=(REQUIRED_PLUGINS,),
    example=REQUIRED_PLUGINS.example,
)

VALIDATION = BlockManual(
    "validation",
    (),
    "A condition that the value of the variable must meet.",
    arguments=(
        Option(
            "condition",
            "True where the value is good. It refers to this variable, and to no other value.",
            None,
            "expression",
            required=True,
        ),
        Option(
            "error_message",
            "What to tell where it is not: a sentence that begins with an upper-case letter and "
            "ends with a full stop, ? or !.",
            str,
            "string",
            required=True,
        ),
    ),
    example="""\
variable "disk_gb" {
  type = number

  validation {
    condition     = var.disk_gb >= 8
    error_message = "The disk needs at least 8 GB."
  }
}
""",
)

VARIABLE = BlockManual(
    "variable",
    ("name",),
    "A value that whoever builds can set: with `-var NAME=VALUE`, in a variable file, or with the "
    "environment variable `PKR_VAR_NAME`. Expressions refer to it as `var.NAME`.",
    arguments=(
        Option(
            "type",
            "What values it takes: `string`, `number`, `bool`, `any`, `list(T)`, `set(T)`, "
            "`map(T)`, `object({ name = T, other = optional(T) })` or `tuple([T, T])`. That of the "
            "default unless told.",
            None,
            "type",
        ),
        Option(
            "default",
            "Its value where nobody sets one; without a default it must be set. A literal; the one "
            'function it can call is `env("NAME")`.',
            None,
            _ANYTHING,
        ),
        Option("description", "What it is for.", str, "string"),
        Option(
            "sensitive",
            "Show its value nowhere: not in outputs, logs or errors.",
            bool,
            "bool",
            default="false",
        ),
    ),
    blocks=(VALIDATION,),
    example="""\
variable "region" {
  type        = string
  default     = "eu-west-1"
  description = "Where to build."
}
""",
)

VARIABLES = BlockManual(
    "variables",
    (),
    "Several variables in short: the name and the default of each.",
    anything="the name of a variable, and its default",
    example="""\
variables {
  region  = "eu-west-1"
  disk_gb = 40
}
""",
)

LOCALS = BlockManual(
    "locals",
    (),
    "Names for values that are made of others. Expressions refer to them as `local.NAME`; their "
    "order does not matter.",
    anything="the name of a local value, and the expression that it stands for",
    example="""\
locals {
  stamp = formatdate("YYYYMMDD", timestamp())
  name  = "web-${local.stamp}"
}
""",
)

LOCAL = BlockManual(
    "local",
    ("name",),
    "A single local value, which can be sensitive.",
    arguments=(
        Option("expression", "What it stands for.", None, _ANYTHING, required=True),
        Option(
            "sensitive",
            "Show its value nowhere: not in outputs, logs or errors.",
            bool,
            "bool",
            default="false",
        ),
    ),
    example="""\
local "token" {
  expression = "${var.user}:${var.password}"
  sensitive  = true
}
""",
)

DATA = BlockManual(
    "data",
    ("type", "name"),
    "Reads something from outside before the build. Expressions refer to what it found as "
    "`data.TYPE.NAME`. `validate` reads it only with `-evaluate-datasources`.",
    component="data source",
    example="""\
data "http" "release" {
  url = "https://example.com/latest"
}

locals {
  release = trimspace(data.http.release.body)
}
""",
)

SOURCE = BlockManual(
    "source",
    ("type", "name"),
    "What a machine is made from: a builder with its options, and those of its communicator. "
    "A build names it as `source.TYPE.NAME`.",
    component="builder",
    example="""\
source "null" "server" {
  ssh_host     = "192.0.2.1"
  ssh_username = "root"
  ssh_password = var.password
}
""",
)

COMMUNICATOR = BlockManual(
    "communicator",
    ("type", "name"),
    "Accepted without effect, as in Packer: options of a communicator belong in the source block.",
    anything="anything",
)

CONTENT = BlockManual(
    "content",
    (),
    "What each of the blocks holds. It can use `ITERATOR.key` and `ITERATOR.value`.",
    anything="whatever a block of that type takes",
    repeated=False,
)

DYNAMIC = BlockManual(
    "dynamic",
    ("type",),
    "Makes a block of that type for each element of a collection. It can stand in source, data, "
    "build, provisioner and post-processor blocks, and in the blocks inside them. It sees "
    "variables, locals and data sources.",
    arguments=(
        Option("for_each", "The collection to go through.", None, _ANYTHING, required=True),
        Option(
            "iterator",
            "What `content` calls the current element; the type of the block unless told.",
            None,
            "name",
        ),
        Option(
            "labels",
            "The labels of each block, where blocks of that type have any.",
            tuple[str, ...],
            "list(string)",
        ),
    ),
    blocks=(CONTENT,),
    example="""\
build {
  sources = ["source.null.server"]

  dynamic "provisioner" {
    for_each = ["base.sh", "web.sh"]
    labels   = ["shell"]

    content {
      script = provisioner.value
    }
  }
}
""",
)

BLOCKS: tuple[BlockManual, ...] = (
    PACKER,
    VARIABLE,
    VARIABLES,
    LOCALS,
    LOCAL,
    DATA,
    SOURCE,
    BUILD,
    DYNAMIC,
    REGISTRY,
    COMMUNICATOR,
)
"""All blocks that can stand in a file, and `dynamic`, which can stand in most of them."""
