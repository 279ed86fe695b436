"""A vision-language model of random weights, asked as the image-studio asks: the question and the numbered
picture pass through the real classes, and what it babbles leaves the measured kinds alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from argosy_engines.contracts import EngineSpec, GenerationRequest, SamplingParameters
from argosy_engines.registry import build_spec

pytest.importorskip("transformers", reason="needs the models environment")

from argosy_engines import scale_tiny_models as tiny
from argosy_engines.scale_text_generator import TransformersGenerator
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.kinds.sight import answers_in, numbered, question, weighed_again

pytestmark = pytest.mark.models


def test_a_model_that_sees_takes_the_question_and_the_numbered_picture(tmp_path: Path) -> None:
    weights = tiny.qwen2_5_vl(tmp_path / "vl", positions=4096)
    engine = build_spec(
        EngineSpec(
            "text_generator",
            "tiny",
            "argosy_engines.scale_text_generator:TransformersGenerator",
            weights=str(weights),
        )
    )
    assert isinstance(engine, TransformersGenerator)
    picture = np.random.default_rng(5).integers(0, 256, (600, 800, 3), dtype=np.uint8)
    quad = ((100.0, 100.0), (400.0, 100.0), (400.0, 160.0), (100.0, 160.0))
    shown = numbered(picture, [quad, quad])
    assert shown is not None
    sampling = SamplingParameters(max_tokens=40, temperature=0.0)
    said = [
        "".join(engine.generate(GenerationRequest(question(2), sampling, (image,)), lambda: False))
        for image in (shown, picture[:300, :300])
    ]
    assert said[0]
    assert said[0] != said[1]  # it looks at the picture
    verdicts = (Verdict(Kind.TEXT, 0.8, "measured"), Verdict(Kind.ON_PRODUCT, 0.7, "measured"))
    assert weighed_again(verdicts, answers_in(said[0], 2)) == verdicts
