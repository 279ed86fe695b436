"""Translates with the term base: concepts found in the text, said by each language's grammar.

It carries what it knows and says what it does not (`left_over`, `coverage`); it never guesses.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from argosy_commerce import terms
from argosy_commerce.errors import UnknownLanguage
from argosy_engines.contracts import EngineIdentity, EngineSpec, LeftOver, Translation, TranslationRequest
from argosy_engines.errors import InvalidInput
from argosy_engines.registry import reject_unknown_options

SOURCE = "zh"


@dataclass(frozen=True, slots=True)
class TermTranslator:
    """`Translator` on `argosy_commerce.terms`."""

    identity: EngineIdentity
    base: terms.TermBase

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """Loads the term base that `argosy_commerce` carries, and over it the platform's own concepts, if
        ARGOSY_TERMS_DIR names a folder of them, as the services do. No options.
        """
        reject_unknown_options(spec, set())
        folder = os.environ.get("ARGOSY_TERMS_DIR")
        base = terms.TermBase.with_platform(Path(folder) if folder else None)
        return cls(spec.identity("term-driven", model="argosy-terms", revision=base.revision), base)

    def translate(self, requests: Sequence[TranslationRequest]) -> list[Translation | Exception]:
        """Each request by itself: there is nothing to gain from a batch here but the trips saved."""
        return [self._one(request) for request in requests]

    def _one(self, request: TranslationRequest) -> Translation | Exception:
        if request.source.split("-")[0].lower() != SOURCE:
            return InvalidInput(f"source: the term base reads {SOURCE}, not {request.source!r}")
        asked = request.constraints
        constraints = terms.Constraints(
            terms=tuple((term.source, term.target) for term in asked.terms),
            keep=asked.keep,
            max_chars=asked.max_chars,
            category=asked.category,
        )
        try:
            said = terms.translate(
                request.text, request.target, request.register, constraints, base=self.base
            )
        except UnknownLanguage as error:
            return InvalidInput(f"target: {error}")
        except Exception as error:  # noqa: BLE001 — one text must not spoil the batch it came in
            return error
        left = tuple(LeftOver(span.text, span.start, span.end) for span in said.left_over)
        return Translation(said.text, said.coverage, left)
