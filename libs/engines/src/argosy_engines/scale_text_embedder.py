"""`text_embedder` on encoders of transformers: MiniLM, multilingual-e5 and their like."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from argosy_engines.contracts import EmbeddingKind, EngineIdentity, EngineSpec, Vectors
from argosy_engines.errors import EngineError, InvalidInput, ProfileError
from argosy_engines.registry import reject_unknown_options
from argosy_engines.scale_loading import Weights, choice, option
from argosy_engines.scale_prompt_tokens import PlainText

OPTIONS = {"pooling", "query_prefix", "passage_prefix", "max_tokens"}
POOLINGS = ("mean", "cls", "last")


@dataclass(frozen=True, slots=True)
class TransformersEmbedder:
    """`TextEmbedder` by pooling an encoder's last hidden states."""

    identity: EngineIdentity
    dimensions: int
    _weights: Weights
    _model: Any
    _tokenizer: Any
    _plain: PlainText
    _around: tuple[list[int], list[int]]
    """The tokens that the encoder expects before and after a text."""
    _pooling: str
    _prefixes: dict[EmbeddingKind, str]
    _max_tokens: int
    _max_batch: int

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """Load the weights.

        Options: `query_prefix` and `passage_prefix` (e5 was trained with "query: " and
        "passage: "), `pooling` (mean, cls or last; default what sentence-transformers' files beside
        the weights say, else mean), `max_tokens` (the rest of a longer text is not read; default
        what those files say, else what the model takes).
        """
        reject_unknown_options(spec, OPTIONS)
        weights = Weights.of(spec)
        tokenizer = weights.load(AutoTokenizer.from_pretrained)
        model = weights.load_model(AutoModel.from_pretrained)
        stated = _sentence_transformers(weights)
        most = min(
            int(stated.get("max_seq_length") or 512),
            int(getattr(model.config, "max_position_embeddings", 512)),
        )
        return cls(
            identity=weights.identity("transformers-encoder", getattr(model.config, "_commit_hash", None)),
            dimensions=int(model.config.hidden_size),
            _weights=weights,
            _model=model,
            _tokenizer=tokenizer,
            _plain=PlainText.of(tokenizer),
            _around=_around(tokenizer),
            _pooling=choice(spec, "pooling", POOLINGS, str(stated.get("pooling", "mean"))),
            _prefixes={"query": _prefix(spec, "query_prefix"), "passage": _prefix(spec, "passage_prefix")},
            _max_tokens=option(spec, "max_tokens", most, lowest=8, highest=most),
            _max_batch=spec.max_batch,
        )

    def embed(self, texts: Sequence[str], kinds: Sequence[EmbeddingKind]) -> Vectors:
        """`[len(texts), dimensions]`, float32, unit rows."""
        rows = self._rows(texts, kinds)
        vectors = np.zeros((len(rows), self.dimensions), np.float32)
        # Near in length together: padding costs as much as text.
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        for start in range(0, len(order), self._max_batch):
            batch = order[start : start + self._max_batch]
            vectors[batch] = self._batch([rows[i] for i in batch])
        return vectors

    def _rows(self, texts: Sequence[str], kinds: Sequence[EmbeddingKind]) -> list[list[int]]:
        for index, text in enumerate(texts):
            if not text.strip():
                raise InvalidInput(f"text[{index}]: nothing to embed (empty or blank)")
        # Long before the tokenizer: it would read megabytes of which 512 tokens count.
        most = 32 * self._max_tokens
        said = [self._prefixes[kind] + text[:most] for text, kind in zip(texts, kinds, strict=True)]
        rows = self._plain.rows(said, [f"text[{index}]" for index in range(len(said))])
        if not all(rows):
            raise InvalidInput(f"text[{rows.index([])}]: holds nothing that {self.identity.model} can read")
        before, after = self._around
        room = self._max_tokens - len(before) - len(after)
        return [[*before, *ids[:room], *after] for ids in rows]

    def _batch(self, rows: Sequence[list[int]]) -> Vectors:
        padded = self._tokenizer.pad(
            {"input_ids": list(rows)}, padding=True, padding_side="right", return_tensors="pt"
        ).to(self._weights.device)
        with torch.inference_mode():
            hidden = self._model(**padded).last_hidden_state.float()
            mask = padded["attention_mask"]
            pooled = self._pool(hidden, mask)
            vectors: Vectors = torch.nn.functional.normalize(pooled, dim=1).cpu().numpy()
        if not np.isfinite(vectors).all():
            raise EngineError(f"{self.identity.model} gave no finite vector in {self._weights.spec.dtype}")
        return vectors

    def _pool(self, hidden: Any, mask: Any) -> Any:  # noqa: ANN401 — tensors
        """`[batch, tokens, size]` and `[batch, tokens]` to `[batch, size]`."""
        if self._pooling == "cls":
            return hidden[:, 0]
        if self._pooling == "last":
            last = mask.sum(dim=1) - 1
            return hidden[torch.arange(len(hidden), device=hidden.device), last]
        weight = mask[..., None].to(hidden.dtype)
        return (hidden * weight).sum(dim=1) / weight.sum(dim=1)


def _around(tokenizer: Any) -> tuple[list[int], list[int]]:  # noqa: ANN401 — any transformers tokenizer
    bare: list[int] = tokenizer("a", add_special_tokens=False).input_ids
    whole: list[int] = tokenizer("a").input_ids
    start = next(i for i in range(len(whole)) if whole[i : i + len(bare)] == bare)
    return whole[:start], whole[start + len(bare) :]


def _prefix(spec: EngineSpec, name: str) -> str:
    value = spec.options.get(name, "")
    if not isinstance(value, str):
        raise ProfileError(f"profile {spec.profile!r}, model {spec.model!r}: option {name!r} must be text")
    return value


def _sentence_transformers(weights: Weights) -> dict[str, Any]:
    """`pooling` and `max_seq_length` from the files sentence-transformers keeps beside local weights."""
    stated: dict[str, Any] = {}
    if not weights.is_local:
        return stated
    place = Path(weights.place)
    for file in (place / "sentence_bert_config.json", place / "1_Pooling" / "config.json"):
        if file.is_file():
            stated |= json.loads(file.read_text(encoding="utf-8"))
    modes = {"pooling_mode_cls_token": "cls", "pooling_mode_lasttoken": "last"}
    stated["pooling"] = next((mode for key, mode in modes.items() if stated.get(key)), "mean")
    return stated
