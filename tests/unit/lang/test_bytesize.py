"""Sizes with units."""

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from goldsmith.lang.bytesize import ByteSize


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("1000", 1000),
        ("40G", 40 << 30),
        ("40960M", 40 << 30),
        ("40g", 40 << 30),
        ("512k", 512 << 10),
        ("12B", 12),
        ("1T", 1 << 40),
    ],
)
def test_a_size_counts_in_steps_of_1024(text: str, size: int) -> None:
    assert ByteSize.parse(text) == size


def test_a_bare_number_counts_in_the_unit_of_its_setting() -> None:
    assert ByteSize.parse("40960", unit="M") == 40 << 30
    assert ByteSize.parse("12B", unit="M") == 12


@pytest.mark.parametrize(
    "text", ["", "G", "-1G", "1.5K", "2 G", "40Q", "4MM", "1.2.3G", "1e3", "9" * 40, "٣"]
)
def test_anything_else_is_not_a_size(text: str) -> None:
    with pytest.raises(ValueError, match="is not a size"):
        ByteSize.parse(text)


@pytest.mark.parametrize("text", ["40GB", "40GiB", "40gb"])
def test_another_way_to_write_a_unit_is_put_right(text: str) -> None:
    with pytest.raises(ValueError, match='is not a size; write "40G"'):
        ByteSize.parse(text)


@given(integers(min_value=0, max_value=1 << 60))
def test_what_is_written_reads_back(size: int) -> None:
    assert ByteSize.parse(str(ByteSize(size))) == size


def test_a_size_is_written_in_its_largest_whole_unit() -> None:
    assert f"{ByteSize(40 << 30)} {ByteSize(1025)} {ByteSize(0)}" == "40G 1025 0"
