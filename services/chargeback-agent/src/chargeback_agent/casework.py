"""What the events about one case say together, and when it has changed."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import datetime
from typing import Final

from argosy.dispute.v1 import dispute_pb2
from argosy_ledger import utc
from chargeback_agent.adapters.cases import CaseRecord, Status, Told
from chargeback_agent.domain.case.beginnings import Began
from chargeback_agent.domain.case.model import Case
from chargeback_agent.domain.notices.model import Notice, Read
from chargeback_agent.domain.notices.understanding import understand
from chargeback_agent.domain.rules.loader import RuleBook

_FIELDS_ALONE: Final = 0.9
"""How sure it is that an event without a notice is about a dispute: its topic says so."""
MAX_TOLD: Final = 20
MAX_TOLD_BYTES: Final = 8_000_000
"""Of all events kept for a case, but for the first and the last: MongoDB takes documents of 16 MB."""
ENDS: Final[dict[str, Status]] = {"won": "won", "lost": "lost", "reversed": "reversed"}


def with_told(known: CaseRecord, told: Told, ended: Status | None = None) -> CaseRecord:
    """One more event about a case; told twice it counts once.

    The newest notice says how the case stands: ``ended`` so, or open, also where it had ended.
    """
    others = [one for one in known.told if one.event_id != told.event_id]
    ordered = sorted([*others, told], key=lambda one: (one.time, one.event_id))
    kept = (*ordered[:1], *_newest(ordered[1:]))
    if kept[-1] is not told or is_silent(told):
        return replace(known, told=kept)
    return replace(known, told=kept, status=ended or "open", ended_at=told.time if ended else None)


def _newest(told: list[Told]) -> list[Told]:
    """As many of the last as are kept, by their number and their size."""
    sizes = [one.opened.ByteSize() + sum(len(part.text.encode()) for part in one.parts) for one in told]
    first = max(0, len(told) - MAX_TOLD)
    while first < len(told) - 1 and sum(sizes[first:-1]) > MAX_TOLD_BYTES:
        first += 1
    return told[first:]


def read_all(record: CaseRecord, rules: RuleBook) -> list[Notice]:
    """What each notice of a case says, oldest first.

    An event with fields and no notice stands for the notice before it, else for a dispute's: it is one.
    """
    read: list[Notice] = []
    for one in record.told:
        if is_silent(one) and read:
            read.append(read[-1])
            continue
        known = names_what_is_disputed(one.opened)
        notice = understand(one.opened.notice, one.parts, _received(one), rules, of_known=known)
        if is_silent(one):
            notice = replace(notice, kind=Read("dispute", "", "event", _FIELDS_ALONE), doubts=())
        read.append(notice)
    return read


def names_what_is_disputed(opened: dispute_pb2.DisputeOpened) -> bool:
    """Whether an event's own fields say more than its dispute's id: who fills them in knows of a dispute."""
    return bool(opened.network or opened.reason_code or opened.order_id)


def is_silent(told: Told) -> bool:
    """Whether an event brings no notice, only fields of its own."""
    notice = told.opened.notice
    return not (notice.subject.strip() or notice.body.strip() or notice.attachments)


def event_of(record: CaseRecord, stage_from: int = 0) -> dispute_pb2.DisputeOpened:
    """The case's fields as told last; what a later event leaves empty stays as an earlier one said.

    The date to answer by alone counts only as told from ``stage_from`` on, where the present stage began.
    """
    merged = dispute_pb2.DisputeOpened()
    for number, one in enumerate(record.told):
        if number == stage_from:
            merged.ClearField("due_at")
        merged.MergeFrom(one.opened)
    # Of the notice the last counts whole: a reply date of one must not stand beside the body of another.
    merged.notice.CopyFrom(record.told[-1].opened.notice)
    return merged


def notice_of(read: list[Notice]) -> Notice:
    """The last notice, with what only earlier ones say of the transaction, and of the stage's own date."""
    whole, began = read[-1], stage_from(read)
    for number, earlier in reversed(list(enumerate(read[:-1]))):
        lacking = {
            one.name: getattr(earlier, one.name)
            for one in fields(Notice)
            if getattr(whole, one.name) is None and (one.name != "due_at" or number >= began)
        }
        whole = replace(whole, **lacking)
    return whole


def stage_from(read: list[Notice]) -> int:
    """Which notice was the first of the stage that the last one belongs to."""
    first = len(read) - 1
    while first and read[first - 1].kind.value == read[-1].kind.value:
        first -= 1
    return first


def began_of(record: CaseRecord, read: list[Notice]) -> Began:
    """When the dispute was first told of, and when its present stage was.

    A later round's notice comes weeks after the dispute: what was refunded or delivered in between was not
    refunded or delivered before it.
    """
    told = [_received(one) for one in record.told]
    first = next((at for at, one in zip(told, read, strict=True) if one.kind.value == "dispute"), told[0])
    stage = told[stage_from(read)]
    return Began(stage if read[-1].kind.value == "inquiry" else min(first, stage), stage)


def digest_of(case: Case) -> str:
    """What tells one state of a case from another: everything that the letter and the event say."""
    return hashlib.sha256(repr(case).encode()).hexdigest()[:32]


def _received(told: Told) -> datetime:
    notice = told.opened.notice
    return utc(notice.received_at) if notice.HasField("received_at") else told.time
