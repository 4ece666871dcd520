"""Input variables."""

import pytest

from goldsmith.planning.testing import BUILD, Workspace


def value(workspace: Workspace, declaration: str, **given: object) -> str:
    workspace.write(f"{BUILD}\n{declaration}\nlocals {{ shown = var.x }}")
    return workspace.local("shown", ".", **given)


def test_a_default_is_the_value_of_last_resort(workspace: Workspace) -> None:
    assert value(workspace, 'variable "x" { default = "d" }') == "d"


def test_values_win_by_where_they_come_from(workspace: Workspace) -> None:
    declaration = 'variable "x" { default = "default" }'
    environment = {"PKR_VAR_x": "environment"}
    assert value(workspace, declaration, environment=environment) == "environment"

    workspace.write('x = "a"', "a.auto.pkrvars.hcl").write('x = "b"', "b.auto.pkrvars.hcl")
    assert value(workspace, declaration, environment=environment) == "b"

    workspace.write('{"x": "json"}', "a.auto.pkrvars.json")
    assert value(workspace, declaration, environment=environment) == "json"

    workspace.write('x = "file"', "x.pkrvars.hcl").write('{"x": "last file"}', "y.json")
    files = ("x.pkrvars.hcl", "y.json")
    assert value(workspace, declaration, variable_files=files) == "last file"

    given = (("x", "first"), ("x", "last"))
    assert value(workspace, declaration, variable_files=files, variables=given) == "last"


def test_env_reads_the_environment_in_defaults(workspace: Workspace) -> None:
    declaration = 'variable "x" { default = "<${env("A")}${env("B")}>" }'

    assert value(workspace, declaration, environment={"A": "a"}) == "<a>"


def test_a_default_can_call_nothing_but_env(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" { default = upper("a") }')

    assert "A default is a literal value; the one function it can call is env." in workspace.shown()


def test_a_default_cannot_refer_to_others(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" { default = "${var.y}${local.z}" }')

    assert workspace.said() == ["A default cannot refer to other values"] * 2


def test_env_is_for_defaults_only(workspace: Workspace) -> None:
    workspace.write(BUILD + 'locals { x = env("A") }')

    assert workspace.said() == ["Only the default of a variable can call env"]


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("string", '"a"', '"a"'),
        ("string", "[1]", "[1]"),
        ("number", "1.50", "1.5"),
        ("any", "[1]", "[1]"),
        ("bool", "true", "true"),
        ("list(string)", '["a"]', '[\n  "a",\n]'),
        ("map(number)", "{a = 1}", '{\n  "a" = 1\n}'),
    ],
)
def test_text_becomes_a_value_as_the_type_says(
    workspace: Workspace, kind: str, text: str, shown: str
) -> None:
    declaration = f'variable "x" {{ type = {kind} }}'

    assert value(workspace, declaration, variables=(("x", text),)) == shown
    assert value(workspace, declaration, environment={"PKR_VAR_x": text}) == shown


def test_without_a_type_the_default_says_it(workspace: Workspace) -> None:
    assert (
        value(workspace, 'variable "x" { default = true }', variables=(("x", "false"),)) == "false"
    )
    assert value(workspace, 'variable "x" {}', variables=(("x", "[1]"),)) == "[1]"
    assert value(workspace, 'variable "x" { default = null }', variables=(("x", "1"),)) == "1"
    workspace.write("x = [1, 2]", "v.hcl")
    assert value(workspace, 'variable "x" { default = [] }', variable_files=("v.hcl",)) == (
        "[\n  1,\n  2,\n]"
    )


def test_defaults_of_optional_attributes_are_filled_in(workspace: Workspace) -> None:
    declaration = 'variable "x" { type = object({ a = optional(string, "d") }) }'

    assert value(workspace, declaration, variables=(("x", "{}"),)) == '{\n  "a" = "d"\n}'


