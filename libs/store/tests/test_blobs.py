"""Blobs stand under their checksum, below their merchant's folder, whole or not at all."""

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_store import (
    BlobMissing,
    BlobRejected,
    BlobStore,
    BlobTooLarge,
    ChecksumMismatch,
    StoredBlob,
    StoreMisconfigured,
    StoreUnavailable,
    UnsafeAddress,
)
from argosy_store.blobs import merchant_folder
from argosy_store.media import EXTENSIONS, fits, sniff
from argosy_telemetry import TelemetrySettings, names, setup

Picture = Callable[..., bytes]


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore((tmp_path / "blobs").as_uri())


def path_of(blob: StoredBlob) -> Path:
    return Path(blob.url.removeprefix("file://"))


async def test_a_blob_comes_back_under_the_address_of_its_content(
    blobs: BlobStore, tmp_path: Path, picture: Picture
) -> None:
    data = picture("PNG", (64, 48))
    sha256 = hashlib.sha256(data).hexdigest()
    blob = await blobs.put("m-7", data, "image/png")
    url = f"file://{tmp_path}/blobs/m-7/{sha256[:2]}/{sha256}.png"
    assert blob == StoredBlob(url, "image/png", 64, 48, len(data), sha256)
    assert await blobs.get("m-7", blob.url) == data
    assert await blobs.exists("m-7", blob.url)
    assert blobs.owns(blob.url)


async def test_the_same_bytes_have_one_address_however_often_they_are_put(
    blobs: BlobStore, tmp_path: Path, picture: Picture
) -> None:
    data = picture("JPEG")
    stored = await asyncio.gather(*(blobs.put("m-7", data, "image/jpeg") for _ in range(12)))
    assert len(set(stored)) == 1
    files = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert files == [path_of(stored[0])]


async def test_a_put_mends_a_blob_that_was_damaged(blobs: BlobStore, picture: Picture) -> None:
    data = picture()
    blob = await blobs.put("m-7", data, "image/png")
    path_of(blob).write_bytes(data[:-1] + b"x")
    with pytest.raises(ChecksumMismatch, match="changed or damaged"):
        await blobs.get("m-7", blob.url)
    await blobs.put("m-7", data, "image/png")
    assert await blobs.get("m-7", blob.url) == data


async def test_another_merchants_blob_is_out_of_reach(blobs: BlobStore, picture: Picture) -> None:
    blob = await blobs.put("m-7", picture(), "image/png")
    for reading in (blobs.get("m-8", blob.url), blobs.exists("m-8", blob.url)):
        with pytest.raises(UnsafeAddress, match="another merchant"):
            await reading


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace("/m-7/", "/m-7/../m-7/"),
        lambda url: url.replace("file://", "file:///etc/"),
        lambda url: url.replace("/m-7/", "//m-7/"),
        lambda url: url + "/../../x",
        lambda url: url + "\n",
        lambda url: url.replace(".png", ""),
        lambda url: url.upper(),
        lambda url: url.replace("file://", "s3://"),
        lambda url: url.replace("file://", ""),
        lambda url: "file:///etc/passwd",
        lambda url: "",
        lambda url: url[:-68] + "00/" + url[-68:],
    ],
)
async def test_what_is_no_address_of_this_store_is_refused(
    blobs: BlobStore, picture: Picture, change: Callable[[str], str]
) -> None:
    blob = await blobs.put("m-7", picture(), "image/png")
    with pytest.raises(UnsafeAddress):
        await blobs.get("m-7", change(blob.url))


async def test_a_blob_that_is_not_there_is_missing(blobs: BlobStore, tmp_path: Path) -> None:
    url = f"file://{tmp_path}/blobs/m-7/ab/ab{'0' * 62}.png"
    with pytest.raises(BlobMissing):
        await blobs.get("m-7", url)
    assert not await blobs.exists("m-7", url)


async def test_size_limits_hold_both_ways(tmp_path: Path, picture: Picture) -> None:
    data = picture()
    small = BlobStore((tmp_path / "blobs").as_uri(), max_bytes=len(data))
    blob = await small.put("m-7", data, "image/png")
    with pytest.raises(BlobTooLarge):
        await small.put("m-7", data + b"x", "image/png")
    with pytest.raises(BlobTooLarge):
        await small.get("m-7", blob.url, max_bytes=len(data) - 1)
    assert await small.get("m-7", blob.url, max_bytes=len(data)) == data


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"<html>", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/png"),
        (b"\x89PNG\r\n\x1a\n but no picture", "image/png"),
        (b"MZ\x00\x00", "text/plain"),
        (b"text", "text/html"),
        (b"text", "application/x-executable"),
        (b"", "text/plain"),
    ],
)
async def test_bytes_that_are_not_what_they_claim_are_not_stored(
    blobs: BlobStore, tmp_path: Path, data: bytes, media_type: str
) -> None:
    with pytest.raises(BlobRejected):
        await blobs.put("m-7", data, media_type)
    assert not (tmp_path / "blobs").exists()


