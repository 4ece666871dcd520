"""Registries of images: their names, and who we are to them."""
