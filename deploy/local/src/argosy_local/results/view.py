"""Events of one run, arranged as a person looks at them: a product, its listings, its pictures. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import Message

from argosy.dispute.v1 import dispute_pb2
from argosy.picture.v1 import picture_pb2
from argosy.product.v1 import product_pb2
from argosy_commerce.markets import market, markets
from argosy_contracts import Event

RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})


@dataclass(frozen=True, slots=True)
class DeadLetterView:
    """An event that failed for good. `reason` is one word, `detail` says where and what to do."""

    topic: str
    event_id: str
    key: str
    service: str
    reason: str
    detail: str


@dataclass(slots=True)
class PictureRow:
    """One picture of the merchant and what became of it, per market."""

    image_id: str
    """Of a product's picture; of a request, its job and id."""
    original: str = ""
    """Relative address of the picture as it came; empty if the run has not got it."""
    by_market: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DisputeView:
    """What was drafted for a dispute, the last draft alone."""

    dispute_id: str
    draft: dispute_pb2.RebuttalDrafted
    decision: str
    docx: str
    """Relative addresses of the letter; empty where there is none."""
    pdf: str

    @property
    def due(self) -> str:
        """The day and hour by which it must be answered."""
        return self.draft.due_at.ToDatetime().strftime("%Y-%m-%d %H:%M UTC")


@dataclass(slots=True)
class ProductView:
    """One product with all that was made of it."""

    product_id: str
    source: product_pb2.Product | None = None
    listings: list[dict[str, Any]] = field(default_factory=list)
    pictures: dict[str, PictureRow] = field(default_factory=dict)

    @property
    def markets(self) -> list[str]:
        """Markets of its pictures, in the order they came."""
        return list(dict.fromkeys(m for row in self.pictures.values() for m in row.by_market))


def arrange(
    inputs: Sequence[Event[Message]], results: Sequence[Event[Message]], places: Mapping[str, str]
) -> list[ProductView]:
    """Group a run's events by product.

    Args:
        inputs: the events that were published.
        results: what they led to.
        places: blob address -> address relative to the page.
    """
    products: dict[str, ProductView] = {}

    def of(product_id: str) -> ProductView:
        return products.setdefault(product_id, ProductView(product_id))

    for event in inputs:
        if isinstance(event.data, product_pb2.ProductCreated | product_pb2.ProductUpdated):
            of(event.data.product.id).source = event.data.product
        elif isinstance(event.data, picture_pb2.ImageRequested):
            row = _asked(of(_thing(event.data)), event.data)
            row.original = places.get(event.data.image_url, "")
    for event in results:
        if isinstance(event.data, product_pb2.ListingLocalized):
            of(event.data.product_id).listings.append(_listing(event.data))
        elif isinstance(event.data, picture_pb2.ImageLocalized):
            row = of(event.data.product_id).pictures.setdefault(
                event.data.image_id, PictureRow(event.data.image_id)
            )
            row.original = row.original or places.get(event.data.original.url, "")
            row.by_market[event.data.market] = _picture(event.data, places)
        elif isinstance(event.data, picture_pb2.ImageRendered):
            row = _asked(of(_thing(event.data)), event.data)
            for number, one in enumerate(event.data.images or [None], 1):
                key = event.data.market if number == 1 else f"{event.data.market} {number}"
                row.by_market[key] = _rendering(event.data, one, places)
    wanted = [code for event in inputs for code in getattr(event.data, "markets", ())]
    place = {code: index for index, code in reversed(list(enumerate(wanted)))}
    for view in products.values():
        view.listings.sort(key=lambda listing: (place.get(listing["market"], len(place)), listing["channel"]))
        for row in view.pictures.values():
            row.by_market = dict(
                sorted(row.by_market.items(), key=lambda pair: place.get(pair[0], len(place)))
            )
    return list(products.values())


