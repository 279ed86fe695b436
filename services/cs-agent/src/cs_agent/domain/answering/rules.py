"""The shop's structured rules as sentences: delivery, returns, warranty, customs, payment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Final

from babel import Locale

from argosy_commerce.money import Money
from argosy_commerce.phrasing.quantities import say_measure
from argosy_commerce.reading.items import Amount, AmountRange, Price
from argosy_commerce.terms.strict_yaml import document
from argosy_commerce.units import Quantity
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.phrases import phrase, phrases
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.policies import EVERYWHERE, names_alike
from cs_agent.domain.understanding.language import tag_of

_CUT: Final = 300
"""Characters at which a rule's quote was cut: its last value may be half of one."""
_YES, _NO = "yes", "no"
_Said = tuple[str, Mapping[str, str]]
"""A phrase's key and its slots."""


class Rules:
    """Says rules for one country; ``grams``: the product's weight as shipped, None where it is not known."""

    def __init__(self, saying: Saying, country: str, grams: Decimal | None = None) -> None:
        self._saying = saying
        self._country = country
        self._grams = grams

    def sentences(self, fact: Fact) -> Iterator[Sentence]:
        """A rule as one to four sentences; nothing where its values are none that are known."""
        kind, market, name = fact.ref.split(":", 2)
        given = values_of(fact)
        maker = getattr(self, f"_{kind.lower()}_{name}", None)
        if maker is None or len(fact.quote) >= _CUT or name.startswith("#"):
            return
        for key, slots in maker(fact, given, market):
            text = phrase("terms", key, self._saying.tag, **slots)
            yield Sentence(text, "fact", (fact,), f"rule:{key}")

    # Each gives (phrase's key, slots).

    def _shipping_delivery_time(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        days = next((item for item in fact.items if isinstance(item, AmountRange)), None)
        if days is not None and (since := given.get("counted_from", "dispatch")) in {"dispatch", "unsaid"}:
            key = "delivery_days" if since == "dispatch" else "delivery_days_plain"
            yield self._placed(key, market, days=self._measure(days))
        for key, unit in (("dispatch_within_hours", "h"), ("dispatch_within_days", "d")):
            if (count := _decimal(given.get(key, ""))) is not None:
                yield "dispatch_within", {"time": Quantity(count, unit).formatted(self._saying.tag)}
        if "dispatch_same_day_before" in given:
            yield "dispatch_same_day", {"hour": given["dispatch_same_day_before"][:20]}
        if "dispatch_within_working_days" in given:
            yield "dispatch", {"count": self._number(given["dispatch_within_working_days"])}
        if given.get("time_slot") == _YES and self._country:
            yield "time_slot", {"country": self.country}

    def _shipping_delivery_cost(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        prices = [item.money.formatted(self._saying.tag) for item in fact.items if isinstance(item, Price)]
        named = [key for key in ("price", "free_above") if key in given]
        for key, amount in zip(named, prices, strict=False):
            if key == "price" and _decimal(given["price"].partition(" ")[0]) == 0:
                yield self._placed("delivery_costless", market)
            elif key == "price":
                yield self._placed("delivery_price", market, price=amount)
            elif not self._is_large_over(None):
                yield "delivery_free", {"amount": amount}

    def _shipping_large_items(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del market
        limit = _decimal(given.get("large_item_over_kg", ""))
        if limit is None or not self._is_large_over(limit):
            return
        weight = Quantity(limit, "kg").formatted(self._saying.tag)
        price = next((item for item in fact.items if isinstance(item, Price)), None)
        if given.get("large_item_ships") == _NO and self._country:
            yield "large_not_sent", {"weight": weight, "country": self.country}
        elif price is not None:
            yield "large_surcharge", {"weight": weight, "price": price.money.formatted(self._saying.tag)}

    def _shipping_not_shipped(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, given
        if market != EVERYWHERE or self._country:
            yield "product_not_sent", {"country": self.country}

    def _shipping_not_sent_to(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        if self._country in given.get("not_sent_to", "").split(", "):
            yield "place_not_sent", {"country": self.country}

    def _shipping_tracking(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        if given.get("tracked") == _YES:
            yield "tracked", {}

    def _shipping_pick_up(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        for key in ("parcel_locker", "po_box"):
            if given.get(key) == _YES and self._country:
                yield key, {"country": self.country}

    def _shipping_needed_for_delivery(
        self, fact: Fact, given: Mapping[str, str], market: str
    ) -> Iterator[_Said]:
        del fact, market
        if given.get("phone_required") == _YES and self._country:
            yield "phone_required", {"country": self.country}
        yield from self._tax_number(given)

    def _refund_returns(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del market
        days = next((item for item in fact.items if isinstance(item, Amount)), None)
        if days is not None and given.get("counted_from", "delivery") == "delivery":
            yield "returns", {"days": self._measure(days)}
        if listed := self._listed("condition_", given.get("condition", "")):
            yield "returns_if", {"conditions": listed}

    def _refund_return_shipping(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact
        key = f"return_paid_{given.get('return_shipping') or given.get('return_paid_by', '')}"
        if key == "return_paid_free_label" and market != EVERYWHERE:
            yield key, {"country": self.country}
        elif key in {"return_paid_buyer", "return_paid_merchant"}:
            yield key, {}
        if given.get("return_shipping_if_defect") == "merchant":
            yield "return_defect_merchant", {}

    def _refund_not_returnable(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        things = self._listed("thing_", given.get("not_returnable", given.get("excluded_categories", "")))
        if things:
            yield "not_returnable", {"things": things}

    def _refund_refunds(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        if "refund_within_working_days" in given:
            yield "refund_within", {"count": self._number(given["refund_within_working_days"])}
        if given.get("refund_to") == "original_payment, gift_card":
            yield "refund_to_original_or_gift", {}

    def _refund_exchange(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        if (days := _decimal(given.get("exchange_window_days", ""))) is not None:
            yield "exchange_within", {"days": Quantity(days, "d").formatted(self._saying.tag)}
        if given.get("exchange_of_size") == "free_once":
            yield "exchange_size_free", {}
        if "same_product_only yes" in given.get("exchange", ""):
            yield "exchange_same", {}

    def _refund_damage(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        days = _decimal(given.get("damage_report_days", ""))
        if days is not None:
            yield "damage_within", {"days": Quantity(days, "d").formatted(self._saying.tag)}

    def _terms_warranty(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del market
        months = next((item for item in fact.items if isinstance(item, Amount)), None)
        holds = given.get("warranty_for", "")
        if months is None or holds not in {"", "electrical"}:
            return
        key = "warranty_electrical" if holds else "warranty"
        yield key, {"months": self._measure(months)}
        if things := self._listed("thing_", given.get("warranty_excludes", "")):
            yield "warranty_excludes", {"things": things}

    def _terms_duties(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        duties = given.get("duties", "")
        included = next((item for item in fact.items if isinstance(item, Price)), None) or _included(duties)
        if duties == "buyer":
            yield self._duties(market)
        elif included is not None and duties.startswith("EU ") and (self._country in _union()):
            yield "duties_included", {"amount": included.money.formatted(self._saying.tag)}
        elif duties.endswith("other buyer") and self._country and self._country not in _union():
            yield self._duties(self._country)
        if given.get("duties_collected_by") == "carrier":
            yield "duties_by_carrier", {}
        yield from self._tax_number(given)

    def _terms_payment(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        if methods := self._listed("pay_", given.get("payment", "")):
            yield "payment", {"methods": methods}
        for key in ("cash_on_delivery", "instalments"):
            if given.get(key) in {_YES, _NO}:
                yield f"{key}_{given[key]}", {}

    def _terms_price_promise(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        if given.get("price_match_after_order") in {_YES, _NO}:
            yield f"price_match_{given['price_match_after_order']}", {}

    def _terms_invoice(self, fact: Fact, given: Mapping[str, str], market: str) -> Iterator[_Said]:
        del fact, market
        parts = dict(one.rsplit(" ", 1) for one in given.get("invoice", "").split(", ") if " " in one)
        if parts.get("format") == "pdf" and "apply_within_days" in parts:
            yield "invoice_pdf", {"count": self._number(parts["apply_within_days"])}

    @property
    def country(self) -> str:
        """The country's name in the language, as it stands alone."""
        names = Locale.parse(tag_of(self._saying.language), sep="-").territories
        return str(names.get(self._country, self._country))

    def _placed(self, key: str, market: str, **slots: str) -> _Said:
        """For the country asked of; where none is, what holds for all others, said to be so."""
        if self._country:
            return key, {**slots, "country": self.country}
        return (f"{key}_all", slots) if market == EVERYWHERE else (key, {**slots, "country": market})

    def _duties(self, market: str) -> _Said:
        if self._country and market != "":
            return "duties_buyer", {"country": self.country}
        return "duties_buyer_all", {}

    def _tax_number(self, given: Mapping[str, str]) -> Iterator[_Said]:
        if self._country and (name := given.get("tax_number_required", "")) not in {"", _NO, _YES}:
            yield "tax_number", {"country": self.country, "number": name}

    def _is_large_over(self, limit: Decimal | None) -> bool:
        """Whether the product is heavier than the shop's limit, in kilograms; ten where none is told."""
        return self._grams is not None and self._grams / 1000 > (limit or 10)

    def _listed(self, prefix: str, words: str) -> str:
        """The list's members said; "" where one of them has no phrase: half a list would be false."""
        known = phrases("terms", self._saying.tag)
        listed = [one.strip() for one in words.split(",") if one.strip()]
        said = [known.get(f"{prefix}{one}") or names_alike().get(one, "") for one in listed]
        return self._saying.grammar.listed(said) if said and all(said) else ""

    def _measure(self, item: Amount | AmountRange) -> str:
        return say_measure(item, self._saying.grammar, self._saying.base.lexicon)

    def _number(self, text: str) -> str:
        return text if text.isdigit() else text[:20]


def values_of(fact: Fact) -> Mapping[str, str]:
    """A rule's keys and values, as its quote has them."""
    parts = (part.partition(" ") for part in fact.quote.split("; "))
    return {key: value.strip() for key, _, value in parts if key}


def countries_of(facts: Sequence[Fact]) -> frozenset[str]:
    """Markets that have delivery rules of their own."""
    return frozenset(
        market
        for fact in facts
        if fact.kind == "policy" and fact.ref.startswith("SHIPPING:")
        if (market := fact.ref.split(":")[1]) != EVERYWHERE
    )


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _included(duties: str) -> Price | None:
    """The value up to which tax is included, of `EU vat_included_up_to 150.00 EUR`."""
    words = duties.partition(", ")[0].split()
    if len(words) == 4 and words[1] == "vat_included_up_to" and _decimal(words[2]) is not None:
        return Price((0, 0), " ".join(words[2:]), Money(Decimal(words[2]), words[3]))
    return None


@cache
def _union() -> frozenset[str]:
    """Member states of the European Union (data/unions.yaml)."""
    text = files("cs_agent").joinpath("data/unions.yaml").read_text(encoding="utf-8")
    return frozenset(document(text)["EU"])
