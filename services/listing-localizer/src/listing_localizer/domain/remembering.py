"""What is remembered of a product's listings, so that an update touches only what changed.

A field keeps its text while what the term base would write (its *draft*) stays the same; a text that a
person approved or wrote is never overwritten: where its source has changed, the new wording stands
beside it as a proposal. Pure: the clock and the store come in from outside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from argosy.product.v1 import product_pb2
from listing_localizer.domain.fields import FIELDS, Texts, set_texts, texts_of
from listing_localizer.domain.listing import SpokenSentence

_State = product_pb2.FieldStatus

Place = tuple[str, str]
"""Market and channel."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's decision for a field: these texts stay.

    ``draft`` is what the term base wrote when they decided, ``source`` the product's digest then.
    """

    texts: Texts
    draft: Texts
    source: str
    event_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rejection:
    """A person's decision against a text of a field; ``draft`` is what the term base had written."""

    draft: Texts
    reason: str
    event_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A listing just written: ``drafts`` by the term base alone, ``message`` as it would be published."""

    drafts: Mapping[str, Texts]
    message: product_pb2.ListingLocalized
    product: product_pb2.Product
    """What it was written from."""
    sentences: tuple[SpokenSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """The listing of one place as it was last published, and what it was made from."""

    source: str
    """Digest of the product as the merchant sent it."""
    made_by: str
    """Digest of everything else that decided the wording: rules, terms, glossary, settings."""
    drafts: Mapping[str, Texts]
    message: product_pb2.ListingLocalized
    product: product_pb2.Product
    """The product as it was then: what a decision about the listing is a decision about."""
    sentences: tuple[SpokenSentence, ...] = ()
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    rejections: Mapping[str, Rejection] = field(default_factory=dict)
    event_id: str = ""
    """The event that last changed what is published; delivered again, it publishes the same again."""

    def is_of(self, source: str, made_by: str) -> bool:
        """Whether writing it again would give the same."""
        return self.source == source and self.made_by == made_by


Memory = Mapping[Place, Remembered]
"""All listings of one product."""


def source_digest(product: product_pb2.Product) -> str:
    """The same for products of which the same listing is written. Pictures do not change a listing."""
    plain = product_pb2.Product()
    plain.CopyFrom(product)
    plain.ClearField("images")
    return hashlib.sha256(plain.SerializeToString(deterministic=True)).hexdigest()


def made_by_digest(parts: Iterable[str]) -> str:
    """One digest of all that decides the wording beside the product."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def changed_fields(kept: Remembered | None, drafts: Mapping[str, Texts]) -> frozenset[str]:
    """Fields that have to be written: the others' drafts are what they were."""
    if kept is None:
        return frozenset(FIELDS)
    return frozenset(name for name in FIELDS if kept.drafts.get(name) != drafts[name])


def remembered(
    memory: Memory, written: Mapping[Place, Written], source: str, made_by: str, event_id: str
) -> dict[Place, Remembered]:
    """The memory with newly written listings in it."""
    return {
        **memory,
        **{
            place: settled(memory.get(place), listing, source, made_by, event_id)
            for place, listing in written.items()
        },
    }


def settled(
    kept: Remembered | None, written: Written, source: str, made_by: str, event_id: str
) -> Remembered:
    """The listing to publish and remember: new where something changed, a person's where they decided."""
    message = product_pb2.ListingLocalized()
    message.CopyFrom(written.message)
    if kept is None:
        return Remembered(
            source, made_by, written.drafts, message, written.product, written.sentences, event_id=event_id
        )
    changed = changed_fields(kept, written.drafts)
    before = texts_of(kept.message)
    set_texts(message, {name: before[name] for name in FIELDS if name not in changed})
    message.claims.extend(claim for claim in kept.message.claims if claim not in message.claims)
    new = texts_of(written.message)
    reasons: list[str] = []
    for name in FIELDS:
        state = _State.WRITTEN if name in changed else _State.UNCHANGED
        proposal: Texts = ()
        approval, rejection = kept.approvals.get(name), kept.rejections.get(name)
        if approval is not None:
            state = _State.APPROVED
            set_texts(message, {name: approval.texts})
            if source != approval.source and written.drafts[name] != approval.draft:
                proposal = new[name]
                reasons.append(f"{name}: the product changed after a person approved this text: see proposal")
        elif rejection is not None and rejection.draft == written.drafts[name]:
            reasons.append(_rejected(name, rejection))
        if approval is not None or before[name] or new[name]:
            message.fields.add(field=name, state=state, proposal=proposal)
    _without_idle_claims(message)
    _review(message, reasons)
    is_news = _content(message) != _content(kept.message)
    return replace(
        kept,
        source=source,
        made_by=made_by,
        drafts=written.drafts,
        message=message,
        product=written.product,
        sentences=written.sentences,
        event_id=event_id if is_news else kept.event_id,
    )


