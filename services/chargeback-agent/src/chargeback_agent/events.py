"""A case as the event that is published."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from google.protobuf.timestamp_pb2 import Timestamp

from argosy.common.v1 import common_pb2
from argosy.dispute.v1 import dispute_pb2
from argosy_commerce.money import Money
from chargeback_agent.domain.case.model import Case, Statement
from chargeback_agent.domain.letter.wording import Wording
from chargeback_agent.domain.rules.loader import RuleBook
from chargeback_agent.drafting import StoredLetter

_PERSONAL = frozenset({"ip", "device", "value", "name", "place"})
"""Values of statements that say who or where a buyer is."""
_IN_THE_LETTER = "(see the letter)"


def rebuttal_drafted(
    case: Case,
    rules: RuleBook,
    words: Wording,
    letter: StoredLetter | None,
    review: Sequence[str],
) -> dispute_pb2.RebuttalDrafted:
    """The data of ``rebuttal.drafted``; no letter where none is to be sent."""
    dispute, advice = case.dispute, case.advice
    network = rules.networks[dispute.network]
    rule = network.codes[dispute.code]
    message = dispute_pb2.RebuttalDrafted(
        dispute_id=dispute.dispute_id,
        network=dispute.network,
        reason_code=network.printed(dispute.code),
        category=dispute.category,
        due_at=_stamp(dispute.deadline.at),
        due_why=dispute.deadline.why,
        decision=advice.choice,
        win_likelihood=round(advice.win_likelihood, 4),
        reasons=[f"What decides it: {rule.argue}", *(reason.text for reason in advice.reasons)],
        exhibits=[
            {"label": one.label, "kind": one.kind, "title": rules.evidence[one.kind].title, "ref": one.ref}
            for one in case.exhibits
        ],
        statements=[
            {"text": _plain(words.said(_public(one))), "exhibits": list(one.exhibits)}
            for one in case.statements
        ],
        missing=[
            {"evidence": rules.evidence[one.kind].title, "why": one.why, "how_to_get": one.how_to_get}
            for one in case.missing
        ],
        engine=engine(),
        needs_review=bool(review),
        review_reasons=list(review),
    )
    if advice.expected_value is not None:
        message.expected_value.CopyFrom(_money(advice.expected_value))
    if letter is not None:
        message.letter.language = letter.language
        for blob, field in ((letter.docx, message.letter.docx), (letter.pdf, message.letter.pdf)):
            field.url, field.media_type, field.bytes, field.sha256 = (
                blob.url, blob.media_type, blob.bytes, blob.sha256,
            )  # fmt: skip
    return message


@cache
def engine() -> common_pb2.Engine:
    """Rules and sentences are the engine here: their data's digest is its revision."""
    digest = hashlib.sha256()
    root = files("chargeback_agent") / "data"
    for folder in (root, root / "networks", root / "rephrasing", *_sorted(root / "letters")):
        for entry in _sorted(folder):
            if entry.is_file():
                digest.update(f"{folder.name}/{entry.name}\0".encode() + entry.read_bytes())
    return common_pb2.Engine(
        name="dispute-rules", model="rules+sentences", revision=digest.hexdigest()[:12], profile="embedded"
    )


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _plain(text: str) -> str:
    """Spaces that hold a line together are the letter's; programs look for plain ones."""
    return text.replace("\u00a0", " ")


def _public(statement: Statement) -> Statement:
    """Personal data stands in the letter alone; events are kept by whoever subscribes."""
    values = {
        name: _IN_THE_LETTER if name in _PERSONAL else value for name, value in statement.values.items()
    }
    return replace(statement, values=values)


def _money(money: Money) -> common_pb2.Money:
    amount, currency = money.rounded().to_strings()
    return common_pb2.Money(amount=amount, currency=currency)


def _stamp(moment: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp
