"""Pages of the manual as lines."""

from collections.abc import Iterable, Iterator

from goldsmith.cli.prose import Prose
from goldsmith.manual import (
    BlockManual,
    ComponentManual,
    FunctionManual,
    OptionManual,
    PlaceholderManual,
    TextManual,
    Topic,
)
from goldsmith.sdk.options import Option

KINDS = {
    "block": "Blocks of the language",
    "builder": "Builders",
    "communicator": "Communicators",
    "provisioner": "Provisioners",
    "post-processor": "Post-processors",
    "data source": "Data sources",
    "function": "Functions",
    "template function": "Functions of Go templates, as in {{timestamp}}",
    "command": "Commands",
}
"""The kinds of pages, as lists call them."""

_STANDS_IN = {
    "builder": 'source "{name}" "NAME" {{ … }}',
    "provisioner": 'provisioner "{name}" {{ … }}',
    "post-processor": 'post-processor "{name}" {{ … }}',
    "data source": 'data "{name}" "NAME" {{ … }}',
    "communicator": 'communicator = "{name}"',
}
_META = {"provisioner": "build.provisioner", "post-processor": "build.post-processor"}


def page(topic: Topic, prose: Prose) -> Iterator[str]:
    """The whole page of a topic."""
    match topic.open():
        case ComponentManual() as component:
            yield from _component(component, prose)
        case BlockManual() as block:
            yield from _block(block, topic, prose)
        case FunctionManual() as function:
            yield from _call(f"function {function.name}", function.usage, function.text, prose)
            yield from _example(function.example, prose)
        case PlaceholderManual() as placeholder:
            title = f"template function {placeholder.name}"
            where = "\n\nOnly legacy JSON templates can call it." if placeholder.legacy else ""
            yield from _call(title, placeholder.usage, placeholder.text + where, prose)
            yield from _example(placeholder.example, prose)
        case OptionManual() as option:
            yield from _option_page(option, prose)
        case TextManual(text):
            yield from text.splitlines()


def summaries(topics: Iterable[Topic], prose: Prose) -> Iterator[str]:
    """How to ask for each of several pages, and what each is about."""
    yield from prose.table([(one.path, one.summary) for one in topics], 2)


def _component(manual: ComponentManual, prose: Prose) -> Iterator[str]:
    yield _title(f"{manual.kind} {manual.name}", f"plugin {manual.plugin}", prose)
    yield ""
    yield from prose.text(manual.text, 2)
    yield ""
    yield from prose.code(_STANDS_IN[manual.kind].format(name=manual.name), 2)
    yield from _options(manual.options, "Options", prose)
    yield from _more(manual, prose)
    if manual.outputs:
        yield from _heading("What it gives", prose)
        path = f"data.{manual.name}.NAME"
        rows = [(f"{path}.{name}", what) for name, what in manual.outputs.items()]
        yield from prose.table(rows, 2)
    if manual.facts:
        yield from _heading("What steps see of its machine", prose)
        yield from prose.listed([f"build.{name}" for name in manual.facts], 2)
    yield from _example(manual.example, prose)


def _more(manual: ComponentManual, prose: Prose) -> Iterator[str]:
    """Where the options are that it takes besides its own."""
    others = [f"communicator.{name}" for name in manual.communicators if name != "none"]
    text = ""
    if others:
        text = "It also takes the options of its communicator:"
    elif manual.kind in _META:
        others = [_META[manual.kind]]
        text = f"It also takes what every {manual.kind} takes, such as `only`:"
    if text:
        yield ""
        yield from prose.text(text, 2)
        yield from (f"    goldsmith explain {prose.name(one)}" for one in others)


def _block(manual: BlockManual, topic: Topic, prose: Prose) -> Iterator[str]:
    yield _title(f"block {topic.path.removeprefix('block.')}", "", prose)
    yield ""
    yield from prose.text(manual.text, 2)
    yield ""
    yield from prose.code(f"{manual.header} {{ … }}", 2)
    yield from _options(manual.arguments, "Arguments", prose)
    if manual.anything:
        yield from _heading("Arguments of any name", prose)
        yield from prose.text(f"{manual.anything[:1].upper()}{manual.anything[1:]}.", 2)
    if manual.component:
        yield ""
        yield from prose.text(
            f"It also takes the options of its {manual.component}: "
            f"`goldsmith explain {manual.component.replace(' ', '-')}.NAME`.",
            2,
        )
    if manual.blocks:
        yield from _heading("Blocks inside", prose)
        path = topic.path.removeprefix("block.")
        rows = [(f"{path}.{one.type}", one.text) for one in manual.blocks]
        yield from prose.table(rows, 2)
    yield from _example(manual.example, prose)


def _call(title: str, usage: str, text: str, prose: Prose) -> Iterator[str]:
    yield _title(title, "", prose)
    yield ""
    yield from prose.code(usage, 2)
    yield ""
    yield from prose.text(text, 2)


def _option_page(manual: OptionManual, prose: Prose) -> Iterator[str]:
    option = manual.option
    yield _title(f"{manual.owner}.{option.name}", ", ".join(option.traits), prose)
    yield ""
    yield from _about(option, 2, prose)
    yield from _options(option.options, "Options of the block", prose)
    yield from _example(manual.example, prose)


def _options(options: Iterable[Option], title: str, prose: Prose) -> Iterator[str]:
    every = tuple(options)
    usable = [one for one in every if not one.refused]
    usable.sort(key=lambda one: not one.required)
    refused = [one for one in every if one.refused]
    if usable:
        yield from _heading(title, prose)
        for number, one in enumerate(usable):
            if number:
                yield ""
            yield from _option(one, 2, prose)
    if refused:
        yield from _heading("Known, but not supported", prose)
        yield from prose.table([(one.name, one.refused) for one in refused], 2)


def _option(option: Option, indent: int, prose: Prose) -> Iterator[str]:
    traits = prose.aside(", ".join(option.traits))
    yield f"{' ' * indent}{prose.heading(option.name)}  {traits}".rstrip()
    yield from _about(option, indent + 4, prose)
    for inner in option.options:
        yield ""
        yield from _option(inner, indent + 4, prose)


def _about(option: Option, indent: int, prose: Prose) -> Iterator[str]:
    sentences = [option.text]
    if option.choices:
        sentences.append(f"One of {', '.join(option.choices)}.")
    if option.deprecated:
        sentences.append(f"Deprecated: {option.deprecated}")
    if option.refused:
        sentences.append(f"Not supported: {option.refused}")
    text = " ".join(one for one in sentences if one)
    if text:
        yield from prose.text(text, indent)


def _example(example: str, prose: Prose) -> Iterator[str]:
    if example:
        yield from _heading("Example", prose)
        yield from prose.code(example, 2)


def _heading(text: str, prose: Prose) -> Iterator[str]:
    yield ""
    yield prose.heading(text)
    yield ""


def _title(text: str, aside: str, prose: Prose) -> str:
    return f"{prose.heading(text)}  {prose.aside(aside)}" if aside else prose.heading(text)
