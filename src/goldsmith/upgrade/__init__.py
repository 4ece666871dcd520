"""Brings legacy JSON templates up to date: outdated options mended, or all of it as HCL."""

from goldsmith.upgrade.fixers import FIXERS, Fixer, Part, fixes_for

__all__ = ["FIXERS", "Fixer", "Part", "fixes_for"]
