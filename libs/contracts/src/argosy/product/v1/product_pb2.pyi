from argosy.common.v1 import common_pb2 as _common_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NamedValue(_message.Message):
    __slots__ = ("name", "value")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: str
    def __init__(self, name: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class ProductImage(_message.Message):
    __slots__ = ("id", "url", "role")
    class Role(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        ROLE_UNSPECIFIED: _ClassVar[ProductImage.Role]
        MAIN: _ClassVar[ProductImage.Role]
        DETAIL: _ClassVar[ProductImage.Role]
        SIZE_CHART: _ClassVar[ProductImage.Role]
    ROLE_UNSPECIFIED: ProductImage.Role
    MAIN: ProductImage.Role
    DETAIL: ProductImage.Role
    SIZE_CHART: ProductImage.Role
    ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    id: str
    url: str
    role: ProductImage.Role
    def __init__(self, id: _Optional[str] = ..., url: _Optional[str] = ..., role: _Optional[_Union[ProductImage.Role, str]] = ...) -> None: ...

class Variant(_message.Message):
    __slots__ = ("sku", "options", "price")
    SKU_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    sku: str
    options: _containers.RepeatedCompositeFieldContainer[NamedValue]
    price: _common_pb2.Money
    def __init__(self, sku: _Optional[str] = ..., options: _Optional[_Iterable[_Union[NamedValue, _Mapping]]] = ..., price: _Optional[_Union[_common_pb2.Money, _Mapping]] = ...) -> None: ...

class Product(_message.Message):
    __slots__ = ("id", "language", "title", "description", "category_hint", "brand", "attributes", "images", "variants", "price", "weight_g")
    ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_HINT_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    VARIANTS_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_G_FIELD_NUMBER: _ClassVar[int]
    id: str
    language: str
    title: str
    description: str
    category_hint: str
    brand: str
    attributes: _containers.RepeatedCompositeFieldContainer[NamedValue]
    images: _containers.RepeatedCompositeFieldContainer[ProductImage]
    variants: _containers.RepeatedCompositeFieldContainer[Variant]
    price: _common_pb2.Money
    weight_g: float
    def __init__(self, id: _Optional[str] = ..., language: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., category_hint: _Optional[str] = ..., brand: _Optional[str] = ..., attributes: _Optional[_Iterable[_Union[NamedValue, _Mapping]]] = ..., images: _Optional[_Iterable[_Union[ProductImage, _Mapping]]] = ..., variants: _Optional[_Iterable[_Union[Variant, _Mapping]]] = ..., price: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., weight_g: _Optional[float] = ...) -> None: ...

class ProductCreated(_message.Message):
    __slots__ = ("product", "markets", "channels")
    PRODUCT_FIELD_NUMBER: _ClassVar[int]
    MARKETS_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    product: Product
    markets: _containers.RepeatedScalarFieldContainer[str]
    channels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, product: _Optional[_Union[Product, _Mapping]] = ..., markets: _Optional[_Iterable[str]] = ..., channels: _Optional[_Iterable[str]] = ...) -> None: ...

class ProductUpdated(_message.Message):
    __slots__ = ("product", "markets", "channels")
    PRODUCT_FIELD_NUMBER: _ClassVar[int]
    MARKETS_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    product: Product
    markets: _containers.RepeatedScalarFieldContainer[str]
    channels: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, product: _Optional[_Union[Product, _Mapping]] = ..., markets: _Optional[_Iterable[str]] = ..., channels: _Optional[_Iterable[str]] = ...) -> None: ...

class ListingAttribute(_message.Message):
    __slots__ = ("id", "name", "value", "source")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    value: str
    source: NamedValue
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., value: _Optional[str] = ..., source: _Optional[_Union[NamedValue, _Mapping]] = ...) -> None: ...

class Claim(_message.Message):
    __slots__ = ("text", "evidence")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    text: str
    evidence: _common_pb2.Evidence
    def __init__(self, text: _Optional[str] = ..., evidence: _Optional[_Union[_common_pb2.Evidence, _Mapping]] = ...) -> None: ...

