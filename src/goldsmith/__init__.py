"""Makes golden machine images from templates."""
