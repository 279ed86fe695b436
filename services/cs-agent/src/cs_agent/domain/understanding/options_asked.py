"""Whether a message asks of a product's variants by their options, and what: a price, whether there is one.

It does where nothing else is left of it once the options and the words around them are taken away; whatever
else is left is asked of the thing and answered from its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from argosy_commerce.folding import folded
from cs_agent.domain.conversation import Focus
from cs_agent.domain.knowledge.languages import small_words
from cs_agent.domain.retrieval.analysis import TOGETHER
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.retrieval.vocabulary import vocabulary
from cs_agent.domain.understanding import pricing
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understanding.option_naming import Naming, named_options
from cs_agent.domain.understanding.option_values import choices_of
from cs_agent.domain.understanding.option_words import OptionWords, idle, option_words
from cs_agent.domain.understanding.slot_words import slot_patterns
from cs_agent.domain.understanding.weighing import parts_of
from cs_agent.domain.understood import Intent, OptionsAsked, ReadIntent

Way = Literal["price", "whether", "both", "least", "apart"]
_LONGEST: Final = 160
_BARE: Final = 40
"""Characters of a message that may be no more than the name of an option."""
_SHORTEST: Final = 16
"""Characters of one that is surely no more: what was named before stands beside it."""
_SURE: Final = 0.9
_SURE_OF_TERMS: Final = 0.6
_LEFT_OF_LETTERS, _LEFT_OF_SIGNS = 1, 3
"""Words, or signs where words are not parted, that may be left though nothing knows what they mean."""
_BY_HOLD: Final = ("size", "amount", "pack", "words", "colour", "plug", "model")
"""Kinds of options by how soon another will do: who asks for his phone's wants no other phone's."""
_OF_THE_SHOP: Final[frozenset[Intent]] = frozenset(
    {"delivery_time", "delivery_cost", "ships_to", "customs", "payment", "returns_policy", "warranty"}
)
_PRICE: Final[frozenset[Intent]] = frozenset({"price"})
_WHETHER: Final[frozenset[Intent]] = frozenset({"stock", "variants", "compatibility", "size_advice"})
_ELSE: Final[frozenset[Intent]] = frozenset(
    {"return_item", "exchange_item", "change_order", "cancel_order", "order_status", "wrong_item", "damaged",
     "missing_part", "refund_request", "refund_status", "change_address", "delivered_not_received",
     "identify",
     "yes", "no", "manipulation", "human", "invoice", "payment_problem", "medical", "legal"}
)  # fmt: skip
_OF_OFFERS: Final[frozenset[Intent | None]] = frozenset({"price", "stock", "variants"})
_READ, _READ_SURELY = 0.5, 0.75


def options_asked(
    text: str,
    language: str,
    intents: tuple[ReadIntent, ...],
    product: ProductSummary | None,
    focus: Focus,
    *,
    refers: bool,
) -> tuple[OptionsAsked, tuple[ReadIntent, ...]] | None:
    """What a cleaned message asks of variants, with the intents of all of it; None where it asks of none.

    Args:
        focus: what was talked of before: an option of it stands where the message points back or is bare.
    """
    goes_on = focus.intent in _OF_OFFERS and len(text) <= _BARE
    if product is None or len(text) > _LONGEST or not choices_of(product) or _is_of_else(intents, goes_on):
        return None
    pieces = (text, *(one for one in parts_of(text, language) if len(one) < len(text.strip())))
    for place, piece in enumerate(pieces):
        naming = named_options(piece, language, product)
        way = _way(piece, language, intents, naming, focus, is_part=place > 0)
        if way is None:
            continue
        asked = _resolved(naming, way, product, focus, goes_on=refers or len(piece) <= _SHORTEST)
        mine = ReadIntent(asked.intent, _SURE, piece[:160])
        return asked, (mine, *_besides(intents, piece, is_part=place > 0))
    return None


def _is_of_else(intents: Sequence[ReadIntent], goes_on: bool) -> bool:
    """Whether an order, another maker or the conversation itself is what is surely spoken of."""
    main = intents[0]
    if main.intent == "competitor":
        return main.confidence >= _SURE
    return main.intent in _ELSE and main.confidence >= (_READ_SURELY if goes_on else _READ)


def _besides(intents: Iterable[ReadIntent], piece: str, *, is_part: bool) -> list[ReadIntent]:
    """What else is asked: the shop's terms, or what other words of the message say."""
    return [
        one
        for one in intents
        if one.confidence >= _SURE_OF_TERMS
        and (one.intent in _OF_THE_SHOP or (is_part and one.words not in piece and piece not in one.words))
        and not (not is_part and one.intent in {"delivery_cost", "returns_policy", "warranty", "payment"})
    ]


