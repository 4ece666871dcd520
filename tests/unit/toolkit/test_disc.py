"""A CD holds what it was told to hold, under its full names."""

from io import BytesIO
from pathlib import Path

import pycdlib
import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.sdk.testing import FakeRun
from goldsmith.toolkit.disc import make_disc
from goldsmith.toolkit.media_settings import CdSettings


async def contents(settings: CdSettings, folder: Path) -> dict[str, bytes]:
    """What a machine reads from the CD, by Rock Ridge name; Joliet must say the same."""
    async with FakeRun() as run:
        path = await make_disc(run, settings, folder / "cd.iso")
    image = pycdlib.PyCdlib()
    image.open(str(path))
    try:
        by_name = {}
        for kind in ("rr_path", "joliet_path"):
            found = {}
            for parent, _, files in image.walk(**{kind: "/"}):
                for name in files:
                    place = f"{parent.rstrip('/')}/{name}"
                    data = BytesIO()
                    image.get_file_from_iso_fp(data, **{kind: place})
                    found[place] = data.getvalue()
            by_name[kind] = found
        assert by_name["rr_path"] == by_name["joliet_path"]
        return by_name["rr_path"]
    finally:
        image.close()


async def test_texts_become_files_in_folders(tmp_path: Path) -> None:
    content = {"user-data": "#cloud-config\n", "/a/b/long name.conf": "äöü", "a/c": ""}

    found = await contents(CdSettings(cd_content=content), tmp_path)

    assert found == {
        "/user-data": b"#cloud-config\n",
        "/a/b/long name.conf": "äöü".encode(),
        "/a/c": b"",
    }


async def test_files_folders_and_patterns_are_put_on_it(tmp_path: Path) -> None:
    (tmp_path / "seed" / "deep").mkdir(parents=True)
    (tmp_path / "seed" / "one.cfg").write_text("1")
    (tmp_path / "seed" / "deep" / "two.cfg").write_text("2")
    (tmp_path / "three.txt").write_text("3")
    (tmp_path / "four.txt").write_text("4")

    found = await contents(
        CdSettings(cd_files=(f"{tmp_path}/seed", f"{tmp_path}/*.txt", f"{tmp_path}/seed/")),
        tmp_path,
    )

    assert found == {
        "/seed/one.cfg": b"1",
        "/seed/deep/two.cfg": b"2",
        "/three.txt": b"3",
        "/four.txt": b"4",
        "/one.cfg": b"1",
        "/deep/two.cfg": b"2",
    }


async def test_names_that_are_alike_at_first_stay_apart(tmp_path: Path) -> None:
    content = {f"configuration-{number}.yaml": str(number) for number in range(120)}

    found = await contents(CdSettings(cd_content=content), tmp_path)

    assert found == {f"/{name}": text.encode() for name, text in content.items()}


async def test_the_label_is_what_machines_look_for(tmp_path: Path) -> None:
    async with FakeRun() as run:
        path = await make_disc(
            run, CdSettings(cd_label="cidata", cd_content={"a": "b"}), tmp_path / "cd.iso"
        )

    assert path.read_bytes()[0x8028:0x8048].rstrip() == b"cidata"


async def test_a_label_that_is_too_long_is_refused(tmp_path: Path) -> None:
    settings = CdSettings(cd_label="x" * 33, cd_content={"a": "b"})

    async with FakeRun() as run:
        with pytest.raises(GoldsmithError, match="too long for a CD"):
            await make_disc(run, settings, tmp_path / "cd.iso")


async def test_a_path_cannot_leave_the_cd(tmp_path: Path) -> None:
    found = await contents(CdSettings(cd_content={"../../etc/passwd": "x"}), tmp_path)

    assert found == {"/etc/passwd": b"x"}


async def test_even_a_small_cd_is_large_enough_for_those_who_look_for_file_systems(
    tmp_path: Path,
) -> None:
    async with FakeRun() as run:
        path = await make_disc(run, CdSettings(cd_content={"a": "b"}), tmp_path / "cd.iso")

    assert path.stat().st_size > 300_000


async def test_a_script_can_be_run_from_the_cd(tmp_path: Path) -> None:
    script = tmp_path / "run.sh"
    script.touch()
    script.chmod(0o755)

    async with FakeRun() as run:
        path = await make_disc(run, CdSettings(cd_files=(str(script),)), tmp_path / "cd.iso")

    image = pycdlib.PyCdlib()
    image.open(str(path))
    mode = image.file_mode(rr_path="/run.sh")
    assert mode is not None
    assert mode & 0o777 == 0o755
    image.close()
