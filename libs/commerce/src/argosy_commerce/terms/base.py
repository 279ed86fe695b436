"""The term base as services hold it: one lexicon, compiled once, shared by everyone who reads or says."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from argosy_commerce.reading.context import Context
from argosy_commerce.reading.forced import Forced
from argosy_commerce.reading.items import Reading
from argosy_commerce.reading.reader import Reader
from argosy_commerce.reading.words import warm_up
from argosy_commerce.terms.loader import Layer, Lexicon, builtin_concepts, layered, read_directory
from argosy_commerce.terms.model import Concept
from argosy_commerce.terms.strict_yaml import TermDataError


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words of one text as it writes them: those said in a given way, and those kept."""

    terms: tuple[tuple[str, str], ...] = ()
    """Source word, words to say for it."""
    keep: tuple[str, ...] = ()


NO_OWN_WORDS = OwnWords()


class TermBase:
    """Concepts of all layers with their compiled matcher. Immutable and safe to share."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compiles a lexicon."""
        self.lexicon = lexicon
        self.reader = Reader(lexicon)
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

    @classmethod
    def with_platform(cls, folder: Path | None) -> TermBase:
        """Our own concepts, and over them those that a platform wrote into a folder of its own.

        None means no such folder. Raises TermDataError, naming the file and concept, or that there is
        no folder.
        """
        if folder is None:
            return cls.load()
        if not folder.is_dir():
            raise TermDataError(f"{folder} is no folder of concepts")
        return cls.load([(Layer.PLATFORM, read_directory(folder))])

    @staticmethod
    def warm_up() -> None:
        """Reads jieba's dictionary now (under a second); services call this before they are ready."""
        warm_up()

    def concepts_spelled(self, text: str) -> tuple[str, ...]:
        """Ids of the concepts that a whole text is a spelling of: 纯棉 -> material.cotton."""
        return self.reader.concepts_spelled(text)

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
        return self.reader.read(text, context=context, forced=self._forced(keep, say or {}))

    @property
    def plain(self) -> TermBase:
        """The term base without anyone's glossary."""
        return self

    @property
    def kept(self) -> tuple[str, ...]:
        """Words that a glossary keeps as they are, in whatever script."""
        return ()

    def own_words_in(self, text: str) -> OwnWords:  # noqa: ARG002 — a glossary's base looks into it
        """What a glossary wants of the words of a text, for an engine that has no glossary."""
        return NO_OWN_WORDS

    def _forced(self, keep: Collection[str], say: Mapping[str, str]) -> Forced:
        return Forced(keep, say)


def _digest(lexicon: Lexicon) -> str:
    digest = hashlib.sha256()
    for concept in sorted(lexicon, key=lambda concept: concept.id):
        digest.update(concept.model_dump_json().encode())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def _builtin() -> TermBase:
    return TermBase(layered([(Layer.OURS, builtin_concepts())]))
