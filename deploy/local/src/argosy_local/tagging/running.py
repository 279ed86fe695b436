"""Tags a catalogue in this process and keeps it in an index; what the index has already is left as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol, cast

from argosy.product.v1 import product_pb2
from argosy_catalogue.source import UnusableProductError
from argosy_commerce.terms import TermBase
from argosy_contracts import BadEvent
from argosy_local.backfill.catalogue import Row
from argosy_local.backfill.running import Wanted, event_of
from search_tagger.adapters.index import ProductIndex
from search_tagger.domain.remembering import digest_of
from search_tagger.domain.revision import tagging_revision
from search_tagger.domain.searching.documents import Document
from search_tagger.events import reasons_of
from search_tagger.tagging import tagged_document

_AT_ONCE: Final = 25
"""Products that are written together: the most work that an interruption loses."""
_OF_A_WORD: Final = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that could not be tagged, and why."""

    line: int
    product_id: str
    reason: str


class Looker(Protocol):
    """Tags products by their words and pictures. ``looks``: a word for how, the same for the same tags."""

    @property
    def looks(self) -> str: ...

    def tagged(self, product: product_pb2.Product) -> Document:
        """Raises UnusableProductError."""
        ...


@dataclass(slots=True)
class Report:
    """What a catalogue came to. ``unread`` counts products, with some of them in ``examples``."""

    tagged: int = 0
    unchanged: int = 0
    tags: int = 0
    without_category: int = 0
    contradicted: int = 0
    categories: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    doubtful: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Product id -> what a person should look at."""
    pictures: Counter[str] = field(default_factory=Counter)
    """Of products tagged now: how many were looked at ("looked"), and of the others and in part, why not."""

    @property
    def rows(self) -> int:
        """Rows seen."""
        return self.tagged + self.unchanged + len(self.troubles)

    @property
    def needs_review(self) -> int:
        """How many products a person should look at."""
        return len(self.doubtful)

    def take(self, document: Document) -> None:
        """Count a product that is tagged."""
        tagged = document.tagged
        self.tags += len(tagged.tags)
        if tagged.category is None:
            self.without_category += 1
        else:
            self.categories[tagged.category.id] += 1
        self.contradicted += bool(tagged.contradictions)
        if reasons := reasons_of(tagged):
            self.doubtful[tagged.product_id] = tuple(reasons)
        self.pictures.update(picture.reason or "looked" for picture in tagged.pictures)
        for word in set(tagged.unread):
            self.unread[word] += 1
            examples = self.examples.setdefault(word, [])
            if len(examples) < _OF_A_WORD:
                examples.append(tagged.product_id)


def tag_catalogue(
    rows: Iterable[Row],
    merchant: str,
    base: TermBase,
    index: ProductIndex | None,
    show: Callable[[Report], None],
    looker: Looker | None = None,
) -> Report:
    """Tag every row that the index does not have as it is; without an index nothing is kept.

    What is tagged when an interruption comes is kept, and the next run goes on behind it. ``looker``: looks
    at the pictures; without one they are left aside.
    """
    wanted = Wanted(merchant, "local", (), ("generic",), with_pictures=True)
    known = index.made_of(merchant) if index is not None else {}
    report, lines = Report(), dict[str, int]()
    waiting: list[tuple[Document, str]] = []
    try:
        for row in rows:
            found = _one(row, wanted, base, index, known, report, lines, looker)
            if found is not None:
                waiting.append(found)
            if len(waiting) >= _AT_ONCE:
                _keep(index, merchant, waiting, base)
            show(report)
    finally:
        _keep(index, merchant, waiting, base)
    return report


def _one(
    row: Row,
    wanted: Wanted,
    base: TermBase,
    index: ProductIndex | None,
    known: dict[str, str],
    report: Report,
    lines: dict[str, int],
    looker: Looker | None,
) -> tuple[Document, str] | None:
    try:
        product = cast("product_pb2.ProductCreated", event_of(row, wanted).data).product
        if product.id in lines:
            reason = f"the id stands in line {lines[product.id]} already; the first is kept"
            report.troubles.append(Trouble(row.line, product.id, reason))
            return None
        looks = looker.looks if looker else ""
        made_of = digest_of(product, tagging_revision(), base.revision, *filter(None, [looks]))
        kept = (
            index.document(wanted.merchant, product.id)
            if index and known.get(product.id) == made_of
            else None
        )
        document = kept or (looker.tagged(product) if looker else tagged_document(product, base))
    except (BadEvent, UnusableProductError) as error:
        product_id = str((row.product or {}).get("id", ""))[:80]
        report.troubles.append(Trouble(row.line, product_id, f"{error.reason}: {error.detail}"))
        return None
    lines[product.id] = row.line  # of a row that could not be tagged another may say it better
    report.take(document)
    if kept is not None:
        report.unchanged += 1
        return None
    report.tagged += 1
    # What another look may complete is tagged again the next time.
    return document, made_of if document.tagged.is_whole else ""


def _keep(
    index: ProductIndex | None, merchant: str, waiting: list[tuple[Document, str]], base: TermBase
) -> None:
    if index is not None and waiting:
        index.put(merchant, waiting, base.lexicon)
    waiting.clear()
