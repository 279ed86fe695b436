"""Results are counted by what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from argosy.conversation.v1 import conversation_pb2
from argosy.product.v1 import product_pb2
from argosy.refund.v1 import refund_pb2
from argosy_eventing.outcomes import Output
from argosy_eventing.results import count_result
from argosy_telemetry import Telemetry, TelemetrySettings, names, setup


@pytest.fixture
def telemetry() -> Iterator[Telemetry]:
    with setup("results", TelemetrySettings()) as made:
        yield made


def counted(telemetry: Telemetry, **said: str) -> float | None:
    return telemetry.metric(names.METRIC_RESULTS, {f"argosy_{name}": value for name, value in said.items()})


def test_a_listing_counts_for_its_market_and_by_whether_a_person_should_look(telemetry: Telemetry) -> None:
    for market, review in (("ES", False), ("ES", False), ("KR", True)):
        message = product_pb2.ListingLocalized(market=market, needs_review=review)
        count_result("listing-localizer", Output("listing.localized", message))
    assert counted(telemetry, market="ES", needs_review="false", event_type="listing.localized") == 2
    assert counted(telemetry, market="KR", needs_review="true") == 1
    assert counted(telemetry, market="KR", needs_review="false") is None


def test_a_decision_counts_under_its_word(telemetry: Telemetry) -> None:
    decided = refund_pb2.RefundDecided(decision=refund_pb2.RefundDecided.Decision.Value("ESCALATE"))
    count_result("refund-agent", Output("refund.decided", decided))
    assert counted(telemetry, decision="escalate") == 1


def test_what_is_no_result_is_not_counted(telemetry: Telemetry) -> None:
    count_result("cs-agent", Output("chat.delta", conversation_pb2.ChatDelta()))
    assert counted(telemetry) is None
