"""Buyers write, are answered, handed to a person and back, on the whole stack; one of them is forgotten."""

from __future__ import annotations

import json
from collections.abc import Sequence
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


SHIRT = {"product_id": "shirt-1"}
ROW = ("hi", "it's about the shirt", "what is it made of", "and how long are the sleeves?", "thank you")
MADE = ("产地", "中国福建石狮")
TEE = {
    "id": "tee-1", "language": "zh-CN", "title": "男士纯棉短袖T恤 圆领",
    "price": {"amount": "24.90", "currency": "USD"},
    "attributes": [{"name": "材质", "value": "棉"}, {"name": MADE[0], "value": MADE[1]}],
}  # fmt: skip
OF_TEE = {"product_id": "tee-1"}
WHERE = {"de-DE": "Wo wird das T-Shirt hergestellt?", "ar-SA": "أين صنع هذا القميص؟"}
CERTIFIED = "Is the shirt OEKO-TEX certified?"
FIRST = wrote("c-facts", 1, "Hello, what is this shirt made of?", **SHIRT)
Rounds = list[list[dict[str, Any]]]


def told(
    results: Sequence[dict[str, Any]], conversation: str, type_: str = "chat.replied"
) -> list[dict[str, Any]]:
    """What was told in a conversation, in turn."""
    found = [
        one["data"]
        for one in results
        if one["type"] == type_ and one["data"]["conversation_id"] == conversation
    ]
    return sorted(found, key=lambda data: (data["message_id"], data.get("sequence", 0)))


@pytest.fixture(scope="module")
def rounds(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """Conversations side by side, round by round; before them shirts on sale and a parcel under way."""
    folder = tmp_path_factory.mktemp("rounds")
    (folder / "words.csv").write_text("中文,de,ar\n石狮,Shishi,شيشي\n", encoding="utf-8")
    done = shop.argosy("glossary", "import", str(folder / "words.csv"), *MERCHANT)
    assert done.returncode == 0, done.stderr
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
        folder / "0",
        event("product.created", {"product": shirt, "markets": ["DE"]}),
        event("product.created", {"product": TEE, "markets": ["DE", "SA"]}),
        event("policy.updated", shipping),
        event("order.placed", {"order": order}),
        event("shipment.updated", scan),
    )
    row = [wrote("c-row", number, text, **SHIRT) for number, text in enumerate(ROW, 1)]
    found = [
        shop.run(
            folder / "1", FIRST, *row,
            wrote("c-order", 1, "Where is my order o-77?"),
            wrote("c-person", 1, "Can I speak to a real person please?"),
            wrote("c-gap", 1, CERTIFIED, **SHIRT),
            *(wrote(f"c-{tag}", 1, text, language=tag, **OF_TEE) for tag, text in WHERE.items()),
            wrote("c-bad", 1, "a\u0000b"),
            exit_code=2,
        ),
        shop.run(folder / "2", wrote("c-order", 2, "ben@mail.example"), wrote("c-person", 2, "hello?")),
    ]  # fmt: skip
    gaps = json.loads(shop.argosy("knowledge", "gaps", *MERCHANT, "--json").stdout)
    (gap,) = [one for one in gaps if "OEKO" in one["words"]]
    done = shop.argosy(
        "knowledge", "answer", *MERCHANT, gap["id"], "Yes, it is OEKO-TEX Standard 100 certified."
    )
    assert done.returncode == 0, done.stderr
    ana = {"conversation_id": "c-person", "text": "Ana here, it is solved.", "handoff": {"to": "agent"}}
    found.append(
        shop.run(
            folder / "3",
            FIRST,
            wrote("c-order", 3, f"sorry, {EMAIL}"),
            wrote("c-gap", 2, CERTIFIED, **SHIRT),
            event("chat.replied", ana, source="helpdesk", id="e2e-ana"),
        )
    )
    found.append(shop.run(folder / "4", wrote("c-person", 3, "what is it made of?", **SHIRT)))
    return found


