"""The values of user variables: what is given for them, and what that is when rendered."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from goldsmith.diagnostics import GoldsmithError, SourceFile, Span, did_you_mean
from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.lang.renderer import NotKnownYet, Renderer
from goldsmith.lang.secrets import secrets_of
from goldsmith.lang.setting_problems import bad_go_template
from goldsmith.lang.syntax import Null, Text
from goldsmith.lang.syntax.json import read_json
from goldsmith.lang.values import UNKNOWN, Unknown, text
from goldsmith.planning.files import read
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.legacy import problems as wording
from goldsmith.planning.legacy.nodes import Nodes
from goldsmith.planning.legacy.protected import protect, restore
from goldsmith.planning.legacy.rendering import for_variables
from goldsmith.planning.legacy.template import LegacyTemplate
from goldsmith.planning.problems import Problems
from goldsmith.record import record

MOST_PASSES = 100
_REFERENCE = re.compile(r"\{\{\s*user\s*`")


@record
class Values:
    """What user variables are, and the texts among them that must not be shown."""

    known: Mapping[str, str | Unknown]
    secrets: frozenset[str]


def given(template: LegacyTemplate, inputs: Inputs, problems: Problems) -> Mapping[str, Text]:
    """What is given for each variable: on the command line, in files, as its default."""
    found = {
        name: one.default for name, one in template.variables.items() if one.default is not None
    }
    for named in inputs.variable_files:
        with problems.collecting():
            file = read(PurePath(named), inputs.working_directory, inputs.texts)
            problems.files.append(file)
            found.update((one.name, one.value) for one in _file(file, problems))
    for name, value in inputs.variables:
        file = SourceFile(PurePath(f"-var {name}"), value)
        found[name] = Text(value, file.span(0, len(value)))
    return found


def settle(
    template: LegacyTemplate,
    texts: Mapping[str, Text],
    inputs: Inputs,
    folder: str,
    problems: Problems,
) -> Values:
    """The values of all variables; what cannot be had is reported, and unknown."""
    secrets: set[str] = set()
    settling = _Settling(texts, problems)
    settling.known.update((name, UNKNOWN) for name in template.variables if name not in texts)
    settling.run(for_variables(inputs, folder, settling.user, secrets))
    for one in template.sensitive:
        if one.text not in texts and one.text not in template.variables:
            problems.add(wording.not_declared(one, template.variables))
        value = settling.known.get(one.text)
        if isinstance(value, str):
            secrets.update(secrets_of(text(value)))
    return Values(settling.known, frozenset(secrets))


def check_required(template: LegacyTemplate, texts: Mapping[str, Text], problems: Problems) -> None:
    """Report variables that nothing gives a value, all at once."""
    missing = [one.name for name, one in template.variables.items() if name not in texts]
    if missing:
        problems.add(wording.unset(missing))


@record
class _Line:
    """One line of a variable file."""

    name: str
    value: Text


def _file(file: SourceFile, problems: Problems) -> Iterable[_Line]:
    if file.path.suffix == ".hcl" and not file.text.lstrip().startswith("{"):
        problems.add(wording.variable_file_in_hcl(str(file.path)))
        return
    value, found = read_json(file)
    problems.extend(found)
    if value is None:
        return
    for name, one in Nodes(problems).pairs(value, f"The variable file {file.path}"):
        if isinstance(one, Text):
            yield _Line(name.text, one)
        elif isinstance(one, Null):
            yield _Line(name.text, Text("", one.span))
        else:
            problems.add(wording.variable_file_value(name, one))


class _Settling:
    """Renders variables, each after those that it refers to."""

    def __init__(self, texts: Mapping[str, Text], problems: Problems) -> None:
        self._texts = texts
        self._problems = problems
        self._needed: list[str] = []
        self.known: dict[str, str | Unknown] = {}

    def user(self, name: str) -> str:
        """The value of another variable; if it has none yet, it is noted as needed."""
        value = self.known.get(name)
        if isinstance(value, Unknown):
            raise NotKnownYet
        if value is None:
            if name not in self._texts:
                hint = did_you_mean(name, self._texts)
                raise ValueError(f'there is no variable "{name}". {hint}'.rstrip(" ."))
            self._needed.append(name)
        return value or ""

    def run(self, renderer: Renderer) -> None:
        """Give every variable its value."""
        waiting = sorted(self._texts, reverse=True)
        open_: dict[str, None] = {}
        while waiting:
            name = waiting[-1]
            if name in self.known:
                waiting.pop()
                continue
            open_[name] = None
            value, needed = self._attempt(name, renderer)
            circle = next((one for one in needed if one in open_), None)
            if circle is not None:
                self._report_circle(circle, list(open_))
                value = UNKNOWN
            elif needed:
                waiting.extend(needed)
                continue
            self.known[name] = value
            del open_[name]

    def _attempt(self, name: str, renderer: Renderer) -> tuple[str | Unknown, Sequence[str]]:
        """The value of a variable, or the variables that must have theirs before."""
        written = self._texts[name]
        self._needed = []
        content = written.text
        for _ in range(MOST_PASSES):
            refers = _REFERENCE.search(content) is not None
            made = self._rendered(name, content, written, renderer)
            if self._needed:
                return "", tuple(dict.fromkeys(self._needed))
            if isinstance(made, Unknown) or not refers:
                return made, ()
            content = made
        self._problems.add(wording.never_settles(name, MOST_PASSES, written.span))
        return UNKNOWN, ()

    def _rendered(
        self, name: str, content: str, written: Text, renderer: Renderer
    ) -> str | Unknown:
        protected = protect(content)
        try:
            return restore(content, renderer.render(protected).text)
        except NotKnownYet:
            return UNKNOWN
        except GoTemplateError as error:
            if not self._needed:
                self._problems.add(bad_go_template(protected, error, written.span))
        except GoldsmithError as error:
            self._problems.add(wording.no_answer(name, error, written.span))
        return UNKNOWN

    def _report_circle(self, first: str, open_: Sequence[str]) -> None:
        path = open_[open_.index(first) :]
        places: list[Span | None] = [self._texts[name].span for name in path]
        self._problems.add(wording.circle(path, places))
