"""A written address in parts, by its postcode: what stands before it and after it, and what is not told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from argosy_commerce.addresses import postcode_of
from cs_agent.domain.understanding.spelling import cleaned

_LONGEST: Final = 300
_PIECES: Final = re.compile(r"\s*[,،、，;\n]+\s*")
_REGION: Final = re.compile(r"[A-Z]{2,3}")
_UNSPACED_CITY: Final = re.compile(
    r"[^\d\s,]{1,12}?[都道府県省][^\d\s,]{1,8}?[市区郡]|[^\d\s,]{1,8}?市[^\d\s,]{1,6}?区|[^\d\s,]{1,8}?市"
)
_KOREAN_CITY: Final = re.compile(r"\S+[시도](?:\s\S+[시군구])?(?=\s)")


def address_parts(text: str, country: str) -> dict[str, str]:
    """``street, postcode, city, region``, where the text tells it; ``country`` (ISO 3166-1): where it lies.

    "Calle del Romero 5, 3º A" gives a street and nothing else; "28004 Madrid" the rest.
    """
    plain = cleaned(text[:_LONGEST]).strip(" .\t\n!?")
    code = postcode_of(plain, country)
    match = _place_of(plain, code) if code else None
    if match is None:
        return _told(_without_code(_pieces(plain)))
    before, after = _pieces(plain[: match.start()]), _pieces(plain[match.end() :])
    found = {"postcode": match[0].strip()}
    if after and not any(char.isdigit() for char in after[0]):
        found["city"] = after.pop(0)
        found["street"] = ", ".join((*before, *after))
        return _told(found)
    if before and _REGION.fullmatch(before[-1]):
        found["region"] = before.pop()
    if len(before) > 1 and not any(char.isdigit() for char in before[-1]):
        found["city"] = before.pop()
    street = ", ".join((*before, *after))
    unspaced = _UNSPACED_CITY.match(street) or _KOREAN_CITY.match(street)
    if "city" not in found and unspaced:
        found["city"] = unspaced[0]
    return _told({**found, "street": street})


def joined(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """An address told in two messages: the later words count."""
    return {**before, **{part: value for part, value in after.items() if value}}


def _without_code(pieces: list[str]) -> dict[str, str]:
    """A street has its number; a last piece without one, after it, is the city."""
    numbered = [i for i, piece in enumerate(pieces) if any(char.isdigit() for char in piece)]
    if not numbered:
        return {"city": pieces[0]} if len(pieces) == 1 else {}
    last = pieces[-1]
    if len(pieces) > 1 and len(pieces) - 1 not in numbered and len(last) > 2:
        return {"street": ", ".join(pieces[:-1]), "city": last}
    return {"street": ", ".join(pieces)}


def _place_of(plain: str, code: str) -> re.Match[str] | None:
    pattern = r"(?<![\w-])" + r"[ -]?".join(re.escape(char) for char in code) + r"(?:-\d{3,4})?(?![\w-])"
    found = list(re.finditer(pattern, plain, re.IGNORECASE))
    return found[-1] if found else None


def _pieces(text: str) -> list[str]:
    return [piece for part in _PIECES.split(text) if (piece := part.strip(" -〒"))]


def _told(parts: Mapping[str, str]) -> dict[str, str]:
    return {part: value for part, value in parts.items() if value}