class SellingPoint(_message.Message):
    __slots__ = ("concept", "rank", "why")
    CONCEPT_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    concept: str
    rank: int
    why: str
    def __init__(self, concept: _Optional[str] = ..., rank: _Optional[int] = ..., why: _Optional[str] = ...) -> None: ...

class LeftOver(_message.Message):
    __slots__ = ("text", "span", "field")
    class Span(_message.Message):
        __slots__ = ("start", "end")
        START_FIELD_NUMBER: _ClassVar[int]
        END_FIELD_NUMBER: _ClassVar[int]
        start: int
        end: int
        def __init__(self, start: _Optional[int] = ..., end: _Optional[int] = ...) -> None: ...
    TEXT_FIELD_NUMBER: _ClassVar[int]
    SPAN_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    text: str
    span: LeftOver.Span
    field: str
    def __init__(self, text: _Optional[str] = ..., span: _Optional[_Union[LeftOver.Span, _Mapping]] = ..., field: _Optional[str] = ...) -> None: ...

class LocalizedVariant(_message.Message):
    __slots__ = ("sku", "options", "price")
    class Option(_message.Message):
        __slots__ = ("id", "name", "value", "source")
        ID_FIELD_NUMBER: _ClassVar[int]
        NAME_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        SOURCE_FIELD_NUMBER: _ClassVar[int]
        id: str
        name: str
        value: str
        source: NamedValue
        def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., value: _Optional[str] = ..., source: _Optional[_Union[NamedValue, _Mapping]] = ...) -> None: ...
    SKU_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    sku: str
    options: _containers.RepeatedCompositeFieldContainer[LocalizedVariant.Option]
    price: _common_pb2.Money
    def __init__(self, sku: _Optional[str] = ..., options: _Optional[_Iterable[_Union[LocalizedVariant.Option, _Mapping]]] = ..., price: _Optional[_Union[_common_pb2.Money, _Mapping]] = ...) -> None: ...

class SizeChart(_message.Message):
    __slots__ = ("columns", "rows", "notes")
    class Column(_message.Message):
        __slots__ = ("id", "name", "unit")
        ID_FIELD_NUMBER: _ClassVar[int]
        NAME_FIELD_NUMBER: _ClassVar[int]
        UNIT_FIELD_NUMBER: _ClassVar[int]
        id: str
        name: str
        unit: str
        def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., unit: _Optional[str] = ...) -> None: ...
    class Row(_message.Message):
        __slots__ = ("cells", "source")
        CELLS_FIELD_NUMBER: _ClassVar[int]
        SOURCE_FIELD_NUMBER: _ClassVar[int]
        cells: _containers.RepeatedScalarFieldContainer[str]
        source: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, cells: _Optional[_Iterable[str]] = ..., source: _Optional[_Iterable[str]] = ...) -> None: ...
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    columns: _containers.RepeatedCompositeFieldContainer[SizeChart.Column]
    rows: _containers.RepeatedCompositeFieldContainer[SizeChart.Row]
    notes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, columns: _Optional[_Iterable[_Union[SizeChart.Column, _Mapping]]] = ..., rows: _Optional[_Iterable[_Union[SizeChart.Row, _Mapping]]] = ..., notes: _Optional[_Iterable[str]] = ...) -> None: ...

class FieldStatus(_message.Message):
    __slots__ = ("field", "state", "proposal")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[FieldStatus.State]
        WRITTEN: _ClassVar[FieldStatus.State]
        UNCHANGED: _ClassVar[FieldStatus.State]
        APPROVED: _ClassVar[FieldStatus.State]
    STATE_UNSPECIFIED: FieldStatus.State
    WRITTEN: FieldStatus.State
    UNCHANGED: FieldStatus.State
    APPROVED: FieldStatus.State
    FIELD_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_FIELD_NUMBER: _ClassVar[int]
    field: str
    state: FieldStatus.State
    proposal: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, field: _Optional[str] = ..., state: _Optional[_Union[FieldStatus.State, str]] = ..., proposal: _Optional[_Iterable[str]] = ...) -> None: ...

