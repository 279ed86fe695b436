"""From a notice as it came and the texts of its files to what it says.

notice = understand(message.notice, parts, received_at, rule_book())
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from argosy.dispute.v1.dispute_pb2 import DisputeNotice
from chargeback_agent.domain.notices.model import Notice, Part
from chargeback_agent.domain.notices.parts import open_notice
from chargeback_agent.domain.notices.reading import read_notice
from chargeback_agent.domain.rules.loader import RuleBook


def understand(
    notice: DisputeNotice,
    parts: Sequence[Part],
    received_at: datetime,
    rules: RuleBook,
    *,
    of_known: bool = False,
) -> Notice:
    """What a notice says. ``parts``: as `Attachments.parts` gives them; without any, those of its mail.

    An empty part with ``sure`` 0 is a file that could not be read: a doubt, and a reason not to refuse what
    seems to be no dispute. ``received_at`` is aware; a mail's own date goes before it. ``of_known``: the
    event names what is disputed.
    """
    mail = open_notice(notice)
    unread = tuple(part.where for part in parts if not part.sure)
    readable = [part for part in parts or mail.parts if part.sure]
    headers = replace(mail.headers, unread=unread)
    at = mail.sent_at or received_at
    found = read_notice(readable, mail.sender, at, rules, headers, of_known=of_known)
    doubts = (*mail.doubts, *(f"could not be read: {name}" for name in unread))
    return replace(found, doubts=(*found.doubts, *doubts)) if doubts else found
