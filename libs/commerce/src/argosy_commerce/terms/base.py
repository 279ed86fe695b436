"""The term base as services hold it: one lexicon, compiled once, shared by everyone who reads or says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from argosy_commerce.reading.items import Reading
from argosy_commerce.reading.reader import Context, Reader
from argosy_commerce.reading.words import warm_up
from argosy_commerce.terms.loader import Layer, Lexicon, builtin_concepts, layered
from argosy_commerce.terms.model import Concept


class TermBase:
    """Concepts of all layers with their compiled matcher. Immutable and safe to share."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compiles a lexicon."""
        self.lexicon = lexicon
        self._reader = Reader(lexicon)

    @classmethod
    def load(cls, layers: Sequence[tuple[Layer, Sequence[tuple[str, Concept]]]] = ()) -> TermBase:
        """Our own concepts, with further layers over (or under) them. Under a second.

        Without further layers the same instance is handed out each time.
        """
        if not layers:
            return _builtin()
        warm_up()
        return cls(layered([(Layer.OURS, builtin_concepts()), *layers]))

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


@lru_cache(maxsize=1)
def _builtin() -> TermBase:
    warm_up()
    return TermBase(layered([(Layer.OURS, builtin_concepts())]))
