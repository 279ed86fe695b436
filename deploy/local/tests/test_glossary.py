"""`argosy glossary`: importing as a whole, saying what changes, and giving back what was put in."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from argosy_local.cli import app
from argosy_local.glossaries import desk
from argosy_store import Store
from argosy_testing.store import MemoryStore

Argosy = Callable[..., Result]
GOOD = "中文,de,es,不翻译\n连衣裙,Robe,,\n云舒绵,,,是\n显瘦,figurfreundlich,estilizante,\n"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    made = MemoryStore()

    async def connect(uri: str) -> Store:
        assert uri == "mongodb://127.0.0.1:1/"
        return made

    monkeypatch.setattr(desk.Store, "connect", connect)
    return made


@pytest.fixture
def argosy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: MemoryStore) -> Argosy:
    for name in ("ARGOSY_TERMS_DIR", "ARGOSY_KAFKA_BOOTSTRAP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ARGOSY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ARGOSY_MONGODB_URI", "mongodb://127.0.0.1:1/")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["glossary", *arguments])

    return run


def file(tmp_path: Path, text: str | bytes, name: str = "terms.csv") -> str:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def kept(argosy: Argosy, owner: str = "m-1") -> dict[str, str | None]:
    found = json.loads(argosy("show", "--merchant", owner, "--json").stdout)
    return {f"{rule['source']} {rule['language']}": rule["target"] for rule in found["rules"]}


def test_a_file_becomes_the_merchants_glossary(argosy: Argosy, tmp_path: Path) -> None:
    done = argosy("import", file(tmp_path, GOOD), "--merchant", "m-1")
    assert done.exit_code == 0, done.stderr
    assert "4 added, 0 changed, 0 removed, 0 as before" in done.stdout
    assert "'Robe' and not 'Kleid' (category.dress)" in done.stdout
    assert kept(argosy) == {
        "连衣裙 de": "Robe",
        "云舒绵 *": None,
        "显瘦 de": "figurfreundlich",
        "显瘦 es": "estilizante",
    }
    assert kept(argosy, "m-2") == {}


def test_a_dry_run_says_what_would_change_and_changes_nothing(argosy: Argosy, tmp_path: Path) -> None:
    argosy("import", file(tmp_path, GOOD), "--merchant", "m-1")
    before = kept(argosy)
    other = file(tmp_path, "中文,de\n连衣裙,Kleidchen\n背包,Rucksack\n", "other.csv")
    done = argosy("import", other, "--merchant", "m-1", "--dry-run", "--json")
    found = json.loads(done.stdout)
    assert [rule["source"] for rule in found["added"]] == ["背包"]
    assert [(c["before"]["target"], c["after"]["target"]) for c in found["changed"]] == [
        ("Robe", "Kleidchen")
    ]
    assert {rule["source"] for rule in found["removed"]} == {"云舒绵", "显瘦"}
    assert found["dry_run"] is True
    assert kept(argosy) == before
    shown = argosy("import", other, "--merchant", "m-1", "--dry-run").stdout
    assert "changed: 连衣裙 (de) is 'Kleidchen', was 'Robe'" in shown
    assert "removed: 云舒绵 (*) was never translate" in shown
    assert "nothing was changed" in shown


def test_merging_keeps_what_the_file_does_not_name(argosy: Argosy, tmp_path: Path) -> None:
    argosy("import", file(tmp_path, GOOD), "--merchant", "m-1")
    argosy("import", file(tmp_path, "中文,de\n连衣裙,Kleidchen\n", "b.csv"), "--merchant", "m-1", "--merge")
    assert kept(argosy) == {
        "连衣裙 de": "Kleidchen",
        "云舒绵 *": None,
        "显瘦 de": "figurfreundlich",
        "显瘦 es": "estilizante",
    }


def test_bad_rows_are_named_and_left_out_or_stop_everything_if_asked(argosy: Argosy, tmp_path: Path) -> None:
    bad = file(tmp_path, GOOD + "衬衫,=1+1,,\n[bold]衬衫[/x],Hemd,,\n背包,Hemd\x00,,\n", "bad.csv")
    done = argosy("import", bad, "--merchant", "m-1", "--strict")
    assert done.exit_code == 1
    assert "bad.csv: line 5: the target '=1+1' is a spreadsheet formula; write the word itself" in done.stderr
    assert "nothing was imported" in done.stderr
    assert kept(argosy) == {}
    done = argosy("import", bad, "--merchant", "m-1")
    assert done.exit_code == 2
    assert "line 7" in done.stderr
    assert len(kept(argosy)) == 5


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xlsx", b"", "from Excel save it as"),
        ("x.csv", b"PK\x03\x04", "Excel"),
        ("x.csv", b"x" * 50_000_000, "at most"),
        ("x.tbx", b"<!DOCTYPE tbx [<!ENTITY a 'x'>]><tbx>&a;</tbx>", "DOCTYPE"),
        ("x.csv", GOOD.encode("utf-16-le"), "UTF-16"),
        ("x.csv", b"a,b\n", "no column"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_changes_nothing(
    argosy: Argosy, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    argosy("import", file(tmp_path, GOOD), "--merchant", "m-1")
    done = argosy("import", file(tmp_path, content, name), "--merchant", "m-1")
    assert done.exit_code == 1
    assert said in done.stderr
    assert len(kept(argosy)) == 4


def test_a_missing_file_is_named(argosy: Argosy, tmp_path: Path) -> None:
    done = argosy("import", str(tmp_path / "none.csv"), "--merchant", "m-1")
    assert (done.exit_code, "cannot be read" in done.stderr) == (1, True)


def test_a_file_in_gbk_is_read_and_said_to_be(argosy: Argosy, tmp_path: Path) -> None:
    done = argosy("import", file(tmp_path, GOOD.encode("gbk")), "--merchant", "m-1")
    assert done.exit_code == 0
    assert "GBK" in done.stderr
    assert len(kept(argosy)) == 4


@pytest.mark.parametrize("form", ["csv", "tbx", "jsonl"])
def test_an_export_is_imported_without_any_change(argosy: Argosy, tmp_path: Path, form: str) -> None:
    argosy("import", file(tmp_path, GOOD), "--merchant", "m-1")
    path = str(tmp_path / f"out.{form}")
    assert argosy("export", path, "--merchant", "m-1").exit_code == 0
    found = json.loads(argosy("import", path, "--merchant", "m-1", "--json").stdout)
    assert (found["added"], found["changed"], found["removed"], found["same"]) == ([], [], [], 4)
    assert argosy("export", path, "--merchant", "m-1").exit_code == 1
    assert argosy("export", path, "--merchant", "m-1", "--force").exit_code == 0


def test_clearing_takes_everything_away_and_says_how_much(argosy: Argosy, tmp_path: Path) -> None:
    argosy("import", file(tmp_path, GOOD), "--merchant", "m-1")
    assert (
        "4 rules of merchant m-1 would be removed" in argosy("clear", "--merchant", "m-1", "--dry-run").stdout
    )
    assert len(kept(argosy)) == 4
    assert "4 rules of merchant m-1 removed" in argosy("clear", "--merchant", "m-1").stdout
    assert kept(argosy) == {}
    assert "has no glossary" in argosy("show", "--merchant", "m-1").stdout


def test_a_platform_has_a_glossary_of_its_own(argosy: Argosy, tmp_path: Path) -> None:
    argosy("import", file(tmp_path, GOOD), "--platform", "demo")
    assert kept(argosy, "demo") == {}
    assert len(json.loads(argosy("show", "--platform", "demo", "--json").stdout)["rules"]) == 4


@pytest.mark.parametrize("whose", [(), ("--merchant", "m", "--platform", "p"), ("--merchant", "")])
def test_whose_glossary_it_is_has_to_be_said(argosy: Argosy, whose: tuple[str, ...]) -> None:
    done = argosy("show", *whose)
    assert (done.exit_code, "--merchant M or --platform P" in done.stderr) == (1, True)


def test_rules_are_shown_as_they_stand_and_can_be_searched(argosy: Argosy, tmp_path: Path) -> None:
    argosy("import", file(tmp_path, "中文,de,备注\n连衣裙,Robe,[red]note\n背包,Pack,\n"), "--merchant", "m-1")
    shown = argosy("show", "--merchant", "m-1").stdout
    assert "[red]note" in shown
    assert "revision" in shown
    assert "背包" not in argosy("show", "robe", "--merchant", "m-1").stdout


def test_a_store_that_is_gone_is_named(argosy: Argosy, tmp_path: Path, store: MemoryStore) -> None:
    store.available = False
    done = argosy("import", file(tmp_path, GOOD), "--merchant", "m-1")
    assert (done.exit_code, "memory" in done.stderr) == (1, True)
    assert "Traceback" not in done.output


def test_a_broken_glossary_is_told_and_mended_by_an_import(
    argosy: Argosy, tmp_path: Path, store: MemoryStore
) -> None:
    argosy("import", file(tmp_path, GOOD), "--merchant", "m-1")
    documents = store.collection("glossaries")._documents
    for key in [key for key in documents if not key.endswith('"head"]')]:
        del documents[key]
    assert "import it again" in argosy("show", "--merchant", "m-1").stderr
    assert argosy("import", file(tmp_path, GOOD), "--merchant", "m-1").exit_code == 0
    assert len(kept(argosy)) == 4


def test_without_a_stack_the_way_out_is_named(argosy: Argosy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARGOSY_MONGODB_URI")
    done = argosy("show", "--merchant", "m-1")
    assert (done.exit_code, "argosy up" in done.stderr) == (3, True)


def test_the_commands_of_the_docs_do_what_they_say(argosy: Argosy, tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "glossaries.md").read_text(encoding="utf-8")
    text = re.search(r"```csv glossary.csv\n(.*?)```", page, re.DOTALL)
    commands = re.search(r"```sh commands\n(.*?)```", page, re.DOTALL)
    assert text
    assert commands
    path = file(tmp_path, text[1], "glossary.csv")
    said = []
    for line in commands[1].splitlines():
        words = [path if word == "glossary.csv" else word for word in shlex.split(line)]
        done = argosy(*words[2:])
        assert done.exit_code == 0, done.stderr
        said.append(done.stdout)
    assert "nothing was changed" in said[0]
    assert "within half a minute" in said[1]
    assert "nebelblau" in said[2]
