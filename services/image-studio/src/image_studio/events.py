"""A finished picture as the public event says it."""

from __future__ import annotations

from collections.abc import Sequence

from argosy.common.v1 import common_pb2
from argosy.picture.v1 import picture_pb2
from argosy_store import StoredBlob
from image_studio.domain.blocks.block import Align
from image_studio.domain.edits.edits import Edit
from image_studio.domain.geometry import Quad, frame_of
from image_studio.domain.intents.intents import Action
from image_studio.domain.intents.wording import Engine
from image_studio.domain.kinds.kinds import Kind
from image_studio.domain.lettering import Line
from image_studio.domain.marks.marks import Mark
from image_studio.domain.setting.layout import Placed
from image_studio.domain.study import Study
from image_studio.finishing import Finished

KINDS = {
    Kind.TEXT: picture_pb2.Region.TEXT,
    Kind.BRAND: picture_pb2.Region.BRAND,
    Kind.ON_PRODUCT: picture_pb2.Region.ON_PRODUCT,
    Kind.NUMBER: picture_pb2.Region.NUMBER,
    Kind.WATERMARK: picture_pb2.Region.WATERMARK,
    Kind.CODE: picture_pb2.Region.CODE,
}
ALIGNS = {
    Align.START: picture_pb2.Region.START,
    Align.CENTER: picture_pb2.Region.CENTER,
    Align.END: picture_pb2.Region.END,
}
_MOST_REASONS = 40
_LONGEST_REASON = 300


def image_localized(
    *,
    product_id: str,
    image_id: str,
    market: str,
    locale: str,
    original: StoredBlob | None,
    image: StoredBlob | None,
    finished: Finished | None,
    reasons: tuple[str, ...],
) -> picture_pb2.ImageLocalized:
    """The data of ``image.localized``. Without ``finished`` nothing was done to the picture."""
    message = picture_pb2.ImageLocalized(
        product_id=product_id,
        image_id=image_id,
        market=market,
        locale=locale,
        needs_review=bool(reasons),
        review_reasons=reasons_of(reasons),
    )
    if image is not None:
        message.image.CopyFrom(blob_of(image))
    if original is not None:
        message.original.CopyFrom(blob_of(original))
    if finished is None:
        return message
    message.regions.extend(regions_of(finished))
    message.checks.CopyFrom(checks_of(finished))
    message.engines.extend(engine_of(engine) for engine in finished.engines)
    if message.engines:
        message.engine.CopyFrom(message.engines[-1])
    return message


def reasons_of(reasons: Sequence[str]) -> list[str]:
    """Reasons, no more and no longer than a person reads."""
    return [reason[:_LONGEST_REASON] for reason in reasons[:_MOST_REASONS]]


def checks_of(finished: Finished) -> picture_pb2.ImageChecks:
    """What was seen in the finished picture."""
    return picture_pb2.ImageChecks(
        residual_source_chars=finished.checks.residual_source_chars,
        overflowing_regions=finished.checks.overflowing_regions,
        pixels_changed_outside_regions=finished.checks.pixels_changed_outside_regions,
        min_font_px=finished.checks.min_font_px,
        overlapping_regions=finished.checks.overlapping_regions,
    )


def regions_of(finished: Finished) -> list[picture_pb2.Region]:
    """Every block of the picture and every mark, as it was and as it now is."""
    placed = {item.index: item for item in finished.placed}
    regions = []
    for i, intent in enumerate(finished.intents):
        region = _region(finished.study, i, placed.get(i))
        region.rule = intent.rule
        region.ground_asked = i in finished.prepared.changeable
        if i in finished.removed:
            region.text = ""
            region.action = picture_pb2.Region.REMOVED
        regions.append(region)
    first = len(regions) + 1
    for i, mark in enumerate(finished.study.marks):
        regions.append(_mark_region(mark, f"r{first + i}", gone=i in finished.prepared.removed_marks))
    return regions


def _mark_region(mark: Mark, name: str, *, gone: bool) -> picture_pb2.Region:
    """A watermark or a code. What a code says is never known here."""
    region = picture_pb2.Region(
        id=name,
        source_text=mark.text,
        text="" if gone else mark.text,
        kind=KINDS[mark.verdict.kind],
        kind_confidence=mark.verdict.confidence,
        why=mark.verdict.why,
        action=picture_pb2.Region.REMOVED if gone else picture_pb2.Region.KEPT,
        rotation=frame_of(mark.quad).angle,
    )
    if mark.line is not None:
        region.confidence = mark.line.confidence
        region.source_lines.append(_source_line(mark.line))
    _say_quad(region, mark.quad)
    return region


