"""PP-OCR weights of the operator's choice, read as the shipped ones are."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import onnxruntime
import pytest
import rapidocr

from argosy_engines.contracts import EngineSpec, Image, ImageTextReader
from argosy_engines.errors import ProfileError, WeightsMissing
from argosy_engines.registry import build_spec

SHIPPED = Path(rapidocr.__file__).parent / "models"


def reader(weights: Path | None, device: str = "cpu", **options: object) -> ImageTextReader:
    spec = EngineSpec(
        "image_text_reader", "tiny", "argosy_engines.scale_image_text_reader:OnnxTextReader",
        weights=str(weights) if weights else None, device=device, options=options,
    )  # fmt: skip
    return cast("ImageTextReader", build_spec(spec))


def poster() -> Image:
    image = np.full((240, 480, 3), 245, np.uint8)
    for i, line in enumerate(("SUMMER SALE", "50% OFF")):
        cv2.putText(image, line, (40, 90 + 90 * i), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (20, 20, 20), 4)
    return image


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pp-ocr") / "pp-ocr-copy"
    place.mkdir()
    for file in SHIPPED.glob("*.onnx"):
        shutil.copy(file, place)
    return place


def test_a_directory_of_weights_reads_as_the_shipped_ones(directory: Path) -> None:
    given, shipped = reader(directory), reader(None)
    lines, same = given.read(poster()), shipped.read(poster())
    assert [line.text for line in lines] == ["SUMMER SALE", "50% OFF"]
    assert [line.text for line in same] == [line.text for line in lines]
    for one, other in zip(lines, same, strict=True):
        np.testing.assert_allclose(one.quad, other.quad, atol=0.5)
    assert given.identity.model == "pp-ocr-copy"
    assert given.identity.revision.startswith("sampled-")
    assert shipped.identity.revision.startswith("rapidocr-")
    assert given.read(np.full((64, 64, 3), 255, np.uint8)) == ()


def test_weights_that_lack_a_part_or_have_it_twice_are_named(directory: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"holds no \*det\*\.onnx"):
        reader(tmp_path)
    detector = next(directory.glob("*det*.onnx"))
    for name in ("a_det.onnx", "b_det.onnx"):
        shutil.copy(detector, tmp_path / name)
    with pytest.raises(ProfileError, match=r"a_det\.onnx, b_det\.onnx"):
        reader(tmp_path)
    with pytest.raises(WeightsMissing, match="directory of ONNX files"):
        reader(detector)
    with pytest.raises(WeightsMissing, match="character list"):
        reader(directory, keys="absent.txt")


@pytest.mark.skipif(
    "CUDAExecutionProvider" in onnxruntime.get_available_providers(), reason="this machine has CUDA"
)
def test_a_gpu_that_is_not_there_is_an_error_and_no_quiet_cpu(directory: Path) -> None:
    with pytest.raises(ProfileError, match="onnxruntime-gpu"):
        reader(directory, device="cuda")
    with pytest.raises(ProfileError, match="cpu, cuda or cuda:<number>"):
        reader(directory, device="gpu")
