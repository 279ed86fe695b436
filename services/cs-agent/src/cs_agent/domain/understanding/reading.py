"""A buyer's message, read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from argosy_commerce.amounts import amount_in
from argosy_commerce.folding import folded
from cs_agent.domain.checking.private import without_cards
from cs_agent.domain.conversation import Pending, State
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.amending import amended, compared_with_others
from cs_agent.domain.understanding.answers import answer_in
from cs_agent.domain.understanding.bodies import put_right
from cs_agent.domain.understanding.cues import pointed
from cs_agent.domain.understanding.distress import in_distress, threatens
from cs_agent.domain.understanding.examples import INTENTS
from cs_agent.domain.understanding.identity import address_in, gives_itself_away, identity_in, without_email
from cs_agent.domain.understanding.language import language_of, tag_of
from cs_agent.domain.understanding.manipulating import manipulates
from cs_agent.domain.understanding.measured import figures_in, measured_in
from cs_agent.domain.understanding.named import ProductSummary, concepts_in, nearest, skus_in
from cs_agent.domain.understanding.notions import notions_in
from cs_agent.domain.understanding.options_asked import options_asked
from cs_agent.domain.understanding.places import country_in
from cs_agent.domain.understanding.pricing import asked_instead
from cs_agent.domain.understanding.refers import with_focus
from cs_agent.domain.understanding.sending import (
    SENDING,
    how_long_it_takes,
    of_delivery,
    of_the_thing,
    sent_besides,
    without_carried,
)
from cs_agent.domain.understanding.slot_words import slot_patterns
from cs_agent.domain.understanding.spelling import LONGEST, cleaned
from cs_agent.domain.understanding.weighing import likely, parts_of
from cs_agent.domain.understood import Identity, Intent, ReadIntent, Understood

_ABOUT_SIZE: Final[frozenset[Intent]] = frozenset(
    {"size_advice", "exchange_item", "change_order", "variants", "recommend"}
)
_ORDERS: Final[frozenset[Intent]] = frozenset(
    {"order_status", "delivered_not_received", "change_address", "change_order", "cancel_order",
     "return_item", "exchange_item", "refund_request", "refund_status", "damaged", "wrong_item",
     "missing_part", "invoice", "payment_problem", "identify"}
)  # fmt: skip
OF_THE_THING: Final[frozenset[Intent]] = frozenset(
    {"size_advice", "dimensions", "weight", "variants", "contents", "compatibility", "voltage",
     "specification", "features", "material", "care", "use", "ingredients", "safety", "stock", "price"}
)  # fmt: skip
"""With an address in the same message, the address is what it is about."""
_SAYS_LITTLE: Final[frozenset[Intent]] = frozenset({"greeting", "thanks", "goodbye", "unclear", "identify"})
_OF_MANNERS: Final[frozenset[Intent]] = frozenset({"greeting", "thanks", "goodbye"})
_ACTS: Final[frozenset[Intent]] = frozenset(
    {"cancel_order", "change_address", "change_order", "return_item", "exchange_item"}
)
_MEANT_BY: Final[Mapping[str, frozenset[Intent]]] = {
    "cancel_order": frozenset({"cancel_order"}),
    "change_address": frozenset({"change_address", "change_order"}),
    "change_items": frozenset({"change_order", "exchange_item"}),
    "return_items": frozenset({"return_item"}),
    "exchange_items": frozenset({"exchange_item", "change_order"}),
}
"""What the words of a yes to a tool's question may name: "yes, return it" is no yes to cancelling."""
_OF_THE_VOICE: Final[frozenset[Intent]] = frozenset(
    {"unclear", "manipulation", "human", "legal", "greeting", "thanks", "goodbye"}
)
_OF_BOUGHT: Final[frozenset[Intent]] = frozenset({"damaged", "wrong_item", "missing_part"})
_OF_FIGURES: Final[frozenset[Intent]] = frozenset({"size_advice", "dimensions", "weight"})
_COSTS: Final[frozenset[Intent]] = frozenset({"price", "delivery_cost"})
_SENDS: Final = frozenset({"sent", "shipping"})
_PAYS: Final = frozenset({"pay", "money", "money_back", "card"})
_HOW_LONG: Final[frozenset[Intent]] = frozenset({"dimensions", "specification", "features", "unclear"})
_READ_SO: Final = 0.8
"""How sure "how long" may be read as a length beside a place, and is still the time until it is there."""
_SENDS_BACK: Final = frozenset({"return_items", "exchange_items"})
_BOUGHT: Final = 0.6
_REFERRING: Final = 60
_SURE: Final = 0.95
_UNSURE: Final = 0.6
_HINT: Final = 0.5
_SUPPOSED: Final = 0.3
"""A question that is not understood is likeliest about something that the product in talk has or can do."""
_ASKS: Final = re.compile(r"[?？؟]")


