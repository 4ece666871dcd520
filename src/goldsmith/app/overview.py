"""What a template consists of."""

from goldsmith import planning
from goldsmith.catalog import Catalog
from goldsmith.planning import Inputs
from goldsmith.planning.overview import Overview
from goldsmith.planning.overview import overview as put_together


def overview(inputs: Inputs) -> Overview:
    """Everything that is declared, with values as far as they are known."""
    return put_together(planning.describe(inputs, Catalog.load()))
