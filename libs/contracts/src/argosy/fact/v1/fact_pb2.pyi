import datetime

from argosy.common.v1 import common_pb2 as _common_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OrderLine(_message.Message):
    __slots__ = ("sku", "product_id", "title", "quantity", "price")
    SKU_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    sku: str
    product_id: str
    title: str
    quantity: int
    price: _common_pb2.Money
    def __init__(self, sku: _Optional[str] = ..., product_id: _Optional[str] = ..., title: _Optional[str] = ..., quantity: _Optional[int] = ..., price: _Optional[_Union[_common_pb2.Money, _Mapping]] = ...) -> None: ...

class Order(_message.Message):
    __slots__ = ("id", "buyer", "lines", "total", "placed_at", "shipping", "tax", "discount")
    class Buyer(_message.Message):
        __slots__ = ("id", "name", "email", "ip", "device_id", "address", "language")
        ID_FIELD_NUMBER: _ClassVar[int]
        NAME_FIELD_NUMBER: _ClassVar[int]
        EMAIL_FIELD_NUMBER: _ClassVar[int]
        IP_FIELD_NUMBER: _ClassVar[int]
        DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
        ADDRESS_FIELD_NUMBER: _ClassVar[int]
        LANGUAGE_FIELD_NUMBER: _ClassVar[int]
        id: str
        name: str
        email: str
        ip: str
        device_id: str
        address: str
        language: str
        def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., email: _Optional[str] = ..., ip: _Optional[str] = ..., device_id: _Optional[str] = ..., address: _Optional[str] = ..., language: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    BUYER_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    PLACED_AT_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_FIELD_NUMBER: _ClassVar[int]
    TAX_FIELD_NUMBER: _ClassVar[int]
    DISCOUNT_FIELD_NUMBER: _ClassVar[int]
    id: str
    buyer: Order.Buyer
    lines: _containers.RepeatedCompositeFieldContainer[OrderLine]
    total: _common_pb2.Money
    placed_at: _timestamp_pb2.Timestamp
    shipping: _common_pb2.Money
    tax: _common_pb2.Money
    discount: _common_pb2.Money
    def __init__(self, id: _Optional[str] = ..., buyer: _Optional[_Union[Order.Buyer, _Mapping]] = ..., lines: _Optional[_Iterable[_Union[OrderLine, _Mapping]]] = ..., total: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., placed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., shipping: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., tax: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., discount: _Optional[_Union[_common_pb2.Money, _Mapping]] = ...) -> None: ...

class OrderPlaced(_message.Message):
    __slots__ = ("order",)
    ORDER_FIELD_NUMBER: _ClassVar[int]
    order: Order
    def __init__(self, order: _Optional[_Union[Order, _Mapping]] = ...) -> None: ...

