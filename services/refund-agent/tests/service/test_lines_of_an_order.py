"""What is paid for some lines of an order, from the buyer's own words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from argosy.refund.v1 import refund_pb2
from argosy_eventing import Publish
from refund_agent.readers import reads

from .asking import delivered, deps_of, desk_of, money, request, tell

LINES = [
    {"sku": "MUG-BL", "title": "陶瓷马克杯 350ml 蓝色", "quantity": 1, "price": money("9.00")},
    {"sku": "MUG-WH", "title": "陶瓷马克杯 350ml 白色", "quantity": 1, "price": money("11.00")},
    {"sku": "LAMP-1", "title": "Desk lamp", "quantity": 1, "price": money("40.00")},
    {"sku": "GLASS-4", "title": "玻璃杯", "quantity": 4, "price": money("5.00")},
]


async def asked(text: str, **more: Any) -> tuple[Any, Any]:
    """What is told of a complaint about an order of four lines, 80 EUR in all, and the request as kept."""
    deps = deps_of(desk_of(reads=reads))
    await tell(deps, *delivered(lines=LINES, total=money("80.00")))
    (outcome,) = await tell(deps, request(text, language="en", **more))
    assert isinstance(outcome, Publish)
    (output,) = outcome.outputs
    return output, (await deps.desk.requests.get("m-1", "rr-1")).document


def refund(output: Any) -> Decimal:
    """What is offered or decided."""
    data = output.data.offer if output.type == "refund.offered" else output.data
    return Decimal(data.refund.amount or "0")


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("The blue mug is fine, the white one is completely smashed, refund please", 11),
        ("The lamp does not work at all, I want my money back", 40),
        ("Two of the four glasses are completely smashed, refund please", 10),
    ],
)
async def test_no_more_than_the_lines_and_pieces_spoken_of_is_paid(text: str, most: int) -> None:
    output, _ = await asked(text)
    data = output.data.offer if output.type == "refund.offered" else output.data
    assert data.decision != refund_pb2.RefundDecided.ESCALATE
    assert refund(output) <= most


@pytest.mark.parametrize(
    "text", ["My mug is broken, refund please", "It arrived broken", "one item is broken"]
)
async def test_where_the_words_do_not_tell_which_line_a_person_decides_and_nothing_is_paid(text: str) -> None:
    output, record = await asked(text)
    assert output.type == "refund.decided"
    assert output.data.decision == refund_pb2.RefundDecided.ESCALATE
    assert refund(output) == 0
    assert any("several lines" in why for why in record.state.verdict.why)


async def test_lines_that_the_platforms_form_names_are_meant_whatever_the_words_say() -> None:
    output, _ = await asked(
        "It is completely smashed, refund please", lines=[{"sku": "MUG-WH", "quantity": 1}]
    )
    assert 0 < refund(output) <= 11


async def test_an_order_that_never_came_is_meant_as_a_whole() -> None:
    output, record = await asked("My whole order never arrived")
    assert not any(
        "several lines" in why for why in (record.state.verdict.why if record.state.verdict else ())
    )
    assert output.type in {"refund.offered", "refund.decided"}
