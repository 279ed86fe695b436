"""How weights are found, and what an operator hears when they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from argosy_engines.contracts import EngineSpec
from argosy_engines.errors import ProfileError, WeightsMissing
from argosy_engines.scale_digest import digest

pytest.importorskip("transformers", reason="needs the models environment")
import huggingface_hub.constants
import torch
from transformers import AutoConfig

from argosy_engines.scale_loading import Weights, _settle, choice, option

pytestmark = pytest.mark.models


def spec(weights: str | None, **more: object) -> EngineSpec:
    return EngineSpec("text_generator", "tiny", "x:Y", weights=weights, **more)  # type: ignore[arg-type]


def test_a_directory_is_never_looked_up_on_a_hub(tmp_path: Path) -> None:
    weights = Weights.of(spec(str(tmp_path), revision="v7"))
    assert weights.is_local
    assert weights.arguments == {"local_files_only": True}
    assert weights.identity("e").revision == "v7"
    with pytest.raises(WeightsMissing, match=f"cannot load weights '{tmp_path}'"):
        weights.load(AutoConfig.from_pretrained)


def test_a_hub_id_takes_its_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = Weights.of(spec("nobody/nothing-of-argosy", revision="abc123"))
    assert not weights.is_local
    assert weights.arguments == {"local_files_only": False, "revision": "abc123"}
    identity = weights.identity("e", "commit-of-the-hub")
    assert (identity.model, identity.revision) == ("nobody/nothing-of-argosy", "abc123")
    assert Weights.of(spec("nobody/nothing")).identity("e", "c0ffee").revision == "c0ffee"
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(WeightsMissing, match="taken for a hub id"):
        weights.load(AutoConfig.from_pretrained)


def test_one_gguf_file_is_weights(tmp_path: Path) -> None:
    file = tmp_path / "small.gguf"
    with pytest.raises(WeightsMissing, match=r"small\.gguf"):
        Weights.of(spec(str(file)))
    file.write_bytes(b"GGUF")
    weights = Weights.of(spec(str(file)))
    assert weights.arguments == {"local_files_only": True, "gguf_file": "small.gguf"}
    assert weights.identity("e").model == "small"


def test_wrong_entries_are_named() -> None:
    for given, why in (
        (spec(None), "needs `weights`"),
        (spec("a/b", dtype="int3"), "one of float32, float16, bfloat16"),
        (spec("a/b", device="abacus"), "no such device 'abacus'"),
    ):
        with pytest.raises(ProfileError, match=why):
            Weights.of(given)
    if not torch.cuda.is_available():
        with pytest.raises(ProfileError, match="no CUDA device"):
            Weights.of(spec("a/b", device="cuda"))


@pytest.mark.parametrize("value", [0, "3", True, 2.5, None, 10**12])
def test_an_option_outside_its_bounds_is_refused(value: object) -> None:
    with pytest.raises(ProfileError, match="option 'steps' must be a whole number"):
        option(spec("a/b", options={"steps": value}), "steps", 4)
    with pytest.raises(ProfileError, match="must be one of a, b"):
        choice(spec("a/b", options={"kind": value}), "kind", ("a", "b"), "a")


def test_one_thread_on_a_cpu() -> None:
    torch.set_num_threads(2)
    Weights.of(spec("a/b"))
    assert torch.get_num_threads() == 1


def test_attention_on_a_gpu_needs_no_plan_for_each_length() -> None:
    before = torch.backends.cuda.cudnn_sdp_enabled()
    try:
        _settle(torch.device("cuda"))
        assert not torch.backends.cuda.cudnn_sdp_enabled()
        assert torch.backends.cuda.flash_sdp_enabled()
    finally:
        torch.backends.cuda.enable_cudnn_sdp(before)


def test_a_digest_tells_weights_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(bytes(300_000))
    before = digest(tmp_path)
    assert digest(tmp_path) == before
    for at in (0, 150_000, 299_999):
        changed = bytearray(300_000)
        changed[at] = 1
        file.write_bytes(changed)
        assert digest(tmp_path) != before
    file.write_bytes(bytes(300_001))
    assert digest(tmp_path) != before
