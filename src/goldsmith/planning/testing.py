"""Templates in a temporary folder, and a small catalog of components to plan with; for tests."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import Diagnostic, GoldsmithError, TemplateError, render_all
from goldsmith.plan import Plan
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.planner import check_syntax, plan, survey
from goldsmith.sdk import (
    Builder,
    Communicator,
    CommunicatorFacts,
    DataSource,
    Plugin,
    PostProcessor,
    Problem,
    Provisioner,
    setting,
    settings,
)


@settings
class MachineSettings:
    """Makes a machine of the size that is wanted."""

    size: int = 1
    """How large it is."""
    label: str = ""
    """What stands on it."""
    password: str = setting(default="", secret=True)
    """What opens it."""
    tags: Mapping[str, str] = setting(factory=dict)
    """What hangs on it."""

    def problems_with(self, access: CommunicatorFacts) -> Iterator[Problem]:
        """A machine must be reached by someone."""
        if access.username == "nobody":
            yield Problem("ssh_username", "Nobody cannot log in.")


@settings
class BareSettings:
    """Makes something without a machine."""

    target: str
    """Where it goes."""


@settings
class LineSettings:
    """Reaches a machine over a line."""

    ssh_username: str = ""
    """Whom to log in as."""
    ssh_port: int = 22
    """Where it listens."""

    def facts(self) -> CommunicatorFacts:
        """What builders may know of this."""
        return CommunicatorFacts("ssh", username=self.ssh_username)

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.ssh_username:
            yield Problem("ssh_username", "Who shall log in?")


@settings
class Part:
    """A part of something."""

    kind: str
    """What kind of part."""


@settings
class ActSettings:
    """Does something to the machine."""

    words: tuple[str, ...] = ()
    """What is said."""
    later: str = setting(default="", render=False)
    """What is rendered at run time."""
    part: tuple[Part, ...] = ()
    """What it consists of."""


@settings
class WrapSettings:
    """Makes a parcel of an artifact."""

    output: str = "parcel"
    """What it is called."""


@settings
class QuestionSettings:
    """Asks somebody."""

    ask: str
    """What is asked."""


def answer(question: QuestionSettings) -> Mapping[str, object]:
    """What somebody answers."""
    if question.ask == "nonsense":
        raise GoldsmithError("Nobody knows.")
    return {"answer": f"{question.ask}? Yes."}


PLUGIN = Plugin(
    name="workshop",
    sources=("github.com/example/workshop",),
    version="1.2.0",
    components=(
        Builder(
            "workshop", f"{__name__}:MachineSettings", "", "", "example.machine", facts=("Image",)
        ),
        Builder("bare", f"{__name__}:BareSettings", "", "", "example.bare", communicators=()),
        Builder("odd", f"{__name__}:MachineSettings", "", "", "example.odd", ("tube", "ssh")),
        Communicator("ssh", f"{__name__}:LineSettings", "", ""),
        Provisioner("act", f"{__name__}:ActSettings", ""),
        PostProcessor("wrap", f"{__name__}:WrapSettings", ""),
        DataSource(
            "question", f"{__name__}:QuestionSettings", f"{__name__}:answer", {"answer": "string"}
        ),
        DataSource("vague", f"{__name__}:QuestionSettings", f"{__name__}:answer"),
    ),
)


class Workspace:
    """A folder with a template, and what planning makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalog = Catalog([PLUGIN])

    def write(self, text: str, name: str = "main.pkr.hcl") -> "Workspace":
        """Put a file there."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return self

    def inputs(self, path: str = ".", **given: object) -> Inputs:
        """What the user gives."""
        # Each keyword is a field of `Inputs`, which mypy cannot see through the mapping.
        return Inputs(path=path, working_directory=self.folder, **given)  # type: ignore[arg-type]

    def plan(self, path: str = ".", **given: object) -> Plan:
        """The plan of what is there."""
        return plan(self.inputs(path, **given), self.catalog)

    def survey(self, path: str = ".", **given: object) -> Plan:
        """An overview of what is there."""
        return survey(self.inputs(path, **given), self.catalog)

    def problems(self, path: str = ".", **given: object) -> list[Diagnostic]:
        """Everything that planning reports, warnings included."""
        return list(self._problems(lambda: self.plan(path, **given).warnings))

    def shown(self, path: str = ".", **given: object) -> str:
        """Everything that planning reports, as the user sees it."""
        return render_all(self.problems(path, **given))

    def said(self, path: str = ".", **given: object) -> list[str]:
        """The first line of everything that planning reports."""
        return [one.summary for one in self.problems(path, **given)]

    def syntax(self, path: str = ".", **given: object) -> list[str]:
        """The first line of everything that a syntax check reports."""

        def check() -> tuple[Diagnostic, ...]:
            check_syntax(self.inputs(path, **given))
            return ()

        return [one.summary for one in self._problems(check)]

    def local(self, name: str, path: str = ".", **given: object) -> str:
        """A local value as shown."""
        found = {one.name: one.shown for one in self.plan(path, **given).local_values}
        return found[name]

    def _problems(self, work: Callable[[], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
        try:
            return work()
        except TemplateError as error:
            return error.diagnostics


BUILD = 'source "bare" "a" {\n  target = "x"\n}\nbuild {\n  sources = ["bare.a"]\n}\n'
"""The smallest template that makes something."""

BUILD_JSON = '{"source": {"bare": {"a": {"target": "x"}}}, "build": {"sources": ["bare.a"]}}'
"""The same in the other dialect."""
