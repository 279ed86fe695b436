"""Blobs on S3's protocol: the same promises as on a local file system, against a server in this process."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image

from argosy_store import (
    BlobMissing,
    BlobStore,
    BlobTooLarge,
    ChecksumMismatch,
    StoreMisconfigured,
    StoreUnavailable,
    UnsafeAddress,
)

S3FileSystem = pytest.importorskip("s3fs", reason="argosy-store[s3] is not installed").S3FileSystem
moto_server = pytest.importorskip("moto.server", reason="moto[s3], flask and flask-cors are not installed")
serving = pytest.importorskip("werkzeug.serving")
make_server, make_ssl_devcert = serving.make_server, serving.make_ssl_devcert

# botocore 1.43 and moto 5.2 still call things that Python and their own dependencies deprecate.
pytestmark = [
    pytest.mark.stack,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, Any]]:
    """Options of a client of an S3 server on loopback, which has the bucket `shop`."""
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {
        "key": "test",
        "secret": "test",
        "endpoint_url": f"http://{host}:{port}",
        "client_kwargs": {"region_name": "us-east-1"},
    }
    BlobStore("s3://shop/blobs", storage_options=options)._fs.call_s3("create_bucket", Bucket="shop")
    yield options
    server.stop()


@pytest.fixture
def blobs(s3: dict[str, Any]) -> BlobStore:
    return BlobStore("s3://shop/blobs", storage_options=s3)


@pytest.fixture(scope="session")
def png() -> bytes:
    buffer = BytesIO()
    Image.radial_gradient("L").convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


async def test_a_blob_goes_and_comes_back_by_its_content_address(blobs: BlobStore, png: bytes) -> None:
    await blobs.check()
    blob = await blobs.put("店铺", png, "image/png")
    assert blob.url == f"s3://shop/blobs/=e5=ba=97=e9=93=ba/{blob.sha256[:2]}/{blob.sha256}.png"
    assert (blob.width, blob.height, blob.bytes) == (256, 256, len(png))
    assert await blobs.put("店铺", png, "image/png") == blob
    assert await blobs.get("店铺", blob.url) == png
    assert await blobs.exists("店铺", blob.url)


async def test_limits_checksums_and_merchants_hold_as_on_a_file_system(blobs: BlobStore, png: bytes) -> None:
    blob = await blobs.put("m-7", png, "image/png")
    with pytest.raises(BlobTooLarge):
        await blobs.get("m-7", blob.url, max_bytes=len(png) - 1)
    assert await blobs.get("m-7", blob.url, max_bytes=len(png)) == png
    with pytest.raises(UnsafeAddress):
        await blobs.get("m-8", blob.url)
    missing = f"s3://shop/blobs/m-7/00/{'0' * 64}.png"
    with pytest.raises(BlobMissing):
        await blobs.get("m-7", missing)
    assert not await blobs.exists("m-7", missing)
    blobs._fs.pipe_file(blob.url.removeprefix("s3://"), b"x" * len(png))
    with pytest.raises(ChecksumMismatch):
        await blobs.get("m-7", blob.url)


@pytest.mark.parametrize("work", [lambda b, png: b.put("m", png, "image/png"), lambda b, _: b.check()])
async def test_a_server_that_is_gone_is_named(
    s3: dict[str, Any], png: bytes, work: Callable[[BlobStore, bytes], Any]
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        gone = {**s3, "endpoint_url": f"http://127.0.0.1:{closed.getsockname()[1]}"}
        with pytest.raises(StoreUnavailable):
            await work(BlobStore("s3://shop/blobs", storage_options=gone), png)


async def test_place_region_and_keys_come_from_the_environment_as_the_chart_gives_them(
    s3: dict[str, Any], png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3["endpoint_url"])
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    blobs = BlobStore("s3://shop/blobs")
    blob = await blobs.put("m-7", png, "image/png")
    assert await blobs.get("m-7", blob.url) == png


async def test_a_store_signed_by_an_authority_of_its_own_is_trusted_as_the_chart_says(
    tmp_path: Path, png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And by its name: the bucket is part of the path, not of a host that no DNS has."""
    certificate, key = make_ssl_devcert(str(tmp_path / "s3"), host="localhost")
    application = moto_server.DomainDispatcherApplication(moto_server.create_backend_app)
    server = make_server("localhost", 0, application, threaded=True, ssl_context=(certificate, key))
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"https://localhost:{server.port}")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    S3FileSystem.clear_instance_cache()  # fsspec knows a client by what it was given, not by the environment
    try:
        with pytest.raises(StoreUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
            await BlobStore("s3://signed/blobs").check()
        S3FileSystem.clear_instance_cache()
        monkeypatch.setenv("AWS_CA_BUNDLE", certificate)
        blobs = BlobStore("s3://signed/blobs")
        await asyncio.to_thread(blobs._fs.call_s3, "create_bucket", Bucket="signed")
        await blobs.check()
        blob = await blobs.put("m-7", png, "image/png")
        assert await blobs.get("m-7", blob.url) == png
    finally:
        server.shutdown()
        S3FileSystem.clear_instance_cache()


async def test_a_bucket_that_is_not_there_is_named(s3: dict[str, Any], png: bytes) -> None:
    with pytest.raises(StoreMisconfigured, match="s3://nowhere"):
        await BlobStore("s3://nowhere/blobs", storage_options=s3).put("m", png, "image/png")
