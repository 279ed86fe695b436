from argosy.common.v1 import common_pb2 as _common_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ChatMessage(_message.Message):
    __slots__ = ("conversation_id", "message_id", "product_id", "order_id", "text", "language", "images")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    message_id: str
    product_id: str
    order_id: str
    text: str
    language: str
    images: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, conversation_id: _Optional[str] = ..., message_id: _Optional[str] = ..., product_id: _Optional[str] = ..., order_id: _Optional[str] = ..., text: _Optional[str] = ..., language: _Optional[str] = ..., images: _Optional[_Iterable[str]] = ...) -> None: ...

class ChatDelta(_message.Message):
    __slots__ = ("conversation_id", "message_id", "sequence", "text")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    message_id: str
    sequence: int
    text: str
    def __init__(self, conversation_id: _Optional[str] = ..., message_id: _Optional[str] = ..., sequence: _Optional[int] = ..., text: _Optional[str] = ...) -> None: ...

class ChatReplied(_message.Message):
    __slots__ = ("conversation_id", "message_id", "language", "text", "sentences", "intent", "confidence", "handoff", "actions", "engine", "needs_review", "review_reasons")
    class Sentence(_message.Message):
        __slots__ = ("text", "evidence")
        TEXT_FIELD_NUMBER: _ClassVar[int]
        EVIDENCE_FIELD_NUMBER: _ClassVar[int]
        text: str
        evidence: _common_pb2.Evidence
        def __init__(self, text: _Optional[str] = ..., evidence: _Optional[_Union[_common_pb2.Evidence, _Mapping]] = ...) -> None: ...
    class Handoff(_message.Message):
        __slots__ = ("to", "reason")
        TO_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        to: str
        reason: str
        def __init__(self, to: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...
    class Action(_message.Message):
        __slots__ = ("tool", "arguments", "result")
        TOOL_FIELD_NUMBER: _ClassVar[int]
        ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
        RESULT_FIELD_NUMBER: _ClassVar[int]
        tool: str
        arguments: _struct_pb2.Struct
        result: _struct_pb2.Struct
        def __init__(self, tool: _Optional[str] = ..., arguments: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., result: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    SENTENCES_FIELD_NUMBER: _ClassVar[int]
    INTENT_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    HANDOFF_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEEDS_REVIEW_FIELD_NUMBER: _ClassVar[int]
    REVIEW_REASONS_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    message_id: str
    language: str
    text: str
    sentences: _containers.RepeatedCompositeFieldContainer[ChatReplied.Sentence]
    intent: str
    confidence: float
    handoff: ChatReplied.Handoff
    actions: _containers.RepeatedCompositeFieldContainer[ChatReplied.Action]
    engine: _common_pb2.Engine
    needs_review: bool
    review_reasons: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, conversation_id: _Optional[str] = ..., message_id: _Optional[str] = ..., language: _Optional[str] = ..., text: _Optional[str] = ..., sentences: _Optional[_Iterable[_Union[ChatReplied.Sentence, _Mapping]]] = ..., intent: _Optional[str] = ..., confidence: _Optional[float] = ..., handoff: _Optional[_Union[ChatReplied.Handoff, _Mapping]] = ..., actions: _Optional[_Iterable[_Union[ChatReplied.Action, _Mapping]]] = ..., engine: _Optional[_Union[_common_pb2.Engine, _Mapping]] = ..., needs_review: bool = ..., review_reasons: _Optional[_Iterable[str]] = ...) -> None: ...
