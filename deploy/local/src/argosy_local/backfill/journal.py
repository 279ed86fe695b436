"""What became of each row of a catalogue, kept in a file beside the report, so that a backfill can go on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from argosy.product.v1 import product_pb2

OPEN, DONE, DEAD, BAD = "open", "done", "dead", "bad"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS backfill (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rows (
    line INTEGER PRIMARY KEY, product_id TEXT NOT NULL, event_id TEXT NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS rows_by_event ON rows (event_id);
CREATE TABLE IF NOT EXISTS listings (
    event_id TEXT NOT NULL, market TEXT NOT NULL, channel TEXT NOT NULL, category TEXT NOT NULL,
    coverage REAL NOT NULL, needs_review INTEGER NOT NULL, PRIMARY KEY (event_id, market, channel));
CREATE TABLE IF NOT EXISTS unknown (
    product_id TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, category TEXT NOT NULL,
    PRIMARY KEY (product_id, field, text));
"""


class AnotherBackfill(RuntimeError):
    """The folder holds the journal of another catalogue or another set of markets."""


@dataclass(frozen=True, slots=True)
class CategoryShare:
    """How one category fared. ``coverage`` is the mean share of source words carried, 0..1."""

    category: str
    listings: int
    coverage: float
    needs_review: int


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that no listing could say: in how many products, one of them, and its commonest category."""

    text: str
    products: int
    example: str
    category: str


class Journal:
    """The journal of one backfill; every method is durable when it returns."""

    def __init__(self, path: Path, identity: str) -> None:
        """Opens or begins it. ``identity`` names catalogue, merchant, markets and channels.

        Raises:
            AnotherBackfill: what is there was begun with another identity.
        """
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_SCHEMA)
        self._db.execute("INSERT OR IGNORE INTO backfill VALUES ('identity', ?)", (identity,))
        self._db.commit()
        (known,) = self._db.execute("SELECT value FROM backfill WHERE name = 'identity'").fetchone()
        if known != identity:
            self._db.close()
            raise AnotherBackfill(
                f"{path.parent} holds another backfill ({known}); choose another --out, or --restart it"
            )

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def states(self) -> dict[int, str]:
        """Line -> state, of every row met so far."""
        return dict(self._db.execute("SELECT line, state FROM rows"))

    def counts(self) -> dict[str, int]:
        """State -> rows."""
        return dict(self._db.execute("SELECT state, count(*) FROM rows GROUP BY state"))

    def open_events(self) -> set[str]:
        """Ids of events that were published and whose end is not known."""
        return {
            event_id for (event_id,) in self._db.execute("SELECT event_id FROM rows WHERE state = ?", (OPEN,))
        }

    def bad(self, line: int, reason: str) -> None:
        """A row that could not be read."""
        self._db.execute("INSERT OR REPLACE INTO rows VALUES (?, '', '', ?, ?)", (line, BAD, reason))
        self._db.commit()

    def published(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """(line, product id, event id) of rows that are about to be published."""
        self._db.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, 'open', '')", rows)
        self._db.commit()

    def listing(self, event_id: str, listing: product_pb2.ListingLocalized) -> None:
        """A result; committed with the next `finished`."""
        self._db.execute(
            "INSERT OR REPLACE INTO listings VALUES (?, ?, ?, ?, ?, ?)",
            (
                event_id,
                listing.market,
                listing.channel,
                listing.category,
                listing.coverage,
                int(listing.needs_review),
            ),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO unknown VALUES (?, ?, ?, ?)",
            [(listing.product_id, left.field, left.text, listing.category) for left in listing.left_over],
        )

    def finished(self, event_ids: Iterable[str]) -> None:
        """Every service has handled these events."""
        self._db.executemany(
            "UPDATE rows SET state = 'done' WHERE event_id = ? AND state = 'open'",
            [(event_id,) for event_id in event_ids],
        )
        self._db.commit()

    def dead(self, event_id: str, reason: str) -> None:
        """An event that was dead-lettered."""
        self._db.execute("UPDATE rows SET state = 'dead', reason = ? WHERE event_id = ?", (reason, event_id))
        self._db.commit()

    def listings(self) -> tuple[int, int]:
        """How many listings came, and how many of them need review."""
        count, reviews = self._db.execute("SELECT count(*), total(needs_review) FROM listings").fetchone()
        return count, int(reviews)

    def by_category(self) -> list[CategoryShare]:
        """Coverage per category, the least carried first."""
        found = self._db.execute(
            "SELECT category, count(*), avg(coverage), total(needs_review) FROM listings "
            "GROUP BY category ORDER BY avg(coverage)"
        )
        return [CategoryShare(name, count, share, int(reviews)) for name, count, share, reviews in found]

    def unknown_words(self, most: int) -> list[UnknownWord]:
        """Words nobody could say, by the number of products they stand in."""
        found = self._db.execute(
            "SELECT text, count(DISTINCT product_id) AS products, min(product_id), max(category) "
            "FROM unknown GROUP BY text ORDER BY products DESC, text LIMIT ?",
            (most,),
        )
        return [UnknownWord(*row) for row in found]

    def troubles(self) -> Iterator[tuple[int, str, str, str]]:
        """(line, product id, state, reason) of rows that led to nothing."""
        yield from self._db.execute(
            "SELECT line, product_id, state, reason FROM rows WHERE state IN ('bad', 'dead') ORDER BY line"
        )
