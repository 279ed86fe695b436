"""Concepts, what merchants call them, and how each language says them."""
