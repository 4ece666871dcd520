"""Fixers for provisioners and post-processors."""

from goldsmith.upgrade.changes import rename, rename_text
from goldsmith.upgrade.document import Json, Settings

_PROVIDERS = ("aws", "digitalocean", "virtualbox", "vmware")


def vagrant_override(post_processor: Settings) -> None:
    """Options for one provider stand in `override`, apart from the options for all."""
    given = {name: post_processor.pop(name) for name in _PROVIDERS if name in post_processor}
    if given:
        others = post_processor.get("override")
        post_processor["override"] = {**(others if isinstance(others, dict) else {}), **given}


def manifest_filename(post_processor: Settings) -> None:
    """`filename` became `output`, as in other post-processors."""
    if isinstance(post_processor.get("filename"), str):
        rename(post_processor, "filename", "output")


def docker_email(post_processor: Settings) -> None:
    """Docker no longer takes an address to log in."""
    post_processor.pop("login_email", None)


def docker_tags(post_processor: Settings) -> None:
    """An image can have several tags; a text with commas always meant a list."""
    if "tag" not in post_processor and not isinstance(post_processor.get("tags"), str):
        return
    found: list[Json] = []
    for name in ("tag", "tags"):
        value = post_processor.get(name, [])
        texts = value.split(",") if isinstance(value, str) else value
        if not isinstance(texts, list):
            return
        for one in texts:
            tag = one.strip() if isinstance(one, str) else one
            if tag not in found:
                found.append(tag)
    post_processor.pop("tag", None)
    post_processor["tags"] = found


def powershell_escapes(provisioner: Settings) -> None:
    """The provisioner escapes these texts itself; what is escaped already would be so twice."""
    variables = provisioner.get("environment_vars")
    if isinstance(variables, list):
        provisioner["environment_vars"] = [
            _without_escapes(one) if isinstance(one, str) else one for one in variables
        ]
    for name in ("elevated_user", "elevated_password"):
        text = provisioner.get(name)
        if isinstance(text, str):
            provisioner[name] = _without_escapes(text)


def _without_escapes(text: str) -> str:
    made: list[str] = []
    at = 0
    while at < len(text):
        escaped = text[at] == "`" and text[at + 1 : at + 2] in ("`", "$", '"', "'")
        at += escaped
        made.append(text[at : at + 1])
        at += 1
    return "".join(made)


def galaxy_command(provisioner: Settings) -> None:
    """The option is spelt like its neighbours."""
    rename_text(provisioner, "galaxycommand", "galaxy_command")
