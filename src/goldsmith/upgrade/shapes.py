"""What an option of a component is in HCL: an argument, of which kind, or a block."""

from collections.abc import Iterable, Mapping

from goldsmith.catalog import Catalog, load_class
from goldsmith.lang.schema import Setting, class_of, settings_of
from goldsmith.lang.shape import Kind, shape_of
from goldsmith.record import field, record
from goldsmith.upgrade.vendor_options import BLOCKS, LISTS, MAPS, NUMBERS, SWITCHES

_LIKELY: tuple[tuple[frozenset[str], Kind], ...] = (
    (BLOCKS, Kind.BLOCKS),
    (LISTS, Kind.SEQUENCE),
    (SWITCHES, Kind.BOOL),
    (NUMBERS, Kind.NUMBER),
    (MAPS, Kind.MAPPING),
)


@record
class Option:
    """One option: its name in HCL, what it takes if that is known, and the options inside."""

    name: str
    kind: Kind | None
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
            return Option(name, None, ANY)
        shape = shape_of(setting.annotation)
        inner = _options_of([class_of(shape.element)]) if shape.is_block else ANY
        return Option(setting.option, shape.kind, inner)


ANY = Options()
"""Nothing is known."""


def _likely(name: str) -> Kind | None:
    return next((kind for names, kind in _LIKELY if name in names), None)


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
    """Types of builders that were asked for and are not there."""

    def builder(self, name: str) -> Options:
        """The options of a builder, and of the communicators that it can use."""
        found = self.catalog.builder(name)
        if found is None:
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
