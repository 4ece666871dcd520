"""`version` and `validate` beside Packer: what a user waits for before anything happens."""

import tempfile
from pathlib import Path

from measure import compare, report

SOURCE = """\
source "null" "s{n}" {{
  communicator   = "ssh"
  ssh_host       = "192.0.2.1"
  ssh_port       = 22
  ssh_username   = var.user
  ssh_password   = "pass-{n}"
  ssh_timeout    = "10m"
}}
"""
HEAD = """\
variable "user" {
  type    = string
  default = "root"
}

"""
BUILD = """\
build {{
  sources = [{sources}]

  provisioner "shell" {{
    inline = ["echo ${{var.user}}", "uname -a"]
  }}
}}
"""


def template(count: int) -> str:
    """A template of `count` sources with one build."""
    sources = "".join(SOURCE.format(n=n) for n in range(count))
    names = ", ".join(f'"null.s{n}"' for n in range(count))
    return HEAD + sources + BUILD.format(sources=names)


def main() -> None:
    """Print the three ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one.pkr.hcl").write_text(template(1))
        (folder / "many.pkr.hcl").write_text(template(100))
        for what, arguments, bar, runs in (
            ("version", ["version"], 0.7, 15),
            ("validate, 1 source", ["validate", "one.pkr.hcl"], 0.6, 15),
            ("validate, 100 sources", ["validate", "many.pkr.hcl"], 0.04, 5),
        ):
            figures = compare(
                {"goldsmith": ["goldsmith", *arguments], "packer": ["packer", *arguments]},
                folder=folder,
                runs=runs,
            )
            report(what, figures["goldsmith"].median, figures["packer"].median, bar)


if __name__ == "__main__":
    main()
