"""Legacy JSON templates: translated to the same tree, from which on nothing knows of them."""

from goldsmith.planning.legacy.planner import LegacyPlanning

__all__ = ["LegacyPlanning"]
