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
    """Ids of a buyer's conversations, deleted unless ``dry_run``.

    His are those in which he was known by his account or e-mail, and those that the platform says are about
    one of his orders. Questions kept as gaps name nobody: what could was masked before.
    """
    mine = dict(await conversations.of_buyer(merchant, user=buyer, email=email))
    for facts in orders_of_buyer:
        person = facts.order.data.buyer if facts.order else None
        mine |= await conversations.of_buyer(
            merchant,
            user=person.id if person else "",
            email=person.email if person else "",
            order_id=facts.order_id,
        )
    if not dry_run:
        for conversation_id in mine:
            await conversations.delete(merchant, conversation_id)
    return tuple(mine)
