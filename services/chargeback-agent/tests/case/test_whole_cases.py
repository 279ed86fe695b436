"""Whole cases as a card analyst would meet them: all networks, and some that should not be fought."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from case_facts import (
    ARN,
    DELIVERED,
    OPENED,
    at,
    case,
    chat,
    decided,
    earlier,
    event,
    fact,
    known,
    notice,
    order,
    payment,
    policy,
    refunded,
    scan,
)

from argosy.fact.v1 import fact_pb2
from argosy_ledger import OrderFacts
from chargeback_agent.domain.case.records import Others


def paid(network: str = "visa", **changes: Any) -> Any:
    return payment(card={"network": network, "last4": "4242", "bin_country": "DE"}, **changes)


def ordered(title: str) -> Any:
    told = fact_pb2.Order()
    told.CopyFrom(order().data)
    told.lines[0].title = title
    return fact(told)


@dataclass(frozen=True)
class Expected:
    """``lead``: the exhibit that answers the code; ``says``: sentences that must be in the letter."""

    choice: str
    code: str
    lead: str = ""
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    given: dict[str, Any] = field(default_factory=dict)


SUBSCRIPTION = known(order=ordered("Coffee subscription, monthly plan"), shipments=())
TWIN = OrderFacts(
    "o-2", order("o-2", at(3)), payment("o-2", at(3), ARN[:-1] + "9"), (scan("Delivered", 6, number="T9"),)
)
SECURE = {"version": "2.2.0", "eci": "05", "outcome": "authenticated"}

CASES = {
    "visa: nothing came, but the carrier has a signature": Expected(
        "FIGHT",
        "13.1",
        "delivery_confirmation",
        ("delivered", "signed", "delivered_in_postcode"),
    ),
    "visa: fraud, two earlier purchases with the same device": Expected(
        "FIGHT",
        "10.4",
        "prior_transactions",
        ("paid_before", "same_device", "same_ip"),
        given={
            "told": event(code="10.4"),
            "others": Others(orders=(earlier("o-2", 200), earlier("o-3", 300))),
        },
    ),
    "visa: the old number of a code": Expected(
        "FIGHT",
        "13.1",
        "delivery_confirmation",
        given={"told": event(code="30")},
    ),
    "visa: charged twice, but there were two orders": Expected(
        "FIGHT",
        "12.6.1",
        "separate_transactions",
        ("ordered", "ordered_too", "two_references"),
        given={"told": event(code="12.6.1"), "others": Others(orders=(TWIN,))},
    ),
    "visa: wrong amount, but the receipt adds up": Expected(
        "FIGHT",
        "12.5",
        "receipt_amount",
        ("amount_agreed", "amount_adds_up"),
        given={"told": event(code="12.5")},
    ),
    "visa: cancelled, against a policy that was shown": Expected(
        "FIGHT",
        "13.7",
        "cancellation_policy",
        ("cancellation_policy_shown",),
        given={
            "told": event(code="13.7"),
            "policies": (policy("CANCELLATION"), policy("REFUND", window_days=30)),
        },
    ),
    "visa: cancelled, and the policy was never shown": Expected(
        "ACCEPT",
        "13.7",
        never=("cancellation_policy", "refund_policy"),
        given={
            "told": event(code="13.7"),
            "policies": (policy("CANCELLATION", shown=False),),
            "said": (
                chat(("buyer", 2, "Please cancel my order"), ("shop", 3, "Your order has been cancelled.")),
            ),
            "facts": known(shipments=()),
        },
        against=("order_cancelled",),
    ),
    "visa: a subscription that nobody cancelled": Expected(
        "FIGHT",
        "13.2",
        "no_cancellation",
        ("no_cancel_message_one", "renewal_told"),
        given={
            "facts": SUBSCRIPTION,
            "told": event(code="13.2"),
            "policies": (policy("TERMS"), policy("CANCELLATION")),
            "said": (
                chat(("shop", -5, "Your subscription renews on 1 August."), ("buyer", -4, "ok, thanks")),
            ),
        },
    ),
    "visa: credit promised in the chat and not paid": Expected(
        "ACCEPT",
        "13.6",
        never=("no_refund_due", "buyer_contact"),
        against=("refund_promised",),
        given={"told": event(code="13.6"), "said": (chat(("shop", 21, "We will refund you tomorrow.")),)},
    ),
    "visa: credit already made": Expected(
        "FIGHT",
        "13.6",
        "refund_made",
        ("refunded", "refunded_before_dispute"),
        given={"told": event(code="13.6"), "facts": known(payment=refunded(payment(), "120.00", at(12)))},
    ),
    "visa: an e-book, and no record of the download yet": Expected(
        "ASK",
        "13.1",
        never=("delivery_confirmation",),
        given={"facts": known(order=ordered("E-book: Leather care (pdf)"), shipments=())},
    ),
    "mastercard: nothing came, but the buyer wrote that it did": Expected(
        "FIGHT",
        "4853.not_received",
        "delivery_confirmation",
        ("buyer_acknowledged",),
        given={
            "facts": known(payment=paid("mastercard")),
            "told": event("mastercard", "4853"),
            "of": notice(claim="not_received"),
            "said": (chat(("buyer", 5, "Vielen Dank, die Tasche ist angekommen."), language="de"),),
        },
    ),
    "mastercard: fraud, delivered to the address that AVS knew": Expected(
        "FIGHT",
        "4837",
        "delivery_confirmation",
        ("avs_matched", "delivered_in_postcode"),
        given={"facts": known(payment=paid("mastercard")), "told": event("mastercard", "4837")},
    ),
    "mastercard: delivered in another country": Expected(
        "ASK",
        "4853.not_received",
        never=("delivery_confirmation", "delivery_address"),
        against=("delivered_elsewhere",),
        given={
            "facts": known(
                payment=paid("mastercard"), shipments=(*DELIVERED[:2], scan("Delivered", 4, "Paris, France"))
            ),
            "told": event("mastercard", "4853"),
            "of": notice(claim="not_received"),
        },
    ),
    "american express: nothing came": Expected(
        "FIGHT",
        "C08",
        "delivery_confirmation",
        ("delivered",),
        given={"facts": known(payment=paid("amex")), "told": event("amex", "C08")},
    ),
    "american express: fraud after SafeKey": Expected(
        "FIGHT",
        "F29",
        "three_ds",
        ("authenticated", "eci_is"),
        given={"facts": known(payment=paid("amex", three_ds=SECURE)), "told": event("amex", "F29")},
    ),
    "discover: nothing came, signed for": Expected(
        "FIGHT",
        "RG",
        "delivery_signature",
        ("signed",),
        given={"facts": known(payment=paid("discover")), "told": event("discover", "RG")},
    ),
    "discover: fraud": Expected(
        "FIGHT",
        "UA02",
        "avs_match",
        ("avs_matched",),
        given={"facts": known(payment=paid("discover")), "told": event("discover", "UA02")},
    ),
    "no network: a claim at a payment service": Expected(
        "FIGHT",
        "not_received",
        "delivery_confirmation",
        ("delivered",),
        given={
            "facts": known(payment=paid("")),
            "told": event("", ""),
            "of": notice(claim="not_received", sender="paypal", due_at=None),
        },
    ),
    "a parcel that came back, and no refund": Expected(
        "ACCEPT",
        "13.1",
        against=("parcel_returned",),
        given={"facts": known(shipments=(*DELIVERED[:2], scan("Return to sender", 5), scan("Delivered", 9)))},
    ),
    "a refund decided by the shop and never made": Expected(
        "ACCEPT",
        "13.6",
        against=("refund_decided_not_made",),
        given={"facts": known(refunds=(decided("120.00"),)), "told": event(code="13.6")},
    ),
    "discover: fraud, and both checks had failed": Expected(
        "ASK",
        "UA02",
        against=("avs_failed",),
        given={"facts": known(payment=paid("discover", avs="N", cvv="N")), "told": event("discover", "UA02")},
    ),
    "visa: one of two parcels is still on its way": Expected(
        "ASK",
        "13.1",
        never=(),
        against=("not_delivered",),
        given={"facts": known(shipments=(*DELIVERED, scan("in transit", 3, number="T2")))},
    ),
    "visa: cancelled before anything was shipped, and sent all the same": Expected(
        "ACCEPT",
        "13.7",
        against=("cancelled_in_time",),
        given={
            "told": event(code="13.7"),
            "policies": (policy("CANCELLATION"), policy("REFUND", window_days=30)),
            "said": (chat(("buyer", 0.2, "Please cancel my order"), ("shop", 0.3, "It leaves tomorrow.")),),
        },
    ),
    "visa: a return asked for in time, and no answer": Expected(
        "ACCEPT",
        "13.7",
        against=("return_asked_in_time",),
        given={
            "told": event(code="13.7"),
            "policies": (policy("CANCELLATION"), policy("REFUND", window_days=30)),
            "said": (chat(("buyer", 9, "I want to return it"), ("shop", 10, "We will ask the warehouse.")),),
        },
    ),
    "an inquiry about goods that went astray": Expected(
        "REFUND",
        "13.1",
        against=("parcel_lost",),
        given={
            "facts": known(shipments=(scan("in transit", 1), scan("Lost", 9))),
            "of": notice(kind="inquiry"),
        },
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_advised_and_argued_as_an_analyst_would(name: str) -> None:
    expected = CASES[name]
    found = case(**expected.given)
    assert found.advice.choice == expected.choice, found.advice.reasons
    assert found.dispute.code == expected.code
    if expected.lead:
        assert {one.kind: one.weight for one in found.exhibits}[expected.lead] == "required"
    assert set(expected.says) <= {one.id for one in found.statements}
    assert not set(expected.never) & set(found.evidence_mix)
    assert set(expected.against) <= {one.id for one in found.contradictions}
    if expected.choice == "FIGHT":
        assert 2 <= len(found.exhibits) <= 5
        assert found.statements
    if expected.choice == "ASK":
        assert found.missing
        assert found.missing[0].weight == "required"


def test_a_processors_own_days_go_before_those_of_nobody_in_particular() -> None:
    found = case(**CASES["no network: a claim at a payment service"].given)
    assert found.dispute.deadline.why.startswith("PayPal gives")
    assert (found.dispute.deadline.at - OPENED).days == 10
