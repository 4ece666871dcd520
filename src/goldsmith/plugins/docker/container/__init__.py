"""The container that an image is made of: commands, files and the way in."""
