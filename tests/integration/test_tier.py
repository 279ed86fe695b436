"""The client against the real Triton with the embedded engines, and what goes wrong there."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from argosy_inference import (
    CallContext,
    Constraints,
    Sampling,
    Tier,
    TierDeadlineExceeded,
    TierError,
    TierFailed,
    TierModelMissing,
    TierRejected,
    TierSettings,
    TierUnavailable,
    TranslationRequest,
)
from argosy_telemetry import TelemetrySettings, names, setup
from argosy_testing.stack import RunningStack, StackFactory

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

PATIENT = CallContext("m-7", deadline_s=60)
REPOSITORY = Path(__file__).parents[2] / "deploy/triton/models"


@pytest.fixture
async def client(tier: str) -> AsyncIterator[Tier]:
    async with Tier(TierSettings(tier)) as client:
        yield client


def poster(width: int = 500, height: int = 300, text: str = "BIG SALE 50") -> Any:
    """Dark letters on a light, tilted ground, as an RGB array; and the box they stand in."""
    ramp = np.linspace(200, 240, width, dtype=np.float32)
    ground = np.broadcast_to(ramp[None, :, None], (height, width, 3)).astype(np.uint8)
    image = Pillow.fromarray(ground)
    font = ImageFont.load_default(56)
    draw = ImageDraw.Draw(image)
    draw.text((40, 100), text, fill=(20, 20, 60), font=font)
    return np.asarray(image).copy(), ground, draw.textbbox((40, 100), text, font=font)


async def test_a_title_is_translated_with_its_constraints(client: Tier) -> None:
    requests = [
        TranslationRequest("Argosy红色连衣裙", "zh-CN", target, "title", Constraints(keep=("Argosy",)))
        for target in ("es", "de", "ar", "ko", "th", "en")
    ]
    answers = await client.translate(requests, context=PATIENT)
    assert "vestido" in answers[0].text.lower()
    assert "kleid" in answers[1].text.lower()
    assert all("argosy" in answer.text.lower() for answer in answers)
    assert all(answer.coverage > 0.9 and not answer.left_over for answer in answers)
    assert answers[0].engine.name == "term-driven"
    assert answers[0].engine.profile == "embedded"


async def test_lettering_is_read_erased_and_then_not_found_again(client: Tier) -> None:
    image, ground, (left, top, right, bottom) = poster()
    read = await client.read_image_text(image, context=PATIENT)
    (line,) = read.lines
    assert line.text.replace(" ", "") == "BIGSALE50"
    xs, ys = [x for x, _ in line.quad], [y for _, y in line.quad]
    assert (min(xs), min(ys), max(xs), max(ys)) == pytest.approx((left, top, right, bottom), abs=15)

    mask = np.zeros(image.shape[:2], np.uint8)
    mask[int(top) - 4 : int(bottom) + 4, int(left) - 4 : int(right) + 4] = 255
    erased = await client.erase(image, mask, context=PATIENT)
    assert np.abs(erased.image.astype(int) - ground).mean() < 1.0
    assert (await client.read_image_text(erased.image, context=PATIENT)).lines == ()


async def test_a_product_is_cut_out_and_its_colour_and_pattern_are_told(client: Tier) -> None:
    image = np.full((500, 400, 3), 250, np.uint8)
    image[80:420, 90:310] = (28, 40, 84)
    image[80:420, 90:310][(np.arange(340) // 20) % 2 == 0] = (226, 196, 60)
    matte = await client.segment(image, context=PATIENT)
    assert matte.engine.name == "ground-model"
    assert matte.certainty > 0.9
    assert (matte.alpha > 127).sum() == pytest.approx(340 * 220, rel=0.05)

    colours = {f"colour.{name}": name for name in ("navy", "yellow", "red", "white", "gold")}
    patterns = {"pattern.striped": "striped", "pattern.solid": "plain", "pattern.floral": "floral"}
    asked = {
        "attribute.colour": colours,
        "attribute.pattern": patterns,
        "attribute.material": {"material.silk": "silk"},
    }
    for given in (None, matte.alpha):
        tags = await client.tag(image, asked, given, context=PATIENT)
        assert tags.engine.name == "pixel-measures"
        seen = [score.value for score in tags.scores]
        assert set(seen[:2]) == {"colour.navy", "colour.yellow"}
        assert seen[-1] == "pattern.striped"
        assert {(one.value, one.reason) for one in tags.unseen} == {
            ("colour.gold", "sheen"), ("pattern.floral", "motif"), (None, "not_measured"),
        }  # fmt: skip


async def test_a_picture_of_one_pixel_holds_no_product(client: Tier) -> None:
    dot = np.zeros((1, 1, 3), np.uint8)
    assert (await client.segment(dot, context=PATIENT)).certainty == 0.0
    tags = await client.tag(dot, {"attribute.colour": {"colour.red": "red"}}, context=PATIENT)
    assert (tags.scores, tags.unseen[0].reason) == ((), "no_product")


async def test_texts_become_unit_vectors(client: Tier) -> None:
    embedded = await client.embed([f"红色连衣裙 {i}" for i in range(70)], "query", context=PATIENT)
    assert embedded.vectors.shape == (70, 512)
    assert np.allclose(np.linalg.norm(embedded.vectors, axis=1), 1.0, atol=1e-5)


async def test_a_36_megabyte_picture_comes_back_bit_identical_outside_the_mask(client: Tier) -> None:
    image = np.random.default_rng(1).integers(0, 256, (4000, 3000, 3), dtype=np.uint8)
    mask = np.zeros(image.shape[:2], np.uint8)
    mask[100:140, 100:400] = 255
    erased = await client.erase(image, mask, context=PATIENT)
    assert np.array_equal(erased.image[mask == 0], image[mask == 0])
    assert not np.array_equal(erased.image[mask > 0], image[mask > 0])


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (200, 200)])
async def test_a_picture_without_text_has_no_lines(client: Tier, size: tuple[int, int]) -> None:
    read = await client.read_image_text(np.full((*size, 3), 200, np.uint8), context=PATIENT)
    assert read.lines == ()


async def test_forty_parallel_calls_are_all_answered_each_with_its_own(client: Tier) -> None:
    texts = [f"红色连衣裙 {i}ml" for i in range(40)]
    answers = await asyncio.gather(
        *(
            client.translate([TranslationRequest(text, "zh-CN", "es", "bullet")], context=PATIENT)
            for text in texts
        )
    )
    assert all(f"{i} ml" in answer.text for i, (answer,) in enumerate(answers))


async def test_small_calls_are_batched_in_the_tier_and_the_span_says_so(client: Tier) -> None:
    with setup("test", TelemetrySettings(in_memory=True)) as telemetry:
        await asyncio.gather(*(client.embed(["x" * 2000], "query", context=PATIENT) for _ in range(40)))
        spans: list[Any] = [s for s in telemetry.finished_spans() if s.name == names.SPAN_TIER_CALL]
    assert max(span.attributes[names.ATTR_BATCH_SIZE] for span in spans) > 1
    assert all(span.attributes[names.ATTR_TIER_COMPUTE] > 0 for span in spans)


async def test_a_full_queue_slows_callers_down_and_fails_none(tier: str) -> None:
    image = np.full((120, 120, 3), 200, np.uint8)
    settings = TierSettings(tier, in_flight={"image_text_reader": 44}, retry_for_s=60)
    with setup("test", TelemetrySettings(in_memory=True)) as telemetry:
        async with Tier(settings) as greedy:
            answers = await asyncio.gather(
                *(greedy.read_image_text(image, context=CallContext("m-7", 120)) for _ in range(44))
            )
        assert len(answers) == 44
        assert (telemetry.metric(names.METRIC_TIER_RETRIES) or 0) > 0  # the queue holds 32


async def test_a_deadline_ends_a_call_that_takes_longer(client: Tier) -> None:
    started = time.monotonic()
    with pytest.raises(TierDeadlineExceeded):
        await client.read_image_text(poster()[0], context=CallContext("m-7", deadline_s=0.02))
    assert time.monotonic() - started < 0.5


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda t: t.embed(["fine", " "], "query", context=PATIENT), "text[1]"),
        (lambda t: t.embed(["x" * 20_001], "query", context=PATIENT), "20000"),
        (lambda t: t.embed(["x"], "shout", context=PATIENT), "shout"),
        (lambda t: t.read_image_text(np.zeros((40_000, 2, 3), np.uint8), context=PATIENT), "32768"),
        (lambda t: t.segment(np.zeros((40_000, 2, 3), np.uint8), context=PATIENT), "32768"),
        (lambda t: t.tag(np.zeros((9, 9, 3), np.uint8), {}, context=PATIENT), "candidates"),
        (
            lambda t: t.translate([TranslationRequest("红", "zh", "xx-nope", "title")], context=PATIENT),
            "target",
        ),
    ],
)
async def test_bad_input_is_refused_by_name_and_the_model_lives_on(
    client: Tier, call: Callable[[Tier], Any], said: str
) -> None:
    with pytest.raises(TierRejected) as caught:
        await call(client)
    assert said in str(caught.value)
    assert (await client.embed(["fine"], "query", context=PATIENT)).vectors.shape == (1, 512)


async def test_a_model_that_the_profile_does_not_serve_is_missing(tier: str) -> None:
    async with Tier(TierSettings(tier, missing_for_s=1)) as client:
        with pytest.raises(TierModelMissing):
            await anext(client.generate("hello", Sampling(), context=PATIENT))


def model_process(stack: RunningStack, model: str) -> psutil.Process:
    server = psutil.Process(stack.stack.pid("triton"))
    (found,) = [p for p in server.children(recursive=True) if f"/{model}/" in " ".join(p.cmdline())]
    return found


@pytest.mark.chaos
async def test_a_killed_model_process_and_a_tier_that_is_gone_are_waited_for(
    own_stack: StackFactory,
) -> None:
    stack = own_stack("triton", models=("text_embedder", "image_eraser"))
    settings = TierSettings(stack.triton_url, retry_for_s=1)
    async with Tier(settings) as client:

        async def until_answered(within_s: float) -> list[TierError]:
            """What callers like eventing see: retryable errors, then an answer."""
            seen: list[TierError] = []
            end = time.monotonic() + within_s
            while time.monotonic() < end:
                try:
                    await client.embed(["x"], "query", context=CallContext("m-7", 5))
                except (TierUnavailable, TierDeadlineExceeded) as error:
                    seen.append(error)
                    await asyncio.sleep(0.2)
                else:
                    return seen
            raise AssertionError(f"not answered within {within_s} s: {seen[-3:]}")

        assert await until_answered(5) == []
        model_process(stack, "text_embedder").send_signal(signal.SIGKILL)
        await asyncio.sleep(0.1)
        await until_answered(60)
        await stack.stop_part("triton")
        with pytest.raises(TierUnavailable):
            await client.embed(["x"], "query", context=CallContext("m-7", 3))
        await stack.start_part("triton")
        await until_answered(60)


GENERATOR = """
import os, sys
sys.path.insert(0, {here!r})
os.environ["ARGOSY_PROFILE"] = {profile!r}
from argosy_engines.triton_streaming import GeneratorModel


