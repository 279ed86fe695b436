"""Whether a device runs on a country's mains: its volts and plug, and what the sockets there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from babel import Locale

from argosy_catalogue.mains import mains_volts
from argosy_commerce.errors import UnknownMarket
from argosy_commerce.markets import Market, market
from argosy_commerce.phrasing.quantities import say_measure
from argosy_commerce.reading.items import Amount, AmountRange, ConceptMatch, Item, Series
from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.phrases import phrase, sentence
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.fact import Fact
from cs_agent.domain.understanding.language import tag_of

_VOLTS: Final = frozenset({"attribute.voltage", "attribute.input"})
_PLUGS: Final = frozenset({"attribute.plug"})

_Volts = tuple[Fact, Amount | AmountRange | Series, bool]


def market_of(country: str) -> Market | None:
    """The market of a country; None where its mains are not known."""
    try:
        return market(country) if country else None
    except UnknownMarket:
        return None


def on_mains(
    product: Sequence[Fact], shelf: Iterable[Fact], country: str, saying: Saying, *, with_verdict: bool = True
) -> list[Sentence]:
    """What volts and plug mean in a country; nothing where neither is stated or the country is not known.

    "Does not work without a converter" where the volts lie outside; never that it is safe.
    ``with_verdict``: with yes or no before it, where it is settled.
    """
    there = market_of(country)
    if there is None:
        return []
    facts = {fact.ref: fact for fact in shelf if fact.kind == "market"}
    mains = facts.get(f"{there.code}:mains")
    sockets = facts.get(f"{there.code}:plugs")
    if mains is None or sockets is None:
        return []
    volts = list(_volts_of(product, there))
    plug = _plug(product, there, sockets, saying)
    if not volts and plug is None:
        return []
    slots = {"country": _name(there, saying), "mains": _said_mains(mains, saying)}
    told: list[Sentence] = []
    if volts:
        fact, item, fits = next((one for one in volts if one[2]), volts[0])
        text = {**slots, "volts": say_measure(item, saying.grammar, saying.base.lexicon)}
        told.append(
            _of_volts(
                (fact, mains), text, saying, fits=fits, is_settled=with_verdict and _settled(plug, fits=fits)
            )
        )
        if not fits:
            return told  # which plug would fit does not matter where it must not be plugged in
    if plug is not None:
        told.append(plug)
    elif volts:
        text = {"country": slots["country"], "sockets": ", ".join(there.plugs)}
        told.append(sentence("knowledge", "plug_not_stated", saying.tag, "unknown", (sockets,), slots=text))
    return told


def _settled(plug: Sentence | None, *, fits: bool) -> bool:
    """Whether it is settled that it works there as it is, or does not: by its volts and its plug."""
    return not fits or (plug is not None and plug.rule != "plug:plug_adapter")


def _of_volts(
    facts: tuple[Fact, ...], slots: Mapping[str, str], saying: Saying, *, fits: bool, is_settled: bool
) -> Sentence:
    key = "mains_fits" if fits else "mains_differs"
    text = phrase("knowledge", key, saying.tag, **slots)
    if not is_settled:
        return Sentence(text, "derived", facts, f"mains:{key}")
    verdict = "yes" if fits else "no"
    said = phrase("knowledge", verdict, saying.tag, said=text)
    return Sentence(said, "derived", facts, f"verdict:{verdict}:mains")


def _volts_of(product: Sequence[Fact], there: Market) -> Iterator[_Volts]:
    """Rows that say volts of households' mains, each with whether it serves the country's."""
    rows = [fact for fact in product if fact.kind == "attribute"]
    rows.sort(key=lambda fact: fact.concept not in _VOLTS)
    for fact in rows:
        for item in fact.items:
            for low, high in mains_volts(item):
                # As stated and no more: 100 V lie below 110-240 V; what supply varies by is not known.
                fits = low <= there.voltage <= high or _same_grid(low, high, there.voltage)
                if isinstance(item, Amount | AmountRange | Series):
                    yield fact, item, fits


def _same_grid(low: Decimal, high: Decimal, volts: int) -> bool:
    """One figure of the same grid: 220 V devices on 230 V, 110 V ones on 120 V; 100 V is another."""
    return low == high and abs(low - volts) <= 10 and volts != 100


def _plug(product: Sequence[Fact], there: Market, sockets: Fact, saying: Saying) -> Sentence | None:
    """Its plug fits, needs an adapter, or is chosen among versions; None where none is stated."""
    named: dict[str, Fact] = {}
    for fact in product:
        if fact.kind in {"variant", "option"} or fact.concept in _PLUGS:
            for item in fact.items:
                for concept in _concepts(item):
                    if concept in _sockets():
                        kept = named.get(concept)
                        named[concept] = fact if kept is None or fact.kind == "variant" else kept
    if not named:
        return None
    fitting = [concept for concept in named if _sockets()[concept] & set(there.plugs)]
    best = max(fitting, key=lambda one: len(_sockets()[one] & set(there.plugs)), default="")
    exact = [one for one in fitting if _sockets()[one] == set(there.plugs)]
    chosen = (exact or [best])[0]
    shown = [one for one in dict.fromkeys([*fitting, *named]) if saying.name_of(one)]
    if not shown or (chosen and not saying.name_of(chosen)):
        return None
    slots = {"country": _name(there, saying), "sockets": ", ".join(there.plugs)}
    if chosen and len(named) > 1:
        key, concept = "plug_choose", chosen
    elif chosen:
        key, concept = "plug_fits", chosen
    else:
        key, concept = "plug_adapter", shown[0]
    slots["plug"] = _plug_name(concept, saying)
    rule = f"plug:{key}"
    attribute = next((fact for fact in product if fact.concept in _PLUGS and fact.kind == "attribute"), None)
    facts = (named[concept], *((attribute,) if attribute else ()), sockets)
    told = tuple({fact.place: fact for fact in facts}.values())
    return sentence("knowledge", key, saying.tag, "derived", told, rule=rule, slots=slots)


def _plug_name(concept: str, saying: Saying) -> str:
    """`US plug`: standing alone."""
    term = saying.base.lexicon[concept].term(saying.language)
    return term.preferred if term else saying.name_of(concept)


def _concepts(item: Item) -> Iterator[str]:
    if isinstance(item, ConceptMatch):
        yield item.concept_id
        for _, fill in item.fills:
            yield from _concepts(fill)


def _name(there: Market, saying: Saying) -> str:
    return str(Locale.parse(tag_of(saying.language), sep="-").territories.get(there.code, there.code))


def _said_mains(mains: Fact, saying: Saying) -> str:
    lexicon = saying.base.lexicon
    said = [say_measure(item, saying.grammar, lexicon) for item in mains.items if isinstance(item, Amount)]
    return saying.grammar.comma.join(said)


@cache
def _sockets() -> dict[str, frozenset[str]]:
    """Which sockets a named plug fits, by the catalogue's table."""
    text = files("argosy_catalogue").joinpath("data/plugs.yaml").read_text(encoding="utf-8")
    return {concept: frozenset(types) for concept, types in document(text).items()}
