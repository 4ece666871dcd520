"""The post-processor that names images."""
