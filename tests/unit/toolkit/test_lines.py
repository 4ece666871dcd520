"""Bytes become the same lines however they are cut."""

from hypothesis import given
from hypothesis import strategies as st

from goldsmith.toolkit.lines import LineSplitter, Tail


def split(*pieces: bytes) -> list[str]:
    lines: list[str] = []
    splitter = LineSplitter(lines.append)
    for piece in pieces:
        splitter.feed(piece)
    splitter.end()
    return lines


@given(st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r", b"\r\n", "ö".encode()[:1], b"\xb6"])))
def test_lines_do_not_depend_on_where_the_bytes_are_cut(pieces: list[bytes]) -> None:
    assert split(*pieces) == split(b"".join(pieces))


def test_every_kind_of_line_end_ends_a_line() -> None:
    assert split(b"a\nb\r\nc\rd\n\ne") == ["a", "b", "c", "d", "", "e"]


def test_a_carriage_return_at_the_very_end_ends_the_last_line() -> None:
    assert split(b"50%\r100%\r") == ["50%", "100%"]


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert split(b"a\xffb\n") == ["a\N{REPLACEMENT CHARACTER}b"]


def test_a_line_without_end_is_passed_on_before_it_fills_the_memory() -> None:
    lines: list[str] = []
    splitter = LineSplitter(lines.append)

    splitter.feed(b"x" * 70_000)

    assert [len(line) for line in lines] == [70_000]


def test_a_tail_remembers_the_last_lines() -> None:
    tail = Tail(2)

    for line in "abc":
        tail.add(line)

    assert tail.lines == ("b", "c")
