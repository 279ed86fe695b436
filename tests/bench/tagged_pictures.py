"""What a product's picture adds to its words, and how often it speaks against them rightly and wrongly:

    .venv/bin/python tests/bench/tagged_pictures.py [FIRST COUNT] [--white] [--wrong]

Drawn goods whose colours and prints are known, each told of in four ways in one of fifteen languages in turn:
with its colour and print, without, with another's, and as one of four variants. Tagger and joining were tuned
on the first 40 goods of this kind, the pictures' own figures (tests/bench/tagging.py) are of the next 120;
the 60 after those are measured here. The engines are the embedded profile's own, in the tier's environment;
times are CPU time. Figures go to docs/quality.md.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from argosy.product.v1 import product_pb2
from argosy_commerce.hues import hues_of
from argosy_commerce.languages import languages
from argosy_commerce.terms import TermBase
from argosy_inference import (
    Alpha,
    CallContext,
    Candidates,
    EngineIdentity,
    Image,
    ImageText,
    Matte,
    ShapeFacts,
    Tags,
    TagScore,
    TextLine,
    Unseen,
)
from argosy_store import AllowList, OutsideFetcher
from argosy_testing.drawn_goods import COLOURS, Product, listing, products
from argosy_testing.photographed import photograph
from argosy_testing.tier import FakeTier
from search_tagger.adapters.eyes import Eyes
from search_tagger.domain.tags import Tag, Tagged
from search_tagger.looking import looked_at
from search_tagger.tagging import tagged_document

sys.path.insert(0, str(Path(__file__).parent))
from picture_engines import Engines

COLOUR, PATTERN = "attribute.colour", "attribute.pattern"
CATEGORIES = {
    "mug": "category.mug", "shirt": "category.tshirt", "box": "category.storage_box",
    "bottle": "category.water_bottle", "case": "category.phone_case", "bag": "category.handbag",
    "shoe": "category.shoes", "lamp": "category.desk_lamp", "book": "category.notebook",
    "plate": "category.plate",
}  # fmt: skip
PATTERNS = {
    "plain": "pattern.solid", "stripes": "pattern.striped", "check": "pattern.checkerboard",
    "dots": "pattern.polka_dot", "flowers": "pattern.floral",
}  # fmt: skip
FITS = {
    "plain": {"pattern.solid"}, "stripes": {"pattern.striped"}, "check": {"pattern.checkerboard"},
    "dots": {"pattern.polka_dot"}, "flowers": {"pattern.printed", "pattern.floral"},
    "logo": {"pattern.solid", "pattern.printed"},
}  # fmt: skip
_IDENTITY = EngineIdentity("embedded", "in this process", "1", "embedded")


class MeasuringTier(FakeTier):
    """The embedded profile's engines without a server between. ``reads``: the words on pictures too."""

    def __init__(self, *, reads: bool = False) -> None:
        super().__init__()
        self.engines = Engines()
        self.reads = reads

    async def segment(
        self,
        image: Image,
        hint: Alpha | None = None,
        *,
        context: CallContext,
    ) -> Matte:
        return Matte(*self.engines.ask("segment", image, hint), _IDENTITY)

    async def tag(
        self,
        image: Image,
        candidates: Candidates,
        matte: Alpha | None = None,
        *,
        context: CallContext,
    ) -> Tags:
        found = self.engines.ask("tag", image, matte, candidates)
        return Tags(
            tuple(TagScore(**one) for one in found["scores"]),
            tuple(Unseen(**one) for one in found["unseen"]),
            ShapeFacts(**found["shape"]) if found["shape"] else None,
            found["certainty"],
            shows_person=found["shows_person"],
            engine=_IDENTITY,
        )

    async def read_image_text(self, image: Image, *, context: CallContext) -> ImageText:
        if not self.reads:
            return await super().read_image_text(image, context=context)
        return ImageText(tuple(TextLine(*one) for one in self.engines.ask("read", image)), _IDENTITY)


@dataclass(slots=True)
class Tally:
    """How often the right value is there, is the surest, and what else is there."""

    of: int = 0
    there: int = 0
    first: int = 0
    hue: int = 0
    of_plain: int = 0
    wrong: int = 0
    """Of plain goods: the second colour of a print is none of the words, and no less there."""
    confidences: list[float] = field(default_factory=list)

    def add(self, tags: Sequence[Tag], right: set[str], *, by_hue: bool = False, plain: bool = False) -> None:
        ranked = sorted(tags, key=lambda tag: -tag.confidence)
        hues = hues_of(right)
        fits = [tag for tag in ranked if tag.value in right or (by_hue and hues & hues_of([tag.value]))]
        self.of += 1
        self.there += any(tag.value in right for tag in ranked)
        self.hue += bool(fits)
        self.first += bool(ranked) and ranked[0] in fits
        self.of_plain += plain * len(ranked)
        self.wrong += plain * (len(ranked) - len(fits))
        self.confidences += [tag.confidence for tag in fits[:1]]

    def __str__(self) -> str:
        of, mean = max(1, self.of), statistics.mean(self.confidences) if self.confidences else 0.0
        return (
            f"there {self.there / of:.3f}, its hue {self.hue / of:.3f}, the surest {self.first / of:.3f}; "
            f"of {self.of_plain} of plain goods {self.wrong} wrong; right ones {mean:.3f} sure"
        )


