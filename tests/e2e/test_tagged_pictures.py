"""A product whose picture contradicts its title, on the whole stack: what is tagged comes from both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from argosy_testing.drawn_goods import Product, listing
from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

_FONT = "NotoSansCJK-Bold.ttc"


def banner(path: Path, *lines: str) -> str:
    """A slogan on a plain ground."""
    image = Image.new("RGB", (640, 360), (244, 240, 232))
    found = Path("/usr/share/fonts/opentype/noto") / _FONT
    font = str(found if found.exists() else next(Path(".cache").glob(f"**/{_FONT}")))
    for at, text in enumerate(lines):
        place = (40, 40 + 120 * at)
        ImageDraw.Draw(image).text(place, text, (20, 40, 60), ImageFont.truetype(font, 72, index=2))
    image.save(path)
    return path.name


def product(folder: Path, **changes: Any) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(listing(Product("bag", "blue", "plain", "HOSHI", 4))).save(folder / "front.png")
    Image.new("RGB", (1, 1)).save(folder / "dot.png")
    told = {
        "id": "p-pictures",
        "language": "zh-CN",
        "title": "女士手提包 红色",
        "price": {"amount": "25.00", "currency": "EUR"},
        "images": [
            {"id": "front", "url": "front.png", "role": "MAIN"},
            {"id": "banner", "url": banner(folder / "banner.png", "防水", "大容量"), "role": "DETAIL"},
            {"id": "dot", "url": "dot.png", "role": "DETAIL"},
        ],
    }
    data = {"product": {**told, **changes}, "markets": ["ES"]}
    return {"type": "product.created", "merchant_id": "m-tagged", "platform": "demo", "data": data}


def tagged(shop: Shop, folder: Path, **changes: Any) -> dict[str, Any]:
    results = shop.run(folder, product(folder, **changes))
    (found,) = [event["data"] for event in results if event["type"] == "product.tagged"]
    return found


def test_a_picture_that_contradicts_its_title_is_told_with_both_places(shop: Shop, tmp_path: Path) -> None:
    found = tagged(shop, tmp_path)
    tags = {tag["value"]: tag for tag in found["tags"]}
    (contradiction,) = found["contradictions"]
    assert contradiction["attribute"] == "attribute.colour"
    red = {"kind": "title", "ref": "", "quote": "红色"}
    assert contradiction["one"] == {"value": "colour.red", "evidence": red}
    assert contradiction["other"]["evidence"] == {"kind": "image", "ref": "front", "quote": ""}
    shown = tags[contradiction["other"]["value"]]
    assert shown["origin"] == "IMAGE"
    assert max(shown["confidence"], tags["colour.red"]["confidence"]) < 0.6
    assert tags["feature.waterproof"]["origin"] == "IMAGE"
    assert tags["feature.waterproof"]["evidence"]["ref"] == "banner"
    assert "防水" in tags["feature.waterproof"]["evidence"]["quote"]
    pictures = {picture["id"]: picture for picture in found["pictures"]}
    assert pictures["front"]["certainty"] > 0.5
    assert pictures["front"]["shape"]["parts"] == 1
    assert {engine["name"] for engine in pictures["front"]["engines"]} >= {"ground-model", "pixel-measures"}
    assert (pictures["dot"]["outcome"], pictures["dot"]["reason"]) == ("REFUSED", "too_small")
    assert any(reason.startswith("image dot: too_small") for reason in found["review_reasons"])


def test_a_picture_that_agrees_makes_the_title_surer(shop: Shop, tmp_path: Path) -> None:
    found = tagged(shop, tmp_path, id="p-agrees", title="女士手提包 蓝色 防水")
    tags = {tag["value"]: tag for tag in found["tags"]}
    assert not found["contradictions"]
    for value, ref in (("colour.blue", "front"), ("feature.waterproof", "banner")):
        assert tags[value]["origin"] == "BOTH"
        assert tags[value]["confidence"] > 0.9
        assert {"kind": "image", "ref": ref}.items() <= tags[value]["more_evidence"][0].items()
