"""The vocabulary that plugins are written in."""
