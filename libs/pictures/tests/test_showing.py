"""A product is told by its own pictures, damage weakly, and what is no picture is refused by name."""

from __future__ import annotations

import numpy as np
import pytest

from argosy_inference import CallContext, TierFailed, TierUnavailable
from argosy_pictures.comparing import Studied, likeness, studied
from argosy_pictures.fingerprints import copied_from, fingerprint
from argosy_pictures.looks import Look
from argosy_pictures.opening import decoded
from argosy_pictures.reading import lines_on
from argosy_pictures.showing import damaged, shown
from argosy_store import ImageFault, ImageRejected
from argosy_testing.drawn_goods import Product, listing
from argosy_testing.photographed import jpeg, photograph, png, reused
from argosy_testing.tier import FakeTier, line

SHIRT = Product("shirt", "blue", "flowers", "LUMORA", 3)
BOTTLE = Product("bottle", "red", "logo", "NORDVIK", 4)
CONTEXT = CallContext("m-1", 5)


def seen(pixels: np.ndarray, **how: bool) -> Studied:
    return studied(Look(pixels, (pixels.shape[1], pixels.shape[0])), **how)


def test_the_print_tells_a_product_and_another_one_fails_only_weakly() -> None:
    ours = seen(listing(SHIRT), thing_only=True)
    same = shown(likeness(seen(photograph(SHIRT, 1)), ours), coloured=False)
    other = shown(likeness(seen(photograph(BOTTLE, 1)), ours), coloured=False)
    assert (same.result, same.weak) == ("passed", False)
    assert (other.result, other.weak) == ("failed", True)
    assert same.rank < other.rank


def test_damage_is_seen_weakly_and_never_denied() -> None:
    ours = [seen(listing(SHIRT), thing_only=True)]
    torn = damaged([seen(photograph(SHIRT, 2, damage="tear"))], ours)
    whole = damaged([seen(photograph(SHIRT, 1))], ours)
    assert (torn.result, torn.weak) == ("passed", True)
    assert (whole.result, whole.weak) == ("cannot_tell", True)


def test_a_picture_sent_again_is_known_by_its_fingerprint() -> None:
    whole = photograph(SHIRT, 1)
    assert copied_from(fingerprint(reused(whole, "resized")), [fingerprint(whole)])
    assert not copied_from(fingerprint(photograph(BOTTLE, 1)), [fingerprint(whole)])


def test_a_picture_is_opened_small_and_what_is_none_is_refused_by_name() -> None:
    pixels, sent = decoded(jpeg(photograph(SHIRT, 1)), 400)
    assert max(pixels.shape) == 400
    assert sent == (1600, 1200)
    for data, fault in (
        (b"", ImageFault.EMPTY),
        (b"<svg/>", ImageFault.UNKNOWN_FORMAT),
        (png(listing(SHIRT))[:2000], ImageFault.BROKEN),
    ):
        with pytest.raises(ImageRejected) as refused:
            decoded(data)
        assert refused.value.fault is fault


async def test_words_are_read_and_only_a_tier_that_is_gone_is_an_error() -> None:
    tier = FakeTier(lines=[line("LUMORA 42", (1, 1, 90, 20))])
    pixels = listing(SHIRT)
    assert [one.text for one in await lines_on(tier, pixels, CONTEXT)] == ["LUMORA 42"]
    tier.fail("read_image_text", TierFailed("reader", "it breaks"), TierUnavailable("reader", "full"))
    assert await lines_on(tier, pixels, CONTEXT) == ()
    with pytest.raises(TierUnavailable):
        await lines_on(tier, pixels, CONTEXT)
