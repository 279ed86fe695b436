from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.fact.v1 import fact_pb2
from argosy_commerce.terms.strict_yaml import packaged
from argosy_ledger.facts import Fact
from argosy_ledger.parcels import parcels_of, returns_of, step_of

ORDERED = datetime(2026, 8, 1, 10, tzinfo=UTC)
STATUSES = packaged("argosy_ledger", "shipment_statuses", "words", "codes", "carriers", "guards")


def at(days: float) -> datetime:
    return ORDERED + timedelta(days=days)


def scan(
    status: str, days: float, location: str = "", number: str = "T1", carrier: str = "DHL"
) -> Fact[fact_pb2.ShipmentUpdated]:
    told = fact_pb2.ShipmentUpdated(
        order_id="o-1", carrier=carrier, tracking_number=number, status=status, location=location
    )
    told.at.FromDatetime(at(days))
    return Fact(told, at(days), "e")


def test_a_parcel_that_brings_goods_back_is_none_to_the_buyer() -> None:
    back = [scan("picked up", 20, number="R1"), scan("Delivered", 25, number="R1")]
    for one in back:
        one.data.return_of = "rr-1"
    scans = [scan("Delivered", 4), *back]
    (parcel,) = parcels_of(scans)
    assert (parcel.tracking_number, parcel.delivered.at) == ("T1", at(4))
    (brought,) = returns_of(scans, "rr-1")
    assert brought.delivered.at == at(25)
    assert returns_of(scans, "rr-2") == ()


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("Delivered, Front Door/Porch", "delivered"),
        ("Die Sendung wurde zugestellt.", "delivered"),
        ("快件已签收", "delivered"),
        ("TESLİM EDİLDİ", "delivered"),
        ("تم التسليم", "delivered"),
        ("배송완료", "delivered"),
        ("Вручение адресату", "delivered"),
        ("Objeto entregue ao destinatário", "delivered"),
        ("จัดส่งสำเร็จ", "delivered"),
        ("配達完了", "delivered"),
        ("GTMS_SIGNED", "delivered"),
        ("Delivered_003", "delivered"),
        ("InTransit_PickedUp", "collected"),
        ("Saiu para entrega", "out_for_delivery"),
        ("Entregado en punto de recogida", "at_pickup"),
        ("不在のため持ち戻り", "attempted"),
        ("Неудачная попытка вручения", "attempted"),
        ("Customs clearance completed", "customs"),
        ("Delivered to sender", "returned"),
        ("Przesyłka zwrot do nadawcy", "returned"),
        ("Colis perdu", "lost"),
    ],
)
def test_a_carriers_words_say_where_a_parcel_is(words: str, step: str) -> None:
    assert step_of(words) == step


@pytest.mark.parametrize(
    "words",
    [
        "Not delivered", "未签收", "No entregado", "Niet bezorgd", "Nie doręczono", "لم يتم التسليم",
        "Votre colis n'a pas été livré", "Die Sendung wird morgen zugestellt", "Will be delivered tomorrow",
        "Teslim edilemedi", "미배달", "ยังจัดส่งไม่สำเร็จ", "Could not be delivered", "Delivery failed",
        "Expected to be delivered by Friday", "Delivered? Unable to confirm", "", "???",
    ],
)  # fmt: skip
def test_what_was_not_or_not_yet_delivered_is_never_delivered(words: str) -> None:
    assert step_of(words) != "delivered"


def test_a_code_means_what_its_carrier_means_by_it() -> None:
    assert step_of("OK", "DHL Express") == "delivered"
    assert step_of("OK", "Correos") == "unknown"
    assert step_of("X", "UPS") == "exception"


@given(st.sampled_from([word for rows in STATUSES["words"]["delivered"].values() for word in rows]))
def test_no_word_of_delivery_survives_an_english_not(word: str) -> None:
    assert step_of(f"not {word}") != "delivered"


@given(st.text(max_size=60))
def test_any_text_has_a_step_and_case_does_not_matter(text: str) -> None:
    assert step_of(text) == step_of(text)
    if text.isascii():
        assert step_of(text.upper()) == step_of(text.lower())


def test_a_parcel_knows_when_it_left_and_when_and_where_it_came() -> None:
    (parcel,) = parcels_of(
        [scan("Label created", 0), scan("Zugestellt", 4, "Berlin"), scan("Picked up from sender", 1)]
    )
    assert parcel.shipped
    assert parcel.shipped.at == at(1)
    assert parcel.delivered
    assert (parcel.delivered.at, parcel.delivered.location) == (at(4), "Berlin")
    assert parcel.ref == "shipment/T1"


def test_what_comes_back_to_the_sender_was_not_delivered_to_the_buyer() -> None:
    (parcel,) = parcels_of([scan("in transit", 1), scan("Return to sender", 5), scan("Delivered", 9)])
    assert parcel.delivered is None
    assert parcel.gone_back is not None
    assert parcel.state == "returned"


def test_a_refused_parcel_sent_out_again_counts_as_delivered() -> None:
    (parcel,) = parcels_of([scan("Return to sender", 2), scan("out for delivery", 5), scan("Delivered", 6)])
    assert parcel.delivered is not None


def test_parcels_are_told_apart_by_their_numbers() -> None:
    first, second = parcels_of([scan("Delivered", 4), scan("in transit", 5, number="T2")])
    assert (first.state, second.state) == ("delivered", "in_transit")
