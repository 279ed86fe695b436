"""Answers as the events that are published: each sentence with its fact. They name no buyer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from google.protobuf.message import Message

from argosy.common.v1 import common_pb2
from argosy.conversation.v1 import conversation_pb2
from argosy_eventing import Event, output_id
from cs_agent.domain.answer import Call, Draft, Sentence, space_of
from cs_agent.domain.conversation import State
from cs_agent.domain.knowledge.gaps import masked, without_emails
from cs_agent.domain.personal import personal_in
from cs_agent.domain.understood import Understood

NAME: Final = "cs-agent"
SOURCE: Final = f"argosy/{NAME}"
PERSON: Final = "person"
AGENT: Final = "agent"
GIVEN: Final = "given"
_PERSONAL: Final = frozenset({"email", "name", "postcode", "address", "street", "city", "phone", "pictures"})


def chat_replied(
    conversation_id: str, message_id: str, draft: Draft, understood: Understood
) -> conversation_pb2.ChatReplied:
    """The data of ``chat.replied``."""
    message = conversation_pb2.ChatReplied(
        conversation_id=conversation_id,
        message_id=message_id,
        language=draft.language,
        text=draft.text,
        sentences=[{"text": one.text, "evidence": evidence(one)} for one in draft.sentences],
        intent=understood.intent,
        confidence=round(understood.intents[0].confidence, 4),
        engine=engine(),
        needs_review=bool(draft.doubts),
        review_reasons=list(dict.fromkeys(draft.doubts)),
    )
    if draft.handoff:
        message.handoff.to = PERSON
        message.handoff.reason = draft.handoff
    personal = personal_in(State(conversation_id, language=draft.language), understood, understood.text)
    for call in draft.calls:
        _tell(message.actions.add(), call, personal)
    return message


def chat_delta(
    event: Event[conversation_pb2.ChatMessage], sequence: int, text: str, language: str
) -> Event[Message]:
    """``chat.delta``: what follows in an answer; the deltas of an answer in a row are its text."""
    data = event.data
    said = text if sequence == 0 else space_of(language) + text
    return Event(
        id=output_id(event, NAME, "chat.delta", str(sequence)),
        type="chat.delta",
        source=SOURCE,
        time=datetime.now(UTC),
        key=data.conversation_id,
        merchant_id=event.merchant_id,
        platform=event.platform,
        data=conversation_pb2.ChatDelta(
            conversation_id=data.conversation_id, message_id=data.message_id, sequence=sequence, text=said
        ),
        traceparent=event.traceparent,
        cause_id=event.id,
    )


def evidence(sentence: Sentence) -> common_pb2.Evidence:
    """What a sentence rests on: its fact; of several the first names the place and all are quoted.

    What says nothing of product, shop or order (a greeting, a question) names what kind of sentence it is.
    """
    if not sentence.facts:
        return common_pb2.Evidence(kind=sentence.kind, ref=sentence.rule)
    first = sentence.facts[0]
    quotes = dict.fromkeys(
        masked(one.quote) if one.kind == "conversation" else one.quote for one in sentence.facts
    )
    ref = f"{first.of}/{first.ref}" if first.of and first.of != first.ref else first.ref
    return common_pb2.Evidence(kind=first.kind, ref=ref, quote=" | ".join(quotes)[:2_000])


@cache
def engine() -> common_pb2.Engine:
    """What answers: rules, examples and phrases; the revision is their digest."""
    digest = hashlib.sha256()
    root = files("cs_agent") / "data"
    for name, data in _files(root, ""):
        digest.update(f"{name}\0".encode() + data)
    return common_pb2.Engine(
        name="term-base", model="cs-rules+examples", revision=digest.hexdigest()[:12], profile="embedded"
    )


def _tell(action: conversation_pb2.ChatReplied.Action, call: Call, personal: Sequence[str]) -> None:
    action.tool = call.tool
    action.arguments.update(_plain(call.arguments, personal))
    if call.result is not None:
        action.result.update(_plain(call.result, personal))


def _plain(told: Mapping[str, object], personal: Sequence[str]) -> dict[str, Any]:
    """JSON without what says who the buyer is and where he lives; only that he gave it."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(told), default=str))
    return {key: _without_person(key, value, personal) for key, value in plain.items()}


def _without_person(key: str, value: object, personal: Sequence[str]) -> object:
    if key in _PERSONAL:
        return GIVEN if value else ""
    if isinstance(value, dict):
        # A gift card's number is money to whoever has it.
        hidden = {"to": value["to"][-4:]} if value.get("method") == "gift_card" and value.get("to") else {}
        return {name: _without_person(name, one, personal) for name, one in {**value, **hidden}.items()}
    if isinstance(value, list):
        return [_without_person("", one, personal) for one in value]
    if not isinstance(value, str):
        return value
    # An account's id may be an e-mail, where orders tell no other.
    return masked(value, personal) if key == "words" else without_emails(value)


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        elif entry.is_file():
            yield f"{path}{entry.name}", entry.read_bytes()
