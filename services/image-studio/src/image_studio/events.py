"""A finished picture as the public event says it."""

from __future__ import annotations

from argosy.common.v1 import common_pb2
from argosy.picture.v1 import picture_pb2
from argosy_store import StoredBlob
from image_studio.domain.blocks import Align, Block
from image_studio.domain.geometry import frame_of
from image_studio.domain.kinds import Kind
from image_studio.domain.layout import Placed
from image_studio.domain.lettering import Line
from image_studio.domain.marks import Mark
from image_studio.domain.study import Study
from image_studio.domain.wording import Engine
from image_studio.finishing import Finished

_KINDS = {
    Kind.TEXT: picture_pb2.Region.TEXT,
    Kind.BRAND: picture_pb2.Region.BRAND,
    Kind.ON_PRODUCT: picture_pb2.Region.ON_PRODUCT,
    Kind.NUMBER: picture_pb2.Region.NUMBER,
    Kind.WATERMARK: picture_pb2.Region.WATERMARK,
    Kind.CODE: picture_pb2.Region.CODE,
}
_ALIGNS = {
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
        review_reasons=[reason[:_LONGEST_REASON] for reason in reasons[:_MOST_REASONS]],
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
    placed = {item.index: item for item in finished.placed}
    """Every block of the picture, as it was and as it now is."""
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
        kind=_KINDS[mark.verdict.kind],
        kind_confidence=mark.verdict.confidence,
        why=mark.verdict.why,
        action=picture_pb2.Region.REMOVED if gone else picture_pb2.Region.KEPT,
        rotation=frame_of(mark.quad).angle,
    )
    if mark.line is not None:
        region.confidence = mark.line.confidence
        region.source_lines.append(_source_line(mark.line))
    for x, y in mark.quad:
        region.quad.add(x=round(x, 2), y=round(y, 2))
    return region


def _region(study: Study, index: int, item: Placed | None) -> picture_pb2.Region:
    block, verdict, ink = study.blocks[index], study.verdicts[index], study.blocks[index].ink
    region = picture_pb2.Region(
        id=f"r{index + 1}",
        source_text=block.text,
        source_lines=[_source_line(part.line) for part in block.letterings],
        confidence=block.confidence,
        kind=_KINDS[verdict.kind],
        kind_confidence=verdict.confidence,
        why=verdict.why,
        rotation=block.frame.angle,
        color=_hex(ink.color),
    )
    if item is None:
        quad = block.quad
        region.text = block.text
        region.action = picture_pb2.Region.KEPT
        region.font_size_px = block.em_px
        region.align = picture_pb2.Region.START
        region.direction = (
            picture_pb2.Region.TOP_TO_BOTTOM if block.upright else picture_pb2.Region.LEFT_TO_RIGHT
        )
        region.bend_radius_px = block.frame.bend
        outline, width = ink.outline, ink.outline_px
    else:
        quad = item.frame.quad_of(item.area)
        setting = item.setting
        region.text = "\n".join(setting.lines)
        region.action = picture_pb2.Region.TRANSLATED
        region.font = setting.faces[0].name
        region.more_fonts.extend(face.name for face in setting.faces[1:])
        region.font_size_px = setting.size_px
        region.align = _ALIGNS[setting.style.align]
        rtl = setting.style.right_to_left
        if rtl and setting.style.align is Align.END:
            region.align = picture_pb2.Region.START  # both stand at the right
        region.direction = picture_pb2.Region.RIGHT_TO_LEFT if rtl else picture_pb2.Region.LEFT_TO_RIGHT
        if setting.style.upright:
            region.direction = picture_pb2.Region.TOP_TO_BOTTOM
        region.rotation, region.bend_radius_px = item.frame.angle, item.frame.bend
        outline, width = item.outline, setting.outline_px
        ink_box, left, top = setting.box, item.area.left, item.area.top
        region.ink_box.CopyFrom(
            picture_pb2.InkBox(
                left=ink_box.left - left,
                top=ink_box.top - top,
                right=ink_box.right - left,
                bottom=ink_box.bottom - top,
            )
        )
    for x, y in quad:
        region.quad.add(x=round(x, 2), y=round(y, 2))
    if outline is not None and width:
        region.outline_color = _hex(outline)
        region.outline_px = width
    shadow = item.shadow if item is not None else ink.shadow.color if ink.shadow is not None else None
    if shadow is not None:
        dx, dy = item.setting.shadow_px if item is not None else _shadow_shift(block)
        region.shadow_color, region.shadow_dx_px, region.shadow_dy_px = _hex(shadow), dx, dy
    return region


def _shadow_shift(block: Block) -> tuple[float, float]:
    shadow = block.ink.shadow
    return (shadow.dx_em * block.em_px, shadow.dy_em * block.em_px) if shadow is not None else (0.0, 0.0)


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
