"""Which of the term base's colours a measured colour is (data/shades.yaml).

    nearest_shades((30, 40, 80))[0]                    # Shade('colour.navy', 1.5)
    nearest_shades((30, 40, 80), ["colour.black", "colour.red"])

Distances are CIEDE2000 (Sharma, Wu, Dalal 2005) with lightness at half weight: light and shadow move it, and
colours stay. Up to 5 is what two people would call the same; beyond 25 nobody would use the name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, get_args

from argosy_commerce.terms.strict_yaml import TermDataError, packaged

Lab = tuple[float, float, float]
RGB = tuple[float, float, float]
_LIGHTNESS: Final = 2.0
"""CIEDE2000's k_L: the textile industry's value."""
_WHITE: Final = (0.95047, 1.0, 1.08883)
Reason = Literal["sheen", "see_through", "several", "family"]
"""A surface's sheen, what shines through it, several colours of which none is named, a family of many."""
_REASONS: Final = frozenset(get_args(Reason))


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour of the term base and how far a measured colour is from it."""

    concept: str
    distance: float


def nearest_shades(rgb: RGB, among: Iterable[str] | None = None) -> tuple[Shade, ...]:
    """Colours with a look of their own, the nearest first; of `among` those that have one. `rgb`: 0..255,
    sRGB."""
    tone = lab_of(rgb)
    looks = _looks()
    wanted = looks if among is None else dict.fromkeys(one for one in among if one in looks)
    found = [Shade(one, min(distance(tone, point) for point in looks[one])) for one in wanted]
    return tuple(sorted(found, key=lambda shade: (shade.distance, shade.concept)))


def made_of(concept: str) -> tuple[str, ...]:
    """The colours that a two-coloured one shows side by side; () for others."""
    return _composed().get(concept, ())


def untold(concept: str) -> Reason | None:
    """Why pixels alone do not tell this colour: sheen, see_through, several or family; None where they do, or
    where it is no colour that this file knows."""
    return _untold().get(concept)


def is_known(concept: str) -> bool:
    """Whether the file says anything of this concept."""
    return concept in _looks() or concept in _composed() or concept in _untold()


def lab_of(rgb: RGB) -> Lab:
    """CIELAB (D65, 2°) of an sRGB colour, 0..255 a channel."""
    red, green, blue = (_linear(channel / 255.0) for channel in rgb)
    x = 0.4124564 * red + 0.3575761 * green + 0.1804375 * blue
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = 0.0193339 * red + 0.1191920 * green + 0.9503041 * blue
    fx, fy, fz = (_root(value / white) for value, white in zip((x, y, z), _WHITE, strict=True))
    return 116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)


def distance(one: Lab, other: Lab, lightness: float = _LIGHTNESS) -> float:
    """CIEDE2000 of two colours; `lightness` is its k_L (1 is the formula as published)."""
    light1, a1, b1 = one
    light2, a2, b2 = other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    grey = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = (1 + grey) * a1, (1 + grey) * a2
    chroma1, chroma2 = math.hypot(a1, b1), math.hypot(a2, b2)
    hue1, hue2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn, hue = _turn(hue1, hue2, chroma1 * chroma2)
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    by_light = (light2 - light1) / (
        lightness * (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    )
    by_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    by_hue = 2 * math.sqrt(chroma1 * chroma2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    rotated = (
        -2
        * math.sqrt(chroma**7 / (chroma**7 + 25.0**7))
        * math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    )
    return math.sqrt(max(0.0, by_light**2 + by_chroma**2 + by_hue**2 + rotated * by_chroma * by_hue))


def _turn(hue1: float, hue2: float, chromas: float) -> tuple[float, float]:
    """The difference and the mean of two hues in degrees; a grey has none."""
    if chromas == 0:
        return 0.0, hue1 + hue2
    turn = hue2 - hue1
    if abs(turn) <= 180:
        return turn, (hue1 + hue2) / 2
    mean = (hue1 + hue2 + (360 if hue1 + hue2 < 360 else -360)) / 2
    return turn - math.copysign(360, turn), mean


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def _data() -> dict[str, Any]:
    return packaged("argosy_commerce", "shades", "shades", "made_of", "untold")


@cache
def _looks() -> Mapping[str, tuple[Lab, ...]]:
    found = {}
    for name, row in _data()["shades"].items():
        if unknown := set(row) - {"survey", "judged"}:
            raise TermDataError(f"shades.yaml: {name}: unknown keys {sorted(unknown)}")
        points = [*row.get("survey", {}).values(), *row.get("judged", [])]
        found[f"colour.{name}"] = tuple(lab_of(_rgb(name, point)) for point in points)
    return found


@cache
def _composed() -> Mapping[str, tuple[str, ...]]:
    return {
        f"colour.{name}": tuple(f"colour.{part}" for part in parts)
        for name, parts in _data()["made_of"].items()
    }


@cache
def _untold() -> Mapping[str, Reason]:
    rows = _data()["untold"]
    if wrong := {reason for reason in rows.values() if reason not in _REASONS}:
        raise TermDataError(
            f"shades.yaml: untold: {sorted(wrong)} are no reasons; there are {sorted(_REASONS)}"
        )
    return {f"colour.{name}": reason for name, reason in rows.items()}


def _rgb(name: str, text: str) -> RGB:
    try:
        red, green, blue = bytes.fromhex(text.removeprefix("#"))
    except ValueError as error:
        raise TermDataError(f"shades.yaml: {name}: {text!r} is not #rrggbb") from error
    return red, green, blue
