"""The lexical embedder does what its name says, and no more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_engines.contracts import EngineSpec
from argosy_engines.errors import InvalidInput
from argosy_engines.hash_embedder import HashEmbedder

EMBEDDER = HashEmbedder.from_spec(EngineSpec("text_embedder", "test", "x:Y"))


def similarity(a: str, b: str) -> float:
    first, second = EMBEDDER.embed([a, b], ["query", "passage"])
    return float(first @ second)


def test_texts_that_share_spellings_are_near_and_others_are_not() -> None:
    assert similarity("红色连衣裙", "红色 连衣裙 女") > 0.4
    assert similarity("red dress", "red dresses") > 0.6
    assert similarity("wireless headphones", "wirless headphone") > 0.6
    assert abs(similarity("red dress", "红色连衣裙")) < 0.2
    assert abs(similarity("red dress", "coffee grinder")) < 0.25


def test_width_and_case_do_not_count() -> None:
    assert similarity("ＡＢＣ　１２３", "abc 123") == pytest.approx(1.0, abs=1e-6)


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4))
def test_every_row_has_unit_length_or_the_text_is_refused(texts: list[str]) -> None:
    try:
        vectors = EMBEDDER.embed(texts, ["query"] * len(texts))
    except InvalidInput:
        assert any(not any(c.isalnum() for c in text) for text in texts)
        return
    assert vectors.shape == (len(texts), EMBEDDER.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
