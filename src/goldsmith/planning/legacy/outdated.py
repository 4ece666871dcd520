"""Options that legacy templates had once; loaded when one is not known."""

from goldsmith.upgrade import Part, fixes_for

_PARTS = {
    "builder": Part.BUILDERS,
    "provisioner": Part.PROVISIONERS,
    "post-processor": Part.POST_PROCESSORS,
}


def hint(kind: str, component: str, name: str) -> str:
    """What to do about the option `name` if a fixer knows it."""
    if not fixes_for(name, component, _PARTS[kind]):
        return ""
    return "It is outdated. `goldsmith fix` brings the template up to date."
