"""What templates can call."""

from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.library import FUNCTIONS

__all__ = ["FUNCTIONS", "ArgumentError", "function"]
