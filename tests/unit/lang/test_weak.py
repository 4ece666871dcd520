"""Weak typing: what stands for a value of another kind in legacy templates."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.diagnostics import SourceFile, TemplateError
from goldsmith.lang import ByteSize, Owner, Renderer, Scope, decode, weak
from goldsmith.lang.syntax import Argument, Body, Name, Object, Text
from goldsmith.lang.syntax.json import read_json
from goldsmith.sdk import setting, settings


@settings
class Inner:
    """A block."""

    key: str = ""
    """A text."""


@settings
class Every:
    """A setting of every kind."""

    text: str = "default"
    """A text."""
    flag: bool = False
    """A truth value."""
    maybe: bool | None = None
    """A truth value that may be unset."""
    whole: int = 7
    """A whole number."""
    port: int = setting(default=22, minimum=1)
    """A whole number that is not 0."""
    number: float = 1.5
    """A number."""
    wait: timedelta = timedelta(seconds=9)
    """A duration."""
    size: ByteSize = setting(default=ByteSize(5), unit="M")
    """A size."""
    path: Path = Path("p")
    """A path."""
    choice: Literal["1", "a", "b"] = "a"
    """One of some texts."""
    level: Literal[1, 2] = 1
    """One of some numbers."""
    texts: tuple[str, ...] = ("d",)
    """Texts."""
    numbers: frozenset[int] = frozenset({9})
    """Numbers."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Lists of texts."""
    raw: tuple[str, ...] = setting(default=(), render=False)
    """Texts that are rendered later."""
    tags: Mapping[str, str] = setting(factory=dict)
    """Texts by name."""
    inner: Inner | None = None
    """A block."""
    inners: tuple[Inner, ...] = ()
    """Blocks."""


RENDERER = Renderer({"give": lambda text: text})


