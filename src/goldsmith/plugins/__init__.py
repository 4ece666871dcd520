"""Everything that touches a machine, a cloud or a file."""
