"""charts/*/files/collections.yaml: values that are mappings or lists, so that a null there is refused.

Helm takes a key with nothing behind it for the wish to have no such key, before any schema is asked; a
template that looks into it then says no more than "nil pointer".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

_HEAD: Final = (
    "# Written by deploy/charts/generate.py from values.yaml; do not edit.\n"
    "# The values that are mappings or lists, and how one says that there is nothing in them.\n"
)

_KUBERNETES: Final = {"resources", "podSecurityContext", "behavior"}
"""Handed on as they are: there a null takes one of the chart's defaults away, as it should."""


def _paths(values: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield f"{above}{key}", "{enabled: false}" if above == "services." else "{}"
            if key in _KUBERNETES:
                continue
            yield from _paths(value, f"{above}{key}.")
        elif isinstance(value, list):
            yield f"{above}{key}", "[]"


def collections_page(values: str) -> str:
    """The whole file."""
    return _HEAD + yaml.safe_dump(dict(_paths(yaml.safe_load(values))), sort_keys=False)