class TritonPythonModel(GeneratorModel):
    pass
"""
COUNTING_ENGINE = """
import time
from pathlib import Path

from argosy_engines.errors import InvalidInput


class Counting:
    def __init__(self, identity):
        self.identity = identity

    @classmethod
    def from_spec(cls, spec):
        return cls(spec.identity("counting", model="none", revision="1"))

    def generate(self, request, is_cancelled):
        if "refuse" in request.prompt:
            raise InvalidInput("text_input: refused")
        if "break" in request.prompt:
            raise RuntimeError("broken")
        for i in range(request.sampling.max_tokens):
            if is_cancelled():
                Path(__file__).with_name("cancelled").write_text(str(i))
                return
            time.sleep(0.05)
            yield f"{i} "
"""


def _generating(own_stack: StackFactory, folder: Path, engine: str) -> RunningStack:
    """A real server whose generator is an engine of this file's."""
    profile = folder / "profile.yaml"
    profile.write_text(f"profile: test\nmodels: {{text_generator: {{engine: '{engine}'}}}}")
    (folder / "counting_engine.py").write_text(COUNTING_ENGINE)
    model = folder / "models/text_generator"
    (model / "1").mkdir(parents=True)
    (model / "1/model.py").write_text(GENERATOR.format(here=str(folder), profile=str(profile)))
    (model / "config.pbtxt").write_text((REPOSITORY / "text_generator/config.pbtxt").read_text())
    return own_stack("triton", model_repository=folder / "models", models=("text_generator",))


