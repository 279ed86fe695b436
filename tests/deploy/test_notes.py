"""What helm says after an install: it names what the values leave open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from argosy_testing import charts
from argosy_testing.charts import Example

# `helm template` shows no notes, and an install wants a cluster: here they are one more object.
AS_AN_OBJECT = """
kind: Notes
metadata: {{name: notes}}
text: {{{{ include "notes" . | toJson }}}}
---
{{{{ define "notes" }}}}
{notes}
{{{{ end }}}}
"""


def notes(folder: Path, example: str, *words: str) -> str:
    """The notes of an example, from a copy of its chart."""
    found = next(one for one in charts.examples() if str(one) == example)
    chart = folder / found.chart.name
    shutil.copytree(found.chart, chart, dirs_exist_ok=True)
    text = (chart / "templates/NOTES.txt").read_text(encoding="utf-8")
    (chart / "templates/notes.yaml").write_text(AS_AN_OBJECT.format(notes=text), encoding="utf-8")
    (said,) = charts.of_kind(charts.render(Example(chart, found.values), *words), "Notes")
    return str(said["text"])


GPU = "pools[0].profile=gpu"
MODELS = "image_tagger, text_embedder, text_generator, translator"


@pytest.mark.parametrize(
    ("example", "words", "said"),
    [
        ("argosy-minimal", "x=", "ledger.existingSecret is not set"),
        ("argosy-minimal", "x=", "fetchAllow is empty"),
        ("argosy-minimal", "x=", "keda.enabled is off"),
        (
            "argosy-minimal",
            "services.cs-agent.env.ARGOSY_SHOP_URL=https://s",
            "services.cs-agent.extraEgress",
        ),
        ("triton-embedded", GPU, f"serves {MODELS} by engines with torch: its image, 0.1.0,"),
        (
            "triton-embedded",
            "pools[0].profile=cpu",
            "serves text_embedder, text_generator by engines with torch",
        ),
        ("triton-embedded", GPU, f"has weights of {MODELS} by a hub's name"),
        ("triton-embedded", "pools[0].autoscaling.enabled=true", "monitoring.enabled is off"),
    ],
)
def test_what_is_left_open_is_said(tmp_path: Path, example: str, words: str, said: str) -> None:
    found = notes(tmp_path, example, *(("--set", words) if words != "x=" else ()))
    assert any(said in line for line in found.splitlines() if line.startswith("NOTE: ")), found


@pytest.mark.parametrize("example", ["argosy-production", "triton-gpu-pool", "triton-cpu-pool"])
def test_nothing_is_said_of_what_the_values_answer(tmp_path: Path, example: str) -> None:
    assert "NOTE" not in notes(tmp_path, example)


def test_only_models_that_the_pool_serves_are_named(tmp_path: Path) -> None:
    found = notes(tmp_path, "triton-embedded", "--set", f"{GPU},pools[0].models={{image_eraser,translator}}")
    assert "serves translator by engines with torch" in found
    with_torch = notes(tmp_path, "triton-embedded", "--set", f"{GPU},image.tag=0.1.0-models")
    assert "engines with torch" not in with_torch
