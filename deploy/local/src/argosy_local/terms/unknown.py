"""The words that no listing could say, by how often products have them: how a term base grows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from google.protobuf.message import Message

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from argosy_contracts import BadEvent, Event, from_json

LISTING = "listing.localized"
_LONGEST_WORD = 40
_MAX_FILE_BYTES = 64 * 1024 * 1024


class BadFolder(ValueError):
    """A folder without results of `argosy run`; the message says which file is at fault."""


@dataclass(slots=True)
class Unsaid:
    """A word, and the products whose listings do not say it."""

    word: str
    known_as: tuple[str, ...]
    """Concept ids, where the word is known and some language lacks it or had no room for it."""
    places: set[tuple[str, str, str]] = field(default_factory=set)
    """(merchant, product, field), each counted once whatever the markets."""
    languages: set[str] = field(default_factory=set)
    example: Example | None = None

    @property
    def count(self) -> int:
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Example:
    """One listing that lacks the word."""

    merchant_id: str
    product_id: str
    category: str
    field: str
    text: str


class UnsaidWords:
    """Takes listings as they come; of one product's listing for one place the last counts."""

    def __init__(self, *, merchant: str | None = None, since: datetime | None = None) -> None:
        self._merchant = merchant
        self._since = since
        self._last: dict[tuple[str, ...], tuple[datetime, str, product_pb2.ListingLocalized]] = {}

    def take(self, event: Event[Message]) -> None:
        """Count a listing; other events are left aside."""
        data = event.data
        if not isinstance(data, product_pb2.ListingLocalized):
            return
        if self._merchant not in {None, event.merchant_id} or (self._since and event.time < self._since):
            return
        key = (event.merchant_id, data.product_id, data.market, data.channel)
        if key not in self._last or self._last[key][0] <= event.time:
            self._last[key] = (event.time, event.merchant_id, data)

    @property
    def listings(self) -> int:
        """How many listings were counted."""
        return len(self._last)

    def words(self, base: TermBase) -> list[Unsaid]:
        """Every word, the most frequent first. ``base`` parts what is left over into words."""
        found: dict[str, Unsaid] = {}
        parted: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for _, merchant, data in self._last.values():
            for left in data.left_over:
                if left.text not in parted:
                    parted[left.text] = list(_parted(left.text, base))
                for word, known_as in parted[left.text]:
                    unsaid = found.setdefault(word, Unsaid(word, known_as))
                    unsaid.places.add((merchant, data.product_id, left.field))
                    unsaid.languages.add(data.locale.split("-", 1)[0])
                    unsaid.example = unsaid.example or Example(
                        merchant, data.product_id, data.category, left.field, left.text
                    )
        return sorted(found.values(), key=lambda unsaid: (-unsaid.count, unsaid.word))


def _parted(text: str, base: TermBase) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Words that no concept stands for; of a text that has none, the text and what it is known as."""
    reading = base.read(text)
    if reading.unknown:
        for word in dict.fromkeys(item.source for item in reading.unknown):
            yield _shown(word), ()
    else:
        yield _shown(text), tuple(dict.fromkeys(match.concept_id for match in reading.matches))


def _shown(word: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in word).strip()
    return plain if len(plain) <= _LONGEST_WORD else f"{plain[: _LONGEST_WORD - 1]}…"


def since_when(text: str, now: datetime) -> datetime:
    """A moment as a person says it: 2026-11-20, 2026-11-20T08:00, 7d, 12h. Raises ValueError."""
    if text[:-1].isdecimal() and text[-1:] in {"d", "h"} and len(text) < 8:
        number = int(text[:-1])
        return now - (timedelta(days=number) if text[-1] == "d" else timedelta(hours=number))
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no moment; write 2026-11-20, 7d or 12h") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def events_of_run(folder: Path) -> Iterator[Event[Message]]:
    """The listings that `argosy run` wrote into a folder. Raises BadFolder."""
    paths = sorted((folder / LISTING).glob("*.json"))
    if not paths:
        raise BadFolder(f"{folder} has no listings of `argosy run` (no {LISTING}/*.json)")
    for path in paths:
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise BadFolder(f"{path} has more than {_MAX_FILE_BYTES:,} bytes")
        try:
            yield from_json(json.loads(path.read_text(encoding="utf-8")), source="argosy-terms")
        except (BadEvent, ValueError, RecursionError) as error:
            raise BadFolder(f"{path} is no event: {error}") from None
