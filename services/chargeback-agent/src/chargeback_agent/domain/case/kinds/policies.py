"""Evidence of what was agreed: policies in force at the order that were shown before paying."""

from __future__ import annotations

from argosy_ledger.facts import utc
from chargeback_agent.domain.case.asked import WINDOWS
from chargeback_agent.domain.case.candidate import Candidate, Fact
from chargeback_agent.domain.case.model import Quoted, Row
from chargeback_agent.domain.case.records import PolicyKind, Records, days_in

_LONGEST = 1_200


def refund_policy(records: Records) -> Candidate | None:
    """The refund policy that was shown."""
    return _shown(records, "REFUND", "refund_policy", "refund_policy_shown")


def cancellation_policy(records: Records) -> Candidate | None:
    """The cancellation policy that was shown."""
    return _shown(records, "CANCELLATION", "cancellation_policy", "cancellation_policy_shown")


def terms_accepted(records: Records) -> Candidate | None:
    """The terms that were shown; that the buyer ticked them the ledger does not know."""
    return _shown(records, "TERMS", "terms_accepted", "terms_shown", 0.6)


def recurring_terms(records: Records) -> Candidate | None:
    """Terms shown at the checkout of a subscription."""
    if "subscription" not in records.dispute.products:
        return None
    return _shown(records, "TERMS", "recurring_terms", "recurring_terms_shown", 0.6)


def _shown(
    records: Records, kind: PolicyKind, evidence: str, sentence: str, complete: float = 0.9
) -> Candidate | None:
    policy, placed = records.policy(kind), records.placed_at
    if policy is None or placed is None or not policy.shown_at_checkout or not policy.text.strip():
        return None
    since = utc(policy.effective_from) if policy.HasField("effective_from") else None
    rows = [Row("policy_since", since.date())] if since else []
    rows.append(Row("ordered_at", placed))
    facts: list[Fact] = [(sentence, {"date": placed.date()})]
    if days := days_in(policy, WINDOWS):
        rows.append(Row("window_days", days))
        if kind == "REFUND":
            facts.append(("return_window_is", {"days": days}))
    quotes = (Quoted("policy", since or placed, policy.text[:_LONGEST]),)
    return Candidate(evidence, f"policy/{kind}", complete, tuple(rows), tuple(facts), quotes)
