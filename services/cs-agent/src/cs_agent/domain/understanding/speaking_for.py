"""Whether somebody says that he is not the buyer: his wife, her lawyer, an office."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.understanding.manipulating import from_office

_NAME: Final = "speaking_for.yaml"
_READ: Final = 1_200


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    kin: Mapping[str, str]
    said: Mapping[str, str]


def speaks_for_another(text: str) -> bool:
    """Whether a message, in any of the fifteen languages, says that its writer is not the buyer."""
    plain = unicodedata.normalize("NFKC", text[:_READ]).casefold().replace("’", "'").replace("\u0307", "")
    plain = " ".join(plain.split())
    return from_office(text) or any(pattern.search(plain) for pattern in _patterns())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    read = read_mapping(text, _NAME, holds="said", may_hold=frozenset({"as_of", "kin"}))
    data = validated(_File, read, _NAME)
    return tuple(
        re.compile(unicodedata.normalize("NFKC", pattern.replace("KIN", data.kin.get(language, ""))))
        for language, pattern in data.said.items()
    )
