"""The post-processor that makes images of tar files."""
