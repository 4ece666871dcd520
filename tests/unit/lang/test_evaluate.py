from collections.abc import Callable

import pytest

from goldsmith.diagnostics import Diagnostic
from goldsmith.lang import Value, describe, mark, number, show, text, unknown
from goldsmith.lang.equality import set_of
from goldsmith.lang.values import list_of, null, tuple_of

NAMES: dict[str, object] = {
    "var": {
        "name": "web",
        "count": 3,
        "list": ["a", "b"],
        "objects": [{"a": 1}, {"a": 2}],
        "nothing": None,
        "secret": mark(text("hunter2")),
        "later": unknown(),
    },
    "strings": list_of([text("x"), text("y")], text("").type),
    "letters": set_of([text("b"), text("a")], text("").type),
    "no_list": null(list_of([], text("").type).type),
}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # Arithmetic and comparison
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("5 % -3", "2"),
        ("-5 % 3", "-2"),
        ("5.5 % 2", "1.5"),
        ("5 % 0", "5"),
        ("5 / 0", "+Inf"),
        ("-1 / 0", "-Inf"),
        ('"1" < 2', "true"),
        ("2 <= 2", "true"),
        ("2 > 2", "false"),
        ("3 >= 2", "true"),
        ("-var.count", "-3"),
        ('!"true"', "false"),
        ("1e20", "1e+20"),
        ("-var.later == null", "<unknown>"),
        ("!var.later", "<unknown>"),
        ("var.later + 1", "<unknown>"),
        ("var.later < 1", "<unknown>"),
        # Equality does not convert
        ('1 == "1"', "false"),
        ('1 != "1"', "true"),
        ("null == null", "true"),
        ("[1, 2] == [1, 2]", "true"),
        ('strings == ["x", "y"]', "false"),
        ("1 == 1.0", "true"),
        ("var.later == 1", "<unknown>"),
        # Truth
        ("true && false", "false"),
        ("true && true", "true"),
        ("false || true", "true"),
        ("false || false", "false"),
        ("false && var.missing", "false"),
        ("var.missing && false", "false"),
        ("true || 5", "true"),
        ("[] || true", "true"),
        ("var.later && false", "false"),
        ("var.later && true", "<unknown>"),
        ("var.later || false", "<unknown>"),
        # Conditionals
        ('true ? "a" : 1', "a"),
        ('false ? "a" : 1', "1"),
        ('"1" ? 1 : 2', "1"),
        ("true ? 1 : var.missing", "1"),
        ("false ? var.missing : 2", "2"),
        ("true ? null : 1", "null"),
        ("false ? [] : [1]", "[\n  1,\n]"),
        ("var.later ? 1 : 2", "<unknown>"),
        ("var.later ? 1 : var.missing", "<unknown>"),
        ("true ? 1 : var.later", "1"),
        ("true ? 1 : true ? 2 : 3", "1"),
        # Collections
        ("[1, [2], ]", "[\n  1,\n  [\n    2,\n  ],\n]"),
        ("{ a = 1, a = 2 }", '{\n  "a" = 2\n}'),
        ('{ (var.name) = 1, "x${1}" = 2, 5 : 3 }.web', "1"),
        ("{ (var.later) = 1 }", "<unknown>"),
        ("var.list[1]", "b"),
        ('var.list["1"]', "b"),
        ("var.list.1", "b"),
        ("strings[0]", "x"),
        ('var["name"]', "web"),
        ("{ true = 1 }[true]", "1"),
        ("{ a = 1 }.a", "1"),
        ("var.later.anything[0].more", "<unknown>"),
        ("var.list[var.later]", "<unknown>"),
        ("strings[var.later]", "<unknown>"),
        ("var[var.later]", "<unknown>"),
        # Splats
        ("var.objects[*].a", "[\n  1,\n  2,\n]"),
        ("var.objects.*.a", "[\n  1,\n  2,\n]"),
        ("strings[*]", '[\n  "x",\n  "y",\n]'),
        ("letters[*]", '[\n  "a",\n  "b",\n]'),
        ("var.name[*]", '[\n  "web",\n]'),
        ("null[*]", "[]"),
        ("var.later[*].a", "<unknown>"),
        # For
        ('[for v in ["a", "b"] : upper(v)]', '[\n  "A",\n  "B",\n]'),
        ('[for i, v in strings : "${i}${v}"]', '[\n  "0x",\n  "1y",\n]'),
        ('[for k, v in letters : "${k}${v}"]', '[\n  "aa",\n  "bb",\n]'),
        ('[for k, v in { b = 1, a = 2 } : "${k}${v}"]', '[\n  "a2",\n  "b1",\n]'),
        ("[for v in [1, 2, 3] : v if v > 1]", "[\n  2,\n  3,\n]"),
        ("[for v in var.later : v]", "<unknown>"),
        ("[for v in [1] : v if var.later]", "<unknown>"),
        ("{ for v in var.list : v => 1 }", '{\n  "a" = 1\n  "b" = 1\n}'),
        ("{ for v in [1, 1] : v => v... }", '{\n  "1" = [\n    1,\n    1,\n  ]\n}'),
        ('{ for v in [1, 2] : v => v if v == "" }', "{}"),
        ("{ for v in [1, 2] : v => v if var.later }", "<unknown>"),
        ("{ for v in [1] : var.later => v }", "<unknown>"),
        ("{ for v in var.later : v => v }", "<unknown>"),
        # Templates
        ('"a${1}b${true}"', "a1btrue"),
        ('"${[1]}"', "[\n  1,\n]"),
        ('"${1e20}!"', "100000000000000000000!"),
        ('"%{ if var.count > 2 }yes%{ else }no%{ endif }"', "yes"),
        ('"%{ if false }yes%{ endif }"', ""),
        ('"%{ if true }${var.name}%{ else }${var.missing}%{ endif }"', "web"),
        ('"%{ if var.later }a%{ endif }"', "<unknown>"),
        ('"%{ for v in var.list }<${v}>%{ endfor }"', "<a><b>"),
        ('"%{ for k, v in { a = 1 } }${k}=${v} %{ endfor }"', "a=1 "),
        ('"%{ for v in var.later }x%{ endfor }"', "<unknown>"),
        ('"%{ for v in [1, var.later] }${v}%{ endfor }"', "<unknown>"),
        ('"a${var.later}"', "<unknown>"),
        # Calls
        ("max([1, 5, 3]...)", "5"),
        ("max(1, 7,)", "7"),
        ("max(var.later...)", "<unknown>"),
        ("upper(var.later)", "<unknown>"),
        ("try(var.missing, upper(1 / []), 3)", "3"),
        ("try(var.later, 3)", "<unknown>"),
        ("can(var.missing.x)", "false"),
        ("can(var.name)", "true"),
        ("can(var.later)", "<unknown>"),
        ("convert([1, 2], list(string))", '[\n  "1",\n  "2",\n]'),
        ("convert(null, string)", "null"),
    ],
)
def test_an_expression_has_a_value(
    evaluated: Callable[..., Value], written: str, expected: str
) -> None:
    assert show(evaluated(written, **NAMES)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[1]", "tuple([number])"),
        ("{ a = 1 }", "object({a = number})"),
        ('true ? 1 : "a"', "string"),
        ("true ? null : 1", "number"),
        ("true ? { a = 1 } : { b = true, c = null }", ""),
        ("true ? { a = 1 } : { b = 2 }", "map(number)"),
        ("true ? [1] : [1, 2]", "list(number)"),
        ("var.later + 1", "number"),
        ('"a${var.later}"', "string"),
        ("upper(var.later)", "string"),
        ("length(var.later)", "number"),
        ("range(var.later)", "list(number)"),
        ("var.later && true", "bool"),
        ("var.later ? 1 : 2", "number"),
        ("var.later ? 1 : var.later", "any"),
        ("strings[*]", "list(string)"),
        ("var.list[*]", "tuple([string, string])"),
        ("strings[var.later]", "string"),
        ("convert([], list(number))[*]", "list(any)"),
        ('"%{ if true }${1}%{ endif }"', "string"),
        ('"${1}"', "number"),
    ],
)
def test_a_value_has_the_type_its_construct_gives(
    evaluated: Callable[..., Value], written: str, expected: str
) -> None:
    if expected:
        assert describe(evaluated(written, **NAMES).type) == expected


