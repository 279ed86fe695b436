"""The service's own rules as data: the files of ``data/``, each read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_commerce.terms.strict_yaml import document


@cache
def rules(name: str) -> Mapping[str, Any]:
    """``data/<name>.yaml``."""
    text = files("search_tagger").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = document(text)
    return found
