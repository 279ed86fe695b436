"""What this service does with an event: every picture of the product, for every market asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from argosy.product.v1 import product_pb2
from argosy_commerce.glossaries import Glossaries, NoGlossaries
from argosy_eventing import Event, Outcome, Output, dead_letter, publish, skip
from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, TierFailed, TierModelMissing, TierRejected
from argosy_store import StoredBlob
from argosy_telemetry import counter, names, tracer
from image_studio.adapters.gallery import Gallery, PictureMissing
from image_studio.domain.orders import Order, Role
from image_studio.domain.pictures import UnusablePicture, decode
from image_studio.events import image_localized
from image_studio.finishing import Finished, Prepared
from image_studio.on_pixels import PictureDefied
from image_studio.ordering import Malformed, order_for, places_of
from image_studio.settings import StudioSettings
from image_studio.studio import Studio

MAX_OUTPUTS: Final = 600
"""Pictures times markets of one event; more is a mistake, and would not fit one transaction."""
_LONGEST_ID: Final = 200
_WONT_WORK: Final = (TierRejected, TierFailed, TierModelMissing, PictureDefied)
_ROLES: Final = {
    product_pb2.ProductImage.ROLE_UNSPECIFIED: Role.DETAIL,
    product_pb2.ProductImage.MAIN: Role.MAIN,
    product_pb2.ProductImage.DETAIL: Role.DETAIL,
    product_pb2.ProductImage.SIZE_CHART: Role.SIZE_CHART,
}
_REGIONS = counter(names.METRIC_IMAGE_REGIONS)

ProductEvent = product_pb2.ProductCreated | product_pb2.ProductUpdated


@dataclass(frozen=True, slots=True)
class Deps:
    """What the handlers need from outside."""

    studio: Studio
    gallery: Gallery
    settings: StudioSettings
    glossaries: Glossaries = field(default_factory=NoGlossaries)


@dataclass(frozen=True, slots=True)
class _Job:
    """One picture of one event."""

    product_id: str
    image: product_pb2.ProductImage
    orders: Sequence[Order]
    context: CallContext


async def localize_pictures(event: Event[ProductEvent], deps: Deps) -> Outcome:
    """product.created or product.updated: letter every picture for each market."""
    product = event.data.product
    codes = list(dict.fromkeys(event.data.markets or deps.settings.default_markets))
    images = list({image.id: image for image in product.images}.values())
    if not product.id or any(not i.id or len(i.id) > _LONGEST_ID for i in images):
        return dead_letter("no_id", "the product or one of its pictures has no id, or one too long")
    if not images:
        return skip("no_pictures")
    if len(images) * len(codes) > MAX_OUTPUTS:
        return dead_letter(
            "too_many_pictures",
            f"{len(images)} pictures x {len(codes)} markets; at most {MAX_OUTPUTS} in one event",
        )
    try:
        markets, channels = places_of(codes, event.data.channels)
    except Malformed as error:
        return dead_letter(error.code, str(error))
    context = CallContext(event.merchant_id, deps.settings.tier_deadline_s)
    glossary = await deps.glossaries.of(event.merchant_id, event.platform)
    order = order_for(
        markets[0],
        source=product.language,
        brand=product.brand,
        channels=channels,
        glossary=glossary,
        day=event.time.date(),
        settings=deps.settings,
    )
    outputs: list[Output] = []
    for image in images:
        orders = [replace(order, market=place, role=_ROLES[image.role]) for place in markets]
        outputs += await _localize_picture(_Job(product.id, image, orders, context), deps)
    return publish(*outputs)


async def _localize_picture(job: _Job, deps: Deps) -> list[Output]:
    """One picture for all markets. What cannot be lettered passes as it is, with the reason."""
    merchant = job.context.merchant_id
    try:
        content = await deps.gallery.fetch(merchant, job.image.url)
    except PictureMissing as error:
        return [_output(job, order, None, None, None, str(error)) for order in job.orders]
    try:
        picture = await in_thread(decode, content)
    except UnusablePicture as error:
        return [_output(job, order, None, None, None, str(error)) for order in job.orders]
    height, width = picture.shape
    original = await deps.gallery.keep(merchant, content, picture.media_type, width=width, height=height)
    try:
        prepared = await deps.studio.prepare(picture, job.orders, job.context)
    except _WONT_WORK as error:
        return [_output(job, order, original, original, None, str(error)) for order in job.orders]
    gate = asyncio.Semaphore(deps.settings.markets_at_once)

    async def letter(order: Order) -> Output:
        async with gate:
            return await _letter(job, order, prepared, original, deps)

    # Not a task group: the host must see TierUnavailable itself, not a group of exceptions.
    results = await asyncio.gather(*(letter(order) for order in job.orders), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if isinstance(result, Output)]


async def _letter(job: _Job, order: Order, prepared: Prepared, original: StoredBlob, deps: Deps) -> Output:
    merchant = job.context.merchant_id
    with tracer().start_as_current_span(
        names.SPAN_IMAGE_LOCALIZE,
        attributes={names.ATTR_MARKET: order.market.code, names.ATTR_IMAGE_ID: job.image.id},
    ):
        try:
            finished = await deps.studio.letter(prepared, order, job.context)
        except _WONT_WORK as error:
            return _output(job, order, original, original, None, str(error))
        image = original
        if finished.content is not None:
            image = await deps.gallery.keep(
                merchant,
                finished.content,
                original.media_type,
                width=original.width,
                height=original.height,
            )
    return _output(job, order, original, image, finished)


def _output(
    job: _Job,
    order: Order,
    original: StoredBlob | None,
    image: StoredBlob | None,
    finished: Finished | None,
    *reasons: str,
) -> Output:
    said = (finished.reasons if finished else ()) + reasons
    data = image_localized(
        product_id=job.product_id,
        image_id=job.image.id,
        market=order.market.code,
        locale=order.market.locale,
        original=original,
        image=image,
        finished=finished,
        reasons=said,
    )
    for region in data.regions:
        _REGIONS.add(1, {names.ATTR_REGION_KIND: region.kind, names.ATTR_REGION_ACTION: region.action})
    return Output("image.localized", data, f"{job.image.id}/{order.market.code}")
