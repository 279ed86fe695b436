"""Sizes of one product in one market: what carries them, whose they are, and how they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from argosy_catalogue.chart_grids import chart_words
from argosy_catalogue.facts import AttributeFact, ProductFacts
from argosy_commerce.charts.heads import SIZE
from argosy_commerce.markets import Market
from argosy_commerce.sizes import Audience, Converted, Kept, SizeKind, convert
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.normalize import fold

_CHILDREN = frozenset(
    {"audience.children", "audience.girls", "audience.boys", "audience.baby", "audience.toddlers"}
)
_PLAIN = re.compile(r"[A-Z0-9][A-Z0-9./+()\-–~×*½#= ]{0,23}(?: [cm]m)?")
_LIST = re.compile(r"[/、,，;；|\s]+")
_SEPARATE = re.compile(r"[\[【(（{「<《]|建议|推荐|适合|\s(?=[\u4e00-\u9fff])")
_CUT = re.compile(r"(?<=[0-9A-Z])\s?(?:码|号|#)")


@dataclass(frozen=True, slots=True)
class Sizing:
    """How sizes of this product are said in this market."""

    kind: SizeKind | None
    audience: Audience
    market: Market

    def convert(self, size: str) -> Converted | Kept | None:
        """As `argosy_commerce.sizes.convert`; None where the product's sizes are of no kind it knows."""
        return convert(size, self.kind, self.audience, self.market) if self.kind is not None else None

    def shown(self, size: str) -> str | None:
        """Market's size and seller's: 'US 7 (CN 38)'; None where nothing is converted."""
        answer = self.convert(size)
        return shown(answer, size) if isinstance(answer, Converted) else None

    def attribute(self, fact: AttributeFact) -> str | None:
        """A size attribute in the market's system: 'US 5.5–9.5 (CN 36–41)'; None where it is said as it
        stands.
        """
        if fact.concept_id != SIZE or self.kind is None:
            return None
        whole = self.shown(fact.source.value)
        if whole is not None:
            return whole
        parts = [part for part in _LIST.split(fact.source.value) if part]
        answers = [self.convert(part) for part in parts]
        done = [answer for answer in answers if isinstance(answer, Converted)]
        if len(parts) < 2 or len(done) < len(parts) or len({answer.system for answer in done}) > 1:
            return None
        values = ", ".join(answer.value for answer in done)
        together = Converted(values, done[0].system, done[0].rule, done[0].source)
        sellers = ", ".join(plain_size(part) or "" for part in parts)
        return _with_sellers(together, sellers)


def shown(answer: Converted, size: str) -> str:
    """The market's label with the seller's size beside it, where they do not read the same."""
    if re.match(r"美码|us", fold(size)) and answer.system == "US":
        return answer.label
    return _with_sellers(answer, plain_size(size) or "", "HK" if re.match(r"港|hk", fold(size)) else "CN")


def _with_sellers(answer: Converted, sellers: str, system: str = "CN") -> str:
    says_it = answer.system in {"W", "mm", "cm"} and sellers.startswith(answer.value)
    if not sellers or says_it or "cm)" in answer.label or (answer.system == "cm" and "×" in answer.value):
        return answer.label
    if answer.label.endswith(")"):
        return f"{answer.label[:-1]}, {system} {sellers})"
    return f"{answer.label} ({system} {sellers})"


def sizing_of(facts: ProductFacts, market: Market, base: TermBase) -> Sizing:
    """What the product's sizes are, from its category and the words for whom it is."""
    return Sizing(kind_of(facts, base), audience_of(facts, base), market)


def kind_of(facts: ProductFacts, base: TermBase) -> SizeKind | None:
    """What carries the size, by the nearest category above."""
    for category in base.lexicon.ancestors(facts.category) if facts.category else ():
        if category in chart_words()["kinds"]:
            kind = chart_words()["kinds"][category]
            return SizeKind(kind) if kind else None
    return None


def audience_of(facts: ProductFacts, base: TermBase) -> Audience:
    """Whose sizes they are: title, attributes and category hint say it, or what the thing is."""
    named: set[str] = set()
    for match, origin in facts.concepts():
        if origin.kind != "description":
            named |= {match.concept_id, *match.implied}
    for match in base.read(facts.source.category_hint).matches:
        named |= {match.concept_id, *match.implied}
    above = set(base.lexicon.ancestors(facts.category)) if facts.category else set()
    children = bool(named & _CHILDREN) or bool(above & set(chart_words()["children"]))
    women, men = "audience.women" in named, "audience.men" in named
    if children:
        return Audience.UNKNOWN if "audience.parent_child" in named else Audience.CHILDREN
    if "audience.unisex" in named or (women and men):
        return Audience.ADULTS
    if women or (not men and above & set(chart_words()["women"])):
        return Audience.WOMEN
    return Audience.MEN if men else Audience.UNKNOWN


def plain_size(size: str) -> str | None:
    """A size in letters and figures that everyone can read: '38', 'XL', '160/84A'; None for others."""
    text = _CUT.sub("", fold(size).upper()).strip()
    text = re.sub(r"^(?:港码|港号|美码|欧码|EUR?|CN|HK)\s?", "", text)
    text = re.sub(r"\s?[-~–—至到]\s?", "–", text)
    text = re.sub(r"(?<=\d)\s?(CM|MM)\b", lambda unit: f" {unit[1].lower()}", text)
    return text if _PLAIN.fullmatch(text) else None


def size_and_rest(value: str) -> tuple[str, str]:
    """'M【建议90-100斤】' -> ('M', '【建议90-100斤】'): the size, and what a seller wrote after it."""
    found = _SEPARATE.search(value)
    return (value[: found.start()].strip(), value[found.start() :]) if found else (value.strip(), "")
