"""A plan becomes artifacts, and events tell how."""