def test_an_answer_rests_on_facts_is_written_as_it_comes_and_comes_once(rounds: Rounds, shop: Shop) -> None:
    (answer,) = told(rounds[0], "c-facts")
    assert answer["intent"] == "material"
    assert "95" in answer["text"]
    (fact,) = [one for one in answer["sentences"] if one["evidence"]["kind"] == "attribute"]
    assert "95%棉5%氨纶" in fact["evidence"]["quote"]
    deltas = told(rounds[0], "c-facts", "chat.delta")
    assert "".join(one["text"] for one in deltas) == answer["text"]
    assert told(rounds[2], "c-facts") == [answer], "an event that comes again leads to nothing new"
    on_the_bus = [one for one in shop.published("chat.replied") if one["cause_id"] == FIRST["id"]]
    assert len(on_the_bus) == 1


@pytest.mark.parametrize(("tag", "words"), [("de-DE", "China, Shishi"), ("ar-SA", "الصين، شيشي")])
def test_a_row_is_said_as_the_market_s_listing_says_it(rounds: Rounds, tag: str, words: str) -> None:
    (answer,) = told(rounds[0], f"c-{tag}")
    (sentence,) = [one for one in answer["sentences"] if one["evidence"]["kind"] == "attribute"]
    assert words in sentence["text"]
    assert sentence["evidence"]["ref"] == f"tee-1/{MADE[0]}"
    assert sentence["evidence"]["quote"] == MADE[1]
    assert not answer.get("needs_review")


def test_messages_in_a_row_are_each_answered_once(rounds: Rounds) -> None:
    answers = told(rounds[0], "c-row")
    assert 1 <= len(answers) <= len(ROW)
    assert answers[-1]["message_id"] == "c-row-5"
    assert sum("95" in one["text"] for one in answers) == 1


def test_a_parcel_is_told_to_whom_the_order_is_and_to_nobody_else(rounds: Rounds, shop: Shop) -> None:
    first, wrong, right = (told(one, "c-order")[0] for one in rounds[:3])
    assert "JD014600" not in first["text"] + wrong["text"]
    assert "JD014600" in right["text"]
    assert {one["tool"] for one in right["actions"]} >= {"find_user"}
    assert EMAIL not in json.dumps(right)
    assert EMAIL not in (shop.home / "logs" / "cs-agent.log").read_text(encoding="utf-8")


def test_a_person_takes_over_and_gives_back(rounds: Rounds) -> None:
    (first,), (second,) = (told(one, "c-person") for one in rounds[:2])
    assert first["handoff"]["to"] == "person"
    (call,) = first["actions"]
    assert "转人工原因：买家要求人工" in call["arguments"]["summary"]
    assert "colleague" in second["text"]
    assert told(rounds[2], "c-person") == []
    assert "95" in told(rounds[3], "c-person")[0]["text"]


def test_what_nobody_knew_is_asked_answered_and_known(rounds: Rounds) -> None:
    (first,), (second,) = told(rounds[0], "c-gap"), told(rounds[2], "c-gap")
    assert not any(one["evidence"]["kind"] == "attribute" for one in first["sentences"])
    assert "Standard 100" in second["text"]


def test_what_no_buyer_sends_is_a_dead_letter(rounds: Rounds) -> None:
    assert told(rounds[0], "c-bad") == []


def test_in_the_terminal_it_is_the_same_and_a_buyer_can_be_forgotten(rounds: Rounds, shop: Shop) -> None:
    done = shop.argosy("chat", "--product", "shirt-1", *MERCHANT, "--why", stdin="what is it made of?\n")
    assert done.returncode == 0, done.stderr
    assert "attribute shirt-1/材质: 95%棉5%氨纶" in done.stdout
    done = shop.argosy("forget", *MERCHANT, "--email", EMAIL)
    assert done.returncode == 0, done.stderr
    assert "1 conversations with the agent are gone" in done.stdout
