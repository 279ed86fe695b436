"""The embedded index: SQLite with its full-text search, in one file, one row a product of a merchant."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from argosy_commerce.exchange import ExchangeRates
from argosy_commerce.terms.loader import Lexicon
from search_tagger.adapters.rows import document_in, row_of
from search_tagger.domain.searching.documents import Document, keys_of
from search_tagger.domain.searching.ranking import Hit, hit_of, in_order
from search_tagger.domain.searching.wanting import Round, Sought, sought
from search_tagger.domain.tags import Interpreted

FORM: Final = 1
"""Another one means that the file has to be made anew."""
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY, merchant TEXT NOT NULL, product_id TEXT NOT NULL, made_of TEXT NOT NULL,
    category TEXT NOT NULL, document TEXT NOT NULL, UNIQUE (merchant, product_id));
CREATE VIRTUAL TABLE IF NOT EXISTS keys USING fts5 (
    tokens, fixed, words, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*' tokenchars '_'");
"""
_OF_EACH_ROUND: Final = 200
"""Products that are ranked exactly, of those that BM25 puts first."""
_BUSY_S: Final = 10.0
_PLAIN: Final = re.compile(r"[^a-z0-9]")


class NoIndex(ValueError):
    """There is no index in the file, or one of another form; the message says how to make one."""


@dataclass(frozen=True, slots=True)
class Found:
    """The products that fit, the best first, of ``looked_at`` that were ranked."""

    hits: tuple[Hit, ...]
    looked_at: int


