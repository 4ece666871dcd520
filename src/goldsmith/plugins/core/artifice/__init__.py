"""The post-processor that swaps the files of an artifact."""
