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

class RefundEvidence(_message.Message):
    __slots__ = ("kind", "url", "text")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[RefundEvidence.Kind]
        TEXT: _ClassVar[RefundEvidence.Kind]
        IMAGE: _ClassVar[RefundEvidence.Kind]
        VIDEO: _ClassVar[RefundEvidence.Kind]
        DOCUMENT: _ClassVar[RefundEvidence.Kind]
    KIND_UNSPECIFIED: RefundEvidence.Kind
    TEXT: RefundEvidence.Kind
    IMAGE: RefundEvidence.Kind
    VIDEO: RefundEvidence.Kind
    DOCUMENT: RefundEvidence.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    kind: RefundEvidence.Kind
    url: str
    text: str
    def __init__(self, kind: _Optional[_Union[RefundEvidence.Kind, str]] = ..., url: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class RefundRequested(_message.Message):
    __slots__ = ("request_id", "order_id", "lines", "reason_text", "language", "wants", "evidence")
    class Wish(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        WISH_UNSPECIFIED: _ClassVar[RefundRequested.Wish]
        REFUND: _ClassVar[RefundRequested.Wish]
        RETURN: _ClassVar[RefundRequested.Wish]
        EXCHANGE: _ClassVar[RefundRequested.Wish]
    WISH_UNSPECIFIED: RefundRequested.Wish
    REFUND: RefundRequested.Wish
    RETURN: RefundRequested.Wish
    EXCHANGE: RefundRequested.Wish
    class Line(_message.Message):
        __slots__ = ("sku", "quantity")
        SKU_FIELD_NUMBER: _ClassVar[int]
        QUANTITY_FIELD_NUMBER: _ClassVar[int]
        sku: str
        quantity: int
        def __init__(self, sku: _Optional[str] = ..., quantity: _Optional[int] = ...) -> None: ...
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    REASON_TEXT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    WANTS_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    lines: _containers.RepeatedCompositeFieldContainer[RefundRequested.Line]
    reason_text: str
    language: str
    wants: RefundRequested.Wish
    evidence: _containers.RepeatedCompositeFieldContainer[RefundEvidence]
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[RefundRequested.Line, _Mapping]]] = ..., reason_text: _Optional[str] = ..., language: _Optional[str] = ..., wants: _Optional[_Union[RefundRequested.Wish, str]] = ..., evidence: _Optional[_Iterable[_Union[RefundEvidence, _Mapping]]] = ...) -> None: ...

class RefundReplied(_message.Message):
    __slots__ = ("request_id", "accepts", "counter", "text", "language", "round")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ACCEPTS_FIELD_NUMBER: _ClassVar[int]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    ROUND_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    accepts: bool
    counter: _common_pb2.Money
    text: str
    language: str
    round: int
    def __init__(self, request_id: _Optional[str] = ..., accepts: bool = ..., counter: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., text: _Optional[str] = ..., language: _Optional[str] = ..., round: _Optional[int] = ...) -> None: ...

class RefundLapsed(_message.Message):
    __slots__ = ("request_id", "round")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ROUND_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    round: int
    def __init__(self, request_id: _Optional[str] = ..., round: _Optional[int] = ...) -> None: ...

