"""image.requested: what is made of it, what is refused, and how it says so."""

from __future__ import annotations

import datetime as dt

import drawn_pictures as drawn
import numpy as np
import pytest
from fake_gallery import png
from PIL import Image
from words import WORDS

from argosy.picture.v1 import picture_pb2
from argosy_contracts import Event
from argosy_eventing import DeadLetter, Publish
from argosy_inference import TextLine, TierRejected, TierUnavailable
from argosy_store import UnsafeAddress
from image_studio.domain.pictures import decode
from image_studio.handlers import Deps
from image_studio.requests import render_request

Region = picture_pb2.Region
Erase = picture_pb2.EraseJob


def requested(markets: tuple[str, ...] = ("ES",), request_id: str = "r-1", **job: object) -> Event:
    data = picture_pb2.ImageRequested(
        request_id=request_id,
        product_id="p-1",
        image_url="https://cdn/a.png",
        markets=markets,
        job=picture_pb2.ImageJob(**job),
    )
    return Event(
        id="e-1",
        type="image.requested",
        source="/test",
        time=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        key="p-1",
        merchant_id="m-1",
        platform="demo",
        data=data,
    )


def _show(tier, shelf, picture: drawn.Drawn) -> drawn.Drawn:
    shelf.answers["https://cdn/a.png"] = [png(picture.image)]
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    for source, said in WORDS.items():
        for text in (source, source.replace(" ", "")):
            tier.translations[text, "es"] = said[0]
            tier.translations[text, "ko"] = said[3]
    return picture


def _letter(**changes: object) -> picture_pb2.LetterJob:
    return picture_pb2.LetterJob(source_language="zh-CN", **changes)


async def answers_of(event: Event, deps: Deps) -> list[picture_pb2.ImageRendered]:
    outcome = await render_request(event, deps)
    assert isinstance(outcome, Publish), outcome
    for output in outcome.outputs:
        assert output.type == "image.rendered"
        assert output.discriminator == f"r-1/{output.data.market}"
    return [output.data for output in outcome.outputs]


async def test_a_picture_is_lettered_anew_for_every_market_of_the_request(deps, tier, shelf, blobs) -> None:
    _show(tier, shelf, drawn.price_badge())
    answers = await answers_of(requested(("ES", "KR"), letter=_letter()), deps)
    assert [answer.market for answer in answers] == ["ES", "KR"]
    for answer in answers:
        assert answer.images[0].blob.url in blobs.held
        assert {region.id for region in answer.regions} >= {"r1", "r2"}
        assert answer.checks.min_font_px >= 11
        assert answer.engines[0].name == "fake"
        assert answer.needs_review


async def test_one_edited_text_changes_its_own_region_and_nothing_else(deps, tier, shelf, blobs) -> None:
    _show(tier, shelf, drawn.price_badge())
    (first,) = await answers_of(requested(letter=_letter()), deps)
    regions = list(first.regions)
    edited = next(region for region in regions if region.source_text == "大容量保温杯")
    edited.text, edited.color = "Gran termo", "#0000ff"
    (second,) = await answers_of(requested(letter=_letter(regions=regions)), deps)
    before, after = (decode(blobs.held[answer.images[0].blob.url]) for answer in (first, second))
    differs = (before.rgb != after.rgb).any(axis=2)
    xs, ys = [point.x for point in edited.quad], [point.y for point in edited.quad]
    inside = np.zeros_like(differs)
    inside[int(min(ys)) : int(max(ys)), int(min(xs)) : int(max(xs))] = True
    assert differs.any()
    assert not (differs & ~inside).any()
    blue = (np.abs(after.rgb.astype(int) - (0, 0, 255)).max(axis=2) < 20) & inside
    assert blue.sum() > 100
    now = next(region for region in second.regions if region.id == edited.id)
    assert (now.text, now.color, now.source_text) == ("Gran termo", "#0000ff", "大容量保温杯")
    assert not second.job.letter.regions, "the regions are said once"


