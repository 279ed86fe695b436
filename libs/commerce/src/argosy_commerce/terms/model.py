"""The form of the term base: concepts, their Chinese spellings, and their terms per language.

Concept-oriented, as ISO 30042 (TBX): one concept, one id, any number of names. Each class is what a
person writes in ``data/*.yaml``; ``libs/commerce/README.md`` shows complete examples.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

CONCEPT_ID = re.compile(r"^[a-z][a-z0-9_]*\.[a-z0-9_]+$")

REQUIRED_LANGUAGES = ("en", "es", "pt", "fr", "it", "de", "nl", "pl", "ru", "tr", "ar", "ko", "ja", "th")
"""Every concept that is said to buyers has a term in each of these."""


class Kind(StrEnum):
    """What a concept is in the trade."""

    CATEGORY = "category"
    ATTRIBUTE = "attribute"
    VALUE = "value"
    FEATURE = "feature"
    PART = "part"
    UNIT = "unit"
    OCCASION = "occasion"
    SEASON = "season"
    PHRASE = "phrase"
    AUDIENCE = "audience"
    BRAND = "brand"


class Role(StrEnum):
    """How a term joins the noun it describes."""

    NOUN = "noun"
    """By the language's own construction: cotton dress, vestido de algodón, 코튼 원피스."""
    ADJECTIVE = "adjective"
    """Stands where adjectives stand and agrees: vestidos negros, schwarzes Kleid, فستان أسود."""
    INVARIABLE = "invariable"
    """Stands where adjectives stand and never changes: camisas beige, rosa Kleid."""
    PREPOSITIONAL = "prepositional"
    """Already carries its preposition, follows the noun: con capucha, mit Kapuze, with hood."""
    COMPOUND = "compound"
    """Grows together with the noun from the field ``compound`` (German, Dutch): Baumwollhemd."""


class Group(StrEnum):
    """Concepts that some readers treat alike."""

    PROMOTION = "promotion"
    """包邮 正品 现货: dropped from titles, kept or dropped by the caller on pictures."""
    PLATFORM = "platform"
    """跨境 外贸 亚马逊 一件代发: addressed to resellers; never translated, always recorded."""
    REACH = "reach"
    """网红 爆款 ins风 2024新款: written to be found; never translated, always recorded."""
    SELLING = "selling"
    """Slogans on pictures: 久坐不累 一体成型."""
    SIZE_CHART = "size_chart"
    """胸围 肩宽 衣长."""
    POLICY = "policy"
    """七天无理由退货."""


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Implied(_Written):
    """What a Chinese spelling says beyond its concept: 纯棉 is cotton and a purity of 100 %."""

    purity: int | None = Field(default=None, ge=1, le=100)
    concepts: tuple[str, ...] = ()


class Surface(_Written):
    """One Chinese spelling. Written as a bare string when nothing else is to be said about it."""

    text: str = Field(min_length=1, max_length=64)
    implies: Implied | None = None
    not_before: tuple[str, ...] = ()
    """No match if one of these follows at once: 黑 not before 科技."""
    not_after: tuple[str, ...] = ()
    """No match if one of these stands just before."""
    only_in: tuple[str, ...] = ()
    """Category ids (or their parents) that must be the product's for this spelling to count."""
    figure_is_name: bool = False
    """Its figure is a name that the terms give in their own way: 5号电池 is an AA battery."""
    only_for: tuple[str, ...] = ()
    """Attribute ids under whose name (颜色: …) alone this spelling counts."""


