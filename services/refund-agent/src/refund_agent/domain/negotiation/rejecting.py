"""Why nothing is given: which sentences. The words are data/messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refund_agent.domain.entitlement import Closed, Excepted
from refund_agent.domain.negotiation.told import MOST_NAMED, Told
from refund_agent.domain.negotiation.wording import Words


def rejected(words: Words, told: Told) -> Iterator[str]:
    """The rules that speak against it, those of law first."""
    if told.nothing_left:
        if told.returning:
            yield words.said("rejected_return", amount=told.returning)
        else:
            yield words.said("rejected")
            yield words.said("rejected_left", amount=told.already)
        return
    owed = told.entitlement
    closed = _worth_telling(owed.closed)
    waits = [one for one in closed if one.how == "wait"]
    if waits:
        # From the first of these days on a rule gives the money back.
        first = min(waits, key=lambda one: one.on)
        yield words.said("rejected_wait", date=first.on, source=_source(words, first))
        return
    yield words.said("rejected")
    if owed.excepted:
        named = [_source(words, one) for one in owed.excepted[:MOST_NAMED]]
        yield words.said("rejected_kind", sources=list(dict.fromkeys(named)))
    for one in closed[:MOST_NAMED]:
        yield words.said("rejected_over", date=one.on, source=_source(words, one))
    if not owed.excepted and not closed:
        looked_at = [_cited(text) for text in owed.exclusions[:MOST_NAMED]]
        if looked_at:
            yield words.said("rejected_rules", sources=list(dict.fromkeys(looked_at)))


def _source(words: Words, rule: Closed | Excepted) -> str:
    """Laws by their name; what else is written in English only, by what it is."""
    if rule.layer == "law":
        return _cited(rule.source)
    return words.said("rules_platform" if rule.layer == "platform" else "rules_shop")


def _cited(source: str) -> str:
    """The name of a rule without what it says; a country before the colon is part of the name."""
    name = source.partition(": ")[0]
    return name if len(name) > len("DE") else source


def _worth_telling(closed: Iterable[Closed]) -> list[Closed]:
    """Of each layer's rules whose time is over the one that ran longest, law first; and all that wait."""
    order = ("law", "platform", "merchant")
    over = [one for one in closed if one.how == "over"]
    latest = [
        max((one for one in over if one.layer == layer), key=lambda one: one.on, default=None)
        for layer in order
    ]
    return [*(one for one in latest if one), *(one for one in closed if one.how == "wait")]
