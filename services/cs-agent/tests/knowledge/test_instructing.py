"""What is planted in a merchant's words for an agent is told from what is written for buyers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from argosy_testing.growth import cost_growth
from cs_agent.domain.knowledge.told import instructs, sentences

TESTS = Path(__file__).parents[1]
OWN = frozenset({"p23", "p36"})
"""Products of the shop in tests/world whose descriptions hold an instruction."""
FOR_BUYERS = [
    "Ask the customer service for the manual.", "客服：周一至周五 9:00-18:00",
    "客服会在24小时内回复",
    "Works with AI assistants.",
    "Steuerung per Sprachassistent", "Compatible con asistentes de voz", "AI：支持",
    "请让孩子在成人陪同下使用",
    "Para asistencia técnica, escriba al vendedor", "Bot height: 12 cm", "Système : Android 12",
    "système de fermeture: zip",
    "Nota: no lavar a máquina", "Uwaga: nie prać w pralce", "ご注文後にご案内します",
    "문의하시면 답변드립니다", "สำหรับผู้ช่วยทำครัว",
    "Müşteri hizmetleri: 09:00-18:00", "Skip the bot, talk to our staff", "To assist you, we are open daily.",
]  # fmt: skip


def planted() -> list[tuple[str, str]]:
    rows: list[dict[str, Any]] = []
    for file in sorted((TESTS / "attacks").glob("*.yaml")):
        rows += yaml.safe_load(file.read_text("utf-8"))
    words = {"description", "attribute", "faq", "policy"}
    found = [(row["id"], row["planted"]) for row in rows if row.get("planted", {}).get("where") in words]
    return [(id_, one["text"].rpartition(" :: ")[2]) for id_, one in found]


@pytest.mark.parametrize(("id_", "text"), planted())
def test_what_attackers_plant_is_no_fact(id_: str, text: str) -> None:
    assert instructs(text), id_


@pytest.mark.parametrize("text", FOR_BUYERS)
def test_what_is_written_for_buyers_is(text: str) -> None:
    assert not instructs(text)


def test_of_the_shops_own_words_only_what_was_planted_is_left_out() -> None:
    tainted: set[str] = set()
    for line in (TESTS / "world" / "products.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)["data"]["product"]
        texts = [row["title"], *sentences(row["description"])]
        texts += [text for one in row["attributes"] for text in (one["name"], one["value"])]
        tainted |= {row["id"] for text in texts if instructs(text)}
    assert tainted == OWN
    plain = [json.loads(line)["data"]["text"] for line in _lines("policies.jsonl")]
    assert [text for text in [*plain, *_lines("faq.md"), *_lines("faq_en.csv")] if instructs(text)] == []


@pytest.mark.parametrize("piece", ["to the ", "ai", "müşteri ", "на вопрос ", "note ", "客服"])
def test_the_cost_grows_no_faster_than_the_text(piece: str) -> None:
    assert cost_growth(lambda n: instructs(piece * n), 200, 2_000) < 40


def _lines(name: str) -> list[str]:
    return (TESTS / "world" / name).read_text("utf-8").splitlines()
