"""What the shop's people read of a conversation that is handed to them: facts only, in their language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.answer import Draft
from cs_agent.domain.conversation import State
from cs_agent.domain.knowledge.gaps import masked
from cs_agent.domain.personal import personal_in

_LINES: Final = 12
"""Of what was said before; the rest is in the conversation itself."""
_LONGEST: Final = 4_000


def summary(state: State, text: str, draft: Draft, language: str) -> str:
    """A few lines: why, about what, what was said, done, and is open.

    It stands in an event: e-mails, long numbers, names and addresses that were read are masked.

    ``text``: what the buyer wrote last, not among the state's lines yet or among them as unanswered.
    ``language``: a tag; Chinese or English, whichever is nearer.
    """
    words = _words(language)
    return "\n".join(_told(state, text, draft, words["labels"], words["reasons"]))[:_LONGEST]


def _told(
    state: State, text: str, draft: Draft, labels: Mapping[str, str], reasons: Mapping[str, str]
) -> Iterator[str]:
    focus, personal = state.focus, personal_in(state, text=text)

    def hidden(words: str) -> str:
        return masked(words, personal)

    yield labels["reason"].format(reason=reasons.get(draft.handoff, draft.handoff))
    yield labels["about"].format(
        language=draft.language,
        product=focus.product_id or labels["none"],
        order=focus.order_id or labels["none"],
        identity=labels["known" if state.user else "unknown"],
    )
    roles = {"buyer": "asked", "agent": "agent", "person": "person"}
    for line in [one for one in state.lines if one.message_id not in state.unanswered][-_LINES:]:
        yield labels[roles[line.by]].format(words=hidden(line.text))
    yield labels["asked"].format(words=hidden(text))
    for sentence in draft.sentences:
        if sentence.kind in {"fact", "derived", "done"}:
            yield labels["agent"].format(words=hidden(sentence.text))
    for label, slots in draft.seen:
        yield labels[label].format(**{name: hidden(value) for name, value in slots.items()})
    for call in draft.calls:
        if call.result is not None and "did" in call.result:
            yield labels["done"].format(tool=call.tool, order=_order_of(call.arguments))
    if state.pending is not None:
        call = state.pending.call
        yield labels["pending"].format(tool=call.tool, order=_order_of(call.arguments))
    for one in draft.unanswered:
        yield labels["open"].format(intent=one.intent, words=hidden(one.words))


def _order_of(arguments: Mapping[str, object]) -> str:
    return str(arguments.get("order_id") or "")[:60]


@cache
def _words(language: str) -> Mapping[str, Any]:
    text = files("cs_agent").joinpath("data/summary.yaml").read_text("utf-8")
    told: Mapping[str, Mapping[str, Any]] = document(text)
    return told["zh" if language.lower().startswith("zh") else "en"]
