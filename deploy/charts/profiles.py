"""charts/triton/files/profiles.yaml: what each profile of the tier's image serves, and what that needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import yaml

_PROFILES: Final = Path(__file__).resolve().parents[1] / "triton" / "profiles"
_HEAD: Final = (
    "# Written by deploy/charts/generate.py from deploy/triton/profiles; do not edit.\n"
    "# Of each profile: the models that it serves, those whose engine needs torch, those whose weights\n"
    "# are named as a hub does.\n"
)


def needs_torch(model: dict[str, Any]) -> bool:
    """Engines with torch stand in modules that are called `scale_...`."""
    return ".scale_" in model["engine"]


def from_a_hub(model: dict[str, Any]) -> bool:
    """Weights that are neither a folder nor a package."""
    return bool(model.get("weights")) and not model["weights"].startswith(("/", "package:"))


def profiles_page() -> str:
    """The whole file."""
    found = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(_PROFILES.glob("*.yaml"))]
    document = {
        "profiles": {one["profile"]: sorted(one["models"]) for one in found},
        "torch": {one["profile"]: _those(one["models"], needs_torch) for one in found},
        "hub": {one["profile"]: _those(one["models"], from_a_hub) for one in found},
    }
    return _HEAD + yaml.safe_dump(document, sort_keys=False, width=200, default_flow_style=None)


def _those(models: dict[str, dict[str, Any]], asked: Callable[[dict[str, Any]], bool]) -> list[str]:
    return sorted(name for name, model in models.items() if asked(model))