def approved(
    kept: Remembered, texts: Mapping[str, Texts], event_id: str, at: datetime, findings: Iterable[str] = ()
) -> Remembered:
    """With a person's texts in these fields, for good. ``findings`` are rules that their texts break."""
    approvals = {
        name: Approval(said, kept.drafts.get(name, ()), kept.source, event_id, at)
        for name, said in texts.items()
    }
    rejections = {name: rejection for name, rejection in kept.rejections.items() if name not in texts}
    message = _restated(kept, {**kept.approvals, **approvals})
    set_texts(message, texts)
    for name, said in texts.items():
        for text in said:
            if not any(claim.text == text for claim in message.claims):
                claim = message.claims.add(text=text)
                claim.evidence.kind, claim.evidence.ref = "review", event_id
                claim.evidence.quote = name
    _without_idle_claims(message)
    if set(texts) >= {name for name in FIELDS if texts_of(message)[name]}:
        del message.review_reasons[:]  # a person has looked at all of it
    _review(message, findings)
    return replace(
        kept,
        message=message,
        approvals={**kept.approvals, **approvals},
        rejections=rejections,
        event_id=event_id,
    )


def rejected(kept: Remembered, fields: Iterable[str], reason: str, event_id: str, at: datetime) -> Remembered:
    """Without approval for these fields, and marked: the same text is not offered as good again."""
    against = {name: Rejection(kept.drafts.get(name, ()), reason, event_id, at) for name in fields}
    approvals = {name: kept_one for name, kept_one in kept.approvals.items() if name not in against}
    message = _restated(kept, approvals)
    _review(message, [_rejected(name, rejection) for name, rejection in against.items()])
    return replace(
        kept,
        message=message,
        approvals=approvals,
        rejections={**kept.rejections, **against},
        event_id=event_id,
    )


def reusable_sentences(memory: Memory, market: str, made_by: str) -> dict[str, SpokenSentence]:
    """Sentences of the description that this market's listings said already, by their source words."""
    return {
        sentence.source: sentence
        for (of_market, _), kept in memory.items()
        if of_market == market and kept.made_by == made_by
        for sentence in kept.sentences
    }


def _content(listing: product_pb2.ListingLocalized) -> bytes:
    """What a subscriber learns from a listing: all but how its fields came to be, proposals included."""
    message = product_pb2.ListingLocalized()
    message.CopyFrom(listing)
    proposals = {status.field: tuple(status.proposal) for status in message.fields if status.proposal}
    message.ClearField("fields")
    return message.SerializeToString(deterministic=True) + repr(sorted(proposals.items())).encode()


def _restated(kept: Remembered, approvals: Mapping[str, Approval]) -> product_pb2.ListingLocalized:
    """The listing with the state of each field said anew, after a person's decision."""
    message = product_pb2.ListingLocalized()
    message.CopyFrom(kept.message)
    message.ClearField("fields")
    for name, said in texts_of(message).items():
        if said or name in approvals:
            state = _State.APPROVED if name in approvals else _State.UNCHANGED
            message.fields.add(field=name, state=state)
    return message


def _rejected(name: str, rejection: Rejection) -> str:
    why = f": {rejection.reason}" if rejection.reason else ""
    return f"{name}: a person rejected this text{why}"


def _without_idle_claims(message: product_pb2.ListingLocalized) -> None:
    """Claims of texts that no longer stand in the listing say nothing."""
    there = "\n".join(text for texts in texts_of(message).values() for text in texts)
    there += "\n".join(attribute.value for attribute in message.attributes)
    claims = [claim for claim in message.claims if claim.text in there]
    del message.claims[:]
    message.claims.extend(claims)


def _review(message: product_pb2.ListingLocalized, reasons: Iterable[str]) -> None:
    known = list(message.review_reasons)
    message.review_reasons.extend(reason for reason in dict.fromkeys(reasons) if reason not in known)
    message.needs_review = bool(message.review_reasons)
