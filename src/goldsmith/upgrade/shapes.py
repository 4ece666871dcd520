"""What an option of a component is in HCL: an argument, of which kind, or a block."""

from collections.abc import Iterable, Mapping

from goldsmith.catalog import Catalog, load_class
from goldsmith.lang.schema import Setting, class_of, settings_of
from goldsmith.lang.shape import Kind, shape_of
from goldsmith.record import field, record
from goldsmith.upgrade.requirements import is_of_a_known_plugin
from goldsmith.upgrade.vendor_options import BLOCKS, LISTS, MAPS, NUMBERS, SWITCHES


@record
class Takes:
    """What an option takes, or each element of it, as far as that is known."""

    kind: Kind | None = None
    element: "Takes | None" = None


UNKNOWN = Takes()
_TEXTS = Takes(Kind.SEQUENCE, Takes(Kind.TEXT))
_LIKELY: tuple[tuple[frozenset[str], Takes], ...] = (
    (BLOCKS, Takes(Kind.BLOCKS)),
    (LISTS, _TEXTS),
    (SWITCHES, Takes(Kind.BOOL)),
    (NUMBERS, Takes(Kind.NUMBER)),
    (MAPS, Takes(Kind.MAPPING)),
)
_META: Mapping[str, Takes] = {
    "keep_input_artifact": Takes(Kind.BOOL),
    "max_retries": Takes(Kind.INTEGER),
    "pause_before": Takes(Kind.DURATION),
    "timeout": Takes(Kind.DURATION),
}
"""What no component reads itself."""


@record
class Option:
    """One option: its name in HCL, what it takes, and the options inside of a block."""

    name: str
    takes: Takes
    inner: "Options"


@record
class Options:
    """The options of a component or block: those of its settings classes, or any."""

    known: Mapping[str, Setting] | None = None

    def find(self, name: str) -> Option:
        """The option called `name`, in any case."""
        if self.known is None:
            return Option(name, _likely(name), self)
        setting = self.known.get(name) or next(
            (one for option, one in self.known.items() if option.lower() == name.lower()), None
        )
        if setting is None:
            return Option(name, _META.get(name, UNKNOWN), ANY)
        shape = shape_of(setting.annotation)
        inner = _options_of([class_of(shape.element)]) if shape.is_block else ANY
        return Option(setting.option, _takes(setting.annotation), inner)


ANY = Options()
"""Nothing is known."""


def _likely(name: str) -> Takes:
    return next((takes for names, takes in _LIKELY if name in names), _META.get(name, UNKNOWN))


def _takes(annotation: object) -> Takes:
    shape = shape_of(annotation)
    nested = shape.kind in (Kind.SEQUENCE, Kind.SET, Kind.MAPPING)
    return Takes(shape.kind, _takes(shape.element) if nested else None)


def _options_of(classes: Iterable[type]) -> Options:
    known: dict[str, Setting] = {}
    for one in classes:
        known.update(settings_of(one))
    return Options(known)


@record
class Shapes:
    """The options of every component."""

    catalog: Catalog
    unknown_builders: set[str] = field(factory=set)
    """Types of builders that were asked for, and that nobody has."""

    def builder(self, name: str) -> Options:
        """The options of a builder, and of the communicators that it can use."""
        found = self.catalog.builder(name)
        if found is None:
            if not is_of_a_known_plugin(name):
                self.unknown_builders.add(name)
            return ANY
        communicators = [self.catalog.communicator(one) for one in found.communicators]
        places = [found.settings, *(one.settings for one in communicators if one is not None)]
        return _options_of(load_class(one) for one in places)

    def provisioner(self, name: str) -> Options:
        """The options of a provisioner."""
        found = self.catalog.provisioner(name)
        return ANY if found is None else _options_of([load_class(found.settings)])

    def post_processor(self, name: str) -> Options:
        """The options of a post-processor."""
        found = self.catalog.post_processor(name)
        return ANY if found is None else _options_of([load_class(found.settings)])
