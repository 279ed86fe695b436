"""What a call to the tier costs: `python tests/bench/tier_calls.py` (needs `make setup`).

Starts a tier of its own, prints a table, leaves nothing. Figures go to docs/performance.md.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import tritonclient.grpc.aio
from PIL import Image, ImageDraw, ImageFont
from tritonclient.grpc import InferInput

from argosy_inference import CallContext, Tier, TierSettings, TranslationRequest
from argosy_testing.stack import RunningStack

CONTEXT = CallContext("bench", 120)
TITLES = ["纯棉短袖T恤女夏季宽松", "红色连衣裙收腰显瘦", "304不锈钢保温杯500ml", "无线蓝牙耳机 降噪"]


async def measure(name: str, call: Callable[[int], Awaitable[Any]], *, count: int, at_once: int) -> None:
    """Print the rate, the median and worst latency, and this process's CPU per call."""
    for i in range(min(3, count)):
        await call(i)
    times: list[float] = []
    numbers = iter(range(count))

    async def worker() -> None:
        for i in numbers:
            began = time.perf_counter()
            await call(i)
            times.append(time.perf_counter() - began)

    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    times.sort()
    print(
        f"{name:44} {at_once:3} {count / took:9.1f}/s  median {statistics.median(times) * 1e3:8.1f} ms"
        f"  p95 {times[int(len(times) * 0.95)] * 1e3:8.1f} ms  client {cpu / count * 1e6:7.0f} us"
    )


def poster() -> Any:
    """800 x 800 with three lines of text on a gradient."""
    ramp = np.linspace(190, 245, 800, dtype=np.float32)[:, None, None]
    image = Image.fromarray(np.broadcast_to(ramp, (800, 800, 3)).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    mask = Image.new("L", image.size)
    for row, text in enumerate(("BIG SALE TODAY", "COTTON SHIRT", "FREE SHIPPING")):
        for canvas, ink in ((draw, (30, 20, 90)), (ImageDraw.Draw(mask), 255)):
            canvas.text((60, 80 + 180 * row), text, fill=ink, font=ImageFont.load_default(64), stroke_width=2)
    return np.asarray(image).copy(), np.asarray(mask).copy()


async def tritonclients_own(url: str, texts: list[str]) -> None:
    """The same small call through tritonclient's asyncio client, for comparison."""
    client = tritonclient.grpc.aio.InferenceServerClient(url)

    async def call(i: int) -> None:
        inputs = []
        for name, value in (("text", texts[i % len(texts)]), ("kind", "query")):
            tensor = InferInput(name, [1, 1], "BYTES")
            tensor.set_data_from_numpy(np.array([[value.encode()]], dtype=np.object_))
            inputs.append(tensor)
        answer = await client.infer("text_embedder", inputs, client_timeout=60)
        assert answer.as_numpy("vector").shape == (1, 512)

    await measure("embed, tritonclient.grpc.aio", call, count=1500, at_once=16)
    await client.close()


async def bench(url: str) -> None:
    image, mask = poster()
    large = np.random.default_rng(1).integers(0, 256, (4000, 3000, 3), dtype=np.uint8)
    small_mask = np.zeros(large.shape[:2], np.uint8)
    small_mask[100:140, 100:400] = 255
    async with Tier(TierSettings(url)) as tier:

        async def embed(i: int) -> None:
            await tier.embed([TITLES[i % 4]], "query", context=CONTEXT)

        async def translate(i: int) -> None:
            request = TranslationRequest(TITLES[i % 4], "zh-CN", ("es", "de", "ko")[i % 3], "title")
            await tier.translate([request], context=CONTEXT)

        async def translate_32(i: int) -> None:
            requests = [TranslationRequest(TITLES[(i + k) % 4], "zh-CN", "es", "title") for k in range(32)]
            await tier.translate(requests, context=CONTEXT)

        async def read(_: int) -> None:
            assert (await tier.read_image_text(image, context=CONTEXT)).lines

        async def erase(_: int) -> None:
            await tier.erase(image, mask, context=CONTEXT)

        async def erase_large(_: int) -> None:
            await tier.erase(large, small_mask, context=CONTEXT)

        await measure("embed one text", embed, count=300, at_once=1)
        await measure("embed one text", embed, count=1500, at_once=16)
        await tritonclients_own(url, TITLES)
        await measure("translate one title", translate, count=300, at_once=1)
        await measure("translate one title", translate, count=1500, at_once=16)
        await measure("translate 32 titles", translate_32, count=30, at_once=1)
        await measure("read 800x800, three lines", read, count=10, at_once=1)
        await measure("read 800x800, three lines", read, count=12, at_once=4)
        await measure("erase 800x800, three lines", erase, count=10, at_once=1)
        await measure("erase in 36 MB", erase_large, count=3, at_once=1)


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        stack = RunningStack(Path(home) / "stack", ("triton",))
        try:
            asyncio.run(bench(stack.triton_url))
            server = psutil.Process(stack.stack.pid("triton"))
            print(f"{'tritonserver':44} {server.memory_info().rss / 1e6:8.0f} MB")
            for process in server.children(recursive=True):
                line = " ".join(process.cmdline())
                if "stub" in line:
                    name = line.split("/1/model.py")[0].rsplit("/", 1)[-1]
                    print(f"{name:44} {process.memory_info().rss / 1e6:8.0f} MB")
        finally:
            stack.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
