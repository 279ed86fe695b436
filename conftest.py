"""Fixtures that every test of the project may ask for."""

from __future__ import annotations

import importlib.util
import os

import pytest

# A worker of xdist is told 80 columns, which rich keeps from its import on; a test says its own width later.
os.environ.pop("COLUMNS", None)

# The fixtures import the launcher only when a test asks for them: the tier's environment has none.
pytest_plugins = ["argosy_testing.stack"] if importlib.util.find_spec("argosy_testing") is not None else []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`make stage-stack` opens only files that say so: a test marked from elsewhere would not be run."""
    marked = {item.path for item in items if item.get_closest_marker("stack")}
    if unseen := [str(path) for path in marked if "mark.stack" not in path.read_text(encoding="utf-8")]:
        raise pytest.UsageError(f"write pytest.mark.stack into {', '.join(unseen)}")
