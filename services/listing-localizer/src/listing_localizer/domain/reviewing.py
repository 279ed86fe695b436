"""A person's decision about a listing, read from `listing.reviewed`, bounded and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from argosy.product.v1 import product_pb2
from argosy_commerce import channels_fitting as fitting
from argosy_commerce.channels import Channel, Limit, ListLimit, channel
from argosy_commerce.markets import Market, market
from listing_localizer.domain.fields import FIELDS, Texts, edited_texts, texts_of
from listing_localizer.domain.page_writing import clean_page
from listing_localizer.domain.remembering import Place, Remembered, approved, rejected

_Verdict = product_pb2.ListingReviewed
MAX_CHARACTERS = {
    "title": 1_000,
    "bullets": 1_000,
    "description": 20_000,
    "keywords": 200,
    "detail_html": 200_000,
}
"""Longest text of a field; what is longer was never meant for a listing."""
MAX_ITEMS = 100
MAX_REASON = 1_000


class UnusableReviewError(ValueError):
    """A decision that cannot be carried out. `reason` is one word, the message says what to do."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Review:
    """A decision about the listing of one place."""

    product_id: str
    market: Market
    channel: Channel
    verdict: product_pb2.ListingReviewed.Verdict
    texts: Mapping[str, Texts]
    """The person's own texts; empty unless the verdict is EDITED."""
    fields: tuple[str, ...]
    """The fields spoken of; empty: all."""
    reason: str

    @property
    def place(self) -> Place:
        """Market and channel of the listing."""
        return self.market.code, self.channel.id


def read_review(data: product_pb2.ListingReviewed) -> Review:
    """The decision in an event.

    Raises:
        UnusableReviewError: no verdict, an unknown field, an edit without texts, or a text too long.
        CommerceError: a market or channel that is not known.
    """
    found = market(data.market)
    rules = channel(data.channel, found.code)
    if data.verdict == _Verdict.VERDICT_UNSPECIFIED:
        raise UnusableReviewError("no_verdict", "verdict is empty: send APPROVED, EDITED or REJECTED")
    if strange := sorted(set(data.fields) - set(FIELDS)):
        raise UnusableReviewError(
            "unknown_field", f"no field {strange[0][:40]!r}; there are {', '.join(FIELDS)}"
        )
    texts: dict[str, Texts] = {}
    if data.verdict == _Verdict.EDITED:
        texts = {name: _bounded(name, said) for name, said in edited_texts(data.texts).items()}
        if not texts:
            raise UnusableReviewError("empty_edit", "the verdict is EDITED and texts gives no field")
    reason = data.reason[:MAX_REASON].strip()
    return Review(data.product_id, found, rules, data.verdict, texts, tuple(data.fields), reason)


def decided(kept: Remembered, review: Review, event_id: str, at: datetime) -> Remembered:
    """The listing after the decision."""
    there = texts_of(kept.message)
    spoken_of = review.fields or tuple(name for name in FIELDS if there[name] or name in review.texts)
    if review.verdict == _Verdict.REJECTED:
        return rejected(kept, spoken_of, review.reason, event_id, at)
    texts = {name: there[name] for name in spoken_of} | dict(review.texts)
    return approved(kept, texts, event_id, at, findings=_breaches(review))


def _bounded(name: str, said: Texts) -> Texts:
    if len(said) > MAX_ITEMS:
        raise UnusableReviewError(
            "text_too_long", f"{name} has {len(said)} items; at most {MAX_ITEMS} are taken"
        )
    most = MAX_CHARACTERS[name]
    for text in said:
        if len(text) > most:
            raise UnusableReviewError(
                "text_too_long", f"{name} has {len(text)} characters; at most {most} are taken"
            )
    if name == "description":
        return tuple("\n".join(fitting.cleaned(line) for line in text.splitlines()) for text in said)
    if name == "detail_html":
        return tuple(clean_page(fitting.cleaned(text)) for text in said)
    return tuple(fitting.cleaned(text) for text in said)


def _breaches(review: Review) -> list[str]:
    """Rules of the channel that the person's own texts break: told, never mended over their head."""
    rules, language = review.channel, review.market.language.base
    found = [
        f"{breach.part}: {breach.rule}: {breach.detail}"
        for title in review.texts.get("title", ())
        for breach in fitting.breaches(title, rules, language)
    ]
    limits: dict[str, Limit | ListLimit | None] = {
        "bullets": rules.bullets,
        "description": rules.description,
        "keywords": rules.keywords,
    }
    for name, limit in limits.items():
        said = review.texts.get(name, ())
        if limit is None:
            found += [f"{name}: the channel {rules.id} has none"] if said else []
            continue
        found += (
            f"{name}: length: {size}, allowed {limit.most} {limit.counted}"
            for text in said
            if (size := fitting.length(text, limit.counted)) > limit.most
        )
        count = limit.count if isinstance(limit, ListLimit) else None
        if count is not None and len(said) > count:
            found.append(f"{name}: {len(said)} of them, allowed {count}")
    return found
