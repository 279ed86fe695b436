"""What this service does with image.requested: a picture lettered, lettered again, or erased."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from argosy.picture.v1 import picture_pb2
from argosy_commerce.markets import Market, market
from argosy_eventing import Event, Outcome, Output, dead_letter, publish
from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, TierFailed, TierModelMissing, TierRejected
from argosy_telemetry import counter, names, tracer
from image_studio.adapters.gallery import PictureMissing
from image_studio.domain.edits.edits import Edit
from image_studio.domain.geometry import Mask
from image_studio.domain.intents.erasing import Target
from image_studio.domain.kinds.kinds import Kind
from image_studio.domain.orders import REMOVABLE, TRANSLATABLE, Order, Wishes
from image_studio.domain.pictures import Picture, UnusablePicture, decode
from image_studio.edited_regions import check_against, edits_of
from image_studio.events import KINDS
from image_studio.finishing import Finished
from image_studio.handlers import Deps
from image_studio.on_pixels import PictureDefied
from image_studio.ordering import Malformed, order_for, places_of
from image_studio.rendered import image_rendered, rejected

_LONGEST_ID: Final = 200
_LONGEST_BRAND: Final = 200
_MOST_MASKED: Final = 0.6  # of a picture: with more gone nothing is left to know the ground by
_WHITE: Final = 127
_WONT_WORK: Final = (TierRejected, TierFailed, TierModelMissing)
_OFFERED: Final = ("letter", "erase")
_TARGETS: Final = {
    picture_pb2.EraseJob.TEXT: Target.TEXT,
    picture_pb2.EraseJob.TEXT_BLOCK: Target.TEXT_BLOCK,
    picture_pb2.EraseJob.LOGO: Target.LOGO,
    picture_pb2.EraseJob.WATERMARK: Target.WATERMARK,
}
_REGIONS = counter(names.METRIC_IMAGE_REGIONS)

RequestEvent = Event[picture_pb2.ImageRequested]


class _Refused(Exception):
    """A picture that cannot serve: which rule, and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Request:
    """One request, checked as far as it can be without its picture."""

    data: picture_pb2.ImageRequested
    markets: tuple[Market, ...]
    edits: Sequence[Edit]
    order: Order
    context: CallContext

    def output(self, data: picture_pb2.ImageRendered) -> Output:
        for region in data.regions:
            _REGIONS.add(1, {names.ATTR_REGION_KIND: region.kind, names.ATTR_REGION_ACTION: region.action})
        return Output("image.rendered", data, f"{self.data.request_id}/{data.market}")

    @property
    def places(self) -> list[str]:
        """The markets of the answers; an erased picture is one for all of them."""
        codes = [place.code for place in self.markets]
        if self.data.job.WhichOneof("kind") == "erase":
            return codes if len(codes) == 1 else [""]
        return codes or [""]


async def render_request(event: RequestEvent, deps: Deps) -> Outcome:
    """image.requested: do the job, or say why it cannot be done."""
    try:
        request = await _checked(event, deps)
    except Malformed as error:
        return dead_letter(error.code, str(error))
    try:
        return publish(*await _done(request, deps))
    except (_Refused, UnusablePicture, Malformed) as error:
        code, said = error.code, str(error)
    except PictureMissing as error:
        code, said = "not_fetched", str(error)
    except PictureDefied as error:
        code, said = "picture_defied", str(error)
    except _WONT_WORK as error:
        code, said = "engine_refused", str(error)
    return publish(*(request.output(rejected(request.data, place, code, said)) for place in request.places))


async def _done(request: _Request, deps: Deps) -> list[Output]:
    job = request.data.job.WhichOneof("kind")
    if job not in _OFFERED:
        raise _Refused("job_not_offered", f"{job} is not offered yet; offered are: {', '.join(_OFFERED)}")
    picture = await _opened(request.data.image_url, request, deps)
    return await (_erased if job == "erase" else _lettered)(picture, request, deps)


