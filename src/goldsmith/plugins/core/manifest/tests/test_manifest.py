"""The manifest post-processor."""

import json
import os
import time
from pathlib import Path
from typing import Any

import anyio
import pytest

from goldsmith.plugins.core.manifest.process import process
from goldsmith.plugins.core.manifest.settings import ManifestSettings
from goldsmith.sdk import Artifact, GoldsmithError
from goldsmith.sdk.testing import FakeRun


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return tmp_path / "manifest.json"


def settings(manifest: Path, *, strip_time: bool = True, **custom: str) -> ManifestSettings:
    return ManifestSettings(output=str(manifest), strip_time=strip_time, custom_data=custom)


async def add(to: ManifestSettings, *files: Path, force: bool = False, run_id: str = "") -> FakeRun:
    async with FakeRun(build_name="file.web", force=force, facts={"ID": "i-1"}) as run:
        run.run_id = run_id or run.run_id
        artifact = Artifact("packer.file", "File", "Files", files)
        assert await process(to, run, artifact) is artifact
    return run


# Any: the tests take a JSON document apart.
def read(manifest: Path) -> Any:
    return json.loads(manifest.read_text())


async def test_the_text_is_exactly_what_packer_writes(manifest: Path) -> None:
    disk = manifest.with_name("disk <&>")
    disk.write_text("12345")

    await add(settings(manifest, b="{{.ID}}", a="x"), disk)

    assert manifest.read_text() == (
        "{\n"
        '  "builds": [\n'
        "    {\n"
        '      "name": "web",\n'
        '      "builder_type": "file",\n'
        '      "files": [\n'
        "        {\n"
        f'          "name": "{disk.parent}/disk \\u003c\\u0026\\u003e",\n'
        '          "size": 5\n'
        "        }\n"
        "      ],\n"
        '      "artifact_id": "File",\n'
        '      "packer_run_uuid": "00000000-0000-4000-8000-000000000000",\n'
        '      "custom_data": {\n'
        '        "a": "x",\n'
        '        "b": "i-1"\n'
        "      }\n"
        "    }\n"
        "  ],\n"
        '  "last_run_uuid": "00000000-0000-4000-8000-000000000000"\n'
        "}"
    )


async def test_without_files_and_custom_data_both_are_null(manifest: Path) -> None:
    await add(settings(manifest))

    build = read(manifest)["builds"][0]
    assert (build["files"], build["custom_data"]) == (None, None)


async def test_the_time_is_in_unix_seconds(manifest: Path) -> None:
    await add(settings(manifest, strip_time=False))

    build = read(manifest)["builds"][0]
    assert abs(build["build_time"] - time.time()) < 60
    assert list(build)[2] == "build_time"


async def test_paths_can_be_stripped(manifest: Path) -> None:
    await add(ManifestSettings(output=str(manifest), strip_path=True), manifest.with_name("gone"))

    assert read(manifest)["builds"][0]["files"] == [{"name": "gone", "size": 0}]


async def test_builds_are_added_to_those_of_earlier_runs(manifest: Path) -> None:
    await add(settings(manifest), run_id="1")
    await add(settings(manifest), run_id="2")

    document = read(manifest)
    assert [one["packer_run_uuid"] for one in document["builds"]] == ["1", "2"]
    assert document["last_run_uuid"] == "2"


async def test_force_starts_anew_for_a_new_run_only(manifest: Path) -> None:
    await add(settings(manifest), run_id="1")
    await add(settings(manifest), run_id="2", force=True)
    await add(settings(manifest), run_id="2", force=True)

    assert [one["packer_run_uuid"] for one in read(manifest)["builds"]] == ["2", "2"]


async def test_builds_that_end_together_are_all_in_the_manifest(manifest: Path) -> None:
    async with anyio.create_task_group() as group:
        for number in range(20):
            group.start_soon(add, settings(manifest, number=str(number)))

    numbers = {one["custom_data"]["number"] for one in read(manifest)["builds"]}
    assert numbers == {str(number) for number in range(20)}
    assert names_in(manifest.parent) == ["manifest.json"]


async def test_a_lock_that_an_ended_run_left_is_removed(manifest: Path) -> None:
    lock = manifest.with_name("manifest.json.lock")
    lock.touch()
    os.utime(lock, (0, 0))

    run = await add(settings(manifest))

    assert len(read(manifest)["builds"]) == 1
    assert "left behind" in run.warnings[0]
    assert not lock.exists()


@pytest.mark.parametrize("content", ["{", '{"builds": 1}', "[]", "\xff"])
async def test_a_file_that_is_no_manifest_is_left_as_it_is(manifest: Path, content: str) -> None:
    manifest.write_bytes(content.encode("latin-1"))

    with pytest.raises(GoldsmithError, match="Repair or remove the file"):
        await add(settings(manifest))

    assert manifest.read_bytes() == content.encode("latin-1")
    assert names_in(manifest.parent) == ["manifest.json"]


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())