class ProductIndex:
    """An index in a file; shared by threads, and by processes of which one writes at a time.

    Every question names the merchant: no one's search shows another's products.
    """

    def __init__(self, path: Path, *, make: bool = False) -> None:
        """Opens the file; ``make``: or begins it.

        Raises:
            NoIndex: there is none, or the file is something else.
        """
        if not make and not path.is_file():
            raise NoIndex(f"no index at {path}: `argosy tag CATALOGUE --index {path}` makes one")
        try:
            if make:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False)
            self._open(path, make=make)
        except (sqlite3.DatabaseError, OSError) as error:
            raise NoIndex(f"{path} cannot be used as an index: {error}") from None
        self._lock = threading.Lock()

    def _open(self, path: Path, *, make: bool) -> None:
        (form,) = self._db.execute("PRAGMA user_version").fetchone()
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and form != FORM:
            self._db.close()
            raise NoIndex(
                f"{path} is of form {form}, this version reads form {FORM}: take another file, or delete it"
            )
        if not tables and not make:
            self._db.close()
            raise NoIndex(f"{path} is empty: `argosy tag CATALOGUE --index {path}` fills it")
        if make:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.executescript(_SCHEMA)
            self._db.execute(f"PRAGMA user_version={FORM}")
            self._db.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def put(self, merchant: str, documents: Iterable[tuple[Document, str]], lexicon: Lexicon) -> None:
        """Keep documents, each with a word for what it was made of; durable when it returns."""
        made = [(one, made_of, keys_of(one, lexicon)) for one, made_of in documents]
        with self._lock, self._db:
            for document, made_of, keys in made:
                tagged = document.tagged
                category = tagged.category.id if tagged.category else ""
                (row,) = self._db.execute(
                    "INSERT INTO products (merchant, product_id, made_of, category, document) "
                    "VALUES (?, ?, ?, ?, ?) ON CONFLICT (merchant, product_id) DO UPDATE SET "
                    "made_of = excluded.made_of, category = excluded.category, document = excluded.document "
                    "RETURNING id",
                    (merchant, tagged.product_id, made_of, category, row_of(document)),
                ).fetchone()
                self._db.execute("DELETE FROM keys WHERE rowid = ?", (row,))
                self._db.execute(
                    "INSERT INTO keys (rowid, tokens, fixed, words) VALUES (?, ?, ?, ?)",
                    (
                        row,
                        " ".join([_of_merchant(merchant), *map(_written, keys.tokens)]),
                        " ".join(map(_written, keys.fixed)),
                        " ".join(keys.words),
                    ),
                )

    def remove(self, merchant: str, product_id: str) -> bool:
        """Forget a product; whether it was there."""
        key = (merchant, product_id)
        with self._lock, self._db:
            found = self._db.execute(
                "DELETE FROM products WHERE merchant = ? AND product_id = ? RETURNING id", key
            ).fetchone()
            if found is not None:
                self._db.execute("DELETE FROM keys WHERE rowid = ?", found)
        return found is not None

    def made_of(self, merchant: str) -> dict[str, str]:
        """Product id -> what its document was made of, of all a merchant's products."""
        with self._lock:
            return dict(
                self._db.execute("SELECT product_id, made_of FROM products WHERE merchant = ?", (merchant,))
            )

    def holds(self, merchant: str, product_id: str, made_of: str) -> bool:
        """Whether a product's document is there and made of that."""
        key = (merchant, product_id, made_of)
        with self._lock:
            found = self._db.execute(
                "SELECT 1 FROM products WHERE merchant = ? AND product_id = ? AND made_of = ?", key
            ).fetchone()
        return found is not None

    def document(self, merchant: str, product_id: str) -> Document | None:
        """A product's document."""
        key = (merchant, product_id)
        with self._lock:
            found = self._db.execute(
                "SELECT document FROM products WHERE merchant = ? AND product_id = ?", key
            ).fetchone()
        return document_in(found[0]) if found else None

    def merchants(self) -> dict[str, int]:
        """Merchant -> how many products."""
        with self._lock:
            return dict(self._db.execute("SELECT merchant, count(*) FROM products GROUP BY merchant"))

    def search(
        self,
        merchant: str,
        query: Interpreted,
        lexicon: Lexicon,
        *,
        most: int = 20,
        rates: ExchangeRates | None = None,
    ) -> Found:
        """The merchant's products that fit best. Nothing where the query wants nothing that is kept."""
        wanted = sought(query, lexicon)
        if wanted is None:
            return Found((), 0)
        hits: dict[str, Hit] = {}
        looked_at = 0
        for rounds in (wanted.first, wanted.otherwise):
            for one in rounds:
                if len(hits) >= most:
                    break  # what a later round finds is less near than all of these
                for document, words in self._round(merchant, one, wanted):
                    looked_at += 1
                    hit = hit_of(document, query, lexicon, words=words, rates=rates)
                    if hit is not None:
                        hits.setdefault(document.tagged.product_id, hit)
            if looked_at:
                break  # what is too dear is no reason to show something else
        return Found(tuple(in_order(list(hits.values()))[:most]), looked_at)

    def _round(self, merchant: str, one: Round, wanted: Sought) -> Iterator[tuple[Document, float]]:
        with self._lock, closing(self._db.cursor()) as cursor:
            rows = cursor.execute(
                "SELECT document, bm25(keys, 0.0, 0.0, 1.0) FROM keys JOIN products ON id = keys.rowid "
                "WHERE keys MATCH ? AND merchant = ? ORDER BY bm25(keys, 1.0, 0.0, 1.0) LIMIT ?",
                (_expression(merchant, one, wanted), merchant, _OF_EACH_ROUND),
            ).fetchall()
        for document, score in rows:
            yield document_in(document), max(0.0, -score)


def _expression(merchant: str, one: Round, wanted: Sought) -> str:
    """What FTS5 is asked; every word in it is quoted, so that nothing a shopper types is an operator."""
    any_of = [f'tokens : "{_written(token)}"' for token in wanted.tokens]
    any_of += [f'words : "{word}"' for word in wanted.words]
    must = [f'tokens : "{_written(token)}"' for token in one.must]
    parts = [f'tokens : "{_of_merchant(merchant)}"']
    if must:
        parts.append(f"({' OR '.join(must)})")
    if any_of:
        also = any_of if one.needs_any else [*any_of, *must]
        parts.append(f"({' OR '.join(also)})")
    expression = " AND ".join(parts)
    if wanted.never:
        never = " OR ".join(f'fixed : "{_written(token)}"' for token in wanted.never)
        expression = f"({expression}) NOT ({never})"
    return expression


def _of_merchant(merchant: str) -> str:
    return f"m_{merchant.encode().hex()}"


def _written(token: str) -> str:
    """A token as one word of letters that every tokenizer leaves whole."""
    return "k_" + _PLAIN.sub(lambda found: f"_{ord(found.group()):x}_", token.casefold())
