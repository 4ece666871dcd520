"""JSON, strictly as RFC 8259 has it: plain, and as a dialect of the template language."""

from goldsmith.lang.syntax.json.dialect import parse_json, parse_json_values
from goldsmith.lang.syntax.json.read import read_json
from goldsmith.lang.syntax.json.repeated import repeated_keys

__all__ = ["parse_json", "parse_json_values", "read_json", "repeated_keys"]
