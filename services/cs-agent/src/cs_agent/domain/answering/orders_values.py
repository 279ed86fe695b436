"""What sentences about orders are filled with: things, money, days, ways to pay, as a language says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Final

from argosy_catalogue.speaking import Speaker
from argosy_commerce.days import said_day
from argosy_commerce.money import Money
from argosy_commerce.reading.compounds import things_in
from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Sentence, SentenceKind
from cs_agent.domain.answering.phrases import phrase
from cs_agent.domain.fact import Fact
from cs_agent.domain.ordering.things import base_of, concepts_of, value_concepts
from cs_agent.domain.tools.orders import Method, Order, OrderLine, Product

_COMMAS: Final[Mapping[str, str]] = {"ar": "، ", "ja": "、", "zh": "、"}
_NO_SPACES: Final = frozenset({"ja", "zh"})
"""Languages whose sentences follow each other without a space."""
_PARTS: Final = re.compile(r"[>/|»›→]")
_ISOLATE, _END = "\u2068", "\u2069"
_DOUBLED: Final = re.compile(rf"\.(?P<end>[{_END}\u200e\u200f]*)\.")
_LATIN: Final = re.compile(r"[A-Za-z0-9]")
_LONGEST: Final = 200
_MOST_THINGS: Final = 20


@dataclass(frozen=True, slots=True)
class Teller:
    """A language's voice for one shop's orders. ``zone``: the shop's, in which its days are counted."""

    language: str
    products: Mapping[str, Product] = field(default_factory=dict)
    zone: tzinfo = UTC

    def say(
        self, key: str, kind: SentenceKind, facts: Sequence[Fact] = (), *, rule: str = "", **slots: str
    ) -> Sentence:
        """A phrase of data/said/orders as a sentence."""
        return Sentence(self.words(key, **slots), kind, tuple(facts), rule)

    def words(self, key: str, **slots: str) -> str:
        """A phrase; a full stop that a value brings ("2026 r.") ends the sentence too."""
        apart = {name: self._apart(value) for name, value in slots.items()}
        return _DOUBLED.sub(r".\g<end>", phrase("orders", key, self.language, **apart))

    def listed(self, texts: Iterable[str]) -> str:
        """Several values in a row."""
        return _COMMAS.get(self.base, ", ").join(texts)

    def joined(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.base in _NO_SPACES else " ").join(sentences)

    @property
    def base(self) -> str:
        """The language without its country."""
        return self.language.partition("-")[0]

    def money(self, amount: Money) -> str:
        """As shops of the language write it."""
        return amount.formatted(self.language)

    def day(self, at: datetime | date | str) -> str:
        """A day of the shop's clock; a text is an ISO day."""
        if isinstance(at, str):
            at = date.fromisoformat(at)
        if isinstance(at, datetime):
            at = at.astimezone(self.zone).date()
        return said_day(at, self.language)

    def where(self, method: Method, to: str) -> str:
        """A way to pay, standing alone."""
        return self.words("gift_card", id=to) if method == "gift_card" else self.words("card", last=to)

    def things(self, order: Order, pieces: Mapping[str, int] | None = None) -> str:
        """Pieces of an order by SKU, all of it where none are named."""
        wanted = pieces or {line.sku: line.quantity for line in order.lines}
        found = [
            self.piece(wanted[line.sku], line.product_id, line.sku, line.title)
            for line in order.lines
            if wanted.get(line.sku)
        ]
        return self.listed(found[:_MOST_THINGS])

    def piece(self, count: int, product_id: str, sku: str, title: str = "") -> str:
        """So many of one variant."""
        return self.words("piece", count=str(count), thing=self.thing(product_id, sku, title))

    def thing(self, product_id: str, sku: str, title: str = "") -> str:
        """One variant: what it is and what was chosen; its SKU where the language has no word for it."""
        product = self.products.get(product_id)
        name = name_of(product.title if product else title, product.category if product else "", self.base)
        variant = product.variant(sku) if product else None
        options = self.options(variant.options) if variant else ""
        if not name or (variant and variant.options and not options):
            return printable(f"{name} {sku}".strip())
        return self.words("thing_with_options", thing=name, options=options) if options else name

    def options(self, options: Mapping[str, str]) -> str:
        """The values of a variant; "" where one of them cannot be said."""
        said = [value_of(name, value, self.base) for name, value in options.items()]
        return self.listed(said) if all(said) else ""

    def line(self, line: OrderLine, count: int) -> str:
        """A line's pieces."""
        return self.piece(count, line.product_id, line.sku, line.title)

    def _apart(self, value: str) -> str:
        """Values of the other direction keep their order inside an Arabic sentence."""
        apart = self.base == "ar" and _LATIN.search(value) and _ISOLATE not in value
        return f"{_ISOLATE}{value}{_END}" if apart else value


@lru_cache(maxsize=4_096)
def name_of(title: str, category: str, language: str) -> str:
    """What kind of thing a product is, in a language; its title where it is written in that one; else ""."""
    base = TermBase.load()
    if language == "zh" and base_of(title) == "zh":
        first = title.split(maxsplit=1)[0]
        return printable(first if base_of(first) == "zh" else title)
    kinds = _kinds_in(title)
    hints = [category, *reversed(_PARTS.split(category))]
    hinted = [one for hint in hints for one in sorted(concepts_of(hint.strip())) if _is_kind(one)]
    best = next((one for one in hinted if one in kinds), "") or next(iter((*kinds, *hinted)), "")
    term = base.lexicon[best].term(language) if best else None
    if term is not None:
        return term.preferred
    return printable(title) if title and base_of(title) == language else ""


@lru_cache(maxsize=4_096)
def value_of(name: str, value: str, language: str) -> str:
    """What an option's value is called: a colour's name, a size as it is; "" where it cannot be said."""
    base = TermBase.load()
    if base_of(value) == language:
        return printable(value)
    if base_of(value) == "zh":
        heading = next(iter(base.read(name[:80]).matches), None)
        reading = base.read(value[:80], attribute=heading.concept_id if heading else None)
        if len(reading.items) == 1 and len(reading.matches) == 1:
            # As it stands inside a sentence; what is said whole begins with a capital.
            only = base.lexicon[reading.matches[0].concept_id].term(language)
            return only.preferred if only else ""
        speaker = Speaker(base, language, None)
        said = speaker.readable(reading.items)
        return said if said and not speaker.lost(reading) else ""
    colours = sorted(one for one in value_concepts(name, value) if one.startswith("colour."))
    term = base.lexicon[colours[0]].term(language) if len(colours) == 1 else None
    return term.preferred if term else printable(value)


def printable(text: str) -> str:
    """Words from outside on one line, without what shows nothing."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    line = " ".join(kept.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _is_kind(concept: str) -> bool:
    return concept.startswith("category.")


def _kinds_in(title: str) -> list[str]:
    """The things that a title names, in their order; none where nobody knows which of two is sold."""
    base = TermBase.load()
    if base_of(title) != "zh":
        return [one for one in sorted(concepts_of(title)) if _is_kind(one)]
    things = things_in(base.read(title[:300]).items, base.lexicon)
    named = [thing.match.concept_id for thing in things if _is_kind(thing.match.concept_id)]
    return [] if things and things[0].rival is not None else named
