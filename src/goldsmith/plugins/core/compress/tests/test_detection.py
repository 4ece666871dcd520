"""How names say how files are packed."""

import pytest

from goldsmith.plugins.core.compress.detection import Packing, detect
from goldsmith.plugins.core.compress.settings import CompressSettings


@pytest.mark.parametrize(
    ("name", "archive", "algorithm"),
    [
        ("x", "tar", "gz"),
        ("packer_{{.BuildName}}_{{.BuilderType}}", "tar", "gz"),
        ("x.zip", "zip", None),
        ("x.tar", "tar", None),
        ("x.tar.gz", "tar", "gz"),
        ("x.tar.lz4", "tar", "lz4"),
        ("x.tar.zst", "tar", "zst"),
        ("x.gz", None, "gz"),
        ("x.bgzf", None, "bgzf"),
        ("x.lz4", None, "lz4"),
        ("x.xz", None, "xz"),
        ("x.bzip2", None, "bzip2"),
        ("x.tgz", "tar", "gz"),
        ("x.qcow2", "tar", "gz"),
        ("x.GZ", "tar", "gz"),
        ("out.tar/gz", "tar", None),
        ("out.d/x.tar.xz", "tar", "xz"),
    ],
)
def test_extensions_say_how_files_are_packed(
    name: str, archive: str | None, algorithm: str | None
) -> None:
    found = detect(name)

    assert (found.archive, found.algorithm) == (archive, algorithm)


def test_an_algorithm_that_is_set_counts_for_tar_alone() -> None:
    assert detect("x.tar", algorithm="lz4") == Packing("tar", "lz4")
    assert detect("x.gz", algorithm="lz4") == Packing(None, "gz")
    assert detect("x", algorithm="lz4") == Packing("tar", "gz")


def test_an_archive_that_is_set_counts_for_names_of_single_files() -> None:
    assert detect("x.gz", archive="tar") == Packing("tar", "gz")
    assert detect("x.zip", archive="tar") == Packing("zip", None)


def test_the_format_is_read_as_the_last_extension() -> None:
    assert CompressSettings(output="x", format="xz").packing == Packing(None, "xz")
    assert CompressSettings(output="x.tar", format="gz").packing == Packing("tar", "gz")
