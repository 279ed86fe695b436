"""Tags a picture by what can be measured in it: the product's colours, simple patterns, its outline.

It recognises nothing. Fabric, neckline, pockets, what a print shows, whether something is gold or merely
yellow: all of that is answered as unseen, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np

from argosy_commerce.shades import is_known, made_of, nearest_shades, untold
from argosy_engines.contracts import (
    Alpha,
    Candidates,
    EngineIdentity,
    EngineSpec,
    Image,
    Matte,
    Tagging,
    TagScore,
    Unseen,
)
from argosy_engines.ground_model import Flags, Floats, lab
from argosy_engines.ground_segmenter import SMALLEST, outlined, shrunk
from argosy_engines.registry import reject_unknown_options
from argosy_engines.seen_colours import SeenColour, SeenColours, colours_of
from argosy_engines.seen_patterns import KINDS, patterns_of
from argosy_engines.seen_person import Person, person_in
from argosy_engines.seen_shape import shape_of

COLOUR: Final = "attribute.colour"
PATTERN: Final = "attribute.pattern"
SIDE: Final = 320
"""The longer side of the copy of the product that is measured."""
RIM: Final = 5
"""Pixels of the copy within which something reaches the picture's end: outlines stop short of it."""
WORN: Final = 0.75
"""What a score is worth where a person is seen: he wears more than the product."""
LEAST: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """The product, cut from the picture and made small."""

    colours: SeenColours
    surface: Flags
    person: Person


@dataclass(frozen=True, slots=True)
class PixelTagger:
    """`ImageTagger` by measuring."""

    identity: EngineIdentity

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """No weights, no options."""
        reject_unknown_options(spec, set())
        cv2.setNumThreads(1)  # as in `ground_eraser`
        nearest_shades((0, 0, 0))  # reads its data now, and not with the first picture
        revision = f"1-opencv-{cv2.__version__}"
        return cls(spec.identity("pixel-measures", model="colour+pattern+shape", revision=revision))

    def tag(self, image: Image, matte: Alpha | None, candidates: Candidates) -> Tagging:
        """See `contracts.ImageTagger`."""
        found = outlined(image) if matte is None else Matte(matte, 1.0)
        shape = shape_of(found.alpha)
        if shape is None or found.certainty == 0.0 or min(image.shape[:2]) < SMALLEST:
            nothing = tuple(Unseen(attribute, None, "no_product") for attribute in candidates)
            return Tagging((), nothing, shape, found.certainty, shows_person=False)
        look = look_at(image, found.alpha)
        worth = found.certainty * (WORN if look.person.shows or look.person.doubted else 1.0)
        scores: list[TagScore] = []
        unseen: list[Unseen] = []
        for attribute, values in candidates.items():
            if attribute == COLOUR:
                scores += _ordered(_colours(look.colours.colours, values, worth))
                unseen += _untold_colours(values, look.person)
            elif attribute == PATTERN:
                fits = patterns_of(look.colours, look.surface)
                scores += _ordered(
                    TagScore(PATTERN, kind, round(fits[kind] * worth, 3), "texture")
                    for kind in fits
                    if kind in values
                )
                unseen += [Unseen(PATTERN, value, "motif") for value in values if value not in KINDS]
            else:
                unseen.append(Unseen(attribute, None, "not_measured"))
        return Tagging(tuple(scores), tuple(unseen), shape, found.certainty, look.person.shows)


def _ordered(scores: Iterator[TagScore]) -> list[TagScore]:
    kept = (one for one in scores if one.score >= LEAST)
    return sorted(kept, key=lambda one: (-one.score, -(one.share or 0.0), one.value))


