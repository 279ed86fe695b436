"""A product's words to tags."""
