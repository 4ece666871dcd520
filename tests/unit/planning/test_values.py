"""Locals and data sources."""

import pytest

from goldsmith.planning.testing import BUILD, Workspace


def test_locals_are_settled_in_any_order(workspace: Workspace) -> None:
    workspace.write(
        BUILD + 'locals {\n  a = "${local.b}!"\n}\nlocals { b = local["c"] }\n'
        'local "c" { expression = var.x }\nvariable "x" { default = "v" }'
    )

    assert workspace.local("a") == "v!"


def test_all_locals_can_be_looked_at_together(workspace: Workspace) -> None:
    workspace.write(BUILD + "locals {\n  all = keys(local)\n  b = 1\n  a = 2\n}")

    assert workspace.local("all") == '[\n  "a",\n  "b",\n]'


def test_a_local_is_declared_once(workspace: Workspace) -> None:
    workspace.write(BUILD + 'locals { a = 1 }\nlocal "a" { expression = 2 }')

    assert workspace.said() == ["The local value a is declared twice"]


def test_a_local_block_needs_an_expression(workspace: Workspace) -> None:
    workspace.write(BUILD + 'local "a" { expresion = 2 }')

    assert workspace.said() == [
        'A local block has no argument "expresion"',
        'A local block needs "expression"',
    ]


def test_an_unknown_local_is_shown_where_it_is_used_and_nowhere_else(workspace: Workspace) -> None:
    workspace.write(BUILD + "locals {\n  name = 1\n  a = local.nmae\n  b = local.a\n}")

    [found] = workspace.problems()
    assert found.summary == 'There is no local value "nmae"'
    assert found.detail == 'Did you mean "name"?'


def test_a_sensitive_local_is_hidden(workspace: Workspace) -> None:
    workspace.write(
        BUILD + 'local "a" {\n  expression = ["x1", "x2"]\n  sensitive  = true\n}\n'
        "locals { b = local.a[0] }"
    )

    plan = workspace.plan()

    assert {one.name: one.shown for one in plan.local_values} == {
        "a": "<sensitive>",
        "b": "<sensitive>",
    }
    assert plan.secrets == {"x1", "x2"}


def test_a_cycle_is_drawn(workspace: Workspace) -> None:
    workspace.write(BUILD + 'locals {\n  a = local.b\n  b = "${local.a}"\n  c = local.b\n}')

    shown = workspace.shown()

    assert "local.a → local.b → local.a" in shown
    assert "local.b needs local.a" in shown
    assert shown.count("error:") == 1


QUESTION = 'data "question" "q" {\n  ask = "Well${local.mark}"\n}\nlocals { mark = "!" }\n'


def test_a_data_source_is_not_read_unless_asked(workspace: Workspace) -> None:
    workspace.write(BUILD + QUESTION + "locals { a = data.question.q.answer }")

    assert workspace.local("a") == "<unknown>"
    assert workspace.local("a", evaluate_data_sources=True) == "Well!? Yes."


def test_what_a_data_source_gives_is_known_by_name(workspace: Workspace) -> None:
    workspace.write(BUILD + QUESTION + "locals { a = data.question.q.anwser }")

    assert workspace.said() == ['data.question.q has no attribute "anwser"']


def test_a_data_source_that_promises_nothing_may_give_anything(workspace: Workspace) -> None:
    workspace.write(BUILD + 'data "vague" "q" { ask = "Well" }\nlocals { a = data.vague.q.answer }')

    assert workspace.local("a") == "<unknown>"
    assert workspace.local("a", evaluate_data_sources=True) == "Well? Yes."


def test_a_data_source_can_need_another(workspace: Workspace) -> None:
    workspace.write(
        BUILD + QUESTION + 'data "question" "p" { ask = data.question.q.answer }\n'
        "locals { a = data.question.p.answer }"
    )

    assert workspace.local("a", evaluate_data_sources=True) == "Well!? Yes.? Yes."


