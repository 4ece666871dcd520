"""Bad input costs no more than good input: work grows as the text does, and nesting has limits."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePath

import pytest
from tests.unit.work import growth

from goldsmith.diagnostics import SourceFile, TemplateError
from goldsmith.lang.gotemplate import PLAIN_FUNCTIONS, GoTemplateError, rendered
from goldsmith.lang.syntax import parse
from goldsmith.lang.syntax.format import format_source
from goldsmith.lang.syntax.json import parse_json, read_json, repeated_keys
from goldsmith.lang.syntax.lexer import lex

SIZE = 2000
ODD_HCL = {
    "parentheses": ("a = ", "(", ""),
    "tuples": ("a = ", "[", ""),
    "objects": ("a = ", "{a=", ""),
    "blocks": ("", "b {\n", ""),
    "templates": ("a = ", '"${', ""),
    "directives": ('a = "', "%{ if a }", '"'),
    "closed directives": ('a = "', "%{ if a }b%{ endif }", '"'),
    "stray directives": ('a = "', "%{ endif }", '"'),
    "heredocs": ("a = ", "<<E\n", ""),
    "heredocs with templates": ("a = ", "<<E\n${", ""),
    "markers of heredocs": ("", "<<E", ""),
    "bad heredocs": ("", "<< E\n", ""),
    "lines that are nearly markers": ("a = <<E\n", "E \nEx\n", ""),
    "signs": ("a = ", "-!", "1"),
    "sums": ("a = ", "1+", "1"),
    "conditions": ("a = ", "a?b:", "c"),
    "open conditions": ("a = ", "a?", ""),
    "attributes": ("a = a", ".a", ""),
    "indexes": ("a = a", "[0]", ""),
    "splats": ("a = a", "[*]", ""),
    "calls": ("a = ", "f(", ""),
    "for expressions": ("a = ", "[for x in ", ""),
    "mistakes": ("", "a = \n", ""),
    "characters without a meaning": ("", "@", ""),
    "zero bytes": ("", "a\0", ""),
    "quotes": ("", '"', ""),
    "strings without end": ("", 'a = "x\n', ""),
    "strings without end in brackets": ("", 'a = ["x\n', ""),
    "brackets without end": ("", "a = (\n", ""),
    "templates without end": ("", 'a = "${\n', ""),
    "comments without end": ("", "/*\n", ""),
    "braces too many": ("", "}\n", ""),
    "one long name": ("", "a", ""),
    "one long number": ("a = ", "1", ""),
    "one long string": ('a = "', "a", '"'),
    "escapes": ('a = "', "\\n", '"'),
    "bad escapes": ('a = "', "\\q", '"'),
    "dollars": ('a = "', "$", '"'),
    "trim marks": ('a = "', " ${~a~} ", '"'),
    "a long heredoc": ("a = <<-E\n", "  x\n", "  E\n"),
    "arguments given twice": ("", "a = 1\n", ""),
    "labels": ("b ", '"a" ', "{}\n"),
    "elements": ("a = [", "1,", "]"),
    "items": ("a = {", "a=1,", "}"),
    "combining letters": ("", "e\u0301", ""),
    "blocks like any other": ("", 'b "c" {\n  d = ["e", "${f.g}"] # h\n}\n', ""),
}
ODD_JSON = {
    "arrays": ("", "[", ""),
    "objects": ("", '{"a":', ""),
    "the same key": ("{", '"a":1,', '"b":2}'),
    "mistakes": ("[", "a,", "]"),
    "missing commas": ("[", "1 ", "]"),
    "escapes": ('"', "\\n", '"'),
    "bad escapes": ('"', "\\q", '"'),
    "control characters": ('"', "\1", '"'),
    "lines in a string": ('"', "\n", "x"),
    "comments": ("", "/**/", ""),
    "blocks": ('{"build":[', '{"sources":[]},', "{}]}"),
    "templates": ('{"locals":{"a":"', "${a}", '"}}'),
    "templates without end": ('{"locals":{"a":"', "${", '"}}'),
}
ODD_GO = {
    "openers": ("", "{{", ""),
    "conditions": ("", "{{if .A}}", ""),
    "loops": ("", "{{range .A}}", ""),
    "parentheses": ("{{", "(", "}}"),
    "pipes": ("{{.A", "|print", "}}"),
    "fields": ("{{", ".A", "}}"),
    "else": ("{{if .A}}", "{{else if .A}}", "{{end}}"),
    "one long number": ("{{", "1", "}}"),
    "one long string": ('{{"', "a", '"}}'),
    "braces": ("", "{", ""),
}


def source(shape: tuple[str, str, str], size: int) -> SourceFile:
    start, part, end = shape
    return SourceFile(PurePath("odd.pkr.hcl"), start + part * (size // len(part)) + end)


def laid_out(file: SourceFile) -> None:
    with suppress(TemplateError):
        format_source(file)


def rendered_go(file: SourceFile) -> None:
    with suppress(GoTemplateError):
        rendered(file.text, {"A": ["b"]}, PLAIN_FUNCTIONS)


def json_keys(file: SourceFile) -> None:
    value, _ = read_json(file)
    if value is not None:
        repeated_keys(value)


KINDS = (
    ("HCL", ODD_HCL, (lex, parse, laid_out)),
    ("JSON", ODD_JSON, (parse_json, json_keys)),
    ("Go", ODD_GO, (rendered_go,)),
)
CASES = [
    pytest.param(work, shape, id=f"{work.__name__}: {name} of {kind}")
    for kind, shapes, works in KINDS
    for name, shape in shapes.items()
    for work in works
]


@pytest.mark.parametrize(("work", "shape"), CASES)
def test_work_grows_no_faster_than_the_text(
    work: Callable[[SourceFile], object], shape: tuple[str, str, str]
) -> None:
    def sized(size: int) -> Callable[[], object]:
        file = source(shape, size)
        return lambda: work(file)

    assert growth(sized, SIZE) < 4.8
