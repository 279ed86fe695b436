"""The whole stack with every service, started by the command a person types, once for all tests here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from argosy_testing.collector import running_collector
from argosy_testing.shop import Shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Everything up; taken down at the end, after which nothing of it may be left."""
    with running_collector() as collector:
        found = Shop(tmp_path_factory.mktemp("shop"), collector)
        up = found.argosy("up", timeout=300)
        assert up.returncode == 0, up.stdout + up.stderr
        pids = [part["pid"] for part in json.loads(found.argosy("status", "--json").stdout)["parts"].values()]
        try:
            yield found
        finally:
            down = found.argosy("down")
        assert down.returncode == 0, down.stdout + down.stderr
        alive = [pid for pid in pids if pid is not None and Path(f"/proc/{pid}").exists()]
        assert not alive, f"left behind by `argosy down`: {alive}"
