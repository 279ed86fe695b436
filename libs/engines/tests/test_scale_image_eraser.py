"""Learnt erasers: whatever the network answers, only marked pixels change."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_engines.contracts import EngineSpec, Image, ImageEraser, Mask
from argosy_engines.errors import EngineError, ProfileError, WeightsMissing
from argosy_engines.registry import build_spec
from argosy_engines.scale_image_windows import erase_in_windows, windows

pytest.importorskip("diffusers", reason="needs the models environment")

pytestmark = [
    pytest.mark.models,
    # big-lama is published as TorchScript, which torch itself deprecates; so is its exporter to ONNX.
    pytest.mark.filterwarnings("ignore:.torch.jit.*is deprecated"),
    pytest.mark.filterwarnings("ignore:You are using the legacy TorchScript-based ONNX export"),
    pytest.mark.filterwarnings("ignore:The feature will be removed:DeprecationWarning"),
]

LAMA = "scale_image_eraser:LamaEraser"
DIFFUSION = "scale_diffusion_eraser:DiffusionEraser"


def scene() -> tuple[Image, Image, Mask]:
    """A soft gradient, the same with white lettering, and the lettering's mask with soft edges."""
    ys, xs = np.mgrid[0:201, 0:333]
    clean = np.stack([80 + xs // 8, 90 + ys // 8, 120 + (xs + ys) // 16], -1).astype(np.uint8)
    mask = np.zeros(clean.shape[:2], np.uint8)
    mask[50:70, 40:160:2] = 255
    mask[50:70, 41:160:2] = 200
    mask[150:160, 300:333] = 255
    lettered = clean.copy()
    lettered[mask == 255] = 255
    return clean, lettered, mask


def eraser(weights: Path, engine: str = LAMA, device: str = "cpu", **options: object) -> ImageEraser:
    spec = EngineSpec(
        "image_eraser",
        "tiny",
        f"argosy_engines.{engine}",
        weights=str(weights),
        device=device,
        options=options,
    )
    return cast("ImageEraser", build_spec(spec))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from argosy_engines import scale_tiny_images as tiny  # noqa: PLC0415 — warns, so inside a marked test

    base = tmp_path_factory.mktemp("erasers")
    return {
        "torchscript": tiny.lama_torchscript(base / "lama.pt"),
        "torch-export": tiny.lama_exported(base / "lama.pt2"),
        "onnx": tiny.lama_onnx(base / "lama.onnx"),
        "diffusion": tiny.stable_diffusion_inpaint(base / "sd-inpaint"),
    }


@pytest.mark.parametrize("kind", ["torchscript", "torch-export", "onnx"])
def test_a_lama_fills_the_marked_pixels_and_leaves_the_rest(files: dict[str, Path], kind: str) -> None:
    clean, lettered, mask = scene()
    engine = eraser(files[kind])
    filled = engine.erase(lettered, mask)
    assert engine.identity.name == f"lama-{kind}"
    assert filled.shape == lettered.shape
    assert filled.dtype == np.uint8
    assert np.array_equal(filled[mask == 0], lettered[mask == 0])
    worst = np.abs(filled[mask == 255].astype(int) - clean[mask == 255]).max()
    assert worst <= 12, f"{worst} levels from the ground"
    assert np.array_equal(engine.erase(lettered, mask), filled)


def test_every_way_to_hold_the_network_fills_alike(files: dict[str, Path]) -> None:
    _, lettered, mask = scene()
    first, second = (eraser(files[kind]).erase(lettered, mask) for kind in ("torchscript", "torch-export"))
    assert np.array_equal(first, second)


def test_diffusion_changes_marked_pixels_only_and_repeats_itself(files: dict[str, Path]) -> None:
    _, lettered, mask = scene()
    engine = eraser(files["diffusion"], DIFFUSION, steps=2, size=64)
    filled = engine.erase(lettered, mask)
    assert engine.identity.name == "diffusers-inpaint"
    assert np.array_equal(filled[mask == 0], lettered[mask == 0])
    assert not np.array_equal(filled[mask == 255], lettered[mask == 255])
    assert np.array_equal(engine.erase(lettered, mask), filled)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (7, 300), (8, 8), (513, 9), (64, 64)], ids=str)
