from __future__ import annotations

import sys
from pathlib import Path

import pytest

from argosy_commerce.terms import TermBase

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def base() -> TermBase:
    return TermBase.load()
