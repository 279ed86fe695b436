"""The blob store: bytes under an address that is their own checksum, one folder per merchant.

    <root>/<merchant>/<first two of sha256>/<sha256>.<extension>

The same bytes of the same merchant have one address, so writing twice does no harm; a reader knows
from the address whether it got the right bytes. ``file://`` serves one machine, ``s3://`` a cluster.
"""

import asyncio
import contextlib
import hashlib
import os
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import fsspec
from fsspec.spec import AbstractFileSystem

from argosy_store.errors import (
    BlobMissing,
    BlobRejected,
    BlobTooLarge,
    ChecksumMismatch,
    StoreError,
    StoreMisconfigured,
    StoreUnavailable,
    UnsafeAddress,
)
from argosy_store.images import ImageRejected, inspect_image
from argosy_store.media import EXTENSIONS, IMAGE_TYPES, fits
from argosy_telemetry import histogram, names, redact, tracer

T = TypeVar("T")

MAX_BLOB_BYTES = 64 * 1024 * 1024
_MERCHANT_MAX = 128
_FOLDER_MAX = 200  # a file system's names end at 255 bytes
_ADDRESS = re.compile(
    r"(?P<merchant>[A-Za-z0-9_=\-]{1,200})/(?P<first>[0-9a-f]{2})/(?P<sha256>[0-9a-f]{64})\.[a-z0-9]{1,5}"
)
# Patience with S3: a handler is retried by eventing, so a single call need not try long.
_S3_OPTIONS: dict[str, Any] = {
    "config_kwargs": {"connect_timeout": 3, "read_timeout": 15, "retries": {"max_attempts": 2}}
}

_DURATION = histogram(names.METRIC_BLOB_DURATION)
_SIZE = histogram(names.METRIC_BLOB_SIZE)


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """Where a blob is and what it is: the fields of the events' ``Blob``. Pixels are 0 for no picture."""

    url: str
    media_type: str
    width: int
    height: int
    bytes: int
    sha256: str


