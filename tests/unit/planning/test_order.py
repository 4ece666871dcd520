"""What is settled before what."""

from pathlib import PurePath

from hypothesis import given
from hypothesis.strategies import integers, lists, tuples

from goldsmith.diagnostics import SourceFile
from goldsmith.planning.order import Need, Node, settle
from goldsmith.planning.problems import Problems

SPAN = SourceFile(PurePath("t.pkr.hcl"), "x = y").span(0, 1)


def node(name: str, *needs: str) -> Node:
    return Node(name, SPAN, tuple(Need(one, SPAN) for one in needs))


def test_each_comes_after_what_it_needs() -> None:
    problems = Problems()

    order = settle([node("a", "b", "c"), node("b", "c"), node("c"), node("d")], problems)

    assert order == ("c", "b", "a", "d")
    assert not problems.failed


def test_a_long_chain_is_no_problem() -> None:
    nodes = [node(f"n{at}", f"n{at + 1}") for at in range(5000)]

    assert len(settle([*nodes, node("n5000")], Problems())) == 5001


def test_what_is_not_there_is_somebody_elses_problem() -> None:
    assert settle([node("a", "nowhere")], Problems()) == ("a",)


def test_a_cycle_is_reported_once_as_a_path_and_left_out_with_what_hangs_on_it() -> None:
    problems = Problems()

    order = settle(
        [node("x", "a"), node("a", "b"), node("b", "c"), node("c", "a"), node("y")], problems
    )

    assert order == ("y",)
    [found] = problems.everything()
    assert found.summary == "These values wait for each other: a → b → c → a"
    assert [one.text for one in found.labels] == ["b needs c", "c needs a"]


def test_a_value_that_needs_itself_is_reported() -> None:
    problems = Problems()

    assert settle([node("a", "a"), node("b", "a")], problems) == ()
    [found] = problems.everything()
    assert found.summary == "a refers to itself"


@given(lists(tuples(integers(0, 8), integers(0, 8)), max_size=30))
def test_what_is_settled_never_precedes_its_needs(edges: list[tuple[int, int]]) -> None:
    needs = {str(at): [str(to) for start, to in edges if start == at] for at in range(9)}
    problems = Problems()

    order = settle([node(name, *wanted) for name, wanted in needs.items()], problems)

    for at, name in enumerate(order):
        assert set(needs[name]) <= set(order[:at])
    assert problems.failed == (len(order) < 9)


def test_not_all_of_many_cycles_are_told() -> None:
    names = [f"n{at}" for at in range(60)]
    problems = Problems()

    assert settle([node(one, *names) for one in names], problems) == ()
    assert 1 <= len(problems.everything()) <= 20
