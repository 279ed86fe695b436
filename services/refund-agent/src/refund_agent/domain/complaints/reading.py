"""A buyer's complaint, read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Complaint, Severity, Threat, Wish
from refund_agent.domain.complaints.amounts import asked_for, spans
from refund_agent.domain.complaints.examples import alike
from refund_agent.domain.complaints.lines import about
from refund_agent.domain.complaints.origin import language_of
from refund_agent.domain.complaints.pieces import pieces
from refund_agent.domain.complaints.profiles import Line, merged
from refund_agent.domain.complaints.reasons import heard
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import Spelled, spelled
from refund_agent.domain.complaints.tongues import Speech, speech
from refund_agent.domain.complaints.weighing import likely, likely_severity, likely_wish, weighing

_GRADES: Final[tuple[Severity, ...]] = ("partial", "slight", "unusable")


def read_complaint(
    text: str,
    language: str,
    lines: Sequence[Line],
    wish: Wish | None = None,
    evidence_texts: Sequence[str] = (),
    *,
    currency: str = "",
) -> Complaint:
    """Reads what a buyer wrote; never raises for any text.

    ``language`` is the tag that came with it, and may be wrong or empty. ``wish``: what the buyer chose in
    a form; what the words say wins over it. ``evidence_texts``: further words of the buyer. ``currency``: the
    order's, for signs that several currencies share.
    """
    lines = merged(lines)
    whole = "\n".join((text, *evidence_texts))
    tag = language_of(whole, language)
    said = speech(tag)
    read = spelled(whole, tag, said.contrasts)
    scopes = Scopes.of(read, said)
    found = heard(read, said, scopes)
    examples = alike([read.text], tag)
    reasons = likely(read, tag, found, examples)
    asked, share = asked_for(read, said, currency, owed=reasons[0].reason == "charged_twice")
    meant = about(read, said, scopes, found, lines, reasons[0])
    counts = pieces(read, tag, scopes, lines, meant, reasons[0].reason, spans(read, said, currency))
    doubts = [f"{lines[i].sku!r} is named too, and what is said of it is not understood" for i in meant.aside]
    if read.cut:
        doubts.append("the text is longer than is read; its end is not")
    unsure = reasons[0].confidence < weighing().unsure_below
    if unsure:
        doubts.append(
            f"{reasons[0].reason.replace('_', ' ')} is read with a confidence of only {reasons[0].confidence}"
        )
    return Complaint(
        language="pt-BR" if tag == "pt" else tag,
        reasons=reasons,
        severity=likely_severity(*severities(read, said, scopes), examples),
        wish=_asking(_wish(read, said, scopes) or wish or likely_wish(examples), asked, share),
        asked=asked,
        asked_share=share,
        skus=tuple(lines[i].sku for i in (*meant.lines, *(i for i, _ in counts if not meant.lines))),
        unclear=meant.unclear,
        quantities=tuple((lines[i].sku, count) for i, count in counts),
        threats=threats(read, said),
        wants_person=said.person.search(read.text) is not None,
        unsure=unsure,
        doubts=tuple(doubts),
    )


def severities(read: Spelled, said: Speech, scopes: Scopes) -> tuple[tuple[Severity, ...], Severity]:
    """What phrases say of how much of the use is lost, and which of it they choose."""
    found = tuple(
        severity
        for severity in _GRADES
        if (pattern := said.severity.get(severity))
        and any(not scopes.denied(*one.span()) for one in pattern.finditer(read.text))
    )
    return found, found[0] if found else "unknown"


def _asking(wish: Wish | None, asked: Money | None, share: float | None) -> Wish | None:
    """Who names an amount and no other wish, or less than all, wants part of the money."""
    part = share is not None and share < 1
    if (asked and wish is None) or (part and wish in {None, "refund"}):
        return "partial_refund"
    return wish


def _wish(read: Spelled, said: Speech, scopes: Scopes) -> Wish | None:
    for wish in ("partial_refund", "resend", "exchange", "return", "refund"):
        pattern = said.wishes.get(wish)
        if pattern and any(not scopes.denied(*found.span()) for found in pattern.finditer(read.text)):
            return wish
    return None


def threats(read: Spelled, said: Speech) -> tuple[Threat, ...]:
    """What the buyer threatens with."""
    return tuple(name for name, pattern in said.threats.items() if pattern.search(read.text))
