"""Wires planning, catalog and engine together: the Python API.

`goldsmith.app.check` plans and checks; `goldsmith.app.build` builds; `goldsmith.app.sweep` cleans
up. They are modules of their own so that checking a template never loads the engine.
"""