async def _checked(event: RequestEvent, deps: Deps) -> _Request:
    """A request with its markets, regions and order.

    Raises:
        Malformed: its code says how.
    """
    data, job = event.data, event.data.job.WhichOneof("kind")
    if not data.product_id or not 0 < len(data.request_id) <= _LONGEST_ID:
        raise Malformed("no_id", "the request has no product_id or request_id, or one too long")
    if job is None:
        raise Malformed("no_job", f"the request names no job; offered are: {', '.join(_OFFERED)}")
    codes = list(dict.fromkeys(data.markets))
    letter = data.job.letter
    if job == "letter" and letter.regions and len(codes) != 1:
        raise Malformed("one_market", f"regions are of one market, and the request names {len(codes)}")
    if job == "erase" and not data.job.erase.classes and not data.job.erase.mask_url:
        raise Malformed("nothing_to_erase", "an erase job names classes, or a mask_url, or both")
    if job == "letter" and not codes:
        codes = list(deps.settings.default_markets)
    markets, channels = places_of(codes, data.channels)
    brand = data.job.erase.brand if job == "erase" else letter.brand
    order = order_for(
        markets[0] if markets else market(deps.settings.default_markets[0]),
        source=letter.source_language,
        brand=brand[:_LONGEST_BRAND],
        channels=channels,
        glossary=await deps.glossaries.of(event.merchant_id, event.platform),
        day=event.time.date(),
        settings=deps.settings,
        wishes=_wishes(letter) if letter.HasField("wishes") else None,
    )
    context = CallContext(event.merchant_id, deps.settings.tier_deadline_s)
    edits = edits_of(letter.regions) if job == "letter" else []
    return _Request(data, markets, edits, order, context)


def _wishes(letter: picture_pb2.LetterJob) -> Wishes:
    return Wishes(
        _kinds(letter.wishes.translate, TRANSLATABLE, "translate"),
        _kinds(letter.wishes.remove, REMOVABLE, "remove"),
    )


def _kinds(said: Sequence[picture_pb2.Region.Kind], allowed: Collection[Kind], what: str) -> frozenset[Kind]:
    """Kinds of lettering as the proto numbers them.

    Raises:
        Malformed: one that cannot be wished for.
    """
    known = {KINDS[kind]: kind for kind in allowed}
    if any(value not in known for value in said):
        names = ", ".join(sorted(kind.name for kind in allowed))
        raise Malformed("bad_wishes", f"wishes.{what} takes {names}")
    return frozenset(known[value] for value in said)


async def _opened(url: str, request: _Request, deps: Deps) -> Picture:
    content = await deps.gallery.fetch(request.context.merchant_id, url)
    return await in_thread(decode, content)


async def _lettered(picture: Picture, request: _Request, deps: Deps) -> list[Output]:
    orders = [replace(request.order, market=place) for place in request.markets]
    if request.edits:
        check_against(request.edits, picture.shape)
        with _span(orders[0].market.code):
            finished = await deps.studio.letter_again(picture, orders[0], request.edits, request.context)
        return [await _output(picture, orders[0].market.code, finished, request, deps)]
    prepared = await deps.studio.prepare(picture, orders, request.context)
    outputs = []
    for order in orders:
        with _span(order.market.code):
            finished = await deps.studio.letter(prepared, order, request.context)
        outputs.append(await _output(picture, order.market.code, finished, request, deps))
    return outputs


async def _erased(picture: Picture, request: _Request, deps: Deps) -> list[Output]:
    job = request.data.job.erase
    targets = frozenset(_TARGETS[said] for said in job.classes if said in _TARGETS)
    mask = None
    if job.mask_url:
        mask = await in_thread(_mask, await _opened(job.mask_url, request, deps), picture)
    (place,) = request.places
    with _span(place):
        finished = await deps.studio.erase(
            picture, request.order, targets, request.context, on_product=job.on_product, mask=mask
        )
    return [await _output(picture, place, finished, request, deps)]


def _mask(given: Picture, picture: Picture) -> Mask:
    """What a mask's picture covers: ``bool[height, width]``.

    Raises:
        _Refused: of another size, coloured, transparent, or covering nearly everything.
    """
    if given.shape != picture.shape:
        sizes = [f"{width} x {height}" for height, width in (given.shape, picture.shape)]
        raise _Refused(
            "mask_of_another_size", f"the mask is {sizes[0]}, the picture {sizes[1]}: send one alike"
        )
    if given.alpha is not None or (given.rgb != given.rgb[..., :1]).any():
        raise _Refused(
            "mask_not_grey", "the mask has colours or transparency: send one channel, white = erase"
        )
    mask = np.asarray(given.rgb[..., 0] > _WHITE)
    if mask.mean() > _MOST_MASKED:
        raise _Refused(
            "mask_too_large",
            f"the mask covers {mask.mean():.0%} of the picture: at most {_MOST_MASKED:.0%}",
        )
    return mask


def _span(place: str) -> AbstractContextManager[object]:
    return tracer().start_as_current_span(names.SPAN_IMAGE_LOCALIZE, attributes={names.ATTR_MARKET: place})


async def _output(picture: Picture, place: str, finished: Finished, request: _Request, deps: Deps) -> Output:
    height, width = picture.shape
    image = await deps.gallery.keep(
        request.context.merchant_id,
        finished.content if finished.content is not None else picture.content,
        picture.media_type,
        width=width,
        height=height,
    )
    return request.output(image_rendered(request.data, place, image, finished, request.edits))