@pytest.mark.parametrize(
    "written",
    [
        "var.secret",
        '"x${var.secret}"',
        "upper(var.secret)",
        'var.secret == "x"',
        "[var.secret][0]",
        "[1, 2][length(var.secret) - 7]",
        "{ (var.secret) = 1 }",
        'var.secret == "x" ? 1 : 2',
        'true || var.secret == "x"',
        '!(var.secret == "x")',
        "-length(var.secret)",
        '[for v in split("", var.secret) : v]',
        '[for v in [1] : v if var.secret == ""]',
        "{ for v in [1] : var.secret => v }",
        '{ for v in [1] : v => v if var.secret == "" }',
        '"%{ if var.secret == "" }a%{ endif }"',
        '"%{ for v in split("", var.secret) }a%{ endfor }"',
        "jsonencode([var.secret])",
        'max(split("", length(var.secret))...)',
        'split("", var.secret)[*]',
        'concat(split("", var.secret), [1])[0]',
        "convert(var.secret, string)",
        "try(var.secret, 1)",
        "var.later[var.secret]",
        'var[var.secret == "" ? "name" : "name"]',
    ],
)
def test_what_comes_of_a_secret_is_secret(evaluated: Callable[..., Value], written: str) -> None:
    assert evaluated(written, **NAMES).is_sensitive


