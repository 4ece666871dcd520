"""Dockerfiles that fail: what is said, and that nothing stays."""

from pathlib import Path

import pytest
from tests.engines.docker import IMAGE, Docker

from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.dockerfile import last_lines
from goldsmith.plugins.docker.builder.settings import DockerfileSettings, DockerSettings
from goldsmith.sdk import Access, GoldsmithError
from goldsmith.sdk.testing import FakeRun

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]


def settings_for(folder: Path, text: str) -> DockerSettings:
    (folder / "Dockerfile").write_text(text)
    build = DockerfileSettings(path=str(folder / "Dockerfile"), build_dir=str(folder), pull=False)
    return DockerSettings(build=build, discard=True)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (f"FROM {IMAGE}\nRUNX true\n", "line 2: unknown instruction: RUNX"),
        ("", "cannot be empty"),
        (f"FROM {IMAGE}\nRUN touch /a\nCOPY nowhere /b\n", "nowhere: file does not exist"),
        (f"FROM {IMAGE}\nCOPY out/passwd /b\n", "out/passwd: file does not exist"),
        (f"FROM {IMAGE}\nCOPY ../secret /b\n", "secret"),
        (f"FROM {IMAGE}\nCOPY ignored /b\n", "excluded by .dockerignore"),
        (f"FROM {IMAGE}\nRUN --mount=type=cache,target=/a true\n", "is without BuildKit"),
        ("FROM nowhere.invalid/web:1\n", "nowhere.invalid"),
        (f"FROM {IMAGE} AS a\nFROM b AS c\nCOPY --from=d /x /y\n", "could not be built"),
    ],
)
async def test_a_dockerfile_that_cannot_be_says_why_and_leaves_nothing(
    docker_here: Docker, tmp_path: Path, text: str, part: str
) -> None:
    (tmp_path / "secret").write_text("not for images")
    folder = tmp_path / "context"
    folder.mkdir()
    (folder / "out").symlink_to("/etc")
    (folder / "ignored").write_text("x")
    (folder / ".dockerignore").write_text("ignored\n")
    before = docker_here.inventory()

    with pytest.raises(GoldsmithError, match="could not be built") as told:
        async with FakeRun(access=Access("docker")) as run:
            await boot(settings_for(folder, text), run)

    assert part in str(told.value)
    assert docker_here.inventory() == before


async def test_what_dockerignore_names_stays_outside_and_what_leads_outside_stays_a_link(
    docker_here: Docker, tmp_path: Path
) -> None:
    (tmp_path / "out").symlink_to("/etc/passwd")
    for name in ("kept", "ignored"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".dockerignore").write_text("ign*\n")
    before = docker_here.inventory()

    async with FakeRun(access=Access("docker")) as run:
        host = await boot(settings_for(tmp_path, f"FROM {IMAGE}\nCOPY . /all/\n"), run)
        assert host.machine is not None
        found = await host.machine.execute("cd /all; ls; readlink out")

    assert found.tail == ("Dockerfile", "kept", "out", "/etc/passwd")
    assert docker_here.inventory() == before


async def test_a_step_that_fails_shows_what_it_printed_and_nothing_else(
    docker_here: Docker, tmp_path: Path
) -> None:
    failing = "RUN for i in 1 2 3; do echo line $i; done; exit 7"
    text = f"FROM {IMAGE}\nRUN echo before\n{failing}\n"
    before = docker_here.inventory()

    with pytest.raises(GoldsmithError, match="code: 7") as told:
        async with FakeRun(access=Access("docker")) as run:
            await boot(settings_for(tmp_path, text), run)

    assert str(told.value).splitlines()[1:] == [
        f"  Step 3/3 : {failing}",
        "  line 1",
        "  line 2",
        "  line 3",
    ]
    assert docker_here.inventory() == before


def test_a_step_that_printed_much_shows_its_end() -> None:
    lines = ["Step 1/2 : FROM a", " ---> 1f", "Step 2/2 : RUN b", *map(str, range(50))]

    assert last_lines(lines) == ["Step 2/2 : RUN b", *map(str, range(40, 50))]
