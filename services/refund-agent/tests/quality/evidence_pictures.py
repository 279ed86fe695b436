"""Pictures that buyers send as evidence, drawn: genuine, sent again, of other goods, spoiled, tampered with.

Seeds are from 2000 on; what the checks were tuned on had those below 100.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import cv2
import numpy as np
from evidence.evidence_cases import DELIVERED

from argosy_testing.drawn_goods import COLOURS, PRINTS, SHAPES, Product
from argosy_testing.photographed import REUSES, jpeg, photograph, png, reused, spliced, with_xmp

WORDS: Final = ("QUARZO", "HELVIA", "MONDRA", "TILSIT", "KAROO", "SOLENNE", "FABIAN", "YUKIMO")
DAMAGES: Final = ("crack", "stain", "tear")
TAKEN: Final = (DELIVERED + timedelta(days=1)).replace(tzinfo=None)
UNSEEN: Final = ("tilted", "captioned", "off a screen", "filtered", "collage")
CLOSE: Final = (
    {"blue", "purple"}, {"red", "purple"}, {"red", "yellow"}, {"white", "yellow"}, {"blue", "black"}
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One picture that is sent, of which kind, for an order of ``ordered``."""

    kind: str
    how: str
    ordered: Product
    data: bytes
    reason: str = "damaged"


def goods(count: int) -> list[Product]:
    """Products that nothing was tuned on."""
    rng = np.random.default_rng(2026)
    return [
        Product(
            SHAPES[at % len(SHAPES)],
            list(COLOURS)[int(rng.integers(len(COLOURS)))],
            PRINTS[int(rng.integers(len(PRINTS)))],
            WORDS[int(rng.integers(len(WORDS)))],
            2000 + at,
        )
        for at in range(count)
    ]


def cases(each: int) -> Iterator[Case]:
    """Every kind; what is sent again comes after what it was."""
    for at, one in enumerate(goods(each)):
        seed, damage = 2000 + 23 * at, DAMAGES[at % len(DAMAGES)]
        yield Case("genuine, whole", "", one, jpeg(photograph(one, seed), taken=TAKEN))
        shown = photograph(one, seed + 1, damage=damage)
        yield Case("genuine, damaged", damage, one, jpeg(shown, taken=TAKEN))
        yield Case(
            "genuine, close to the damage", damage, one, jpeg(_close(one, seed + 2, damage), taken=TAKEN)
        )
        ways = (("re-used, as tuned for", REUSES), ("re-used, other ways", UNSEEN))
        for kind, how in ((kind, hows[at % len(hows)]) for kind, hows in ways):
            yield Case(kind, how, one, jpeg(_again(shown, how, seed), 80, camera=False))
        for kind, other in (("wrong product", _other(one)), ("wrong product, like it", _like(one))):
            yield Case(
                kind,
                other.title,
                one,
                jpeg(photograph(other, seed + 3 + (other.shape == one.shape)), taken=TAKEN),
            )
        yield Case("unreadable", *_spoiled(one, seed + 5, at))
        yield Case("generator's marks", *_generated(one, seed + 6, at, damage))
        yield Case("spliced", *_patched(one, seed + 7, at, damage))
        seen = jpeg(photograph(one, seed + 8), taken=TAKEN)
        yield Case("right colour", one.colour, one, seen, "wrong_variant")
        seen = jpeg(photograph(one, seed + 9), taken=TAKEN)
        ordered = replace(one, colour=_apart(one.colour, at))
        yield Case("wrong colour", f"{one.colour} for {ordered.colour}", ordered, seen, "wrong_variant")


def _other(one: Product) -> Product:
    """Other goods: another shape, print, word and colour."""
    shape = SHAPES[(SHAPES.index(one.shape) + 1 + one.seed % 8) % len(SHAPES)]
    print_ = PRINTS[(PRINTS.index(one.print) + 1) % len(PRINTS)]
    return Product(shape, _apart(one.colour, one.seed), print_, "ZENTRO", one.seed + 500)


def _like(one: Product) -> Product:
    """Goods of the same shape and colour, with another print or none, and another word."""
    print_ = PRINTS[(PRINTS.index(one.print) + 1 + one.seed % 4) % len(PRINTS)]
    return replace(one, print=print_, word="ZENTRO", seed=one.seed + 700)


def _apart(colour: str, at: int) -> str:
    """A colour that nobody takes for this one."""
    groups = (("red",), ("blue",), ("green",), ("black",), ("white",), ("yellow",), ("purple",))
    near = {"navy": "blue", "pink": "red", "grey": "black", "brown": "red", "orange": "red", "beige": "white"}
    known = near.get(colour, colour)
    others = [name for (name,) in groups if name not in {known, colour} and {name, known} not in CLOSE]
    return others[at % len(others)]


