"""The shop's terms for an intent: its rules for the country, its own words, what the product says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from argosy_commerce.reading.items import Amount
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.choosing import Choice
from cs_agent.domain.answering.phrases import sentence
from cs_agent.domain.answering.rules import Rules, countries_of, values_of
from cs_agent.domain.answering.scene import OWN_MATTERS, Scene
from cs_agent.domain.answering.stating import stated
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.policies import EVERYWHERE
from cs_agent.domain.knowledge.policy_text import keys_of_text
from cs_agent.domain.understanding.notions import notions_in
from cs_agent.domain.understood import Intent

RULES: Final[Mapping[Intent, tuple[str, ...]]] = {
    "delivery_time": ("SHIPPING:large_items", "SHIPPING:delivery_time"),
    "delivery_cost": ("SHIPPING:delivery_cost", "SHIPPING:large_items"),
    "ships_to": ("SHIPPING:delivery_time", "SHIPPING:delivery_cost", "SHIPPING:large_items"),
    "customs": ("TERMS:duties",),
    "payment": ("TERMS:payment",),
    "returns_policy": ("REFUND:returns", "REFUND:return_shipping"),
    "warranty": ("TERMS:warranty",),
    "invoice": ("TERMS:invoice",),
}
"""Rules that answer an intent, as KIND:RULE, in the order they are said."""
_BESIDES: Final[Mapping[str, tuple[frozenset[Intent], str]]] = {
    "pick_up": (frozenset({"delivery_time", "delivery_cost", "ships_to"}), "SHIPPING:pick_up"),
    "exchange": (frozenset({"returns_policy"}), "REFUND:exchange"),
    "damage": (frozenset({"returns_policy", "warranty"}), "REFUND:damage"),
}
"""Rules that a matter asks for besides, beside which intents."""
_BY_COUNTRY: Final[frozenset[Intent]] = frozenset({"delivery_time", "delivery_cost", "ships_to"})
_NOT_THERE: Final = "verdict:no:ships"
_SENDING: Final[frozenset[Intent]] = frozenset({"ships_to", "delivery_cost"})
"""What no entry of the shop's answers for a country: whether goods go there, and what that costs."""
_BY_ENTRY: Final[frozenset[Intent]] = frozenset({"delivery_time", "payment", "invoice", "customs"})
"""Intents of which an entry of the shop's that is asked for says enough."""


def terms_told(scene: Scene, intent: Intent) -> list[Sentence]:
    """What the shop's terms say to an intent of RULES; where they say nothing, what else was found."""
    choice = scene.choice()
    headed = [fact for fact in choice.facts if _is_on_it(scene, intent, fact)]
    special = headed[:2]
    if intent in _BY_COUNTRY:
        special += [fact for fact in _of_islands(scene) if fact not in special]
    told = stated(scene, Choice(tuple(special))) if special else []
    asks_rule = intent in scene.question.matters
    if intent in _BY_ENTRY and not asks_rule and any(fact.kind == "faq" for fact in special):
        return told
    rules = Rules(scene.saying, scene.country, _grams(scene))
    if intent in _BY_COUNTRY and (not_there := _not_sent(scene, rules)):
        return not_there
    if intent == "ships_to" and (there := _ships(scene)) is not None:
        told.append(there)
    ruled = [
        said
        for name in (*_asked_besides(scene, intent), *RULES[intent])
        for fact in _of_rule(scene, name)
        for said in rules.sentences(fact)
    ]
    if intent == "returns_policy" and "return_condition" in scene.question.matters:
        ruled += [scene.saying.sentence(fact) for fact in _not_understood(scene)]
    if intent == "warranty" and any(fact.kind == "attribute" and fact.items for fact in special):
        ruled = []  # the product's own row prevails over the rule for all
    told = [*ruled, *told] if asks_rule else [*told, *ruled]
    if intent in _BY_COUNTRY and not scene.country and (not told or countries_of(scene.everything)):
        told.append(sentence("knowledge", "ask_country_ship", scene.saying.tag, "asks"))
    if scene.country and not ruled and (intent in _SENDING or (intent in _BY_COUNTRY and not told)):
        slots = {"country": rules.country}
        told.insert(0, sentence("terms", "ships_not_stated", scene.saying.tag, "unknown", slots=slots))
    told = told or stated(scene, choice)
    frees = any(one.rule == "rule:delivery_free" for one in ruled)
    if frees and "free" in notions_in(scene.read.text, scene.saying.language):
        told += scene.offers.price(scene.skus())  # what the order comes to decides
    if intent == "customs" and not scene.country and not ruled:
        told = told or [scene.saying.sentence(fact) for fact in _words_on(scene, "customs")]
        told.append(sentence("knowledge", "ask_country_ship", scene.saying.tag, "asks"))
    return told


