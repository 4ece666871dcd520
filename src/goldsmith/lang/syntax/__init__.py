"""Text to tree, one tree for both dialects."""
