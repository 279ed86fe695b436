from __future__ import annotations

import sys
from pathlib import Path

import pytest

from argosy_commerce.terms import TermBase
from argosy_testing.store import MemoryStore
from argosy_testing.tier import FakeTier
from listing_localizer.adapters.approved import ApprovedRepository
from listing_localizer.adapters.listings import ListingRepository
from listing_localizer.adapters.preferences import PreferenceRepository
from listing_localizer.handlers import Deps
from listing_localizer.settings import LocalizerSettings

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def base() -> TermBase:
    return TermBase.load()


@pytest.fixture
def deps(base: TermBase) -> Deps:
    settings = LocalizerSettings(triton_url="127.0.0.1:1", mongodb_uri="mongodb://127.0.0.1:1")
    store = MemoryStore()
    approved, preferences = ApprovedRepository(store), PreferenceRepository(store)
    return Deps(FakeTier(), base, ListingRepository(store), approved, preferences, settings)
