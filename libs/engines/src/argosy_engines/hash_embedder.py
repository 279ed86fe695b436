"""A lexical embedder: hashed character n-grams, any language, no weights, no understanding.

Texts that share spellings are near each other, texts that mean the same in other words are not;
its name says so. Good for finding near-duplicates and typos of the same language; the profiles
`cpu` and `gpu` serve a trained model.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from argosy_engines.contracts import EmbeddingKind, EngineIdentity, EngineSpec, Vectors
from argosy_engines.errors import InvalidInput
from argosy_engines.registry import reject_unknown_options

SHORTEST, LONGEST = 1, 4


@dataclass(frozen=True, slots=True)
class HashEmbedder:
    """`TextEmbedder` by signed feature hashing (Weinberger et al. 2009)."""

    identity: EngineIdentity
    dimensions: int

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """Options: `dimensions` (default 512)."""
        reject_unknown_options(spec, {"dimensions"})
        dimensions = int(spec.options.get("dimensions", 512))
        model = f"crc32-{SHORTEST}to{LONGEST}-{dimensions}"
        return cls(spec.identity("char-ngram-hash", model=model, revision="1"), dimensions)

    def embed(self, texts: Sequence[str], kinds: Sequence[EmbeddingKind]) -> Vectors:  # noqa: ARG002 — a query and a passage are hashed alike
        """`[len(texts), dimensions]`, float32, unit rows."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for i, text in enumerate(texts):
            grams = Counter(_grams(text))
            if not grams:
                raise InvalidInput("text: nothing to embed (empty, blank or punctuation only)")
            for gram, count in grams.items():
                digest = zlib.crc32(gram.encode("utf-8", "replace"))
                # Longer grams say more; repeats say less each time.
                weight = len(gram) * (1.0 + np.log(count))
                vectors[i, (digest >> 1) % self.dimensions] += weight if digest & 1 else -weight
            vectors[i] /= np.linalg.norm(vectors[i]) or 1.0
        return vectors


def _grams(text: str) -> Iterator[str]:
    """n-grams inside words; each word is padded so that its ends count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(c if c.isalnum() else " " for c in folded).split()
    for word in words:
        padded = f"^{word}$"
        for n in range(SHORTEST, LONGEST + 1):
            for i in range(len(padded) - n + 1):
                gram = padded[i : i + n]
                if gram not in {"^", "$"}:
                    yield gram
