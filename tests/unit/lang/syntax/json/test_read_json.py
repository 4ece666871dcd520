"""JSON is read strictly, to a tree whose every node knows its place."""

import json
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.diagnostics import SourceFile
from goldsmith.lang.syntax import (
    Boolean,
    Expression,
    Null,
    Number,
    Object,
    Text,
    Tuple,
)
from goldsmith.lang.syntax.json import read_json, repeated_keys

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def file(text: str) -> SourceFile:
    return SourceFile(PurePath("x.json"), text)


def plain(node: Expression) -> object:
    match node:
        case Null():
            return None
        case Boolean(value):
            return value
        case Text(text):
            return text
        case Number(text):
            return json.loads(text)
        case Tuple(items):
            return [plain(item) for item in items]
        case Object(items):
            return {
                item.key.text: plain(item.value) for item in items if isinstance(item.key, Text)
            }
        case _:
            raise TypeError(node)


def told(text: str) -> list[str]:
    """Each problem of `text` as "line:column summary. detail"."""
    found = []
    for one in read_json(file(text))[1]:
        assert one.span is not None
        place = one.span.position
        found.append(f"{place.line}:{place.column} {one.summary}. {one.detail}")
    return found


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_everything_that_is_json_is_read_as_others_read_it(
    value: object, indent: int | None, plain_letters: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=plain_letters)

    tree, problems = read_json(file(text))

    assert problems == ()
    assert tree is not None
    assert plain(tree) == json.loads(text)


@given(st.text(alphabet="{}[]:,\"\\/ \n\t0123456789.eE+-truefalsn'#*="))
def test_no_text_is_too_odd_and_only_json_is_accepted(text: str) -> None:
    tree, problems = read_json(file(text))

    if problems:
        with pytest.raises(ValueError, match=r"."):
            json.loads(text)
    else:
        assert tree is not None
        assert plain(tree) == json.loads(text)


def test_every_node_spans_its_text_quotes_and_brackets_included() -> None:
    text = '{"a\\n": [1, "x", true, null]}'

    tree, _ = read_json(file(text))

    assert isinstance(tree, Object)
    assert tree.span.text == text
    [item] = tree.items
    assert item.key.span.text == '"a\\n"'
    assert isinstance(item.value, Tuple)
    assert item.value.span.text == '[1, "x", true, null]'
    assert [one.span.text for one in item.value.items] == ["1", '"x"', "true", "null"]


def test_a_number_keeps_its_digits() -> None:
    tree, _ = read_json(file("-1.50e+400"))

    assert isinstance(tree, Number)
    assert tree.text == "-1.50e+400"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ('"\\ud83d"', "\ufffd"),
        ('"\\ude00\\ud83d"', "\ufffd\ufffd"),
        ('"\\ud83d\\u0041"', "\ufffdA"),
        ('"\\ud83dx"', "\ufffdx"),
        ('"\\u00E9\\/\\b\\f"', "\u00e9/\b\f"),
        ('\ufeff"after a byte order mark"', "after a byte order mark"),
    ],
)
def test_what_escapes_stand_for(text: str, value: str) -> None:
    tree, problems = read_json(file(text))

    assert problems == ()
    assert isinstance(tree, Text)
    assert tree.text == value


