"""The post-processor that writes checksums of files."""
