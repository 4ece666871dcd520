"""The post-processor that packs and compresses files."""