class ListingLocalized(_message.Message):
    __slots__ = ("product_id", "market", "locale", "channel", "title", "bullets", "description", "keywords", "attributes", "claims", "selling_points", "coverage", "left_over", "engine", "needs_review", "review_reasons", "detail_html", "variants", "size_charts", "fields", "category")
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    BULLETS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    KEYWORDS_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    SELLING_POINTS_FIELD_NUMBER: _ClassVar[int]
    COVERAGE_FIELD_NUMBER: _ClassVar[int]
    LEFT_OVER_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    DETAIL_HTML_FIELD_NUMBER: _ClassVar[int]
    VARIANTS_FIELD_NUMBER: _ClassVar[int]
    SIZE_CHARTS_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    product_id: str
    market: str
    locale: str
    channel: str
    title: str
    bullets: _containers.RepeatedScalarFieldContainer[str]
    description: str
    keywords: _containers.RepeatedScalarFieldContainer[str]
    attributes: _containers.RepeatedCompositeFieldContainer[ListingAttribute]
    claims: _containers.RepeatedCompositeFieldContainer[Claim]
    selling_points: _containers.RepeatedCompositeFieldContainer[SellingPoint]
    coverage: float
    left_over: _containers.RepeatedCompositeFieldContainer[LeftOver]
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    detail_html: str
    variants: _containers.RepeatedCompositeFieldContainer[LocalizedVariant]
    size_charts: _containers.RepeatedCompositeFieldContainer[SizeChart]
    fields: _containers.RepeatedCompositeFieldContainer[FieldStatus]
    category: str
    def __init__(self, product_id: _Optional[str] = ..., market: _Optional[str] = ..., locale: _Optional[str] = ..., channel: _Optional[str] = ..., title: _Optional[str] = ..., bullets: _Optional[_Iterable[str]] = ..., description: _Optional[str] = ..., keywords: _Optional[_Iterable[str]] = ..., attributes: _Optional[_Iterable[_Union[ListingAttribute, _Mapping]]] = ..., claims: _Optional[_Iterable[_Union[Claim, _Mapping]]] = ..., selling_points: _Optional[_Iterable[_Union[SellingPoint, _Mapping]]] = ..., coverage: _Optional[float] = ..., left_over: _Optional[_Iterable[_Union[LeftOver, _Mapping]]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ..., detail_html: _Optional[str] = ..., variants: _Optional[_Iterable[_Union[LocalizedVariant, _Mapping]]] = ..., size_charts: _Optional[_Iterable[_Union[SizeChart, _Mapping]]] = ..., fields: _Optional[_Iterable[_Union[FieldStatus, _Mapping]]] = ..., category: _Optional[str] = ...) -> None: ...

class ListingReviewed(_message.Message):
    __slots__ = ("product_id", "market", "channel", "verdict", "texts", "fields", "reason", "reviewer_id")
    class Verdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        VERDICT_UNSPECIFIED: _ClassVar[ListingReviewed.Verdict]
        APPROVED: _ClassVar[ListingReviewed.Verdict]
        EDITED: _ClassVar[ListingReviewed.Verdict]
        REJECTED: _ClassVar[ListingReviewed.Verdict]
    VERDICT_UNSPECIFIED: ListingReviewed.Verdict
    APPROVED: ListingReviewed.Verdict
    EDITED: ListingReviewed.Verdict
    REJECTED: ListingReviewed.Verdict
    class Texts(_message.Message):
        __slots__ = ("title", "bullets", "description", "keywords", "detail_html")
        TITLE_FIELD_NUMBER: _ClassVar[int]
        BULLETS_FIELD_NUMBER: _ClassVar[int]
        DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
        KEYWORDS_FIELD_NUMBER: _ClassVar[int]
        DETAIL_HTML_FIELD_NUMBER: _ClassVar[int]
        title: str
        bullets: _containers.RepeatedScalarFieldContainer[str]
        description: str
        keywords: _containers.RepeatedScalarFieldContainer[str]
        detail_html: str
        def __init__(self, title: _Optional[str] = ..., bullets: _Optional[_Iterable[str]] = ..., description: _Optional[str] = ..., keywords: _Optional[_Iterable[str]] = ..., detail_html: _Optional[str] = ...) -> None: ...
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REVIEWER_ID_FIELD_NUMBER: _ClassVar[int]
    product_id: str
    market: str
    channel: str
    verdict: ListingReviewed.Verdict
    texts: ListingReviewed.Texts
    fields: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    reviewer_id: str
    def __init__(self, product_id: _Optional[str] = ..., market: _Optional[str] = ..., channel: _Optional[str] = ..., verdict: _Optional[_Union[ListingReviewed.Verdict, str]] = ..., texts: _Optional[_Union[ListingReviewed.Texts, _Mapping]] = ..., fields: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ..., reviewer_id: _Optional[str] = ...) -> None: ...

class ProductTagged(_message.Message):
    __slots__ = ("product_id", "category", "tags", "labels", "engine", "needs_review", "review_reasons", "contradictions", "pictures")
    class Category(_message.Message):
        __slots__ = ("id", "path", "confidence", "mapping")
        class MappingEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: str
            def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
        ID_FIELD_NUMBER: _ClassVar[int]
        PATH_FIELD_NUMBER: _ClassVar[int]
        CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
        MAPPING_FIELD_NUMBER: _ClassVar[int]
        id: str
        path: _containers.RepeatedScalarFieldContainer[str]
        confidence: float
        mapping: _containers.ScalarMap[str, str]
        def __init__(self, id: _Optional[str] = ..., path: _Optional[_Iterable[str]] = ..., confidence: _Optional[float] = ..., mapping: _Optional[_Mapping[str, str]] = ...) -> None: ...
    class Tag(_message.Message):
        __slots__ = ("attribute", "value", "confidence", "origin", "evidence", "more_evidence")
        class Origin(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
            __slots__ = ()
            ORIGIN_UNSPECIFIED: _ClassVar[ProductTagged.Tag.Origin]
            TEXT: _ClassVar[ProductTagged.Tag.Origin]
            IMAGE: _ClassVar[ProductTagged.Tag.Origin]
            BOTH: _ClassVar[ProductTagged.Tag.Origin]
        ORIGIN_UNSPECIFIED: ProductTagged.Tag.Origin
        TEXT: ProductTagged.Tag.Origin
        IMAGE: ProductTagged.Tag.Origin
        BOTH: ProductTagged.Tag.Origin
        ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
        ORIGIN_FIELD_NUMBER: _ClassVar[int]
        EVIDENCE_FIELD_NUMBER: _ClassVar[int]
        MORE_EVIDENCE_FIELD_NUMBER: _ClassVar[int]
        attribute: str
        value: str
        confidence: float
        origin: ProductTagged.Tag.Origin
        evidence: _common_pb2.Evidence
        more_evidence: _containers.RepeatedCompositeFieldContainer[_common_pb2.Evidence]
        def __init__(self, attribute: _Optional[str] = ..., value: _Optional[str] = ..., confidence: _Optional[float] = ..., origin: _Optional[_Union[ProductTagged.Tag.Origin, str]] = ..., evidence: _Optional[_Union[_common_pb2.Evidence, _Mapping]] = ..., more_evidence: _Optional[_Iterable[_Union[_common_pb2.Evidence, _Mapping]]] = ...) -> None: ...
    class Statement(_message.Message):
        __slots__ = ("value", "evidence")
        VALUE_FIELD_NUMBER: _ClassVar[int]
        EVIDENCE_FIELD_NUMBER: _ClassVar[int]
        value: str
        evidence: _common_pb2.Evidence
        def __init__(self, value: _Optional[str] = ..., evidence: _Optional[_Union[_common_pb2.Evidence, _Mapping]] = ...) -> None: ...
    class Contradiction(_message.Message):
        __slots__ = ("attribute", "one", "other")
        ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
        ONE_FIELD_NUMBER: _ClassVar[int]
        OTHER_FIELD_NUMBER: _ClassVar[int]
        attribute: str
        one: ProductTagged.Statement
        other: ProductTagged.Statement
        def __init__(self, attribute: _Optional[str] = ..., one: _Optional[_Union[ProductTagged.Statement, _Mapping]] = ..., other: _Optional[_Union[ProductTagged.Statement, _Mapping]] = ...) -> None: ...
    class Picture(_message.Message):
        __slots__ = ("id", "outcome", "reason", "certainty", "shape", "shows_person", "words", "unseen", "engines")
        class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
            __slots__ = ()
            OUTCOME_UNSPECIFIED: _ClassVar[ProductTagged.Picture.Outcome]
            LOOKED: _ClassVar[ProductTagged.Picture.Outcome]
            REFUSED: _ClassVar[ProductTagged.Picture.Outcome]
            NOT_LOOKED: _ClassVar[ProductTagged.Picture.Outcome]
        OUTCOME_UNSPECIFIED: ProductTagged.Picture.Outcome
        LOOKED: ProductTagged.Picture.Outcome
        REFUSED: ProductTagged.Picture.Outcome
        NOT_LOOKED: ProductTagged.Picture.Outcome
        class Shape(_message.Message):
            __slots__ = ("aspect", "elongation", "parts", "covers", "is_cut_off")
            ASPECT_FIELD_NUMBER: _ClassVar[int]
            ELONGATION_FIELD_NUMBER: _ClassVar[int]
            PARTS_FIELD_NUMBER: _ClassVar[int]
            COVERS_FIELD_NUMBER: _ClassVar[int]
            IS_CUT_OFF_FIELD_NUMBER: _ClassVar[int]
            aspect: float
            elongation: float
            parts: int
            covers: float
            is_cut_off: bool
            def __init__(self, aspect: _Optional[float] = ..., elongation: _Optional[float] = ..., parts: _Optional[int] = ..., covers: _Optional[float] = ..., is_cut_off: bool = ...) -> None: ...
        ID_FIELD_NUMBER: _ClassVar[int]
        OUTCOME_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        CERTAINTY_FIELD_NUMBER: _ClassVar[int]
        SHAPE_FIELD_NUMBER: _ClassVar[int]
        SHOWS_PERSON_FIELD_NUMBER: _ClassVar[int]
        WORDS_FIELD_NUMBER: _ClassVar[int]
        UNSEEN_FIELD_NUMBER: _ClassVar[int]
        ENGINES_FIELD_NUMBER: _ClassVar[int]
        id: str
        outcome: ProductTagged.Picture.Outcome
        reason: str
        certainty: float
        shape: ProductTagged.Picture.Shape
        shows_person: bool
        words: _containers.RepeatedScalarFieldContainer[str]
        unseen: _containers.RepeatedScalarFieldContainer[str]
        engines: _containers.RepeatedCompositeFieldContainer[_common_pb2.Engine]
        def __init__(self, id: _Optional[str] = ..., outcome: _Optional[_Union[ProductTagged.Picture.Outcome, str]] = ..., reason: _Optional[str] = ..., certainty: _Optional[float] = ..., shape: _Optional[_Union[ProductTagged.Picture.Shape, _Mapping]] = ..., shows_person: bool = ..., words: _Optional[_Iterable[str]] = ..., unseen: _Optional[_Iterable[str]] = ..., engines: _Optional[_Iterable[_Union[_common_pb2.Engine, _Mapping]]] = ...) -> None: ...
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    CONTRADICTIONS_FIELD_NUMBER: _ClassVar[int]
    PICTURES_FIELD_NUMBER: _ClassVar[int]
    product_id: str
    category: ProductTagged.Category
    tags: _containers.RepeatedCompositeFieldContainer[ProductTagged.Tag]
    labels: _containers.MessageMap[str, _struct_pb2.Struct]
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    contradictions: _containers.RepeatedCompositeFieldContainer[ProductTagged.Contradiction]
    pictures: _containers.RepeatedCompositeFieldContainer[ProductTagged.Picture]
    def __init__(self, product_id: _Optional[str] = ..., category: _Optional[_Union[ProductTagged.Category, _Mapping]] = ..., tags: _Optional[_Iterable[_Union[ProductTagged.Tag, _Mapping]]] = ..., labels: _Optional[_Mapping[str, _struct_pb2.Struct]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ..., contradictions: _Optional[_Iterable[_Union[ProductTagged.Contradiction, _Mapping]]] = ..., pictures: _Optional[_Iterable[_Union[ProductTagged.Picture, _Mapping]]] = ...) -> None: ...
