import datetime

from argosy.common.v1 import common_pb2 as _common_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DisputeNotice(_message.Message):
    __slots__ = ("subject", "body", "received_at", "attachments")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    subject: str
    body: str
    received_at: _timestamp_pb2.Timestamp
    attachments: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, subject: _Optional[str] = ..., body: _Optional[str] = ..., received_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., attachments: _Optional[_Iterable[str]] = ..., **kwargs) -> None: ...

class DisputeOpened(_message.Message):
    __slots__ = ("dispute_id", "order_id", "notice", "network", "reason_code", "amount", "due_at")
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    dispute_id: str
    order_id: str
    notice: DisputeNotice
    network: str
    reason_code: str
    amount: _common_pb2.Money
    due_at: _timestamp_pb2.Timestamp
    def __init__(self, dispute_id: _Optional[str] = ..., order_id: _Optional[str] = ..., notice: _Optional[_Union[DisputeNotice, _Mapping]] = ..., network: _Optional[str] = ..., reason_code: _Optional[str] = ..., amount: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DisputeUpdated(_message.Message):
    __slots__ = ("dispute_id", "order_id", "notice", "network", "reason_code", "amount", "due_at")
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    dispute_id: str
    order_id: str
    notice: DisputeNotice
    network: str
    reason_code: str
    amount: _common_pb2.Money
    due_at: _timestamp_pb2.Timestamp
    def __init__(self, dispute_id: _Optional[str] = ..., order_id: _Optional[str] = ..., notice: _Optional[_Union[DisputeNotice, _Mapping]] = ..., network: _Optional[str] = ..., reason_code: _Optional[str] = ..., amount: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RebuttalDrafted(_message.Message):
    __slots__ = ("dispute_id", "network", "reason_code", "category", "due_at", "decision", "win_likelihood", "expected_value", "reasons", "letter", "exhibits", "statements", "missing", "engine", "needs_review", "review_reasons", "due_why")
    class Decision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        DECISION_UNSPECIFIED: _ClassVar[RebuttalDrafted.Decision]
        FIGHT: _ClassVar[RebuttalDrafted.Decision]
        ACCEPT: _ClassVar[RebuttalDrafted.Decision]
        REFUND: _ClassVar[RebuttalDrafted.Decision]
        ASK: _ClassVar[RebuttalDrafted.Decision]
    DECISION_UNSPECIFIED: RebuttalDrafted.Decision
    FIGHT: RebuttalDrafted.Decision
    ACCEPT: RebuttalDrafted.Decision
    REFUND: RebuttalDrafted.Decision
    ASK: RebuttalDrafted.Decision
    class Letter(_message.Message):
        __slots__ = ("docx", "pdf", "language")
        DOCX_FIELD_NUMBER: _ClassVar[int]
        PDF_FIELD_NUMBER: _ClassVar[int]
        LANGUAGE_FIELD_NUMBER: _ClassVar[int]
        docx: _common_pb2.Blob
        pdf: _common_pb2.Blob
        language: str
        def __init__(self, docx: _Optional[_Union[_common_pb2.Blob, _Mapping]] = ..., pdf: _Optional[_Union[_common_pb2.Blob, _Mapping]] = ..., language: _Optional[str] = ...) -> None: ...
    class Exhibit(_message.Message):
        __slots__ = ("label", "kind", "title", "ref")
        LABEL_FIELD_NUMBER: _ClassVar[int]
        KIND_FIELD_NUMBER: _ClassVar[int]
        TITLE_FIELD_NUMBER: _ClassVar[int]
        REF_FIELD_NUMBER: _ClassVar[int]
        label: str
        kind: str
        title: str
        ref: str
        def __init__(self, label: _Optional[str] = ..., kind: _Optional[str] = ..., title: _Optional[str] = ..., ref: _Optional[str] = ...) -> None: ...
    class Statement(_message.Message):
        __slots__ = ("text", "exhibits")
        TEXT_FIELD_NUMBER: _ClassVar[int]
        EXHIBITS_FIELD_NUMBER: _ClassVar[int]
        text: str
        exhibits: _containers.RepeatedScalarFieldContainer[str]
        def __init__(self, text: _Optional[str] = ..., exhibits: _Optional[_Iterable[str]] = ...) -> None: ...
    class MissingEvidence(_message.Message):
        __slots__ = ("evidence", "why", "how_to_get")
        EVIDENCE_FIELD_NUMBER: _ClassVar[int]
        WHY_FIELD_NUMBER: _ClassVar[int]
        HOW_TO_GET_FIELD_NUMBER: _ClassVar[int]
        evidence: str
        why: str
        how_to_get: str
        def __init__(self, evidence: _Optional[str] = ..., why: _Optional[str] = ..., how_to_get: _Optional[str] = ...) -> None: ...
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    WIN_LIKELIHOOD_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VALUE_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    LETTER_FIELD_NUMBER: _ClassVar[int]
    EXHIBITS_FIELD_NUMBER: _ClassVar[int]
    STATEMENTS_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    DUE_WHY_FIELD_NUMBER: _ClassVar[int]
    dispute_id: str
    network: str
    reason_code: str
    category: str
    due_at: _timestamp_pb2.Timestamp
    decision: RebuttalDrafted.Decision
    win_likelihood: float
    expected_value: _common_pb2.Money
    reasons: _containers.RepeatedScalarFieldContainer[str]
    letter: RebuttalDrafted.Letter
    exhibits: _containers.RepeatedCompositeFieldContainer[RebuttalDrafted.Exhibit]
    statements: _containers.RepeatedCompositeFieldContainer[RebuttalDrafted.Statement]
    missing: _containers.RepeatedCompositeFieldContainer[RebuttalDrafted.MissingEvidence]
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    due_why: str
    def __init__(self, dispute_id: _Optional[str] = ..., network: _Optional[str] = ..., reason_code: _Optional[str] = ..., category: _Optional[str] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decision: _Optional[_Union[RebuttalDrafted.Decision, str]] = ..., win_likelihood: _Optional[float] = ..., expected_value: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., reasons: _Optional[_Iterable[str]] = ..., letter: _Optional[_Union[RebuttalDrafted.Letter, _Mapping]] = ..., exhibits: _Optional[_Iterable[_Union[RebuttalDrafted.Exhibit, _Mapping]]] = ..., statements: _Optional[_Iterable[_Union[RebuttalDrafted.Statement, _Mapping]]] = ..., missing: _Optional[_Iterable[_Union[RebuttalDrafted.MissingEvidence, _Mapping]]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ..., due_why: _Optional[str] = ...) -> None: ...
