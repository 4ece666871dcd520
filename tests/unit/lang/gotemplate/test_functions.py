"""The functions of Go templates: their examples, and facts observed from Packer 1.6.6."""

import pytest

from goldsmith.lang.gotemplate import PLAIN_FUNCTIONS, GoTemplateError, render


@pytest.mark.parametrize("name", sorted(PLAIN_FUNCTIONS))
def test_the_example_of_a_function_is_true(name: str) -> None:
    text, _, example = (PLAIN_FUNCTIONS[name].__doc__ or "").strip().rpartition("\n")
    template, _, expected = example.strip().partition(" == ")

    assert text.strip()
    assert name in template
    assert render(template, {}, PLAIN_FUNCTIONS) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{{upper "ß ŉ é"}}', "ß ŉ É"),
        ('{{lower "İÀ"}}', "ià"),
        ('{{replace "" "-" 2 "abc"}}', "-a-bc"),
        ('{{replace "a" "b" 0 "aaa"}}', "aaa"),
        ('{{replace_all "" "-" "abc"}}', "-a-b-c-"),
        ('{{split "abc" "" 1}}', "b"),
        ('{{split "" "," 0}}', ""),
        ('{{printf "%.1v|%.2v|%.3v" "abc" 3.14159 7}}', "a|3.1|007"),
        ('{{printf "%c|%q|%q|%q" 99999999 39 34 1}}', "\ufffd|'\\''|'\"'|'\\x01'"),
    ],
)
def test_a_function_gives_what_packer_gives(template: str, expected: str) -> None:
    assert render(template, {}, PLAIN_FUNCTIONS) == expected


@pytest.mark.parametrize(
    "template",
    [
        '{{split "a,b" "," 2}}',
        '{{split "a,b" "," -1}}',
        '{{replace "a" "b" "1" "aaa"}}',
        "{{upper 1}}",
        "{{upper}}",
        '{{upper "a" "b"}}',
        "{{nil}}",
        '{{nil | printf "%v"}}',
    ],
)
def test_what_packer_refuses_is_refused(template: str) -> None:
    with pytest.raises(GoTemplateError):
        render(template, {}, PLAIN_FUNCTIONS)
