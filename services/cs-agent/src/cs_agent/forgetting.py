"""A buyer taken out of what is kept of his conversations: they go whole."""

from __future__ import annotations

from collections.abc import Sequence

from argosy_ledger import OrderFacts
from cs_agent.adapters.conversations import ConversationRepository


async def forget_conversations(
    merchant: str,
    orders_of_buyer: Sequence[OrderFacts],
    conversations: ConversationRepository,
    *,
    buyer: str,
    email: str,
    dry_run: bool,
) -> tuple[str, ...]:
    """Ids of a buyer's conversations, deleted unless ``dry_run``: at most 500 then of each way to know him.

    His are those in which he was known by his account, that his e-mail stands in, or that the platform says
    are about one of his orders. Questions kept as gaps are masked when they are kept.
    """
    gone: dict[str, None] = {}
    while found := await _of_buyer(merchant, orders_of_buyer, conversations, buyer, email):
        gone |= dict.fromkeys(found)
        if dry_run:
            break
        for conversation_id in found:
            await conversations.delete(merchant, conversation_id)
    return tuple(gone)


async def _of_buyer(
    merchant: str,
    orders_of_buyer: Sequence[OrderFacts],
    conversations: ConversationRepository,
    buyer: str,
    email: str,
) -> Sequence[str]:
    mine = dict(await conversations.of_buyer(merchant, user=buyer, email=email))
    for facts in orders_of_buyer:
        person = facts.order.data.buyer if facts.order else None
        mine |= await conversations.of_buyer(
            merchant,
            user=person.id if person else "",
            email=person.email if person else "",
            order_id=facts.order_id,
        )
    return tuple(mine)
