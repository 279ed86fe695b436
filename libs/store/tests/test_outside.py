"""Fetching against a real HTTP server on loopback: what gets through, what does not, and how soon."""

import asyncio
import gzip
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
from aiohttp import web

from argosy_store import (
    AllowList,
    BlobRejected,
    BlobTooLarge,
    OutsideFailed,
    OutsideFetcher,
    UnsafeAddress,
)
from argosy_telemetry import TelemetrySettings, names, setup


@pytest.fixture
def png(picture: Callable[..., bytes]) -> bytes:
    return picture("PNG")


@pytest.fixture
async def shop(png: bytes) -> AsyncIterator[str]:
    """A shop's picture server with some bad manners; its address."""

    async def good(request: web.Request) -> web.Response:
        assert request.headers["Accept-Encoding"] == "identity"
        assert "Cookie" not in request.headers
        return web.Response(body=png, content_type="text/html", headers={"Set-Cookie": "a=b"})

    async def html(request: web.Request) -> web.Response:
        return web.Response(text="<html>not a picture</html>", content_type="image/png")

    async def status(request: web.Request) -> web.Response:
        return web.Response(status=int(request.match_info["code"]), body=png)

    async def redirect(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": request.query["to"]})

    async def loop(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/loop"})

    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(png[:8])
        while True:
            await answer.write(b"x" * 65_536)

    async def drip(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"\x89")
            await asyncio.sleep(0.05)

    async def bomb(request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(bytes(10_000_000)), headers={"Content-Encoding": "gzip"})

    async def cut(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Length": str(len(png))})
        await answer.prepare(request)
        await answer.write(png[:20])
        assert request.transport is not None
        request.transport.close()
        return answer

    app = web.Application()
    app.router.add_get("/good.png", good)
    app.router.add_get("/html.png", html)
    app.router.add_get("/status/{code}", status)
    app.router.add_get("/redirect", redirect)
    app.router.add_get("/loop", loop)
    app.router.add_get("/endless", endless)
    app.router.add_get("/drip", drip)
    app.router.add_get("/bomb", bomb)
    app.router.add_get("/cut", cut)
    app.router.add_get("/private/good.png", good)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


@pytest.fixture
async def fetcher(shop: str) -> AsyncIterator[OutsideFetcher]:
    async with OutsideFetcher(AllowList.parse(f"internal:{shop}/"), timeout_s=5) as made:
        yield made


async def test_a_pictures_bytes_and_true_type_come_back(
    fetcher: OutsideFetcher, shop: str, png: bytes
) -> None:
    for _ in range(2):
        fetched = await fetcher.fetch(f"{shop}/good.png?v=1#top")
        assert (fetched.data, fetched.media_type) == (png, "image/png")
        assert fetched.url == f"{shop}/good.png?v=1"


async def test_what_calls_itself_a_picture_and_is_none_is_refused(fetcher: OutsideFetcher, shop: str) -> None:
    with pytest.raises(BlobRejected, match="something unknown"):
        await fetcher.fetch(f"{shop}/html.png")
    with pytest.raises(BlobRejected, match="image/png; expected application/pdf"):
        await fetcher.fetch(f"{shop}/good.png", accept={"application/pdf"})


@pytest.mark.parametrize(
    ("code", "retryable"), [(404, False), (403, False), (410, False), (500, True), (503, True), (429, True)]
)
async def test_an_answer_that_is_not_200_says_whether_to_try_again(
    fetcher: OutsideFetcher, shop: str, code: int, retryable: bool
) -> None:
    with pytest.raises(OutsideFailed, match=str(code)) as raised:
        await fetcher.fetch(f"{shop}/status/{code}?token=hunter2")
    assert raised.value.retryable is retryable
    assert "hunter2" not in str(raised.value)


async def test_more_bytes_than_the_limit_are_not_read(fetcher: OutsideFetcher, shop: str, png: bytes) -> None:
    with pytest.raises(BlobTooLarge, match="more than 1000000"):
        await fetcher.fetch(f"{shop}/endless", max_bytes=1_000_000)
    with pytest.raises(BlobTooLarge, match=f"has {len(png)} bytes"):
        await fetcher.fetch(f"{shop}/good.png", max_bytes=len(png) - 1)
    assert (await fetcher.fetch(f"{shop}/good.png", max_bytes=len(png))).data == png


async def test_a_server_that_drips_is_given_up_in_time(shop: str) -> None:
    async with OutsideFetcher(AllowList.parse(f"internal:{shop}/"), timeout_s=0.3) as fetcher:
        started = time.monotonic()
        with pytest.raises(OutsideFailed, match=r"longer than 0\.3 s") as raised:
            await fetcher.fetch(f"{shop}/drip")
        assert time.monotonic() - started < 2
        assert raised.value.retryable


async def test_a_compressed_body_is_refused_undecompressed(fetcher: OutsideFetcher, shop: str) -> None:
    with pytest.raises(BlobRejected, match="compressed"):
        await fetcher.fetch(f"{shop}/bomb")


async def test_a_body_that_breaks_off_may_be_tried_again(fetcher: OutsideFetcher, shop: str) -> None:
    with pytest.raises(OutsideFailed) as raised:
        await fetcher.fetch(f"{shop}/cut")
    assert raised.value.retryable


async def test_a_redirect_inside_what_is_allowed_is_followed(
    fetcher: OutsideFetcher, shop: str, png: bytes
) -> None:
    assert (await fetcher.fetch(f"{shop}/redirect?to=/good.png")).data == png
    assert (await fetcher.fetch(f"{shop}/redirect?to={shop}/good.png")).url == f"{shop}/good.png"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:9/x",
        "http://localhost/x",
        "http://2130706433/x",
        "http://[::1]/x",
        "http://evil.example/x",
        "file:///etc/passwd",
        "gopher://127.0.0.1/x",
        "//evil.example/x",
        "",
    ],
)
async def test_a_redirect_out_of_what_is_allowed_is_not(
    fetcher: OutsideFetcher, shop: str, target: str
) -> None:
    with pytest.raises(UnsafeAddress):
        await fetcher.fetch(f"{shop}/redirect?to={target}")


async def test_a_redirect_does_not_leave_the_allowed_prefix(shop: str) -> None:
    async with OutsideFetcher(AllowList.parse(f"internal:{shop}/redirect")) as fetcher:
        with pytest.raises(UnsafeAddress, match="allow-list"):
            await fetcher.fetch(f"{shop}/redirect?to=/private/good.png")


async def test_redirects_without_end_end(fetcher: OutsideFetcher, shop: str) -> None:
    with pytest.raises(OutsideFailed, match="redirects more than") as raised:
        await fetcher.fetch(f"{shop}/loop")
    assert not raised.value.retryable


async def test_nothing_is_read_unless_it_is_allowed(shop: str) -> None:
    async with OutsideFetcher(AllowList.parse("")) as fetcher:
        for url in (f"{shop}/good.png", "https://example.com/a.png", "file:///etc/hostname"):
            with pytest.raises(UnsafeAddress):
                await fetcher.fetch(url)


@pytest.mark.parametrize(
    "url", ["data:image/png;base64,AAAA", "s3://bucket/key", "javascript:1", "", "C:\\x"]
)
async def test_other_kinds_of_address_are_refused(fetcher: OutsideFetcher, url: str) -> None:
    with pytest.raises(UnsafeAddress, match="upload it as a blob"):
        await fetcher.fetch(url)


def answering(*answers: Sequence[str]) -> Callable[[str, int], object]:
    """A name server whose answer changes from one question to the next; the last one stays."""
    left = list(answers)

    async def resolve(host: str, port: int) -> Sequence[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["::ffff:127.0.0.1"],
        ["169.254.169.254"],
        ["fe80::1%eth0"],
    ],
)
async def test_a_public_name_with_a_private_address_is_refused(shop: str, addresses: list[str]) -> None:
    port = shop.rpartition(":")[2]
    allow = AllowList.parse(f"shop.example:{port}")
    async with OutsideFetcher(allow, resolve=answering(addresses)) as fetcher:
        with pytest.raises(UnsafeAddress, match="no public address"):
            await fetcher.fetch(f"http://shop.example:{port}/good.png")