@pytest.mark.parametrize(
    ("text", "summary", "detail"),
    [
        ("", "1:1 This file is empty", "JSON is at least {}."),
        (" \n ", "2:2 This file is empty", "JSON is at least {}."),
        (
            "[1,]",
            "1:3 A comma after the last item",
            'Remove it: in JSON no comma stands before "]".',
        ),
        (
            '{"a": 1,\n}',
            "1:8 A comma after the last item",
            'Remove it: in JSON no comma stands before "}".',
        ),
        ("[,1]", "1:2 A comma without an item before it", "Remove it."),
        ("[1,,2]", "1:4 A comma without an item before it", "Remove it."),
        (
            '["a"\n "b"]',
            "1:5 Missing comma before a string",
            "Commas stand between the items of an object or a list.",
        ),
        (
            '{"a" 1}',
            '1:6 Expected ":" after a key, found "1"',
            'An item of an object is written "a": value.',
        ),
        (
            '{"a" = 1}',
            '1:6 "=" after a key',
            'Write ":" instead. An item of an object is written "a": value.',
        ),
        ("{a: 1}", "1:2 This key has no quotes", 'Keys stand in quotes in JSON: write "a".'),
        ("{1: 1}", "1:2 This key has no quotes", 'Keys stand in quotes in JSON: write "1".'),
        (
            "{'a': 1}",
            "1:2 Single quotes do not make a string",
            'Write strings in double quotes, as in "text".',
        ),
        (
            "{} // end",
            "1:4 JSON has no comments",
            'In the body of a block write it as an item: "//": "text".',
        ),
        (
            "# start\n{}",
            "1:1 JSON has no comments",
            'In the body of a block write it as an item: "//": "text".',
        ),
        (
            "[/* two\nlines */]",
            "1:2 JSON has no comments",
            'In the body of a block write it as an item: "//": "text".',
        ),
        ("[True]", '1:2 "True" is not JSON', "Write true."),
        ("[None]", '1:2 "None" is not JSON', "Write null."),
        ("[NaN]", '1:2 "NaN" is not JSON', "JSON has finite numbers only."),
        ("[-Infinity]", '1:2 "-Infinity" is not JSON', "JSON has finite numbers only."),
        ("[var.x]", '1:2 "var.x" is no value', 'Text stands in quotes: write "var.x".'),
        ("[f(1, 2)]", '1:2 "f" is no value', 'Text stands in quotes: write "f".'),
        ("[+1]", '1:2 "+1" is no number in JSON', "A number has no plus sign."),
        ("[.5]", '1:2 ".5" is no number in JSON', "A digit stands before the point: write 0.5."),
        ("[1.]", '1:2 "1." is no number in JSON', "A digit stands behind the point."),
        (
            "[007]",
            '1:2 "007" is no number in JSON',
            'A number has no leading zero. Text stands in quotes: "007".',
        ),
        (
            '{"a":}',
            '1:6 Expected a value, found "}"',
            "A string, number, object, list, true, false or null must stand here.",
        ),
        (
            '{"a"}',
            '1:5 Expected ":" after a key, found "}"',
            'An item of an object is written "a": value.',
        ),
        (
            "{[1]}",
            '1:2 Expected a key in quotes, found "["',
            'An item of an object is written "key": value.',
        ),
        (
            '{"a": [1, 2}',
            '1:7 This "[" is not closed',
            'Did you forget "]"? It must come before "}".',
        ),
        (
            '{"a": {"b": 1}',
            '1:1 This "{" is not closed',
            'Did you forget "}"? It must come before the end of the file.',
        ),
        ("[1}", '1:1 This "[" is not closed', 'Did you forget "]"? It must come before "}".'),
        ("{}}", '1:3 Unexpected "}"', "It has no partner: remove it, or open one before."),
        (
            '{} "more"',
            "1:4 Unexpected string",
            "The file holds one value, which is complete before this.",
        ),
        ("[1; 2]", "1:3 Unexpected character", '";" (U+003B) means nothing outside strings.'),
        (
            "[1,\xa02]",
            "1:4 Unexpected character",
            "This character (U+00A0) means nothing outside strings.",
        ),
    ],
)
def test_a_mistake_is_told_where_it_stands_with_its_cure(
    text: str, summary: str, detail: str
) -> None:
    assert told(text) == [f"{summary}. {detail}"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ('{"a": "x,\n "b": 1}', ["1:7 This string is not closed"]),
        ('{"a": "x\n}', ["1:7 This string is not closed"]),
        ('{"a": "x', ["1:7 This string is not closed", '1:1 This "{" is not closed']),
        ('["two\nlines"]', ["1:6 A line break inside a string"]),
        ('["a\tb"]', ["1:4 A tab inside a string"]),
        ('["a\x01b"]', ["1:4 A control character inside a string"]),
        ('["C:\\Windows"]', ["1:5 Unknown escape in a string"]),
        ('["\\u12G4"]', ["1:3 Unknown escape in a string"]),
        ('["\\\'"]', ["1:3 Unknown escape in a string"]),
    ],
)
def test_what_is_wrong_inside_a_string(text: str, problems: list[str]) -> None:
    assert sorted(one.partition(". ")[0] for one in told(text)) == sorted(problems)


def test_after_a_mistake_the_rest_is_read_all_the_same() -> None:
    tree, problems = read_json(file('{\'a\': [1 2,], b = True, "c": "x\n}'))

    assert len(problems) == 7
    assert tree is not None
    assert plain(tree) == {"a": [1, 2], "b": True, "c": "x"}


def test_a_missing_bracket_is_guessed_from_the_layout() -> None:
    text = '{\n  "a": {\n    "b": [\n      1\n  },\n  "c": [\n    {\n      "d": 1\n  ]\n}\n'

    [first, second] = read_json(file(text))[1]

    assert (first.summary, first.span and first.span.position.line) == ('This "[" is not closed', 3)
    assert (second.summary, second.span and second.span.position.line) == (
        'This "{" is not closed',
        7,
    )


def test_where_the_file_ends_too_early_the_first_bracket_that_stands_askew_is_blamed() -> None:
    text = '{\n  "a": {\n    "b": {\n      "c": 1\n  },\n  "d": {}\n}\n'

    [problem] = read_json(file(text))[1]

    assert problem.summary == 'This "{" is not closed'
    assert problem.detail == 'Add the missing "}".'
    assert problem.span is not None
    assert problem.span.position.line == 3
    assert [label.span.position.line for label in problem.labels] == [5]


def test_nesting_has_a_limit() -> None:
    assert told("[" * 100 + "]" * 100) == []
    assert told("[" * 101 + "]" * 101) == [
        "1:101 This is nested too deeply. At most 100 objects and lists may lie inside each other."
    ]
    assert len(told('{"a":' * 100_000)) == 1


def test_the_reading_stops_after_too_many_problems() -> None:
    assert len(told("[" + "a, " * 1000 + "1]")) == 201


def test_keys_that_stand_twice_are_kept_and_can_be_asked_for() -> None:
    text = '[{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}]'

    tree, problems = read_json(file(text))

    assert problems == ()
    assert tree is not None
    twice = repeated_keys(tree)
    assert [one.summary for one in twice] == [
        'The key "c" stands twice',
        'The key "a" stands twice',
    ]
    assert [one.span.start for one in twice if one.span] == [
        text.index('"c": 2'),
        text.index('"a": 3'),
    ]
    assert [label.span.start for one in twice for label in one.labels] == [16, 2]
