"""Fixtures that every test of the project may ask for."""

from __future__ import annotations

import importlib.util

# The tier's environment has the engines' tests and neither the launcher nor the fixtures for it.
pytest_plugins = ["argosy_testing.stack"] if importlib.util.find_spec("argosy_testing") is not None else []
