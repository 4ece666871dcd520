"""Taking a key back out of a machine."""

from shlex import quote

_SCRIPT = r"""
forget() {
  [ -f "$1" ] && grep -qF "$key" "$1" || return 0
  kept=$(mktemp) || return 1
  grep -vF "$key" "$1" > "$kept"
  cat "$kept" > "$1" && rm -f "$kept"
}
"""


def forgetting(key: str) -> str:
    """A command that removes the lines with `key` from the authorized_keys of the user and of root.

    Owner, mode and the other lines stay. Root's file is left alone where it cannot be reached
    without a password.
    """
    script = f"key={quote(key)}{_SCRIPT}"
    as_user = quote(f"{script}forget ~/.ssh/authorized_keys")
    as_root = quote(f"{script}forget /root/.ssh/authorized_keys")
    return (
        f"sh -c {as_user} && "
        f"if [ $(id -u) = 0 ]; then sh -c {as_root}; "
        f"elif sudo -n true 2>/dev/null; then sudo -n sh -c {as_root}; fi"
    )
