"""What a product is: every category that its words name, weighed; data/categories.yaml has the weights."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.mentions import CategoryMention
from search_tagger.domain.tags import Category


@dataclass(frozen=True, slots=True)
class Candidate:
    """A category with its points, and what gave them: ("title.first", 2.2)."""

    id: str
    points: float
    reasons: tuple[tuple[str, float], ...]
    mentions: tuple[CategoryMention, ...] = ()


def candidates(
    mentions: Sequence[CategoryMention], hinted: Sequence[Sequence[str]], lexicon: Lexicon
) -> list[Candidate]:
    """The best first. ``hinted``: the categories named by each part of the merchant's path."""
    weights = rules("categories")
    reasons: defaultdict[str, dict[str, float]] = defaultdict(dict)
    was_joined = False
    for mention in mentions:
        why = reasons[mention.id]
        if mention.evidence.kind == "attribute":
            why["row"] = weights["row"]
            continue
        place = ("first", "second")[mention.place] if mention.place < 2 else "later"
        if any(reason.startswith("title") for reason in why):
            why["repeated"] = weights["repeated"]
        else:
            why[f"title.{place}"] = weights["title"][place]
            if mention.of_another:
                why["of_another"] = weights["of_another"]
            elif mention.joined:
                why["joined"] = weights["joined"]
            elif was_joined:
                why["head"] = weights["head"]
        if mention.id in weights["weak"]["ids"]:
            why["weak"] = weights["weak"]["points"]
        was_joined = mention.joined
    for back, part in enumerate(reversed(hinted)):
        for category in part:
            place = "earlier" if back else "last"
            reasons[category].setdefault(f"hint.{place}", weights["hint"][place])
    _weigh_kin(reasons, weights, lexicon)
    named: defaultdict[str, list[CategoryMention]] = defaultdict(list)
    for mention in mentions:
        named[mention.id].append(mention)
    found = [
        Candidate(c, sum(why.values()), tuple(why.items()), tuple(named[c])) for c, why in reasons.items()
    ]
    return sorted(found, key=lambda candidate: -candidate.points)


def _weigh_kin(reasons: Mapping[str, dict[str, float]], weights: Mapping[str, Any], lexicon: Lexicon) -> None:
    """Jeans beside trousers are jeans."""
    for category, why in reasons.items():
        above = set(lexicon.ancestors(category)[1:]) & set(reasons)
        if above and "of_another" not in why and "joined" not in why:
            why["more_exact"] = weights["more_exact"]
        if any(category in lexicon.ancestors(other)[1:] for other in reasons):
            why["less_exact"] = weights["less_exact"]


def category_of(found: Sequence[Candidate], lexicon: Lexicon) -> Category | None:
    """The best with its path and how likely a person agrees; None where none is named."""
    if not found or found[0].points <= 0:
        return None
    best = found[0]
    path = tuple(reversed(lexicon.ancestors(best.id)))
    kin = set(path)
    others = [c for c in found[1:] if c.id not in kin and best.id not in lexicon.ancestors(c.id)]
    lead = best.points - others[0].points if others else best.points
    return Category(best.id, path, _likely(best.points, lead))


def for_audience(category: Category, audiences: Collection[str], lexicon: Lexicon) -> Category:
    """A bed for dogs is a pet bed: the category that a thing is for who it is for."""
    above = lexicon.ancestors(category.id)
    for rule in rules("categories")["for_audience"]:
        thing = next((c for c in above if c in rule["things"]), None)
        people = any(a.startswith("audience.") and a not in rule["audience"] for a in audiences)
        if thing is not None and not people and not set(rule["audience"]).isdisjoint(audiences):
            found = rule["things"][thing]
            return Category(found, tuple(reversed(lexicon.ancestors(found))), category.confidence)
    return category


def _likely(points: float, lead: float) -> float:
    fit = rules("categories")["confidence"]
    odds = fit["at_none"] + fit["of_points"] * points + fit["of_lead"] * lead
    likely = 1 / (1 + math.exp(-odds))
    return round(min(float(fit["most"]), max(float(fit["least"]), likely)), 3)