def test_all_data_sources_of_a_type_can_be_looked_at_together(workspace: Workspace) -> None:
    workspace.write(BUILD + QUESTION + "locals {\n  a = keys(data.question)\n  b = keys(data)\n}")

    assert workspace.local("a") == '[\n  "q",\n]'
    assert workspace.local("b") == '[\n  "question",\n]'


def test_a_data_source_that_fails_is_shown(workspace: Workspace) -> None:
    workspace.write(BUILD + 'data "question" "q" { ask = "nonsense" }')

    shown = workspace.shown(evaluate_data_sources=True)

    assert "The data source question.q could not be read" in shown
    assert "Nobody knows." in shown


def test_an_unknown_data_source_is_shown_where_it_is_used(workspace: Workspace) -> None:
    workspace.write(
        BUILD + QUESTION + "locals {\n  a = data.question.qq.answer\n  b = data.http.x\n}"
    )

    shown = workspace.shown()

    assert "There is no data source data.question.qq" in shown
    assert 'Did you mean "data.question.q"?' in shown
    assert "There is no data source data.http.x" in shown


def test_without_data_sources_there_is_nothing_to_refer_to(workspace: Workspace) -> None:
    workspace.write(BUILD + "locals { a = data.question.q }")

    assert "The template declares none." in workspace.shown()


def test_a_data_source_that_is_not_there_yet_is_named_and_still_looked_into(
    workspace: Workspace,
) -> None:
    workspace.write(
        BUILD + 'data "amazon-ami" "a" {\n  filters {\n    name = var.x\n  }\n}\n'
        "locals { a = data.amazon-ami.a.id }"
    )

    assert workspace.said() == [
        'goldsmith does not contain the data source "amazon-ami" yet',
        'There is no variable "x"',
    ]


def test_options_of_a_data_source_are_checked(workspace: Workspace) -> None:
    workspace.write(BUILD + 'data "question" "q" { asks = 1 }')

    assert workspace.said() == ['The question data source has no argument "asks"']


def test_a_data_source_is_declared_once(workspace: Workspace) -> None:
    workspace.write(BUILD + QUESTION + QUESTION)

    assert 'The data block "question" "q" is declared twice' in workspace.said()


def test_sequential_evaluation_keeps_locals_out_of_data_sources(workspace: Workspace) -> None:
    workspace.write(BUILD + QUESTION)

    assert workspace.said(use_sequential_evaluation=True) == [
        "A data source cannot refer to a local value here"
    ]


def test_an_overview_bears_with_what_cannot_be_settled(workspace: Workspace) -> None:
    workspace.write(BUILD + 'locals {\n  a = local.nope\n  b = 1\n}\ndata "x" "y" {}')

    shown = {one.name: one.shown for one in workspace.survey().local_values}

    assert shown == {"a": "<unknown>", "b": "1"}


@pytest.mark.parametrize(
    "growth",
    [
        '"${local.a}${local.a}"',
        "[local.a, local.a]",
        "concat([local.a], [local.a])",
        "{ x = local.a }",
    ],
)
def test_a_value_that_no_memory_holds_is_refused_by_name(workspace: Workspace, growth: str) -> None:
    steps = "\n".join(
        f"a{number + 1} = {growth.replace('local.a', f'local.a{number}')}" for number in range(120)
    )
    workspace.write(BUILD + f'locals {{\na0 = "0123456789"\n{steps}\n}}')

    assert "too large" in workspace.said()[0]


def test_a_loop_in_a_loop_ends_before_memory_does(workspace: Workspace) -> None:
    loop = "[for a in range(1000): [for b in range(1000): [for c in range(1000): c]]]"
    workspace.write(BUILD + f"locals {{ a = {loop} }}")

    assert workspace.said() == ["What this makes is too large"]


def test_labels_of_a_data_source_may_hold_dots(workspace: Workspace) -> None:
    workspace.write(BUILD + 'data "question.of" "the.day" {}')

    assert workspace.said() != []
