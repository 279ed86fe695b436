"""Reads size_charts.yaml: products with charts and variants as Chinese sellers write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def variants(*choices: dict[str, str], price: str = "59.90") -> list[dict[str, Any]]:
    """Variants with these options, numbered as skus."""
    return [
        {
            "sku": f"sku-{index}",
            "options": [{"name": name, "value": value} for name, value in choice.items()],
            "price": {"amount": price, "currency": "CNY"},
        }
        for index, choice in enumerate(choices)
    ]


def _product(case: dict[str, Any]) -> dict[str, Any]:
    attributes = [{"name": name, "value": value} for name, value in case.get("attributes", {}).items()]
    return {
        **_CASES["products"][case["of"]],
        "brand": "",
        "attributes": attributes,
        "description": case.get("description", "").strip(),
        "variants": variants(*case.get("skus", [])),
    }


CHARTS = {name: _product(case) for name, case in _CASES["charts"].items()}
VARIANTS = {name: _product(case) for name, case in _CASES["variants"].items()}
