"""Files of the package's data, checked against their form."""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

from pydantic import BaseModel

from argosy_commerce.terms.strict_yaml import read_mapping, validated

_Form = TypeVar("_Form", bound=BaseModel)


def read(form: type[_Form], name: str, holds: str) -> _Form:
    """One file of ``data``; raises TermDataError, naming the file, where it is not of the form."""
    text = (files("search_tagger") / "data" / name).read_text(encoding="utf-8")
    others = frozenset(form.model_fields) - {holds}
    return validated(form, read_mapping(text, name, holds=holds, may_hold=others), name)