class BlobStore:
    """Blobs below one root address, for instance ``file:///var/lib/argosy/blobs`` or ``s3://bucket/blobs``."""

    def __init__(
        self,
        url: str,
        *,
        max_bytes: int = MAX_BLOB_BYTES,
        storage_options: Mapping[str, Any] | None = None,
    ) -> None:
        scheme, _, path = url.partition("://")
        if scheme not in ("file", "s3", "memory") or not path.strip("/"):
            raise StoreMisconfigured(
                f"ARGOSY_BLOB_URL is {redact(url)!r}; expected file:///folder or s3://bucket/prefix"
            )
        if scheme == "file" and (not path.startswith("/") or ".." in path.split("/")):
            raise StoreMisconfigured(f"ARGOSY_BLOB_URL is {redact(url)!r}; its folder has to be absolute")
        self.root = url.rstrip("/")
        self._max_bytes = max_bytes
        self._local = scheme == "file"
        options = dict(_S3_OPTIONS) if scheme == "s3" else {}
        options.update(storage_options or {})
        try:
            self._fs: AbstractFileSystem = fsspec.filesystem(scheme, **options)
        except ImportError as error:
            raise StoreMisconfigured(
                f"ARGOSY_BLOB_URL needs a package for {scheme}://; install argosy-store[{scheme}]"
            ) from error
        self._root_path = path.rstrip("/")

    async def put(
        self, merchant_id: str, data: bytes, media_type: str, *, width: int = 0, height: int = 0
    ) -> StoredBlob:
        """Keep ``data`` and return its address; the same data has the same address.

        A picture's pixels are read from its header where they are not given. Raises BlobRejected (a
        media type unknown or not that of the bytes), BlobTooLarge, StoreUnavailable.
        """
        if len(data) > self._max_bytes:
            raise BlobTooLarge(f"a blob has {len(data)} bytes; this store takes {self._max_bytes}")
        if not data:
            raise BlobRejected("a blob has no bytes")
        if media_type not in EXTENSIONS:
            raise BlobRejected(f"no blobs of type {redact(media_type)!r}; known: {', '.join(EXTENSIONS)}")
        if not fits(data, media_type):
            raise BlobRejected(f"the bytes of a blob are not {media_type}, whatever its sender says")
        if media_type in IMAGE_TYPES and not (width and height):
            try:
                facts = await asyncio.to_thread(inspect_image, data, max_bytes=self._max_bytes, decode=False)
            except ImageRejected as error:
                raise BlobRejected(f"a picture cannot be stored: {error}") from error
            width, height = facts.width, facts.height
        folder = merchant_folder(merchant_id)
        sha256 = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        relative = f"{folder}/{sha256[:2]}/{sha256}.{EXTENSIONS[media_type]}"
        with (
            tracer().start_as_current_span(
                names.SPAN_BLOB_PUT,
                attributes={names.ATTR_BLOB_BYTES: len(data), names.ATTR_BLOB_MEDIA_TYPE: media_type},
            ),
            _measured("put"),
        ):
            await self._run(f"put {relative}", lambda: self._write(relative, data), writes=True)
            _SIZE.record(len(data), {names.ATTR_BLOB_OPERATION: "put"})
        return StoredBlob(f"{self.root}/{relative}", media_type, width, height, len(data), sha256)

    async def get(self, merchant_id: str, url: str, *, max_bytes: int | None = None) -> bytes:
        """The bytes of a merchant's blob, checked against its address.

        Raises UnsafeAddress (not below this root, or another merchant's), BlobMissing, BlobTooLarge,
        ChecksumMismatch, StoreUnavailable.
        """
        relative, sha256 = self._parse(merchant_id, url)
        limit = self._max_bytes if max_bytes is None else min(max_bytes, self._max_bytes)
        with tracer().start_as_current_span(names.SPAN_BLOB_GET) as span, _measured("get"):
            data = await self._run(f"get {relative}", lambda: self._read(relative, limit))
            span.set_attribute(names.ATTR_BLOB_BYTES, len(data))
            _SIZE.record(len(data), {names.ATTR_BLOB_OPERATION: "get"})
            found = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        if found != sha256:
            raise ChecksumMismatch(f"blob {relative} has checksum {found}; it was changed or damaged")
        return data

    async def exists(self, merchant_id: str, url: str) -> bool:
        """Whether a merchant's blob is there. Raises UnsafeAddress, StoreUnavailable."""
        relative, _ = self._parse(merchant_id, url)
        return bool(await self._run(f"look for {relative}", lambda: self._fs.exists(self._path(relative))))

    async def delete(self, merchant_id: str, url: str) -> bool:
        """Remove a merchant's blob; whether there was one.

        The same bytes have one address: the caller knows that nothing else of the merchant names it.
        Raises UnsafeAddress, StoreUnavailable.
        """
        relative, _ = self._parse(merchant_id, url)

        def remove() -> bool:
            path = self._path(relative)
            if not self._fs.exists(path):
                return False
            self._fs.rm_file(path)
            return True

        try:
            return await self._run(f"delete {relative}", remove)
        except BlobMissing:
            return False  # somebody else was quicker

    async def check(self) -> None:
        """Write, read and remove a probe: what readiness means. Raises StoreUnavailable and others."""
        name = f"probe-{uuid.uuid4().hex}"

        def probe() -> bytes:
            self._write(name, b"probe")
            try:
                return self._read(name, 16)
            finally:
                self._fs.rm_file(self._path(name))

        if await self._run("probe the blob store", probe, writes=True) != b"probe":
            raise StoreUnavailable(f"the blob store {self.root} did not keep what was written to it")

    def owns(self, url: str) -> bool:
        """Whether an address is below this root, whosever it is."""
        return url.startswith(self.root + "/")

    def _parse(self, merchant_id: str, url: str) -> tuple[str, str]:
        if not self.owns(url):
            raise UnsafeAddress(f"{redact(url, limit=200)!r} is no blob of this store")
        relative = url[len(self.root) + 1 :]
        match = _ADDRESS.fullmatch(relative)
        if match is None or match["first"] != match["sha256"][:2]:
            raise UnsafeAddress(f"{redact(relative, limit=200)!r} is no blob's address")
        if match["merchant"] != merchant_folder(merchant_id):
            raise UnsafeAddress(f"{relative} is another merchant's blob")
        return relative, match["sha256"]

    def _path(self, relative: str) -> str:
        return f"{self._root_path}/{relative}"

    def _write(self, relative: str, data: bytes) -> None:
        path = self._path(relative)
        if not self._local:
            self._fs.pipe_file(path, data)  # an object appears whole or not at all
            return
        self._fs.makedirs(self._fs._parent(path), exist_ok=True)  # noqa: SLF001 — fsspec's own way to say dirname
        part = f"{path}.{uuid.uuid4().hex}.part"
        try:
            with self._fs.open(part, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(path)  # within one folder: atomic
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(part).unlink()
            raise

    def _read(self, relative: str, limit: int) -> bytes:
        path = self._path(relative)
        if self._local:
            with self._fs.open(path, "rb") as file:
                data = bytes(file.read(limit + 1))
        else:
            data = bytes(self._fs.cat_file(path, start=0, end=limit + 1))
        if len(data) > limit:
            raise BlobTooLarge(f"blob {relative} has more than {limit} bytes")
        return data

    async def _run(self, doing: str, work: Callable[[], T], *, writes: bool = False) -> T:
        try:
            return await asyncio.to_thread(work)
        except StoreError:
            raise
        except FileNotFoundError as error:
            if writes:
                raise StoreMisconfigured(
                    f"{doing}: {self.root} cannot hold blobs; is there a bucket?"
                ) from error
            raise BlobMissing(f"{doing}: nothing there below {self.root}") from error
        except PermissionError as error:
            raise StoreMisconfigured(f"{doing}: no right to do so below {self.root}") from error
        except Exception as error:
            # fsspec's backends raise OSError for a full disk or a broken link; S3's client has its own
            # errors for a host that is gone. None of them is the caller's doing, all may pass.
            if isinstance(error, OSError | TimeoutError) or _is_s3_client_error(error):
                said = redact(f"{type(error).__name__}: {error}", limit=300)
                raise StoreUnavailable(f"{doing} at {self.root}: {said}") from error
            raise


@contextmanager
def _measured(operation: str) -> Iterator[None]:
    attributes: dict[str, str] = {names.ATTR_BLOB_OPERATION: operation}
    started = time.perf_counter()
    try:
        yield
    except BaseException as error:
        attributes[names.ATTR_ERROR_TYPE] = type(error).__name__
        raise
    finally:
        _DURATION.record(time.perf_counter() - started, attributes)


def merchant_folder(merchant_id: str) -> str:
    """A merchant's folder: letters, digits, ``-`` and ``_`` as they are, any other byte as ``=xx``.

    No two merchants share a folder, and none can name one outside the root. Raises UnsafeAddress.

    >>> merchant_folder("m-7"), merchant_folder("../m")
    ('m-7', '=2e=2e=2fm')
    """
    if not merchant_id or len(merchant_id) > _MERCHANT_MAX:
        raise UnsafeAddress(f"a merchant's id has 1 to {_MERCHANT_MAX} characters, not {len(merchant_id)}")
    raw = merchant_id.encode("utf-8", "surrogatepass")
    folder = "".join(
        chr(byte) if byte < 128 and (chr(byte).isalnum() or byte in b"-_") else f"={byte:02x}" for byte in raw
    )
    # `=h` is no escaped byte, so the short form of a long id is nobody's plain form.
    return folder if len(folder) <= _FOLDER_MAX else f"=h{hashlib.sha256(raw).hexdigest()}"


def _is_s3_client_error(error: BaseException) -> bool:
    return type(error).__module__.split(".")[0] in {"botocore", "aiobotocore", "aiohttp", "s3fs"}