def read(given: Mapping[str, object]) -> Every:
    """The settings that an object of JSON gives."""
    value, problems = read_json(SourceFile(PurePath("t.json"), json.dumps(given)))
    assert problems == ()
    assert isinstance(value, Object)
    items = tuple(
        Argument(Name(one.key.text, one.key.span), one.value, one.key.span)
        for one in value.items
        if isinstance(one.key, Text)
    )
    body = Body(items, value.span.file, value.span)
    owner = Owner("The test")
    scope = Scope({}, {}, Path())
    (made,) = decode([body], [Every], scope, owner=owner, renderer=RENDERER, weak=weak).settings
    assert isinstance(made, Every)
    return made


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        ("text", 5, "5"),
        ("text", 1.5, "1.5"),
        ("text", 1e30, "1000000000000000000000000000000"),
        ("text", 12345678901234567890, "12345678901234567000"),
        ("text", 0.1, "0.1"),
        ("text", 1e-7, "0.0000001"),
        ("text", True, "1"),
        ("text", False, "0"),
        ("text", "{{give `x`}}", "x"),
        ("flag", "true", True),
        ("flag", "T", True),
        ("flag", "1", True),
        ("flag", "0", False),
        ("flag", 1, True),
        ("flag", 0, False),
        ("flag", 2.5, True),
        ("flag", "{{give `true`}}", True),
        ("flag", "", False),
        ("maybe", "", None),
        ("maybe", "false", False),
        ("whole", "5", 5),
        ("whole", "0x1F", 31),
        ("whole", "017", 15),
        ("whole", "0b11", 3),
        ("whole", "0o17", 15),
        ("whole", "-5", -5),
        ("whole", "+5", 5),
        ("whole", True, 1),
        ("whole", 22.7, 22),
        ("whole", -22.7, -22),
        ("whole", "", 7),
        ("whole", "{{give `22`}}", 22),
        ("port", "", 22),
        ("number", "2.5", 2.5),
        ("number", "1e3", 1000.0),
        ("number", True, 1.0),
        ("number", "", 1.5),
        ("wait", "5m", timedelta(minutes=5)),
        ("wait", 2000, timedelta(microseconds=2)),
        ("wait", "", timedelta(seconds=9)),
        ("size", 40, ByteSize(40 << 20)),
        ("size", "40", ByteSize(40 << 20)),
        ("size", "1G", ByteSize(1 << 30)),
        ("path", 5, Path("5")),
        ("choice", 1, "1"),
        ("choice", True, "1"),
        ("level", "2", 2),
        ("texts", "a", ("a",)),
        ("texts", "a,b", ("a", "b")),
        ("texts", "a, b,", ("a", " b", "")),
        ("texts", "", ("d",)),
        ("texts", "{{give `x,y`}}", ("x", "y")),
        ("texts", ["", "a"], ("", "a")),
        ("texts", ["a", ""], ("a", "")),
        ("texts", [5, True], ("5", "1")),
        ("texts", 5, ("5",)),
        ("texts", True, ("1",)),
        ("texts", {}, ()),
        ("texts", [], ()),
        ("texts", [None], ("",)),
        ("texts", None, ("d",)),
        ("numbers", "0,1", frozenset({0, 1})),
        ("numbers", 5, frozenset({5})),
        ("numbers", ["7"], frozenset({7})),
        ("numbers", "", frozenset({9})),
        ("rows", [["-m", 5], "-x,y"], (("-m", "5"), ("-x", "y"))),
        ("raw", "{{give `x`}},y", ("{{give `x`}}", "y")),
        ("tags", {"a": 5, "b": True}, {"a": "5", "b": "1"}),
        ("tags", [{"a": "x"}, {"b": "y", "a": "z"}], {"a": "z", "b": "y"}),
        ("tags", [], {}),
        ("tags", {"{{give `k`}}": "v"}, {"k": "v"}),
        ("inner", {"key": 5}, Inner(key="5")),
        ("inner", [{"KEY": "x"}], Inner(key="x")),
        ("inners", {"key": "a"}, (Inner(key="a"),)),
        ("inners", [{"key": "a"}, {"key": "b"}], (Inner(key="a"), Inner(key="b"))),
        ("inners", [], ()),
    ],
)
def test_a_value_stands_for_what_is_wanted(name: str, written: object, expected: object) -> None:
    made = getattr(read({name: written}), name)

    assert made == expected
    assert type(made) is type(expected)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("text", []),
        ("text", {}),
        ("text", ["x"]),
        ("flag", "yes"),
        ("flag", " true"),
        ("flag", []),
        ("whole", "22x"),
        ("whole", "1.5"),
        ("whole", "08"),
        ("whole", "0x"),
        ("whole", " 1"),
        ("whole", "1" * 100),
        ("whole", []),
        ("port", 0),
        ("number", "x"),
        ("number", "inf"),
        ("wait", "5"),
        ("size", "big"),
        ("choice", 7),
        ("level", "3"),
        ("texts", [["x"]]),
        ("texts", [{}]),
        ("texts", {"a": "b"}),
        ("numbers", "0, 1"),
        ("tags", "x"),
        ("tags", ["x"]),
        ("tags", {"a": []}),
        ("inner", "x"),
        ("inner", [{}, {}]),
        ("inner", {"nope": 1}),
        ("inners", [5]),
        ("text", "{{nope}}"),
    ],
)
def test_what_stands_for_nothing_is_refused_where_it_is(name: str, written: object) -> None:
    with pytest.raises(TemplateError) as raised:
        read({name: written})

    assert all(one.span is not None for one in raised.value.diagnostics)


def test_names_may_have_capitals() -> None:
    made = read({"Text": "a", "WHOLE": "5"})

    assert (made.text, made.whole) == ("a", 5)


def test_a_name_with_capitals_is_unknown_beside_the_right_one() -> None:
    with pytest.raises(TemplateError, match='has no argument "TEXT"'):
        read({"text": "a", "TEXT": "b"})


@given(st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_a_text_is_that_number(number: float) -> None:
    made = read({"text": number}).text

    assert float(made) == number
    assert "e" not in made


@given(st.integers(-(2**60), 2**60))
def test_whole_numbers_are_read_in_every_base(number: int) -> None:
    for written in (str(number), hex(number), bin(number), oct(number)):
        assert read({"whole": written}).whole == number
