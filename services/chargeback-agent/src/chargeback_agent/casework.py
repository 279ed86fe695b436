"""What the events about one case say together, and when it has changed."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import datetime
from typing import Final

from argosy.dispute.v1 import dispute_pb2
from argosy_ledger import utc
from chargeback_agent.adapters.cases import CaseRecord, Status, Told
from chargeback_agent.domain.case.model import Case
from chargeback_agent.domain.notices.model import Notice
from chargeback_agent.domain.notices.understanding import understand
from chargeback_agent.domain.rules.loader import RuleBook

MAX_TOLD: Final = 20
ENDS: Final[dict[str, Status]] = {"won": "won", "lost": "lost", "reversed": "reversed"}


def with_told(known: CaseRecord, told: Told, ended: Status | None = None) -> CaseRecord:
    """One more event about a case; told twice it counts once.

    The newest says how the case stands: ``ended`` so, or open, also where it had ended.
    """
    others = [one for one in known.told if one.event_id != told.event_id]
    ordered = sorted([*others, told], key=lambda one: (one.time, one.event_id))
    kept = (*ordered[:1], *ordered[1:][-MAX_TOLD:])
    if kept[-1] is not told:
        return replace(known, told=kept)
    return replace(known, told=kept, status=ended or "open", ended_at=told.time if ended else None)


def read_all(record: CaseRecord, rules: RuleBook) -> list[Notice]:
    """What each notice of a case says, oldest first."""
    return [understand(one.opened.notice, one.parts, _received(one), rules) for one in record.told]


def event_of(record: CaseRecord) -> dispute_pb2.DisputeOpened:
    """The case's fields as told last; what a later event leaves empty stays as an earlier one said."""
    merged = dispute_pb2.DisputeOpened()
    for one in record.told:
        merged.MergeFrom(one.opened)
    # Of the notice the last counts whole: a reply date of one must not stand beside the body of another.
    merged.notice.CopyFrom(record.told[-1].opened.notice)
    return merged


def notice_of(read: list[Notice]) -> Notice:
    """The last notice, with what only earlier ones say of the transaction."""
    whole = read[-1]
    for earlier in reversed(read[:-1]):
        lacking = {
            one.name: getattr(earlier, one.name)
            for one in fields(Notice)
            if getattr(whole, one.name) is None and one.name != "due_at"
        }
        whole = replace(whole, **lacking)
    return whole


def digest_of(case: Case) -> str:
    """What tells one state of a case from another: everything that the letter and the event say."""
    return hashlib.sha256(repr(case).encode()).hexdigest()[:32]


def _received(told: Told) -> datetime:
    notice = told.opened.notice
    return utc(notice.received_at) if notice.HasField("received_at") else told.time
