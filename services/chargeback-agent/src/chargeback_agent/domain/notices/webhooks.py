"""Disputes as payment companies' webhooks write them (Stripe, Adyen, PayPal, Checkout.com, Shopify, Square).

    read_webhook(body, rules)      # None if the body is no such webhook

What their words mean, and how many digits of an amount are minor units, is data (data/notices/webhooks.yaml).
"""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Final, NoReturn

from chargeback_agent.domain.notices.model import Notice
from chargeback_agent.domain.notices.webhook_draft import Draft
from chargeback_agent.domain.notices.webhook_shapes import SHAPES
from chargeback_agent.domain.rules.loader import RuleBook

_MOST_CHARS: Final = 1_000_000


def read_webhook(text: str, rules: RuleBook) -> Notice | None:
    """A webhook's body as a notice; None if it is no JSON of a known sender. Never raises on any text.

    A known sender's message about something else (a payment, a payout) is ``not_a_dispute``.
    """
    body = text.strip()
    if not body.startswith(("{", "[")) or len(body) > _MOST_CHARS:
        return None
    try:
        node = json.loads(body, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if isinstance(node, list) and len(node) == 1:
        node = node[0]
    if not isinstance(node, dict):
        return None
    draft = Draft(text, rules)
    for shape in SHAPES:
        found = shape(node, draft)
        if found is not None:
            return replace(found, doubts=(*draft.doubts, *found.doubts))
    return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")
