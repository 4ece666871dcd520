"""Go templates, as Go's own package renders them."""

from collections.abc import Callable

import pytest

from goldsmith.lang.gotemplate import (
    PLAIN_FUNCTIONS,
    Absent,
    GoTemplateError,
    check,
    fields,
    render,
    rendered,
)

DATA: dict[str, object] = {
    "A": "x",
    "Empty": "",
    "L": ["p", "q"],
    "None": None,
    "M": {"b": 1, "a": 2},
    "N": 3,
    "F": 1.5,
    "Yes": True,
    "Call": lambda: "called",
}
FUNCTIONS: dict[str, Callable[..., object]] = {
    **PLAIN_FUNCTIONS,
    "build_name": lambda: "web",
    "twice": lambda number: number * 2,
    "join": lambda *words: "+".join(words),
    "default": lambda text="d": text,
    "shout": str.upper,
    "biggest": max,
}


def go(text: str) -> str:
    return render(text, DATA, FUNCTIONS)


def refusal(text: str) -> GoTemplateError:
    with pytest.raises(GoTemplateError) as raised:
        go(text)
    return raised.value


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("", ""),
        ("no { braces }", "no { braces }"),
        ("a {{.A}} b", "a x b"),
        ("{{ .A | upper }}", "X"),
        ("{{ .A | replace_all `x` `y` | upper | printf `<%s>` }}", "<Y>"),
        ("{{build_name}}", "web"),
        ("{{ default }}{{ default `e` }}{{ join `a` `b` `c` }}{{ shout .A }}", "dea+b+cX"),
        ("{{ split `a-b` `-` 1 }} {{ split `ab` `` 0 }}", "b a"),
        ("{{ replace `a` `b` 1 `aa` }} {{ replace `a` `b` -1 `aa` }} {{ lower `AB` }}", "ba bb ab"),
        ("{{ `{{` }}.ID}}", "{{.ID}}"),
        ('{{"{{"}}.ID{{"}}"}}', "{{.ID}}"),
        ("{{.}}", "map[A:x Call:f Empty: F:1.5 L:[p q] M:map[a:2 b:1] N:3 None:<nil> Yes:true]"),
    ],
)
def test_actions_are_replaced_by_what_they_give(template: str, expected: str) -> None:
    data = {**DATA, "Call": "f"}

    assert render(template, data, FUNCTIONS) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("a {{- .A -}} b", "axb"),
        ("a \n\t{{- .A }} b", "ax b"),
        ("a {{ .A -}}\n b", "a xb"),
        ("{{-3}}", "-3"),
        ("x {{- /* c */ -}} y", "xy"),
        ("x {{/* }} */}} y", "x  y"),
        ("x {{/* a */}}", "x "),
        ("{{ .A -}}", "x"),
    ],
)
def test_trim_marks_and_comments_take_white_space_away(template: str, expected: str) -> None:
    assert go(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{range .L}}<{{.}}>{{end}}", "<p><q>"),
        ("{{range $i, $e := .L}}{{$i}}={{$e}} {{end}}", "0=p 1=q "),
        ("{{range $e := .L}}{{$e}}{{end}}", "pq"),
        ("{{range $k, $v := .M}}{{$k}}{{$v}}{{end}}", "a2b1"),
        ("{{range .Gone}}x{{else}}none{{end}}", "none"),
        ("{{range .L}}x{{else}}none{{end}}", "xx"),
        ("{{range 3}}{{if eq . 1}}{{continue}}{{end}}{{.}}{{end}}", "02"),
        ("{{range 3}}{{if eq . 1}}{{break}}{{end}}{{.}}{{end}}", "0"),
        ("{{$x := 0}}{{range $x = .L}}{{end}}{{$x}}", "q"),
        ("{{if .A}}Y{{end}}{{if .Empty}}Y{{end}}", "Y"),
        ("{{if .Empty}}1{{else if .Gone}}2{{else if .N}}3{{else}}4{{end}}", "3"),
        ("{{if .Empty}}1{{else}}2{{end}}", "2"),
        ("{{with .M}}{{.a}}{{$.A}}{{end}}", "2x"),
        ("{{with .Gone}}1{{else with .A}}{{.}}{{else}}3{{end}}", "x"),
        ("{{with $y := .A}}{{$y}}{{end}}", "x"),
        ("{{$x := 1}}{{if true}}{{$x = 2}}{{$x := 3}}{{end}}{{$x}}", "2"),
        ('{{define "t"}}[{{.}}]{{end}}{{template "t" .A}}{{template "t"}}', "[x][<no value>]"),
        ('{{block "z" .N}}({{.}}){{end}}', "(3)"),
        ("{{range .L}}{{with $}}{{.A}}{{end}}{{end}}", "xx"),
    ],
)
def test_control_structures_do_what_they_do_in_go(template: str, expected: str) -> None:
    assert go(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{(.M).a}} {{.M.a}} {{$.M.a}} {{(index .L 0)}}", "2 2 2 p"),
        ("{{.Gone.Deeper}} {{.M.gone}} {{.None}}", "<no value> <no value> <no value>"),
        ("{{'a'}} {{'\\n'}} {{'\\''}} {{0x10}} {{0b11}} {{017}} {{-017}}", "97 10 39 16 3 15 -15"),
        ("{{1e3}} {{1.5e-7}} {{1e22}} {{1_000}} {{.5}} {{1.}}", "1000 1.5e-07 1e+22 1000 0.5 1"),
        ("{{0.0001}} {{0.00001}} {{123456789.0}} {{+1}} {{0.0}}", "0.0001 1e-05 123456789 1 0"),
        ("{{1e20}} {{1e308 | twice}} {{-1e308 | twice}}", "100000000000000000000 +Inf -Inf"),
        ('{{"a\\tb\\x41\\u00e9\\101\\"\\U0001F600"}}', 'a\tbAéA"😀'),
        ("{{`a\\n`}}{{`b\r`}}", "a\\nb"),
        ("{{true}} {{false}}", "true false"),
    ],
)
def test_values_are_written_and_printed_as_in_go(template: str, expected: str) -> None:
    assert go(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{len .L}} {{len .M}} {{len `é`}}", "2 2 2"),
        ("{{index .L 1}} {{index .M `a`}} {{index .M `z`}} {{index `ab` 1}}", "q 2 <no value> 98"),
        ("{{slice .A 0 1}} {{slice `abc` 1}} {{slice .L 1 2}} {{slice .L}}", "x bc [q] [p q]"),
        ("{{not true}} {{not .Empty}}", "false true"),
        ("{{and 1 0 .A}} {{and 1 2}} {{or .Empty `z`}} {{or .Empty 0}}", "0 2 z 0"),
        ("{{ 1 | and 2 }} {{ .Empty | or 0 }}|{{ 1 | or }}", "1 |1"),
        ("{{eq 1 1}} {{eq .A `y` `x`}} {{eq .Gone `x`}} {{eq .Gone nil}}", "true true false true"),
        (
            "{{ne 1 2}} {{lt 1 2}} {{le 2 2}} {{gt 1.5 2.5}} {{ge `b` `a`}}",
            "true true true false true",
        ),
        ("{{print 1 2 `a` 3}}|{{println 1 `a`}}", "1 2a3|1 a\n"),
        ('{{html `<a href="x">\'&`}}', "&lt;a href=&#34;x&#34;&gt;&#39;&amp;"),
        ("{{js `'<\\\\é` }}{{ js `a\n` }}", "\\'\\u003C\\\\\\\\éa\\u000A"),
        ("{{urlquery `a b/é~`}}", "a+b%2F%C3%A9~"),
        ("{{call .Call}} {{upper build_name}} {{biggest 1 3}}", "called WEB 3"),
    ],
)
def test_the_builtin_functions_are_there(template: str, expected: str) -> None:
    assert go(template) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ('"%05d|%-4s|%4s|" 12 "a" "b"', "00012|a   |   b|"),
        ('"%q %v %x %X" "h\\"i\\n" .L "hi" "hi"', '"h\\"i\\n" [p q] 6869 6869'),
        ('"%.2f %8.3f %e %g %6.2g" 1.5 1.5 1.5 1.5 1.5', "1.50    1.500 1.500000e+00 1.5    1.5"),
        ('"%d%% %+d % d %x %X %o" 5 5 5 255 255 8', "5% +5  5 ff FF 10"),
        ('"%b %c %U %q" 5 65 65 65', "101 A U+0041 'A'"),
        ('"%#x %#o %#v %#v" 255 8 "s" 5', '0xff 010 "s" 5'),
        ('"%t %v %v" true nil .M', "true <nil> map[a:2 b:1]"),
        ('"%T %T %T %T %T" 1 "s" 1.5 true nil', "int string float64 bool <nil>"),
        ('"%T %T" .M .L', "map[string]interface {} []interface {}"),
        ('"%d" "s"', "%!d(string=s)"),
        ('"%s %s" 5 nil', "%!s(int=5) %!s(<nil>)"),
        ('"%t %d %s" 1 true 1.5', "%!t(int=1) %!d(bool=true) %!s(float64=1.5)"),
        ('"%z %z" 1 "s"', "%!z(int=1) %!z(string=s)"),
        ('"%s"', "%!s(MISSING)"),
        ('"a" 1 "b"', "a%!(EXTRA int=1, string=b)"),
        ('"%"', "%!(NOVERB)"),
        ('"%.1s|%.3d" "abc" 5', "a|005"),
        ('"%*d|%-*d|%*d" 4 1 4 2 -3 3', "   1|2   |3  "),
        ('"%*s" "x" "y"', "y"),
        ('"%d %f" -5 -1.5', "-5 -1.500000"),
        ('"%*d"', "%!d(MISSING)"),
        ('"%.f" 2.6', "3"),
        ('"%s" .L', "[p q]"),
        ('"%d" .L', "[%!d(string=p) %!d(string=q)]"),
        ('"%s" .M', "%!s(map[string]interface {}=map[a:2 b:1])"),
    ],
)  # fmt: skip
def test_printf_follows_gos_verbs(arguments: str, expected: str) -> None:
    assert go(f"{{{{ printf {arguments} }}}}") == expected


