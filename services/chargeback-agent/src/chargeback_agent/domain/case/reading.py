"""Reads the data files of this package once; YAML in which `no` is a word and a key stands once."""

from __future__ import annotations

from typing import Any

from argosy_commerce.terms.strict_yaml import packaged


def data(name: str, holds: str, *others: str) -> dict[str, Any]:
    """data/<name>.yaml: a mapping that holds ``holds`` and may hold ``others`` and ``as_of``."""
    return packaged("chargeback_agent", name, holds, *others)
