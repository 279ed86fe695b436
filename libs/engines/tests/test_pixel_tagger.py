"""The embedded tagger on drawn pictures whose colours and patterns are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from argosy_commerce.terms import TermBase
from argosy_engines.contracts import Alpha, Candidates, EngineSpec, Image, Tagging
from argosy_engines.pixel_tagger import COLOUR, PATTERN, PixelTagger
from argosy_testing.drawn_goods import COLOURS, Product, listing

SIDE = 600
YS, XS = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)


def tagger() -> PixelTagger:
    return PixelTagger.from_spec(EngineSpec("image_tagger", "test", "x:Y"))


@pytest.fixture(scope="module")
def everything() -> Candidates:
    """All colours and patterns of the term base, and what no measure tells."""
    found: dict[str, dict[str, str]] = {COLOUR: {}, PATTERN: {}, "attribute.neckline": {"neckline.v": "V"}}
    for concept in TermBase.load().lexicon:
        for kind, attribute in (("colour.", COLOUR), ("pattern.", PATTERN)):
            if concept.id.startswith(kind):
                found[attribute][concept.id] = concept.id.removeprefix(kind)
    return found


def layout(pattern: str, tones: int, pitch: int, angle: float) -> np.ndarray:
    """Which of the tones each pixel has, `[h, w]`."""
    turned = XS * np.cos(np.radians(angle)) + YS * np.sin(np.radians(angle))
    across = YS * np.cos(np.radians(angle)) - XS * np.sin(np.radians(angle))
    match pattern:
        case "striped":
            return (turned // pitch).astype(np.int64) % tones
        case "checkerboard":
            return (turned // pitch + across // pitch).astype(np.int64) % 2
        case "plaid":
            return (turned // pitch).astype(np.int64) % 2 + (across // pitch).astype(np.int64) % 2
        case "polka_dot":
            away = np.hypot(turned % pitch - pitch / 2, across % pitch - pitch / 2)
            return (away < pitch * 0.3).astype(np.int64)
        case "printed":
            rng = np.random.default_rng(2)
            spots = np.zeros((SIDE, SIDE), np.uint8)
            for _ in range(120):
                points = rng.uniform(-1, 1, (6, 2)) * rng.uniform(8, 34) + rng.uniform(0, SIDE, 2)
                cv2.fillPoly(spots, [points.astype(np.int32)], int(rng.integers(0, tones)))
            return spots.astype(np.int64)
        case _:
            return np.where(YS > SIDE / 2, int(pattern == "blocks"), 0)


OUTLINE = [
    (220, 70), (380, 70), (540, 160), (480, 260), (430, 225), (430, 540), (170, 540), (170, 225),
    (120, 260), (60, 160),
]  # fmt: skip


def outline() -> Alpha:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(mask, [np.array(OUTLINE, np.int32)], 255)
    return mask


def cloth(*tones: tuple[int, int, int], pattern: str = "plain", pitch: int = 30, angle: float = 0.0) -> Image:
    """A shirt before white: folds, light from one side, noise, JPEG."""
    paint = np.array(tones, np.float32)[np.minimum(layout(pattern, len(tones), pitch, angle), len(tones) - 1)]
    light = 0.94 + 0.10 * np.sin(XS / 60 + YS / 200) - 0.12 * XS / SIDE
    mask = outline()
    cover = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), 1.0)[..., None]
    image = 255 * (1 - cover) + paint * light[..., None] * cover
    image += np.random.default_rng(1).normal(0, 2.5, image.shape)
    bgr = np.clip(image, 0, 255).astype(np.uint8)[..., ::-1]
    _, coded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1])


def best(tags: Tagging, attribute: str, count: int = 1) -> list[str]:
    return [one.value.partition(".")[2] for one in tags.scores if one.attribute == attribute][:count]


NAMED = {
    "black": (24, 24, 26), "white": (244, 244, 242), "grey": (132, 133, 135), "red": (190, 28, 38),
    "navy": (24, 34, 72), "blue": (34, 92, 190), "light_blue": (160, 200, 232), "dark_green": (26, 66, 46),
    "yellow": (244, 206, 46), "orange": (238, 120, 40), "pink": (238, 150, 176), "purple": (108, 58, 140),
    "brown": (108, 70, 46), "beige": (218, 200, 172), "wine_red": (112, 28, 46), "turquoise": (34, 156, 150),
    "army_green": (86, 90, 56), "mustard": (206, 160, 44), "lavender": (188, 168, 216),
    "mint": (168, 220, 198),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_plain_thing_has_one_colour_and_no_pattern(name: str, everything: Candidates) -> None:
    tags = tagger().tag(cloth(NAMED[name]), None, everything)
    first = next(one for one in tags.scores if one.attribute == COLOUR)
    assert first.value == f"colour.{name}"
    assert first.score > 0.7
    assert first.rests_on == "pixels"
    assert first.share is not None
    assert first.share > 0.9
    assert best(tags, PATTERN) == ["solid"]


@pytest.mark.parametrize("angle", [0, 90, 33])
@pytest.mark.parametrize("pattern", ["striped", "checkerboard", "plaid", "polka_dot"])
def test_a_regular_pattern_is_told_by_its_layout_at_any_angle(
    pattern: str, angle: float, everything: Candidates
) -> None:
    tones = (
        ((30, 44, 96), (236, 232, 224))
        if pattern != "plaid"
        else ((176, 32, 40), (110, 24, 34), (30, 28, 32))
    )
    tags = tagger().tag(cloth(*tones, pattern=pattern, angle=angle), None, everything)
    (first, *_) = [one for one in tags.scores if one.attribute == PATTERN]
    assert first.value == f"pattern.{pattern}"
    assert first.score > 0.5
    assert first.rests_on == "texture"


def test_an_irregular_pattern_is_a_print_whose_motif_is_not_told(everything: Candidates) -> None:
    tones = ((214, 196, 168), (190, 40, 60), (40, 110, 70))
    tags = tagger().tag(cloth(*tones, pattern="printed"), None, everything)
    assert best(tags, PATTERN) == ["printed"]
    unseen = {one.value: one.reason for one in tags.unseen if one.attribute == PATTERN}
    assert unseen["pattern.floral"] == unseen["pattern.leopard"] == "motif"
    assert "pattern.striped" not in unseen


def test_several_colours_come_with_their_shares_and_pairs_are_known(everything: Candidates) -> None:
    # Before white the white stripes are the ground's as well: only the outline tells.
    tags = tagger().tag(cloth((24, 24, 26), (244, 244, 242), pattern="striped"), outline(), everything)
    shares = {one.value: one.share for one in tags.scores if one.attribute == COLOUR}
    assert shares["colour.black"] == pytest.approx(0.5, abs=0.1)
    assert shares["colour.white"] == pytest.approx(0.5, abs=0.1)
    assert "colour.black_and_white" in shares
    blocks = tagger().tag(cloth((190, 28, 38), (24, 34, 72), pattern="blocks"), None, everything)
    assert set(best(blocks, COLOUR, 2)) == {"red", "navy"}


def test_sheen_and_the_like_are_said_to_be_unseen_and_never_scored(everything: Candidates) -> None:
    tags = tagger().tag(cloth((200, 170, 90)), None, everything)
    reasons = {one.value: one.reason for one in tags.unseen if one.attribute == COLOUR}
    assert reasons["colour.gold"] == reasons["colour.silver"] == "sheen"
    assert reasons["colour.transparent"] == "see_through"
    assert reasons["colour.multicolour"] == "several"
    assert not {one.value for one in tags.scores} & set(reasons)
    assert [one.reason for one in tags.unseen if one.attribute == "attribute.neckline"] == ["not_measured"]


def test_only_candidates_are_named_and_a_far_one_scores_next_to_nothing() -> None:
    red = cloth((190, 28, 38))
    tags = tagger().tag(red, None, {COLOUR: {"colour.blue": "blue", "colour.mauve": "mauve"}})
    assert all(one.score < 0.1 for one in tags.scores)
    assert [(one.value, one.reason) for one in tags.unseen] == [("colour.mauve", "no_reference")]


@pytest.mark.parametrize("tone", [(232, 190, 165), (141, 94, 66), (86, 58, 44)])
def test_a_leg_that_goes_on_beyond_the_frame_is_not_the_products_colour(
    tone: tuple[int, int, int], everything: Candidates
) -> None:
    image = np.full((SIDE, SIDE, 3), 246, np.uint8)
    cv2.rectangle(image, (250, 0), (330, 420), tone, -1)
    cv2.ellipse(image, (330, 450), (180, 90), 0, 0, 360, (30, 60, 150), -1)
    tags = tagger().tag(cv2.GaussianBlur(image, (0, 0), 1.2).astype(np.uint8), None, everything)
    assert best(tags, COLOUR)[0] in {"blue", "royal_blue", "denim_blue"}
    assert max(one.share or 0 for one in tags.scores) > 0.9
    assert any(one.reason == "maybe_skin" for one in tags.unseen)
    assert max(one.score for one in tags.scores) < 0.8  # somebody wears it: less sure


def test_a_thing_of_the_colour_of_skin_keeps_its_colour(everything: Candidates) -> None:
    tags = tagger().tag(cloth((206, 160, 128)), None, everything)
    assert best(tags, COLOUR)[0] in {"nude", "natural_wood", "camel", "beige"}
    assert not tags.shows_person


def test_a_given_matte_decides_what_the_product_is(everything: Candidates) -> None:
    image = np.full((200, 200, 3), 255, np.uint8)
    image[40:160, 20:100] = (190, 28, 38)
    image[40:160, 100:180] = (24, 34, 72)
    matte = np.zeros((200, 200), np.uint8)
    matte[40:160, 100:180] = 255
    tags = tagger().tag(image, matte, everything)
    assert best(tags, COLOUR) == ["navy"]
    assert tags.certainty == 1.0
    assert tags.shape is not None
    assert (tags.shape.aspect, tags.shape.parts, tags.shape.is_cut_off) == (pytest.approx(80 / 120), 1, False)


def test_separate_things_are_counted_and_turned_ones_measured() -> None:
    image = np.full((400, 600, 3), 255, np.uint8)
    for left in (60, 240, 420):
        cv2.rectangle(image, (left, 100), (left + 90, 300), (60, 60, 160), -1)
    shape = tagger().tag(image, None, {COLOUR: {"colour.blue": "blue"}}).shape
    assert shape is not None
    assert shape.parts == 3
    assert shape.covers == pytest.approx(3 * 91 * 201 / (400 * 600), rel=0.08)
    stick = np.full((400, 400, 3), 255, np.uint8)
    cv2.line(stick, (80, 80), (320, 320), (40, 40, 40), 30)
    turned = tagger().tag(stick, None, {COLOUR: {"colour.black": "black"}}).shape
    assert turned is not None
    assert turned.aspect == pytest.approx(1.0, abs=0.1)
    assert turned.elongation > 6


@pytest.mark.parametrize("image", [np.full((1, 1, 3), 9, np.uint8), np.full((300, 300, 3), 255, np.uint8)])
def test_where_nothing_is_found_all_is_unseen(image: Image, everything: Candidates) -> None:
    tags = tagger().tag(image, None, everything)
    assert tags.scores == ()
    assert tags.certainty == 0.0
    assert {one.attribute for one in tags.unseen} == set(everything)
    assert {one.reason for one in tags.unseen} == {"no_product"}


def test_noise_and_an_empty_matte_are_survived(everything: Candidates) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (120, 90, 3), dtype=np.uint8)
    assert max((one.score for one in tagger().tag(noise, None, everything).scores), default=0) < 0.5
    assert tagger().tag(noise, np.zeros((120, 90), np.uint8), everything).scores == ()
    dot = np.zeros((120, 90), np.uint8)
    dot[60, 45] = 255
    assert tagger().tag(noise, dot, everything).shape is not None


def test_most_drawn_goods_are_named_by_the_colour_they_were_painted_in(everything: Candidates) -> None:
    engine = tagger()
    right = []
    for shape, colour in zip(("mug", "shirt", "bottle", "bag", "plate") * 3, COLOURS, strict=False):
        tags = engine.tag(listing(Product(shape, colour, "plain", "X", 1)), None, everything)
        right.append(best(tags, COLOUR) == [colour])
    assert sum(right) >= 11, right
