"""Concepts, what merchants call them, and how each language says them.

The names below load on first use: ``reading`` and ``phrasing`` stand on this package's model and
loader, and ``base`` and ``translation`` stand on them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argosy_commerce.terms.base import OwnWords, TermBase
    from argosy_commerce.terms.translation import Constraints, LeftOver, Translation, translate

_HOMES = {
    "OwnWords": "base",
    "TermBase": "base",
    "Constraints": "translation",
    "LeftOver": "translation",
    "Translation": "translation",
    "translate": "translation",
}

__all__ = ["Constraints", "LeftOver", "OwnWords", "TermBase", "Translation", "translate"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 — a module attribute may be anything
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