@pytest.mark.parametrize(
    "written",
    [
        "[var.secret, 1][1]",
        "merge({ a = var.secret }, { b = 1 }).b",
        "length([var.secret])",
        "keys({ a = var.secret })[0]",
        'lookup({ a = var.secret, b = 1 }, "b", 2)',
        "[for v in [1, var.secret] : v][0]",
        "try(var.name, var.secret)",
    ],
)
def test_what_only_lay_beside_a_secret_is_none(
    evaluated: Callable[..., Value], written: str
) -> None:
    assert not evaluated(written, **NAMES).is_sensitive


@pytest.mark.parametrize(
    ("written", "place", "summary", "detail"),
    [
        ("vr.name", "vr", 'There is nothing called "vr" here', 'Did you mean "var"?'),
        ("us-east", "us-east", 'There is nothing called "us-east" here', "put it in quotes"),
        ("upper", "upper", 'There is nothing called "upper" here', "needs parentheses: upper()"),
        ("var.nme", "nme", 'There is no variable "nme"', 'Did you mean "name"?'),
        ("var.zzz", "zzz", 'There is no variable "zzz"', "Known are count, later, list"),
        ("{ a = 1 }.b", "b", '{ a = 1 } has no attribute "b"', "It has a."),
        ("{}.b", "b", '{} has no attribute "b"', ""),
        ("var.name.x", "x", "var.name is a string and has no attributes", ""),
        ("var.list.x", "x", "var.list is a tuple and has no attributes", "var.list[0].x"),
        ("var.nothing.x", "x", 'var.nothing is null, so it has no attribute "x"', ""),
        ("var.nothing[0]", "0", "var.nothing is null, so it has no elements", ""),
        ("var.list[2]", "2", "var.list has no element 2", "Its elements are 0 to 1."),
        ("var.list[-1]", "-1", "var.list has no element -1", ""),
        ("[][0]", "0", "[] is empty, so it has no element 0", ""),
        ("var.list[0.5]", "0.5", "The index must be a whole number", ""),
        ("var.list[null]", "null", "The index is null", ""),
        (
            "var.list[var.name]",
            "var.name",
            "This is no index of var.list, a tuple",
            'var.name is "web".',
        ),
        ("var[[]]", "[]", "This is no index of var, an object", "A string is needed"),
        ("letters[0]", "0", "letters is a set, and sets have no index", "convert"),
        ("var.name[0]", "0", "var.name is a string and has no elements", ""),
        (
            "var.name + 1",
            "var.name",
            'This cannot stand left of "+"',
            'A number is needed, not "web".',
        ),
        ("1 - var.name", "var.name", 'This cannot stand right of "-"', "A number is needed"),
        ('"a" + 1', '"a"', 'This cannot stand left of "+"', "${a}${b}"),
        ('("a${1}") + 1', '("a${1}")', 'This cannot stand left of "+"', "${a}${b}"),
        ("null < 1", "null", 'This cannot stand left of "<"', "not null"),
        ("0 / 0", "0 / 0", '"/" has no result here', "Zero divided by zero has no value."),
        ("-true", "true", '"-" cannot be applied to this', "A number is needed, not a bool."),
        ("!5", "5", '"!" cannot be applied to this', "A bool is needed, not a number."),
        ("true && 5", "5", 'This cannot stand right of "&&"', "A bool is needed"),
        ("null || false", "null", 'This cannot stand left of "||"', "not null"),
        ("var.name ? 1 : 2", "var.name", "This condition is neither true nor false", '"web"'),
        ("null ? 1 : 2", "null", "This condition is neither true nor false", "not null"),
        (
            "true ? 1 : true",
            "true ? 1 : true",
            "The two results of this conditional do not fit together",
            "a number, the other a bool",
        ),
        (
            "var.later ? 1 : []",
            "var.later ? 1 : []",
            "The two results of this conditional do not fit together",
            "",
        ),
        ("{ (null) = 1 }", "(null)", "This cannot be the key of an object", "null"),
        ("{ ([]) = 1 }", "([])", "This cannot be the key of an object", "A string is needed"),
        ("[for v in 5 : v]", "5", "There are no elements to go through", "5 is a number"),
        ("[for v in null : v]", "null", "There are no elements to go through", "null is null"),
        ("[for v in [1] : v if 5]", "5", "This condition is neither true nor false", ""),
        ("{ for v in [1] : [] => v }", "[]", "This cannot be the key of an object", ""),
        ("{ for v in [1] : null => v }", "null", "This cannot be the key of an object", ""),
        ("{ for v in [1, 1] : v => v }", "v", 'Two elements have the key "1"', "Write ..."),
        ("no_list[*]", "no_list", "no_list is null, so it has no elements", ""),
        ('"a${[]}"', "[]", "This cannot be part of a text", "join() or jsonencode()"),
        (
            '"a${var.nothing}"',
            "var.nothing",
            "Null cannot be part of a text",
            "var.nothing is null.",
        ),
        ('"a${null}"', "null", "Null cannot be part of a text", ""),
        ('"%{ if [] }a%{ endif }"', "[]", "This condition is neither true nor false", ""),
        ('"%{ for v in 5 }a%{ endfor }"', "5", "There are no elements to go through", ""),
        ("uper(1)", "uper", 'There is no function "uper"', 'Did you mean "upper"?'),
        ("abs()", "abs()", "abs also needs value", "abs(value)"),
        ("replace(1)", "replace(1)", "replace also needs old and new", "replace(text, old, new)"),
        ("abs(1, 2, 3)", "2, 3", "abs takes at most 1 argument", "3 are given"),
        ("timestamp(1)", "1", "timestamp takes no arguments", "timestamp()"),
        (
            "abs([])",
            "[]",
            'abs cannot use this as its argument "value"',
            "A number is needed, not a tuple.",
        ),
        (
            "abs(null)",
            "null",
            'abs cannot use this as its argument "value"',
            "It must not be null.",
        ),
        (
            "substr(1, 0.5, 1)",
            "0.5",
            'substr cannot use this as its argument "offset"',
            "A whole number is needed.",
        ),
        (
            'join(",", ["a"], 5)',
            "5",
            'join cannot use this as its argument "lists"',
            "A list of strings",
        ),
        (
            'join(",", [null])',
            "[null]",
            'join cannot use this as its argument "lists"',
            "Element 0 must not be null.",
        ),
        (
            "sum(5)",
            "5",
            'sum cannot use this as its argument "numbers"',
            "A list of numbers is needed",
        ),
        (
            "max([1, []]...)",
            "[1, []]",
            'max cannot use this as its argument "numbers"',
            "A number is needed",
        ),
        ("max(5...)", "5", "This cannot be spread into arguments", "not a number"),
        ("max(null...)", "null", "This cannot be spread into arguments", "not null"),
        ("try([1]...)", "try([1]...)", "The arguments of try cannot be spread", "one by one"),
        ("try()", "try()", "try has no result here", "At least one expression"),
        ("try(var.zzz)", "try(var.zzz)", "try has no result here", 'There is no variable "zzz".'),
        (
            'convert("x", number)',
            '"x"',
            'convert cannot use this as its argument "value"',
            "A number is needed",
        ),
        ('convert("x", numbr)', "numbr", '"numbr" is not a type', 'Did you mean "number"?'),
        ("jsonencode(1 / 0)", "jsonencode(1 / 0)", "jsonencode has no result here", "infinite"),
        ("1e9999", "1e9999", "This number cannot be used", "too large"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(
    problems: Callable[..., list[Diagnostic]], written: str, place: str, summary: str, detail: str
) -> None:
    (problem,) = problems(written, **NAMES)

    assert problem.summary == summary
    assert problem.span
    assert problem.span.text == place
    assert detail in problem.detail


@pytest.mark.parametrize(
    "written",
    [
        "[a, b]",
        "{ (a) = 1, c = b }",
        "{ (a) = b }",
        "a + b",
        "a && b",
        '"${a} ${b}"',
        "max(a, b)",
        "nosuch(b)",
        "a[b]",
        "{ for v in [1] : a => b }",
        '"%{ if true }${a}${b}%{ endif }"',
    ],
)
def test_the_mistakes_of_all_parts_are_found_at_once(
    problems: Callable[..., list[Diagnostic]], written: str
) -> None:
    assert len(problems(written)) == 2


@pytest.mark.parametrize(
    "written",
    [
        "var.secret + 1",
        "var.list[var.secret]",
        'var["x${var.secret}"]',
        "parseint(var.secret, 10)",
        "convert([var.secret], list(number))",
        "var.secret ? 1 : 2",
        "convert({ (var.secret) = 1 }, object({ a = string }))",
        "{ (var.secret) = 1 }.x",
        "{ for v in [1, 2] : var.secret => v }",
        'sum(split("", var.secret))',
        'format("%d", var.secret)',
        "[for v in [var.secret] : v + 1]",
        "file(var.secret)",
        "try(file(var.secret))",
    ],
)
def test_no_error_tells_a_secret(problems: Callable[..., list[Diagnostic]], written: str) -> None:
    told = " ".join(f"{one.summary} {one.detail}" for one in problems(written, **NAMES))

    assert "hunter2" not in told
    assert '"h"' not in told


def test_a_missing_value_of_a_shadowed_root_is_no_variable(
    problems: Callable[..., list[Diagnostic]],
) -> None:
    (problem,) = problems("[for var in [{ a = 1 }] : var.b]", **NAMES)

    assert problem.summary == 'var has no attribute "b"'


def test_names_of_a_for_are_suggested_but_not_the_element_of_a_splat(
    problems: Callable[..., list[Diagnostic]],
) -> None:
    (problem,) = problems("[for item in [1] : itm]")
    (other,) = problems("[1][*][zz]")

    assert problem.detail == 'Did you mean "item"?'
    assert "[*]" not in other.detail


def test_a_long_subject_is_not_repeated(problems: Callable[..., list[Diagnostic]]) -> None:
    (problem,) = problems("{ a = 1, bbbbbbbbbbbbbbbbbbbbbbbb = 2, cccccccccccccccccccccccc = 3 }.x")

    assert problem.summary == 'This value has no attribute "x"'


def test_many_attributes_are_not_all_listed(problems: Callable[..., list[Diagnostic]]) -> None:
    many: dict[str, object] = {f"n{index}": index for index in range(20)}

    (problem,) = problems("many.zzz", many=many)

    assert problem.detail.endswith("and more.")


def test_what_an_error_shows_of_values_is_short(problems: Callable[..., list[Diagnostic]]) -> None:
    (problem,) = problems(
        '"${short}${long}${list}${item.x}" + 1',
        short="s",
        long="l" * 99,
        list="a\nb",
        item={"x": 1},
    )

    assert problem.detail.splitlines()[2:] == [
        'short is "s".',
        f'long is "{"l" * 60}…".',
        'list is "a\\nb".',
        "item.x is 1.",
    ]


def test_types_of_unknown_objects_are_known(
    evaluated: Callable[..., Value], problems: Callable[..., list[Diagnostic]]
) -> None:
    later = unknown(tuple_of([number(1)]).type)
    thing = evaluated("{ a = 1 }")
    names = {
        "pair": later,
        "thing": unknown(thing.type),
        "table": unknown(evaluated("convert({}, map(number))").type),
    }

    assert describe(evaluated("pair[0]", **names).type) == "number"
    assert describe(evaluated("pair[5]", **names).type) == "any"
    assert describe(evaluated("thing.a", **names).type) == "number"
    assert describe(evaluated('thing["a"]', **names).type) == "number"
    assert describe(evaluated("table.x", **names).type) == "number"
    assert describe(evaluated("table[u]", u=unknown(), **names).type) == "number"
    assert describe(evaluated("thing[u]", u=unknown(), **names).type) == "any"
    assert describe(evaluated("pair[*]", **names).type) == "any"
    assert problems("thing.b", **names)[0].summary == 'thing has no attribute "b"'


def test_functions_are_reported_once_with_what_is_wrong_inside(
    problems: Callable[..., list[Diagnostic]],
) -> None:
    assert [one.summary for one in problems("nosuch(zz, 1)")] == [
        'There is no function "nosuch"',
        'There is nothing called "zz" here',
    ]
