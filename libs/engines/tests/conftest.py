"""What a few tests need beside the engines: pure rules of services and libraries, from their sources."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argosy_engines.contracts import EngineSpec
from argosy_engines.registry import build_spec

if TYPE_CHECKING:
    from argosy_engines.scale_text_generator import TransformersGenerator

ROOT = Path(__file__).parents[3]
# The environments of the tier have none of these installed.
SERVICES = ("listing-localizer", "chargeback-agent")
sys.path += [
    *(str(ROOT / "libs" / name / "src") for name in ("contracts", "catalogue")),
    *(str(ROOT / "services" / name / "src") for name in SERVICES),
]


@pytest.fixture(scope="module")
def tiny_generator(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], TransformersGenerator]:
    """Builds the real engine on random weights that see so many positions; needs the models environment."""

    def build(positions: int) -> TransformersGenerator:
        from argosy_engines import scale_tiny_models as tiny  # noqa: PLC0415 — not in every environment
        from argosy_engines.scale_text_generator import TransformersGenerator  # noqa: PLC0415

        weights = tiny.qwen3(tmp_path_factory.mktemp("generator") / "qwen3", positions=positions)
        spec = EngineSpec(
            "text_generator",
            "tiny",
            "argosy_engines.scale_text_generator:TransformersGenerator",
            weights=str(weights),
        )
        built = build_spec(spec)
        assert isinstance(built, TransformersGenerator)
        return built

    return build
