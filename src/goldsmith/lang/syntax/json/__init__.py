"""JSON, strictly as RFC 8259 has it, read to the tree of the template language."""

from goldsmith.lang.syntax.json.read import read_json
from goldsmith.lang.syntax.json.repeated import repeated_keys

__all__ = ["read_json", "repeated_keys"]