def disputes_of(results: Sequence[Event[Message]], places: Mapping[str, str]) -> list[DisputeView]:
    """The run's disputes, each as it was drafted last."""
    found: dict[str, DisputeView] = {}
    for event in sorted(results, key=lambda event: event.time):
        if isinstance(event.data, dispute_pb2.RebuttalDrafted):
            draft = event.data
            found[draft.dispute_id] = DisputeView(
                draft.dispute_id,
                draft,
                dispute_pb2.RebuttalDrafted.Decision.Name(draft.decision),
                places.get(draft.letter.docx.url, ""),
                places.get(draft.letter.pdf.url, ""),
            )
    return list(found.values())


def _thing(data: picture_pb2.ImageRequested | picture_pb2.ImageRendered) -> str:
    return data.product_id or data.request_id


def _asked(view: ProductView, data: picture_pb2.ImageRequested | picture_pb2.ImageRendered) -> PictureRow:
    job = (data.job.WhichOneof("kind") or "no job").replace("_", " ")
    return view.pictures.setdefault(data.request_id, PictureRow(f"{job}, request {data.request_id}"))


def _rendering(
    data: picture_pb2.ImageRendered,
    one: picture_pb2.ImageRendered.Rendering | None,
    places: Mapping[str, str],
) -> dict[str, Any]:
    locale = market(data.market).locale if data.market in markets() else ""
    refused = [data.rejected_input.message] if data.HasField("rejected_input") else []
    return {
        "market": data.market,
        "locale": locale,
        "direction": _direction(locale),
        "place": places.get(one.blob.url, "") if one else "",
        "needs_review": data.needs_review or bool(refused) or bool(one and one.rejected),
        "review_reasons": [*refused, *(one.reasons if one else ()), *data.review_reasons],
        "regions": _regions(data.regions),
    }


def _listing(data: product_pb2.ListingLocalized) -> dict[str, Any]:
    return {
        "market": data.market,
        "locale": data.locale,
        "channel": data.channel,
        "direction": _direction(data.locale),
        "title": data.title,
        "bullets": list(data.bullets),
        "description": data.description,
        "keywords": list(data.keywords),
        "attributes": [
            {"name": a.name, "value": a.value, "source": f"{a.source.name}: {a.source.value}"}
            for a in data.attributes
        ],
        "claims": _origins(data),
        "selling_points": [{"concept": p.concept, "why": p.why} for p in data.selling_points],
        "coverage": round(data.coverage * 100),
        "left_over": [{"text": left.text, "field": left.field} for left in data.left_over],
        "needs_review": data.needs_review,
        "review_reasons": list(data.review_reasons),
        "engine": f"{data.engine.name} {data.engine.revision}".strip(),
    }


def _origins(data: product_pb2.ListingLocalized) -> dict[str, str]:
    """Each statement with all that it follows from."""
    origins: dict[str, list[str]] = {}
    for claim in data.claims:
        where = f"{claim.evidence.kind} {claim.evidence.ref}".strip()
        origins.setdefault(claim.text, []).append(f"{where}: {claim.evidence.quote}")
    return {text: "\n".join(found) for text, found in origins.items()}


def _picture(data: picture_pb2.ImageLocalized, places: Mapping[str, str]) -> dict[str, Any]:
    return {
        "market": data.market,
        "locale": data.locale,
        "direction": _direction(data.locale),
        "place": places.get(data.image.url, ""),
        "needs_review": data.needs_review,
        "review_reasons": list(data.review_reasons),
        "regions": _regions(data.regions),
    }


def _regions(regions: Iterable[picture_pb2.Region]) -> list[dict[str, str]]:
    return [
        {
            "source": item.source_text,
            "text": item.text,
            "kind": picture_pb2.Region.Kind.Name(item.kind),
            "action": picture_pb2.Region.Action.Name(item.action),
        }
        for item in regions
    ]


def _direction(locale: str) -> str:
    return "rtl" if locale.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"
