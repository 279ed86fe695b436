"""`argosy chat` and `argosy knowledge`, from standard input and files to sentences and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from argosy_local import chatting
from argosy_local.cli import app
from argosy_local.commands import knowledge as knowledge_command
from argosy_testing.store import MemoryStore
from cs_agent.domain.answer import Sentence
from cs_agent.domain.fact import Fact
from cs_agent.domain.understood import ReadIntent, Understood

PRODUCT = {
    "type": "product.created", "merchant_id": "m-7", "platform": "demo",
    "data": {"product": {
        "id": "p-1", "language": "zh-CN", "title": "衬衫", "attributes": [{"name": "材质", "value": "棉"}],
    }},
}  # fmt: skip


class Parrot:
    """Says what it was told, and how many facts it could see."""

    def understands(self, text, tag, state, product, now):
        return Understood(text, "en", (ReadIntent("human" if text == "person" else "material", 0.9, text),))

    def knows(self, understood, state, shelf, product, now, base):
        facts = [row.fact for row in shelf.rows if row.fact.kind == "attribute"]
        said = f"{understood.text}: {len(facts)} facts of {product.product_id if product else 'nothing'}."
        return (Sentence(said, "fact", tuple(facts) or (Fact("title", "", "?"),)),), ()

    async def orders(self, understood, state, desk):
        return type("Ordered", (), {"sentences": (), "state": state, "calls": (), "handoff": ""})()

    def checks(self, draft, understood):
        return draft


@pytest.fixture
def parrot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chatting, "Own", Parrot)


@pytest.mark.usefixtures("parrot")
def test_each_line_is_answered_with_its_facts(tmp_path: Path) -> None:
    file = tmp_path / "product.json"
    file.write_text(json.dumps(PRODUCT), encoding="utf-8")
    result = CliRunner().invoke(app, ["chat", "--product", str(file), "--why"], input="cotton?\n\nperson\n")
    assert result.exit_code == 0, result.stderr
    assert "> cotton?\ncotton?: 1 facts of p-1.\n    attribute p-1/材质: 棉" in result.stdout
    assert "[handed over: asked_for_a_person]" in result.stdout
    assert "[hand_over" in result.stdout


def test_a_published_listing_among_the_facts_is_said_in_its_language(tmp_path: Path) -> None:
    row = {"name": "产地", "value": "中国福建石狮"}
    said = {"name": "Herkunft", "value": "Shishi, Fujian, China", "source": row}
    place = {"product_id": "p-1", "market": "DE", "locale": "de-DE", "channel": "generic"}
    product = {**PRODUCT, "data": {"product": {**PRODUCT["data"]["product"], "attributes": [row]}}}
    listing = {**PRODUCT, "type": "listing.localized", "data": {**place, "attributes": [said]}}
    for name, events in (("with", [product, listing]), ("without", [product])):
        (tmp_path / name).write_text("\n".join(map(json.dumps, events)), encoding="utf-8")

    def answer(name: str) -> str:
        facts = (tmp_path / name).rename(tmp_path / f"{name}.jsonl")
        given = ["chat", "--product", "p-1", "--facts", str(facts), "--language", "de", "--why"]
        result = CliRunner().invoke(app, given, input="Wo wird das Hemd hergestellt?\n")
        assert result.exit_code == 0, result.stderr
        assert "attribute p-1/产地: 中国福建石狮" in result.stdout
        return result.stdout

    assert "Herkunft: Shishi, Fujian, China." in answer("with")
    assert "«产地：中国福建石狮»" in answer("without")


@pytest.mark.usefixtures("parrot")
def test_what_cannot_be_used_is_told(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["chat", "--facts", str(tmp_path / "no.json")], input="").exit_code == 1
    assert runner.invoke(app, ["chat", "--now", "soon"], input="").exit_code == 1
    shop = tmp_path / "shop.json"
    shop.write_text("not json", encoding="utf-8")
    assert runner.invoke(app, ["chat", "--shop", str(shop)], input="hi\n").exit_code == 1


def test_knowledge_is_added_listed_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()

    class Opened:
        async def __aenter__(self):
            return store

        async def __aexit__(self, *_):
            return None

    async def connect(uri):
        return Opened()

    monkeypatch.setattr(knowledge_command.Store, "connect", connect)
    monkeypatch.setattr(knowledge_command, "store_uri", lambda: "memory")

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["knowledge", *arguments, "--merchant", "m-7"])
        return result.exit_code, result.stdout

    file = tmp_path / "faq.md"
    file.write_text("## Do you gift-wrap?\nYes, for 2.00 EUR.\n", encoding="utf-8")
    assert run("add", str(file)) == (0, "1 new, 0 replaced\n")
    assert run("add", str(file)) == (0, "0 new, 1 replaced\n")
    (entry,) = json.loads(run("list", "--json")[1])
    assert entry["answer"] == "Yes, for 2.00 EUR."
    assert "gift-wrap" in run("list")[1]
    assert run("remove", entry["id"])[0] == 0
    assert run("remove", entry["id"])[0] == 1
    assert run("gaps", "--json") == (0, "[]\n")
    assert run("answer", "nothing", "text")[0] == 1
    assert run("add", str(tmp_path / "none.md"))[0] == 1
