"""Each typed call: its tensors, its result, and what it refuses to believe."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import numpy as np
import pytest

from argosy_inference import (
    CallContext,
    Constraints,
    LeftOver,
    TagScore,
    TermConstraint,
    Tier,
    TierDeadlineExceeded,
    TierFailed,
    TierRejected,
    TranslationRequest,
    Unseen,
)
from argosy_testing.triton import SCRIPTED_ENGINE, FakeTriton, array_of, response, texts_of, vectors


async def translate(request: Any, context: Any) -> Any:
    texts = texts_of(request, "text")
    return response(
        {
            "translation": [f"<{text}>" for text in texts],
            "coverage": np.full((len(texts), 1), 0.5, np.float32),
            "left_over": [json.dumps([{"text": "红", "start": 0, "end": 1}]) for _ in texts],
            "timing": np.array([[0.1, 2.0]] * len(texts), np.float32),
        }
    )


def wanted(text: str) -> TranslationRequest:
    constraints = Constraints((TermConstraint("红", "rojo"),), ("Argosy",), 60)
    return TranslationRequest(text, "zh-CN", "es", "title", constraints)


async def test_texts_are_translated_in_order_and_in_batches_of_32(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    triton.behaviour = translate
    answers = await tier.translate([wanted(f"红{i}") for i in range(70)], context=context)
    assert [answer.text for answer in answers] == [f"<红{i}>" for i in range(70)]
    assert [len(texts_of(request, "text")) for request in triton.requests] == [32, 32, 6]
    assert answers[0].coverage == 0.5
    assert answers[0].left_over == (LeftOver("红", 0, 1),)
    assert answers[0].engine.revision == SCRIPTED_ENGINE["revision"]
    assert json.loads(texts_of(triton.requests[0], "constraints")[0]) == {
        "terms": [{"source": "红", "target": "rojo"}],
        "keep": ["Argosy"],
        "max_chars": 60,
    }


async def test_the_batches_of_one_call_share_its_deadline(tier: Tier, triton: FakeTriton) -> None:
    async def slow(request: Any, context: Any) -> Any:
        await asyncio.sleep(0.15)
        return await translate(request, context)

    triton.behaviour = slow
    began = time.monotonic()
    with pytest.raises(TierDeadlineExceeded):
        await tier.translate([wanted("红")] * 32 * 6, context=CallContext("m-7", deadline_s=0.4))
    assert time.monotonic() - began < 0.7


async def test_nothing_to_translate_asks_nobody(tier: Tier, triton: FakeTriton, context: CallContext) -> None:
    assert await tier.translate([], context=context) == []
    assert not triton.requests


async def test_a_lone_surrogate_does_not_break_the_call(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    triton.behaviour = translate
    answers = await tier.translate([wanted("红\ud800")], context=context)
    assert answers[0].text == "<红?>"


async def test_an_image_without_text_has_no_lines(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        return response(
            {
                "quads": np.zeros((0, 4, 2), np.float32),
                "texts": [],
                "confidences": np.zeros(0, np.float32),
            }
        )

    triton.behaviour = behaviour
    read = await tier.read_image_text(np.zeros((5, 7, 3), np.uint8), context=context)
    assert read.lines == ()
    assert array_of(triton.requests[0], "image").shape == (5, 7, 3)


async def test_the_lines_of_an_image_keep_quads_texts_and_confidences_together(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    quads = np.arange(16, dtype=np.float32).reshape(2, 4, 2)

    async def behaviour(request: Any, context: Any) -> Any:
        confidences = np.array([0.5, 1.0], np.float32)
        return response({"quads": quads, "texts": ["一", "二"], "confidences": confidences})

    triton.behaviour = behaviour
    read = await tier.read_image_text(np.zeros((5, 7, 3), np.uint8), context=context)
    assert [line.text for line in read.lines] == ["一", "二"]
    assert read.lines[1].quad == ((8.0, 9.0), (10.0, 11.0), (12.0, 13.0), (14.0, 15.0))
    assert read.lines[0].confidence == 0.5


@pytest.mark.parametrize("change", [0, 1])
async def test_an_eraser_that_touches_pixels_outside_the_mask_is_not_believed(
    tier: Tier, triton: FakeTriton, context: CallContext, change: int
) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        erased = array_of(request, "image").copy()
        erased[0, 0] += np.uint8(change)
        erased[2, 2] = 9
        return response({"erased": erased})

    triton.behaviour = behaviour
    image = np.full((4, 4, 3), 100, np.uint8)
    mask = np.zeros((4, 4), np.uint8)
    mask[2, 2] = 255
    if change:
        with pytest.raises(TierFailed, match="outside the mask"):
            await tier.erase(image, mask, context=context)
    else:
        erased = await tier.erase(image, mask, context=context)
        assert (erased.image[2, 2] == 9).all()


async def test_a_matte_is_of_the_images_size_and_a_hint_is_sent_if_there_is_one(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        matte = array_of(request, "image")[..., 0]
        return response({"matte": matte, "certainty": np.array([0.75], np.float32)})

    triton.behaviour = behaviour
    image = np.full((4, 5, 3), 9, np.uint8)
    found = await tier.segment(image, context=context)
    assert (found.alpha == 9).all()
    assert found.certainty == 0.75
    assert [tensor.name for tensor in triton.requests[0].inputs] == ["image"]
    await tier.segment(image, np.full((4, 5), 7, np.uint8), context=context)
    assert (array_of(triton.requests[1], "hint") == 7).all()
    with pytest.raises(TierRejected, match="hint"):
        await tier.segment(image, np.full((5, 4), 7, np.uint8), context=context)


SCORE = {
    "attribute": "attribute.colour", "value": "colour.red", "score": 0.9, "rests_on": "pixels", "share": 1.0,
}  # fmt: skip
TAGS = {
    "scores": [SCORE],
    "unseen": [{"attribute": "attribute.material", "value": None, "reason": "not_measured"}],
    "shape": {"aspect": 0.5, "elongation": 2.0, "parts": 1, "covers": 0.3, "is_cut_off": False},
    "certainty": 0.97,
    "shows_person": False,
}
ASKED = {"attribute.colour": {"colour.red": "red"}, "attribute.material": {"material.cotton": "纯棉"}}


async def test_tags_come_typed_with_what_is_unseen(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        return response({"tags": [json.dumps(TAGS)]})

    triton.behaviour = behaviour
    image = np.zeros((4, 5, 3), np.uint8)
    tags = await tier.tag(image, ASKED, np.full((4, 5), 255, np.uint8), context=context)
    assert tags.scores == (TagScore("attribute.colour", "colour.red", 0.9, "pixels", 1.0),)
    assert tags.unseen == (Unseen("attribute.material", None, "not_measured"),)
    assert tags.shape is not None
    assert tags.shape.elongation == 2.0
    assert tags.engine.revision == SCRIPTED_ENGINE["revision"]
    assert json.loads(texts_of(triton.requests[0], "candidates")[0]) == ASKED
    assert (array_of(triton.requests[0], "matte") == 255).all()


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        ("{", "cannot be read"),
        (json.dumps({**TAGS, "shape": {"aspect": 1}}), "cannot be read"),
        (json.dumps({**TAGS, "scores": [{**SCORE, "value": "colour.blue"}]}), "no candidate"),
        (json.dumps({**TAGS, "scores": [{**SCORE, "score": 7}]}), "with 7"),
    ],
)
async def test_tags_against_the_contract_are_not_believed(
    tier: Tier, triton: FakeTriton, context: CallContext, answered: str, said: str
) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        return response({"tags": [answered]})

    triton.behaviour = behaviour
    with pytest.raises(TierFailed, match=said):
        await tier.tag(np.zeros((4, 5, 3), np.uint8), ASKED, context=context)


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((0, 4, 3), np.uint8),
        np.zeros((4, 4, 3), np.float32),
    ],
)
async def test_what_is_no_rgb_image_is_refused_before_it_is_sent(
    tier: Tier, triton: FakeTriton, context: CallContext, image: Any
) -> None:
    with pytest.raises(TierRejected, match="needs uint8"):
        await tier.read_image_text(image, context=context)
    assert not triton.requests


async def test_vectors_come_back_in_order_over_batches_of_64(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        return vectors(request)

    triton.behaviour = behaviour
    embedded = await tier.embed([str(i) for i in range(130)], "passage", context=context)
    assert embedded.vectors.shape == (130, 4)
    assert set(texts_of(triton.requests[2], "kind")) == {"passage"}
    with pytest.raises(TierRejected):
        await tier.embed([], "query", context=context)
