"""Which properties of a JSON object are blocks, where the language itself says so."""

from collections.abc import Mapping
from types import MappingProxyType

from goldsmith.record import record

_NO_BLOCKS: Mapping[str, "BlockShape"] = MappingProxyType({})


@record
class BodyShape:
    """What a body may hold; `arguments` of `None` lets any be set."""

    arguments: tuple[str, ...] | None = None
    blocks: Mapping[str, "BlockShape"] = _NO_BLOCKS
    native: tuple[str, ...] = ()
    """Arguments whose texts are expressions as they stand, such as the type of a variable."""
    plain: bool = False
    """Whether no text is a template."""
    literal: tuple[str, ...] = ()
    """Arguments whose texts are no templates."""
    dynamic: bool = False
    """Whether it may hold `dynamic` blocks."""
    ambiguous: bool = False
    """Whether only a settings class knows what is an argument and what is a block."""


@record
class BlockShape:
    """A kind of block: what its labels are called, and what it holds."""

    labels: tuple[str, ...] = ()
    body: BodyShape = BodyShape()


VALUES = BodyShape(plain=True)
COMPONENT = BodyShape(dynamic=True, ambiguous=True)
_PACKER = BodyShape(
    arguments=("required_version",),
    blocks={"required_plugins": BlockShape(body=VALUES)},
    plain=True,
)
_VALIDATION = BodyShape(arguments=("condition", "error_message"), literal=("error_message",))
_VARIABLE = BodyShape(
    arguments=("default", "type", "description", "sensitive"),
    blocks={"validation": BlockShape(body=_VALIDATION)},
    native=("type",),
    literal=("description", "sensitive"),
)
_LOCAL = BodyShape(arguments=("expression", "sensitive"), literal=("sensitive",))
_STEP = BlockShape(("type",), COMPONENT)
_CHAIN = BodyShape(arguments=(), blocks={"post-processor": _STEP}, dynamic=True)
_BUILD = BodyShape(
    arguments=("name", "description", "sources"),
    blocks={
        "source": BlockShape(("reference",), COMPONENT),
        "provisioner": _STEP,
        "error-cleanup-provisioner": _STEP,
        "post-processor": _STEP,
        "post-processors": BlockShape(body=_CHAIN),
        "hcp_packer_registry": BlockShape(),
    },
    dynamic=True,
)
FILE = BodyShape(
    arguments=(),
    blocks={
        "packer": BlockShape(body=_PACKER),
        "variable": BlockShape(("name",), _VARIABLE),
        "variables": BlockShape(),
        "locals": BlockShape(),
        "local": BlockShape(("name",), _LOCAL),
        "data": BlockShape(("type", "name"), COMPONENT),
        "source": BlockShape(("type", "name"), COMPONENT),
        "build": BlockShape(body=_BUILD),
        "hcp_packer_registry": BlockShape(),
        "communicator": BlockShape(("type", "name"), COMPONENT),
    },
)


def dynamic(outer: BodyShape, kind: str) -> BodyShape:
    """What a `dynamic` block in `outer` holds that makes blocks of this kind."""
    made = outer.blocks.get(kind)
    return BodyShape(
        arguments=("for_each", "iterator", "labels"),
        blocks={"content": BlockShape(body=made.body if made else COMPONENT)},
        native=("iterator",),
    )