class RefundOffered(_message.Message):
    __slots__ = ("request_id", "round", "offer", "message", "expires_at", "engine", "needs_review", "review_reasons", "order_id")
    class Offer(_message.Message):
        __slots__ = ("refund", "keep_item", "return_label", "decision")
        REFUND_FIELD_NUMBER: _ClassVar[int]
        KEEP_ITEM_FIELD_NUMBER: _ClassVar[int]
        RETURN_LABEL_FIELD_NUMBER: _ClassVar[int]
        DECISION_FIELD_NUMBER: _ClassVar[int]
        refund: _common_pb2.Money
        keep_item: bool
        return_label: bool
        decision: RefundDecided.Decision
        def __init__(self, refund: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., keep_item: bool = ..., return_label: bool = ..., decision: _Optional[_Union[RefundDecided.Decision, str]] = ...) -> None: ...
    class Message(_message.Message):
        __slots__ = ("language", "text")
        LANGUAGE_FIELD_NUMBER: _ClassVar[int]
        TEXT_FIELD_NUMBER: _ClassVar[int]
        language: str
        text: str
        def __init__(self, language: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ROUND_FIELD_NUMBER: _ClassVar[int]
    OFFER_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    round: int
    offer: RefundOffered.Offer
    message: RefundOffered.Message
    expires_at: _timestamp_pb2.Timestamp
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    order_id: str
    def __init__(self, request_id: _Optional[str] = ..., round: _Optional[int] = ..., offer: _Optional[_Union[RefundOffered.Offer, _Mapping]] = ..., message: _Optional[_Union[RefundOffered.Message, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ..., order_id: _Optional[str] = ...) -> None: ...

class RefundDecided(_message.Message):
    __slots__ = ("request_id", "decision", "refund", "dispute_reason", "evidence_checks", "merchant_cost", "alternatives", "policy", "engine", "needs_review", "review_reasons", "order_id", "rounds", "message", "pay_by", "pay_days", "goods_back_at")
    class Decision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        DECISION_UNSPECIFIED: _ClassVar[RefundDecided.Decision]
        REFUND: _ClassVar[RefundDecided.Decision]
        PARTIAL_KEEP: _ClassVar[RefundDecided.Decision]
        RETURN_THEN_REFUND: _ClassVar[RefundDecided.Decision]
        EXCHANGE: _ClassVar[RefundDecided.Decision]
        REJECT: _ClassVar[RefundDecided.Decision]
        ESCALATE: _ClassVar[RefundDecided.Decision]
    DECISION_UNSPECIFIED: RefundDecided.Decision
    REFUND: RefundDecided.Decision
    PARTIAL_KEEP: RefundDecided.Decision
    RETURN_THEN_REFUND: RefundDecided.Decision
    EXCHANGE: RefundDecided.Decision
    REJECT: RefundDecided.Decision
    ESCALATE: RefundDecided.Decision
    class DisputeReason(_message.Message):
        __slots__ = ("code", "confidence")
        CODE_FIELD_NUMBER: _ClassVar[int]
        CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
        code: str
        confidence: float
        def __init__(self, code: _Optional[str] = ..., confidence: _Optional[float] = ...) -> None: ...
    class EvidenceCheck(_message.Message):
        __slots__ = ("ref", "check", "passed", "finding", "result")
        class Result(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
            __slots__ = ()
            RESULT_UNSPECIFIED: _ClassVar[RefundDecided.EvidenceCheck.Result]
            PASSED: _ClassVar[RefundDecided.EvidenceCheck.Result]
            FAILED: _ClassVar[RefundDecided.EvidenceCheck.Result]
            CANNOT_TELL: _ClassVar[RefundDecided.EvidenceCheck.Result]
        RESULT_UNSPECIFIED: RefundDecided.EvidenceCheck.Result
        PASSED: RefundDecided.EvidenceCheck.Result
        FAILED: RefundDecided.EvidenceCheck.Result
        CANNOT_TELL: RefundDecided.EvidenceCheck.Result
        REF_FIELD_NUMBER: _ClassVar[int]
        CHECK_FIELD_NUMBER: _ClassVar[int]
        PASSED_FIELD_NUMBER: _ClassVar[int]
        FINDING_FIELD_NUMBER: _ClassVar[int]
        RESULT_FIELD_NUMBER: _ClassVar[int]
        ref: str
        check: str
        passed: bool
        finding: str
        result: RefundDecided.EvidenceCheck.Result
        def __init__(self, ref: _Optional[str] = ..., check: _Optional[str] = ..., passed: bool = ..., finding: _Optional[str] = ..., result: _Optional[_Union[RefundDecided.EvidenceCheck.Result, str]] = ...) -> None: ...
    class Alternative(_message.Message):
        __slots__ = ("decision", "cost", "acceptance")
        DECISION_FIELD_NUMBER: _ClassVar[int]
        COST_FIELD_NUMBER: _ClassVar[int]
        ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
        decision: RefundDecided.Decision
        cost: _common_pb2.Money
        acceptance: float
        def __init__(self, decision: _Optional[_Union[RefundDecided.Decision, str]] = ..., cost: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., acceptance: _Optional[float] = ...) -> None: ...
    class PolicyRule(_message.Message):
        __slots__ = ("rule", "source")
        RULE_FIELD_NUMBER: _ClassVar[int]
        SOURCE_FIELD_NUMBER: _ClassVar[int]
        rule: str
        source: str
        def __init__(self, rule: _Optional[str] = ..., source: _Optional[str] = ...) -> None: ...
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_REASON_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_CHECKS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_COST_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    POLICY_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    ROUNDS_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    PAY_BY_FIELD_NUMBER: _ClassVar[int]
    PAY_DAYS_FIELD_NUMBER: _ClassVar[int]
    GOODS_BACK_AT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    decision: RefundDecided.Decision
    refund: _common_pb2.Money
    dispute_reason: RefundDecided.DisputeReason
    evidence_checks: _containers.RepeatedCompositeFieldContainer[RefundDecided.EvidenceCheck]
    merchant_cost: _common_pb2.Money
    alternatives: _containers.RepeatedCompositeFieldContainer[RefundDecided.Alternative]
    policy: _containers.RepeatedCompositeFieldContainer[RefundDecided.PolicyRule]
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    order_id: str
    rounds: int
    message: RefundOffered.Message
    pay_by: _timestamp_pb2.Timestamp
    pay_days: int
    goods_back_at: _timestamp_pb2.Timestamp
    def __init__(self, request_id: _Optional[str] = ..., decision: _Optional[_Union[RefundDecided.Decision, str]] = ..., refund: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., dispute_reason: _Optional[_Union[RefundDecided.DisputeReason, _Mapping]] = ..., evidence_checks: _Optional[_Iterable[_Union[RefundDecided.EvidenceCheck, _Mapping]]] = ..., merchant_cost: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., alternatives: _Optional[_Iterable[_Union[RefundDecided.Alternative, _Mapping]]] = ..., policy: _Optional[_Iterable[_Union[RefundDecided.PolicyRule, _Mapping]]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ..., order_id: _Optional[str] = ..., rounds: _Optional[int] = ..., message: _Optional[_Union[RefundOffered.Message, _Mapping]] = ..., pay_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., pay_days: _Optional[int] = ..., goods_back_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
