"""From plan to artifacts, telling events."""

from goldsmith.engine.execute import execute
from goldsmith.engine.options import OnError, Options, Outcome
from goldsmith.engine.sweep import SweepResult, sweep

__all__ = ["OnError", "Options", "Outcome", "SweepResult", "execute", "sweep"]
