"""Templates and inputs become a plan."""
