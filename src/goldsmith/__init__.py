"""Makes golden machine images from templates."""

__version__ = "0.1.0"
