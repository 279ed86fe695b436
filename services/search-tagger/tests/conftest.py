from __future__ import annotations

import sys
from pathlib import Path

import pytest

from argosy_commerce.terms import TermBase
from argosy_testing.store import MemoryStore
from search_tagger.adapters.tagged import TaggedRepository
from search_tagger.handlers import Deps

sys.path.insert(0, str(Path(__file__).parent / "searching"))


@pytest.fixture(scope="session")
def base() -> TermBase:
    return TermBase.load()


@pytest.fixture
def deps(base: TermBase) -> Deps:
    return Deps(base, TaggedRepository(MemoryStore()))