def test_a_null_default_counts_as_set(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" { default = null }')

    assert not workspace.said()


def test_a_variable_without_a_value_is_an_error_where_it_is_declared(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" {}\nlocals { y = "${var.x}!" }')

    [found] = workspace.problems()
    assert found.summary == "The variable x has no value"
    assert "-var x=…" in found.detail
    assert found.span is not None
    assert found.span.text == 'variable "x"'


def test_a_variable_without_a_value_is_fine_in_an_overview(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" {}\nlocals { y = "${var.x}!" }')

    plan = workspace.survey()

    assert [(one.name, one.shown) for one in plan.variables] == [("x", "<unknown>")]
    assert [(one.name, one.shown) for one in plan.local_values] == [("y", "<unknown>")]


def test_a_bad_value_is_an_error_even_if_another_wins(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" { type = number }')
    workspace.write('x = "no"', "v.hcl")

    said = workspace.said(
        environment={"PKR_VAR_x": "none"}, variable_files=("v.hcl",), variables=(("x", "1"),)
    )

    assert said == ["var.x must be a number"] * 2


def test_a_bad_default_is_shown_where_it_stands(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" {\n  type    = number\n  default = "no"\n}')

    shown = workspace.shown()

    assert "main.pkr.hcl:9:13" in shown
    assert "the type is declared here" in shown


def test_an_expression_that_is_none_is_shown(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" { type = list(string) }')

    shown = workspace.shown(variables=(("x", "[1,"),))

    assert "-var x:1:" in shown


def test_a_type_that_is_none_is_an_error(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" {\n  type = strin\n  default = "a"\n}')

    assert len(workspace.said()) == 1


def test_legacy_variables_are_variables(workspace: Workspace) -> None:
    declaration = "variables {\n  x = 1\n  y = true\n}"

    assert value(workspace, declaration) == "1"
    assert value(workspace, declaration, variables=(("x", "2"),)) == "2"


def test_a_variable_is_declared_once(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" { default = 1 }\nvariables {\n  x = 2\n}')

    shown = workspace.shown()

    assert "The variable x is declared twice" in shown
    assert "first declared here" in shown


def test_a_variable_has_a_name_that_can_be_written(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "1 x" { default = 1 }')

    assert workspace.said() == ['"1 x" cannot be the name of a variable']


def test_var_sets_declared_variables_only(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "region" { default = 1 }')

    shown = workspace.shown(variables=(("regoin", "x"), ("other", "y")))

    assert '-var sets "regoin", which is not a variable of this template' in shown
    assert 'Did you mean "region"?' in shown
    assert 'Declare it in the template: variable "other" {}' in shown


def test_files_may_set_more_with_a_warning(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "region" { default = 1 }')
    workspace.write("regoin = 1\nother = 2", "v.hcl")

    shown = workspace.shown(variable_files=("v.hcl",))

    assert shown.startswith('warning: "regoin" is not a variable of this template\n --> v.hcl:1:1')
    assert 'Did you mean "region"?' in shown
    assert not workspace.said(variable_files=("v.hcl",), warn_undeclared=False)


def test_the_environment_may_set_anything(workspace: Workspace) -> None:
    workspace.write(BUILD)

    assert not workspace.said(environment={"PKR_VAR_other": "x"})


def test_a_variable_file_holds_no_blocks(workspace: Workspace) -> None:
    workspace.write(BUILD).write('variable "x" {}\nlocals {}', "v.hcl")

    shown = workspace.shown(variable_files=("v.hcl",))

    assert shown.count("A variable file cannot hold blocks") == 2
    assert shown.count("Declare variables in a *.pkr.hcl file.") == 1


def test_a_variable_file_refers_to_nothing(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" {}').write("x = var.y", "v.hcl")

    assert 'There is nothing called "var" here' in workspace.said(variable_files=("v.hcl",))


def test_a_variable_file_that_does_not_parse_is_shown(workspace: Workspace) -> None:
    workspace.write(BUILD).write("x = = 1", "v.hcl")

    assert "v.hcl:1:5" in workspace.shown(variable_files=("v.hcl",))


def test_the_name_of_a_variable_file_says_its_language(workspace: Workspace) -> None:
    workspace.write(BUILD).write("x: 1", "v.yaml")

    assert workspace.said(variable_files=("v.yaml",)) == [
        "v.yaml cannot be read as a variable file"
    ]


def test_json_keeps_texts_numbers_and_structure(workspace: Workspace) -> None:
    workspace.write(
        '{"x": {"a": [1.5, 12345678901234567890123, null, "${b}"], "c": true}}', "v.json"
    )

    shown = value(workspace, 'variable "x" {}', variable_files=("v.json",))

    assert '"$${b}"' in shown or '"${b}"' in shown
    assert "1.5" in shown
    assert "null" in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"x": 1,}', "A comma after the last item"),
        ("", "This file is empty"),
        ('{"x": 1, "x": 2}', '"x" is given twice'),
        ("[1]", "Expected an object, found a list"),
        ("null", 'Expected an object, found "null"'),
        ('{"y": 1}', '"y" is not a variable of this template'),
    ],
)
def test_bad_json_is_shown(workspace: Workspace, text: str, said: str) -> None:
    workspace.write(BUILD + 'variable "x" { default = 1 }').write(text, "v.json")

    [found] = workspace.problems(variable_files=("v.json",))
    assert found.summary == said
    assert found.span is not None


def test_a_key_that_stands_twice_in_a_json_value_is_shown(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" {}').write('{"x": {"k": 1, "k": 2}}', "v.json")

    assert workspace.said(variable_files=("v.json",)) == ['The key "k" stands twice']


def test_a_comment_in_a_json_variable_file_is_no_variable(workspace: Workspace) -> None:
    workspace.write('{"//": "for the release", "x": "${y}"}', "v.json")

    assert value(workspace, 'variable "x" {}', variable_files=("v.json",)) == "${y}"


VALIDATED = """
variable "x" {
  type    = number
  default = 1
  validation {
    condition     = var.x > 5
    error_message = "It must be large."
  }
  validation {
    condition     = var.x != 7
    error_message = "Seven is bad luck."
  }
}
"""


def test_only_the_winning_value_is_validated(workspace: Workspace) -> None:
    workspace.write(BUILD + VALIDATED)

    assert not workspace.said(variables=(("x", "6"),))
    assert "Seven is bad luck.\nIt is 7, from -var x." in workspace.shown(variables=(("x", "7"),))
    shown = workspace.shown()
    assert "It must be large." in shown
    assert "this is what it must meet" in shown


@pytest.mark.parametrize(
    ("validation", "said"),
    [
        ('condition = true\nerror_message = "No."', "This validation does not look at var.x"),
        (
            'condition = var.y == 1\nerror_message = "No."',
            "A validation can refer only to the variable it belongs to",
        ),
        ('condition = var.x == 1\nerror_message = "no."', "This error message is not a sentence"),
        ('condition = var.x == 1\nerror_message = "No"', "This error message is not a sentence"),
        ('condition = var.x == 1\nerror_message = ""', "This error message is empty"),
        ('condition = var.x\nerror_message = "No."', "This condition is neither true nor false"),
        (
            'condition = var.x == 1 ? null : true\nerror_message = "No."',
            "This condition is neither true nor false",
        ),
        ("condition = var.x == 1", 'A validation block needs "error_message"'),
        ('error_message = "No."', 'A validation block needs "condition"'),
    ],
)
def test_a_validation_is_checked_itself(workspace: Workspace, validation: str, said: str) -> None:
    workspace.write(
        f'{BUILD}\nvariable "x" {{\n  default = 1\n  validation {{\n{validation}\n}}\n}}\n'
        'variable "y" { default = 1 }'
    )

    assert workspace.said() == [said]


def test_a_value_that_is_not_known_is_not_validated(workspace: Workspace) -> None:
    workspace.write(
        BUILD + 'variable "x" {\n  type = bool\n  default = "maybe"\n'
        '  validation {\n    condition = var.x\n    error_message = "No."\n  }\n}'
    )

    assert workspace.said() == ["var.x must be a bool"]


def test_functions_of_a_validation_read_the_working_directory(workspace: Workspace) -> None:
    workspace.write("x", "here.txt")
    workspace.write(
        BUILD + 'variable "x" {\n  default = "here.txt"\n  validation {\n'
        '    condition = fileexists(var.x)\n    error_message = "No."\n  }\n}',
        "sub/a.pkr.hcl",
    )

    assert not workspace.said("sub")


SECRET = 'variable "x" {\n  sensitive = true\n  type = string\n  default = "hunter2"\n}\n'


def test_a_sensitive_value_is_hidden(workspace: Workspace) -> None:
    workspace.write(BUILD + SECRET + 'locals { y = "<${var.x}>" }')

    plan = workspace.plan()

    assert [(one.shown, one.sensitive) for one in plan.variables] == [("<sensitive>", True)]
    assert [(one.shown, one.sensitive) for one in plan.local_values] == [("<sensitive>", True)]
    assert plan.secrets == {"hunter2"}


def test_every_form_of_a_sensitive_value_is_a_secret(workspace: Workspace) -> None:
    workspace.write(BUILD + SECRET)

    plan = workspace.plan(variables=(("x", "one\r\n\r\ntwo"),))

    quoted = {"one\\r\\n\\r\\ntwo", "one\\n\\ntwo"}
    assert plan.secrets == {"one\r\n\r\ntwo", "one\n\ntwo", "one", "two"} | quoted


def test_a_secret_is_hidden_where_it_stands_inside_quotes(workspace: Workspace) -> None:
    workspace.write(
        'variable "x" {\n  default = "a\\"b"\n  sensitive = true\n}\n'
        'locals { y = { key = "in a\\"b here" } }\n' + BUILD
    )

    assert workspace.local("y") == '{\n  "key" = "in <sensitive> here"\n}'


def test_errors_do_not_tell_a_secret(workspace: Workspace) -> None:
    workspace.write(BUILD + SECRET.replace("string", "number"))
    assert "hunter2" not in workspace.shown()

    workspace.write(
        BUILD + SECRET + "locals { y = var.x + 1 }\n"
        'source "bare" "b" { targt = var.x }\nbuild { sources = ["bare.b"] }'
    )
    lines = [one for one in workspace.shown().splitlines() if "default" not in one]
    assert "hunter2" not in "\n".join(lines)


def test_a_sensitive_value_that_is_not_valid_is_not_shown(workspace: Workspace) -> None:
    workspace.write(
        BUILD + 'variable "x" {\n  sensitive = true\n  validation {\n'
        '    condition = length(var.x) > 9\n    error_message = "Too short."\n  }\n}'
    )
    workspace.write('x = "hunter2"', "v.hcl")

    shown = workspace.shown(variable_files=("v.hcl",))

    assert "Too short.\nIt is <sensitive>, from the variable file v.hcl." in shown
    assert "hunter2" not in shown


def test_a_bool_is_told_to_be_true_or_false(workspace: Workspace) -> None:
    workspace.write(BUILD + 'variable "x" { type = bool }')

    [found] = workspace.problems(variables=(("x", "yes"),))

    assert found.detail == "x is true or false."
