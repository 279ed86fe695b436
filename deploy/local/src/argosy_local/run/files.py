"""Brings the files named in an event file into the blob store: services read no local files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from google.protobuf.message import Message

from argosy.conversation.v1 import conversation_pb2
from argosy.dispute.v1 import dispute_pb2
from argosy.fact.v1 import fact_pb2
from argosy.picture.v1 import picture_pb2
from argosy.product.v1 import product_pb2
from argosy.refund.v1 import refund_pb2
from argosy_local.run.inputs import BadInputFile, InputEvent
from argosy_store import StoreError
from argosy_store.blobs import BlobStore
from argosy_store.images import inspect_image
from argosy_store.media import VIDEO_TYPES, sniff

MAX_FILE_BYTES = 40 * 1024 * 1024


async def bring_files(given: InputEvent, blobs: BlobStore) -> None:
    """Store each local picture or document of the event and put its blob address in place.

    A local file is a path (relative to the event's file) or a file:// address; web addresses stay as they
    are, for the service to fetch under its own allow-list.

    Raises:
        BadInputFile: a local file is missing, too large, or not of a kind that is stored.
    """
    data: Message = given.event.data
    if isinstance(data, product_pb2.ProductCreated | product_pb2.ProductUpdated):
        for image in data.product.images:
            image.url = await _brought(image.url, given, blobs)
    elif isinstance(data, picture_pb2.ImageRequested):
        data.image_url = await _brought(data.image_url, given, blobs)
        if data.job.erase.mask_url:
            data.job.erase.mask_url = await _brought(data.job.erase.mask_url, given, blobs)
    elif isinstance(data, dispute_pb2.DisputeOpened | dispute_pb2.DisputeUpdated):
        data.notice.attachments[:] = [await _brought(url, given, blobs) for url in data.notice.attachments]
    elif isinstance(data, refund_pb2.RefundRequested):
        for evidence in data.evidence:
            if evidence.url:
                evidence.url = await _brought(evidence.url, given, blobs)
    elif isinstance(data, conversation_pb2.ChatMessage):
        data.images[:] = [await _brought(url, given, blobs) for url in data.images]
    elif isinstance(data, fact_pb2.ShipmentUpdated) and data.proof.photo_url:
        data.proof.photo_url = await _brought(data.proof.photo_url, given, blobs)


async def _brought(url: str, given: InputEvent, blobs: BlobStore) -> str:
    path = _local_path(url, given.folder)
    if path is None or blobs.owns(url):
        return url
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadInputFile(f"{given.place}: {path} is larger than {MAX_FILE_BYTES:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise BadInputFile(f"{given.place}: {path} cannot be read: {error.strerror}") from None
    try:
        media_type = sniff(content)
        if media_type not in {"application/pdf", *VIDEO_TYPES}:
            media_type = inspect_image(content).media_type
        stored = await blobs.put(given.event.merchant_id, content, media_type)
    except StoreError as error:
        raise BadInputFile(f"{given.place}: {path}: {error}") from None
    return stored.url


def _local_path(url: str, folder: Path) -> Path | None:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    if parts.scheme == "" and url:
        return folder / url
    return None