def _is_on_it(scene: Scene, intent: Intent, fact: Fact) -> bool:
    """Whether an entry of the shop's, or a row of the product, is headed by what the terms tell."""
    if fact.kind == "faq":
        return scene.is_headed(fact)
    return fact.kind == "attribute" and bool(scene.heads(fact) & OWN_MATTERS.get(intent, frozenset()))


def _not_understood(scene: Scene) -> list[Fact]:
    """The shop's own sentences on the state in which goods come back, where no rule says them."""
    of_returns = [row for row in scene.rows.values() if row.fact.ref.startswith("REFUND:")]
    texts = [row for row in of_returns if row.fact.kind == "policy" and ":#" in row.fact.ref]
    if not texts:
        return []
    language = next(iter(texts[0].fact.words))
    market = texts[0].fact.ref.split(":")[1].replace(EVERYWHERE, "")
    if keys_of_text([row.fact.quote for row in texts], "REFUND", market, language):
        return []
    return [row.fact for row in texts if "return_condition" in row.matters][:2]


def _words_on(scene: Scene, matter: str) -> list[Fact]:
    """The shop's own sentences on something, of its terms for all countries."""
    terms = (row for row in scene.rows.values() if row.fact.ref.startswith("TERMS:") and ":#" in row.fact.ref)
    return [row.fact for row in terms if row.fact.kind == "policy" and matter in row.matters][:2]


def _not_sent(scene: Scene, rules: Rules) -> list[Sentence]:
    """That the product is not sent there, by its name or its weight; nothing where it is."""
    for fact in _of_rule(scene, "SHIPPING:not_sent_to"):
        if there := [replace(one, kind="derived", rule=_NOT_THERE) for one in rules.sentences(fact)]:
            return there
    for fact in _of_rule(scene, "SHIPPING:not_shipped"):
        if _is_listed(scene, fact):
            return [replace(one, kind="derived", rule=_NOT_THERE) for one in rules.sentences(fact)]
    for fact in _of_rule(scene, "SHIPPING:large_items"):
        for said in rules.sentences(fact):
            if said.rule == "rule:large_not_sent":
                weights = [one for one in scene.own if one.kind == "weight"][:1]
                no = replace(said, kind="derived", facts=(fact, *weights), rule=_NOT_THERE)
                return [no, *(scene.saying.sentence(one) for one in weights)]
    return []


def _is_listed(scene: Scene, fact: Fact) -> bool:
    """Whether a rule names the product by its id, or all of its variants that may be meant."""
    listed = {one.strip() for one in values_of(fact).get("not_shipped", "").split(",")}
    meant = set(scene.skus()) or {one.ref for one in scene.own if one.kind == "variant"}
    return scene.product in listed or (bool(meant) and meant <= listed)


def _asked_besides(scene: Scene, intent: Intent) -> list[str]:
    matters = scene.question.matters
    if intent == "returns_policy" and "exchange" in notions_in(scene.read.text, scene.saying.language):
        matters |= {"exchange"}  # 颜色不喜欢能换吗
    return [name for matter, (beside, name) in _BESIDES.items() if matter in matters and intent in beside]


def _of_islands(scene: Scene) -> list[Fact]:
    """The shop's entry on islands, where the buyer names one or says that his place is one."""
    if "islands" not in scene.named:
        return []
    return [
        row.fact for row in scene.rows.values() if row.fact.kind == "faq" and "islands" in row.head_matters
    ][:1]


def _of_rule(scene: Scene, name: str) -> list[Fact]:
    kind, _, rule = name.partition(":")
    policies = (fact for fact in scene.facts if fact.kind == "policy")
    return [
        fact for fact in policies if fact.ref.startswith(f"{kind}:") and fact.ref.split(":", 2)[2] == rule
    ]


def _ships(scene: Scene) -> Sentence | None:
    """That goods go there: the shop has a delivery rule for the country, or one for all others."""
    rules = _of_rule(scene, "SHIPPING:delivery_time") or _of_rule(scene, "SHIPPING:delivery_cost")
    if not rules or not scene.country:
        return None
    slots = {"country": Rules(scene.saying, scene.country).country}
    facts = (rules[0],)
    return sentence(
        "terms", "ships_yes", scene.saying.tag, "derived", facts, rule="verdict:yes:ships", slots=slots
    )


def _grams(scene: Scene) -> Decimal | None:
    weights = (fact for fact in scene.own if fact.kind == "weight")
    found = (item.quantity for fact in weights for item in fact.items if isinstance(item, Amount))
    return next((one.to("g").value for one in found), None)
