"""Translates with the term base: concepts found in the text, said by each language's grammar.

It carries what it knows and says what it does not (`left_over`, `coverage`); it never guesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from argosy_engines.contracts import (
    EngineIdentity,
    EngineSpec,
    LeftOver,
    Translation,
    TranslationRequest,
)
from argosy_engines.errors import InvalidInput
from argosy_engines.registry import reject_unknown_options

SOURCES = ("zh",)


@dataclass(slots=True)
class TermTranslator:
    """`Translator` on `argosy_commerce.terms`."""

    identity: EngineIdentity
    _terms: Any
    _base: Any

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """Loads the term base. No options."""
        reject_unknown_options(spec, set())
        from argosy_commerce import terms  # noqa: PLC0415 — loads data that other engines do without

        base = terms.TermBase.load()
        return cls(
            spec.identity("term-driven", model="argosy-terms", revision=str(base.revision)), terms, base
        )

    def translate(self, requests: Sequence[TranslationRequest]) -> list[Translation | Exception]:
        return [self._one(request) for request in requests]

    def _one(self, request: TranslationRequest) -> Translation | Exception:
        if request.source.split("-")[0].lower() not in SOURCES:
            return InvalidInput(f"source: the term base reads {', '.join(SOURCES)}, not {request.source!r}")
        try:
            said = self._terms.translate(
                request.text,
                target=request.target,
                register=request.register,
                constraints=request.constraints,
                base=self._base,
            )
        except self._terms.UnknownLanguage as error:
            return InvalidInput(f"target: {error}")
        left = tuple(LeftOver(span.text, span.start, span.end) for span in said.left_over)
        return Translation(said.text, float(said.coverage), left)
