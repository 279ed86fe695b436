"""What people decided about texts, as preferences a model can learn from: approved, edited or rejected.

A preference stays with its merchant in the store (`merchant_id` as it is, so that it is kept apart and
deleted with the merchant). What leaves the store for training names nobody: `dpo_line` and `kto_line`
carry a pseudonym, the same for one merchant, that only the holder of the secret can make (decision 0074).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from argosy.product.v1 import product_pb2
from listing_localizer.domain.listing import Engine
from listing_localizer.domain.rewriting.candidates import FIELDS, Field
from listing_localizer.domain.rewriting.prompt import Brief, as_data, prompt_of_field

MAX_REASON = 1_000
MAX_TEXT = 10_000
"""Characters of one text that are kept; a person's text is as long as a person's."""
_SHORTEST_SECRET = 16


class Verdict(StrEnum):
    """As the event says it."""

    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A listing as it was proposed, with what its writer was told."""

    merchant_id: str
    product_id: str
    brief: Brief
    market: str
    channel: str
    title: str
    bullets: tuple[str, ...]
    description: str
    keywords: tuple[str, ...]
    engine: Engine

    def text(self, field: Field) -> str:
        """The field as one text; items of a list stand on lines of their own."""
        value = getattr(self, field)
        return "\n".join(value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Preference:
    """One field that a person judged. `chosen` is empty where the text was rejected."""

    merchant_id: str
    product_id: str
    brief: Brief
    market: str
    channel: str
    field: Field
    proposed: str
    chosen: str
    verdict: Verdict
    reason: str
    engine: Engine
    at: datetime
    """Aware UTC."""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What it is about: preferences of one key judge the same text's place."""
        return (self.merchant_id, self.product_id, self.market, self.channel, self.field)


def preferences_of(
    review: product_pb2.ListingReviewed, record: Proposal, at: datetime
) -> tuple[Preference, ...]:
    """One preference per field that the review speaks of and the proposal has a text for.

    An edit that changes nothing is an approval. Fields an edit names without a text are approved as they
    stand. A review of another listing than the record's, or without a verdict, gives nothing.
    """
    about = (review.product_id, review.market, review.channel)
    if about != (record.product_id, record.market, record.channel) or at.tzinfo is None:
        return ()
    texts = _texts(review)
    asked = [field for field in FIELDS if not review.fields or field in review.fields]
    found = []
    for field in asked:
        verdict, chosen = _judged(
            review, record.text(field), texts.get(field), is_named=field in review.fields
        )
        if verdict is not None and record.text(field):
            found.append(
                Preference(
                    merchant_id=record.merchant_id,
                    product_id=record.product_id,
                    brief=record.brief,
                    market=record.market,
                    channel=record.channel,
                    field=field,
                    proposed=record.text(field)[:MAX_TEXT],
                    chosen=chosen[:MAX_TEXT],
                    verdict=verdict,
                    reason=as_data(review.reason, MAX_REASON),
                    engine=record.engine,
                    at=at,
                )
            )
    return tuple(found)


def _judged(
    review: product_pb2.ListingReviewed, proposed: str, edited: str | None, *, is_named: bool
) -> tuple[Verdict | None, str]:
    match review.verdict:
        case product_pb2.ListingReviewed.APPROVED:
            return Verdict.APPROVED, proposed
        case product_pb2.ListingReviewed.REJECTED:
            return Verdict.REJECTED, ""
        case product_pb2.ListingReviewed.EDITED if edited is not None and edited != proposed:
            return Verdict.EDITED, edited
        case product_pb2.ListingReviewed.EDITED if edited is not None or is_named:
            return Verdict.APPROVED, proposed
    return None, ""


def _texts(review: product_pb2.ListingReviewed) -> dict[Field, str]:
    given = review.texts
    texts: dict[Field, str] = {}
    if given.HasField("title"):
        texts["title"] = given.title
    if given.HasField("description"):
        texts["description"] = given.description
    if given.bullets:
        texts["bullets"] = "\n".join(given.bullets)
    if given.keywords:
        texts["keywords"] = "\n".join(given.keywords)
    return texts


def to_line(preference: Preference) -> str:
    """The record as one line of JSON, as it is stored and handed to its merchant."""
    row = asdict(preference) | {"brief": preference.brief.plain(), "at": preference.at.isoformat()}
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def of_line(line: str) -> Preference:
    """The record of a line. Raises ValueError for a line of another form."""
    try:
        row = json.loads(line)
        row |= {
            "brief": Brief.of_plain(row["brief"]),
            "engine": Engine(**row["engine"]),
            "verdict": Verdict(row["verdict"]),
            "at": datetime.fromisoformat(row["at"]),
        }
        return Preference(**row)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no preference: {error}") from error


def dpo_lines(preferences: Iterable[Preference], secret: bytes) -> Iterator[str]:
    """Pairs for direct preference optimisation, one JSON line each: {prompt, chosen, rejected, meta}.

    An edit is a pair by itself; a rejection becomes one with the text that was approved or edited later in
    its place. Other approvals have nothing they were preferred to: `kto_lines` has them.
    """
    for preference, chosen in _paired(preferences):
        if chosen != preference.proposed:
            row = {"prompt": _prompt(preference), "chosen": chosen, "rejected": preference.proposed}
            yield _json(row | {"meta": _meta(preference, secret)})


def kto_lines(preferences: Iterable[Preference], secret: bytes) -> Iterator[str]:
    """Single judgements, one JSON line each: {prompt, completion, label, meta}."""
    for preference in preferences:
        row = {"prompt": _prompt(preference), "completion": preference.proposed}
        label = preference.verdict is Verdict.APPROVED
        yield _json(row | {"label": label, "meta": _meta(preference, secret)})


def pseudonym(merchant_id: str, secret: bytes) -> str:
    """A name for a merchant that only the holder of the secret (16 bytes or more) can make or check."""
    if len(secret) < _SHORTEST_SECRET:
        raise ValueError(f"the secret has {len(secret)} bytes; give {_SHORTEST_SECRET} or more")
    return hmac.new(secret, merchant_id.encode(), hashlib.sha256).hexdigest()[:16]


def _paired(preferences: Iterable[Preference]) -> Iterator[tuple[Preference, str]]:
    rejected: dict[tuple[str, ...], list[Preference]] = {}
    ordered: Sequence[Preference] = sorted(preferences, key=lambda p: p.at)
    for preference in ordered:
        if preference.verdict is Verdict.REJECTED:
            rejected.setdefault(preference.key, []).append(preference)
            continue
        if preference.verdict is Verdict.EDITED:
            yield preference, preference.chosen
        for earlier in rejected.pop(preference.key, []):
            yield earlier, preference.chosen


def _prompt(preference: Preference) -> str:
    return prompt_of_field(preference.brief, preference.field)


def _meta(preference: Preference, secret: bytes) -> dict[str, Any]:
    return {
        "merchant": pseudonym(preference.merchant_id, secret),
        "market": preference.market,
        "channel": preference.channel,
        "field": preference.field,
        "verdict": preference.verdict,
        "engine": asdict(preference.engine),
        "at": preference.at.isoformat(),
    }


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)