async def test_the_regions_of_an_answer_can_be_sent_again(deps, tier, shelf, blobs) -> None:
    _show(tier, shelf, drawn.rotated_outlined())
    (first,) = await answers_of(requested(letter=_letter()), deps)
    (second,) = await answers_of(requested(letter=_letter(regions=first.regions)), deps)
    assert second.images == first.images
    assert [region.SerializeToString() for region in second.regions] == [
        region.SerializeToString() for region in first.regions
    ]


async def test_regions_are_kept_removed_moved_and_added_as_they_say(deps, tier, shelf, blobs) -> None:
    picture = _show(tier, shelf, drawn.price_badge())
    (first,) = await answers_of(requested(letter=_letter()), deps)
    by_text = {region.source_text.replace(" ", ""): region for region in first.regions}
    by_text["到手价"].action = Region.KEPT
    by_text["新品上市限时特惠"].action = Region.REMOVED
    by_text["新品上市限时特惠"].rule = ""  # by wish, not by rule: its badge stays
    moved = by_text["304不锈钢内胆"]
    for point in moved.quad:
        point.y += 40
    new = Region(text="Sin BPA", action=Region.TRANSLATED, font_size_px=30, color="#007000")
    for x, y in ((480, 100), (700, 100), (700, 160), (480, 160)):
        new.quad.add(x=x, y=y)
    tier.lines = []
    (second,) = await answers_of(requested(letter=_letter(regions=[*first.regions, new])), deps)
    result = decode(blobs.held[second.images[0].blob.url]).rgb
    badge = (slice(490, 530), slice(570, 700))
    assert np.array_equal(result[badge], picture.pixels[badge])
    banner = (slice(75, 135), slice(80, 450))
    assert np.abs(result[banner].astype(int) - picture.clean_pixels[banner]).max() <= 12
    assert (np.abs(result[100:160, 480:700].astype(int) - (0, 112, 0)).max(axis=2) < 20).sum() > 100
    now = {region.id: region for region in second.regions}
    assert now[moved.id].quad == moved.quad
    added = now[second.regions[-1].id]
    assert (added.text, added.action, added.font_size_px) == ("Sin BPA", Region.TRANSLATED, 30)
    assert second.checks.overflowing_regions == 0
    assert second.checks.pixels_changed_outside_regions == 0


async def test_a_region_is_set_in_the_size_font_and_lines_it_names(deps, tier, shelf) -> None:
    _show(tier, shelf, drawn.paragraph())
    (first,) = await answers_of(requested(letter=_letter()), deps)
    region = next(region for region in first.regions if region.source_text == "产品介绍")
    region.text, region.font, region.font_size_px = "Sobre\nel tejido", "Noto Serif Bold", 22
    for point, (x, y) in zip(region.quad, ((80, 70), (500, 70), (500, 150), (80, 150)), strict=True):
        point.x, point.y = x, y
    (second,) = await answers_of(requested(letter=_letter(regions=first.regions)), deps)
    now = next(found for found in second.regions if found.id == region.id)
    assert (now.text, now.font, now.font_size_px) == ("Sobre\nel tejido", "Noto Serif Bold", 22)
    region.text, region.font, region.font_size_px = "Sobre el tejido", "Comic Sans MS Bold", 900
    (third,) = await answers_of(requested(letter=_letter(regions=first.regions)), deps)
    now = next(found for found in third.regions if found.id == region.id)
    assert now.font == "Noto Sans Bold"
    assert now.font_size_px < 80
    assert any("Comic Sans" in reason for reason in third.review_reasons)
    assert any("to fit" in reason for reason in third.review_reasons)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (requested(request_id=""), "no_id"),
        (requested(), "no_job"),
        (requested(("XX",), letter=_letter()), "unknown_market"),
        (requested(("ES", "DE"), letter=_letter(regions=[Region(id="r1")])), "one_market"),
        (requested((), letter=_letter(regions=[Region(id="r1")])), "one_market"),
        (requested(letter=_letter(regions=[Region(id="r1"), Region(id="r1")])), "region_twice"),
        (requested(letter=_letter(regions=[Region()] * 10_000)), "too_many_regions"),
        (requested(letter=_letter(regions=[Region(text="a" * 100_000)])), "bad_region"),
        (requested(letter=_letter(regions=[Region(text="a", action=Region.TRANSLATED)])), "bad_region"),
        (requested(letter=_letter(regions=[Region(rotation=float("nan"))])), "bad_region"),
        (requested(letter=_letter(wishes={"remove": [0]})), "bad_wishes"),
        (requested(erase=Erase()), "nothing_to_erase"),
    ],
)
async def test_a_malformed_request_is_dead_lettered_with_the_rule(deps, event, reason) -> None:
    outcome = await render_request(event, deps)
    assert isinstance(outcome, DeadLetter)
    assert outcome.reason == reason


