"""What is said of the conversation itself: greetings, refusals, hand-overs. Nothing of product or order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from cs_agent.domain.answer import Sentence, SentenceKind
from cs_agent.domain.answering.phrases import sentence
from cs_agent.domain.conversation import State
from cs_agent.domain.understanding.distress import in_distress, threatens
from cs_agent.domain.understanding.manipulating import gives_secrets
from cs_agent.domain.understood import Identity, Intent, Understood

Key = Literal[
    "greeting", "how_help", "thanks", "goodbye", "human", "handover", "waiting", "complaint_service", "abuse",
    "medical", "legal", "competitor", "off_topic", "manipulation", "unclear", "unclear_again", "rate_limit",
    "picture", "picture_unread", "no_orders", "not_sure_done", "not_certain", "secrets", "distress",
]  # fmt: skip
_OF_KIND: Final[Mapping[SentenceKind, frozenset[Key]]] = {
    "asks": frozenset({"how_help", "unclear"}),
    "handover": frozenset({"human", "handover", "waiting"}),
    "refusal": frozenset(
        {"abuse", "medical", "legal", "competitor", "off_topic", "manipulation", "rate_limit", "secrets"}
    ),
    "unknown": frozenset(
        {"picture", "picture_unread", "no_orders", "not_sure_done", "not_certain", "unclear_again"}
    ),
}
"""All others are plain manners."""
_Refused = Literal["manipulation", "medical", "legal", "competitor", "off_topic", "abuse"]
_REFUSED: Final[tuple[_Refused, ...]] = get_args(_Refused)
OF_THE_TALK: Final[frozenset[Intent]] = frozenset(
    {"yes", "no", "greeting", "thanks", "goodbye", "human", "complaint_service", "unclear", *_REFUSED}
)
"""Intents that neither a fact nor an order answers."""
_SEES: Final[frozenset[Intent]] = frozenset({"picture", "damaged", "wrong_item", "missing_part"})
"""What a picture with the message is likely to be the point of."""
_HEARD: Final = 0.5
"""An intent beside the main one counts from here on."""


def said(key: Key, language: str) -> Sentence:
    """One phrase of the conversation itself."""
    kind: SentenceKind = next((kind for kind, keys in _OF_KIND.items() if key in keys), "manners")
    return sentence("manners", key, language, kind, rule=f"manners.{key}")


def manners(understood: Understood, state: State) -> tuple[Sentence, ...]:
    """What manners ask for, in the order to be said; a hand-over's own sentence is said with it.

    A question that nothing answers (``unclear``, or a greeting alone) is among them: its kind is ``asks``.
    """
    if in_distress(understood.text):
        return (said("distress", understood.language),)
    heard = intents_of(understood)
    alone = heard <= OF_THE_TALK
    keys: list[Key] = []
    if "greeting" in heard and (alone or not _answered(state)):
        keys.append("greeting")
    if "complaint_service" in heard:
        keys.append("complaint_service")
    refused = next((key for key in _REFUSED if key in heard and (alone or key != "abuse")), None)
    keys += [refused] if refused else []
    if gives_secrets(understood.text):
        keys.append("secrets")
    if "thanks" in heard and alone:
        keys.append("thanks")
    if understood.pictures and not understood.looked_at:
        keys.append("picture" if heard & _SEES else "picture_unread")
    told = bool(understood.text.strip()) or not understood.looked_at
    if "unclear" in heard and alone and told and not heard & {*_REFUSED, "human", "complaint_service"}:
        keys.append("unclear_again" if _twice(state, "unclear") else "unclear")
    if "goodbye" in heard:
        keys.append("goodbye")
    if heard <= {"greeting", "yes", "no"} and state.pending is None:
        keys.append("how_help")
    return tuple(said(key, understood.language) for key in keys)


def handoff_of(understood: Understood, state: State) -> str:
    """Why a person goes on, as far as manners tell; "" where none does."""
    heard, main = intents_of(understood), understood.intent
    reasons = (
        ("distress", in_distress(understood.text)),
        ("threat", threatens(understood.text)),
        ("not_the_buyer", state.not_the_buyer and understood.identity != Identity()),
        ("asked_for_a_person", "human" in heard),
        ("legal", "legal" in heard),
        ("complaint", main == "complaint_service"),
        ("picture", bool(understood.pictures) and not understood.looked_at and bool(heard & _SEES)),
        ("abuse", main == "abuse" and _twice(state, "abuse")),
    )
    return next((reason for reason, holds in reasons if holds), "")


def intents_of(understood: Understood) -> frozenset[Intent]:
    """The main intent and those beside it that were heard well enough."""
    rest = (one.intent for one in understood.intents[1:] if one.confidence >= _HEARD)
    return frozenset({understood.intent, *rest})


def _answered(state: State) -> bool:
    return any(line.by != "buyer" for line in state.lines)


def _twice(state: State, intent: Intent) -> bool:
    """Whether the buyer's message that was answered last had this intent too."""
    before = [line for line in state.lines if line.by == "buyer" and line.message_id in state.answered]
    last = before[-1].message_id if before else ""
    return any(intent in line.intents for line in before if line.message_id == last)
