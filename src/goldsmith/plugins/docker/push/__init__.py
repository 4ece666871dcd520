"""The post-processor that sends images to a registry."""
