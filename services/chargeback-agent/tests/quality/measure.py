"""How well notices are read, field by field.

    python measure.py notices_tuning.yaml [--only ID] [--faults]

``right``: the value is the truth's; ``wrong``: another value; ``missed``: none where the truth has one;
``invented``: one where the truth has none. Phishing and what is no dispute count by kind, language and
sender.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from argosy.dispute.v1.dispute_pb2 import DisputeNotice
from argosy_commerce.money import Money
from chargeback_agent.domain.notices.model import Notice, Part, Read
from chargeback_agent.domain.notices.parts import parts_of
from chargeback_agent.domain.notices.understanding import understand
from chargeback_agent.domain.rules.loader import rule_book

FIELDS: Final = (
    "kind", "network", "reason_code", "claim", "amount", "transaction_amount", "fee", "arn", "card_last4",
    "transaction_on", "disputed_on", "due_at", "order_ref", "case_ref", "descriptor", "language", "sender",
)  # fmt: skip
_REFUSED: Final = frozenset({"phishing", "not_a_dispute"})
_ALIASES: Final = {"zh-TW": "zh-Hant", "gmo-pg": "gmopg"}
"""Other names of the same: Taiwan's Chinese, a sender that another file calls otherwise."""
_PICTURE_SURE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Verdict:
    """One field of one notice."""

    notice: str
    language: str
    kind: str
    field: str
    said: object
    truth: object

    @property
    def outcome(self) -> str:
        """right, wrong, missed or invented."""
        if self.said == self.truth:
            return "right"
        if self.said is None:
            return "missed"
        return "invented" if self.truth is None else "wrong"


def read(row: Mapping[str, Any]) -> Notice:
    """A notice of the file, read as the service reads it; attached files by their lines."""
    mail = DisputeNotice(subject=row["subject"], body=row["body"], **{"from": row["from"]})
    files = [Part(one["name"], "\n".join(one["lines"]), _PICTURE_SURE) for one in row.get("attachments", ())]
    return understand(mail, parts_of(mail, files), _aware(row["received_at"]), rule_book())


def _aware(value: datetime | str) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def verdicts(row: Mapping[str, Any], notice: Notice) -> Iterator[Verdict]:
    """Every field that counts for this notice."""
    truth = row["truth"]
    fields = ("kind", "language", "sender") if truth["kind"] in _REFUSED else FIELDS
    for field in fields:
        value = getattr(notice, field)
        said = value.value if isinstance(value, Read) else value
        yield Verdict(
            row["id"], truth["language"], truth["kind"], field, said, _truth(field, truth.get(field))
        )


def _truth(field: str, written: Any) -> object:
    if written is None:
        return None
    if field in {"amount", "transaction_amount", "fee"}:
        return Money(Decimal(written["amount"]), written["currency"])
    if field in {"language", "sender"}:
        return _ALIASES.get(written, written)
    if field == "due_at" and isinstance(written, str):
        return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    if field in {"transaction_on", "disputed_on"} and isinstance(written, str):
        return date.fromisoformat(written)
    return written


def table(found: list[Verdict], by: str) -> str:
    """Counts by one property of the verdicts."""
    rows: dict[str, Counter[str]] = {}
    for one in found:
        if one.said is not None or one.truth is not None:
            rows.setdefault(getattr(one, by), Counter())[one.outcome] += 1
    lines = [f"{by:<20}{'right':>7}{'wrong':>7}{'missed':>8}{'invented':>10}{'share':>8}"]
    for name, counts in (*rows.items(), ("all", sum(rows.values(), Counter()))):
        asked = counts["right"] + counts["wrong"] + counts["missed"]
        share = counts["right"] / asked if asked else 1.0
        lines.append(
            f"{name:<20}{counts['right']:>7}{counts['wrong']:>7}{counts['missed']:>8}{counts['invented']:>10}{share:>8.3f}"
        )
    return "\n".join(lines)


def say(text: object, end: str = "\n") -> None:
    """To the screen."""
    sys.stdout.write(f"{text}{end}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--faults", action="store_true")
    asked = parser.parse_args()
    rows = [row for row in yaml.safe_load(asked.file.read_text(encoding="utf-8")) if asked.only in row["id"]]
    for row in rows[-3:]:
        read(row)
    found: list[Verdict] = []
    spent = []
    for row in rows:
        before = time.process_time()
        notice = read(row)
        spent.append(1000 * (time.process_time() - before))
        found += verdicts(row, notice)
        if asked.only:
            say(notice)
    if asked.faults:
        for one in found:
            if one.outcome != "right":
                say(f"{one.notice:<36} {one.outcome:<9} {one.field:<19} {one.said!s:<28} truth {one.truth!s}")
    for by in ("field", "language", "kind"):
        say(table(found, by), end="\n\n")
    say(f"CPU per notice: median {sorted(spent)[len(spent) // 2]:.1f} ms, most {max(spent):.1f} ms")


if __name__ == "__main__":
    main()
