"""The readers of words, as the desk calls them."""

from __future__ import annotations

from collections.abc import Sequence

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_commerce.languages import spoken_base
from argosy_ledger.facts import money
from argosy_pictures import colours
from refund_agent.domain.complaint import Complaint, Wish
from refund_agent.domain.complaints.goods import names
from refund_agent.domain.complaints.reading import read_complaint
from refund_agent.domain.complaints.reply import Reply
from refund_agent.domain.complaints.replying import read_reply
from refund_agent.domain.negotiation.wording import LANGUAGES, words
from refund_agent.domain.options import Offer
from refund_agent.domain.rights.book import rights_book


def reads(
    text: str,
    language: str,
    lines: Sequence[fact_pb2.OrderLine],
    wish: Wish | None,
    texts: Sequence[str],
    currency: str,
) -> Complaint:
    """What the buyer complains of."""
    return read_complaint(text, language, lines, wish, texts, currency=currency)


def hears(data: refund_pb2.RefundReplied, offer: Offer | None, language: str) -> Reply:
    """What the buyer answers to an offer, in the language of the conversation where the reply names none."""
    counter = money(data.counter) if data.HasField("counter") else None
    return read_reply(data.text, data.language or language, data.accepts, counter, offer)


def warm_up() -> None:
    """Read words and rules once, so that the first request does not wait for them."""
    rights_book()
    colours.warm_up()
    for language in LANGUAGES:
        words(language)
        names(spoken_base(language))
        read_complaint(".", language, ())
