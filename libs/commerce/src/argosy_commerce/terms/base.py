"""The term base as services hold it: one lexicon, compiled once, shared by everyone who reads or says."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from argosy_commerce.reading.context import Context
from argosy_commerce.reading.items import Reading
from argosy_commerce.reading.reader import Reader
from argosy_commerce.reading.words import warm_up
from argosy_commerce.terms.loader import Layer, Lexicon, builtin_concepts, layered
from argosy_commerce.terms.model import Concept


class TermBase:
    """Concepts of all layers with their compiled matcher. Immutable and safe to share."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compiles a lexicon."""
        self.lexicon = lexicon
        self._reader = Reader(lexicon)
        self.revision = _digest(lexicon)
        """Twelve hex digits of what all concepts say; the same for the same data."""

    @classmethod
    def load(cls, layers: Sequence[tuple[Layer, Sequence[tuple[str, Concept]]]] = ()) -> TermBase:
        """Our own concepts, with further layers over (or under) them.

        Without further layers the same instance is handed out each time. jieba's dictionary, which
        takes as long as all else, is read at the first unknown word, or by :meth:`warm_up`.
        """
        if not layers:
            return _builtin()
        return cls(layered([(Layer.OURS, builtin_concepts()), *layers]))

    @staticmethod
    def warm_up() -> None:
        """Reads jieba's dictionary now (under a second); services call this before they are ready."""
        warm_up()

    def concepts_spelled(self, text: str) -> tuple[str, ...]:
        """Ids of the concepts that a whole text is a spelling of: 纯棉 -> material.cotton."""
        return self._reader.concepts_spelled(text)

    def read(
        self,
        text: str,
        *,
        category: str | None = None,
        attribute: str | None = None,
        keep: Collection[str] = (),
        say: Mapping[str, str] | None = None,
    ) -> Reading:
        """Everything in a Chinese text; see :class:`argosy_commerce.reading.items.Reading`.

        ``category`` and ``attribute`` (concept ids) tell ambiguous spellings apart.
        """
        context = Context((category,) if category else (), attribute)
        return self._reader.read(text, context=context, keep=keep, say=say)


def _digest(lexicon: Lexicon) -> str:
    digest = hashlib.sha256()
    for concept in sorted(lexicon, key=lambda concept: concept.id):
        digest.update(concept.model_dump_json().encode())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def _builtin() -> TermBase:
    return TermBase(layered([(Layer.OURS, builtin_concepts())]))
