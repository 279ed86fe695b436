"""The glossaries that hold for an event: its merchant's over its platform's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from argosy_commerce.glossaries.glossary import EMPTY, CompiledRules, Glossary
from argosy_commerce.glossaries.jsonl import rule_of_line
from argosy_commerce.terms.loader import Layer


class Glossaries(Protocol):
    """Where glossaries come from."""

    async def of(self, merchant_id: str, platform: str) -> Glossary:
        """A merchant's glossary over the platform's."""


class NoGlossaries:
    """Of a service without a document store: the term base alone says what it says."""

    async def of(self, merchant_id: str, platform: str) -> Glossary:  # noqa: ARG002 — nobody has one
        return EMPTY


def compiled_lines(lines: Sequence[str]) -> CompiledRules:
    """The rules of a stored glossary.

    Raises:
        ValueError: a line is no rule.
    """
    return CompiledRules(rule_of_line(line) for line in lines)


def merchant_over_platform(own: CompiledRules, shared: CompiledRules) -> Glossary:
    """What a merchant wrote wins over what the platform did."""
    return Glossary({Layer.MERCHANT: own, Layer.PLATFORM: shared})
