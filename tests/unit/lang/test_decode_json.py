"""What JSON writes alike for arguments and blocks is told apart by the settings class."""

import json
from collections.abc import Mapping
from pathlib import Path, PurePath

import pytest

from goldsmith.diagnostics import SourceFile, TemplateError
from goldsmith.lang import FUNCTIONS, Scope, from_python, unknown
from goldsmith.lang.decode import Decoded, Owner, decode
from goldsmith.lang.dynamic import expand
from goldsmith.lang.gotemplate import PLAIN_FUNCTIONS
from goldsmith.lang.renderer import Renderer
from goldsmith.lang.syntax import Block
from goldsmith.lang.syntax.json import parse_json
from goldsmith.sdk import setting, settings


@settings
class Port:
    number: int
    tags: Mapping[str, str] = setting(factory=dict)


@settings
class Card:
    name: str = ""
    port: tuple[Port, ...] = ()


@settings
class Machine:
    card: tuple[Card, ...] = ()
    boot: Card | None = None
    tags: Mapping[str, str] = setting(factory=dict)
    words: tuple[str, ...] = ()


SCOPE = Scope(
    {"var": from_python({"names": ["a", "b"], "one": 1}), "later": unknown()}, FUNCTIONS, Path()
)


def decoded(text: str) -> Decoded:
    body, problems = parse_json(
        SourceFile(PurePath("x.json"), f'{{"source": {{"t": {{"n": {text}}}}}}}')
    )
    assert problems == ()
    [block] = body.items
    assert isinstance(block, Block)
    renderer = Renderer(PLAIN_FUNCTIONS, {})
    owner = Owner("The builder", block.header)
    return decode([expand(block.body, SCOPE)], [Machine], SCOPE, owner=owner, renderer=renderer)


def machine(written: object) -> object:
    return decoded(json.dumps(written)).settings[0]


def problems(text: str) -> list[str]:
    with pytest.raises(TemplateError) as error:
        decoded(text)
    return [one.summary for one in error.value.diagnostics]


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ({"card": {"name": "a"}}, Machine(card=(Card(name="a"),))),
        ({"card": [{"name": "a"}, {}]}, Machine(card=(Card(name="a"), Card()))),
        ({"card": [{"//": "empty"}, None]}, Machine(card=(Card(), Card()))),
        ({"card": []}, Machine()),
        ({"card": None, "boot": None, "tags": None, "words": None}, Machine()),
        ({"boot": [{"name": "a"}]}, Machine(boot=Card(name="a"))),
        ({"tags": {"//": "kept", "${var.one}": "x"}}, Machine(tags={"//": "kept", "1": "x"})),
        ({"tags": {"dynamic": "x"}}, Machine(tags={"dynamic": "x"})),
        ({"words": "${var.names}"}, Machine(words=("a", "b"))),
        (
            {"card": {"port": {"number": "${var.one}"}}},
            Machine(card=(Card(port=(Port(number=1),)),)),
        ),
        (
            {"card": {"port": [{"number": 1, "tags": {"dynamic": "x"}}]}},
            Machine(card=(Card(port=(Port(number=1, tags={"dynamic": "x"}),)),)),
        ),
    ],
)
def test_the_settings_class_says_what_is_meant(written: object, made: Machine) -> None:
    assert machine(written) == made


def test_a_property_may_stand_more_than_once_for_blocks() -> None:
    made = decoded('{"card": {"name": "a"}, "card": [{"name": "b"}, {"name": "c"}]}').settings[0]

    assert made == Machine(card=(Card(name="a"), Card(name="b"), Card(name="c")))


def test_dynamic_blocks_stand_among_the_others_in_order() -> None:
    made = decoded(
        '{"card": {"name": "x"}, "dynamic": {"card": {"for_each": "${var.names}", '
        '"content": {"name": "${card.value}"}}}, "card": {"name": "y"}}'
    ).settings[0]

    assert isinstance(made, Machine)
    assert [card.name for card in made.card] == ["x", "a", "b", "y"]


def test_dynamic_blocks_inside_blocks_see_the_iterators_around_them() -> None:
    ports = {
        "port": {
            "for_each": [1, 2],
            "iterator": "p",
            "content": {"number": "${p.value}", "tags": {"of": "${card.value}"}},
        }
    }
    cards = {"card": {"for_each": "${var.names}", "content": {"dynamic": ports}}}

    made = machine(
        {"dynamic": cards, "boot": {"dynamic": [{"port": {"for_each": [], "content": {}}}]}}
    )

    assert isinstance(made, Machine)
    assert [[(one.number, one.tags["of"]) for one in card.port] for card in made.card] == [
        [(1, "a"), (2, "a")],
        [(1, "b"), (2, "b")],
    ]
    assert made.boot == Card()


def test_dynamic_blocks_over_something_unknown_leave_the_settings_unknown() -> None:
    ports = {"port": {"for_each": "${later}", "content": {"number": "${port.value}"}}}

    assert not decoded(json.dumps({"card": {"dynamic": ports}})).is_wholly_known
    assert decoded(json.dumps({"card": {}})).is_wholly_known


def test_dynamic_blocks_in_dynamic_blocks_do_not_make_too_many() -> None:
    ports = {"port": {"for_each": "${range(100)}", "content": {"number": 1}}}
    cards = {"for_each": "${range(100)}", "content": {"dynamic": ports}}
    boots = {"for_each": [1], "content": {"dynamic": ports}}

    assert problems(json.dumps({"dynamic": {"card": cards}})) == ["This makes too many blocks"]
    many = [{"dynamic": ports}] * 60
    assert problems(json.dumps({"card": many})) == ["This makes too many blocks"]
    assert decoded(json.dumps({"dynamic": {"boot": boots}})).is_wholly_known


@pytest.mark.parametrize(
    ("text", "summaries"),
    [
        ('{"card": "x"}', ['"card" is a block, not an argument']),
        ('{"card": [{}, 3]}', ['"card" is a block, not an argument']),
        ('{"boot": [{}, {}]}', ['"boot" is set twice']),
        ('{"tags": {}, "tags": {}}', ['"tags" is set twice']),
        ('{"tags": {"a": "1", "a": "2"}}', ['The key "a" stands twice']),
        ('{"card": {"name": "1", "name": "2"}}', ['"name" is set twice']),
        ('{"card": {"port": {"tags": {}}}}', ['The block "port" needs "number"']),
        ('{"card": {"nam": {}}}', ['The block "card" has no argument "nam"']),
        ('{"crad": {"name": "x"}}', ['The builder has no argument "crad"']),
        ('{"card": {"dynamic": "x"}}', ['The block "card" has no argument "dynamic"']),
        ('{"card": {"dynamic": {"port": 3}}}', ['"dynamic" is a block, not an argument']),
        (
            '{"card": {"dynamic": {"port": {"for_each": 3, "content": {}}}}}',
            ["for_each has nothing to go through"],
        ),
        ('{"tags": {"//": "${nothing}"}}', ['There is nothing called "nothing" here']),
        ('{"words": {"a": 1}}', ['"words" must be a list, not an object']),
    ],
)
def test_what_is_wrong_is_told_once(text: str, summaries: list[str]) -> None:
    assert problems(text) == summaries


def test_a_comment_in_a_block_may_hold_anything() -> None:
    assert machine({"card": {"//": "${nothing + }"}}) == Machine(card=(Card(),))
