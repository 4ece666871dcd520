"""The manual of what Go templates can call: functions between braces, as in `{{timestamp}}`."""

from goldsmith.manual.topics import PlaceholderManual

_DECLARE = "In HCL templates, write `var.NAME` instead."

PLACEHOLDERS: tuple[PlaceholderManual, ...] = (
    PlaceholderManual(
        "aws_secretsmanager",
        "{{aws_secretsmanager `NAME` `KEY`}}",
        "The value of a secret in AWS Secrets Manager; without a key, that of its only one. Only "
        "the values of `variables` can call it.",
        legacy=True,
    ),
    PlaceholderManual(
        "aws_secretsmanager_raw",
        "{{aws_secretsmanager_raw `NAME`}}",
        "The whole text of a secret in AWS Secrets Manager. Only the values of `variables` can "
        "call it.",
        legacy=True,
    ),
    PlaceholderManual(
        "build",
        "{{build `KEY`}}",
        "What is known of the running machine: ID, Host, Port, User, Password, ConnType, "
        "PackerRunUUID, PackerHTTPIP, PackerHTTPPort, PackerHTTPAddr and what the builder adds. "
        "Provisioners and post-processors can call it. In HCL templates, write `build.KEY`.",
        '"inline": ["echo {{build `Host`}}"]',
        legacy=True,
    ),
    PlaceholderManual(
        "build_name",
        "{{build_name}}",
        "The name of the source, or of the builder in a legacy template.",
        'vm_name = "web-{{build_name}}"',
    ),
    PlaceholderManual(
        "build_type", "{{build_type}}", "The type of the builder.", 'tag = "{{build_type}}"'
    ),
    PlaceholderManual(
        "clean_resource_name",
        "{{TEXT | clean_resource_name}}",
        "The text with everything replaced that names in a cloud cannot hold. Only some builders "
        "have it, for their options that are names.",
        '"image_name": "{{`my image` | clean_resource_name}}"',
        legacy=True,
    ),
    PlaceholderManual(
        "consul_key",
        "{{consul_key `KEY`}}",
        "The value of a key in Consul. Only the values of `variables` can call it.",
        legacy=True,
    ),
    PlaceholderManual(
        "env",
        "{{env `NAME`}}",
        "An environment variable; empty where it is not set. Only the values of `variables` can "
        'call it. In HCL templates, write `env("NAME")` as the default of a variable.',
        '"variables": { "home": "{{env `HOME`}}" }',
        legacy=True,
    ),
    PlaceholderManual(
        "isotime",
        "{{isotime `LAYOUT`}}",
        "When this run began, in UTC. The layout is how 2006-01-02T15:04:05Z07:00 would be written "
        "in it, which is also what counts without one.",
        'vm_name = "web-{{isotime `20060102`}}"',
    ),
    PlaceholderManual(
        "lower", "{{lower TEXT}}", "The text in small letters.", "{{build_name | lower}}"
    ),
    PlaceholderManual(
        "packer_version",
        "{{packer_version}}",
        "The version of Packer that goldsmith is compatible with.",
    ),
    PlaceholderManual("pwd", "{{pwd}}", "The folder that goldsmith was called in."),
    PlaceholderManual(
        "replace",
        "{{replace OLD NEW COUNT TEXT}}",
        "The text with the first COUNT of the old texts replaced; with a negative count, all.",
        '{{replace "-" "_" 1 build_name}}',
    ),
    PlaceholderManual(
        "replace_all",
        "{{replace_all OLD NEW TEXT}}",
        "The text with all of the old texts replaced.",
        '{{build_name | replace_all "-" "_"}}',
    ),
    PlaceholderManual(
        "sed",
        "{{sed EXPRESSION TEXT}}",
        "Gone from Packer, and an error here too. Write `replace_all` instead.",
        legacy=True,
    ),
    PlaceholderManual(
        "split",
        "{{split TEXT SEPARATOR INDEX}}",
        "The part of that number, from 0, of the text between separators.",
        '{{split build_name "-" 0}}',
    ),
    PlaceholderManual(
        "strftime",
        "{{strftime `PATTERN`}}",
        "When this run began, in UTC, in a pattern such as `%Y-%m-%d`.",
        'vm_name = "web-{{strftime `%Y%m%d`}}"',
    ),
    PlaceholderManual(
        "template_dir",
        "{{template_dir}}",
        "The folder of the template. In HCL templates, write `path.root` instead.",
        '"script": "{{template_dir}}/setup.sh"',
        legacy=True,
    ),
    PlaceholderManual(
        "timestamp",
        "{{timestamp}}",
        "When this run began, in seconds since 1970.",
        'vm_name = "web-{{timestamp}}"',
    ),
    PlaceholderManual("upper", "{{upper TEXT}}", "The text in capital letters.", "{{upper `a`}}"),
    PlaceholderManual(
        "user",
        "{{user `NAME`}}",
        f"The value of a variable of the template. {_DECLARE}",
        '"ssh_username": "{{user `login`}}"',
        legacy=True,
    ),
    PlaceholderManual("uuid", "{{uuid}}", "A new UUID for each call; later ones sort behind."),
    PlaceholderManual(
        "vault",
        "{{vault `PATH` `KEY`}}",
        "The value of a key of a secret in Vault. Only the values of `variables` can call it.",
        legacy=True,
    ),
)
"""By name."""
