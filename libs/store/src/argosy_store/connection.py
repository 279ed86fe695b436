"""The connection to the document store: one client per process, short time limits, named errors.

Only operations on single documents that MongoDB 5+ and the embedded server both have are used.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Self

from bson import CodecOptions
from bson.errors import BSONError
from opentelemetry.trace import SpanKind
from pymongo import AsyncMongoClient, errors
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.uri_parser import parse_uri
from pymongo.write_concern import WriteConcern

from argosy_store.errors import (
    DocumentConflict,
    DocumentRejected,
    StoreError,
    StoreFailed,
    StoreMisconfigured,
    StoreUnavailable,
)
from argosy_telemetry import histogram, names, redact, tracer

DEFAULT_DATABASE = "argosy"
SERVER_SELECTION_TIMEOUT_MS = 2_000
CONNECT_TIMEOUT_MS = 2_000
SOCKET_TIMEOUT_MS = 10_000

Document = dict[str, Any]
"""A document as pymongo reads and writes it."""

# https://github.com/mongodb/specifications/blob/master/source/retryable-writes: codes that tell of a
# server that steps down, shuts down or cannot be reached, in answers that are not network errors. 14031 is
# OutOfDiskSpace: whoever keeps the store makes room, and what was to be written is written then.
_TRANSIENT_CODES = frozenset(
    {6, 7, 50, 89, 91, 134, 189, 262, 317, 358, 9001, 10107, 11600, 11602, 13435, 13436, 14031}
)
_LAST_CONNECT_S = 0.05
_REFUSED_CODES = frozenset({8000, 13, 18, 33})  # Atlas's own, Unauthorized, AuthenticationFailed, bad key

_DURATION = histogram(names.METRIC_STORE_DURATION)


class Store:
    """A connected document store; make it with :meth:`connect` inside the running loop.

    Example: ``store = await Store.connect("mongodb://127.0.0.1:27017")``
    """

    def __init__(self, client: AsyncMongoClient[Document], database: str, address: str) -> None:
        self._client = client
        self._database = client.get_database(
            database,
            codec_options=CodecOptions(tz_aware=True, tzinfo=UTC),
            # On a replica set an answered write survives the loss of its primary.
            write_concern=WriteConcern(w="majority"),
        )
        self.address = address

    @classmethod
    async def connect(cls, uri: str, *, patience_s: float = 0.0) -> Self:
        """Connect and make sure that the store answers.

        ``uri`` names the database in its path, else it is ``argosy``. A store that does not answer is
        tried again for ``patience_s`` seconds. Raises StoreUnavailable or StoreMisconfigured.
        """
        store = cls.open(uri)
        deadline = time.monotonic() + patience_s
        while True:
            try:
                await store.ping()
            except StoreUnavailable:
                if time.monotonic() >= deadline:
                    await store.close()
                    raise
                await asyncio.sleep(0.25)
            except BaseException:
                await store.close()
                raise
            else:
                return store

    @classmethod
    def open(cls, uri: str) -> Self:
        """The store without a first look whether it answers. Raises StoreMisconfigured."""
        try:
            parsed = parse_uri(uri)
        except (errors.PyMongoError, ValueError) as error:
            raise StoreMisconfigured(
                f"ARGOSY_MONGODB_URI is no usable address ({redact(str(error))}); "
                "expected mongodb://[user:password@]host[:port][/database]"
            ) from None
        options = {key.lower(): value for key, value in parsed["options"].items()}
        replicated = bool(options.get("replicaset")) or uri.startswith("mongodb+srv://")
        defaults: dict[str, Any] = {
            "serverSelectionTimeoutMS": SERVER_SELECTION_TIMEOUT_MS,
            "connectTimeoutMS": CONNECT_TIMEOUT_MS,
            "socketTimeoutMS": SOCKET_TIMEOUT_MS,
            # Sessions are what retryable writes stand on; a lone server, the embedded one above all,
            # has none. Our own writes are safe to repeat, and eventing repeats them.
            "retryWrites": replicated,
            "appname": "argosy",
        }
        chosen = {key: value for key, value in defaults.items() if key.lower() not in options}
        client: AsyncMongoClient[Document] = AsyncMongoClient(uri, **chosen)
        hosts = ",".join(f"{host}:{port}" if port else host for host, port in parsed["nodelist"])
        return cls(client, parsed["database"] or DEFAULT_DATABASE, hosts)

    async def ping(self) -> None:
        """Ask the server for a sign of life. Raises StoreUnavailable or StoreMisconfigured."""
        async with self.operation("-", "ping"):
            await self._database.command("ping")

    async def check(self) -> None:
        """Write a document and read it back: what readiness means. Raises like any operation."""
        collection = self.collection("readiness")
        async with self.operation("readiness", "replace_one"):
            written = datetime.now(UTC).replace(microsecond=0)
            await collection.replace_one({"_id": "probe"}, {"written_at": written}, upsert=True)
        async with self.operation("readiness", "find_one"):
            if await collection.find_one({"_id": "probe"}) is None:
                raise StoreFailed(f"the store at {self.address} did not keep what was written to it")

    def collection(self, name: str) -> AsyncCollection[Document]:
        """The collection of that name; to be used inside :meth:`operation` only."""
        return self._database[name]

    @asynccontextmanager
    async def operation(self, collection: str, operation: str) -> AsyncIterator[None]:
        """A span, a duration and named errors around one document operation."""
        attributes: dict[str, str] = {
            names.ATTR_DB_COLLECTION: collection,
            names.ATTR_DB_OPERATION: operation,
        }
        started = time.perf_counter()
        failed = ""
        with tracer().start_as_current_span(
            names.SPAN_STORE_OPERATION,
            kind=SpanKind.CLIENT,
            attributes={**attributes, names.ATTR_DB_SYSTEM: "mongodb"},
        ):
            try:
                yield
            except (errors.PyMongoError, BSONError, OverflowError) as error:
                named = named_error(error, f"{operation} on {collection} at {self.address}")
                failed = type(named).__name__
                raise named from error
            except BaseException as error:
                failed = type(error).__name__
                raise
            finally:
                if failed:
                    attributes[names.ATTR_ERROR_TYPE] = failed
                _DURATION.record(time.perf_counter() - started, attributes)

    async def close(self) -> None:
        """Close all connections."""
        # pymongo 4.20's monitor leaves its socket open when it is cancelled inside a connect, and the end
        # of a vain server selection falls into one: a refused connect has ended after this moment.
        await asyncio.sleep(_LAST_CONNECT_S)
        await self._client.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def named_error(error: Exception, doing: str) -> StoreError:
    """The error of this package that stands for one of the driver's; ``doing`` says what was under way."""
    said = redact(str(error), limit=300)
    if isinstance(error, errors.DuplicateKeyError):
        return DocumentConflict(f"{doing}: a document with that key exists")
    if isinstance(error, errors.DocumentTooLarge | errors.InvalidName | BSONError | OverflowError):
        return DocumentRejected(f"{doing}: {said}")
    if isinstance(error, errors.ConfigurationError | errors.InvalidURI):
        return StoreMisconfigured(f"{doing}: {said}")
    if _is_transient(error):
        return StoreUnavailable(f"{doing}: {said}")
    if isinstance(error, errors.OperationFailure) and error.code in _REFUSED_CODES:
        return StoreMisconfigured(f"{doing}: {said}; check the user and its rights in ARGOSY_MONGODB_URI")
    return StoreFailed(f"{doing}: {type(error).__name__}: {said}")


def _is_transient(error: Exception) -> bool:
    if isinstance(error, errors.ConnectionFailure | errors.ExecutionTimeout | errors.WTimeoutError):
        return True
    if not isinstance(error, errors.PyMongoError):
        return False
    if (
        error.timeout
        or error.has_error_label("RetryableWriteError")
        or error.has_error_label("TransientTransactionError")
    ):
        return True
    return isinstance(error, errors.OperationFailure) and error.code in _TRANSIENT_CODES
