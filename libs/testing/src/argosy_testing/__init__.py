"""Fakes, builders and fixtures that start the real stack. For tests only."""
