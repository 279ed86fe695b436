"""`argosy terms`: what it finds, writes, checks and counts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from argosy_commerce.glossaries import read_glossary
from argosy_commerce.glossaries.csv_file import original
from argosy_commerce.terms import TermBase, translate
from argosy_commerce.terms import base as term_base
from argosy_commerce.terms.loader import Lexicon, builtin_concepts
from argosy_commerce.terms.validator import Fault, validate
from argosy_contracts import Event, from_json
from argosy_local.cli import app
from argosy_local.settings import BadSetting, StackSettings
from argosy_local.terms import adding
from argosy_local.terms.unknown import UnsaidWords, since_when

Argosy = Callable[..., Result]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def ours_read_once() -> Iterator[None]:
    """Our own concepts are read, and checked, once for all tests here: they are frozen and always the same.

    What a test puts over them is read, checked and compiled by the real code each time.
    """
    read = builtin_concepts()
    ours = {id(concept) for _, concept in read}
    checked: dict[tuple[str, ...], tuple[Fault, ...]] = {}

    def faults(lexicon: Lexicon, *, languages: Sequence[str]) -> tuple[Fault, ...]:
        if {id(concept) for concept in lexicon} != ours:
            return validate(lexicon, languages=languages)
        asked = tuple(languages)
        if asked not in checked:
            checked[asked] = validate(lexicon, languages=languages)
        return checked[asked]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adding, "builtin_concepts", lambda: list(read))
        patch.setattr(term_base, "builtin_concepts", lambda: list(read))
        patch.setattr(adding, "validate", faults)
        yield


@pytest.fixture
def argosy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Argosy:
    """The command line on a home of its own, where nothing is up."""
    for name in ("ARGOSY_TERMS_DIR", "ARGOSY_KAFKA_BOOTSTRAP", "ARGOSY_MONGODB_URI", "ARGOSY_BLOB_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ARGOSY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return run


def listing(
    product: str = "p-1",
    market: str = "DE",
    *,
    merchant: str = "m-1",
    at: datetime = NOON,
    left: tuple[tuple[str, str], ...] = (("蒯蕤", "title"),),
) -> Event[Any]:
    return from_json(
        {
            "type": "listing.localized",
            "id": f"{product}-{market}-{at.timestamp()}",
            "merchant_id": merchant,
            "platform": "demo",
            "time": at.isoformat(),
            "data": {
                "product_id": product,
                "market": market,
                "locale": f"{market.lower()}-{market}",
                "channel": "generic",
                "category": "category.dress",
                "left_over": [{"text": text, "field": field} for text, field in left],
            },
        },
        source="tests",
    )


# --- find --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["纯棉", "純棉", "material.cotton", "algodón", "Baumwolle", "قطن"])
def test_a_concept_is_found_by_spelling_id_or_any_languages_word(argosy: Argosy, text: str) -> None:
    found = json.loads(argosy("terms", "find", text, "--json").stdout)
    assert found[0]["id"] == "material.cotton"
    assert found[0]["layer"] == "ours"
    assert "algodón" in found[0]["terms"]["es"]
    assert "纯棉" in found[0]["zh"]


def test_whole_matches_come_before_parts_and_a_language_narrows_the_words(argosy: Argosy) -> None:
    found = json.loads(argosy("terms", "find", "vestido", "--language", "es", "--json").stdout)
    assert found[0]["id"] == "category.dress"
    assert len(found) > 1
    assert argosy("terms", "find", "vestido", "--language", "de").exit_code == 1


def test_what_is_shown_has_kind_spellings_words_mapping_and_layer(argosy: Argosy) -> None:
    shown = argosy("terms", "find", "category.dress").stdout
    for part in ("category.dress", "category of", "连衣裙", "vestido", "shopify", "ours, apparel.yaml"):
        assert part in shown


def test_what_nobody_knows_ends_with_exit_code_one(argosy: Argosy) -> None:
    done = argosy("terms", "find", "蒯蕤[bold]")
    assert done.exit_code == 1
    assert "蒯蕤[bold]" in done.stderr


# --- add and validate --------------------------------------------------------------------------

KUAIRUI = ("terms", "add", "material.kuairui", "--kind", "value", "--attribute", "attribute.material")
KUAIRUI += ("--zh", "蒯蕤", "--term", "es=kuairui", "--term", "de={preferred: Kuairui, gender: m}")


def test_a_concept_is_added_found_and_said_by_the_services(argosy: Argosy, tmp_path: Path) -> None:
    done = argosy(*KUAIRUI)
    assert done.exit_code == 0, done.stderr
    folder = tmp_path / "home" / "terms.d"
    assert [path.name for path in folder.iterdir()] == ["material.kuairui.yaml"]
    assert json.loads(argosy("terms", "find", "蒯蕤", "--json").stdout)[0]["layer"] == "platform"
    base = TermBase.with_platform(StackSettings.from_environment().own_terms)
    assert translate("蒯蕤连衣裙", "es", "title", base=base).text == "Vestido kuairui"
    assert base.revision != TermBase.load().revision


def test_nothing_is_ever_overwritten(argosy: Argosy, tmp_path: Path) -> None:
    argosy(*KUAIRUI)
    path = tmp_path / "home" / "terms.d" / "material.kuairui.yaml"
    before = path.read_text(encoding="utf-8")
    again = argosy(*KUAIRUI[:-1], "de=x")
    assert again.exit_code == 1
    assert "there already (platform" in again.stderr
    ours = argosy("terms", "add", "material.cotton", "--kind", "value", "--zh", "x", "--term", "es=x")
    assert "there already (ours, materials.yaml)" in ours.stderr
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (("category.foo", "--kind", "category", "--zh", "蒯裙", "--term", "de=Foo"), "needs its gender"),
        (("material.foo", "--kind", "value", "--zh", "蒯蕤", "--term", "es=foo"), "must name its attribute"),
        (("feature.foo", "--kind", "feature", "--zh", "纯棉", "--term", "es=foo"), "belongs to"),
        (("feature.foo", "--kind", "feature", "--zh", "蒯蕤", "--term", "es=蒯"), "Chinese characters"),
        (("feature.foo", "--kind", "feature", "--zh", "蒯蕤", "--term", "xx=foo"), "not a language"),
        (("feature.foo", "--kind", "feature", "--zh", "蒯蕤", "--term", "es={preferred: [}"), "no mapping"),
        (("feature.foo", "--kind", "feature", "--zh", "蒯蕤", "--term", "es={colour: red}"), "feature.foo"),
        (("feature.foo", "--kind", "feature", "--zh", "蒯蕤", "--term", "foo"), "language=word"),
        (("../foo", "--kind", "feature", "--zh", "蒯蕤", "--term", "es=foo"), "is no id"),
    ],
)
def test_what_the_validator_finds_is_shown_and_nothing_is_written(
    argosy: Argosy, tmp_path: Path, changes: tuple[str, ...], said: str
) -> None:
    done = argosy("terms", "add", *changes)
    assert done.exit_code == 1
    assert said in done.stderr
    assert not (tmp_path / "home" / "terms.d").exists()


def test_own_concepts_are_checked_against_ours(argosy: Argosy, tmp_path: Path) -> None:
    assert argosy("terms", "validate").exit_code == 0
    argosy(*KUAIRUI)
    assert "1 concepts" in argosy("terms", "validate").stdout
    text = "concepts:\n  feature.foo: {kind: feature, zh: [纯棉], terms: {es: foo}}\n"
    (tmp_path / "home" / "terms.d" / "bad.yaml").write_text(text, encoding="utf-8")
    done = argosy("terms", "validate", "--json")
    assert done.exit_code == 1
    (fault,) = json.loads(done.stdout)["faults"]
    assert fault["concept"] in {"feature.foo", "material.cotton"}
    done = argosy("terms", "validate", "--language", "ko", "--json")
    assert any("no term in ko" in fault["message"] for fault in json.loads(done.stdout)["faults"])
    assert argosy("terms", "validate", str(tmp_path / "nowhere")).exit_code == 1
    (tmp_path / "home" / "terms.d" / "bad.yaml").write_text("concepts: 7", encoding="utf-8")
    assert "bad.yaml" in argosy("terms", "validate").stderr
    assert argosy("terms", "find", "纯棉").exit_code == 1


def test_the_launcher_hands_the_folder_of_own_concepts_on_as_a_whole_path(
    argosy: Argosy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = {"ARGOSY_HOME": str(tmp_path / "home")}
    assert "ARGOSY_TERMS_DIR" not in StackSettings.from_environment(home).environment
    argosy(*KUAIRUI)
    there = StackSettings.from_environment(home).environment["ARGOSY_TERMS_DIR"]
    assert there == str(tmp_path / "home" / "terms.d")
    (tmp_path / "own").mkdir()
    monkeypatch.chdir(tmp_path)
    named = StackSettings.from_environment({**home, "ARGOSY_TERMS_DIR": "own"})
    assert named.environment["ARGOSY_TERMS_DIR"] == str(tmp_path / "own")
    with pytest.raises(BadSetting, match="ARGOSY_TERMS_DIR"):
        StackSettings.from_environment({**home, "ARGOSY_TERMS_DIR": "nowhere"})


# --- coverage ----------------------------------------------------------------------------------


def test_coverage_counts_what_each_language_says_and_lists_the_gaps(argosy: Argosy) -> None:
    argosy(*KUAIRUI)
    done = argosy("terms", "coverage", "--language", "es", "--language", "ko", "--missing", "--json")
    found = json.loads(done.stdout)
    whole = found["groups"][-1]
    assert whole["group"] == "all"
    assert whole["concepts"] == sum(group["concepts"] for group in found["groups"][:-1])
    assert whole["languages"]["es"] == {**whole["languages"]["es"], "said": whole["concepts"], "share": 1.0}
    assert whole["languages"]["ko"]["said"] == whole["concepts"] - 1
    assert found["missing"] == [{"id": "material.kuairui", "languages": ["ko"]}]


def test_coverage_is_shown_by_kind_or_by_file(argosy: Argosy) -> None:
    assert "category" in argosy("terms", "coverage", "--language", "es").stdout
    assert "apparel.yaml" in argosy("terms", "coverage", "--language", "es", "--by", "file").stdout
    assert argosy("terms", "coverage", "--by", "colour").exit_code == 1


# --- unknown -----------------------------------------------------------------------------------


def counts(words: UnsaidWords) -> dict[str, int]:
    return {unsaid.word: unsaid.count for unsaid in words.words(TermBase.load())}


def test_a_word_counts_once_for_a_product_and_field_whatever_the_markets() -> None:
    words = UnsaidWords()
    for event in (
        listing(market="DE"),
        listing(market="KR"),
        listing("p-2"),
        listing("p-3", left=(("蒯蕤", "title"), ("蒯蕤", "attribute:材质"), ("鱻鱻", "title"))),
    ):
        words.take(event)
    assert counts(words) == {"蒯蕤": 4, "鱻鱻": 1}
    (first, _) = words.words(TermBase.load())
    assert first.example is not None
    assert (first.example.product_id, first.example.category) == ("p-1", "category.dress")
    assert first.languages == {"de", "kr"}


def test_of_a_product_written_again_the_last_listing_counts() -> None:
    words = UnsaidWords()
    words.take(listing(at=NOON, left=(("鱻鱻", "title"),)))
    words.take(listing(at=NOON - timedelta(hours=1)))
    assert counts(words) == {"鱻鱻": 1}
    words.take(listing(at=NOON + timedelta(hours=1), left=()))
    assert counts(words) == {}


def test_a_sentence_that_was_left_over_gives_its_unknown_words_alone() -> None:
    words = UnsaidWords()
    words.take(listing(left=(("面料柔软，蒯蕤透气", "description"),)))
    assert counts(words) == {"蒯蕤": 1}


def test_a_known_word_that_was_not_said_is_named_with_its_concept() -> None:
    words = UnsaidWords()
    words.take(listing(left=(("纯棉", "title"),)))
    (unsaid,) = words.words(TermBase.load())
    assert unsaid.known_as == ("material.cotton",)


def test_merchant_and_time_narrow_what_is_counted() -> None:
    words = UnsaidWords(merchant="m-1", since=NOON)
    words.take(listing(merchant="m-2"))
    words.take(listing("p-2", at=NOON - timedelta(seconds=1)))
    assert counts(words) == {}
    words.take(listing("p-3"))
    assert counts(words) == {"蒯蕤": 1}


def test_a_moment_is_a_day_a_time_or_so_long_ago() -> None:
    assert since_when("2d", NOON) == NOON - timedelta(days=2)
    assert since_when("12h", NOON) == NOON - timedelta(hours=12)
    assert since_when("2026-11-20", NOON) == datetime(2026, 11, 20, tzinfo=UTC)
    for wrong in ("yesterday", "d", "", "9999999999d", "2026-13-01"):
        with pytest.raises(ValueError, match="no moment"):
            since_when(wrong, NOON)


def written(folder: Path, *events: Event[Any]) -> Path:
    from argosy_contracts import to_json  # noqa: PLC0415 — only here

    (folder / "listing.localized").mkdir(parents=True)
    for number, event in enumerate(events):
        text = json.dumps(to_json(event), ensure_ascii=False)
        (folder / "listing.localized" / f"{number}.json").write_text(text, encoding="utf-8")
    return folder


def test_the_words_of_a_run_are_listed_with_an_example(argosy: Argosy, tmp_path: Path) -> None:
    left = (("鱻鱻[red]", "title"), ("蒯蕤", "title"))
    folder = written(tmp_path / "out", listing(), listing("p-2", left=left), listing("p-3", merchant="m-2"))
    shown = argosy("terms", "unknown", "--from-run", str(folder)).stdout
    assert shown.index("蒯蕤") < shown.index("鱻鱻")
    assert "m-1 p-1" in shown
    found = json.loads(
        argosy(
            "terms", "unknown", "--from-run", str(folder), "--json", "--top", "1", "--merchant", "m-1"
        ).stdout
    )
    assert found["listings"] == 2
    assert [(row["word"], row["count"], row["category"]) for row in found["words"]] == [
        ("蒯蕤", 2, "category.dress")
    ]


def test_a_folder_that_is_none_of_a_runs_is_named(argosy: Argosy, tmp_path: Path) -> None:
    assert "no listings" in argosy("terms", "unknown", "--from-run", str(tmp_path)).stderr
    folder = written(tmp_path / "out")
    (folder / "listing.localized" / "x.json").write_text("[" * 100_000, encoding="utf-8")
    done = argosy("terms", "unknown", "--from-run", str(folder))
    assert done.exit_code == 1
    assert "x.json" in done.stderr


def test_without_a_stack_the_way_out_is_named(argosy: Argosy) -> None:
    done = argosy("terms", "unknown")
    assert done.exit_code == 3
    assert "argosy up" in done.stderr


# --- export ------------------------------------------------------------------------------------


def test_the_term_base_is_written_as_a_table_without_formulas(argosy: Argosy, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    assert argosy("terms", "export", str(file), "--format", "csv", "--language", "es").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    base = TermBase.load()
    assert len(rows) == len(base.lexicon)
    cotton = next(row for row in rows if row["id"] == "material.cotton")
    assert cotton["es"] == "algodón"
    assert "纯棉" in cotton["zh"].split(" | ")
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@"))
        assert original(row["es"]) == (t.preferred if (t := base.lexicon[row["id"]].term("es")) else "")


def test_the_term_base_is_written_as_tbx_that_a_glossary_can_be_read_from(
    argosy: Argosy, tmp_path: Path
) -> None:
    file = tmp_path / "terms.tbx"
    assert argosy("terms", "export", str(file), "--format", "tbx", "--language", "de").exit_code == 0
    read = read_glossary(file.read_bytes(), "terms.tbx")
    assert {(rule.source, rule.target) for rule in read.rules} >= {("纯棉", "Baumwolle"), ("连衣裙", "Kleid")}


def test_an_export_overwrites_nothing_and_knows_its_formats(argosy: Argosy, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("mine", encoding="utf-8")
    assert argosy("terms", "export", str(file), "--format", "csv").exit_code == 1
    assert file.read_text(encoding="utf-8") == "mine"
    assert argosy("terms", "export", str(tmp_path / "x"), "--format", "xls").exit_code == 1
