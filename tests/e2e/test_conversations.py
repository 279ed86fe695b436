"""Buyers write, are answered, handed to a person and back, on the whole stack; one of them is forgotten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

MERCHANT = ("--merchant", "m-chat")
EMAIL = "marta.silva@mail.example"


def event(type_: str, data: dict[str, Any], at: str = "2026-11-20T09:00:00Z", **more: Any) -> dict[str, Any]:
    return {"type": type_, "merchant_id": "m-chat", "platform": "own_shop", "time": at, "data": data, **more}


def wrote(conversation: str, number: int, text: str, **more: Any) -> dict[str, Any]:
    data = {"conversation_id": conversation, "message_id": f"{conversation}-{number}", "text": text, **more}
    at = f"2026-11-20T10:00:{number:02}Z"
    return event("chat.message", data, at, id=f"e2e-{conversation}-{number}")


def replies(results: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [one["data"] for one in results if one["type"] == "chat.replied"]
    return sorted(found, key=lambda data: data["message_id"])


@pytest.fixture(scope="module")
def stocked(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shirt on sale, terms of shipping, and a parcel under way."""
    price = {"amount": "24.90", "currency": "USD"}
    shirt = {
        "id": "shirt-1", "language": "zh-CN", "title": "男士纯棉T恤 短袖", "description": "面料柔软。",
        "attributes": [{"name": "材质", "value": "95%棉5%氨纶"}, {"name": "袖长", "value": "短袖"}],
        "price": price,
    }  # fmt: skip
    shipping = {
        "merchant_id": "m-chat", "kind": "SHIPPING", "market": "DE", "text": "Delivery in 7 to 12 days.",
        "rules": {"days_from": 7, "days_to": 12, "price": "4.90 USD"},
    }  # fmt: skip
    order = {
        "id": "o-77", "total": price, "placed_at": "2026-11-10T09:00:00Z",
        "buyer": {
            "id": "u-7", "name": "Marta Silva", "email": EMAIL,
            "address": "Hauptstr. 5, 10115 Berlin, Germany",
        },
        "lines": [
            {"sku": "SHIRT-1", "product_id": "shirt-1", "title": "T-shirt", "quantity": 1, "price": price}
        ],
    }  # fmt: skip
    scan = {
        "order_id": "o-77", "carrier": "DHL", "tracking_number": "JD014600", "status": "out for delivery",
        "at": "2026-11-20T07:00:00Z", "location": "Berlin",
    }  # fmt: skip
    shop.run(
        tmp_path_factory.mktemp("stocked"),
        event("product.created", {"product": shirt, "markets": ["DE"]}),
        event("policy.updated", shipping),
        event("order.placed", {"order": order}),
        event("shipment.updated", scan),
    )
    return shop


def test_an_answer_rests_on_facts_is_written_as_it_comes_and_comes_once(
    stocked: Shop, tmp_path: Path
) -> None:
    asked = wrote("c-facts", 1, "Hello, what is this shirt made of?", product_id="shirt-1")
    results = stocked.run(tmp_path / "first", asked)
    (answer,) = replies(results)
    assert answer["intent"] == "material"
    assert "95" in answer["text"]
    (fact,) = [one for one in answer["sentences"] if one["evidence"]["kind"] == "attribute"]
    assert "95%棉5%氨纶" in fact["evidence"]["quote"]
    deltas = sorted(
        (one["data"] for one in results if one["type"] == "chat.delta"), key=lambda one: one["sequence"]
    )
    assert "".join(one["text"] for one in deltas) == answer["text"]
    page = (tmp_path / "first" / "out" / "index.html").read_text(encoding="utf-8")
    assert "what is this shirt made of?" in page
    again = stocked.run(tmp_path / "again", asked)
    assert sorted(one["id"] for one in again) == sorted(one["id"] for one in results)


def test_messages_in_a_row_are_each_answered_once(stocked: Shop, tmp_path: Path) -> None:
    texts = ["hi", "it's about the shirt", "what is it made of", "and how long are the sleeves?", "thank you"]
    row = [wrote("c-row", number, text, product_id="shirt-1") for number, text in enumerate(texts, 1)]
    answers = replies(stocked.run(tmp_path, *row))
    assert 1 <= len(answers) <= len(texts)
    assert answers[-1]["message_id"] == "c-row-5"
    assert sum("95" in one["text"] for one in answers) == 1


