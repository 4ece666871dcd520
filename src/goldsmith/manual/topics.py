"""What the manual has a page for."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from goldsmith.record import field, record
from goldsmith.sdk.options import Option


@record
class BlockManual:
    """A block of the language itself.

    `component` is the kind of component whose options it takes besides its arguments, and
    `anything` says what stands for arguments of any name.
    """

    type: str
    labels: tuple[str, ...]
    text: str
    arguments: tuple[Option, ...] = ()
    blocks: tuple["BlockManual", ...] = ()
    component: str = ""
    anything: str = ""
    repeated: bool = True
    example: str = ""

    @property
    def header(self) -> str:
        """How it begins: `source "TYPE" "NAME"`."""
        return " ".join([self.type, *(f'"{label.upper()}"' for label in self.labels)])


@record
class ComponentManual:
    """A component of a plugin."""

    kind: str
    name: str
    plugin: str
    text: str
    options: tuple[Option, ...]
    example: str = ""
    outputs: Mapping[str, str] = field(factory=dict)
    """Of a data source: what templates see, by type constraint."""

    facts: tuple[str, ...] = ()
    """Of a builder: what steps see of its machines as `build.NAME`."""

    communicators: tuple[str, ...] = ()
    """Of a builder: those it can use, the default first."""


@record
class FunctionManual:
    """A function of the language."""

    name: str
    family: str
    usage: str
    text: str
    example: str


@record
class PlaceholderManual:
    """A function of Go templates, which stands between braces: `{{timestamp}}`."""

    name: str
    usage: str
    text: str
    example: str = ""
    legacy: bool = False
    """Whether only legacy JSON templates can call it."""


@record
class OptionManual:
    """One option of a component or one argument of a block."""

    owner: str
    """The page of what it belongs to: `provisioner.shell`."""

    option: Option
    example: str = ""
    """Where the example of the owner sets it."""


@record
class TextManual:
    """Something whose page is there already, such as the help page of a command."""

    text: str


Manual: TypeAlias = (
    BlockManual | ComponentManual | FunctionManual | PlaceholderManual | OptionManual | TextManual
)


@record
class Topic:
    """A page: what it is about, how to ask for it, what it says, and the pages below it."""

    kind: str
    name: str
    path: str
    open: Callable[[], Manual]
    below: "Callable[[], Mapping[str, tuple[Topic, ...]]]" = field(default=dict)

    @property
    def summary(self) -> str:
        """What a list says of it."""
        match self.open():
            case OptionManual(option=option):
                return first_sentence(option.text or option.refused)
            case one:
                return first_sentence(one.text)


def first_sentence(text: str) -> str:
    """The beginning of a text, up to its first full stop."""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    end = paragraph.find(". ")
    return paragraph if end < 0 else paragraph[: end + 1]
