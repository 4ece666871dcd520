"""The manual of what `goldsmith inspect -json` prints, from which its reference page is made."""

from collections.abc import Mapping

_PLACE = {
    "file": ("string", "the file where it is declared"),
    "line": ("whole number", "the line in that file, from 1"),
}
_ABSENT = "left out where it is unknown or sensitive"

SCHEMA: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "document": {
        "format_version": (
            "whole number",
            "1; another where a member has gone or means something else, not where one has come",
        ),
        "mode": ("`json` or `hcl2`", "`json` for a legacy template, whatever the file is called"),
        "description": ("string", "of a legacy template; empty where there is none"),
        "required_versions": ("list of strings", "every `required_version`"),
        "required_plugins": ("list of `required plugin`", "what `required_plugins` asks for"),
        "variables": ("list of `variable`", "the variables"),
        "locals": ("list of `local`", "the local values"),
        "data_sources": ("list of `block`", "the data sources"),
        "sources": ("list of `block`", "the sources"),
        "builds": ("list of `build`", "the build blocks, whatever `-only` says"),
    },
    "required plugin": {
        "name": ("string", "what the template calls it"),
        "source": ("string", "host/namespace/name"),
        "version": ("string", "the constraint as written"),
    },
    "variable": {
        "name": ("string", "as in `var.NAME`"),
        "type": ("string", "the type constraint; that of the default where none is written"),
        "description": ("string", "empty where there is none"),
        "sensitive": ("true or false", "whether nobody may see its value"),
        "required": ("true or false", "whether it has no default"),
        "default": ("any", f"the default; {_ABSENT}, or where there is none"),
        "value": ("any", f"the value that counts; {_ABSENT}, or where it is not set"),
        **_PLACE,
    },
    "local": {
        "name": ("string", "as in `local.NAME`"),
        "sensitive": ("true or false", "whether nobody may see its value"),
        "value": ("any", f"the value; {_ABSENT}"),
        **_PLACE,
    },
    "block": {
        "type": ("string", "the first label: which component it is"),
        "name": ("string", "the second label"),
        **_PLACE,
    },
    "build": {
        "name": ("string", "empty where there is none"),
        "description": ("string", "empty where there is none"),
        "sources": ("list of `source of a build`", "what it starts from"),
        "provisioners": ("list of `step`", "in order"),
        "error_cleanup_provisioner": ("`step` or null", "what runs when a build fails"),
        "post_processors": ("list of lists of `step`", "one list for each chain"),
        **_PLACE,
    },
    "source of a build": {
        "id": ("string", "the name of the build that it gives, which `-only` selects"),
        "type": ("string", "the first label of the source"),
        "name": ("string", "the second label of the source"),
    },
    "step": {
        "type": ("string", "which provisioner or post-processor it is"),
        "name": ("string", "empty where there is none"),
        "only": ("list of strings", "the sources that it is for, if not for all"),
        "except": ("list of strings", "the sources that it is not for"),
        **_PLACE,
    },
}
"""Every kind of object with its members: type, and what it says."""
OPTIONAL = frozenset({"default", "value"})
"""The members that may be left out."""


def schema_page() -> str:
    """The reference page, in Markdown."""
    text = (
        "# What `inspect -json` prints\n\n"
        "One JSON object, the document. Values are JSON as `jsonencode` makes it; a number that "
        "few could read is a string. Secrets are `<sensitive>` wherever they turn up in a text.\n"
    )
    for name, members in SCHEMA.items():
        text += f"\n## {name.capitalize()}\n\n| member | type | |\n| --- | --- | --- |\n"
        text += "".join(f"| `{one}` | {kind} | {what} |\n" for one, (kind, what) in members.items())
    return text