def told(product: Product, way: str, language: str, base: TermBase) -> product_pb2.Product:
    """The product as a merchant of the language tells of it."""
    lexicon, at = base.lexicon, product.seed
    others = [c for c in COLOURS if not hues_of([f"colour.{c}"]) & hues_of([f"colour.{product.colour}"])]
    other = others[at % len(others)]
    prints = [p for p in PATTERNS if p not in {product.print, "flowers"}]

    def word(concept: str) -> str:
        term = lexicon[concept].term(language)
        assert term is not None, concept
        return term.preferred

    said = [word(CATEGORIES[product.shape]), product.word.title()]
    message = product_pb2.Product(id=f"p-{at}", language=languages_of()[language])
    if way == "true":
        said.append(word(f"colour.{product.colour}"))
        said += [word(PATTERNS[product.print])] if product.print in PATTERNS else []
    elif way == "false":
        said.append(word(f"colour.{other}"))
        said += [word(PATTERNS[prints[at % len(prints)]])] if product.print not in {"logo", "flowers"} else []
    elif way == "variants":
        for colour in dict.fromkeys(
            (others[(at + 3) % len(others)], product.colour, other, others[(at + 5) % len(others)])
        ):
            variant = message.variants.add(sku=f"s-{colour}")
            variant.options.add(name=word(COLOUR), value=word(f"colour.{colour}"))
    message.title = (" " if language not in {"zh", "ja", "th"} else "，").join(said)
    message.images.add(id="front", url=f"file:///{at}.png", role=product_pb2.ProductImage.MAIN)
    return message


def languages_of() -> dict[str, str]:
    return {one.base: one.base for one in languages().values()}


class Drawn(OutsideFetcher):
    """Gives the drawn picture instead of an address' bytes."""

    def __init__(self) -> None:
        super().__init__(AllowList())
        self.data = b""

    async def fetch(self, url: str, **_: object) -> object:  # type: ignore[override]
        class _Bytes:
            data = self.data

        return _Bytes()


async def main(first: int, count: int, places: Sequence[str], *, show: bool) -> None:
    """Measure and print."""
    base, tier, drawn = TermBase.load(), MeasuringTier(reads=True), Drawn()
    eyes = Eyes(None, drawn, tier, most=3, seconds=60.0, at_once=1)
    spoken = list(languages_of())
    for place in places:
        for way in ("true", "without", "false", "variants"):
            text, seen, both = Tally(), Tally(), Tally()
            patterns_text, patterns_both = Tally(), Tally()
            conflicts = [0, 0]
            wrong: list[str] = []
            trusted, by_text, all_of, tier.engines.spent = 0, 0.0, 0.0, 0.0
            goods = products(first + count)[first:]
            for product in goods:
                pixels = listing(product) if place == "on white" else photograph(product, product.seed)
                drawn.data = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])[
                    1
                ].tobytes()
                message = told(product, way, spoken[product.seed % len(spoken)], base)
                began = time.process_time()
                words = tagged_document(message, base).tagged
                by_text += time.process_time() - began
                began = time.process_time()
                tagged = (await looked_at(message, "m-1", base, eyes)).tagged
                all_of += time.process_time() - began
                trusted += tagged.pictures[0].certainty >= 0.5
                right = {f"colour.{product.colour}"}
                text.add(of(words, COLOUR), right, by_hue=True, plain=product.print == "plain")
                seen.add(
                    [t for t in of(tagged, COLOUR) if t.origin != "TEXT"],
                    right,
                    by_hue=True,
                    plain=product.print == "plain",
                )
                both.add(of(tagged, COLOUR), right, by_hue=True, plain=product.print == "plain")
                patterns_text.add(of(words, PATTERN), FITS[product.print], plain=True)
                patterns_both.add(of(tagged, PATTERN), FITS[product.print], plain=True)
                shown = [c.attribute for c in tagged.contradictions if c.other.kind == "image"]
                conflicts[0] += COLOUR in shown
                conflicts[1] += PATTERN in shown
                if show and ((COLOUR in shown) != (way == "false") or (PATTERN in shown and way != "false")):
                    seen_shares = [(s.value, s.score, s.share) for s in tagged.pictures[0].shown]
                    named = f"{message.title!r}: {product.colour} {product.print}"
                    wrong.append(f"{named}: {tagged.doubts} {seen_shares[:6]}")
            print(f"{place}, {way}: {len(goods)} goods, {trusted} outlines trusted")
            print(f"  colours by words alone: {text}")
            print(f"  the picture's:          {seen}")
            print(f"  joined:                 {both}")
            print(f"  patterns by words:      {patterns_text}")
            print(f"  joined:                 {patterns_both}")
            print(f"  contradictions shown: colour {conflicts[0]}, pattern {conflicts[1]}")
            in_tier = tier.engines.spent
            print(
                f"  CPU ms a product: words alone {by_text / count * 1000:.1f}; "
                f"all in the service {all_of / count * 1000:.1f}, in the tier {in_tier / count * 1000:.0f}"
            )
            print("\n".join(wrong))
    tier.engines.close()


def of(tagged: Tagged, attribute: str) -> list[Tag]:
    return [tag for tag in tagged.tags if tag.attribute == attribute]


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()] or [160, 60]
    grounds = ["on white"] if "--white" in sys.argv else ["on white", "on a table"]
    asyncio.run(main(numbers[0], numbers[1], grounds, show="--wrong" in sys.argv))
