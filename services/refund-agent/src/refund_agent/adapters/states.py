"""States of requests as the store keeps them: strings, numbers and lists; amounts and times exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from argosy_commerce.money import Money
from refund_agent.domain.checks import Check
from refund_agent.domain.negotiation.state import Entry, Pay, Round, State, Verdict
from refund_agent.domain.options import Offer, Option
from refund_agent.domain.rights.paid import Earlier

Fields = Mapping[str, Any]


def state_fields(state: State) -> dict[str, object]:
    """A state, but for its id."""
    return {
        "asked_at": state.asked_at and moment_text(state.asked_at),
        "person": state.person,
        "back_at": state.back_at and moment_text(state.back_at),
        "rounds": [
            {
                "number": one.number,
                "offer": _offer(one.offer),
                "made_at": moment_text(one.made_at),
                "until": moment_text(one.until),
                "questions": one.questions,
            }
            for one in state.rounds
        ],
        "verdict": _verdict(state.verdict) if state.verdict else None,
        "trail": [
            {"at": moment_text(one.at), "by": one.by, "what": one.what, "why": list(one.why)}
            for one in state.trail
        ],
    }


def read_state(request_id: str, fields: Fields) -> State:
    """What `state_fields` wrote."""
    verdict, asked = fields["verdict"], fields["asked_at"]
    return State(
        request_id,
        _moment(asked) if asked else None,
        tuple(
            Round(
                row["number"],
                _read_offer(row["offer"]),
                _moment(row["made_at"]),
                _moment(row["until"]),
                row["questions"],
            )
            for row in fields["rounds"]
        ),
        _read_verdict(verdict) if verdict else None,
        tuple(
            Entry(_moment(row["at"]), row["by"], row["what"], tuple(row["why"])) for row in fields["trail"]
        ),
        fields["person"],
        _moment(back) if (back := fields.get("back_at")) else None,
    )


def check_fields(checks: Sequence[Check]) -> list[dict[str, object]]:
    """Checks of evidence."""
    return [
        {
            "ref": one.ref,
            "check": one.check,
            "result": one.result,
            "finding": one.finding,
            "weak": one.weak,
            "score": one.score,
        }
        for one in checks
    ]


def read_checks(rows: Sequence[Fields]) -> tuple[Check, ...]:
    """What `check_fields` wrote."""
    return tuple(Check(**row) for row in rows)


def option_fields(options: Sequence[Option]) -> list[dict[str, object]]:
    """Options without the parts of their cost."""
    return [
        {"offer": _offer(one.offer), "cost": _money(one.cost), "acceptance": one.acceptance}
        for one in options
    ]


def read_options(rows: Sequence[Fields]) -> tuple[Option, ...]:
    """What `option_fields` wrote."""
    return tuple(
        Option(_read_offer(row["offer"]), _read_money(row["cost"]), row["acceptance"]) for row in rows
    )


def given_fields(given: Sequence[Earlier]) -> list[dict[str, object]]:
    """What a decision gave, by sku."""
    return [{"sku": one.sku, "pieces": one.pieces, "amount": _money(one.amount)} for one in given]


def read_given(rows: Sequence[Fields]) -> tuple[Earlier, ...]:
    """What `given_fields` wrote."""
    return tuple(Earlier(row["sku"], row["pieces"], _read_money(row["amount"])) for row in rows)


def moment_text(moment: datetime) -> str:
    """To the microsecond, which BSON would cut off."""
    return moment.astimezone(UTC).isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _money(money: Money) -> list[str]:
    return list(money.to_strings())


def _read_money(pair: Sequence[str]) -> Money:
    return Money.from_strings(pair[0], pair[1])


def _offer(offer: Offer) -> dict[str, object]:
    return {
        "decision": offer.decision,
        "refund": _money(offer.refund),
        "keep_item": offer.keep_item,
        "return_label": offer.return_label,
        "resend": offer.resend,
    }


def _read_offer(row: Fields) -> Offer:
    refund = _read_money(row["refund"])
    return Offer(row["decision"], refund, row["keep_item"], row["return_label"], row["resend"])


def _verdict(verdict: Verdict) -> dict[str, object]:
    by = verdict.pay.by if verdict.pay else None
    return {
        "decision": verdict.decision,
        "offer": _offer(verdict.offer) if verdict.offer else None,
        "how": verdict.how,
        "at": moment_text(verdict.at),
        "why": list(verdict.why),
        "pay": verdict.pay and {"by": by and moment_text(by), "days": verdict.pay.days},
    }


def _read_verdict(row: Fields) -> Verdict:
    offer = _read_offer(row["offer"]) if row["offer"] else None
    pay = _read_pay(kept) if (kept := row.get("pay")) else None
    return Verdict(row["decision"], offer, row["how"], _moment(row["at"]), tuple(row["why"]), pay)


def _read_pay(row: Fields) -> Pay:
    return Pay(_moment(row["by"]) if row["by"] else None, row["days"])
