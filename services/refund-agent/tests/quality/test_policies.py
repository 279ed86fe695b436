"""What is offered over requests drawn is never below a law, and it would be seen if it were."""

from __future__ import annotations

import random

from refund_agent.domain.costs.terms import Move

from .policies import below, drawn, ours, refuse


def test_nothing_that_is_offered_is_below_a_law() -> None:
    dice = random.Random(11)  # noqa: S311 — no secret hangs on it
    requests = [drawn(dice) for _ in range(60)]
    assert not [one.case for one in requests if below(one, ours(one))]
    assert not [one.case for one in requests if below(one, refuse(one))]
    rights = {
        id(one): [right for right in one.case.entitlement.rights if right.statutory] for one in requests
    }
    owing = [one for one in requests if any(right.owed for right in rights[id(one)])]
    assert owing
    assert all(below(one, (Move("none"),)) for one in owing)
