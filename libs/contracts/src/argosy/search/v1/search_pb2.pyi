from argosy.common.v1 import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SearchQueried(_message.Message):
    __slots__ = ("query_id", "text", "language", "market")
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    query_id: str
    text: str
    language: str
    market: str
    def __init__(self, query_id: _Optional[str] = ..., text: _Optional[str] = ..., language: _Optional[str] = ..., market: _Optional[str] = ...) -> None: ...

class QueryInterpreted(_message.Message):
    __slots__ = ("query_id", "language", "category", "tags", "price", "sizes", "negated", "rewritten", "unmatched", "engine", "needs_review", "review_reasons")
    class Category(_message.Message):
        __slots__ = ("id", "confidence")
        ID_FIELD_NUMBER: _ClassVar[int]
        CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
        id: str
        confidence: float
        def __init__(self, id: _Optional[str] = ..., confidence: _Optional[float] = ...) -> None: ...
    class Tag(_message.Message):
        __slots__ = ("attribute", "value", "confidence")
        ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
        attribute: str
        value: str
        confidence: float
        def __init__(self, attribute: _Optional[str] = ..., value: _Optional[str] = ..., confidence: _Optional[float] = ...) -> None: ...
    class PriceRange(_message.Message):
        __slots__ = ("min", "max")
        MIN_FIELD_NUMBER: _ClassVar[int]
        MAX_FIELD_NUMBER: _ClassVar[int]
        min: _common_pb2.Money
        max: _common_pb2.Money
        def __init__(self, min: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., max: _Optional[_Union[_common_pb2.Money, _Mapping]] = ...) -> None: ...
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    SIZES_FIELD_NUMBER: _ClassVar[int]
    NEGATED_FIELD_NUMBER: _ClassVar[int]
    REWRITTEN_FIELD_NUMBER: _ClassVar[int]
    UNMATCHED_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    query_id: str
    language: str
    category: QueryInterpreted.Category
    tags: _containers.RepeatedCompositeFieldContainer[QueryInterpreted.Tag]
    price: QueryInterpreted.PriceRange
    sizes: _containers.RepeatedScalarFieldContainer[str]
    negated: _containers.RepeatedScalarFieldContainer[str]
    rewritten: _containers.RepeatedScalarFieldContainer[str]
    unmatched: _containers.RepeatedScalarFieldContainer[str]
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, query_id: _Optional[str] = ..., language: _Optional[str] = ..., category: _Optional[_Union[QueryInterpreted.Category, _Mapping]] = ..., tags: _Optional[_Iterable[_Union[QueryInterpreted.Tag, _Mapping]]] = ..., price: _Optional[_Union[QueryInterpreted.PriceRange, _Mapping]] = ..., sizes: _Optional[_Iterable[str]] = ..., negated: _Optional[_Iterable[str]] = ..., rewritten: _Optional[_Iterable[str]] = ..., unmatched: _Optional[_Iterable[str]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ...) -> None: ...
