"""What is kept of a product's picture, so that a buyer's picture of the product finds it again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from argosy_pictures.colours import FAMILIES, Family
from argosy_pictures.comparing import PLAIN, Studied, studied
from argosy_pictures.fingerprints import Fingerprint, fingerprint
from argosy_pictures.looks import Look, Pixels
from argosy_pictures.matching import Features
from argosy_pictures.subject import Subject

BITS: Final = 96
"""Of a feature's code."""
_MOST: Final = 300
"""Features kept of a picture: the most telling."""
_FINE: Final = 512
"""A feature's numbers lie between 0 and about 0.4; kept as whole 512ths in a byte."""
Codes = npt.NDArray[np.uint32]
"""`[features, 3]`: near features differ in few of 96 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What a picture is searched by: hashes of it, codes of its features, colours and outline of its thing.

    ``colours``: shares by `FAMILIES`, ``outline``: Hu moments on a scale of their own; both all zero where
    the thing is not sure. ``plain``: it has too little print to be found by that.
    """

    hashes: tuple[int, ...]
    codes: Codes
    colours: npt.NDArray[np.float32]
    outline: npt.NDArray[np.float32]
    plain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Imprint:
    """A picture's traits, and all that it is compared by in full. Of the picture itself nothing is kept."""

    traits: Traits
    studied: Studied


def imprint_of(pixels: Pixels) -> Imprint:
    """Of a product's picture."""
    known = studied(Look(pixels, (pixels.shape[1], pixels.shape[0])), thing_only=True, most=_MOST)
    print_ = fingerprint(pixels)
    return Imprint(traits_of(known, print_), known)


def traits_of(known: Studied, print_: Fingerprint) -> Traits:
    """What is searched by, of a picture that was studied."""
    subject = known.subject
    shares = [known.colours.get(name, 0.0) for name in FAMILIES]
    return Traits(
        print_.kept if print_.telling else (),
        codes_of(known.features),
        np.array(shares, np.float32),
        outline_of(subject) if subject.sure and subject.whole else np.zeros(7, np.float32),
        len(known.features.places) < PLAIN,
    )


def codes_of(features: Features) -> Codes:
    """Each feature's side of 96 fixed planes (M. Charikar, "Similarity estimation techniques from rounding
    algorithms", STOC 2002): the nearer two features, the fewer bits differ."""
    sides = features.looks @ _planes() > 0
    return np.ascontiguousarray(np.packbits(sides, axis=1)).view(np.uint32).reshape(-1, 3)


def outline_of(subject: Subject) -> npt.NDArray[np.float32]:
    """Hu moments of the thing's border, so scaled that `cv2.matchShapes` (I1) is the sum of differences."""
    found, _ = cv2.findContours(subject.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    moments = cv2.HuMoments(cv2.moments(max(found, key=cv2.contourArea))).ravel()
    sizes = np.abs(moments)
    there = sizes > 1e-5
    logs = np.sign(moments) * np.log10(np.where(there, sizes, 10.0))
    return np.where(there, 1.0 / np.where(logs == 0, 1.0, logs), 0.0).astype(np.float32)


def to_bytes(known: Studied) -> dict[str, object]:
    """A studied picture as values that a store keeps."""
    subject, features = known.subject, known.features
    return {
        "places": features.places.astype(np.float32).tobytes(),
        "looks": np.clip(np.rint(features.looks * _FINE), 0, 255).astype(np.uint8).tobytes(),
        "mask": np.packbits(subject.mask).tobytes(),
        "shape": list(subject.mask.shape),
        "scale": subject.scale,
        "share": subject.share,
        "sure": subject.sure,
        "whole": subject.whole,
        "colours": {name: float(share) for name, share in known.colours.items()},
    }


def from_bytes(fields: dict[str, object]) -> Studied:
    """What `to_bytes` wrote; without pixels."""
    high, wide = (int(one) for one in fields["shape"])  # type: ignore[attr-defined]
    mask = np.unpackbits(np.frombuffer(_bytes(fields["mask"]), np.uint8), count=high * wide)
    places = np.frombuffer(_bytes(fields["places"]), np.float32).reshape(-1, 2)
    looks = np.frombuffer(_bytes(fields["looks"]), np.uint8).reshape(-1, 128) / np.float32(_FINE)
    nothing = np.zeros((0, 0, 3), np.uint8)
    subject = Subject(
        nothing,
        mask.reshape(high, wide).astype(bool),
        float(fields["scale"]),  # type: ignore[arg-type]
        float(fields["share"]),  # type: ignore[arg-type]
        bool(fields["sure"]),
        bool(fields["whole"]),
    )
    colours: dict[Family, float] = dict(fields["colours"])  # type: ignore[call-overload]
    return Studied(
        Look(nothing, (0, 0)), subject, Features(places, np.asarray(looks, np.float32)), colours, {}
    )


def _bytes(value: object) -> bytes:
    return bytes(value)  # type: ignore[call-overload,no-any-return]


@cache
def _planes() -> npt.NDArray[np.float32]:
    """The same in every process and for ever: kept codes are compared with new ones."""
    drawn = np.random.Generator(np.random.PCG64(20261126)).standard_normal((128, BITS))
    # No side for what all features have in common.
    return np.asarray(drawn - drawn.mean(axis=0), np.float32)
