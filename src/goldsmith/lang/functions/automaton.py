"""Regular expressions in time that grows evenly with the text, for patterns that `re` is slow at.

`re` tries one way after the other, which for `([a-z]+-?)+$` can take longer than anybody waits.
Here all ways are followed side by side, best first (a machine of Pike's).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from re import _parser  # type: ignore[attr-defined] # private, but as old as `re`
from typing import Any, Final, TypeAlias, TypeVar

from goldsmith.record import record

_MOST_STEPS: Final = 10_000_000
"""Of trying, for `re`; that is less than a second."""
_MOST_INSTRUCTIONS: Final = 20_000
_MOST_ROUNDS: Final = 64
_ENDLESS: Final = 1 << 30
"""`re` has a number for "without end" that is larger than this."""

M = TypeVar("M", "Found", "re.Match[str]")
Slots: TypeAlias = tuple[int, ...]
Jump: TypeAlias = tuple[int, ...]
"""Where a way goes on, best first."""
Test: TypeAlias = Callable[[str], bool]
Place: TypeAlias = Callable[[str, int], bool]
Tree: TypeAlias = Any  # what `re` makes of a pattern; its classes are private
Node: TypeAlias = tuple[str, Any]  # the name of an operation, and operands of many kinds


class TooLarge(ValueError):
    """Written out, the repetitions of a pattern have no end."""


@record
class Found:
    """A match, as far as functions of templates need it."""

    string: str
    slots: Slots
    re: "re.Pattern[str]"

    def start(self) -> int:
        """Where it begins."""
        return self.slots[0]

    def end(self) -> int:
        """Where it ends."""
        return self.slots[1]

    def group(self, name: int | str = 0) -> str | None:
        """The text of a group."""
        number = name if isinstance(name, int) else self.re.groupindex.get(name, -1)
        if not 0 <= number <= self.re.groups:
            raise IndexError(name)
        start, end = self.slots[2 * number], self.slots[2 * number + 1]
        return None if end < 0 else self.string[start:end]

    def groups(self) -> tuple[str | None, ...]:
        """The texts of all groups."""
        return tuple(self.group(number) for number in range(1, self.re.groups + 1))

    def groupdict(self) -> Mapping[str, str | None]:
        """The texts of the groups that have names."""
        return {name: self.group(number) for name, number in self.re.groupindex.items()}


def matches(pattern: "re.Pattern[str]", text: str) -> "Iterator[Found | re.Match[str]]":
    """The matches of `pattern` in `text`, one after the other."""
    tree = _tree(pattern)
    if _ways(tree, len(text)) * (len(text) + 1) <= _MOST_STEPS:
        return _each(pattern.search, text)
    return _each(_Machine(pattern, tree).search, text)


def _each(search: Callable[[str, int], M | None], text: str) -> Iterator[M]:
    """Match after match, as RE2 goes on: none is empty right behind another."""
    start, end_of_last = 0, -1
    while start <= len(text):
        found = search(text, start)
        if found is None:
            return
        if found.end() > found.start() or found.start() != end_of_last:
            yield found
        end_of_last = found.end()
        start = found.end() + (found.end() == start)


def _tree(pattern: "re.Pattern[str]") -> Tree:
    return _parser.parse(pattern.pattern)


def _ways(tree: Tree, length: int) -> int:
    """How many ways through it `re` might have to try in a text of `length`, at most."""
    ways = 1
    for operation, operands in _nodes(tree):
        match operation:
            case "BRANCH":
                ways *= sum(_ways(branch, length) for branch in operands[1])
            case "SUBPATTERN":
                ways *= _ways(operands[3], length)
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, inside = operands
                each = _ways(inside, length)
                rounds = min(most, length + least)
                ways *= rounds - least + 1 if each == 1 else each ** min(rounds + 1, _MOST_ROUNDS)
            case _:
                pass
        if ways > _MOST_STEPS:
            return _MOST_STEPS + 1
    return ways


def _nodes(tree: Tree) -> Iterator[Node]:
    for operation, operands in tree:
        yield str(operation), operands


class _Machine:
    """A pattern as instructions: a test of a letter, a test of the place, a slot, or a jump."""

    def __init__(self, pattern: "re.Pattern[str]", tree: Tree) -> None:
        self.pattern = pattern
        self.program: list[Test | None] = []
        """For each instruction the test that a letter must pass to get to the next one."""
        self.places: dict[int, Place] = {}
        self.saved: dict[int, int] = {}
        self.jumps: dict[int, Jump] = {}
        self._sequence(tree, tree.state.flags)
        self.end = self._instruction()

    def search(self, text: str, start: int) -> Found | None:
        """Its first match in `text` that begins at `start` or later."""
        slots = self._search(text, start)
        return None if slots is None else Found(text, slots, self.pattern)

    def _search(self, text: str, start: int) -> Slots | None:
        unset = (-1,) * (2 * self.pattern.groups + 2)
        best: Slots | None = None
        ways: dict[int, Slots] = {}
        for at in range(start, len(text) + 1):
            if best is None:
                self._follow(0, (at, *unset[1:]), text, at, ways)
            if not ways:
                if best is not None:
                    break
                continue
            letter = text[at] if at < len(text) else ""
            reached: dict[int, Slots] = {}
            for instruction, slots in ways.items():
                if instruction == self.end:
                    best = (slots[0], at, *slots[2:])
                    break
                test = self.program[instruction]
                if letter and test is not None and test(letter):
                    self._follow(instruction + 1, slots, text, at + 1, reached)
            ways = reached
        return best

    def _follow(self, start: int, slots: Slots, text: str, at: int, ways: dict[int, Slots]) -> None:
        """Add to `ways` every test that can be reached from `start` without a letter."""
        pending = [(start, slots)]
        while pending:
            instruction, slots = pending.pop()
            if instruction in ways:
                continue
            ways[instruction] = slots
            if self.program[instruction] is not None or instruction == self.end:
                continue
            place = self.places.get(instruction)
            if place is not None and not place(text, at):
                continue
            slot = self.saved.get(instruction)
            if slot is not None:
                slots = (*slots[:slot], at, *slots[slot + 1 :])
            jump = self.jumps.get(instruction, (instruction + 1,))
            pending += [(one, slots) for one in reversed(jump)]

    def _instruction(self, test: Test | None = None) -> int:
        if len(self.program) >= _MOST_INSTRUCTIONS:
            raise TooLarge
        self.program.append(test)
        return len(self.program) - 1

    def _sequence(self, tree: Tree, flags: int) -> None:
        for operation, operands in _nodes(tree):
            match operation:
                case "MAX_REPEAT" | "MIN_REPEAT":
                    self._repeat(operands, flags, greedy=operation == "MAX_REPEAT")
                case "BRANCH":
                    self._branch(operands[1], flags)
                case "SUBPATTERN":
                    group, added, removed, inside = operands
                    self._group(group, inside, (flags | added) & ~removed)
                case "AT":
                    self.places[self._instruction()] = _place(str(operands), flags)
                case _:
                    self._instruction(_remembering(_test(operation, operands, flags)))

    def _group(self, group: int | None, inside: Tree, flags: int) -> None:
        if group is None:
            self._sequence(inside, flags)
            return
        self.saved[self._instruction()] = 2 * group
        self._sequence(inside, flags)
        self.saved[self._instruction()] = 2 * group + 1

    def _repeat(self, operands: tuple[int, int, Tree], flags: int, *, greedy: bool) -> None:
        least, most, inside = operands
        for _ in range(least):
            self._sequence(inside, flags)
        endless = most > _ENDLESS
        forks: list[int] = []
        for _ in range(1 if endless else most - least):
            forks.append(self._instruction())
            self._sequence(inside, flags)
        if endless:
            self.jumps[self._instruction()] = (forks[0],)
        behind = len(self.program)
        for fork in forks:
            self.jumps[fork] = (fork + 1, behind) if greedy else (behind, fork + 1)

    def _branch(self, branches: Iterable[Tree], flags: int) -> None:
        fork = self._instruction()
        starts: list[int] = []
        ends: list[int] = []
        for branch in branches:
            starts.append(len(self.program))
            self._sequence(branch, flags)
            ends.append(self._instruction())
        self.jumps[fork] = tuple(starts)
        for end in ends:
            self.jumps[end] = (len(self.program),)


def _remembering(test: Test) -> Test:
    """`test`, asked once for each letter."""
    known: dict[str, bool] = {}

    def remembered(letter: str) -> bool:
        result = known.get(letter)
        if result is None:
            result = known[letter] = test(letter)
        return result

    return remembered


def _test(operation: str, operands: Any, flags: int) -> Test:  # operands are of many kinds
    if flags & re.IGNORECASE and operation != "ANY":
        exact = _test(operation, operands, flags & ~re.IGNORECASE)
        negated = operation == "NOT_LITERAL" or (
            operation == "IN" and str(operands[0][0]) == "NEGATE"
        )
        some = all if negated else any
        return lambda letter: some(map(exact, {letter, letter.lower(), letter.upper()}))
    match operation:
        case "LITERAL":
            return chr(operands).__eq__
        case "NOT_LITERAL":
            return chr(operands).__ne__
        case "ANY":
            return lambda letter: letter != "\n" or bool(flags & re.DOTALL)
        case "RANGE":
            return lambda letter: operands[0] <= ord(letter) <= operands[1]
        case "CATEGORY":
            return _category(str(operands))
        case "IN":
            members = list(_nodes(operands))
            negated = members[0][0] == "NEGATE"
            tests = [_test(*member, flags) for member in members[negated:]]
            return lambda letter: any(test(letter) for test in tests) is not negated
        case _:
            raise TooLarge


def _category(name: str) -> Test:
    negated = "_NOT_" in name
    if name.endswith("DIGIT"):
        return lambda letter: letter.isdecimal() is not negated
    if name.endswith("SPACE"):
        return lambda letter: letter.isspace() is not negated
    return lambda letter: (letter.isalnum() or letter == "_") is not negated


def _place(name: str, flags: int) -> Place:
    match name:
        case "AT_BEGINNING" if flags & re.MULTILINE:
            return lambda text, at: at == 0 or text[at - 1] == "\n"
        case "AT_BEGINNING" | "AT_BEGINNING_STRING":
            return lambda _, at: at == 0
        case "AT_END" if flags & re.MULTILINE:
            return lambda text, at: at == len(text) or text[at] == "\n"
        case "AT_END" | "AT_END_STRING":
            return lambda text, at: at == len(text)
        case "AT_BOUNDARY":
            return _at_boundary
        case "AT_NON_BOUNDARY":
            return lambda text, at: not _at_boundary(text, at)
        case _:
            raise TooLarge


def _at_boundary(text: str, at: int) -> bool:
    return _is_word(text[at - 1 : at]) is not _is_word(text[at : at + 1])


def _is_word(letter: str) -> bool:
    return letter.isascii() and (letter.isalnum() or letter == "_")
