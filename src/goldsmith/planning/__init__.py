"""Templates and inputs to a plan."""

from goldsmith.planning.exploration import Exploration
from goldsmith.planning.files import decode, nothing_there, unreadable
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.overview import Overview
from goldsmith.planning.planner import (
    Exploration,
    Inputs,
    PACKER_VERSION,
    Requirement,
    __all__,
    check_syntax,
    decode,
    describe,
    explore,
    from,
    goldsmith,
    import,
    nothing_there,
    plan,
    planning,
    required_plugins,
    requirements,
    survey,
    unreadable,
    versions,
)
