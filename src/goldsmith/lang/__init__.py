"""The template language: text in, typed values out."""
