"""The answer to a request as the public event says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from argosy.picture.v1 import picture_pb2
from argosy_store import StoredBlob
from image_studio.domain.blocks.block import Block
from image_studio.domain.edits.edits import Edit, indexed, mark_of
from image_studio.domain.geometry import Mask
from image_studio.events import (
    blob_of,
    checks_of,
    engine_of,
    new_region,
    reasons_of,
    regions_of,
)
from image_studio.finishing import Finished

_COVERED: Final = 0.9


def image_rendered(
    request: picture_pb2.ImageRequested,
    market: str,
    image: StoredBlob,
    finished: Finished,
    edits: Sequence[Edit],
) -> picture_pb2.ImageRendered:
    """The data of ``image.rendered`` for a picture that was made."""
    message = _answer(request, market)
    reasons = reasons_of(finished.reasons)
    message.images.add(blob=blob_of(image))
    message.needs_review = bool(reasons)
    message.review_reasons.extend(reasons)
    message.regions.extend(_named(finished, edits) if edits else regions_of(finished))
    _mark_covered(message, finished)
    message.checks.CopyFrom(checks_of(finished))
    message.engines.extend(engine_of(engine) for engine in finished.engines)
    if message.engines:
        message.engine.CopyFrom(message.engines[-1])
    return message


def rejected(
    request: picture_pb2.ImageRequested, market: str, code: str, reason: str
) -> picture_pb2.ImageRendered:
    """The data of ``image.rendered`` where the picture or the job cannot serve."""
    message = _answer(request, market)
    message.rejected_input.code = code
    message.rejected_input.message = reasons_of((reason,))[0]
    return message


def _answer(request: picture_pb2.ImageRequested, market: str) -> picture_pb2.ImageRendered:
    message = picture_pb2.ImageRendered(
        request_id=request.request_id, product_id=request.product_id, market=market, job=request.job
    )
    if message.job.WhichOneof("kind") == "letter":
        # The regions of the answer are those that count; twice they might not fit a message.
        del message.job.letter.regions[:]
    return message


def _named(finished: Finished, edits: Sequence[Edit]) -> list[picture_pb2.Region]:
    """The regions under the names and in the order that they were sent."""
    old, indexes = regions_of(finished), indexed(edits)
    placed = {item.index: item for item in finished.placed}
    regions = []
    for edit in edits:
        index = indexes.get(edit.id)
        mark = mark_of(edit, finished.study.marks) if edit.is_mark else None
        if mark is not None:
            region = old[len(finished.intents) + mark]
        elif edit.is_block and index is not None:
            region = old[index]
        else:
            region = new_region(edit, placed.get(index) if index is not None else None)
        region.id = edit.id
        regions.append(region)
    return regions


def _mark_covered(message: picture_pb2.ImageRendered, finished: Finished) -> None:
    """Lettering that a mask or a panel took with it is gone, whatever its block's intent was."""
    spots = finished.prepared.spots
    if spots is None:
        return
    names = {f"r{i + 1}": block for i, block in enumerate(finished.study.blocks)}
    for region in message.regions:
        block = names.get(region.id)
        if block is not None and region.action == picture_pb2.Region.KEPT and _covered(block, spots):
            region.action, region.text = picture_pb2.Region.REMOVED, ""


def _covered(block: Block, spots: Mask) -> bool:
    under = [spots[part.stamp.window()][part.stamp.mask] for part in block.letterings]
    ink = np.concatenate(under) if under else np.zeros(0, bool)
    return bool(ink.size and ink.mean() >= _COVERED)
