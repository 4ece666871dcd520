"""The language server: what an editor shows of templates while they are written."""
