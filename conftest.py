"""Fixtures that every test of the project may ask for."""

from __future__ import annotations

import importlib.util

# The fixtures import the launcher only when a test asks for them: the tier's environment has none.
pytest_plugins = ["argosy_testing.stack"] if importlib.util.find_spec("argosy_testing") is not None else []
