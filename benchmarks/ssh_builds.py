"""50 builds at once, each over SSH to a server of its own, with one shell step."""

import sys
import tempfile
from pathlib import Path

from measure import compare, report

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.engines.sshd import Sshd, servers

BUILDS = 50
SOURCE = """\
source "null" "s{number}" {{
  ssh_host             = "{host}"
  ssh_port             = {port}
  ssh_username         = "{username}"
  ssh_private_key_file = "{key}"
}}

"""
BUILD = """\
build {{
  sources = [{names}]

  provisioner "shell" {{
    inline = ["echo I am $FARM_ID"]
    # All servers share one file system; Packer's own choice of names collides now and then.
    remote_path = "/tmp/benchmark-${{source.name}}.sh"
  }}
}}
"""


def template(machines: list[Sshd]) -> str:
    """A template with a source for each server."""
    sources = "".join(
        SOURCE.format(
            number=number, host=one.host, port=one.port, username=one.username, key=one.key
        )
        for number, one in enumerate(machines)
    )
    names = ", ".join(f'"null.s{number}"' for number in range(len(machines)))
    return sources + BUILD.format(names=names)


def main() -> None:
    """Print the ratio of the wall times."""
    with tempfile.TemporaryDirectory() as name, servers(BUILDS) as machines:
        folder = Path(name)
        (folder / "builds.pkr.hcl").write_text(template(machines))
        arguments = ["build", "-color=false", "builds.pkr.hcl"]
        figures = compare(
            {"goldsmith": ["goldsmith", *arguments], "packer": ["packer", *arguments]},
            folder=folder,
        )
        ours, theirs = figures["goldsmith"].median, figures["packer"].median
        report(f"{BUILDS} builds over SSH", ours, theirs, 0.4)


if __name__ == "__main__":
    main()
