from argosy.common.v1 import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Point(_message.Message):
    __slots__ = ("x", "y")
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    x: float
    y: float
    def __init__(self, x: _Optional[float] = ..., y: _Optional[float] = ...) -> None: ...

class SourceLine(_message.Message):
    __slots__ = ("quad", "text", "confidence")
    QUAD_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    quad: _containers.RepeatedCompositeFieldContainer[Point]
    text: str
    confidence: float
    def __init__(self, quad: _Optional[_Iterable[_Union[Point, _Mapping]]] = ..., text: _Optional[str] = ..., confidence: _Optional[float] = ...) -> None: ...

class InkBox(_message.Message):
    __slots__ = ("left", "top", "right", "bottom")
    LEFT_FIELD_NUMBER: _ClassVar[int]
    TOP_FIELD_NUMBER: _ClassVar[int]
    RIGHT_FIELD_NUMBER: _ClassVar[int]
    BOTTOM_FIELD_NUMBER: _ClassVar[int]
    left: float
    top: float
    right: float
    bottom: float
    def __init__(self, left: _Optional[float] = ..., top: _Optional[float] = ..., right: _Optional[float] = ..., bottom: _Optional[float] = ...) -> None: ...

class Region(_message.Message):
    __slots__ = ("quad", "source_text", "text", "confidence", "kind", "action", "font", "font_size_px", "color", "align", "direction", "rotation", "outline_color", "outline_px", "kind_confidence", "why", "id", "source_lines", "rule", "shadow_color", "shadow_dx_px", "shadow_dy_px", "bend_radius_px", "ink_box", "ground_asked", "more_fonts")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Region.Kind]
        TEXT: _ClassVar[Region.Kind]
        BRAND: _ClassVar[Region.Kind]
        ON_PRODUCT: _ClassVar[Region.Kind]
        NUMBER: _ClassVar[Region.Kind]
        WATERMARK: _ClassVar[Region.Kind]
        CODE: _ClassVar[Region.Kind]
    KIND_UNSPECIFIED: Region.Kind
    TEXT: Region.Kind
    BRAND: Region.Kind
    ON_PRODUCT: Region.Kind
    NUMBER: Region.Kind
    WATERMARK: Region.Kind
    CODE: Region.Kind
    class Action(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        ACTION_UNSPECIFIED: _ClassVar[Region.Action]
        TRANSLATED: _ClassVar[Region.Action]
        KEPT: _ClassVar[Region.Action]
        REMOVED: _ClassVar[Region.Action]
    ACTION_UNSPECIFIED: Region.Action
    TRANSLATED: Region.Action
    KEPT: Region.Action
    REMOVED: Region.Action
    class Align(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        ALIGN_UNSPECIFIED: _ClassVar[Region.Align]
        START: _ClassVar[Region.Align]
        CENTER: _ClassVar[Region.Align]
        END: _ClassVar[Region.Align]
    ALIGN_UNSPECIFIED: Region.Align
    START: Region.Align
    CENTER: Region.Align
    END: Region.Align
    class Direction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        DIRECTION_UNSPECIFIED: _ClassVar[Region.Direction]
        LEFT_TO_RIGHT: _ClassVar[Region.Direction]
        RIGHT_TO_LEFT: _ClassVar[Region.Direction]
        TOP_TO_BOTTOM: _ClassVar[Region.Direction]
    DIRECTION_UNSPECIFIED: Region.Direction
    LEFT_TO_RIGHT: Region.Direction
    RIGHT_TO_LEFT: Region.Direction
    TOP_TO_BOTTOM: Region.Direction
    QUAD_FIELD_NUMBER: _ClassVar[int]
    SOURCE_TEXT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    FONT_FIELD_NUMBER: _ClassVar[int]
    FONT_SIZE_PX_FIELD_NUMBER: _ClassVar[int]
    COLOR_FIELD_NUMBER: _ClassVar[int]
    ALIGN_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    ROTATION_FIELD_NUMBER: _ClassVar[int]
    OUTLINE_COLOR_FIELD_NUMBER: _ClassVar[int]
    OUTLINE_PX_FIELD_NUMBER: _ClassVar[int]
    KIND_CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_LINES_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    SHADOW_COLOR_FIELD_NUMBER: _ClassVar[int]
    SHADOW_DX_PX_FIELD_NUMBER: _ClassVar[int]
    SHADOW_DY_PX_FIELD_NUMBER: _ClassVar[int]
    BEND_RADIUS_PX_FIELD_NUMBER: _ClassVar[int]
    INK_BOX_FIELD_NUMBER: _ClassVar[int]
    GROUND_ASKED_FIELD_NUMBER: _ClassVar[int]
    MORE_FONTS_FIELD_NUMBER: _ClassVar[int]
    quad: _containers.RepeatedCompositeFieldContainer[Point]
    source_text: str
    text: str
    confidence: float
    kind: Region.Kind
    action: Region.Action
    font: str
    font_size_px: float
    color: str
    align: Region.Align
    direction: Region.Direction
    rotation: float
    outline_color: str
    outline_px: float
    kind_confidence: float
    why: str
    id: str
    source_lines: _containers.RepeatedCompositeFieldContainer[SourceLine]
    rule: str
    shadow_color: str
    shadow_dx_px: float
    shadow_dy_px: float
    bend_radius_px: float
    ink_box: InkBox
    ground_asked: bool
    more_fonts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, quad: _Optional[_Iterable[_Union[Point, _Mapping]]] = ..., source_text: _Optional[str] = ..., text: _Optional[str] = ..., confidence: _Optional[float] = ..., kind: _Optional[_Union[Region.Kind, str]] = ..., action: _Optional[_Union[Region.Action, str]] = ..., font: _Optional[str] = ..., font_size_px: _Optional[float] = ..., color: _Optional[str] = ..., align: _Optional[_Union[Region.Align, str]] = ..., direction: _Optional[_Union[Region.Direction, str]] = ..., rotation: _Optional[float] = ..., outline_color: _Optional[str] = ..., outline_px: _Optional[float] = ..., kind_confidence: _Optional[float] = ..., why: _Optional[str] = ..., id: _Optional[str] = ..., source_lines: _Optional[_Iterable[_Union[SourceLine, _Mapping]]] = ..., rule: _Optional[str] = ..., shadow_color: _Optional[str] = ..., shadow_dx_px: _Optional[float] = ..., shadow_dy_px: _Optional[float] = ..., bend_radius_px: _Optional[float] = ..., ink_box: _Optional[_Union[InkBox, _Mapping]] = ..., ground_asked: bool = ..., more_fonts: _Optional[_Iterable[str]] = ...) -> None: ...

class LetteringWishes(_message.Message):
    __slots__ = ("translate", "remove")
    TRANSLATE_FIELD_NUMBER: _ClassVar[int]
    REMOVE_FIELD_NUMBER: _ClassVar[int]
    translate: _containers.RepeatedScalarFieldContainer[Region.Kind]
    remove: _containers.RepeatedScalarFieldContainer[Region.Kind]
    def __init__(self, translate: _Optional[_Iterable[_Union[Region.Kind, str]]] = ..., remove: _Optional[_Iterable[_Union[Region.Kind, str]]] = ...) -> None: ...

class ImageChecks(_message.Message):
    __slots__ = ("residual_source_chars", "overflowing_regions", "pixels_changed_outside_regions", "min_font_px", "overlapping_regions")
    RESIDUAL_SOURCE_CHARS_FIELD_NUMBER: _ClassVar[int]
    OVERFLOWING_REGIONS_FIELD_NUMBER: _ClassVar[int]
    PIXELS_CHANGED_OUTSIDE_REGIONS_FIELD_NUMBER: _ClassVar[int]
    MIN_FONT_PX_FIELD_NUMBER: _ClassVar[int]
    OVERLAPPING_REGIONS_FIELD_NUMBER: _ClassVar[int]
    residual_source_chars: int
    overflowing_regions: int
    pixels_changed_outside_regions: int
    min_font_px: float
    overlapping_regions: int
    def __init__(self, residual_source_chars: _Optional[int] = ..., overflowing_regions: _Optional[int] = ..., pixels_changed_outside_regions: _Optional[int] = ..., min_font_px: _Optional[float] = ..., overlapping_regions: _Optional[int] = ...) -> None: ...

class ImageLocalized(_message.Message):
    __slots__ = ("product_id", "image_id", "market", "locale", "image", "regions", "checks", "engine", "needs_review", "review_reasons", "original", "engines")
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGE_ID_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_FIELD_NUMBER: _ClassVar[int]
    ENGINES_FIELD_NUMBER: _ClassVar[int]
    product_id: str
    image_id: str
    market: str
    locale: str
    image: _common_pb2.Blob
    regions: _containers.RepeatedCompositeFieldContainer[Region]
    checks: ImageChecks
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    original: _common_pb2.Blob
    engines: _containers.RepeatedCompositeFieldContainer[_common_pb2.Engine]
    def __init__(self, product_id: _Optional[str] = ..., image_id: _Optional[str] = ..., market: _Optional[str] = ..., locale: _Optional[str] = ..., image: _Optional[_Union[_common_pb2.Blob, _Mapping]] = ..., regions: _Optional[_Iterable[_Union[Region, _Mapping]]] = ..., checks: _Optional[_Union[ImageChecks, _Mapping]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ..., original: _Optional[_Union[_common_pb2.Blob, _Mapping]] = ..., engines: _Optional[_Iterable[_Union[_common_pb2.Engine, _Mapping]]] = ...) -> None: ...

class EraseJob(_message.Message):
    __slots__ = ("classes", "on_product", "mask_url", "brand")
    class Target(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        TARGET_UNSPECIFIED: _ClassVar[EraseJob.Target]
        WATERMARK: _ClassVar[EraseJob.Target]
        LOGO: _ClassVar[EraseJob.Target]
        TEXT: _ClassVar[EraseJob.Target]
        TEXT_BLOCK: _ClassVar[EraseJob.Target]
    TARGET_UNSPECIFIED: EraseJob.Target
    WATERMARK: EraseJob.Target
    LOGO: EraseJob.Target
    TEXT: EraseJob.Target
    TEXT_BLOCK: EraseJob.Target
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    ON_PRODUCT_FIELD_NUMBER: _ClassVar[int]
    MASK_URL_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    classes: _containers.RepeatedScalarFieldContainer[EraseJob.Target]
    on_product: bool
    mask_url: str
    brand: str
    def __init__(self, classes: _Optional[_Iterable[_Union[EraseJob.Target, str]]] = ..., on_product: bool = ..., mask_url: _Optional[str] = ..., brand: _Optional[str] = ...) -> None: ...

class CutoutJob(_message.Message):
    __slots__ = ("background", "color")
    class Background(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        BACKGROUND_UNSPECIFIED: _ClassVar[CutoutJob.Background]
        TRANSPARENT: _ClassVar[CutoutJob.Background]
        WHITE: _ClassVar[CutoutJob.Background]
        COLOR: _ClassVar[CutoutJob.Background]
    BACKGROUND_UNSPECIFIED: CutoutJob.Background
    TRANSPARENT: CutoutJob.Background
    WHITE: CutoutJob.Background
    COLOR: CutoutJob.Background
    BACKGROUND_FIELD_NUMBER: _ClassVar[int]
    COLOR_FIELD_NUMBER: _ClassVar[int]
    background: CutoutJob.Background
    color: str
    def __init__(self, background: _Optional[_Union[CutoutJob.Background, str]] = ..., color: _Optional[str] = ...) -> None: ...

class ResizeJob(_message.Message):
    __slots__ = ("width", "height", "mode")
    class Mode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        MODE_UNSPECIFIED: _ClassVar[ResizeJob.Mode]
        FIT: _ClassVar[ResizeJob.Mode]
        SMART_CROP: _ClassVar[ResizeJob.Mode]
        UPSCALE: _ClassVar[ResizeJob.Mode]
    MODE_UNSPECIFIED: ResizeJob.Mode
    FIT: ResizeJob.Mode
    SMART_CROP: ResizeJob.Mode
    UPSCALE: ResizeJob.Mode
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    width: int
    height: int
    mode: ResizeJob.Mode
    def __init__(self, width: _Optional[int] = ..., height: _Optional[int] = ..., mode: _Optional[_Union[ResizeJob.Mode, str]] = ...) -> None: ...

class SceneJob(_message.Message):
    __slots__ = ("scene", "count", "aspect", "seed")
    SCENE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    ASPECT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    scene: str
    count: int
    aspect: str
    seed: int
    def __init__(self, scene: _Optional[str] = ..., count: _Optional[int] = ..., aspect: _Optional[str] = ..., seed: _Optional[int] = ...) -> None: ...

class TryOnJob(_message.Message):
    __slots__ = ("model", "garment_hint", "count", "seed")
    class GarmentHint(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        GARMENT_HINT_UNSPECIFIED: _ClassVar[TryOnJob.GarmentHint]
        TOP: _ClassVar[TryOnJob.GarmentHint]
        BOTTOM: _ClassVar[TryOnJob.GarmentHint]
        DRESS: _ClassVar[TryOnJob.GarmentHint]
    GARMENT_HINT_UNSPECIFIED: TryOnJob.GarmentHint
    TOP: TryOnJob.GarmentHint
    BOTTOM: TryOnJob.GarmentHint
    DRESS: TryOnJob.GarmentHint
    class Model(_message.Message):
        __slots__ = ("id", "look")
        ID_FIELD_NUMBER: _ClassVar[int]
        LOOK_FIELD_NUMBER: _ClassVar[int]
        id: str
        look: str
        def __init__(self, id: _Optional[str] = ..., look: _Optional[str] = ...) -> None: ...
    MODEL_FIELD_NUMBER: _ClassVar[int]
    GARMENT_HINT_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    model: TryOnJob.Model
    garment_hint: TryOnJob.GarmentHint
    count: int
    seed: int
    def __init__(self, model: _Optional[_Union[TryOnJob.Model, _Mapping]] = ..., garment_hint: _Optional[_Union[TryOnJob.GarmentHint, str]] = ..., count: _Optional[int] = ..., seed: _Optional[int] = ...) -> None: ...

class BannerJob(_message.Message):
    __slots__ = ("template", "headline", "subline", "call_to_action", "size")
    class Size(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SIZE_UNSPECIFIED: _ClassVar[BannerJob.Size]
        BANNER: _ClassVar[BannerJob.Size]
        YOUTUBE: _ClassVar[BannerJob.Size]
        TIKTOK: _ClassVar[BannerJob.Size]
        SQUARE: _ClassVar[BannerJob.Size]
    SIZE_UNSPECIFIED: BannerJob.Size
    BANNER: BannerJob.Size
    YOUTUBE: BannerJob.Size
    TIKTOK: BannerJob.Size
    SQUARE: BannerJob.Size
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    HEADLINE_FIELD_NUMBER: _ClassVar[int]
    SUBLINE_FIELD_NUMBER: _ClassVar[int]
    CALL_TO_ACTION_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    template: str
    headline: str
    subline: str
    call_to_action: str
    size: BannerJob.Size
    def __init__(self, template: _Optional[str] = ..., headline: _Optional[str] = ..., subline: _Optional[str] = ..., call_to_action: _Optional[str] = ..., size: _Optional[_Union[BannerJob.Size, str]] = ...) -> None: ...

class LetterJob(_message.Message):
    __slots__ = ("regions", "source_language", "brand", "wishes")
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    WISHES_FIELD_NUMBER: _ClassVar[int]
    regions: _containers.RepeatedCompositeFieldContainer[Region]
    source_language: str
    brand: str
    wishes: LetteringWishes
    def __init__(self, regions: _Optional[_Iterable[_Union[Region, _Mapping]]] = ..., source_language: _Optional[str] = ..., brand: _Optional[str] = ..., wishes: _Optional[_Union[LetteringWishes, _Mapping]] = ...) -> None: ...

class ImageJob(_message.Message):
    __slots__ = ("erase", "cutout", "resize", "scene", "try_on", "banner", "letter")
    ERASE_FIELD_NUMBER: _ClassVar[int]
    CUTOUT_FIELD_NUMBER: _ClassVar[int]
    RESIZE_FIELD_NUMBER: _ClassVar[int]
    SCENE_FIELD_NUMBER: _ClassVar[int]
    TRY_ON_FIELD_NUMBER: _ClassVar[int]
    BANNER_FIELD_NUMBER: _ClassVar[int]
    LETTER_FIELD_NUMBER: _ClassVar[int]
    erase: EraseJob
    cutout: CutoutJob
    resize: ResizeJob
    scene: SceneJob
    try_on: TryOnJob
    banner: BannerJob
    letter: LetterJob
    def __init__(self, erase: _Optional[_Union[EraseJob, _Mapping]] = ..., cutout: _Optional[_Union[CutoutJob, _Mapping]] = ..., resize: _Optional[_Union[ResizeJob, _Mapping]] = ..., scene: _Optional[_Union[SceneJob, _Mapping]] = ..., try_on: _Optional[_Union[TryOnJob, _Mapping]] = ..., banner: _Optional[_Union[BannerJob, _Mapping]] = ..., letter: _Optional[_Union[LetterJob, _Mapping]] = ...) -> None: ...

class ImageRequested(_message.Message):
    __slots__ = ("request_id", "product_id", "image_url", "markets", "job", "channels")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGE_URL_FIELD_NUMBER: _ClassVar[int]
    MARKETS_FIELD_NUMBER: _ClassVar[int]
    JOB_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    product_id: str
    image_url: str
    markets: _containers.RepeatedScalarFieldContainer[str]
    job: ImageJob
    channels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, request_id: _Optional[str] = ..., product_id: _Optional[str] = ..., image_url: _Optional[str] = ..., markets: _Optional[_Iterable[str]] = ..., job: _Optional[_Union[ImageJob, _Mapping]] = ..., channels: _Optional[_Iterable[str]] = ...) -> None: ...

class ImageRendered(_message.Message):
    __slots__ = ("request_id", "product_id", "job", "market", "images", "rejected_input", "engine", "needs_review", "review_reasons", "regions", "checks", "engines")
    class Rendering(_message.Message):
        __slots__ = ("blob", "seed", "score", "rejected", "reasons")
        BLOB_FIELD_NUMBER: _ClassVar[int]
        SEED_FIELD_NUMBER: _ClassVar[int]
        SCORE_FIELD_NUMBER: _ClassVar[int]
        REJECTED_FIELD_NUMBER: _ClassVar[int]
        REASONS_FIELD_NUMBER: _ClassVar[int]
        blob: _common_pb2.Blob
        seed: int
        score: float
        rejected: bool
        reasons: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, blob: _Optional[_Union[_common_pb2.Blob, _Mapping]] = ..., seed: _Optional[int] = ..., score: _Optional[float] = ..., rejected: bool = ..., reasons: _Optional[_Iterable[str]] = ...) -> None: ...
    class RejectedInput(_message.Message):
        __slots__ = ("code", "message")
        CODE_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_FIELD_NUMBER: _ClassVar[int]
        code: str
        message: str
        def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    REJECTED_INPUT_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    ENGINES_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    product_id: str
    job: ImageJob
    market: str
    images: _containers.RepeatedCompositeFieldContainer[ImageRendered.Rendering]
    rejected_input: ImageRendered.RejectedInput
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    regions: _containers.RepeatedCompositeFieldContainer[Region]
    checks: ImageChecks
    engines: _containers.RepeatedCompositeFieldContainer[_common_pb2.Engine]
    def __init__(self, request_id: _Optional[str] = ..., product_id: _Optional[str] = ..., job: _Optional[_Union[ImageJob, _Mapping]] = ..., market: _Optional[str] = ..., images: _Optional[_Iterable[_Union[ImageRendered.Rendering, _Mapping]]] = ..., rejected_input: _Optional[_Union[ImageRendered.RejectedInput, _Mapping]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ..., regions: _Optional[_Iterable[_Union[Region, _Mapping]]] = ..., checks: _Optional[_Union[ImageChecks, _Mapping]] = ..., engines: _Optional[_Iterable[_Union[_common_pb2.Engine, _Mapping]]] = ...) -> None: ...

class CreativeFeedback(_message.Message):
    __slots__ = ("creative_id", "market", "shown", "clicked", "bought", "window")
    CREATIVE_ID_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    SHOWN_FIELD_NUMBER: _ClassVar[int]
    CLICKED_FIELD_NUMBER: _ClassVar[int]
    BOUGHT_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    creative_id: str
    market: str
    shown: int
    clicked: int
    bought: int
    window: _common_pb2.TimeWindow
    def __init__(self, creative_id: _Optional[str] = ..., market: _Optional[str] = ..., shown: _Optional[int] = ..., clicked: _Optional[int] = ..., bought: _Optional[int] = ..., window: _Optional[_Union[_common_pb2.TimeWindow, _Mapping]] = ...) -> None: ...

class CreativeScored(_message.Message):
    __slots__ = ("creative_id", "product_id", "market", "expected_ctr", "rank", "ship", "reasons", "engine", "needs_review", "review_reasons")
    class ExpectedRate(_message.Message):
        __slots__ = ("mean", "low", "high")
        MEAN_FIELD_NUMBER: _ClassVar[int]
        LOW_FIELD_NUMBER: _ClassVar[int]
        HIGH_FIELD_NUMBER: _ClassVar[int]
        mean: float
        low: float
        high: float
        def __init__(self, mean: _Optional[float] = ..., low: _Optional[float] = ..., high: _Optional[float] = ...) -> None: ...
    CREATIVE_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_CTR_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    SHIP_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    creative_id: str
    product_id: str
    market: str
    expected_ctr: CreativeScored.ExpectedRate
    rank: int
    ship: bool
    reasons: _containers.RepeatedScalarFieldContainer[str]
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, creative_id: _Optional[str] = ..., product_id: _Optional[str] = ..., market: _Optional[str] = ..., expected_ctr: _Optional[_Union[CreativeScored.ExpectedRate, _Mapping]] = ..., rank: _Optional[int] = ..., ship: bool = ..., reasons: _Optional[_Iterable[str]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ...) -> None: ...
