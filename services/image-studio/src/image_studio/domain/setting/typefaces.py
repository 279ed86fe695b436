"""Which faces write which script in which family: data/typefaces.yaml, read once and validated."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from argosy_commerce.terms.strict_yaml import document

Script = Literal["latin", "cyrillic", "arabic", "thai", "ja", "ko", "zh-hans", "zh-hant"]
_CYRILLIC: Final = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"})


class Family(Enum):
    """Kinds of lettering. BRUSH is all that a brush or broad pen wrote: Kai, Xing, scripts."""

    SANS = "sans"
    SERIF = "serif"
    ROUNDED = "rounded"
    BRUSH = "brush"
    HEAVY = "heavy"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Face(_Row):
    """One face: a file, the face's index in a collection, and the name it is published under.

    ``scale`` is how many of its em look as large as one of the sans face's; ``pen_em`` the radius
    of a round pen drawn around its glyphs, in em as seen.
    """

    name: str
    file: str
    package: str
    index: int = 0
    scale: Annotated[float, Field(ge=0.8, le=1.3)] = 1.0
    pen_em: Annotated[float, Field(ge=0, le=0.06)] = 0.0


class Package(_Row):
    """A Debian package of faces."""

    licence: Literal["OFL-1.1", "Apache-2.0"]
    source: str


class Pair(_Row):
    """The two weights of a family in one script."""

    regular: Face
    bold: Face


class Instead(_Row):
    """A script without a good face of a family is set in another."""

    instead: Family


class Typefaces(_Row):
    """The whole table."""

    packages: dict[str, Package]
    families: dict[Family, dict[Script, Pair | Instead]]

    @model_validator(mode="after")
    def _whole(self) -> Typefaces:
        scripts = set(Script.__args__)  # type: ignore[attr-defined]  # typing does not know it
        for family in Family:
            rows = self.families.get(family, {})
            if scripts - rows.keys():
                raise ValueError(f"{family.value} lacks {', '.join(sorted(scripts - rows.keys()))}")
            for script, row in rows.items():
                if isinstance(row, Instead):
                    if not isinstance(self.families.get(row.instead, {}).get(script), Pair):
                        raise ValueError(  # noqa: TRY004 — what pydantic expects of a validator
                            f"{family.value} {script}: {row.instead.value} has no face either"
                        )
                elif {row.regular.package, row.bold.package} - self.packages.keys():
                    raise ValueError(f"{family.value} {script}: of a package that is not listed")
        return self

    def settled(self, family: Family, script: Script) -> Family:
        """The family itself, or the one set instead of it in this script."""
        row = self.families[family][script]
        return row.instead if isinstance(row, Instead) else family

    def pair(self, family: Family, script: Script) -> Pair:
        """The faces of a family in a script, or of the family set instead."""
        row = self.families[self.settled(family, script)][script]
        assert isinstance(row, Pair)  # noqa: S101 — the table was validated
        return row

    def faces(self) -> tuple[Face, ...]:
        """Every face, once."""
        pairs = [row for rows in self.families.values() for row in rows.values() if isinstance(row, Pair)]
        return tuple(dict.fromkeys(face for pair in pairs for face in (pair.regular, pair.bold)))


@lru_cache(maxsize=1)
def typefaces() -> Typefaces:
    """data/typefaces.yaml."""
    text = files("image_studio").joinpath("data/typefaces.yaml").read_text(encoding="utf-8")
    return Typefaces.model_validate(document(text))


@lru_cache(maxsize=256)
def face_chain(language: str, family: Family, *, bold: bool) -> tuple[Face, ...]:
    """The faces to try for a character, best first.

    Arabic's and Thai's have no Latin; where a family's faces lack a sign, the sans faces may have it.
    """
    # Figures beside a script that is set in another family are set in that family too.
    original, family = family, typefaces().settled(family, script_of(language))
    order: tuple[tuple[Family, Script], ...] = (
        (family, script_of(language)),
        (family, "latin"),
        (Family.SANS, script_of(language)),
        (Family.SANS, "latin"),
        (family, "zh-hans"),
    )
    bold = bold or original is Family.HEAVY  # what stands in for a heavy face is at least bold
    pairs = [typefaces().pair(kind, script) for kind, script in order]
    return tuple(dict.fromkeys(pair.bold if bold else pair.regular for pair in pairs))


def script_of(language: str) -> Script:
    """The script that writes a language (BCP 47)."""
    parts = language.lower().split("-")
    base = parts[0]
    if base == "zh":
        return "zh-hant" if {"hant", "tw", "hk", "mo"} & set(parts) else "zh-hans"
    if base in {"ar", "fa", "ur"}:
        return "arabic"
    if base in _CYRILLIC and "latn" not in parts:
        return "cyrillic"
    others: dict[str, Script] = {"th": "thai", "ja": "ja", "ko": "ko"}
    return others.get(base, "latin")


def is_right_to_left(language: str) -> bool:
    return language.lower().split("-")[0] in {"ar", "fa", "ur", "he"}
