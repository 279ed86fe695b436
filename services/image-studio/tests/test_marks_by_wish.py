"""Watermarks and codes through the whole studio: left alone, or taken out by wish."""

from __future__ import annotations

import io

import cv2
import drawn_marks as marks
import drawn_pictures as drawn
import numpy as np
import pytest
from fake_gallery import png
from pydantic import ValidationError
from words import LANGUAGES, WORDS

from argosy.picture.v1 import picture_pb2
from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from image_studio import studio as studio_module
from image_studio.domain.kinds.kinds import Kind
from image_studio.domain.orders import Order, Wishes
from image_studio.domain.pictures import decode
from image_studio.domain.study import study
from image_studio.events import image_localized
from image_studio.settings import StudioSettings

CONTEXT = CallContext("m-1", 30.0)
SPAIN = Order(market("ES"))
REMOVING = Order(market("ES"), wishes=Wishes(remove=frozenset({Kind.WATERMARK, Kind.CODE})))
Region = picture_pb2.Region


def _file(marked: marks.Marked, format_name: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    marked.picture.image.save(out, format_name, **options)
    return out.getvalue()


async def _lettered(studio, tier, marked: marks.Marked, order: Order, content: bytes):
    lines = [TextLine(line.quad, line.text, line.confidence) for line in marked.picture.lines]
    kinds = marked.picture.kinds
    clean = [line for line in lines if kinds[line.text] != "WATERMARK"]
    tier.lines = []
    tier.readings.extend([lines, clean] if order.wishes.remove and clean != lines else [lines])
    for source, said in WORDS.items():
        for language, text in zip(LANGUAGES, said, strict=True):
            tier.translations[source.replace(" ", ""), language] = text
            tier.translations[source, language] = text
    prepared = await studio.prepare(decode(content), [order], CONTEXT)
    return await studio.letter(prepared, order, CONTEXT)


def _regions(finished):
    event = image_localized(
        product_id="p", image_id="i", market="ES", locale="es-ES", original=None, image=None,
        finished=finished, reasons=finished.reasons,
    )  # fmt: skip
    assert len({region.id for region in event.regions}) == len(event.regions)
    return event.regions


def _coupon() -> marks.Marked:
    """A code just where the Spanish words would grow."""
    return marks.with_code(drawn.price_badge, marks.qr(94, text="https://other.example/4711"), (703, 282))


async def test_a_code_is_left_alone_and_no_words_grow_over_it(studio, tier) -> None:
    marked = _coupon()
    finished = await _lettered(studio, tier, marked, SPAIN, _file(marked))
    result = decode(finished.content).rgb
    assert np.array_equal(result[marked.under], marked.pixels[marked.under])
    (code,) = [region for region in _regions(finished) if region.kind == Region.CODE]
    assert (code.action, code.text, code.source_text) == (Region.KEPT, "", "")
    assert "other.example" not in str(_regions(finished))
    words = {region.source_text: region for region in _regions(finished)}
    assert words["24小时长效保温"].action == Region.TRANSLATED
    assert max(point.x for point in words["24小时长效保温"].quad) <= 704


async def test_lettering_that_runs_into_a_code_is_erased_beside_it_only(studio, tier) -> None:
    marked = marks.with_code(drawn.price_badge, marks.qr(94), (703, 240))  # over the end of a heading
    finished = await _lettered(studio, tier, marked, SPAIN, _file(marked))
    assert np.array_equal(decode(finished.content).rgb[marked.under], marked.pixels[marked.under])


async def test_a_code_is_taken_out_with_its_quiet_zone_by_wish(studio, tier) -> None:
    marked = _coupon()
    finished = await _lettered(studio, tier, marked, REMOVING, _file(marked))
    assert finished.checks.pixels_changed_outside_regions == 0
    (code,) = [region for region in _regions(finished) if region.kind == Region.CODE]
    assert code.action == Region.REMOVED
    marked = marks.with_code(drawn.price_badge, marks.qr(110), (640, 40))
    only = await _lettered(studio, tier, _without_lines(marked), REMOVING, _file(marked))
    assert only.content is not None  # a picture whose only change is the code that is gone
    result = decode(only.content).rgb
    off = np.abs(result[marked.under].astype(int) - marked.unmarked[marked.under]).max(axis=1)
    assert np.percentile(off, 90) < 12


def _without_lines(marked: marks.Marked) -> marks.Marked:
    marked.picture.lines = []
    return marked


async def test_a_watermark_is_kept_and_said_to_be_there(studio, tier) -> None:
    marked = marks.across_the_middle()
    finished = await _lettered(studio, tier, marked, SPAIN, _file(marked))
    (mark,) = [region for region in _regions(finished) if region.kind == Region.WATERMARK]
    assert (mark.action, mark.text) == (Region.KEPT, "花间旗舰店")
    assert [line.text for line in mark.source_lines] == ["花间旗舰店"]
    assert any("watermark" in reason for reason in finished.reasons)
    middle = (slice(300, 600), slice(150, 650))
    assert np.array_equal(decode(finished.content).rgb[middle], marked.pixels[middle])
    assert len(tier.called("read_image_text")) == 2


@pytest.mark.parametrize("draw", [marks.lattice, marks.grey_on_white, marks.latin_lattice])
async def test_a_watermark_is_gone_by_wish_and_the_words_are_set_where_it_stood(studio, tier, draw) -> None:
    marked = draw()
    finished = await _lettered(studio, tier, marked, REMOVING, _file(marked))
    assert finished.checks.pixels_changed_outside_regions == 0
    assert finished.checks.overlapping_regions == 0
    result = decode(finished.content).rgb
    away = marked.under.copy()
    for region in _regions(finished):
        if region.action == Region.TRANSLATED:
            corners = np.array([(point.x, point.y) for point in region.quad]).round().astype(np.int32)
            away &= cv2.fillConvexPoly(np.zeros(away.shape, np.uint8), corners, (1.0,)) == 0
        elif region.kind == Region.WATERMARK:
            assert region.action == Region.REMOVED
    error = np.abs(result[away].astype(int) - marked.unmarked[away]).mean()
    assert error < 0.2 * np.abs(marked.pixels[away].astype(int) - marked.unmarked[away]).mean()
    assert not any("watermark" in reason for reason in finished.reasons)


async def test_what_heads_of_charts_say_is_known_also_after_a_watermark_was_lifted(
    studio, tier, monkeypatch
) -> None:
    known: list[object] = []

    def noting(picture, lines, brand, base=None):
        known.append(base)
        return study(picture, lines, brand, base)

    monkeypatch.setattr(studio_module, "study", noting)
    marked = marks.grey_on_white()
    await _lettered(studio, tier, marked, REMOVING, _file(marked))
    assert len(known) == 2  # as it came, and without the watermark
    assert None not in known


async def test_a_jpeg_without_its_watermark_keeps_its_other_blocks(studio, tier) -> None:
    marked = marks.grey_on_white()
    content = _file(marked, "JPEG", quality=88)
    finished = await _lettered(studio, tier, marked, REMOVING, content)
    assert finished.checks.pixels_changed_outside_regions == 0
    before, after = decode(content).rgb, decode(finished.content).rgb
    assert np.array_equal(before[600:], after[600:])


async def test_a_wish_for_watermarks_leaves_pictures_without_any_alone(studio, tier) -> None:
    plain = drawn.size_chart()
    finished = await _lettered(studio, tier, marks.Marked(plain, plain.pixels), REMOVING, png(plain.image))
    assert finished.prepared.removed_marks == ()
    assert finished.prepared.unmarked is None


def _settings(**given: object) -> StudioSettings:
    return StudioSettings(
        triton_url="t:1", blob_url="file:///b", mongodb_uri="mongodb://127.0.0.1:1", **given
    )


def test_wishes_come_from_the_settings(monkeypatch) -> None:
    monkeypatch.setenv("ARGOSY_REMOVE_KINDS", '["watermark", "code"]')
    monkeypatch.setenv("ARGOSY_TRANSLATE_KINDS", '["brand"]')
    assert _settings().wishes() == Wishes(
        translate=frozenset({Kind.BRAND}), remove=frozenset({Kind.WATERMARK, Kind.CODE})
    )


@pytest.mark.parametrize(
    ("field", "names"),
    [("remove_kinds", ("watermarks",)), ("remove_kinds", ("text",)), ("translate_kinds", ("code",))],
)
def test_a_kind_that_cannot_be_wished_for_fails_the_start_by_name(field, names) -> None:
    with pytest.raises(ValidationError, match=rf"(?s){field}.*'{names[0]}' is no kind.*brand"):
        _settings(**{field: names})