@pytest.mark.parametrize("job", ["cutout", "resize", "scene", "try_on", "banner"])
async def test_a_job_that_is_not_offered_is_answered_so(deps, job) -> None:
    kind = picture_pb2.ImageJob.DESCRIPTOR.fields_by_name[job].message_type._concrete_class()
    (answer,) = await answers_of(requested(**{job: kind}), deps)
    assert answer.rejected_input.code == "job_not_offered"
    assert "letter, erase" in answer.rejected_input.message
    assert not answer.images


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (UnsafeAddress("10.0.0.1 is private"), "not_fetched"),
        (b"%PDF-1.7", "not_a_picture"),
    ],
)
async def test_a_picture_that_cannot_serve_is_refused_by_name(deps, shelf, answer, code) -> None:
    shelf.answers["https://cdn/a.png"] = [answer]
    for job in ({"letter": _letter()}, {"erase": Erase(classes=[Erase.TEXT])}):
        (said,) = await answers_of(requested(**job), deps)
        assert said.rejected_input.code == code
        assert said.rejected_input.message


async def test_regions_of_another_picture_are_refused(deps, tier, shelf) -> None:
    _show(tier, shelf, drawn.price_badge())
    (first,) = await answers_of(requested(letter=_letter()), deps)
    shelf.answers["https://cdn/a.png"] = [png(Image.new("RGB", (300, 300), "white"))]
    (second,) = await answers_of(requested(letter=_letter(regions=first.regions)), deps)
    assert second.rejected_input.code == "regions_of_another_picture"


async def test_what_the_tier_refuses_is_said_and_what_it_delays_is_the_hosts_to_wait_for(
    deps, tier, shelf
) -> None:
    _show(tier, shelf, drawn.price_badge())
    tier.fail("read_image_text", TierRejected("image_text_reader", "too large"))
    (answer,) = await answers_of(requested(letter=_letter()), deps)
    assert answer.rejected_input.code == "engine_refused"
    tier.fail("read_image_text", TierUnavailable("image_text_reader", "full"))
    with pytest.raises(TierUnavailable):
        await render_request(requested(letter=_letter()), deps)


async def test_the_same_request_gives_the_same_outputs(deps, tier, shelf) -> None:
    _show(tier, shelf, drawn.feature_row())
    one, two = [await answers_of(requested(erase=Erase(classes=[Erase.TEXT])), deps) for _ in range(2)]
    assert [a.SerializeToString(deterministic=True) for a in one] == [
        a.SerializeToString(deterministic=True) for a in two
    ]


async def test_new_words_run_as_their_language_does_where_the_original_ran_otherwise(
    deps, tier, shelf
) -> None:
    _show(tier, shelf, drawn.label_on_product())
    (first,) = await answers_of(requested(("SA",), letter=_letter(brand="花间集")), deps)
    label = next(region for region in first.regions if region.source_text == "玫瑰保湿乳液")
    assert label.direction == Region.LEFT_TO_RIGHT
    label.action, label.text = Region.TRANSLATED, "كريم 24 ساعة!"
    (second,) = await answers_of(requested(("SA",), letter=_letter(regions=first.regions)), deps)
    now = next(region for region in second.regions if region.id == label.id)
    assert now.direction == Region.RIGHT_TO_LEFT
    assert now.font.startswith("Noto Sans Arabic")
