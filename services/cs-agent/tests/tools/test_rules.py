"""The rules are data: another shop's file is read, and one that would open a shop is not."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from shops import RULES, Clock, Requests, Talk, world

from argosy_commerce.terms.strict_yaml import TermDataError
from cs_agent.adapters.reference_shop import ReferenceShop
from cs_agent.adapters.rules_file import rules_in_force
from cs_agent.domain.tools.rules import faults, read_shop_rules, shop_rules
from cs_agent.domain.tools.verdicts import NeedsYes, Refused


def told(**tools: dict[str, Any]) -> str:
    """Our own file with some rules changed."""
    rows = RULES.model_dump(mode="json")
    for tool, change in tools.items():
        if tool in rows["tools"]:
            rows["tools"][tool] |= change
        else:
            rows[tool] = {**rows[tool], **change} if isinstance(rows[tool], dict) else change
    return yaml.safe_dump(rows, allow_unicode=True)


def test_our_own_rules_are_sound() -> None:
    assert faults(shop_rules()) == []
    assert read_shop_rules(told(), "same.yaml") == RULES


def test_every_rule_has_a_source_and_a_date() -> None:
    for rule in [RULES.identification, RULES.confirmation, *RULES.tools.values()]:
        assert rule.source in RULES.sources
        assert rule.since.year >= 2026


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"cancel_order": {"confirmation": "none"}}, "plain yes"),
        ({"get_order": {"identification": "none"}}, "before the buyer is known"),
        ({"list_orders": {"identification": "none"}}, "before the buyer is known"),
        ({"identification": {"any_of": [["name"]]}}, "not enough"),
        ({"identification": {"any_of": [[]]}}, "not enough"),
        ({"identification": {"any_of": []}}, "nothing identifies"),
        ({"identification": {"any_of": [["order_id"]]}}, "email"),
        ({"identification": {"failed_tries": 0}}, "greater than"),
        ({"confirmation": {"expires_minutes": 10**6}}, "less than"),
        ({"return_items": {"to": ["other_card"]}}, "original"),
        ({"return_items": {"label": {"DE": "free_label"}}}, "other countries"),
        ({"change_items": {"cheaper_when": "returned"}}, "not delivered"),
        ({"return_items": {"statuses": []}}, "no status"),
        ({"return_items": {"statuses": ["lost"]}}, "pending"),
        ({"cancel_order": {"source": "hearsay"}}, "no source"),
        ({"cancel_order": {"fee_share": "1.5"}}, "match pattern"),
        ({"cancel_order": {"kind": "read"}}, "cancel_order"),
        ({"ask_refund": {"promise": "money"}}, "not permitted"),
    ],
)
def test_a_file_that_would_open_the_shop_is_refused(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(TermDataError, match=fault) as caught:
        read_shop_rules(told(**change), "another.yaml")
    assert "another.yaml" in str(caught.value)


def test_a_tool_without_a_rule_is_a_fault() -> None:
    rows = yaml.safe_load(told())
    del rows["tools"]["cancel_order"]
    with pytest.raises(TermDataError, match="no rule for cancel_order"):
        read_shop_rules(yaml.safe_dump(rows), "another.yaml")


def test_the_file_in_force_is_the_one_that_is_named(tmp_path: Any) -> None:
    assert rules_in_force("") is shop_rules()
    path = tmp_path / "rules.yaml"
    path.write_text(told(return_items={"days": 14}), encoding="utf-8")
    assert rules_in_force(str(path)).tools["return_items"].days == 14  # type: ignore[union-attr]
    with pytest.raises(TermDataError, match=r"missing\.yaml"):
        rules_in_force(str(tmp_path / "missing.yaml"))


async def test_another_shops_policy_is_a_file() -> None:
    """Cancels what is being packed too, keeps a tenth; a fortnight; money back on gift cards only."""
    rules = read_shop_rules(
        told(
            cancel_order={"statuses": ["pending", "processed"], "fee_share": "0.1", "reasons": ["any"]},
            return_items={"days": 14, "to": ["gift_card"], "part_of_order": False},
        ),
        "another.yaml",
    )
    rows = world()
    shop = ReferenceShop(rows, rules, Requests(), clock=Clock())
    talk = Talk(shop, rules=rules)
    await talk.is_("u-05")
    acted = await talk.call("cancel_order", order_id="o-2007", reason="any")
    assert isinstance(acted.verdict, NeedsYes)
    assert [str(one.amount) for one in acted.verdict.will.movements] == ["52.02 USD"]
    talk.says("yes")
    assert (await talk.again()).made

    talk = Talk(shop, rules=rules)
    await talk.is_("u-20")
    late = await talk.call("return_items", order_id="o-2025", condition="unused", to="GC-5503")
    assert isinstance(late.verdict, Refused)
    assert late.verdict.reason == "window"
    talk = Talk(shop, rules=rules)
    await talk.is_("u-17")
    part = {"order_id": "o-2021", "condition": "unused", "lines": [{"sku": "P40", "quantity": 1}]}
    assert (await talk.call("return_items", **part)).verdict == Refused("part_of_order")
