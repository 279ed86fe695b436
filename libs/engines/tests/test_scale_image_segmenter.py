"""The segmenter on an ONNX network with the signature of the published ones."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest

from argosy_engines.contracts import EngineSpec, ImageSegmenter
from argosy_engines.errors import ProfileError, WeightsMissing
from argosy_engines.registry import build_spec

pytest.importorskip("transformers", reason="needs the models environment")
pytestmark = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore:You are using the legacy TorchScript-based ONNX export"),
    pytest.mark.filterwarnings("ignore:The feature will be removed:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from argosy_engines import scale_tiny_pictures as tiny  # noqa: PLC0415 — warns, so inside a marked test

    return tiny.saliency_onnx(tmp_path_factory.mktemp("segmenters") / "birefnet-like.onnx")


def segmenter(weights: object, **options: object) -> ImageSegmenter:
    entry = "argosy_engines.scale_image_segmenter:OnnxSegmenter"
    spec = EngineSpec("image_segmenter", "tiny", entry, weights=str(weights), options=options)
    return cast("ImageSegmenter", build_spec(spec))


def picture() -> np.ndarray:
    image = np.full((130, 210, 3), 240, np.uint8)
    image[40:100, 60:150] = 15
    return image


def test_the_networks_map_becomes_a_matte_of_the_pictures_size(network: Path) -> None:
    engine = segmenter(network)
    found = engine.segment(picture(), None)
    assert (engine.identity.name, engine.identity.model) == ("saliency-onnx", "birefnet-like")
    assert found.alpha.shape == (130, 210)
    assert found.alpha.dtype == np.uint8
    truth = picture()[..., 0] < 128
    assert ((found.alpha > 127) & truth).sum() / ((found.alpha > 127) | truth).sum() > 0.93
    assert found.certainty > 0.8


def test_a_map_that_says_nothing_or_is_undecided_is_not_sure(network: Path) -> None:
    assert segmenter(network).segment(np.full((80, 80, 3), 250, np.uint8), None).certainty == 0.0
    undecided = segmenter(network, map="first").segment(picture(), None)
    assert undecided.certainty == 0.0 if not undecided.alpha.any() else undecided.certainty < 0.2


def test_a_hint_is_taken_as_by_the_embedded_engine(network: Path) -> None:
    hint = np.zeros((130, 210), np.uint8)
    hint[10:50, 10:50] = 255
    assert np.array_equal(segmenter(network).segment(picture(), hint).alpha, hint)


def test_what_cannot_be_a_segmenter_is_refused_by_name(network: Path, tmp_path: Path) -> None:
    from argosy_engines import scale_tiny_images as tiny  # noqa: PLC0415 — as above

    with pytest.raises(ProfileError, match="2 inputs"):
        segmenter(tiny.lama_onnx(tmp_path / "lama.onnx"))
    with pytest.raises(WeightsMissing, match="does not exist"):
        segmenter(tmp_path / "no.onnx")
    with pytest.raises(ProfileError, match="onnx file"):
        segmenter(tmp_path / "weights.pt")
    for wrong in ({"mean": [1, 2]}, {"std": [0, 1, 1]}, {"map": "middle"}, {"side": 1}, {"nope": 1}):
        with pytest.raises(ProfileError):
            segmenter(network, **wrong)