def look_at(image: Image, alpha: Alpha) -> Look:
    """What is measured of the product that `alpha`, of the image's size and not empty, marks."""
    ys, xs = np.nonzero(alpha.max(axis=1) > 127)[0], np.nonzero(alpha.max(axis=0) > 127)[0]
    high, wide = alpha.shape
    window = (
        slice(max(0, int(ys[0]) - 2), min(high, int(ys[-1]) + 3)),
        slice(max(0, int(xs[0]) - 2), min(wide, int(xs[-1]) + 3)),
    )
    cut = image[window]
    small = shrunk(cut, SIDE)
    size = (small.shape[1], small.shape[0])
    product = cv2.resize(alpha[window], size, interpolation=cv2.INTER_AREA) > 127
    tones: Floats = lab(small)
    person = person_in(cut, tones, product, _frame(product.shape, window, alpha.shape))
    surface = product & ~cv2.dilate(person.body.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    if surface.sum() < 0.05 * product.sum():
        surface = product
    smooth = np.asarray(cv2.bilateralFilter(small, 5, 18, 3), np.uint8)  # JPEG's noise goes, edges stay
    return Look(colours_of(smooth, lab(smooth), surface), surface, person)


def _frame(shape: tuple[int, ...], window: tuple[slice, slice], picture: tuple[int, ...]) -> Flags:
    """The pixels of the copy at which the picture itself ends, not only the window."""
    frame = np.zeros(shape, np.bool_)
    rows, columns = window
    frame[:RIM] |= rows.start == 0
    frame[-RIM:] |= rows.stop == picture[0]
    frame[:, :RIM] |= columns.start == 0
    frame[:, -RIM:] |= columns.stop == picture[1]
    return frame


def _colours(seen: Sequence[SeenColour], values: Mapping[str, str], worth: float) -> Iterator[TagScore]:
    told = [value for value in values if untold(value) is None]
    scores: dict[str, float] = {}
    shares: dict[str, float] = {}
    for colour in seen:
        shades = nearest_shades(colour.rgb, told)
        for shade in shades:
            fit = _fit(shades[0].distance) * _closeness(shade.distance - shades[0].distance)
            # A trim of a tenth is the product's colour as well, less surely.
            score = fit * min(1.0, 0.4 + 4.0 * colour.share) * (0.85 + 0.15 * colour.share)
            scores[shade.concept] = max(scores.get(shade.concept, 0.0), score)
            if _closeness(shade.distance - shades[0].distance) > 0.6:
                shares[shade.concept] = shares.get(shade.concept, 0.0) + colour.share
    for value in told:
        if (parts := made_of(value)) and (both := _side_by_side(seen, parts)):
            scores[value], shares[value] = both
    for value, score in scores.items():
        yield TagScore(COLOUR, value, round(score * worth, 3), "pixels", round(shares.get(value, 0.0), 3))


def _fit(away: float) -> float:
    """How well the nearest name fits: nobody uses one for what is 25 away."""
    return float(1.0 / (1.0 + np.exp((away - 13.0) / 2.5)))


def _closeness(behind: float) -> float:
    """What a further name is worth beside the nearest: two people call the same thing red and cherry."""
    return float(np.exp(-behind / 3.5))


def _side_by_side(seen: Sequence[SeenColour], parts: Sequence[str]) -> tuple[float, float] | None:
    """Score and share of a colour made of others, if the product shows these and little else."""
    fits, share = [], 0.0
    for part in parts:
        rows = [(nearest_shades(one.rgb, [part])[0].distance, one.share) for one in seen]
        near = [(away, of) for away, of in rows if away < 8.0 and of > 0.12]
        if not near:
            return None
        fits.append(_fit(min(near)[0]))
        share += sum(of for _, of in near)
    return (min(fits), min(1.0, share)) if share > 0.8 else None


def _untold_colours(values: Mapping[str, str], person: Person) -> Iterator[Unseen]:
    skins = {
        shade.concept
        for tone in person.doubted
        for shade in nearest_shades(_rgb(tone), values)[:3]
        if shade.distance < 10.0
    }
    for value in values:
        if reason := untold(value):
            yield Unseen(COLOUR, value, reason)
        elif not is_known(value):
            yield Unseen(COLOUR, value, "no_reference")
        elif value in skins:
            yield Unseen(COLOUR, value, "maybe_skin")


def _rgb(tone: Floats) -> tuple[float, float, float]:
    colour = cv2.cvtColor(tone.reshape(1, 1, 3).astype(np.float32), cv2.COLOR_LAB2RGB)[0, 0] * 255.0
    red, green, blue = np.clip(colour, 0, 255).tolist()
    return red, green, blue
