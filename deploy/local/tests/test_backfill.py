"""A catalogue is read row by row, a bad row ends nothing, and the journal lets a backfill go on."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.product.v1 import product_pb2
from argosy_contracts import BadEvent
from argosy_local.backfill.catalogue import MAX_ROW, BadCatalogue, Row, read_catalogue
from argosy_local.backfill.journal import AnotherBackfill, Journal
from argosy_local.backfill.report import write_report
from argosy_local.backfill.running import Wanted, event_of

WANTED = Wanted("m-1", "shop", ("ES", "KR"), ("generic",), with_pictures=False)
CHINESE = "商品ID,标题,描述,类目,品牌,价格,主图,材质\na1,纯棉T恤,面料柔软。,男装,Lumora,¥59.9,http://x/1.jpg|http://x/2.jpg,100%棉\n"


def catalogue(folder: Path, text: str | bytes, name: str = "c.csv") -> list[Row]:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_catalogue(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_chinese_export_is_read_in_whatever_encoding_it_was_saved(tmp_path: Path, encoding: str) -> None:
    (row,) = catalogue(tmp_path, CHINESE.encode(encoding))
    assert row.product == {
        "language": "zh-CN",
        "id": "a1",
        "title": "纯棉T恤",
        "description": "面料柔软。",
        "category_hint": "男装",
        "brand": "Lumora",
        "attributes": [{"name": "材质", "value": "100%棉"}],
        "price": {"amount": "59.9", "currency": "CNY"},
        "images": [
            {"id": "image-1", "url": "http://x/1.jpg", "role": "MAIN"},
            {"id": "image-2", "url": "http://x/2.jpg", "role": "DETAIL"},
        ],
    }


@pytest.mark.parametrize("text", [CHINESE, "a,b\n1,2\n", ""])
def test_other_readers_of_csv_keep_their_bound_on_a_cell(tmp_path: Path, text: str) -> None:
    before = csv.field_size_limit()
    with suppress(BadCatalogue):
        catalogue(tmp_path, text)
    assert csv.field_size_limit() == before < MAX_ROW


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_is_found_by_the_header(tmp_path: Path, separator: str) -> None:
    (row,) = catalogue(
        tmp_path, f"id{separator}title{separator}markets\na{separator}纯棉T恤{separator}ES|KR\n"
    )
    assert row.product is not None
    assert row.product["title"] == "纯棉T恤"
    assert row.markets == ("ES", "KR")


def test_jsonl_holds_products_or_whole_events(tmp_path: Path) -> None:
    event = {"type": "product.created", "data": {"product": {"id": "b", "title": "帽子"}, "markets": ["JP"]}}
    lines = [json.dumps({"id": 7, "title": "纯棉T恤"}), json.dumps(event)]
    first, second = catalogue(tmp_path, "\n".join(lines), "c.jsonl")
    assert first.product is not None
    assert first.product["id"] == "7"
    assert (second.product or {})["title"] == "帽子"
    assert second.markets == ("JP",)


def test_a_bad_row_says_what_is_wrong_and_the_next_is_read(tmp_path: Path) -> None:
    rows = catalogue(
        tmp_path,
        '{"id": "a"\n[1]\n{"title": "x"}\n{"type": "product.created", "data": 5}\n'
        + "x" * (MAX_ROW + 50)
        + '\n{"id": "z", "title": "帽子"}\n',
        "c.jsonl",
    )
    assert [row.line for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.product is None for row in rows] == [True, True, True, True, True, False]
    assert all(row.error for row in rows[:5])


def test_rows_of_a_table_that_do_not_fit_its_header_are_named(tmp_path: Path) -> None:
    rows = catalogue(tmp_path, "id,title\na,b,c\n,无编号\nb,帽子\n\n")
    assert [row.error for row in rows] == [
        "3 cells under 2 columns",
        "no id: results could not be told apart",
        "",
    ]


@pytest.mark.parametrize(
    ("price", "amount"),
    [("29", "29"), ("¥59.90", "59.90"), ("59.9元", "59.9"), ('"1,299.00"', "1299.00"), ("５９.９", "59.9")],
)
def test_a_price_is_read_as_back_offices_write_it(tmp_path: Path, price: str, amount: str) -> None:
    (row,) = catalogue(tmp_path, f"id,title,售价\na,帽子,{price}\n")
    assert (row.product or {})["price"] == {"amount": amount, "currency": "CNY"}


@pytest.mark.parametrize("price", ["abc", "59-89", "-5", "面议", "$12", '"1,29"', "1e3", "NaN"])
def test_a_price_that_is_none_is_named_with_its_row_and_column(tmp_path: Path, price: str) -> None:
    rows = catalogue(tmp_path, f"id,title,售价\na,帽子,19\nb,围巾,{price}\nc,手套,\n")
    assert [row.line for row in rows if row.error] == [3]
    assert "column 售价" in rows[1].error
    assert price.strip('"') in rows[1].error
    assert "price" not in (rows[2].product or {"price": 0})  # none was told: no fault
    with pytest.raises(BadEvent, match="售价"):
        event_of(rows[1], WANTED)


def test_a_price_in_an_unknown_currency_is_named(tmp_path: Path) -> None:
    (row,) = catalogue(tmp_path, "id,title,price,currency\na,帽子,19,yuan\n")
    assert "'19'" in row.error
    assert "YUAN" in row.error


@pytest.mark.parametrize(
    "price",
    [
        "29",
        None,
        {"amount": "abc", "currency": "CNY"},
        {"amount": "29"},
        {"amount": "29", "currency": "yuan"},
    ],
)
def test_a_price_of_json_lines_that_is_none_is_named(tmp_path: Path, price: object) -> None:
    text = json.dumps({"id": "a", "title": "帽子", "price": price})
    (row,) = catalogue(tmp_path, text, "c.jsonl")
    assert row.product is None
    assert row.error.startswith("price ")
    assert "29.00" in row.error


@pytest.mark.parametrize("text", ["", "foo,bar\n1,2\n"])
def test_a_file_without_a_title_column_is_no_catalogue(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadCatalogue, match="column"):
        catalogue(tmp_path, text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_by_name(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for name in ("c.csv", "c.jsonl"):
        with suppress(BadCatalogue):
            assert all(row.error or row.product for row in catalogue(folder, data, name))


def test_the_same_row_asked_for_the_same_is_the_same_event() -> None:
    row = Row(1, {"id": "a", "title": "纯棉T恤", "images": [{"id": "i", "url": "x"}]})
    once, again = event_of(row, WANTED), event_of(Row(9, dict(row.product or {})), WANTED)
    assert once.id == again.id
    assert event_of(Row(1, {"id": "a", "title": "纯棉长袖T恤"}), WANTED).id != once.id
    assert isinstance(once.data, product_pb2.ProductCreated)
    assert not once.data.product.images
    assert list(once.data.markets) == ["ES", "KR"]


def test_a_product_that_breaks_the_contract_or_fits_no_event_is_refused() -> None:
    for product in ({"id": "a", "title": 5}, {"id": "a", "title": "棉" * 500_000}):
        with pytest.raises(BadEvent):
            event_of(Row(1, product), WANTED)


def listing(
    product_id: str, market: str, *unknown: str, coverage: float = 1.0
) -> product_pb2.ListingLocalized:
    made = product_pb2.ListingLocalized(
        product_id=product_id, market=market, channel="generic", category="category.tshirt", coverage=coverage
    )
    for text in unknown:
        made.left_over.add(text=text, field="title")
    made.needs_review = bool(unknown)
    return made


def test_the_journal_goes_on_where_it_was_and_refuses_another_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    journal = Journal(path, "c.csv; m-1")
    journal.published([(1, "a", "e-1"), (2, "b", "e-2")])
    journal.finished(["e-1"])
    journal.bad(3, "no id")
    journal.close()
    again = Journal(path, "c.csv; m-1")
    assert again.states() == {1: "done", 2: "open", 3: "bad"}
    assert again.open_events() == {"e-2"}
    again.close()
    with pytest.raises(AnotherBackfill, match=r"c\.csv; m-1"):
        Journal(path, "other.csv; m-1")


def test_a_word_counts_once_a_product_however_many_markets_lack_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite", "x")
    for market in ("ES", "KR"):
        journal.listing("e-1", listing("a", market, "魑魅", coverage=0.8))
    journal.listing("e-2", listing("b", "ES", "魑魅", "魍魉", coverage=0.6))
    journal.finished([])
    words = [(word.text, word.products) for word in journal.unknown_words(10)]
    assert words == [("魑魅", 2), ("魍魉", 1)]
    (share,) = journal.by_category()
    assert (share.category, share.listings, share.needs_review) == ("category.tshirt", 3, 3)
    assert share.coverage == pytest.approx((0.8 + 0.8 + 0.6) / 3)
    journal.close()


def test_the_report_escapes_what_merchants_wrote(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite", "x")
    journal.published([(1, "<script>alert(1)</script>", "e-1")])
    journal.dead("e-1", "listing-localizer: empty_product: <b>")
    journal.listing("e-2", listing("b", "ES", "<img src=x>"))
    page = write_report(tmp_path, journal, title="c.csv")
    html = page.read_text(encoding="utf-8")
    assert "<script>" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    facts = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert facts["rows"] == {"dead": 1}
    assert facts["unknown"][0]["text"] == "<img src=x>"
    journal.close()