def understand(
    text: str, tag: str, state: State, product: ProductSummary | None, now: datetime
) -> Understood:
    """Reads what a buyer wrote since the last answer; never raises for any text.

    ``tag``: the language that came with it, which may be wrong or "". ``product``: what the conversation is
    about, None where nothing is. ``now`` is there for what will be read against a date.
    """
    del now
    shown = cleaned(text)
    plain = without_cards(shown)
    language = language_of(plain, tag, state.language)
    answer: str = answer_in(plain, language)
    words_alone = without_email(plain)
    has_words = sum(c.isalpha() for c in words_alone) > 2
    intents = likely(words_alone if has_words else plain, language)
    orders = (
        words_alone != plain or any(one.intent in _ORDERS for one in intents) or state.focus.intent in _ORDERS
    )
    orders = orders or gives_itself_away(plain)
    identity = identity_in(plain, language, expected=orders)
    whether = _asks_whether(plain, language)
    intents = _of_manners(intents, plain, language)
    intents = _of_product(intents, plain, language, state, whether=whether) if product else intents
    waits = state.pending
    if answer == "yes" and waits is not None and _names_another(plain, language, waits.call.tool):
        answer = "neither"
    intents = _with_certain(intents, answer, identity, plain, waits=waits is not None)
    named = notions_in(plain, language)
    if waits is None:
        intents = _asked_first(intents, named)
    if gives_itself_away(plain) and identity.name and identity.postcode and answer == "neither":
        intents = (ReadIntent("identify", _SURE, plain[:160]),)
    where = country_in(plain, language)
    intents = _by_place(intents, plain, language, named, sends=bool(where) and waits is None)
    if plain != shown:
        # What stands beside a card's number are its date and its code, no sizes.
        intents = tuple(one for one in intents if one.intent not in _OF_FIGURES) or intents
    if waits is not None:
        intents = _of_what_waits(intents, waits, plain, language)
    intents = amended(intents, plain, language, named, spoke=_spoke_of_order(state), to_place=bool(where))
    intents = compared_with_others(intents, plain, language, product)
    if words := manipulates(text):
        # Who speaks to the machine in a shop's or an office's voice asks for nobody, takes leave of nobody.
        others = tuple(one for one in intents if one.intent not in _OF_THE_VOICE)
        intents = (*others, ReadIntent("manipulation", _SURE, words))
    address = address_in(plain, language)
    elsewhere = intents[0].intent == "order_status" and "sent" in named and not _ASKS.search(plain)
    elsewhere = elsewhere or intents[0].intent in OF_THE_THING or intents[0].confidence < _UNSURE
    if address and elsewhere:
        others = tuple(one for one in intents if one.intent not in {"unclear", "change_address"})
        intents = (ReadIntent("change_address", _UNSURE, address), *others)
    if in_distress(text) or threatens(text):
        # Nothing is sold to whoever writes so; only a person goes on.
        intents = (ReadIntent("human", _SURE, plain[:160]),)
    main = {one.intent for one in intents}
    concepts = concepts_in(plain, language)
    refers = _refers(plain, language)
    skus = nearest(skus_in(plain, concepts, product), state.focus.sku if refers else "", product)
    intents = asked_instead(intents, plain, language, of_variant=_is_one_of(skus, product))
    read = Understood(
        text=text,
        language=tag_of(language),
        intents=intents,
        concepts=concepts,
        asks_whether=whether,
        measured=measured_in(plain, language, about_size=bool(main & _ABOUT_SIZE)),
        figures=figures_in(plain),
        amount=amount_in(plain),
        country="" if intents[0].intent == "origin" and intents[0].confidence >= 0.5 else where,
        identity=identity,
        address=address,
        skus=skus,
        refers=refers,
        doubts=_doubts(text, intents),
    )
    read = _with_options(read, plain, language, state, product) or put_right(read, state.focus)
    return with_focus(read, state.focus)


