"""Regions as somebody wants them, checked and set."""