async def test_generation_streams_is_cancelled_and_fails_by_name_on_the_real_server(
    own_stack: StackFactory, tmp_path: Path
) -> None:
    stack = _generating(own_stack, tmp_path, "counting_engine:Counting")
    async with Tier(TierSettings(stack.triton_url, retry_for_s=2)) as client:

        async def text(prompt: str, context: CallContext = PATIENT, **sampling: Any) -> str:
            pieces = client.generate(prompt, Sampling(**sampling), context=context)
            return "".join([piece.text async for piece in pieces])

        assert await text("go", max_tokens=3) == "0 1 2 "
        with pytest.raises(TierRejected, match="refused"):
            await text("refuse")
        with pytest.raises(TierFailed, match="RuntimeError"):
            await text("break")
        with pytest.raises(TierRejected, match="logits"):
            await text("go", extra={"logits_processors": []})
        with pytest.raises(TierRejected, match="image"):
            await anext(client.generate("go", Sampling(), image=b"no picture", context=PATIENT))
        with pytest.raises(TierDeadlineExceeded):
            await text("go", CallContext("m-7", 0.3), max_tokens=100)
        cancelled = tmp_path / "cancelled"
        await _appears(cancelled)
        cancelled.unlink()
        async with aclosing(client.generate("go", Sampling(max_tokens=100), context=PATIENT)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                assert piece.engine.name == "counting"
                break
        await _appears(cancelled)
        assert int(cancelled.read_text()) < 20
        assert await text("go", max_tokens=2) == "0 1 "  # the model is free again


MEETING_ENGINE = """
import threading

from counting_engine import Counting


class Meeting(Counting):
    at_once = 3
    decoding = "three at once"

    def __init__(self, identity):
        super().__init__(identity)
        self.met = threading.Barrier(3)

    def generate(self, request, is_cancelled):
        if "meet" in request.prompt:
            self.met.wait(20)
        yield from super().generate(request, is_cancelled)
"""


async def test_requests_are_answered_side_by_side_where_the_engine_writes_several_at_once(
    own_stack: StackFactory, tmp_path: Path
) -> None:
    (tmp_path / "meeting_engine.py").write_text(MEETING_ENGINE)
    stack = _generating(own_stack, tmp_path, "meeting_engine:Meeting")
    async with Tier(TierSettings(stack.triton_url, retry_for_s=2, in_flight={"text_generator": 6})) as client:

        async def text(prompt: str, tokens: int, context: CallContext = PATIENT) -> str:
            pieces = client.generate(prompt, Sampling(max_tokens=tokens), context=context)
            return "".join([piece.text async for piece in pieces])

        # Three meet, and the three that wait behind them meet next.
        assert await asyncio.gather(*(text("meet", 2 + i) for i in range(6))) == [
            "".join(f"{i} " for i in range(count)) for count in range(2, 8)
        ]
        broken, cancelled, fine = await asyncio.gather(
            text("meet and break", 3),
            text("meet", 200, CallContext("m-7", 0.5)),
            text("meet", 3),
            return_exceptions=True,
        )
        assert isinstance(broken, TierFailed)
        assert isinstance(cancelled, TierDeadlineExceeded)
        assert fine == "0 1 2 "
        await _appears(tmp_path / "cancelled")
        assert int((tmp_path / "cancelled").read_text()) < 20
        assert await asyncio.gather(*(text("meet", 1) for _ in range(3))) == ["0 "] * 3
    assert "text_generator: three at once" in (stack.stack.home / "logs/triton.log").read_text()


async def _appears(path: Path) -> None:
    for _ in range(100):
        if path.exists():  # noqa: ASYNC240 — a look at a local file
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{path.name} did not appear: the tier did not notice the cancellation")
