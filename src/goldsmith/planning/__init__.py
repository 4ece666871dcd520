"""Templates and inputs to a plan."""

from goldsmith.planning.communicators import CommunicatorChoice
from goldsmith.planning.exploration import Described, Examination, Exploration, LegacyExploration
from goldsmith.planning.files import decode, nothing_there, unreadable
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.planner import (
    check_syntax,
    describe,
    examine,
    explore,
    plan,
    required_plugins,
    survey,
)
from goldsmith.planning.preparing import FACTS
from goldsmith.planning.requirements import Requirement
from goldsmith.planning.versions import PACKER_VERSION

__all__ = [
    "FACTS",
    "PACKER_VERSION",
    "CommunicatorChoice",
    "Described",
    "Examination",
    "Exploration",
    "Inputs",
    "LegacyExploration",
    "Requirement",
    "check_syntax",
    "decode",
    "describe",
    "examine",
    "explore",
    "nothing_there",
    "plan",
    "required_plugins",
    "survey",
    "unreadable",
]
