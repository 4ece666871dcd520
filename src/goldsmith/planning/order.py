"""What has to be settled before what: locals and data sources."""

from collections.abc import Iterable, Mapping, Sequence

from goldsmith.diagnostics import Diagnostic, Label, Span
from goldsmith.planning.problems import Problems
from goldsmith.record import record

_MOST_CYCLES = 20
"""More are not told at once: they will have references in common."""


@record
class Need:
    """That something refers to `name` at `span`."""

    name: str
    span: Span


@record
class Node:
    """Something with a value that may depend on others: `local.x`, `data.http.x`."""

    name: str
    span: Span
    needs: tuple[Need, ...]


def settle(nodes: Iterable[Node], problems: Problems) -> tuple[str, ...]:
    """The names of `nodes` in an order in which each comes after what it needs.

    Those on a cycle, and what depends on them, are reported and left out.
    """
    known = {node.name: node for node in nodes}
    walk = _Walk(known, problems)
    for name in known:
        walk.visit(name)
    return tuple(walk.order)


class _Walk:
    """A depth-first walk that finds every cycle once."""

    def __init__(self, known: Mapping[str, Node], problems: Problems) -> None:
        self.known = known
        self.problems = problems
        self.order: list[str] = []
        self.settled: dict[str, bool] = {}
        self.path: list[Need] = []
        self.on_path: set[str] = set()
        self.cycles = 0

    def visit(self, start: str) -> bool:
        """Settle `start` and all it needs; False where it hangs on a cycle."""
        if start in self.settled:
            return self.settled[start]
        # A stack of its own: a chain of locals may be longer than Python's.
        self.path = [Need(start, self.known[start].span)]
        self.on_path = {start}
        pending = [(start, iter(self.known[start].needs))]
        self.settled[start] = False
        good = {start: True}
        while pending:
            name, needs = pending[-1]
            need = next(needs, None)
            if need is None:
                pending.pop()
                self.path.pop()
                self.on_path.discard(name)
                self._leave(name, good)
                if pending and not self.settled[name]:
                    good[pending[-1][0]] = False
            elif need.name in self.on_path:
                good[name] = False
                self._report(need)
            elif need.name in self.settled:
                good[name] = good[name] and self.settled[need.name]
            elif need.name in self.known:
                self.settled[need.name] = False
                good[need.name] = True
                self.path.append(need)
                self.on_path.add(need.name)
                pending.append((need.name, iter(self.known[need.name].needs)))
        return self.settled[start]

    def _leave(self, name: str, good: Mapping[str, bool]) -> None:
        self.settled[name] = good[name]
        if good[name]:
            self.order.append(name)

    def _report(self, closing: Need) -> None:
        self.cycles += 1
        if self.cycles > _MOST_CYCLES:
            return
        at = next(at for at, step in enumerate(self.path) if step.name == closing.name)
        self.problems.add(cycle([*self.path[at + 1 :], closing]))


def cycle(steps: Sequence[Need]) -> Diagnostic:
    """Values that wait for each other; `steps` are the references, the last back to the start."""
    last = steps[-1]
    if len(steps) == 1:
        return Diagnostic(
            f"{last.name} refers to itself", "A value can only be made of others.", last.span
        )
    path = " → ".join([last.name, *(step.name for step in steps)])
    before = [last, *steps[:-1]]
    labels = tuple(
        Label(step.span, f"{source.name} needs {step.name}")
        for source, step in zip(before, steps, strict=True)
    )
    return Diagnostic(
        f"These values wait for each other: {path}",
        "Take one of the references out.",
        labels[0].span,
        labels=labels[1:],
        note=labels[0].text,
    )