async def test_a_name_that_changes_its_address_after_the_check_gains_nothing(shop: str) -> None:
    # DNS rebinding: were the client to ask again after the check, it would land on loopback.
    port = shop.rpartition(":")[2]
    asked: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["192.0.2.1"] if len(asked) == 1 else ["127.0.0.1"]

    async with OutsideFetcher(
        AllowList.parse(f"internal:http://shop.example:{port}/"), resolve=resolve, timeout_s=0.5
    ) as fetcher:
        with pytest.raises(OutsideFailed):
            await fetcher.fetch(f"http://shop.example:{port}/good.png")
    assert asked == ["shop.example"]


async def test_an_internal_host_is_reached_by_its_name(shop: str, png: bytes) -> None:
    port = shop.rpartition(":")[2]
    allow = AllowList.parse(f"internal:http://minio.internal:{port}/")
    async with OutsideFetcher(allow, resolve=answering(["127.0.0.1"])) as fetcher:
        assert (await fetcher.fetch(f"http://minio.internal:{port}/good.png")).data == png


async def test_an_internal_host_may_still_not_be_the_metadata_service() -> None:
    allow = AllowList.parse("internal:http://minio.internal/")
    async with OutsideFetcher(allow, resolve=answering(["169.254.169.254"])) as fetcher:
        with pytest.raises(UnsafeAddress, match=r"169\.254"):
            await fetcher.fetch("http://minio.internal/a.png")


