"""A buyer's answer to an offer, read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from argosy_commerce.money import Money
from refund_agent.domain.complaints.amounts import asked_for, contradictory, speaks_of
from refund_agent.domain.complaints.origin import language_of
from refund_agent.domain.complaints.reading import threats
from refund_agent.domain.complaints.reply import Meaning, Reply
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import Spelled, spelled
from refund_agent.domain.complaints.tongues import speech
from refund_agent.domain.options import Offer

_Span = tuple[int, int]


@dataclass(slots=True)
class _Heard:
    """What the words say: the places of each meaning, the amount, the doubts gathered on the way."""

    read: Spelled
    places: Mapping[str, tuple[_Span, ...]]
    asks: bool
    counter: Money | None
    share: float | None
    person: bool
    doubts: list[str] = field(default_factory=list)

    def says(self, meaning: str) -> bool:
        return bool(self.places.get(meaning))

    def words(self, meaning: str) -> tuple[str, ...]:
        spans = self.places.get(meaning, ())[:3]
        return tuple(dict.fromkeys(self.read.quote(*span) for span in spans))


def read_reply(
    text: str, language: str, accepts: bool, counter: Money | None, offer: Offer | None, *, currency: str = ""
) -> Reply:
    """Reads an answer to ``offer`` (None: there was none); never raises for any text.

    ``accepts`` and ``counter`` are what the buyer chose in a form; where the words say otherwise, a doubt
    tells, and nothing is taken for a yes. ``currency``: the order's where there is no offer.
    """
    tag = language_of(text, language)
    heard = _heard(text, tag, offer, currency)
    if heard.counter and counter and heard.counter != counter:
        heard.doubts.append("the buyer's words name another amount than the form")
    meaning, confidence = _meant(heard, text, accepts, counter, offer)
    amount = counter or heard.counter
    countered = meaning == "counters"
    return Reply(
        language="pt-BR" if tag == "pt" else tag,
        meaning=meaning,
        confidence=confidence,
        words=heard.words(meaning),
        counter=amount if countered else None,
        counter_share=heard.share if countered and amount is None else None,
        wants_person=heard.person,
        sends_back=heard.says("returns"),
        threats=threats(heard.read, speech(tag)),
        doubts=tuple(heard.doubts),
    )


def _heard(text: str, tag: str, offer: Offer | None, currency: str) -> _Heard:
    offered = offer.refund if offer else None
    currency = offered.currency if offered else currency
    said = speech(tag)
    read = spelled(text, tag, said.contrasts)
    scopes = Scopes.of(read, said)
    places: dict[str, tuple[_Span, ...]] = {
        name: _spans(pattern, read) for name, pattern in said.replies.items()
    }
    refuses, agrees = places.get("refuses", ()), places.get("accepts", ())
    places["refuses"] = tuple(span for span in refuses if not _inside(span, agrees))
    places["accepts"] = tuple(
        span
        for span in agrees
        if not _inside(span, refuses)
        and not read.asks(span[0])
        and not scopes.denied(*span)
        and not scopes.supposed(*span)
    )
    for name in ("returns", "exchanges"):
        wanted = tuple(span for span in places.get(name, ()) if not scopes.denied(*span))
        # "Can you swap it?" after a no is a wish; alone it may be no more than a question.
        no = bool(places["refuses"])
        places[name] = tuple(span for span in wanted if no or not read.asks(span[0]))
    counter, share = asked_for(read, said, currency, reply=True, offered=offered)
    heard = _Heard(
        read, places, bool(read.questions), counter, share, said.person.search(read.text) is not None
    )
    if contradictory(read, said, currency, offered):
        heard.doubts.append("the buyer names several amounts")
    if read.cut:
        heard.doubts.append("the text is longer than is read; its end is not")
    return heard


def _meant(
    heard: _Heard, text: str, accepts: bool, counter: Money | None, offer: Offer | None
) -> tuple[Meaning, float]:
    if heard.person or heard.says("person"):
        return "person", 0.9
    if counter is not None:
        if accepts or (heard.says("accepts") and not heard.says("counters")):
            heard.doubts.append("the buyer accepts and names another amount")
        return "counters", 0.9
    if heard.counter is not None or heard.share is not None:
        return _of_amount(heard, accepts, offer)
    moved = _of_goods(heard, offer)
    if moved is not None:
        if accepts and moved != "accepts":
            heard.doubts.append("the form accepts, the words want something else")
        return moved, 0.8
    return _of_words(heard, text, accepts)


def _of_amount(heard: _Heard, accepts: bool, offer: Offer | None) -> tuple[Meaning, float]:
    """An answer that names an amount or a share."""
    if "the buyer names several amounts" in heard.doubts:
        return "asks", 0.4
    if heard.counter is not None and speaks_of(heard.counter, offer.refund if offer else None):
        return _of_the_offer(heard, accepts, offer)
    if accepts:
        heard.doubts.append("the form accepts, the words name another amount")
    return "counters", 0.85 if heard.counter else 0.75


def _of_the_offer(heard: _Heard, accepts: bool, offer: Offer | None) -> tuple[Meaning, float]:
    """An answer that names the amount that was offered, or less: "£16 is no use to me, I want a large"."""
    moved = _of_goods(heard, offer)
    if moved is not None:
        return moved, 0.8
    if heard.says("refuses"):
        return "refuses", 0.7
    if (heard.says("accepts") or accepts) and not heard.asks:
        return "accepts", 0.8
    return "asks", 0.5


def _of_goods(heard: _Heard, offer: Offer | None) -> Meaning | None:
    """An answer that wants the goods sent back or anew."""
    wanted: list[Meaning] = [name for name in ("returns", "exchanges") if heard.says(name)]
    if not wanted:
        return None
    if len(wanted) > 1:
        heard.doubts.append("the buyer wants to send the goods back and to have them anew")
    decision = offer.decision if offer else None
    same = {"returns": "RETURN_THEN_REFUND", "exchanges": "EXCHANGE"}[wanted[0]] == decision
    if heard.says("accepts"):
        if same and not heard.says("refuses"):
            return "accepts"
        heard.doubts.append("the buyer agrees and wants something else than is offered")
    return wanted[0]


def _of_words(heard: _Heard, text: str, accepts: bool) -> tuple[Meaning, float]:  # noqa: PLR0911 — a ladder
    yes, no = heard.says("accepts"), heard.says("refuses")
    if yes and no:
        heard.doubts.append("the buyer says both yes and no")
        return "asks", 0.3
    if accepts and no:
        heard.doubts.append("the form accepts, the words do not")
        return "asks", 0.3
    if no:
        return "refuses", 0.85
    if (yes or accepts) and heard.says("counters"):
        heard.doubts.append("the buyer agrees on a condition")
        return "asks", 0.5
    if yes and heard.asks:
        heard.doubts.append("the buyer agrees and asks something")
    if yes:
        return "accepts", 0.9
    if heard.asks or heard.says("asks"):
        if accepts:
            heard.doubts.append("the form accepts, the words ask something")
        return "asks", 0.8
    if accepts:
        return "accepts", 0.7
    return ("asks", 0.4) if text.strip() else ("refuses", 0.6)


def _spans(pattern: re.Pattern[str], read: Spelled) -> tuple[_Span, ...]:
    return tuple(found.span() for found in pattern.finditer(read.text))


def _inside(span: _Span, others: tuple[_Span, ...]) -> bool:
    """Whether it is part of a longer wording of the other kind ("ok" in "not ok")."""
    return any(
        first <= span[0] and span[1] <= last and last - first > span[1] - span[0] for first, last in others
    )