def test_a_parcel_is_told_to_whom_the_order_is_and_to_nobody_else(stocked: Shop, tmp_path: Path) -> None:
    (first,) = replies(stocked.run(tmp_path / "1", wrote("c-order", 1, "Where is my order o-77?")))
    assert "JD014600" not in first["text"]
    (wrong,) = replies(stocked.run(tmp_path / "2", wrote("c-order", 2, "ben@mail.example")))
    assert "JD014600" not in wrong["text"]
    (right,) = replies(stocked.run(tmp_path / "3", wrote("c-order", 3, f"sorry, {EMAIL}")))
    assert "JD014600" in right["text"]
    assert EMAIL not in json.dumps(right)
    assert {one["tool"] for one in right["actions"]} >= {"find_user"}
    log = (stocked.home / "logs" / "cs-agent.log").read_text(encoding="utf-8")
    assert EMAIL not in log


def test_a_person_takes_over_and_gives_back(stocked: Shop, tmp_path: Path) -> None:
    (first,) = replies(
        stocked.run(tmp_path / "1", wrote("c-person", 1, "Can I speak to a real person please?"))
    )
    assert first["handoff"]["to"] == "person"
    (call,) = first["actions"]
    assert "转人工原因：买家要求人工" in call["arguments"]["summary"]
    assert "colleague" in replies(stocked.run(tmp_path / "2", wrote("c-person", 2, "hello?")))[0]["text"]
    said = {"conversation_id": "c-person", "text": "Ana here, it is solved. I hand you back."}
    back = event("chat.replied", {**said, "handoff": {"to": "agent"}}, source="helpdesk", id="e2e-ana")
    assert stocked.run(tmp_path / "3", back) == []
    question = wrote("c-person", 3, "what is it made of?", product_id="shirt-1")
    assert "95" in replies(stocked.run(tmp_path / "4", question))[0]["text"]


def test_what_nobody_knew_is_asked_once_answered_and_known(stocked: Shop, tmp_path: Path) -> None:
    question = "Is the shirt OEKO-TEX certified?"
    (first,) = replies(stocked.run(tmp_path / "1", wrote("c-gap", 1, question, product_id="shirt-1")))
    assert not any(one["evidence"]["kind"] == "attribute" for one in first["sentences"])
    gaps = json.loads(stocked.argosy("knowledge", "gaps", *MERCHANT, "--json").stdout)
    (gap,) = [one for one in gaps if "OEKO" in one["words"]]
    told = stocked.argosy(
        "knowledge", "answer", *MERCHANT, gap["id"], "Yes, it is OEKO-TEX Standard 100 certified."
    )
    assert told.returncode == 0, told.stderr
    (second,) = replies(stocked.run(tmp_path / "2", wrote("c-gap", 2, question, product_id="shirt-1")))
    assert "Standard 100" in second["text"]


def test_what_no_buyer_sends_is_a_dead_letter(stocked: Shop, tmp_path: Path) -> None:
    bad = wrote("c-bad", 1, "a\u0000b")
    stocked.run(tmp_path, bad, exit_code=2)
    (letter,) = json.loads((tmp_path / "out" / "dead-letters.json").read_text(encoding="utf-8"))
    assert (letter["service"], letter["reason"]) == ("cs-agent", "control_characters")


def test_in_the_terminal_it_is_the_same(stocked: Shop) -> None:
    done = stocked.argosy("chat", "--product", "shirt-1", *MERCHANT, "--why", stdin="what is it made of?\n")
    assert done.returncode == 0, done.stderr
    assert "attribute shirt-1/材质: 95%棉5%氨纶" in done.stdout


def test_a_buyer_is_taken_out_of_conversations_too(stocked: Shop) -> None:
    done = stocked.argosy("forget", *MERCHANT, "--email", EMAIL)
    assert done.returncode == 0, done.stderr
    assert "1 conversations with the agent are gone" in done.stdout