class PaymentAuthorized(_message.Message):
    __slots__ = ("order_id", "card", "avs", "cvv", "three_ds", "arn", "descriptor", "captured_at", "refunds")
    class Card(_message.Message):
        __slots__ = ("network", "last4", "bin_country")
        NETWORK_FIELD_NUMBER: _ClassVar[int]
        LAST4_FIELD_NUMBER: _ClassVar[int]
        BIN_COUNTRY_FIELD_NUMBER: _ClassVar[int]
        network: str
        last4: str
        bin_country: str
        def __init__(self, network: _Optional[str] = ..., last4: _Optional[str] = ..., bin_country: _Optional[str] = ...) -> None: ...
    class ThreeDs(_message.Message):
        __slots__ = ("version", "eci", "outcome")
        VERSION_FIELD_NUMBER: _ClassVar[int]
        ECI_FIELD_NUMBER: _ClassVar[int]
        OUTCOME_FIELD_NUMBER: _ClassVar[int]
        version: str
        eci: str
        outcome: str
        def __init__(self, version: _Optional[str] = ..., eci: _Optional[str] = ..., outcome: _Optional[str] = ...) -> None: ...
    class Refund(_message.Message):
        __slots__ = ("amount", "at")
        AMOUNT_FIELD_NUMBER: _ClassVar[int]
        AT_FIELD_NUMBER: _ClassVar[int]
        amount: _common_pb2.Money
        at: _timestamp_pb2.Timestamp
        def __init__(self, amount: _Optional[_Union[_common_pb2.Money, _Mapping]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    AVS_FIELD_NUMBER: _ClassVar[int]
    CVV_FIELD_NUMBER: _ClassVar[int]
    THREE_DS_FIELD_NUMBER: _ClassVar[int]
    ARN_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AT_FIELD_NUMBER: _ClassVar[int]
    REFUNDS_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    card: PaymentAuthorized.Card
    avs: str
    cvv: str
    three_ds: PaymentAuthorized.ThreeDs
    arn: str
    descriptor: str
    captured_at: _timestamp_pb2.Timestamp
    refunds: _containers.RepeatedCompositeFieldContainer[PaymentAuthorized.Refund]
    def __init__(self, order_id: _Optional[str] = ..., card: _Optional[_Union[PaymentAuthorized.Card, _Mapping]] = ..., avs: _Optional[str] = ..., cvv: _Optional[str] = ..., three_ds: _Optional[_Union[PaymentAuthorized.ThreeDs, _Mapping]] = ..., arn: _Optional[str] = ..., descriptor: _Optional[str] = ..., captured_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refunds: _Optional[_Iterable[_Union[PaymentAuthorized.Refund, _Mapping]]] = ...) -> None: ...

class ShipmentUpdated(_message.Message):
    __slots__ = ("order_id", "carrier", "tracking_number", "status", "at", "location", "proof", "return_of")
    class Proof(_message.Message):
        __slots__ = ("signature", "photo_url")
        SIGNATURE_FIELD_NUMBER: _ClassVar[int]
        PHOTO_URL_FIELD_NUMBER: _ClassVar[int]
        signature: str
        photo_url: str
        def __init__(self, signature: _Optional[str] = ..., photo_url: _Optional[str] = ...) -> None: ...
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    CARRIER_FIELD_NUMBER: _ClassVar[int]
    TRACKING_NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    LOCATION_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    RETURN_OF_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    carrier: str
    tracking_number: str
    status: str
    at: _timestamp_pb2.Timestamp
    location: str
    proof: ShipmentUpdated.Proof
    return_of: str
    def __init__(self, order_id: _Optional[str] = ..., carrier: _Optional[str] = ..., tracking_number: _Optional[str] = ..., status: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., location: _Optional[str] = ..., proof: _Optional[_Union[ShipmentUpdated.Proof, _Mapping]] = ..., return_of: _Optional[str] = ...) -> None: ...

class PolicyUpdated(_message.Message):
    __slots__ = ("merchant_id", "kind", "market", "text", "rules", "shown_at_checkout", "effective_from")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[PolicyUpdated.Kind]
        REFUND: _ClassVar[PolicyUpdated.Kind]
        CANCELLATION: _ClassVar[PolicyUpdated.Kind]
        SHIPPING: _ClassVar[PolicyUpdated.Kind]
        TERMS: _ClassVar[PolicyUpdated.Kind]
    KIND_UNSPECIFIED: PolicyUpdated.Kind
    REFUND: PolicyUpdated.Kind
    CANCELLATION: PolicyUpdated.Kind
    SHIPPING: PolicyUpdated.Kind
    TERMS: PolicyUpdated.Kind
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    SHOWN_AT_CHECKOUT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    merchant_id: str
    kind: PolicyUpdated.Kind
    market: str
    text: str
    rules: _struct_pb2.Struct
    shown_at_checkout: bool
    effective_from: _timestamp_pb2.Timestamp
    def __init__(self, merchant_id: _Optional[str] = ..., kind: _Optional[_Union[PolicyUpdated.Kind, str]] = ..., market: _Optional[str] = ..., text: _Optional[str] = ..., rules: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., shown_at_checkout: bool = ..., effective_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
