from __future__ import annotations

from datetime import date

import pytest
from case_facts import ORDERED, case, euros, event, fact, known, notice, order, payment

from argosy.fact.v1 import fact_pb2
from chargeback_agent.domain.case.disputes import code_of, network_named
from chargeback_agent.domain.case.products import products_of
from chargeback_agent.domain.rules.loader import rule_book


@pytest.mark.parametrize(
    ("network", "written", "code"),
    [
        ("visa", "13.1", "13.1"),
        ("visa", "Visa 13.1 – Merchandise/Services Not Received", "13.1"),
        ("visa", "30", "13.1"),
        ("visa", "83", "10.4"),
        ("amex", "c08", "C08"),
        ("discover", "UA02", "UA02"),
        ("mastercard", "4853", "4853"),
    ],
)
def test_codes_are_found_however_they_are_written(network: str, written: str, code: str) -> None:
    assert code_of(rule_book().networks[network], written) == code


def test_a_code_with_conditions_goes_by_the_claim() -> None:
    found = case(told=event("mastercard", "4853"), of=notice(claim="not_received"))
    assert found.dispute.code == "4853.not_received"
    retired = case(told=event("mastercard", "4855"), of=notice(claim="not_received"))
    assert rule_book().networks["mastercard"].codes[retired.dispute.code].claim == "not_received"


@pytest.mark.parametrize(
    ("written", "network"),
    [("VISA", "visa"), ("Mastercard Debit", "mastercard"), ("American Express", "amex"), ("Klarna", "")],
)
def test_networks_are_known_by_their_names(written: str, network: str) -> None:
    assert network_named(written) == network


def test_the_events_own_fields_go_before_the_notice_and_the_difference_is_a_doubt() -> None:
    found = case(
        told=event("visa", "13.1", "120.00"),
        of=notice(network="mastercard", reason_code="10.4", amount=euros("99.00")),
    )
    assert (found.dispute.network, found.dispute.code) == ("visa", "13.1")
    assert found.dispute.amount == euros("120.00")
    said = " ".join(found.doubts)
    assert "mastercard" in said
    assert "10.4" in said
    assert "99.00" in said


def test_a_code_alone_says_its_network() -> None:
    found = case(known(payment=None), told=event("", "UA02"), of=notice(network=None))
    assert found.dispute.network == "discover"


def test_a_claim_without_a_code_is_answered_by_the_claims_own_rules_within_the_networks_time() -> None:
    found = case(told=event("visa", ""), of=notice(claim="not_received", due_at=None))
    assert (found.dispute.network, found.dispute.claim) == ("generic", "not_received")
    assert "Visa" in found.dispute.deadline.why


def test_two_digits_without_a_network_are_no_code() -> None:
    found = case(known(payment=None), told=event("", "30"), of=notice(claim="not_received"))
    assert found.dispute.network == "generic"


def test_without_an_amount_the_orders_total_is_taken_and_said() -> None:
    found = case(told=event(amount=""))
    assert str(found.dispute.amount) == "120.00 EUR"
    assert any("total" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("title", "products"),
    [
        ("Photoshop preset pack (digital download)", ("digital",)),
        ("游戏激活码", ("digital",)),
        ("Jahresabo Kaffee", ("subscription",)),
        ("Online-Kurs Nähen", ("service",)),
    ],
)
def test_titles_say_what_is_no_parcel(title: str, products: tuple[str, ...]) -> None:
    told = fact_pb2.Order(id="o-1", lines=[{"title": title}])
    assert products_of(known(order=fact(told), shipments=())) == (products, True)


def test_a_thing_named_after_a_download_is_still_a_thing() -> None:
    told = fact_pb2.Order(id="o-1", lines=[{"title": "E-book reader case"}])
    assert products_of(known(order=fact(told)))[0] == ("physical",)


def test_without_words_and_parcels_physical_is_supposed_and_doubted_where_it_matters() -> None:
    found = case(known(shipments=()))
    assert found.dispute.products == ("physical",)
    assert any("physical goods are supposed" in doubt for doubt in found.doubts)


def test_an_impossible_date_of_the_dispute_is_not_believed() -> None:
    found = case(of=notice(disputed_on=date(2031, 1, 1)))
    assert found.dispute.opened_at.year == 2026
    assert any("cannot be" in doubt for doubt in found.doubts)


def test_the_payments_day_and_card_come_from_the_payment_where_the_notice_is_silent() -> None:
    found = case(known(payment=payment(), order=order()))
    assert found.dispute.card_last4 == "4242"
    assert {row.label: row.value for row in found.summary}["transaction_on"] == ORDERED.date()
