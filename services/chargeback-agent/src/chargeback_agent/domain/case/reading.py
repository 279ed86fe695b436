"""Reads the data files of this package once; YAML in which `no` is a word and a key stands once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from argosy_commerce.terms.strict_yaml import read_mapping


@cache
def data(name: str, holds: str, *others: str) -> dict[str, Any]:
    """data/<name>.yaml: a mapping that holds ``holds`` and may hold ``others`` and ``as_of``."""
    text = files("chargeback_agent").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    return read_mapping(text, f"{name}.yaml", holds=holds, may_hold=frozenset({"as_of", *others}))
