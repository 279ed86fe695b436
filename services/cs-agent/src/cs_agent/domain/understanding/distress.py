"""Whether somebody may hurt himself, or threatens others (data/distress.yaml): only a person goes on."""

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

_NAME: Final = "distress.yaml"
_READ: Final = 4_000


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    himself: Mapping[str, str]
    others: Mapping[str, str]


def in_distress(text: str) -> bool:
    """Whether a message, in any of the fifteen languages, says that its writer may hurt himself."""
    return _pattern("himself").search(_plain(text)) is not None


def threatens(text: str) -> bool:
    """Whether it threatens others."""
    return _pattern("others").search(_plain(text)) is not None


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:_READ]).casefold().replace("’", "'")
    return " ".join(plain.split())


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    others = frozenset(_File.model_fields) - {"himself"}
    data = validated(_File, read_mapping(text, _NAME, holds="himself", may_hold=others), _NAME)
    # Whatever the message's language was taken for: words of despair are often all that is written.
    spaced: list[str] = []
    together: list[str] = []
    for language, words in getattr(data, kind).items():
        (together if language in {"zh", "th", "ja", "ko", "ar"} else spaced).append(words)
    made = rf"(?<!\w)(?:{'|'.join(spaced)})|(?:{'|'.join(together)})"
    return re.compile(unicodedata.normalize("NFKC", made))
