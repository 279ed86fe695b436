"""What pictures show: told where it was measured, and left open where it was not."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from argosy_pictures.colours import named_in
from argosy_pictures.comparing import studied
from argosy_pictures.fingerprints import fingerprint
from argosy_pictures.looks import Look
from argosy_testing.drawn_goods import COLOURS, Product, listing
from argosy_testing.photographed import jpeg, photograph, png, reused, spliced, with_xmp
from refund_agent.domain.evidence.editing import not_edited, uneven
from refund_agent.domain.evidence.files import EvidenceFile
from refund_agent.domain.evidence.marks import marks_of
from refund_agent.domain.evidence.ordered import OrderedLine
from refund_agent.domain.evidence.readable import readable
from refund_agent.domain.evidence.rulers import promised_in, ruler_in, size_measured
from refund_agent.domain.evidence.shown import damage_visible, product_shown
from refund_agent.domain.evidence.variants import variant_shown

from .evidence_cases import line, shown, written

SHIRT = Product("shirt", "blue", "flowers", "LUMORA", 3)
BOTTLE = Product("bottle", "red", "logo", "NORDVIK", 4)
ORDERED = OrderedLine("s", "Shirt")


def look(pixels: np.ndarray, **how: bool):
    return studied(Look(pixels, (pixels.shape[1], pixels.shape[0])), **how)


@pytest.mark.parametrize(
    ("pixels", "result"),
    [
        (photograph(SHIRT, 1), "passed"), (photograph(SHIRT, 1, blur=10), "failed"),
        (photograph(SHIRT, 1, light=0.06), "failed"), (photograph(SHIRT, 1)[:120, :120], "failed"),
        (np.full((900, 900, 3), 255, np.uint8), "failed"),
        (np.full((900, 900, 3), 120, np.uint8), "cannot_tell"),
    ],
)  # fmt: skip
def test_a_picture_is_sharp_bright_and_large_enough_or_not(pixels: np.ndarray, result: str) -> None:
    assert readable(shown(pixels)).result == result


def test_a_file_that_is_broken_fails_and_one_that_was_not_seen_tells_nothing() -> None:
    assert readable(EvidenceFile("a", "picture", fault="it is empty")).result == "failed"
    assert readable(EvidenceFile("a", "picture", unseen="it cannot be fetched")).result == "cannot_tell"
    assert readable(written("words")).result == "passed"
    assert readable(written("")).result == "failed"


def test_the_product_and_damage_on_it_are_found_by_the_listings_picture() -> None:
    listed = [[look(listing(SHIRT), thing_only=True)]]
    whole, torn = photograph(SHIRT, 1), photograph(SHIRT, 2, damage="tear")
    for pixels in (whole, torn):
        check = product_shown(shown(pixels), [look(pixels)], [ORDERED], listed)
        assert (check.result, check.weak) == ("passed", False)
    seen = damage_visible(shown(torn), [look(torn)], listed)
    assert (seen.result, seen.weak) == ("passed", True)
    assert damage_visible(shown(whole), [look(whole)], listed).result == "cannot_tell"


def test_another_product_never_passes_and_fails_only_weakly() -> None:
    pixels = photograph(BOTTLE, 1)
    check = product_shown(shown(pixels), [look(pixels)], [ORDERED], [[look(listing(SHIRT), thing_only=True)]])
    assert (check.result, check.weak) == ("failed", True)
    coloured = OrderedLine("s", "Shirt", others=("green", "red"))
    check = product_shown(
        shown(pixels), [look(pixels)], [coloured], [[look(listing(SHIRT), thing_only=True)]]
    )
    assert check.result == "cannot_tell"


@pytest.mark.parametrize("seed", range(3))
def test_a_part_of_a_thing_has_no_outline_to_fail_by(seed: int) -> None:
    listed = [[look(listing(SHIRT), thing_only=True)]]
    part = np.ascontiguousarray(photograph(SHIRT, seed, damage="tear")[330:870, 440:1160])
    check = product_shown(shown(part), [look(part)], [ORDERED], listed)
    assert check.result in {"passed", "cannot_tell"}


def test_a_hole_seen_from_near_by_is_not_taken_for_other_goods() -> None:
    shirt = Product("shirt", "yellow", "plain", "X", 1)
    near = np.full((900, 1200, 3), COLOURS["yellow"], np.uint8)
    near[400:520, 350:820] = 20
    check = product_shown(shown(near), [look(near)], [ORDERED], [[look(listing(shirt), thing_only=True)]])
    assert check.result == "cannot_tell"


def test_the_listings_own_picture_shows_nothing_of_what_came() -> None:
    listed = look(listing(SHIRT), thing_only=True)
    file = shown(listing(SHIRT))
    assert product_shown(file, [listed], [ORDERED], [[listed]], copied=True).result == "cannot_tell"
    assert damage_visible(file, [listed], [[listed]], copied=True).result == "cannot_tell"
    assert product_shown(file, [listed], [ORDERED], [[]]).result == "cannot_tell"


def test_a_brands_name_on_the_thing_is_a_weak_sign() -> None:
    pixels = photograph(Product("mug", "grey", "plain", "X", 1), 1)
    named = OrderedLine("s", "Mug", brand="Nordvik")
    check = product_shown(shown(pixels, line("NORDVIK", 10, 10, 90, 30)), [look(pixels)], [named], [[]])
    assert (check.result, check.weak) == ("passed", True)


@pytest.mark.parametrize(
    ("title", "result"),
    [
        ("Flasche, rot", "passed"), ("Bottle, red", "passed"), ("水壶 红色", "passed"),
        ("Bottle, green", "failed"),
        ("Bottle, wine red", "cannot_tell"), ("Bottle, pink", "cannot_tell"), ("Bottle", "cannot_tell"),
        ("Bottle, multicolour", "cannot_tell"),
    ],
)  # fmt: skip
def test_a_colour_is_judged_by_name_and_always_weakly(title: str, result: str) -> None:
    pixels = photograph(Product("bottle", "red", "plain", "X", 1), 1, warmth=0.0)
    check = variant_shown(shown(pixels), [OrderedLine("s", title)])
    # Wine red may look red in this light: either is honest, a failure is not.
    assert check.result == result or (
        result == "cannot_tell" and check.result == "passed" and "wine" in title
    )
    assert check.weak or check.result == "cannot_tell"


def test_the_variant_names_the_colour_before_the_title_does() -> None:
    pixels = photograph(Product("bottle", "blue", "plain", "X", 1), 1, warmth=0.0)
    ordered = OrderedLine("s", "Bottle in red, blue and green", (("colour", "Blue"),))
    assert variant_shown(shown(pixels), [ordered]).result == "passed"
    assert variant_shown(shown(pixels), [ordered, ORDERED]).result == "cannot_tell"


def test_a_size_is_read_from_a_tag_that_says_nothing_else() -> None:
    pixels = photograph(SHIRT, 1)
    ordered = OrderedLine("s", "Shirt", (("size", "M"),))
    for text, result, weak in (
        ("XL", "failed", False),
        ("SIZE M", "passed", True),
        ("XL LUMORA", "cannot_tell", True),
    ):
        check = variant_shown(shown(pixels, line(text, 10, 10, 60, 30)), [ordered])
        assert (check.result, check.weak) == (result, weak)


def test_colours_are_named_in_the_shops_languages() -> None:
    for text, concept in (
        ("Kleid, schwarz", "black"), ("vestido rojo", "red"), ("robe bleue", "blue"),
        ("czarna sukienka", "black"),
        ("красная кружка", "red"), ("ドレス ブラック", "black"),
        ("원피스 블랙", "black"), ("藏青色裙子", "navy"), ("синий", "blue"), ("สีดำ", "black"),
    ):  # fmt: skip
        assert [one.concept for one in named_in(text)] == [f"colour.{concept}"], text
    assert not named_in("Reduced bored scarred")


RULER = [line(str(at), 100 + 60 * at - 8, 700, 100 + 60 * at + 8, 724) for at in range(13)]


def on_a_table(length: float, unit: str = "cm"):
    """A thing of so many centimetres beside a ruler of 60 pixels a centimetre."""
    pixels = np.full((900, 1000, 3), (150, 130, 110), np.uint8)
    pixels[300:600, 100 : 100 + round(60 * length)] = (40, 60, 160)
    return shown(pixels, *RULER, line(unit, 20, 700, 60, 724))


@pytest.mark.parametrize(
    ("length", "title", "result"),
    [
        (9.0, "Box 9 cm", "passed"), (9.0, "Box 9 x 5 cm", "passed"), (9.0, "Box, 3.5 inch", "passed"),
        (9.0, "Box 12cm", "failed"), (9.0, "Box 10 cm", "cannot_tell"), (9.0, "Box", "cannot_tell"),
    ],
)  # fmt: skip
def test_a_thing_beside_a_ruler_is_measured(length: float, title: str, result: str) -> None:
    check = size_measured(on_a_table(length), [OrderedLine("s", title)])
    assert (check.result, check.weak) == (result, True)


def test_a_ruler_whose_unit_or_figures_cannot_be_read_measures_nothing() -> None:
    nine = [OrderedLine("s", "Box 9 cm")]
    assert size_measured(on_a_table(9, "xx"), nine).result == "cannot_tell"
    assert size_measured(shown(on_a_table(9).looks[0].pixels), nine).result == "cannot_tell"
    assert ruler_in(Look(np.zeros((9, 9, 3), np.uint8), (9, 9), tuple(RULER[:3]))) is None
    prices = [
        line(text, 10, 40 * at, 90, 40 * at + 20) for at, text in enumerate(("12", "7", "39", "4", "88"))
    ]
    assert ruler_in(Look(np.zeros((9, 9, 3), np.uint8), (9, 9), tuple(prices))) is None
    assert promised_in('Tray 30 x 20 cm, 2.5 m cord, 6" deep, 5 cm²') == (300.0, 200.0, 2500.0, 152.4)


TAKEN = datetime(2026, 10, 15, 9)  # noqa: DTZ001 — as cameras write it
PHOTO = photograph(SHIRT, 1)


@pytest.mark.parametrize(
    ("data", "result", "says"),
    [
        (jpeg(PHOTO, taken=TAKEN), "passed", "camera"), (jpeg(PHOTO, camera=False), "cannot_tell", "nothing"),
        (jpeg(PHOTO, software="Adobe Photoshop 26.0"), "cannot_tell", "crop"),
        (with_xmp(jpeg(PHOTO, taken=TAKEN), "trainedAlgorithmicMedia"), "failed", "generative model"),
        (with_xmp(jpeg(PHOTO, taken=TAKEN), "digitalCapture"), "passed", "camera"),
        (png(PHOTO, parameters="a torn shirt\nSteps: 20, Sampler: Euler"), "failed", "Stable Diffusion"),
        (png(PHOTO, parameters="width 3"), "cannot_tell", "nothing"),
        (png(PHOTO, Software="Midjourney"), "failed", "midjourney"),
        (jpeg(PHOTO, software="imagen 4"), "cannot_tell", "nothing"),
        (b"\xff\xd8\xff rubbish", "cannot_tell", "nothing"),
    ],
)  # fmt: skip
def test_marks_of_editors_and_generators_are_signals(data: bytes, result: str, says: str) -> None:
    check = not_edited(EvidenceFile("p", "picture", marks=marks_of(data)))
    assert (check.result, check.weak) == (result, True)
    assert says in check.finding


def test_a_zone_is_known_where_the_file_says_it() -> None:
    assert marks_of(jpeg(PHOTO, taken=TAKEN, zone="+02:00")).taken.isoformat() == "2026-10-15T09:00:00+02:00"
    assert marks_of(jpeg(PHOTO, taken=TAKEN, zone="+99:00")).taken == TAKEN


def test_a_part_that_was_saved_otherwise_is_a_reason_to_look_and_no_more() -> None:
    whole, torn = photograph(SHIRT, 0), photograph(SHIRT, 0, damage="tear")
    assert uneven(jpeg(whole)) == uneven(jpeg(torn)) == uneven(b"") == 0.0
    made = jpeg(spliced(whole, torn), 90)
    assert uneven(made) > 0
    check = not_edited(EvidenceFile("p", "picture", content=made))
    assert (check.result, check.weak) == ("cannot_tell", True)


@pytest.mark.parametrize(
    "how",
    ["recompressed", "resized", "cropped 2 %", "cropped 10 %", "mirrored", "turned", "re-lit", "screenshot"],
)
def test_a_picture_sent_again_is_near_and_another_is_not(how: str) -> None:
    first = fingerprint(PHOTO)
    assert fingerprint(reused(PHOTO, how)).away(first.kept) <= 31
    assert fingerprint(photograph(SHIRT, 9)).away(first.kept) > 31
    assert not fingerprint(np.full((300, 300, 3), 90, np.uint8)).telling


def test_every_colour_that_is_drawn_has_a_family() -> None:
    assert all(named_in(name)[0].families for name in COLOURS)
