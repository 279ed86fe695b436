"""The tagger on SigLIP, real classes with tiny random weights: not what it says counts, but how."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest

from argosy_engines.contracts import Candidates, EngineSpec, ImageTagger
from argosy_engines.errors import ProfileError
from argosy_engines.registry import build_spec

pytest.importorskip("transformers", reason="needs the models environment")
pytestmark = pytest.mark.models

ASKED: Candidates = {
    "attribute.colour": {"colour.navy": "navy blue", "colour.black": "black"},
    "attribute.material": {"material.cotton": "cotton", "material.denim": "denim", "material.silk": "真丝"},
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from argosy_engines import scale_tiny_models as text  # noqa: PLC0415 — not in every environment
    from argosy_engines import scale_tiny_pictures as tiny  # noqa: PLC0415

    base = tmp_path_factory.mktemp("taggers")
    return {
        "siglip": tiny.siglip(base / "siglip"),
        "siglip2": tiny.siglip2(base / "siglip2"),
        "bert": text.bert(base / "bert"),
    }


def tagger(weights: Path, **options: object) -> ImageTagger:
    entry = "argosy_engines.scale_image_tagger:SiglipTagger"
    spec = EngineSpec("image_tagger", "tiny", entry, weights=str(weights), options=options)
    return cast("ImageTagger", build_spec(spec))


def picture(seed: int) -> np.ndarray:
    image = np.full((120, 90, 3), 250, np.uint8)
    image[20:100, 20:70] = np.random.default_rng(seed).integers(0, 120, (80, 50, 3))
    return image


@pytest.mark.parametrize("kind", ["siglip", "siglip2"])
def test_every_candidate_is_scored_by_the_model_and_the_shape_is_measured(
    places: dict[str, Path], kind: str
) -> None:
    engine = tagger(places[kind])
    tags = engine.tag(picture(1), None, ASKED)
    assert engine.identity.name == "siglip"
    assert {(one.attribute, one.value) for one in tags.scores} <= {
        (attribute, value) for attribute, values in ASKED.items() for value in values
    }
    assert len(tags.scores) == 5
    assert all(
        0.0 < one.score <= 1.0 and one.rests_on == "model" and one.share is None for one in tags.scores
    )
    assert tags.unseen == ()
    assert tags.shape is not None
    assert tags.shape.aspect == pytest.approx(50 / 80, abs=0.05)
    for attribute in ASKED:
        scores = [one.score for one in tags.scores if one.attribute == attribute]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("kind", ["siglip", "siglip2"])
def test_it_scores_as_the_model_itself_does(places: dict[str, Path], kind: str) -> None:
    import torch  # noqa: PLC0415
    from transformers import AutoImageProcessor, AutoModel, AutoTokenizer  # noqa: PLC0415

    place = str(places[kind])
    model, tokenizer = AutoModel.from_pretrained(place).eval(), AutoTokenizer.from_pretrained(place)
    image = picture(2)
    words = list(ASKED["attribute.material"].values())
    ids = tokenizer(
        [f"This is a photo of {one}." for one in words],
        padding="max_length", truncation=True, max_length=32, return_tensors="pt",
    ).input_ids  # fmt: skip
    whole = np.full(image.shape[:2], 255, np.uint8)
    fed = AutoImageProcessor.from_pretrained(place)(images=[image], return_tensors="pt")
    with torch.inference_mode():
        likely = torch.sigmoid(model(input_ids=ids, **fed).logits_per_image)[0].tolist()
    tags = tagger(places[kind]).tag(image, whole, ASKED)
    said = {one.value: one.score for one in tags.scores}
    for value, fit in zip(ASKED["attribute.material"], likely, strict=True):
        assert said[value] == pytest.approx(fit, abs=2e-4)


def test_the_outline_decides_what_the_model_sees_and_the_template_what_it_reads(
    places: dict[str, Path],
) -> None:
    engine = tagger(places["siglip"])
    image = picture(3)
    matte = np.zeros((120, 90), np.uint8)
    matte[20:60, 20:70] = 255
    part = {one.value: one.score for one in engine.tag(image, matte, ASKED).scores}
    whole = {one.value: one.score for one in engine.tag(image, None, ASKED).scores}
    assert part != whole
    other = tagger(places["siglip"], templates={"attribute.colour": "a {} thing", "default": "made of {}"})
    assert {one.value: one.score for one in other.tag(image, None, ASKED).scores} != whole
    assert {one.value: one.score for one in engine.tag(image, None, ASKED).scores} == whole


def test_one_pixel_tells_nothing_and_other_models_are_refused(places: dict[str, Path]) -> None:
    tags = tagger(places["siglip"]).tag(np.zeros((1, 1, 3), np.uint8), None, ASKED)
    assert (tags.scores, tags.certainty) == ((), 0.0)
    assert {one.reason for one in tags.unseen} == {"no_product"}
    with pytest.raises(ProfileError, match="needs SigLIP"):
        tagger(places["bert"])
    for wrong in ({"templates": {"default": "none"}}, {"templates": "a {}"}, {"batch": 0}, {"nope": 1}):
        with pytest.raises(ProfileError):
            tagger(places["siglip"], **wrong)
