"""A question that nothing answered, made fit to be kept: personal data masked, the same question one gap."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from cs_agent.domain.answer import Unanswered

MASK: Final = "[…]"
_LONGEST = 300
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}")
_LINK = re.compile(r"(?:https?://|www\.)\S{1,300}", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\+?\d(?:[ \-./()]{0,2}\d){6,25}")
"""Seven digits and more: telephones, cards, accounts; no size or price has so many."""


def masked(text: str, personal: Sequence[str] = ()) -> str:
    """A buyer's words without e-mails, links, telephone, card and order numbers; at most 300 characters.

    ``personal``: names and addresses (`domain.personal`) that go too, however spaced or capitalised.
    """
    plain = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFKC", text[:2_000]))
    for pattern in (_EMAIL, _LINK, _LONG_NUMBER):
        plain = pattern.sub(MASK, plain)
    for one in personal:
        words = r"\s+".join(map(re.escape, unicodedata.normalize("NFKC", one).split()))
        plain = re.sub(rf"(?<![A-Za-z0-9]){words}(?![A-Za-z0-9])", MASK, plain, flags=re.IGNORECASE)
    return " ".join(plain.split())[:_LONGEST]


def without_emails(text: str) -> str:
    """A text in which each e-mail is masked, and nothing else changed."""
    return _EMAIL.sub(MASK, text)


def emails_in(text: str) -> tuple[str, ...]:
    """Each e-mail once, without the signs around it."""
    return tuple(dict.fromkeys(one.strip("<>()[],;:.!?\"'") for one in _EMAIL.findall(text)))


def gap_id(product: str, unanswered: Unanswered, personal: Sequence[str] = ()) -> str:
    """The same for the same words about the same product, however they are spaced or capitalised."""
    words = "".join(c for c in masked(unanswered.words, personal).casefold() if c.isalnum())
    return hashlib.sha256(f"{product}\0{unanswered.intent}\0{words}".encode()).hexdigest()[:16]
