from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase


@pytest.fixture(scope="session")
def base() -> TermBase:
    return TermBase.load()
