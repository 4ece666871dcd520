"""The data source that reads a web address."""
