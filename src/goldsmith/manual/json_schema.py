"""JSON Schema of components, of blocks of the language, and of whole templates in JSON."""

from goldsmith.catalog import Catalog
from goldsmith.manual.build_blocks import POST_PROCESSOR, PROVISIONER
from goldsmith.manual.components import component_manual
from goldsmith.manual.language import BLOCKS
from goldsmith.manual.topics import BlockManual, ComponentManual
from goldsmith.manual.value_schema import (
    ANYTHING,
    COMMENT,
    DYNAMIC,
    Schema,
    body_schema,
    one_or_many,
    option_schema,
)
from goldsmith.sdk.options import Option

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_META = {"provisioner": PROVISIONER.arguments, "post-processor": POST_PROCESSOR.arguments}


def component_schema(manual: ComponentManual, catalog: Catalog) -> Schema:
    """The block of a component in JSON, as a document of its own."""
    options = _options(manual, catalog)
    return {
        "$schema": _DIALECT,
        "title": f"{manual.kind} {manual.name}",
        "description": manual.text,
        **_with_dynamic(body_schema(options)),
    }


def block_schema(manual: BlockManual, catalog: Catalog) -> Schema:
    """A block of the language in JSON, without its labels, as a document of its own."""
    document = _Document(catalog)
    body = document.body(manual)
    return {
        "$schema": _DIALECT,
        "title": f"block {manual.type}",
        "description": manual.text,
        **body,
        "$defs": document.definitions,
    }


def template_schema(catalog: Catalog) -> Schema:
    """A whole file of the JSON dialect, `*.pkr.json`."""
    document = _Document(catalog)
    properties: Schema = {"//": COMMENT}
    for block in BLOCKS:
        if block.type != "dynamic":
            properties[block.type] = document.blocks(block)
    root: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {
        "$schema": _DIALECT,
        "title": "goldsmith template",
        "description": "A template in the JSON dialect: *.pkr.json.",
        "anyOf": [
            {"$ref": "#/$defs/file"},
            {"type": "array", "items": {"$ref": "#/$defs/file"}},
        ],
        "$defs": {"file": root, **document.definitions},
    }


class _Document:
    """Gathers the definitions that several parts of a schema refer to."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.definitions: Schema = {}

    def blocks(self, manual: BlockManual) -> Schema:
        """What stands under the name of a block: its labels as nested objects, then its body."""
        if manual.component and manual.labels[:1] == ("type",):
            inner = self._components(manual)
            labels = manual.labels[1:]
        else:
            inner = None
            labels = manual.labels
        if inner is None:
            return _labelled(self._defined(manual), labels)
        properties = {name: _labelled(ref, labels) for name, ref in inner.items()}
        typed: Schema = {
            "type": "object",
            "properties": {"//": COMMENT, **properties},
            "additionalProperties": False,
        }
        return one_or_many(typed)

    def body(self, manual: BlockManual) -> Schema:
        """What a block holds."""
        properties: Schema = {"//": COMMENT}
        properties.update((one.name, option_schema(one)) for one in manual.arguments)
        properties.update((one.type, self.blocks(one)) for one in manual.blocks)
        takes_any = bool(manual.anything or manual.component)
        schema: Schema = {
            "type": "object",
            "properties": properties,
            "additionalProperties": ANYTHING if takes_any else False,
        }
        required = [one.name for one in manual.arguments if one.required]
        if required:
            schema["required"] = required
        if manual.type in {"build", "post-processors"}:
            properties["dynamic"] = DYNAMIC
        return schema

    def _defined(self, manual: BlockManual) -> Schema:
        name = f"block.{manual.type}"
        if manual.component:
            name += " in build"
        if name not in self.definitions:
            self.definitions[name] = {}  # a block may hold itself
            self.definitions[name] = {"description": manual.text, **self.body(manual)}
        return _reference(name)

    def _components(self, manual: BlockManual) -> dict[str, Schema]:
        """The definition of every component that may stand in a block."""
        kind = manual.component
        # A build may add to a source what the source block lacks.
        check_required = kind != "builder"
        found: dict[str, Schema] = {}
        for name in self.catalog.names(kind):
            key = f"{kind}.{name}"
            if key not in self.definitions:
                component = component_manual(self.catalog, kind, name)
                body = body_schema(_options(component, self.catalog), check_required=check_required)
                self.definitions[key] = {
                    "description": component.text,
                    **_with_dynamic(body),
                }
            found[name] = _reference(key)
        return found


def _options(manual: ComponentManual, catalog: Catalog) -> tuple[Option, ...]:
    """All that the block of a component takes: its own options, those of the block, and those
    of every communicator that it can use."""
    found = {one.name: one for one in manual.options}
    for one in _META.get(manual.kind, ()):
        found.setdefault(one.name, one)
    for name in manual.communicators:
        if name in catalog.names("communicator"):
            for one in component_manual(catalog, "communicator", name).options:
                found.setdefault(one.name, one)
    return tuple(found.values())


def _with_dynamic(schema: Schema) -> Schema:
    properties = schema["properties"]
    if isinstance(properties, dict):
        properties.setdefault("dynamic", DYNAMIC)
    return schema


def _labelled(body: Schema, labels: tuple[str, ...]) -> Schema:
    schema = one_or_many(body)
    for _ in labels:
        schema = one_or_many(
            {"type": "object", "properties": {"//": COMMENT}, "additionalProperties": schema}
        )
    return schema


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name.replace('~', '~0').replace('/', '~1').replace(' ', '%20')}"}
