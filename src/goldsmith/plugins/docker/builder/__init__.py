"""The docker builder."""