@pytest.mark.parametrize("kind", ["torchscript", "onnx"])
def test_any_size_and_a_mask_of_all_or_nothing(
    files: dict[str, Path], kind: str, height: int, width: int
) -> None:
    image = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    engine = eraser(files[kind], most_side=128)
    assert np.array_equal(engine.erase(image, np.zeros((height, width), np.uint8)), image)
    assert engine.erase(image, np.full((height, width), 255, np.uint8)).shape == image.shape


def test_an_output_range_that_does_not_fit_is_an_error_not_a_white_patch(tmp_path: Path) -> None:
    import torch  # noqa: PLC0415 — warns, so inside a marked test

    from argosy_engines.scale_tiny_images import Smear  # noqa: PLC0415 — likewise

    torch.jit.script(Smear(output_scale=255.0).eval()).save(str(tmp_path / "bytes.pt"))
    torch.jit.script(Smear(output_scale=float("nan")).eval()).save(str(tmp_path / "nan.pt"))
    _, lettered, mask = scene()
    with pytest.raises(EngineError, match="output_range: byte"):
        eraser(tmp_path / "bytes.pt").erase(lettered, mask)
    assert eraser(tmp_path / "bytes.pt", output_range="byte").erase(lettered, mask).shape == lettered.shape
    with pytest.raises(EngineError, match="not with numbers"):
        eraser(tmp_path / "nan.pt").erase(lettered, mask)


def test_weights_that_are_not_there_or_not_networks_are_named(tmp_path: Path, files: dict[str, Path]) -> None:
    with pytest.raises(WeightsMissing, match=r"absent\.onnx does not exist"):
        eraser(tmp_path / "absent.onnx")
    for suffix in (".pt", ".pt2", ".onnx"):
        broken = tmp_path / f"broken{suffix}"
        broken.write_bytes(b"not a network")
        with pytest.raises(WeightsMissing, match="broken"):
            eraser(broken)
    with pytest.raises(ProfileError, match=r"\.onnx, \.pt2 or \.pt"):
        eraser(tmp_path / "lama.bin")
    with pytest.raises(ProfileError, match="cuda"):
        eraser(files["onnx"], device="cuda")
    with pytest.raises(WeightsMissing, match="cannot load weights"):
        eraser(tmp_path, DIFFUSION)


# --- windows, with no network -----------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    boxes=st.lists(st.tuples(*[st.integers(0, 119)] * 4, st.integers(1, 255)), max_size=6),
    context=st.integers(8, 60),
)
def test_each_marked_pixel_is_filled_once_and_no_other(
    boxes: list[tuple[int, int, int, int, int]], context: int
) -> None:
    image = np.random.default_rng(0).integers(0, 256, (120, 120, 3), dtype=np.uint8)
    mask = np.zeros((120, 120), np.uint8)
    for a, b, c, d, level in boxes:
        mask[min(a, b) : max(a, b) + 1, min(c, d) : max(c, d) + 1] = level
    filled = erase_in_windows(image, mask, lambda seen, holes: np.full_like(seen, 7), context)
    assert np.array_equal(filled[mask == 0], image[mask == 0])
    assert (filled[mask == 255] == 7).all()
    expected = image + (mask[..., None] / np.float32(255)) * (np.float32(7) - image)
    assert np.abs(filled - expected)[mask > 0].max(initial=0) <= 0.51
    covered = np.zeros_like(mask, bool)
    for core, window in windows(mask > 0, context):
        covered[core.slices] = True
        assert window.overlap(core) == core.grown(0, 120, 120).area
    assert covered[mask > 0].all()
