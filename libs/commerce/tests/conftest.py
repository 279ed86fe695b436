"""The whole term base, loaded once."""

import pytest

from argosy_commerce.terms.base import TermBase


@pytest.fixture(scope="session")
def base() -> TermBase:
    return TermBase.load()