def _region(study: Study, index: int, item: Placed | None) -> picture_pb2.Region:
    block, verdict, ink = study.blocks[index], study.verdicts[index], study.blocks[index].ink
    region = picture_pb2.Region(
        id=f"r{index + 1}",
        source_text=block.text,
        source_lines=[_source_line(part.line) for part in block.letterings],
        confidence=block.confidence,
        kind=KINDS[verdict.kind],
        kind_confidence=verdict.confidence,
        why=verdict.why,
        rotation=block.frame.angle,
        color=_hex(ink.color),
    )
    if item is not None:
        _say_set(region, item)
        return region
    region.text = block.text
    region.action = picture_pb2.Region.KEPT
    region.font_size_px = block.em_px
    region.align = picture_pb2.Region.START
    region.direction = picture_pb2.Region.LEFT_TO_RIGHT
    if block.upright:
        region.direction = picture_pb2.Region.TOP_TO_BOTTOM
    region.bend_radius_px = block.frame.bend
    _say_quad(region, block.quad)
    if ink.outline is not None and ink.outline_px:
        region.outline_color, region.outline_px = _hex(ink.outline), ink.outline_px
    if ink.shadow is not None:
        region.shadow_color = _hex(ink.shadow.color)
        region.shadow_dx_px = ink.shadow.dx_em * block.em_px
        region.shadow_dy_px = ink.shadow.dy_em * block.em_px
    return region


def new_region(edit: Edit, item: Placed | None) -> picture_pb2.Region:
    """A region where there was no lettering. Without ``item`` none is there now."""
    region = picture_pb2.Region(
        id=edit.id,
        kind=KINDS[edit.verdict.kind],
        kind_confidence=edit.verdict.confidence,
        why=edit.verdict.why,
    )
    if item is not None:
        _say_set(region, item)
        return region
    removed = edit.action is Action.REMOVE
    region.action = picture_pb2.Region.REMOVED if removed else picture_pb2.Region.KEPT
    if edit.quad is not None:
        _say_quad(region, edit.quad)
    return region


def _say_set(region: picture_pb2.Region, item: Placed) -> None:
    setting, style = item.setting, item.setting.style
    region.text = "\n".join(setting.lines)
    region.action = picture_pb2.Region.TRANSLATED
    region.font = setting.faces[0].name
    region.more_fonts.extend(face.name for face in setting.faces[1:])
    region.font_size_px = setting.size_px
    region.color = _hex(item.color)
    region.rotation, region.bend_radius_px = item.frame.angle, item.frame.bend
    region.align = ALIGNS[style.align]
    rtl = style.right_to_left
    if rtl and style.align is Align.END:
        region.align = picture_pb2.Region.START  # both stand at the right
    region.direction = picture_pb2.Region.RIGHT_TO_LEFT if rtl else picture_pb2.Region.LEFT_TO_RIGHT
    if style.upright:
        region.direction = picture_pb2.Region.TOP_TO_BOTTOM
    _say_quad(region, item.frame.quad_of(item.area))
    # On an arc a quad has no corner to measure from.
    left, top = (0.0, 0.0) if item.frame.bend else (item.area.left, item.area.top)
    ink = setting.box
    region.ink_box.CopyFrom(
        picture_pb2.InkBox(
            left=ink.left - left, top=ink.top - top, right=ink.right - left, bottom=ink.bottom - top
        )
    )
    if item.outline is not None and setting.outline_px:
        region.outline_color, region.outline_px = _hex(item.outline), setting.outline_px
    if item.shadow is not None:
        region.shadow_color = _hex(item.shadow)
        region.shadow_dx_px, region.shadow_dy_px = setting.shadow_px


def _say_quad(region: picture_pb2.Region, quad: Quad) -> None:
    # Unrounded: a turned region's corners have to give the same axes again.
    for x, y in quad:
        region.quad.add(x=x, y=y)


def _source_line(line: Line) -> picture_pb2.SourceLine:
    said = picture_pb2.SourceLine(text=line.text, confidence=line.confidence)
    for x, y in line.quad:
        said.quad.add(x=round(x, 2), y=round(y, 2))
    return said


def blob_of(blob: StoredBlob) -> common_pb2.Blob:
    """Where a picture is kept."""
    return common_pb2.Blob(
        url=blob.url,
        media_type=blob.media_type,
        width=blob.width,
        height=blob.height,
        bytes=blob.bytes,
        sha256=blob.sha256,
    )


def engine_of(engine: Engine) -> common_pb2.Engine:
    """Who did a part of the work."""
    return common_pb2.Engine(
        name=engine.name, model=engine.model, revision=engine.revision, profile=engine.profile
    )


def _hex(color: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)
