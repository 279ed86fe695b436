"""Requests of one order, their answers and deadlines in any order, repeated and late."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from argosy_commerce.money import Money
from refund_agent.domain.costs.case import Limits
from refund_agent.domain.entitlement import Entitlement
from refund_agent.domain.negotiation.advancing import Table, advance
from refund_agent.domain.negotiation.fairness import GOODS, no_worse
from refund_agent.domain.negotiation.state import (
    Answer,
    Asked,
    Happening,
    Lapsed,
    Meaning,
    Replied,
    State,
    Verdict,
)

from .bargains import ASKED, at, complaint, entitled, euros, paid, real, right

TOTAL = euros("40.00")
NONE = euros("0.00")
REASONS = ("damaged", "not_received", "changed_mind", "wrong_item", "missing_parts", "late")
WISHES = (None, "refund", "partial_refund", "return", "exchange", "resend")


@dataclass
class Request:
    """A request with what it rests on, and every decision that was ever made for it."""

    name: str
    reason: str
    wish: str | None
    owed: Money
    free: bool | None
    limits: Limits
    most: Money | None = None
    state: State = field(default=State(""))
    decisions: list[Verdict] = field(default_factory=list)

    def entitlement(self, left: Money) -> Entitlement:
        rights = []
        if self.owed:
            rights.append(
                right(rule="eu-non-delivery", ground="non_delivery", owed=min(self.owed, left),
                      owed_on_return=min(self.owed, left), return_paid_by=None)
            )  # fmt: skip
        if self.free is not None:
            payer = "merchant" if self.free else "buyer"
            rights.append(right(owed_on_return=left, return_paid_by=payer))
        return entitled(*rights)


def _unasked(name: str) -> Request:
    return Request(name, "damaged", None, NONE, None, Limits(), state=State(name))


class OneOrder(RuleBasedStateMachine):
    """What may happen to an order of 40.00 EUR."""

    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.requests: dict[str, Request] = {}

    def left(self, but: str) -> Money:
        """What earlier decisions of the order leave."""
        spent = NONE
        for one in self.requests.values():
            if one.name != but and one.state.verdict and one.state.verdict.refund:
                spent = spent + one.state.verdict.refund
        return TOTAL - spent

    def table(self, one: Request) -> Table:
        left = self.left(one.name)
        said = complaint(one.reason, wish=one.wish)
        spent = paid("40.00", str((TOTAL - left).amount))
        return real(said, one.entitlement(left), spent, limits=one.limits, most=one.most)

    def happens(self, name: str, event: Happening) -> None:
        one = self.requests[name]
        before = one.state
        step = advance(before, event, self.table(one))
        told = [one for one in (step.offered, step.restated, step.decided) if one is not None]
        assert len(told) <= 1
        if before.verdict is not None:
            assert not told
            assert step.state.verdict == before.verdict
        one.state = step.state
        if step.decided is not None:
            one.decisions.append(step.decided)
            offer, last = step.decided.offer, before.last
            if offer and last and step.decided.how in {"accepted", "silence", "no_agreement"}:
                assert offer == last.offer
        again = advance(one.state, event, self.table(one))
        if not isinstance(event, Asked) and one.state.last == before.last:
            assert again.decided is None

    @rule(
        target=sent,
        number=st.integers(1, 5),
        reason=st.sampled_from(REASONS),
        wish=st.sampled_from(WISHES),
        owed=st.sampled_from(["0.00", "0.00", "12.00", "40.00"]),
        free=st.sampled_from([None, True, False]),
        rounds=st.integers(1, 3),
        hours=st.integers(0, 10),
        most=st.sampled_from([None, None, euros("11.00")]),
    )
    def asks(self, number, reason, wish, owed, free, rounds, hours, most):
        name = f"r-{number}"
        self.requests.setdefault(
            name, Request(name, reason, wish, euros(owed), free, Limits(rounds=rounds), most, State(name))
        )
        event = Asked(ASKED if self.requests[name].state.asked_at is None else at(hours))
        self.happens(name, event)
        return name, event

    @rule(
        target=sent,
        number=st.integers(1, 5),
        taken=st.booleans(),
        meaning=st.sampled_from(get_args(Meaning)),
        counter=st.sampled_from(["", "", "0.01", "9.99", "25.00", "40.00", "500.00"]),
        round_=st.integers(0, 4),
        hours=st.integers(-20, 400),
    )
    def answers(self, number, taken, meaning, counter, round_, hours):
        name = f"r-{number}"
        if name not in self.requests:
            self.requests[name] = _unasked(name)
        if taken:
            meaning, round_, hours = "accepts", 0, 20
        event = Replied(at(hours), Answer(meaning, euros(counter) if counter else None), round_)
        self.happens(name, event)
        return name, event

    @rule(target=sent, number=st.integers(1, 5), round_=st.integers(0, 4), hours=st.integers(0, 1000))
    def lapses(self, number, round_, hours):
        name = f"r-{number}"
        if name not in self.requests:
            self.requests[name] = _unasked(name)
        event = Lapsed(at(hours), round_)
        self.happens(name, event)
        return name, event

    @rule(earlier=sent)
    def comes_again(self, earlier):
        self.happens(*earlier)

    @invariant()
    def each_is_decided_once_and_no_more_than_was_paid_goes_back(self):
        for one in self.requests.values():
            assert len(one.decisions) <= 1
            assert one.state.verdict == (one.decisions[0] if one.decisions else None)
        assert self.left("") >= NONE

    @invariant()
    def offers_are_few_and_none_is_worse_than_the_last(self):
        for one in self.requests.values():
            rounds = one.state.rounds
            assert len(rounds) <= 3
            assert [made.number for made in rounds] == list(range(1, len(rounds) + 1))
            for before, after in pairwise(rounds):
                kinds = {before.offer.decision, after.offer.decision}
                wished = len(kinds) == 2 and bool(kinds & GOODS)
                assert no_worse(before.offer, after.offer) or wished
                assert after.made_at >= before.made_at
            for made in rounds:
                assert made.offer.decision not in {"REJECT", "ESCALATE"}
                assert (made.until - made.made_at).total_seconds() >= 24 * 3600

    @invariant()
    def who_decides_without_the_buyer_gives_no_less_than_is_owed(self):
        for one in self.requests.values():
            verdict = one.state.verdict
            if verdict and verdict.how in {"silence", "at_once"} and verdict.refund is not None:
                assert verdict.refund >= min(one.owed, TOTAL) or self.left(one.name) < one.owed


TestOneOrder = OneOrder.TestCase
TestOneOrder.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
