"""Texts that the merchant approved before: the examples a generator may follow in tone, never in facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ApprovedText:
    """An approved listing, or the fields of it that were approved; the others are empty."""

    title: str = ""
    bullets: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()


class ApprovedTexts(Protocol):
    """Where approved texts are kept."""

    async def similar(
        self, merchant: str, market: str, category: str | None, concepts: Sequence[str], limit: int
    ) -> Sequence[ApprovedText]:
        """Texts of this merchant alone, of the market and category, those that share most concepts first.

        At most `limit`. Raises what the store raises; the caller's host knows those as busy.
        """
        ...


class NoApprovedTexts:
    """Nothing is kept."""

    async def similar(
        self,
        merchant: str,  # noqa: ARG002 — the port's form
        market: str,  # noqa: ARG002
        category: str | None,  # noqa: ARG002
        concepts: Sequence[str],  # noqa: ARG002
        limit: int,  # noqa: ARG002
    ) -> Sequence[ApprovedText]:
        return ()
