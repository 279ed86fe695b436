"""The small lexicon that the tests of this folder share."""

from pathlib import Path

import pytest

from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.loader import Layer, layered, parse_concepts


@pytest.fixture(scope="session")
def base() -> TermBase:
    text = (Path(__file__).parent / "lexicon.yaml").read_text(encoding="utf-8")
    concepts = [("lexicon.yaml", concept) for concept in parse_concepts(text, "lexicon.yaml")]
    return TermBase(layered([(Layer.OURS, concepts)]))
