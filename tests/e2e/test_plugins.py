"""Plugins come and go as Python packages."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.e2e import wheels

pytestmark = pytest.mark.slow

TEMPLATE = """
packer {
  required_plugins {
    greet = { version = "~> 1", source = "github.com/example/greet" }
  }
}
source "null" "a" { communicator = "none" }
build {
  sources = ["null.a"]
  provisioner "greet" { text = "good day" }
}
"""
HARMLESS = """
source "null" "a" { communicator = "none" }
build { sources = ["null.a"] }
"""
SHELL_LISTING = wheels.LISTING.replace('"{component}"', '"shell"')


@dataclass(frozen=True)
class Place:
    """An environment of its own, and a folder to work in."""

    python: Path
    work: Path

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return wheels.run(self.python, *words, work=self.work)

    def installed(self) -> dict[str, str]:
        """The plugins that are not our own: package by name."""
        told = json.loads(self.run("plugins", "installed", "-json").stdout)
        return {
            one["name"]: one["package_version"] for one in told["plugins"] if not one["built_in"]
        }

    def packages(self) -> set[str]:
        """What lies in the environment itself."""
        site = next((self.python.parents[1] / "lib").glob("python*/site-packages"))
        return {path.name for path in site.iterdir()} - {"outer.pth", "__pycache__"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.pkr.hcl").write_text(TEMPLATE)
    (work / "harmless.pkr.hcl").write_text(HARMLESS)
    return Place(wheels.environment(tmp_path / "venv"), work)


def test_a_plugin_is_installed_used_and_removed(place: Place) -> None:
    file = wheels.wheel(place.work)

    before = place.run("init", "a.pkr.hcl")
    done = place.run("plugins", "install", "-path", file.name, "github.com/example/greet")
    required = place.run("plugins", "required", "a.pkr.hcl")
    after = place.run("init", "a.pkr.hcl")
    built = place.run("build", "a.pkr.hcl")
    removed = place.run("plugins", "remove", "github.com/example/greet")

    assert before.returncode == 1
    assert "goldsmith plugins install github.com/example/greet" in before.stdout
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("Running ")
    assert "from the package goldsmith-plugin-greet 1.0, does what version 1.0 does" in done.stdout
    assert "provisioner: greet" in done.stdout
    assert 'greet github.com/example/greet "~> 1"\n  from the package' in required.stdout
    assert (after.returncode, "Everything" in after.stdout) == (0, True)
    assert built.returncode == 0, built.stdout
    assert "good day" in built.stdout
    assert removed.returncode == 0, removed.stdout
    assert place.installed() == {}
    assert place.packages() == set()


def test_a_newer_wheel_takes_the_place_of_an_older_one(place: Place) -> None:
    place.run("plugins", "install", "-path", str(wheels.wheel(place.work)))

    done = place.run("plugins", "install", "-path", str(wheels.wheel(place.work, version="1.1")))

    assert done.returncode == 0, done.stdout
    assert place.installed() == {"greet": "1.1"}


BAD = {
    "import error": ({"listing": "import nowhere\n"}, "No module named 'nowhere'"),
    "no listing": ({"listing": "plugin = 1\n"}, "is not a Plugin"),
    "settings": ({"settings": "1 / 0\n"}, "ZeroDivisionError"),
    "our component": ({"listing": SHELL_LISTING}, 'the provisioner "shell" is part of goldsmith'),
    "other source": (
        {"listing": wheels.LISTING.replace("example", "other")},
        "does not stand in for github.com/example/greet",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_plugin_that_does_not_work_is_taken_back(place: Place, case: str) -> None:
    given, reason = BAD[case]
    file = wheels.wheel(place.work, **given)

    done = place.run("plugins", "install", "-path", str(file), "github.com/example/greet")

    assert done.returncode == 1
    assert reason in done.stdout
    assert "goldsmith-plugin-greet" in done.stdout
    assert "Traceback" not in done.stdout
    assert place.packages() == set()


def test_the_version_that_worked_comes_back(place: Place) -> None:
    place.run("plugins", "install", "-path", str(wheels.wheel(place.work)))
    bad = wheels.wheel(place.work, version="2.0", listing="1 / 0\n")

    done = place.run("plugins", "install", "-path", str(bad))

    assert done.returncode == 1, done.stdout
    assert place.installed() == {"greet": "1.0"}
    assert place.run("build", "a.pkr.hcl").returncode == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["install", "-path", "missing.whl"], "There is no file missing.whl."),
        (["install", "-path", "a.pkr.hcl"], "is not a wheel"),
        (["install", "-path", "damaged.whl"], "is not a wheel: it is damaged"),
        (["install", "-path", "other.whl"], "holds no plugin for goldsmith"),
        (["install", "-path", "x.whl", "github.com/a/b", "1.0"], "leave the version out"),
        (["install"], "The source of a plugin is missing."),
        (["install", "github.com/a"], "is not the source of a plugin"),
        (["install", "a b"], '"a b" names no plugin'),
        (["install", "github.com/a/b", "new"], '"new" is not a version constraint'),
        (["install", "github.com/example/nowhere"], "ended with exit code 1."),
        (["remove"], "The source of a plugin is missing."),
        (["remove", "greet"], 'No plugin "greet" is installed.'),
        (["remove", "github.com/hashicorp/qemu"], 'The plugin "qemu" is part of goldsmith'),
        (["instal"], 'Did you mean "install"?'),
    ],
)
def test_what_cannot_be_done_is_said(place: Place, words: list[str], reason: str) -> None:
    (place.work / "damaged.whl").write_text("x")
    shutil.move(wheels.wheel(place.work, entry_points=""), place.work / "other.whl")

    done = place.run("plugins", *words)

    assert done.returncode == 1
    assert reason in done.stdout
    assert "Traceback" not in done.stdout
    assert place.packages() == set()


def test_what_is_part_of_goldsmith_need_not_be_installed(place: Place) -> None:
    done = place.run("plugins", "install", "github.com/hashicorp/qemu")

    assert (done.returncode, "is part of goldsmith" in done.stdout) == (0, True)


def test_the_command_can_be_looked_at_first(place: Place) -> None:
    done = place.run("plugins", "install", "-dry-run", "github.com/example/greet", "~> 1.2")

    assert done.returncode == 0
    assert "'goldsmith-plugin-greet>=1.2.0,<2'" in done.stdout
    assert place.packages() == set()


@pytest.mark.parametrize(
    "given", [{"listing": "1 / 0\n"}, {"listing": SHELL_LISTING}, {"listing": "plugin = None\n"}]
)
def test_a_broken_plugin_only_bothers_those_who_need_it(
    place: Place, given: dict[str, str]
) -> None:
    file = wheels.wheel(place.work, **given)
    subprocess.run(
        [place.python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", str(file)],
        check=True,
    )

    needed = place.run("validate", "a.pkr.hcl")
    built = place.run("build", "harmless.pkr.hcl")
    listed = place.run("plugins", "installed")

    assert needed.returncode == 1
    assert 'The plugin "greet" of the package goldsmith-plugin-greet 1.0' in needed.stdout
    assert built.returncode == 0, built.stdout
    assert "greet" not in built.stdout
    assert listed.returncode == 1
    assert "goldsmith-plugin-greet 1.0 could not be loaded" in listed.stdout
    assert place.run("plugins", "remove", "greet").returncode == 0


def test_what_several_packages_offer_is_refused_where_it_is_used(place: Place) -> None:
    for file in (wheels.wheel(place.work), wheels.wheel(place.work, name="other")):
        subprocess.run(
            [place.python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", str(file)],
            check=True,
        )

    done = place.run("validate", "a.pkr.hcl")

    assert done.returncode == 1
    assert 'There are two provisioners "greet"' in done.stdout
    assert '"greet" (goldsmith-plugin-greet 1.0) and "other"' in done.stdout
    assert place.run("validate", "harmless.pkr.hcl").returncode == 0


def test_nothing_that_is_installed_changes_for_a_plugin(place: Place) -> None:
    file = wheels.wheel(place.work, requires="Requires-Dist: anyio<1\n")

    done = place.run("plugins", "install", "-path", str(file))

    assert done.returncode == 1
    assert place.packages() == set()


@pytest.mark.parametrize("flag", ["upgrade", "force"])
def test_init_says_that_it_installs_nothing(place: Place, flag: str) -> None:
    done = place.run("init", f"-{flag}", "harmless.pkr.hcl")

    assert done.returncode == 0
    assert f"-{flag} changes nothing" in done.stdout
    assert "Nothing needs to be installed." in done.stdout


def test_init_shows_what_is_wrong_with_the_template(place: Place) -> None:
    (place.work / "b.pkr.hcl").write_text("packer { required_plugins { a = 1 } }\n")

    done = place.run("init", "b.pkr.hcl")

    assert (done.returncode, "--> b.pkr.hcl:1:" in done.stdout) == (1, True)


@pytest.mark.parametrize("command", [["init"], ["plugins", "required"]])
def test_a_legacy_template_cannot_ask_for_plugins(place: Place, command: list[str]) -> None:
    (place.work / "a.json").write_text("{}")

    done = place.run(*command, "a.json")

    assert done.returncode == 1
    assert "a.json is a legacy JSON template, which cannot ask for plugins" in done.stdout


def test_what_a_template_asks_for_is_told_to_programs(place: Place) -> None:
    told = json.loads(place.run("plugins", "required", "-json", "a.pkr.hcl").stdout)

    assert told == {
        "format_version": 1,
        "required_plugins": [
            {
                "name": "greet",
                "source": "github.com/example/greet",
                "version": "~> 1",
                "installed": None,
                "version_fits": False,
            }
        ],
    }