def _with_options(
    read: Understood, text: str, language: str, state: State, product: ProductSummary | None
) -> Understood | None:
    """A message that asks of variants by their options; None where it does not or an order is at hand."""
    tells_a_body = read.intent == "size_advice" and any(one.of for one in read.measured)
    if state.pending is not None or state.wishes or read.identity.order_id or tells_a_body:
        return None
    found = options_asked(text, language, read.intents, product, state.focus, refers=read.refers)
    return replace(read, options=found[0], intents=found[1], skus=found[0].skus) if found else None


def _is_one_of(skus: tuple[str, ...], product: ProductSummary | None) -> bool:
    """Whether a few of several variants are named."""
    return product is not None and 0 < len(skus) < len(product.variants)


def _by_place(
    intents: tuple[ReadIntent, ...], text: str, language: str, named: frozenset[str], *, sends: bool
) -> tuple[ReadIntent, ...]:
    """What is asked of a sending, by the place that is named; ``sends``: one is, and no question stands."""
    parts = parts_of(text, language)
    intents = of_the_thing(intents, text, language, _SENDS)
    if sends:
        intents = sent_besides(_sent_there(intents, named), parts, language, _SENDS)
        intents = how_long_it_takes(intents, parts, language, _SENDS)
    asking = [one for one in parts if _asks_whether(one, language)]
    return without_carried(of_delivery(intents, text), asking, language)


def _sent_there(intents: tuple[ReadIntent, ...], named: frozenset[str]) -> tuple[ReadIntent, ...]:
    """Whether it is sent to a place, or what that costs, where nothing surer was read beside the place."""
    main = intents[0]
    if "days" in named and main.intent in _HOW_LONG and main.confidence <= _READ_SO:
        return (ReadIntent("delivery_time", _UNSURE, main.words), *intents[1:])
    if main.intent in SENDING and main.confidence < _UNSURE and named & _SENDS:
        return (replace(main, confidence=_UNSURE), *intents[1:])
    if not named & _SENDS or named & _PAYS or (main.intent != "unclear" and main.confidence > _SUPPOSED):
        return intents
    meant: Intent = "delivery_cost" if "cost" in named else "ships_to"
    others = tuple(one for one in intents if one.intent not in {"unclear", "features", meant})
    return (ReadIntent(meant, _UNSURE, main.words), *others)


def _of_product(
    intents: tuple[ReadIntent, ...], text: str, language: str, state: State, *, whether: bool
) -> tuple[ReadIntent, ...]:
    """With a question about the product in talk, where what is read of the message is hardly anything."""
    supposed = ReadIntent("features", _SUPPOSED, text[:160])
    if _is_supposed(intents[0], text, language, whether=whether):
        return (supposed,)
    if _is_not_bought(intents[0], state) and whether:
        return (supposed, *intents[1:])
    asks = whether or _asks_openly(text, language)
    return (supposed, *intents) if asks and _greets_and_asks(intents, text, language) else intents


def _asks_openly(text: str, language: str) -> bool:
    """A question mark and a word that asks for more than yes or no: how many, which."""
    return bool(_ASKS.search(text)) and bool(
        slot_patterns(language).open.search(folded(text[:400], language))
    )


def _of_what_waits(
    intents: tuple[ReadIntent, ...], waits: Pending, text: str, language: str
) -> tuple[ReadIntent, ...]:
    """ "And what does that cost?" to the question that stands is about it, not about a thing or its sending.

    Who names a thing asks for its price. What comes back costs as the rules of returns say; what else it
    comes to stands in the question, which is put again.
    """
    first = intents[0]
    if first.intent not in _COSTS or concepts_in(text, language):
        return intents
    back = waits.call.tool in _SENDS_BACK
    instead = replace(first, intent="returns_policy") if back else replace(first, intent="unclear")
    return (instead, *(one for one in intents[1:] if one.intent not in {*_COSTS, instead.intent}))


def _is_supposed(main: ReadIntent, text: str, language: str, *, whether: bool) -> bool:
    """Whether a message asks something, and what is so unsure that the product is likeliest."""
    if main.intent != "unclear" and (main.intent in _SAYS_LITTLE or main.confidence >= _SUPPOSED):
        return False
    asks = whether or _ASKS.search(text) or slot_patterns(language).open.search(folded(text[:400], language))
    return bool(asks)


