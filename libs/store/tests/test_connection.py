"""The driver's errors get one of our names, and no secret gets into a message."""

import gc
import time
import warnings

import bson.errors
import pytest
from pymongo import errors

from argosy_store import (
    DocumentConflict,
    DocumentRejected,
    Store,
    StoreFailed,
    StoreMisconfigured,
    StoreUnavailable,
)
from argosy_store.connection import named_error
from argosy_telemetry import Telemetry, TelemetrySettings, names, setup
from argosy_testing.store import MemoryStore


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (errors.AutoReconnect("gone"), StoreUnavailable),
        (errors.ServerSelectionTimeoutError("nobody"), StoreUnavailable),
        (errors.NetworkTimeout("slow"), StoreUnavailable),
        (errors.NotPrimaryError("not primary"), StoreUnavailable),
        (errors.ExecutionTimeout("too slow", 50), StoreUnavailable),
        (errors.WaitQueueTimeoutError("pool"), StoreUnavailable),
        (errors.WTimeoutError("majority"), StoreUnavailable),
        (errors.OperationFailure("interrupted", 11600), StoreUnavailable),
        (errors.OperationFailure("out of disk space", 14031), StoreUnavailable),
        (errors.OperationFailure("stepped down", 189), StoreUnavailable),
        (errors.OperationFailure("x", 1, {"errorLabels": ["RetryableWriteError"]}), StoreUnavailable),
        (errors.DuplicateKeyError("dup", 11000), DocumentConflict),
        (errors.OperationFailure("auth failed", 18), StoreMisconfigured),
        (errors.OperationFailure("not authorized", 13), StoreMisconfigured),
        (errors.ConfigurationError("bad"), StoreMisconfigured),
        (errors.DocumentTooLarge("17 MB"), DocumentRejected),
        (bson.errors.InvalidDocument("set"), DocumentRejected),
        (OverflowError("8 bytes"), DocumentRejected),
        (errors.OperationFailure("no such command", 59), StoreFailed),
        (errors.InvalidOperation("closed"), StoreFailed),
    ],
)
def test_each_of_the_drivers_errors_has_a_name(error: Exception, name: type[Exception]) -> None:
    named = named_error(error, "insert_one on outcomes at db:27017")
    assert type(named) is name
    assert str(named).startswith("insert_one on outcomes at db:27017: ")


def test_only_what_a_retry_can_mend_is_unavailable() -> None:
    assert not issubclass(StoreMisconfigured, StoreUnavailable)
    assert not issubclass(DocumentConflict, StoreUnavailable)


async def test_a_server_that_is_not_there_is_reported_soon_and_by_name() -> None:
    started = time.monotonic()
    with pytest.raises(StoreUnavailable) as raised:
        await Store.connect("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200")
    assert "ping on - at 127.0.0.1:9" in str(raised.value)
    assert time.monotonic() - started < 5
    # pymongo's monitor, cancelled while it connects, leaves its socket to the garbage collector.
    del raised
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.parametrize(
    "uri", ["", "http://db", "mongodb://", "mongodb://u:hunter2@@x", "mongodb://db:port"]
)
def test_an_address_that_is_none_is_named_without_its_secret(uri: str) -> None:
    with pytest.raises(StoreMisconfigured, match="ARGOSY_MONGODB_URI") as raised:
        Store.open(uri)
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None


async def test_the_database_and_the_retry_setting_follow_the_address() -> None:
    for uri, database, retried in (
        ("mongodb://db", "argosy", False),
        ("mongodb://u:p@a,b/shop?replicaSet=rs0", "shop", True),
        ("mongodb://db/shop?retryWrites=true", "shop", True),
    ):
        store = Store.open(uri)
        assert store._database.name == database
        assert store._client.options.retry_writes is retried
        assert "p@" not in store.address
        await store.close()


@pytest.fixture
def telemetry():
    with setup("test", TelemetrySettings(in_memory=True)) as made:
        yield made


async def test_an_operation_is_a_span_and_a_duration(store: MemoryStore, telemetry: Telemetry) -> None:
    await store.ping()
    store.available = False
    with pytest.raises(StoreUnavailable):
        await store.ping()
    good, bad = telemetry.finished_spans()
    assert good.name == bad.name == names.SPAN_STORE_OPERATION
    assert (good.attributes or {})[names.ATTR_DB_OPERATION] == "ping"
    assert not bad.status.is_ok
    count = telemetry.metric
    assert count(names.METRIC_STORE_DURATION) == 2
    assert count(names.METRIC_STORE_DURATION, {names.ATTR_ERROR_TYPE: "StoreUnavailable"}) == 1
