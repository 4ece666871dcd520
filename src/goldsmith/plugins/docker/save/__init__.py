"""The post-processor that writes images to files."""
