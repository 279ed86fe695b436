"""What the words of a question may name, as it is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from argosy_commerce.proofreading.naming import Named
from argosy_commerce.terms.strict_yaml import document


def concepts_meant(named: Named) -> frozenset[str]:
    """The concepts that a name may mean; of the share of a material the material, too."""
    shares = _shares()
    return named.concepts | {shares[one] for one in named.concepts if one in shares}


@cache
def _shares() -> Mapping[str, str]:
    """data/shares_of_materials.yaml, read once."""
    text = files("cs_agent").joinpath("data/shares_of_materials.yaml").read_text(encoding="utf-8")
    of: Mapping[str, str] = document(text)["of"]
    return of