async def test_a_name_without_address_and_a_closed_port_may_be_tried_again() -> None:
    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise OSError(f"{host} has no address")

    async with OutsideFetcher(AllowList.parse("shop.example"), resolve=nowhere) as fetcher:
        with pytest.raises(OutsideFailed, match="no address") as raised:
            await fetcher.fetch("https://shop.example/a.png")
        assert raised.value.retryable
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/a.png"
        async with OutsideFetcher(AllowList.parse(f"internal:{url}")) as fetcher:
            with pytest.raises(OutsideFailed) as refused:
                await fetcher.fetch(url)
    assert refused.value.retryable


@pytest.fixture
def folder(tmp_path: Path, png: bytes) -> Path:
    allowed = tmp_path / "pictures"
    (allowed / "sub").mkdir(parents=True)
    (allowed / "sub" / "红 a.png").write_bytes(png)
    (tmp_path / "secret.png").write_bytes(png)
    (tmp_path / "pictures-private").mkdir()
    (tmp_path / "pictures-private" / "a.png").write_bytes(png)
    (allowed / "way-out.png").symlink_to(tmp_path / "secret.png")
    (allowed / "folder-out").symlink_to(tmp_path)
    (allowed / "inside.png").symlink_to(allowed / "sub" / "红 a.png")
    (allowed / "loop.png").symlink_to(allowed / "loop.png")
    os.mkfifo(allowed / "pipe.png")
    return allowed


async def test_a_file_below_an_allowed_folder_is_read(folder: Path, png: bytes) -> None:
    async with OutsideFetcher(AllowList.parse(folder.as_uri())) as fetcher:
        for name in ("sub/红 a.png", "inside.png"):
            assert (await fetcher.fetch((folder / name).as_uri())).data == png
        with pytest.raises(BlobTooLarge):
            await fetcher.fetch((folder / "inside.png").as_uri(), max_bytes=10)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.png",
        "%2e%2e/secret.png",
        "way-out.png",
        "folder-out/secret.png",
        "../pictures-private/a.png",
        "pipe.png",
        "loop.png",
        "sub",
        "missing.png",
        "sub/../../secret.png",
    ],
)
async def test_no_file_elsewhere_is_read_whatever_the_way(folder: Path, name: str) -> None:
    async with OutsideFetcher(AllowList.parse(folder.as_uri())) as fetcher:
        with pytest.raises(UnsafeAddress, match="allowed folder"):
            await fetcher.fetch(f"file://{folder}/{name}")


@pytest.mark.parametrize("path", ["/dev/zero", "/proc/self/environ", "/etc/passwd"])
async def test_devices_and_system_files_are_out_of_reach(folder: Path, path: str) -> None:
    async with OutsideFetcher(AllowList.parse(folder.as_uri())) as fetcher:
        with pytest.raises(UnsafeAddress):
            await fetcher.fetch(f"file://{path}")


async def test_a_fetch_is_measured_by_its_result(fetcher: OutsideFetcher, shop: str) -> None:
    with setup("test", TelemetrySettings(in_memory=True)) as telemetry:
        await fetcher.fetch(f"{shop}/good.png")
        with pytest.raises(OutsideFailed):
            await fetcher.fetch(f"{shop}/status/404")
        assert telemetry.metric(names.METRIC_FETCH_DURATION, {names.ATTR_FETCH_RESULT: "ok"}) == 1
        assert telemetry.metric(names.METRIC_FETCH_DURATION, {names.ATTR_FETCH_RESULT: "OutsideFailed"}) == 1
