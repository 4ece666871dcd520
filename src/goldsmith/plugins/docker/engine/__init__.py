"""Docker's engine: how it is reached, asked and understood."""
