from __future__ import annotations

from chargeback_agent.forgetting import forget
from chargeback_agent.handlers import keep_message, open_dispute
from chargeback_agent.reporting import report

from . import shop
from .test_handlers import deps, draft, usual  # noqa: F401 — the fixture

NAMES = ("Marta", "Álvarez", "marta@", "Alcalá", "203.0.113", "device-0123")


async def test_a_forgotten_buyer_is_in_nothing_that_is_kept(deps) -> None:  # noqa: F811
    await usual(deps)
    message = {"conversation_id": "c1", "message_id": "1", "order_id": "A-10024", "text": "I am Marta"}
    await keep_message(shop.event("chat.message", message, shop.DISPUTED), deps)
    drafted = draft(await open_dispute(shop.dispute(), deps))
    desk = deps.desk
    mine = await desk.orders.of_buyer("m-1", "u-77", "")
    arguments = (mine, desk.orders, desk.conversations, desk.cases, desk.blobs)
    planned = await forget("m-1", *arguments, dry_run=True)
    assert (planned.orders, planned.conversations, planned.letters) == (("A-10024",), 1, 2)
    assert planned.still_open == ("d-31",)
    assert await desk.blobs.exists("m-1", drafted.letter.docx.url)
    assert await forget("m-1", *arguments, dry_run=False) == planned
    assert not await desk.blobs.exists("m-1", drafted.letter.docx.url)
    assert not await desk.blobs.exists("m-1", drafted.letter.pdf.url)
    assert await desk.orders.of_buyer("m-1", "u-77", "marta@mail.example") == []
    assert await desk.conversations.of_order("m-1", "A-10024") == []
    left = await desk.orders.of("m-1", "A-10024")
    assert left.order is not None
    assert left.order.data.total.amount == "129.90"
    (case,) = await desk.cases.about("m-1", "A-10024")
    kept = repr((left, case))
    assert not [name for name in NAMES if name in kept]
    assert "Reason code" not in kept


async def test_the_report_counts_by_code_and_adds_amounts_exactly(deps) -> None:  # noqa: F811
    await usual(deps)
    for number in range(3):
        await open_dispute(shop.dispute(dispute_id=f"d-{number}"), deps)
    (one,) = report(await deps.desk.cases.about("m-1", "A-10024"))
    assert (one.network, one.code, one.cases, one.open) == ("visa", "13.1", 3, 3)
    assert {currency: str(amount) for currency, amount in one.disputed.items()} == {"EUR": "389.70"}
    assert one.missing.most_common(1)[0][0] == "delivery_photo"