def _way(
    text: str, language: str, intents: tuple[ReadIntent, ...], naming: Naming, focus: Focus, *, is_part: bool
) -> Way | None:
    """What is asked of the options; None where it is none of these, or something else is asked too."""
    words, line = option_words(language), folded(text, language)
    several = any(len(one) > 1 for one in naming.values.values())
    least = words.least.search(line) is not None or (
        words.than.search(line) is not None and (several or words.which.search(line) is not None)
    )
    money = pricing.asks_for_money(text, language)
    priced = money or _reads(intents, _PRICE)
    opens = slot_patterns(language).open.search(line) is not None
    measures = opens and not money and "dimensions" in matters().named(naming.rest, language)
    if (naming.is_empty and not least) or measures:  # "what are the measures of L": no price
        return None
    is_else = pricing.is_of_something_else(naming.rest, language)
    if is_else or not _is_all(naming.rest, words, language, priced=priced and not naming.is_empty):
        return None
    has = pricing.asks_for_one(text, language) or words.there.search(line) is not None
    if several and "difference" in matters().named(text, language):
        return "apart"
    if least or priced:
        return "least" if least else "both" if has else "price"
    if has or is_part:
        return "whether" if has else None
    return _bare(text, naming.rest, language, intents, focus)


def _bare(text: str, rest: str, language: str, intents: tuple[ReadIntent, ...], focus: Focus) -> Way | None:
    """What an option is asked for that is only named: what was asked before, if that was of offers."""
    opens = slot_patterns(language).open.search(folded(rest, language)) is not None
    if opens and not _reads(intents[:1], _WHETHER):
        return "price"
    if len(text) > _BARE or focus.intent not in _OF_OFFERS | {None}:
        return None
    return "price" if focus.intent == "price" else "whether"


def _reads(intents: Iterable[ReadIntent], wanted: frozenset[Intent]) -> bool:
    return any(one.intent in wanted and one.confidence >= _READ for one in intents)


def _is_all(rest: str, words: OptionWords, language: str, *, priced: bool) -> bool:
    """Whether nothing is asked for by what is left; ``priced``: a thing may be named beside its price."""
    if language in TOGETHER and _names(rest, language) and not priced:
        return False  # 掉色 is a word of its own before 色 is taken out of it
    for pattern in (words.least, words.than, words.which, words.there, words.around):
        rest = pattern.sub(" ", rest)
    rest = pricing.without_asking(rest, language)
    slots = slot_patterns(language)
    for pattern in (slots.whether, slots.open, slots.refers):
        rest = pattern.sub(" ", rest)
    if matters().named(rest, language) - idle().matters:
        return False
    if _names(rest, language):
        return priced and language not in TOGETHER
    if language in TOGETHER:
        return sum(map(str.isalpha, rest)) <= (_LEFT_OF_SIGNS * (2 if language == "th" else 1))
    small = small_words(language)
    left = [one for one in rest.split() if sum(map(str.isalpha, one)) > 2 and one.strip("?!.,'") not in small]
    return len(left) <= _LEFT_OF_LETTERS + (2 if priced else 0)


def _names(rest: str, language: str) -> bool:
    """Whether everyday words of it mean something that is no option."""
    return any(not ids & idle().meanings for ids in vocabulary().meanings(rest, language))


def _resolved(
    naming: Naming, way: Way, product: ProductSummary, focus: Focus, *, goes_on: bool
) -> OptionsAsked:
    """The variants that have all that is named, and of what was named before what stands."""
    options = choices_of(product)
    kinds = {one.name: one.kind for one in options}
    told = naming.lacking | naming.unsure
    named = {name: set(values) for name, values in naming.values.items() if name in kinds}
    goes_on = goes_on and way not in {"apart", "least"}
    kept = _kept(product, focus, {*named, *told}, kinds) if goes_on else {}
    wanted = {**kept, **named}
    skus = _having(product, wanted) if wanted else ()
    if kept and not skus and "colour" in {kinds[one] for one in named}:
        # "How much is the green in XL? Do you have it in navy?": whichever sizes navy comes in.
        wanted, skus = named, _having(product, named)
    near: tuple[str, ...] = ()
    if wanted and not skus:
        near = _nearest(product, wanted, kinds)
    return OptionsAsked(
        way,
        tuple(sorted((name, value) for name, values in wanted.items() for value in values)),
        skus,
        near,
        tuple(sorted(naming.lacking)),
        tuple(sorted(naming.unsure)),
        tuple(one.name for one in options if one.kind == "pack"),
        tuple((one.sku, tuple(one.options.items())) for one in product.variants),
    )


def _kept(
    product: ProductSummary, focus: Focus, told: set[str], kinds: Mapping[str, str]
) -> dict[str, set[str]]:
    """Values that stand from before: those named, and those of the one variant that was talked of."""
    found: dict[str, set[str]] = {}
    named = {name for name, _ in focus.options}
    of_one = next((one.options for one in product.variants if one.sku == focus.sku), {})
    before = [*focus.options, *((name, value) for name, value in of_one.items() if name not in named)]
    for name, value in before:
        if name in kinds and name not in told:
            found.setdefault(name, set()).add(value)
    return found


def _having(product: ProductSummary, wanted: Mapping[str, set[str]]) -> tuple[str, ...]:
    return tuple(
        one.sku
        for one in product.variants
        if all(one.options.get(name) in values for name, values in wanted.items())
    )


def _nearest(
    product: ProductSummary, wanted: Mapping[str, set[str]], kinds: Mapping[str, str]
) -> tuple[str, ...]:
    """Those that have all but one of what is wanted, the option that is given up most easily first."""
    for name in sorted(wanted, key=lambda one: _BY_HOLD.index(kinds[one])):
        if found := _having(product, {one: values for one, values in wanted.items() if one != name}):
            return found
    return ()
