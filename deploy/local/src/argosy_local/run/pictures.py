"""Brings the pictures named in an event file into the blob store: services read no local files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from google.protobuf.message import Message

from argosy.picture.v1 import picture_pb2
from argosy.product.v1 import product_pb2
from argosy_local.run.inputs import BadInputFile, InputEvent
from argosy_store import StoreError
from argosy_store.blobs import BlobStore
from argosy_store.images import inspect_image

MAX_PICTURE_BYTES = 40 * 1024 * 1024


async def bring_pictures(given: InputEvent, blobs: BlobStore) -> None:
    """Store each local picture of the event and put its blob address in place.

    A local picture is a path (relative to the event's file) or a file:// address; web addresses stay as they
    are, for the service to fetch under its own allow-list.

    Raises:
        BadInputFile: a local picture is missing, too large, or no picture.
    """
    data: Message = given.event.data
    if isinstance(data, product_pb2.ProductCreated | product_pb2.ProductUpdated):
        for image in data.product.images:
            image.url = await _brought(image.url, given, blobs)
    elif isinstance(data, picture_pb2.ImageRequested):
        data.image_url = await _brought(data.image_url, given, blobs)
        if data.job.erase.mask_url:
            data.job.erase.mask_url = await _brought(data.job.erase.mask_url, given, blobs)


async def _brought(url: str, given: InputEvent, blobs: BlobStore) -> str:
    path = _local_path(url, given.folder)
    if path is None or blobs.owns(url):
        return url
    try:
        if path.stat().st_size > MAX_PICTURE_BYTES:
            raise BadInputFile(f"{given.place}: {path} is larger than {MAX_PICTURE_BYTES:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise BadInputFile(f"{given.place}: picture {path} cannot be read: {error.strerror}") from None
    try:
        found = inspect_image(content)
        stored = await blobs.put(given.event.merchant_id, content, found.media_type)
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