def _close(one: Product, seed: int, damage: str) -> np.ndarray:
    """Under half of the frame's sides, about the damage, as somebody shows it who comes near."""
    shown, whole = photograph(one, seed, damage=damage), photograph(one, seed)
    ys, xs = np.nonzero(np.abs(shown.astype(int) - whole).max(axis=2) > 30)
    high, wide = round(0.45 * shown.shape[0]), round(0.45 * shown.shape[1])
    top = int(np.clip(np.median(ys) - high / 2, 0, shown.shape[0] - high)) if len(ys) else 0
    left = int(np.clip(np.median(xs) - wide / 2, 0, shown.shape[1] - wide)) if len(xs) else 0
    part = shown[top : top + high, left : left + wide]
    return cv2.resize(part, (shown.shape[1], shown.shape[0]), interpolation=cv2.INTER_CUBIC)


def _again(picture: np.ndarray, how: str, seed: int) -> np.ndarray:
    """As it is sent again; of `UNSEEN` nothing was known when the checks' figures were set."""
    high, wide = picture.shape[:2]
    match how:
        case "tilted":
            turn = cv2.getRotationMatrix2D((wide / 2, high / 2), 4, 1.0)
            return cv2.warpAffine(picture, turn, (wide, high), borderMode=cv2.BORDER_REPLICATE)
        case "captioned":
            made = picture.copy()
            cv2.rectangle(made, (0, high - 150), (wide, high), (250, 250, 250), -1)
            cv2.putText(
                made, "arrived like this", (60, high - 50), cv2.FONT_HERSHEY_SIMPLEX, 3, (20, 20, 20), 6
            )
            return made
        case "filtered":
            warm = picture.astype(np.float32) @ np.array(
                [[0.4, 0.35, 0.27], [0.5, 0.45, 0.35], [0.2, 0.17, 0.13]]
            )
            return np.clip(warm * 1.1, 0, 255).astype(np.uint8)
        case "collage":
            half = cv2.resize(picture, (wide // 2, high), interpolation=cv2.INTER_AREA)
            return np.hstack([half, cv2.GaussianBlur(half[::-1], (0, 0), 9)])
        case "off a screen":
            rng = np.random.default_rng(seed)
            from_ = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
            to = from_ + rng.uniform(-0.03, 0.03, (4, 2)).astype(np.float32) * wide
            laid = cv2.warpPerspective(
                picture, cv2.getPerspectiveTransform(from_, to), (wide, high), borderValue=(30, 30, 30)
            )
            ys, xs = np.mgrid[0:high, 0:wide]
            wave = 1 + 0.04 * np.sin(xs / 2.3) * np.sin(ys / 2.9)
            return np.clip(laid * wave[..., None] * 0.95 + 6, 0, 255).astype(np.uint8)
    return reused(picture, how)


def _spoiled(one: Product, seed: int, at: int) -> tuple[str, Product, bytes]:
    rng = np.random.default_rng(seed)
    how = ("blurred", "dark", "tiny", "burnt")[at % 4]
    if how == "blurred":
        made = photograph(one, seed, blur=float(rng.uniform(7, 16)))
    elif how == "dark":
        made = photograph(one, seed, light=float(rng.uniform(0.02, 0.07)))
    elif how == "tiny":
        made = cv2.resize(photograph(one, seed), (140, 105), interpolation=cv2.INTER_AREA)
    else:
        made = photograph(one, seed, light=float(rng.uniform(9, 14)))
    return how, one, jpeg(made, taken=TAKEN)


def _generated(one: Product, seed: int, at: int, damage: str) -> tuple[str, Product, bytes]:
    made = photograph(one, seed, damage=damage)
    marked = {
        "web UI": lambda: png(
            made, parameters="broken mug on a table\nSteps: 28, Sampler: DPM++ 2M, CFG scale: 6"
        ),
        "ComfyUI": lambda: png(made, prompt='{"3": {"class_type": "KSampler", "inputs": {"seed": 4}}}'),
        "IPTC": lambda: with_xmp(jpeg(made, taken=TAKEN), "trainedAlgorithmicMedia"),
        "composite": lambda: with_xmp(jpeg(made), "compositeWithTrainedAlgorithmicMedia"),
        "EXIF": lambda: jpeg(made, software="Midjourney v7", camera=False),
    }
    how = list(marked)[at % len(marked)]
    return how, one, marked[how]()


def _patched(one: Product, seed: int, at: int, damage: str) -> tuple[str, Product, bytes]:
    """Damage set into a picture of the whole thing, with a camera's EXIF kept or not."""
    quality, kept = (92, 85, 75)[at % 3], bool(at % 2)
    made = spliced(photograph(one, seed), photograph(one, seed, damage=damage), quality)
    how = f"quality {quality}, EXIF {'kept' if kept else 'gone'}"
    return how, one, jpeg(made, quality, taken=TAKEN if kept else None, camera=kept)