@pytest.mark.parametrize(
    ("template", "offset", "message"),
    [
        ("{{ .A, .L }}", 5, 'a blank is missing before ","'),
        ("ab {{ .A", 3, 'this "{{" has no "}}"'),
        ("ab {{ .", 3, 'this "{{" has no "}}"'),
        ("{{ .A }", 6, '"}" cannot stand here'),
        ("{{ }}", 3, "a value is missing here"),
        ("{{ .A | }}", 8, "a value is missing here"),
        ("{{ (.A }}", 0, 'a "(" is not closed'),
        ("{{ .A) }}", 5, 'this ")" has no "("'),
        ("{{ (.A }} x )", 0, 'a "(" is not closed'),
        ('{{ "a }}', 3, "this string has no closing quote"),
        ('{{ "a\n" }}', 3, "this string has no closing quote"),
        ('{{ "\\z" }}', 3, '"\\z" is not an escape'),
        ('{{ "\\x4" }}', 3, '"\\x4" is not an escape'),
        ('{{ "\\999" }}', 3, '"\\9" is not an escape'),
        ('{{ "\\777" }}', 3, '"\\777" is not an escape'),
        ('{{ "\\UFFFFFFFF" }}', 3, '"\\UFFFFFFFF" is not an escape'),
        ("{{ 'ab' }}", 3, "'ab' is not one character"),
        ("{{ 12x }}", 3, '"12x" is not a number'),
        ("{{ 089 }}", 3, '"089" is not a number'),
        ("{{ a# }}", 4, '"#" cannot stand here'),
        ("{{ # }}", 3, '"#" cannot stand here'),
        ("{{ /* x }}", 3, '"/" cannot stand here'),
        ("{{/* x }}", 0, "this comment has no end"),
        ("{{/* x */ .A }}", 0, "a comment must fill its action"),
        ("{{ .A | `b` }}", 8, "only a function can stand behind a |"),
        ("{{ `a` `b` }}", 3, "only a function takes arguments"),
        ("{{ `a` | .A }}", 9, "only a function takes arguments"),
        ("{{ nope }}", 3, 'there is no function "nope" here'),
        ("{{ $x }}", 3, 'there is no variable "$x" here'),
        ("{{ $x = 1 }}", 3, 'there is no variable "$x" here'),
        ("{{ with $x := 1 }}{{end}}{{$x}}", 27, 'there is no variable "$x" here'),
        ("{{ end }}", 3, '"end" has nothing to end here'),
        ("{{ block `t` . . }}{{ end }}", 13, "only a function takes arguments"),
        ("{{ .A ) }}", 6, 'this ")" has no "("'),
        ("{{ (.A := 1) }}", 7, '":=" cannot stand here'),
        ("{{ if .A }}", 3, "this action has no {{ end }}"),
        ("{{ if .A }}{{ else }}{{ else }}{{ end }}", 24, '"else" cannot stand here'),
        ("{{ if .A }}{{ end .B }}", 18, '".B" cannot stand here'),
        ("{{ define x }}{{ end }}", 10, '"define" needs a name in quotes'),
        ("{{ break }}", 3, '"break" stands outside of a range'),
        ("{{ template `t` }}", 3, 'there is no template "t" here'),
        ("{{block `t` .}}{{template `t`}}{{end}}", 17, 'template "t" never ends'),
        ("{{ upper(.A) }}", 8, 'a blank is missing before "("'),
        ("{{ ..A }}", 3, '"." has no fields'),
        ("{{ `a`.A }}", 3, '"`a`" has no fields'),
        ("{{ .A.B }}", 3, "'x' has no field \"B\""),
        ("{{ .A , .L }}", 6, '"," cannot stand here'),
        ("{{ .Call }}", 3, "a function cannot be printed"),
        ("{{ range .A }}{{ end }}", 9, "x cannot be ranged over"),
        ("{{ range true }}{{ end }}", 9, "true cannot be ranged over"),
        ("{{ upper }}", 3, "upper takes 1 arguments and gets 0"),
        ("{{ upper 3 }}", 3, "upper needs text and gets 3"),
        ("{{ upper .Gone }}", 3, "upper needs text and gets <no value>"),
        ("{{ replace `a` `b` true `c` }}", 3, "replace needs a whole number and gets true"),
        ("{{ printf }}", 3, "printf takes at least 1 arguments and gets 0"),
        ("{{ eq 1 }}", 3, "eq: a second value is missing"),
        ("{{ eq 1 `a` }}", 3, "eq: 1 and a are of different types"),
        ("{{ lt true false }}", 3, "lt: true and false have no order"),
        ("{{ lt .L .L }}", 3, "lt: [p q] and [p q] have no order"),
        ("{{ range 1.5 }}{{ end }}", 9, "1.5 cannot be ranged over"),
        ("{{ len 3 }}", 3, "len: 3 has no length"),
        ("{{ index .L 9 }}", 3, "index: 9 is out of range"),
        ("{{ index .L `a` }}", 3, "index: a is not a whole number"),
        ("{{ index 3 1 }}", 3, "index: 3 cannot be indexed"),
        ("{{ slice `abc` 2 1 }}", 3, "slice: 2 lies behind 1"),
        ("{{ slice 3 }}", 3, "slice: 3 cannot be sliced like this"),
        ("{{ call 3 }}", 3, "call: 3 is not a function"),
        ("{{ or }}", 3, "or needs an argument"),
        ("{{ split `a` `-` 3 }}", 3, 'split: "a" has no part 3 between "-"'),
        ("{{ range 99999999 }}{{ end }}", 9, "this never seems to end"),
        ("{{ " + "(" * 200 + "1" + ")" * 200 + " }}", 103, "this is nested too deeply"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_stands(template: str, offset: int, message: str) -> None:
    error = refusal(template)

    assert (error.offset, error.message) == (offset, message)


@pytest.mark.parametrize(
    ("template", "hint"),
    [
        ("{{ user `x` }}", "${var.NAME}"),
        ("{{ env `HOME` }}", 'env("NAME")'),
        ("{{ template_dir }}", "${path.root}"),
        ("{{ build `ID` }}", "${build.NAME}"),
        ("{{ Vars }}", 'write "." before'),
        ("{{ .A", 'write {{"{{"}}'),
    ],
)
def test_what_packer_json_templates_write_is_refused_with_what_to_write(
    template: str, hint: str
) -> None:
    assert hint in refusal(template).hint


def test_names_without_a_value_are_noted_where_they_are_printed() -> None:
    result = rendered(
        "{{.Foo}} {{if .Bar}}{{end}} {{$.M.z}} {{.A}} {{range .L}}{{.}}{{end}}", DATA, {}
    )

    assert result.text == "<no value>  <no value> x pq"
    assert result.absent == (Absent("Foo", 2), Absent("M.z", 30))


def test_the_fields_of_a_template_are_known_without_rendering_it() -> None:
    assert fields("{{.Foo.Bar}} {{if $.Baz}}{{upper .A}}{{end}}", FUNCTIONS) == {"Foo", "Baz", "A"}
    assert fields("plain", FUNCTIONS) == frozenset()


def test_a_template_is_checked_without_its_data() -> None:
    check("{{ .Anything.At.All | upper }} plain", FUNCTIONS)
    check("plain", {})

    with pytest.raises(GoTemplateError, match="no function"):
        check("{{ upper .A }}", {})


def test_not_a_number_is_printed_as_in_go() -> None:
    assert render("{{ .X }}", {"X": float("nan")}, {}) == "NaN"
