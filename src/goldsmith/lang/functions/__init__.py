"""What templates can call."""

from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.library import FAMILIES, FUNCTIONS

__all__ = ["FAMILIES", "FUNCTIONS", "ArgumentError", "function"]