def _greets_and_asks(intents: tuple[ReadIntent, ...], text: str, language: str) -> bool:
    """Whether a greeting is all that was read of a message that names something to ask about."""
    return all(one.intent == "greeting" for one in intents) and bool(matters().named(text, language))


def _of_manners(intents: tuple[ReadIntent, ...], text: str, language: str) -> tuple[ReadIntent, ...]:
    """Without what is unsure beside a greeting, thanks or a leave that is sure, where no thing is named.

    "Thanks, that was all" asks for no washing, "long day, how is yours?" for no delivery time.
    """
    manners = any(one.intent in _OF_MANNERS and one.confidence >= _UNSURE for one in intents)
    if not manners or matters().named(text, language):
        return intents
    return tuple(one for one in intents if one.intent in _OF_MANNERS or one.confidence >= _HINT)


def _is_not_bought(main: ReadIntent, state: State) -> bool:
    """Whether "will it leak?" was read as damage of an order, where nobody spoke of an order."""
    return main.intent in _OF_BOUGHT and main.confidence < _BOUGHT and not _spoke_of_order(state)


def _spoke_of_order(state: State) -> bool:
    return bool(state.user or state.wishes or state.focus.order_id or state.pending)


def _with_certain(
    intents: tuple[ReadIntent, ...], answer: str, identity: Identity, text: str, *, waits: bool
) -> tuple[ReadIntent, ...]:
    """Yes, no and who he is are read by rule, not by likeness: without the rule's word it is neither."""
    rest = tuple(one for one in intents if one.intent not in {"yes", "no"})
    if answer != "neither":
        first: Intent = "yes" if answer == "yes" else "no"
        others = tuple(one for one in rest if one.intent not in {"unclear", "identify"})
        if waits and first == "yes":
            others = ()
        return (ReadIntent(first, _SURE, text[:160]), *others[:2])
    known = bool(identity.email or (identity.name and identity.postcode))
    if known and all(one.intent != "identify" for one in rest):
        certain = ReadIntent("identify", _SURE, text[:160])
        sure = tuple(one for one in rest if one.intent != "unclear" and one.confidence >= 0.5)
        return (*sure, certain) if sure else (certain,)
    return rest or (ReadIntent("unclear", 0.5, text[:160]),)


def _asked_first(intents: tuple[ReadIntent, ...], named: frozenset[str]) -> tuple[ReadIntent, ...]:
    """Where no question stands, a yes or no in front of what is asked for says nothing of its own.

    But "no, don't cancel it" wants no cancelling, if "no, I don't need it any more" does.
    """
    if intents[0].intent not in {"yes", "no"}:
        return intents
    asked = [one for one in intents[1:] if one.intent not in _SAYS_LITTLE and one.confidence >= _UNSURE]
    if intents[0].intent == "no" and asked and asked[0].intent in _ACTS and "no_longer" not in named:
        return intents
    return (*asked, *(one for one in intents if one not in asked))


def _names_another(text: str, language: str, tool: str) -> bool:
    """Whether the words point to another act than the one that was asked about, and not to that one."""
    meant = _MEANT_BY.get(tool, _ACTS)
    points = pointed([text], language)[0]
    named = {intent for intent in _ACTS if points[INTENTS.index(intent)] > 0}
    return bool(named) and not named & meant


def _asks_whether(text: str, language: str) -> bool:
    """A question that yes or no answers: a word that asks so, and none that asks for more in front of it."""
    patterns = slot_patterns(language)
    line = folded(text[:400], language)
    whether = patterns.whether.search(line)
    if whether is None:
        return bool(_ASKS.search(text)) and patterns.open.search(line) is None
    opens = patterns.open.search(line)
    if opens is None:
        return True
    return language not in {"zh", "th", "ja", "ko", "tr"} and whether.start() < opens.start()


def _refers(text: str, language: str) -> bool:
    return (
        len(text) <= _REFERRING and slot_patterns(language).refers.search(folded(text, language)) is not None
    )


def _doubts(text: str, intents: tuple[ReadIntent, ...]) -> tuple[str, ...]:
    found = ["the message is longer than is read; its end is not"] if len(text) > LONGEST else []
    if intents[0].intent == "unclear":
        found.append("what the message asks for is not understood")
    return tuple(found)
