"""Values as JSON text."""

import json

from goldsmith.lang.number import NumberProblem, Real, text_of
from goldsmith.lang.values import Unknown, Value

_SPECIAL = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_TRANSLATION = str.maketrans(_SPECIAL)


def json_text(value: Value) -> str:
    """The value as JSON without blanks, keys in order."""
    match value.data:
        case None | Unknown():
            return "null"
        case bool():
            return "true" if value.data else "false"
        case str():
            return json_string(value.data)
        case int():
            return text_of(value.data)
        case Real():
            if value.data.exponent is None:
                raise NumberProblem("JSON has no infinite numbers")
            return text_of(value.data)
        case tuple():
            return f"[{','.join(json_text(item) for item in value.data)}]"
        case _:
            items = (f"{json_string(name)}:{json_text(one)}" for name, one in value.mapping.items())
            return f"{{{','.join(items)}}}"


def json_string(text: str) -> str:
    """The text as a JSON string that is safe in HTML too."""
    return json.dumps(text, ensure_ascii=False).translate(_TRANSLATION)
