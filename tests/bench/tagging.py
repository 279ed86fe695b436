"""How often the embedded tagger names a picture's colour and pattern rightly, and how fast:

    PYTHONPATH=libs/testing/src .venv-tier/bin/python tests/bench/tagging.py

Drawn goods whose colours, patterns and outlines are known: on white as a listing shows them (JPEG), on tables
as a phone photographs them, and plain ones in the colours that CSS names as the term base does, whose values
are W3C's and not ours. Each is held against all colours and patterns of the term base. Times are CPU time in
this process. Figures go to docs/quality.md.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from dataclasses import dataclass

import cv2
import numpy as np

from argosy_commerce.hues import hues_of
from argosy_commerce.terms import TermBase
from argosy_engines.contracts import Candidates, EngineSpec, Image, Tagging
from argosy_engines.ground_segmenter import GroundSegmenter
from argosy_engines.pixel_tagger import COLOUR, PATTERN, PixelTagger
from argosy_testing.drawn_goods import COLOURS, SHAPES, Product, cutout, listing, products
from argosy_testing.photographed import photograph

GOODS = products(160)[40:]
PATTERNS = {
    "plain": {"solid"}, "stripes": {"striped"}, "check": {"checkerboard"}, "dots": {"polka_dot"},
    "flowers": {"printed"}, "logo": {"solid", "printed"},
}  # fmt: skip
# CSS Color Module Level 4, named colours, where the term base has the name in English as a term of its own.
# CSS' green, khaki, beige, lavender and silver are not what shops call so.
CSS = {
    "coral": (255, 127, 80), "tomato": (255, 99, 71), "navy": (0, 0, 128), "turquoise": (64, 224, 208),
    "red": (255, 0, 0), "black": (0, 0, 0), "white": (255, 255, 255), "grey": (128, 128, 128),
    "orange": (255, 165, 0), "yellow": (255, 255, 0), "purple": (128, 0, 128), "pink": (255, 192, 203),
    "brown": (165, 42, 42), "blue": (0, 0, 255), "light_blue": (173, 216, 230), "rose": (255, 105, 180),
    "light_green": (144, 238, 144), "light_grey": (211, 211, 211), "light_pink": (255, 182, 193),
    "dark_green": (0, 100, 0), "royal_blue": (65, 105, 225), "lemon_yellow": (255, 250, 205),
}  # fmt: skip


@dataclass(slots=True)
class Tally:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def add(self, is_right: bool) -> None:
        self.right += is_right
        self.of += 1

    def __str__(self) -> str:
        return f"{self.right} of {self.of}, {self.right / max(1, self.of):.3f}"


def main() -> None:
    """Measure and print."""
    candidates = everything()
    tagger = PixelTagger.from_spec(EngineSpec("image_tagger", "bench", "x:Y"))
    segmenter = GroundSegmenter.from_spec(EngineSpec("image_segmenter", "bench", "x:Y"))
    on_white(tagger, segmenter, candidates)
    on_tables(tagger, candidates)
    css(tagger, candidates)
    times(tagger, segmenter, candidates)


def everything() -> Candidates:
    """All colours and patterns of the term base."""
    found: dict[str, dict[str, str]] = {COLOUR: {}, PATTERN: {}}
    for concept in TermBase.load().lexicon:
        for kind, attribute in (("colour.", COLOUR), ("pattern.", PATTERN)):
            if concept.id.startswith(kind):
                found[attribute][concept.id] = concept.id
    return found


def on_white(tagger: PixelTagger, segmenter: GroundSegmenter, candidates: Candidates) -> None:
    """Goods as a listing shows them."""
    first, hue, shown, pattern = Tally(), Tally(), Tally(), Tally()
    wrong: Counter[str] = Counter()
    overlaps = []
    for product in GOODS:
        image = jpeg(listing(product))
        truth = cutout(product)[..., 3] > 0.5
        found = segmenter.segment(image, None).alpha > 127
        overlaps.append(float((found & truth).sum() / (found | truth).sum()))
        tags = tagger.tag(image, None, candidates)
        colours = names(tags, COLOUR)
        first.add(colours[:1] == [product.colour])
        hue.add(bool(hues(colours[:1]) & hues([product.colour])))
        shown.add(product.colour in colours[:3])
        kinds = names(tags, PATTERN)[:1]
        pattern.add(bool(set(kinds) & PATTERNS[product.print]))
        if not set(kinds) & PATTERNS[product.print]:
            wrong[f"{product.print} as {kinds[0] if kinds else 'nothing'}"] += 1
    print(f"on white, {len(GOODS)} goods: first colour {first}; its hue {hue}; among three {shown}")
    print(f"  pattern {pattern}; wrong: {dict(wrong.most_common(5))}")
    print(f"  outline, intersection over union: mean {np.mean(overlaps):.3f}, least {min(overlaps):.3f}")


def on_tables(tagger: PixelTagger, candidates: Candidates) -> None:
    """The same on tables, lit by lamps: how many outlines are trusted, and what is said of those and of the
    others."""
    trusted = Tally()
    sure, unsure = Tally(), Tally()
    for at, product in enumerate(GOODS[:60]):
        tags = tagger.tag(photograph(product, at), None, candidates)
        is_sure = tags.certainty >= 0.5
        trusted.add(is_sure)
        right = bool(hues(names(tags, COLOUR)[:1]) & hues([product.colour]))
        (sure if is_sure else unsure).add(right)
    print(
        f"on tables, 60 goods: outline trusted {trusted}; hue of the first colour then {sure}, else {unsure}"
    )


def css(tagger: PixelTagger, candidates: Candidates) -> None:
    """Plain goods in colours that others named."""
    first, hue = Tally(), Tally()
    wrong = []
    for at, (name, value) in enumerate(CSS.items()):
        product = Product(SHAPES[at % len(SHAPES)], next(iter(COLOURS)), "plain", "X", at)
        made = cutout(product)
        lit = made[..., :3] / np.array(COLOURS[product.colour], np.float32)
        paint = np.clip(lit * np.array(value, np.float32), 0, 255)
        ground = np.full_like(paint, 128.0 if name in {"white", "light_grey", "lemon_yellow"} else 255.0)
        image = jpeg(np.rint(ground + (paint - ground) * made[..., 3:]).astype(np.uint8))
        colours = names(tagger.tag(image, None, candidates), COLOUR)
        first.add(colours[:1] == [name])
        hue.add(bool(hues(colours[:1]) & hues([name])))
        if colours[:1] != [name]:
            wrong.append(f"{name} as {colours[0] if colours else 'nothing'}")
    print(f"CSS names: first colour {first}; its hue {hue}; otherwise: {', '.join(wrong)}")


def times(tagger: PixelTagger, segmenter: GroundSegmenter, candidates: Candidates) -> None:
    """CPU milliseconds a picture of 1,000 px."""
    images = [jpeg(listing(product, 1000)) for product in GOODS[:30]]
    for name, call in (
        ("segment", lambda image: segmenter.segment(image, None)),
        ("tag, outline included", lambda image: tagger.tag(image, None, candidates)),
    ):
        took = sorted(spent(call, image) for image in images for _ in range(3))
        p50, p99 = statistics.median(took), took[int(0.99 * (len(took) - 1))]
        rate = 1000 / statistics.mean(took)
        print(f"{name}: p50 {p50:.0f} ms, p99 {p99:.0f} ms, {rate:.1f} a second and core")


def spent(call: object, image: Image) -> float:
    began = time.process_time()
    call(image)  # type: ignore[operator]
    return (time.process_time() - began) * 1000


def names(tags: Tagging, attribute: str) -> list[str]:
    return [one.value.partition(".")[2] for one in tags.scores if one.attribute == attribute]


def hues(shades: list[str]) -> frozenset[str]:
    return hues_of(f"colour.{shade}" for shade in shades)


def jpeg(image: Image) -> Image:
    """As a shop's server sends it."""
    _, coded = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])
    return np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1])


if __name__ == "__main__":
    main()
