"""Reading a file in the dialect that its name tells."""

from collections.abc import Callable
from typing import cast

from goldsmith.catalog import load_function
from goldsmith.diagnostics import Diagnostic, SourceFile
from goldsmith.lang.syntax import Body, parse
from goldsmith.planning.files import TEMPLATE_JSON

Parse = Callable[[SourceFile], tuple[Body, tuple[Diagnostic, ...]]]

_JSON = "goldsmith.lang.syntax.json:parse_json"
_JSON_VALUES = "goldsmith.lang.syntax.json:parse_json_values"


def parse_template_file(file: SourceFile) -> tuple[Body, tuple[Diagnostic, ...]]:
    """The body of a template file, and everything that is wrong with it."""
    return _parse(file, _JSON if file.path.name.endswith(TEMPLATE_JSON) else "")


def parse_variable_file(file: SourceFile) -> tuple[Body, tuple[Diagnostic, ...]]:
    """The body of a variable file, and everything that is wrong with it."""
    return _parse(file, _JSON_VALUES if file.path.suffix == ".json" else "")


def _parse(file: SourceFile, other: str) -> tuple[Body, tuple[Diagnostic, ...]]:
    if not other:
        return parse(file)
    # The catalog loads by name; what reads another dialect has this signature.
    return cast("Parse", load_function(other))(file)