async def test_documents_are_stored_without_pixels(blobs: BlobStore) -> None:
    blob = await blobs.put("m-7", '{"a": "红"}'.encode(), "application/json")
    assert (blob.width, blob.height) == (0, 0)
    assert blob.url.endswith(".json")


async def test_a_write_that_fails_leaves_nothing_behind(
    blobs: BlobStore, tmp_path: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("argosy_store.blobs.os.fsync", full)
    with pytest.raises(StoreUnavailable, match="No space left"):
        await blobs.put("m-7", picture(), "image/png")
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


async def test_a_probe_tells_whether_the_store_can_be_written(blobs: BlobStore, tmp_path: Path) -> None:
    await blobs.check()
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable):
        await BlobStore((tmp_path / "file" / "blobs").as_uri()).check()


@pytest.mark.parametrize(
    "url",
    ["", "/var/blobs", "file://", "file://relative/x", "file:///a/../b", "http://x/y", "s3://", "zip://a"],
)
def test_a_root_that_is_none_is_named(url: str) -> None:
    with pytest.raises(StoreMisconfigured, match="ARGOSY_BLOB_URL"):
        BlobStore(url)


async def test_other_file_systems_of_fsspec_serve_as_well(picture: Picture) -> None:
    blobs = BlobStore("memory://shop/blobs")
    data = picture()
    blob = await blobs.put("m-7", data, "image/png")
    assert blob.url.startswith("memory://shop/blobs/m-7/")
    assert await blobs.get("m-7", blob.url) == data
    with pytest.raises(BlobTooLarge):
        await blobs.get("m-7", blob.url, max_bytes=10)
    with pytest.raises(BlobMissing):
        await blobs.get(
            "m-7", blob.url.replace(blob.sha256, "0" * 64).replace(f"/{blob.sha256[:2]}/", "/00/")
        )
    await blobs.check()


async def test_puts_and_gets_are_measured(blobs: BlobStore, picture: Picture) -> None:
    with setup("test", TelemetrySettings(in_memory=True)) as telemetry:
        blob = await blobs.put("m-7", picture(), "image/png")
        await blobs.get("m-7", blob.url)
        assert [span.name for span in telemetry.finished_spans()] == [
            names.SPAN_BLOB_PUT,
            names.SPAN_BLOB_GET,
        ]
        assert telemetry.metric(names.METRIC_BLOB_DURATION, {names.ATTR_BLOB_OPERATION: "get"}) == 1
        assert telemetry.metric(names.METRIC_BLOB_SIZE) == 2


merchants = st.text(min_size=1, max_size=128)


@given(merchants, merchants)
def test_two_merchants_never_share_a_folder(one: str, other: str) -> None:
    assert (merchant_folder(one) == merchant_folder(other)) == (one == other)


@given(merchants)
def test_a_folder_is_one_plain_name(merchant_id: str) -> None:
    folder = merchant_folder(merchant_id)
    assert set(folder) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=")
    assert 0 < len(folder) <= 200


@pytest.mark.parametrize("merchant_id", ["", "x" * 129])
def test_a_merchant_without_a_usable_id_has_no_folder(merchant_id: str) -> None:
    with pytest.raises(UnsafeAddress, match="merchant's id"):
        merchant_folder(merchant_id)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_the_first_bytes_tell_a_pictures_type(picture: Picture, form: str) -> None:
    data = picture(form)
    assert sniff(data) == f"image/{form.lower()}"
    assert [media_type for media_type in EXTENSIONS if fits(data, media_type)] == [f"image/{form.lower()}"]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2", "video/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video/quicktime"),
        (b"\x1a\x45\xdf\xa3\x9fB\x86", "video/webm"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", None),
    ],
)
def test_videos_are_told_by_their_first_bytes(data: bytes, media_type: str | None) -> None:
    assert sniff(data) == media_type


async def test_a_deleted_blob_is_gone_and_only_its_merchant_can_delete_it(blobs: BlobStore) -> None:
    kept = await blobs.put("m-1", b"a letter", "text/plain")
    with pytest.raises(UnsafeAddress, match="another merchant's"):
        await blobs.delete("m-2", kept.url)
    assert await blobs.get("m-1", kept.url) == b"a letter"
    assert await blobs.delete("m-1", kept.url)
    assert not await blobs.exists("m-1", kept.url)
    assert not await blobs.delete("m-1", kept.url)