class Term(_Written):
    """How one language says a concept. Written as a bare string when the defaults are right.

    ``preferred`` stands alone (in a table, a list, as the head noun). ``modifier``, where given, is
    what describes another noun instead (women / women's, mujer / para mujer, Cotton / قطني).
    """

    preferred: str = Field(min_length=1, max_length=200)
    alternatives: tuple[str, ...] = ()
    """What shoppers of the market type as well; keywords, and what checkers accept."""
    modifier: str | None = None
    role: Role | None = None
    gender: Annotated[str | None, Field(pattern=r"^[mfn]$")] = None
    """m, f, n of ``preferred``, as far as the language has them; required for category nouns there."""
    number: Annotated[str, Field(pattern=r"^(sg|pl)$")] = "sg"
    """pl for nouns that are plural as they stand: trousers, Jeans, pantalones."""
    plural: str | None = None
    """Required for countable heads where no rule forms it (German, Arabic ...); else only when irregular."""
    countable: bool = True
    forms: dict[str, str] = Field(default_factory=dict)
    """Irregular forms by the language's own keys; see the table in the README."""
    compound: str | None = None
    """First part of German and Dutch compounds: ``Baumwoll`` joins closed, ``Damen-`` with its hyphen."""
    classifier: str | None = None
    """Thai and Korean counter of a head noun: ตัว, 벌."""
    short: str | None = None
    """For pictures and other tight places."""

    @property
    def as_modifier(self) -> str:
        """The string that describes another noun."""
        return self.modifier or self.preferred


def _surface(value: Any) -> Any:  # noqa: ANN401 — whatever YAML holds, pydantic judges it next
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # 1688 is a platform, and YAML's idea of a number
    return {"text": value} if isinstance(value, str) else value


def _term(value: Any) -> Any:  # noqa: ANN401 — whatever YAML holds, pydantic judges it next
    return {"preferred": value} if isinstance(value, str) else value


class Concept(_Written):
    """One idea of the trade, with everything merchants and shoppers call it."""

    id: str
    kind: Kind
    parent: str | None = None
    attribute: str | None = None
    """For values: the attribute they answer (attribute.material)."""
    attributes: tuple[str, ...] = ()
    """For categories: the attributes that matter, the most telling first."""
    group: Group | None = None
    zh: tuple[Annotated[Surface, BeforeValidator(_surface)], ...] = ()
    terms: dict[str, Annotated[Term, BeforeValidator(_term)]] = Field(default_factory=dict)
    slots: dict[str, str] = Field(default_factory=dict)
    """For phrases: slot name -> a kind, an attribute id, or number|percent|measure|money|year."""
    mapping: dict[str, str] = Field(default_factory=dict)
    """Outside ids: ``shopify: aa-1-4``."""
    note: str | None = None

    @field_validator("id")
    @classmethod
    def _id_has_two_parts(cls, value: str) -> str:
        if not CONCEPT_ID.match(value):
            raise ValueError(f"concept id {value!r} is not of the form kind.name, lower case")
        return value

    @model_validator(mode="after")
    def _value_names_its_attribute(self) -> Concept:
        if self.kind is Kind.VALUE and self.attribute is None:
            raise ValueError(f"{self.id}: a value must name its attribute")
        return self

    @property
    def is_said_to_buyers(self) -> bool:
        """Whether the concept needs terms: reseller and reach words are read only to be dropped."""
        return self.group not in {Group.PLATFORM, Group.REACH} and self.kind is not Kind.BRAND

    @property
    def counts_only(self) -> bool:
        """A counter whose term has the number in it ({n}-blade): its spellings mean nothing without one."""
        return self.kind is Kind.UNIT and any("{" in term.preferred for term in self.terms.values())

    def names_with_figure(self, spelling: str) -> bool:
        """Whether the figure of a spelling is a name."""
        return any(surface.figure_is_name and surface.text == spelling for surface in self.zh)

    def term(self, language: str) -> Term | None:
        """The term of a language, or of its base language (``es-MX`` falls back to ``es``).

        Chinese has its spellings: the first is the one to say, unless a term says otherwise.
        """
        base = language.split("-", 1)[0]
        return self.terms.get(language) or self.terms.get(base) or (self._spelt if base == "zh" else None)

    @cached_property
    def _spelt(self) -> Term | None:
        if not self.zh or self.group in {Group.PLATFORM, Group.REACH}:
            return None
        first, *others = (surface.text for surface in self.zh)
        return Term(preferred=first, alternatives=tuple(text for text in others if "{" not in text))


class Defaults(_Written):
    """What every concept of a file has in common; a concept's own words win."""

    kind: Kind | None = None
    attribute: str | None = None
    parent: str | None = None
    group: Group | None = None
    attributes: tuple[str, ...] = ()
    roles: dict[str, Role] = Field(default_factory=dict)
    """Role per language for terms that do not name one."""
