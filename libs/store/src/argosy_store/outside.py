"""Fetching what a merchant's event points to: an allow-list, a size limit and a private-address guard."""

import asyncio
import ipaddress
import os
import socket
import stat
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from argosy_store.addresses import (
    Address,
    AllowList,
    host_of,
    literal_address,
    local_path,
    parse_url,
)
from argosy_store.errors import BlobRejected, BlobTooLarge, OutsideFailed, UnsafeAddress
from argosy_store.media import IMAGE_TYPES, sniff
from argosy_telemetry import histogram, names, redact, tracer

MAX_BYTES = 36 * 1024 * 1024
TIMEOUT_S = 20.0
MAX_REDIRECTS = 4
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""A host's addresses, as text, by name and port."""

_DURATION = histogram(names.METRIC_FETCH_DURATION)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an outside address gave: its bytes and the media type that the bytes themselves show."""

    data: bytes
    media_type: str
    url: str


class OutsideFetcher:
    """Reads outside addresses, guarded. Make one per process, inside the running loop; close it.

    ``allow``: what may be read (see AllowList). ``max_bytes`` holds for the body as it is sent;
    compressed bodies are refused. ``timeout_s`` bounds the whole fetch, redirects included.
    """

    def __init__(
        self,
        allow: AllowList,
        *,
        max_bytes: int = MAX_BYTES,
        timeout_s: float = TIMEOUT_S,
        resolve: Resolve | None = None,
    ) -> None:
        self._allow = allow
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._resolver = _GuardedResolver(allow, resolve or _resolve)
        self._session: aiohttp.ClientSession | None = None

    async def fetch(
        self, url: str, *, accept: Collection[str] = IMAGE_TYPES, max_bytes: int | None = None
    ) -> Fetched:
        """The bytes at ``url`` if they are of one of the media types ``accept``, by their first bytes.

        Raises UnsafeAddress, BlobTooLarge, BlobRejected (another media type), OutsideFailed.
        """
        attributes: dict[str, str] = {names.ATTR_FETCH_RESULT: "ok"}
        started = time.perf_counter()
        with tracer().start_as_current_span(names.SPAN_OUTSIDE_FETCH) as span:
            try:
                fetched = await self._fetch(url, self._max_bytes if max_bytes is None else max_bytes, accept)
            except BaseException as error:
                attributes[names.ATTR_FETCH_RESULT] = type(error).__name__
                raise
            finally:
                _DURATION.record(time.perf_counter() - started, attributes)
            span.set_attribute(names.ATTR_BLOB_BYTES, len(fetched.data))
            span.set_attribute(names.ATTR_BLOB_MEDIA_TYPE, fetched.media_type)
            return fetched

    async def _fetch(self, url: str, max_bytes: int, accept: Collection[str]) -> Fetched:
        data, final = await self._read(url, min(max_bytes, self._max_bytes))
        media_type = sniff(data)
        if media_type is None or media_type not in accept:
            raise BlobRejected(
                f"{_shown(final)} gave {media_type or 'something unknown'}; "
                f"expected {', '.join(sorted(accept))}"
            )
        return Fetched(data, media_type, final)

    async def _read(self, url: str, limit: int) -> tuple[bytes, str]:
        scheme = url[:16].partition(":")[0].lower()
        if scheme == "file":
            return await asyncio.to_thread(self._read_file, url, limit), url
        if scheme not in ("http", "https"):
            raise UnsafeAddress(f"{_shown(url)} is not http, https or an allowed file; upload it as a blob")
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._read_http(url, limit)
        except TimeoutError as error:
            raise OutsideFailed(
                f"{_shown(url)} took longer than {self._timeout_s:g} s", retryable=True
            ) from error
        except aiohttp.ClientError as error:
            raise OutsideFailed(
                f"{_shown(url)} cannot be read: {redact(f'{type(error).__name__}: {error}', limit=200)}",
                retryable=isinstance(error, aiohttp.ClientConnectionError | aiohttp.ClientPayloadError)
                and not isinstance(error, aiohttp.ClientSSLError),
            ) from error

    async def _read_http(self, url: str, limit: int) -> tuple[bytes, str]:
        current = self._checked(url, None)
        for _ in range(MAX_REDIRECTS + 1):
            async with self._client().get(current, allow_redirects=False) as answer:
                if answer.status in _REDIRECTS:
                    target = answer.headers.get("Location", "")
                    current = self._checked(_joined(current, target), current)
                    continue
                if answer.status != 200:
                    raise OutsideFailed(
                        f"{_shown(str(current))} answers {answer.status}",
                        retryable=answer.status >= 500 or answer.status in (408, 425, 429),
                    )
                return await _body(answer, limit), str(current)
        raise OutsideFailed(f"{_shown(url)} redirects more than {MAX_REDIRECTS} times", retryable=False)

    def _checked(self, text: str, before: URL | None) -> URL:
        url = parse_url(text)
        self._allow.check_url(url)
        if before is not None and before.scheme == "https" and url.scheme == "http":
            raise UnsafeAddress(f"{_shown(str(before))} redirects from https to http")
        literal = literal_address(url)
        if literal is not None:
            # The client connects to literal addresses without asking the resolver.
            internal = self._allow.is_internal(host_of(url), url.port or 0)
            self._allow.check_addresses(host_of(url), [literal], internal=internal)
        return url

    def _read_file(self, url: str, limit: int) -> bytes:
        refused = UnsafeAddress(f"{_shown(url)} is no file below an allowed folder")
        try:
            folders = [folder.resolve(strict=True) for folder in self._allow.folders if folder.is_dir()]
            path = local_path(url).resolve(strict=True)
        except (OSError, ValueError, RuntimeError) as error:
            # The same words whether it is missing or forbidden: no probing of the file system.
            raise refused from error
        if not any(path.is_relative_to(folder) for folder in folders) or not path.is_file():
            raise refused
        try:
            # NONBLOCK: should it be a named pipe by now, opening it must not wait for its writer.
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            raise refused from error
        with os.fdopen(descriptor, "rb") as file:
            # Again for the file that is open now: a folder on the way may have become a link.
            real = Path(os.path.realpath(f"/proc/self/fd/{descriptor}"))
            about = os.fstat(descriptor)
            if not any(real.is_relative_to(folder) for folder in folders) or not stat.S_ISREG(about.st_mode):
                raise refused
            if about.st_size > limit:
                raise BlobTooLarge(f"{_shown(url)} has {about.st_size} bytes; the limit is {limit}")
            data = file.read(limit + 1)
        if len(data) > limit:
            raise BlobTooLarge(f"{_shown(url)} has more than {limit} bytes")
        return data

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=self._resolver, use_dns_cache=False, limit=32, limit_per_host=6
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=self._timeout_s, connect=5.0),
                headers={
                    "User-Agent": "Argosy/0.1 (+picture fetch)",
                    "Accept": "image/*,*/*;q=0.5",
                    "Accept-Encoding": "identity",
                },
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()


class _GuardedResolver(AbstractResolver):
    """Resolves, checks every address, and hands on exactly the checked ones: what the client connects
    to is what was checked, so a name that changes its address in between (DNS rebinding) gains nothing.
    """

    def __init__(self, allow: AllowList, resolve: Resolve) -> None:
        self._allow = allow
        self._resolve = resolve

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 — aiohttp's signature
    ) -> list[ResolveResult]:
        try:
            texts = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise OSError(None, f"{host} has no address ({error})") from error
        found = [_address(text) for text in texts]
        self._allow.check_addresses(host, found, internal=self._allow.is_internal(host, port))
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Nothing is held."""


async def _resolve(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(address[4][0]) for address in found]


def _address(text: str) -> Address:
    return ipaddress.ip_address(text.partition("%")[0])


async def _body(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise BlobRejected(f"{_shown(str(answer.url))} answers compressed although asked not to")
    if answer.content_length is not None and answer.content_length > limit:
        raise BlobTooLarge(
            f"{_shown(str(answer.url))} has {answer.content_length} bytes; the limit is {limit}"
        )
    parts: list[bytes] = []
    size = 0
    async for chunk in answer.content.iter_chunked(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise BlobTooLarge(f"{_shown(str(answer.url))} has more than {limit} bytes")
        parts.append(chunk)
    return b"".join(parts)


def _joined(base: URL, location: str) -> str:
    """A redirect's target; checked by parse_url like any address, since it comes from outside too."""
    if not location or not location.isprintable():
        raise UnsafeAddress(f"{_shown(str(base))} redirects to no address")
    try:
        return str(base.join(URL(location, encoded=True)))
    except ValueError as error:
        raise UnsafeAddress(f"{_shown(str(base))} redirects to no address") from error


def _shown(url: str) -> str:
    """An address for a message: without query, since that is where signatures and tokens stand."""
    return repr(redact(url.partition("?")[0], limit=200))
