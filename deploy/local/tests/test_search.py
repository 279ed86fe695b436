"""A catalogue is tagged once, and found in whatever language it is asked for; nobody finds another's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from argosy_commerce.terms import TermBase
from argosy_local.backfill.catalogue import Row, read_catalogue
from argosy_local.cli import app
from argosy_local.tagging.running import Report, tag_catalogue
from argosy_testing.products import product
from search_tagger.adapters.index import ProductIndex
from search_tagger.domain.joining.looked import LookedAt, Shown
from search_tagger.tagging import tagged_document, with_pictures

CATALOGUE = """\
{"id": "trousers", "title": "女士直筒西裤 黑色 带口袋 纯棉", "price": {"amount": "25.00", "currency": "EUR"}}
{"id": "wallet", "title": "真皮男士钱包 棕色 短款", "price": {"amount": "60.00", "currency": "EUR"}}
{"type": "product.created", "data": {"product": {"id": "cup", "title": "不锈钢保温杯 500ml 白色"}}}
{"id": "vestido", "language": "es", "title": "Vestido largo negro de algodón para mujer"}
{"id": "riddle", "title": "魑魅魍魉 zzq"}
{"id": "wallet", "title": "again"}
{"id": "swedish", "language": "sv", "title": "klänning"}
not json
"""


@pytest.fixture(scope="session")
def base() -> TermBase:
    return TermBase.load()


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "c.jsonl"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOSY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")


def argosy(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def found(index: Path, *arguments: str) -> dict[str, Any]:
    result = argosy("search", *arguments, "--index", index, "--json")
    assert result.exit_code in {0, 2}, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def ids(index: Path, *arguments: str) -> list[str]:
    return [hit["product_id"] for hit in found(index, *arguments)["hits"]]


def test_a_catalogue_is_tagged_and_found_in_other_languages(catalogue: Path, tmp_path: Path) -> None:
    index, report = tmp_path / "i.sqlite", tmp_path / "r.json"
    result = argosy("tag", catalogue, "--index", index, "--report", report)
    assert result.exit_code == 2, result.output
    assert "5 products tagged" in result.output
    facts = json.loads(report.read_text(encoding="utf-8"))
    assert facts["categories"]["category.wallet"] == 1
    assert facts["without_category"] == 1
    assert [(one["line"], one["product_id"]) for one in facts["not_tagged"]] == [
        (6, "wallet"),
        (7, "swedish"),
        (8, ""),
    ]
    assert "魑魅魍魉" in {one["word"] for one in facts["unread"]}
    assert "riddle" in {one["product_id"] for one in facts["to_look_at"]}
    assert "look at riddle: " in result.output
    assert ids(index, "pantalón negro con bolsillos")[0] == "trousers"
    assert ids(index, "кошелек мужской коричневый")[0] == "wallet"
    assert ids(index, "黑色连衣裙")[0] == "vestido"
    assert ids(index, "schwarze Hose bis 20 euro") == []
    assert ids(index, "schwarze Hose bis 30 euro") == ["trousers"]
    assert ids(index, "zzq") == ["riddle"]


def test_a_hit_shows_what_was_understood_and_why_it_is_there(catalogue: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.sqlite"
    argosy("tag", catalogue, "--index", index)
    shown = argosy("search", "schwarze Hose mit Taschen bis 30 euro", "--index", index)
    assert shown.exit_code == 0, shown.output
    for words in ("up to 30.00 EUR", "schwarz (黑色)", "trousers", "say it in zh"):
        assert words in shown.output
    told = found(index, "schwarze Hose mit Taschen bis 30 euro")
    assert told["understood"]["category"]["id"] == "category.trousers"
    matched = {one["value"]: one for one in told["hits"][0]["matched"]}
    assert matched["colour.black"]["quote"] == "黑色"
    assert matched["colour.black"]["label"] == "schwarz"


def test_a_dry_run_tags_and_writes_nothing(catalogue: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.sqlite"
    result = argosy("tag", catalogue, "--index", index, "--dry-run")
    assert "5 products tagged" in result.output
    assert not index.exists()


def test_what_is_there_is_left_and_what_changed_is_tagged_again(
    base: TermBase, catalogue: Path, tmp_path: Path
) -> None:
    with ProductIndex(tmp_path / "i.sqlite", make=True) as index:
        first = tag_catalogue(read_catalogue(catalogue), "m", base, index, lambda _: None)
        catalogue.write_text(CATALOGUE.replace("白色", "红色"), encoding="utf-8")
        second = tag_catalogue(read_catalogue(catalogue), "m", base, index, lambda _: None)
        cup = index.document("m", "cup")
    assert (first.tagged, first.unchanged, second.tagged, second.unchanged) == (5, 0, 1, 4)
    assert second.categories == first.categories
    assert second.unread == first.unread
    assert cup is not None
    assert "colour.red" in cup.values("attribute.colour")


def test_an_interruption_loses_nothing_that_was_tagged(base: TermBase, tmp_path: Path) -> None:
    rows = [Row(n, {"id": f"p{n}", "language": "zh-CN", "title": "黑色钱包"}) for n in range(40)]

    def interrupt(report: Report) -> None:
        if report.tagged == 30:
            raise KeyboardInterrupt

    with ProductIndex(tmp_path / "i.sqlite", make=True) as index:
        with pytest.raises(KeyboardInterrupt):
            tag_catalogue(rows, "m", base, index, interrupt)
        assert index.merchants() == {"m": 30}
        again = tag_catalogue(rows, "m", base, index, lambda _: None)
    assert (again.tagged, again.unchanged) == (10, 30)


def test_whose_products_they_are_has_to_be_said_where_there_are_several(
    catalogue: Path, tmp_path: Path
) -> None:
    index = tmp_path / "i.sqlite"
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "theirs", "title": "黑色钱包"}\n', encoding="utf-8")
    argosy("tag", catalogue, "--index", index, "--merchant", "m-1")
    argosy("tag", other, "--index", index, "--merchant", "m-2")
    assert ids(index, "wallet", "--merchant", "m-2") == ["theirs"]
    assert ids(index, "wallet", "--merchant", "m-1") == ["wallet"]
    for arguments in ([], ["--merchant", "m-3"]):
        result = argosy("search", "wallet", "--index", index, *arguments)
        assert result.exit_code == 1
        assert "--merchant" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dress"], "argosy tag"),
        (["x" * 2_001], "2000 characters"),
        ([" "], "characters"),
        (["dress", "--language", "xx-bad-tag!"], "BCP 47"),
        (["dress", "--market", "XX"], "no market"),
    ],
)
def test_what_cannot_be_asked_says_what_to_do(arguments: list[str], words: str, tmp_path: Path) -> None:
    result = argosy("search", *arguments, "--index", tmp_path / "none.sqlite")
    assert result.exit_code == 1
    assert words in result.output


def test_a_file_that_is_no_catalogue_or_no_index_is_refused(catalogue: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("foo,bar\n1,2\n")
    assert argosy("tag", tmp_path / "x.csv", "--index", tmp_path / "i.sqlite").exit_code == 1
    (tmp_path / "i.sqlite").write_text("no database, and long enough to be seen as none" * 40)
    result = argosy("tag", catalogue, "--index", tmp_path / "i.sqlite")
    assert result.exit_code == 1
    assert "cannot be used as an index" in result.output


def test_pictures_without_a_tier_are_refused_with_the_way_out(catalogue: Path, tmp_path: Path) -> None:
    result = argosy("tag", catalogue, "--pictures", "--index", tmp_path / "i.sqlite")
    assert result.exit_code == 3
    assert "argosy up" in result.output
    assert "ARGOSY_TRITON_URL" in result.output
    assert not (tmp_path / "i.sqlite").exists()


def test_a_tier_that_does_not_answer_costs_the_pictures_and_the_next_run_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOSY_TRITON_URL", "127.0.0.1:9")
    monkeypatch.setenv("ARGOSY_TAG_PICTURES_S", "0.5")
    (tmp_path / "shop").mkdir()
    Image.new("RGB", (64, 64), "navy").save(tmp_path / "shop" / "cup.png")
    images = [{"id": "a", "url": "cup.png"}, {"id": "b", "url": "../secret.png"}]
    row = {"id": "cup", "title": "不锈钢保温杯 500ml", "images": images}
    catalogue = tmp_path / "shop" / "c.jsonl"
    catalogue.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    index = tmp_path / "i.sqlite"
    Image.new("RGB", (64, 64), "red").save(tmp_path / "secret.png")
    for _ in range(2):
        report = tmp_path / "r.json"
        result = argosy("tag", catalogue, "--pictures", "--index", index, "--report", report)
        assert result.exit_code == 0, result.output
        said = json.loads(report.read_text(encoding="utf-8"))
        assert said["tagged"] == 1
        assert set(said["pictures"]) & {"tier_down", "slow"}
        assert said["pictures"]["address"] == 1, "a file outside the catalogue's folder"
    assert ids(index, "保温杯") == ["cup"]
    without = argosy("tag", catalogue, "--index", index)
    assert "1 products tagged" in without.output


def test_what_only_a_picture_shows_is_found_and_told_as_the_pictures(base: TermBase, tmp_path: Path) -> None:
    message = product(id="cup", title="陶瓷马克杯", attributes=[], description="", category_hint="")
    navy = Shown("attribute.colour", "colour.navy", 0.9, "pixels", 0.9)
    seen = LookedAt("front", certainty=0.95, shown=(navy,))
    document = with_pictures(message, tagged_document(message, base), [seen], base)
    with ProductIndex(tmp_path / "i.sqlite", make=True) as index:
        index.put("m-local", [(document, "1")], base.lexicon)
    (hit,) = found(tmp_path / "i.sqlite", "blue mug")["hits"]
    assert [(one["value"], one["origin"]) for one in hit["matched"]] == [("colour.navy", "IMAGE")]
    assert "(image front)" in argosy("search", "blue mug", "--index", tmp_path / "i.sqlite").output


def test_a_row_that_could_not_be_tagged_takes_no_other_rows_id(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "title": ""}\n{"id": "a", "title": "不锈钢保温杯"}\n', encoding="utf-8")
    index = tmp_path / "i.sqlite"
    result = argosy("tag", path, "--index", index)
    assert "1 products tagged" in result.output, result.output
    assert ids(index, "thermos flask") == ["a"]


def test_what_is_wrong_is_said_in_words_and_steers_no_terminal(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    rows = [{"id": "a\x1b[2J", "title": "杯子"}, {"id": "b", "title": "杯子", "price": 29}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = argosy("tag", path, "--dry-run")
    assert result.exit_code == 2
    assert "\x1b[2J" not in result.output
    assert "a\\x1b[2J" in result.output
    assert 'price \'29\': write it as {"amount": "29.00", "currency": "CNY"}' in result.output
