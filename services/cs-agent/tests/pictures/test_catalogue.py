"""A shop's pictures are searched by what was kept of them, and a sure match has no rival."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown_goods import BAG, GOODS, MUG, SHIRT

from argosy_pictures.comparing import Studied, likeness, studied
from argosy_pictures.fingerprints import Fingerprint, fingerprint
from argosy_pictures.looks import Look
from argosy_testing.drawn_goods import Product, listing, products
from argosy_testing.photographed import photograph, reused
from cs_agent.domain.pictures.catalogue import MOST, Catalogue
from cs_agent.domain.pictures.imprint import Imprint, from_bytes, imprint_of, outline_of, to_bytes, traits_of
from cs_agent.domain.pictures.recognising import Recognised, compared, key_of, product_of, recognised

OTHERS = [imprint_of(listing(one, 360)) for one in products(12)]
OURS = {name: imprint_of(listing(product)) for name, product in GOODS.items()}
SHELF = {key_of(name, 0): one for name, one in OURS.items()} | {
    key_of(f"o{at}", 0): one for at, one in enumerate(OTHERS)
}
CATALOGUE = Catalogue({key: one.traits for key, one in SHELF.items()})


def seen(pixels: np.ndarray) -> tuple[Studied, Fingerprint]:
    return studied(Look(pixels, (pixels.shape[1], pixels.shape[0]))), fingerprint(pixels)


def found(pixels: np.ndarray, shelf: dict[str, Imprint] = SHELF) -> Recognised:
    theirs, print_ = seen(pixels)
    catalogue = CATALOGUE if shelf is SHELF else Catalogue({key: one.traits for key, one in shelf.items()})
    keys = catalogue.candidates(traits_of(theirs, print_), print_.asked)
    assert len(keys) <= MOST
    return recognised([compared(product_of(key), theirs, print_, [shelf[key]]) for key in keys])


@pytest.mark.parametrize(("name", "seed"), [("shirt", 1), ("shirt", 3), ("bag", 3), ("mug", 3)])
def test_a_photograph_of_a_printed_thing_is_that_product_for_sure(name: str, seed: int) -> None:
    told = found(photograph(GOODS[name], seed))
    assert told.sure is not None
    assert told.sure.product_id == name


@pytest.mark.parametrize("how", ["recompressed", "screenshot", "resized"])
def test_the_shops_own_picture_sent_again_is_that_product(how: str) -> None:
    told = found(reused(listing(BAG), how))
    assert told.sure is not None
    assert told.sure.product_id == "bag"


def test_a_thing_that_the_shop_has_not_is_none_of_its_products() -> None:
    assert found(photograph(Product("plate", "purple", "dots", "VELOCE", 77), 4)) == Recognised()
    assert found(np.full((600, 800, 3), 128, np.uint8)) == Recognised()
    assert found(photograph(SHIRT, 1), {}) == Recognised()


def test_two_products_with_one_picture_are_both_offered_and_none_is_claimed() -> None:
    shelf = {**SHELF, key_of("shirt again", 0): OURS["shirt"]}
    told = found(photograph(SHIRT, 1), shelf)
    assert told.sure is None
    assert {one.product_id for one in told.near} == {"shirt", "shirt again"}


def test_the_same_print_in_other_colours_is_not_claimed() -> None:
    red = replace(SHIRT, colour="red")
    told = found(photograph(red, 1), {key_of("blue", 0): OURS["shirt"]})
    assert told.sure is None


def test_what_is_kept_compares_as_the_picture_itself_and_has_no_pixels() -> None:
    theirs, _ = seen(photograph(MUG, 1))
    kept = from_bytes(to_bytes(OURS["mug"].studied))
    one, other = likeness(theirs, OURS["mug"].studied), likeness(theirs, kept)
    assert kept.look.pixels.size == kept.subject.pixels.size == 0
    assert one.where is not None
    assert other.where is not None
    assert abs(one.where.agreeing - other.where.agreeing) <= 3
    assert one.colours == pytest.approx(other.colours)
    assert one.shape == other.shape


@given(at=st.tuples(st.integers(0, 11), st.integers(0, 11)))
def test_outlines_differ_as_opencv_says(at: tuple[int, int]) -> None:
    one, other = (OTHERS[n].studied.subject for n in at)
    borders = [
        max(
            cv2.findContours(subject.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0],
            key=cv2.contourArea,
        )
        for subject in (one, other)
    ]
    a, b = outline_of(one), outline_of(other)
    ours = float((np.abs(a - b) * ((a != 0) & (b != 0))).sum())
    assert ours == pytest.approx(cv2.matchShapes(*borders, cv2.CONTOURS_MATCH_I1, 0), rel=1e-3, abs=1e-4)
