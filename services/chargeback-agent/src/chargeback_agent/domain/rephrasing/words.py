"""Words that a generator may use beside the statements' own (data/rephrasing), by language."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

from babel.dates import get_day_names, get_month_names
from pydantic import BaseModel, ConfigDict, Field

from argosy_commerce.terms.strict_yaml import document

_FOLDER = files("chargeback_agent") / "data" / "rephrasing"


class JoiningWords(BaseModel):
    """One language's lists; what each is for stands in data/rephrasing/en.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    checked: date
    source: str
    joining: tuple[str, ...] = Field(strict=False)
    bending: frozenset[str] = Field(strict=False)
    moving: frozenset[str] = Field(default=frozenset(), strict=False)
    is_cased: bool = False
    leads: frozenset[str] = Field(strict=False)
    fronted: frozenset[str] = Field(strict=False)
    clauses: frozenset[str] = Field(strict=False)
    denying: frozenset[str] = Field(strict=False)
    claiming: frozenset[str] = Field(strict=False)
    numbers: frozenset[str] = Field(strict=False)
    names: tuple[str, ...] = Field(strict=False)

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The joining words, each as its words."""
        return tuple(tuple(one.split()) for one in self.joining)


@cache
def checked_languages() -> frozenset[str]:
    """Languages whose words are known: a generator's text in another one cannot be checked."""
    return frozenset(
        entry.name.removesuffix(".yaml") for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml")
    )


@cache
def joining_words(language: str) -> JoiningWords:
    """The words of one of ``checked_languages()``. Raises pydantic's ValidationError for a broken file."""
    return JoiningWords.model_validate(document((_FOLDER / f"{language}.yaml").read_text("utf-8")))


@cache
def calendar_words(language: str) -> frozenset[str]:
    """Names of months and days, casefolded."""
    named = (
        *(get_month_names(width, locale=language) for width in ("wide", "abbreviated")),
        *(get_day_names(width, locale=language) for width in ("wide", "abbreviated")),
    )
    return frozenset(name.strip(".").casefold() for names in named for name in names.values())
