"""Reads a catalogue, row by row: JSONL of products or of events, or CSV as shops and 1688 export it."""

from __future__ import annotations

import codecs
import csv
import json
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argosy_commerce.errors import CommerceError, UnreadableAmount
from argosy_commerce.money import Money, read_money

MAX_ROW = 2_000_000
"""Characters of one row; a product with more was never meant to be one."""
MAX_COLUMNS = 300

# What the columns are called: ours, and what Chinese back offices write in their exports.
COLUMNS = {
    "id": ("id", "product_id", "sku", "商品id", "商品编号", "货号", "产品id"),
    "title": ("title", "name", "标题", "商品标题", "商品名称", "产品标题", "产品名称"),
    "description": ("description", "描述", "商品描述", "详情", "商品详情", "产品描述"),
    "category_hint": ("category", "category_hint", "类目", "分类", "商品分类", "类别"),
    "brand": ("brand", "品牌"),
    "price": ("price", "价格", "售价", "单价"),
    "currency": ("currency", "币种", "货币"),
    "weight_g": ("weight_g", "重量g", "重量(g)"),
    "images": ("images", "image", "图片", "主图", "商品图片"),
    "markets": ("markets", "市场"),
}
_FIELD_OF = {spelling: field for field, spellings in COLUMNS.items() for spelling in spellings}
_TEXTS = ("id", "title", "description", "category_hint", "brand")
_YUAN = "¥￥"
_IMAGE_SEPARATORS = ("|", ";", "\n", " ")


class BadCatalogue(ValueError):
    """A file that is no catalogue; the message says what is wrong with it and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One product of a catalogue, or what is wrong with its row."""

    line: int
    product: dict[str, Any] | None
    markets: tuple[str, ...] = ()
    error: str = ""


def read_catalogue(path: Path) -> Iterator[Row]:
    """The rows of a file in order, read as they are asked for; a bad row says so and ends nothing.

    Raises:
        BadCatalogue: the file cannot be read, or its first line shows that it is no catalogue.
    """
    encoding = _encoding_of(path)
    rows = _jsonl(path, encoding) if path.suffix.lower() in {".jsonl", ".ndjson"} else _csv(path, encoding)
    yield from rows


def _encoding_of(path: Path) -> str:
    """UTF-8 or UTF-16 by its mark; GB 18030, as Chinese spreadsheets save, where UTF-8 does not fit."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
            if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            decoder = codecs.getincrementaldecoder("utf-8")()
            file.seek(0)
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    except OSError as error:
        raise BadCatalogue(f"{path}: cannot be read: {error.strerror}") from None
    return "utf-8-sig"


def _jsonl(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="\n") as file:
        line = 0
        while text := file.readline(MAX_ROW + 1):
            line += 1
            if len(text) > MAX_ROW:
                while text and not text.endswith("\n"):
                    text = file.readline(MAX_ROW)
                yield Row(line, None, error=f"longer than {MAX_ROW:,} characters")
            elif text.strip():
                yield _json_row(line, text)


def _json_row(line: int, text: str) -> Row:
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        return Row(line, None, error=f"not JSON: {getattr(error, 'msg', 'nested too deeply')}")
    if not isinstance(document, dict):
        return Row(line, None, error="not an object: write one product a line")
    data = document.get("data") if "type" in document else document
    product = data.get("product", data) if isinstance(data, dict) else None
    if not isinstance(product, dict):
        return Row(line, None, error="no product in it: write a product, or an event with data.product")
    markets = data.get("markets") if isinstance(data, dict) else None
    return _checked(line, product, tuple(markets) if isinstance(markets, list) else ())


def _csv(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file, _cells_as_long_as_a_row():
        sample = file.read(8_192)
        file.seek(0)
        head = sample.splitlines()[0] if sample else ""
        separator = max(",;\t", key=head.count)
        reader = csv.reader(file, delimiter=separator)
        try:
            header = [name.strip() for name in next(reader)]
        except (StopIteration, csv.Error):
            raise BadCatalogue(f"{path}: empty; the first line names the columns") from None
        fields = [_FIELD_OF.get(name.casefold()) for name in header]
        if "title" not in fields or len(header) > MAX_COLUMNS:
            known = ", ".join(COLUMNS["title"][:4])
            raise BadCatalogue(
                f"{path}: no column for the title among {', '.join(header[:12])}; name one of them {known}"
            )
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(reader.line_num, None, error=f"not CSV: {error}")
                continue
            if any(cell.strip() for cell in cells):
                yield _csv_row(reader.line_num, header, fields, cells)


@contextmanager
def _cells_as_long_as_a_row() -> Iterator[None]:
    # The limit is the process's: other readers of CSV keep theirs once the catalogue is read.
    before = csv.field_size_limit(MAX_ROW)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _csv_row(line: int, header: list[str], fields: list[str | None], cells: list[str]) -> Row:
    if len(cells) > len(header):
        return Row(line, None, error=f"{len(cells)} cells under {len(header)} columns")
    product: dict[str, Any] = {"language": "zh-CN"}
    attributes: list[dict[str, str]] = []
    markets: tuple[str, ...] = ()
    values: dict[str, str] = {}
    columns: dict[str, str] = {}
    for name, field, cell in zip(header, fields, cells, strict=False):
        text = cell.strip()
        if not text:
            continue
        if field is None:
            attributes.append({"name": name.removeprefix("attr:"), "value": text})
        elif field == "markets":
            markets = tuple(text.replace(",", " ").replace("|", " ").split())
        else:
            values.setdefault(field, text)
            columns.setdefault(field, name)
    product |= {field: values[field] for field in _TEXTS if field in values}
    if attributes:
        product["attributes"] = attributes
    if "images" in values:
        product["images"] = _images(values["images"])
    try:
        if "price" in values:
            product["price"] = _price(values["price"], values.get("currency", "CNY"))
    except CommerceError as error:
        return Row(
            line, None, error=f"column {columns['price']}: {values['price'][:20]!r} is no price: {error}"
        )
    try:
        if "weight_g" in values:
            product["weight_g"] = float(values["weight_g"])
    except ValueError:
        said = values["weight_g"][:20]
        return Row(line, None, error=f"column {columns['weight_g']}: {said!r} is no number of grams")
    return _checked(line, product, markets)


def _price(text: str, currency: str) -> dict[str, str]:
    """¥1,299.00, 59.9元, 29: as Chinese back offices write it, in the currency of its column.

    Raises CommerceError.
    """
    if currency.upper() == "CNY" and any(unicodedata.category(c) == "Sc" and c not in _YUAN for c in text):
        raise UnreadableAmount("its sign is not the yuan's: name its currency in a column of its own")
    money = read_money(text, "zh-CN", currency.upper())
    if money.amount < 0:
        raise UnreadableAmount("it is below zero")
    return {"amount": str(money.amount), "currency": money.currency}


def _images(text: str) -> list[dict[str, str]]:
    separator = next((mark for mark in _IMAGE_SEPARATORS if mark in text), None)
    urls = [url.strip() for url in (text.split(separator) if separator else [text]) if url.strip()]
    return [
        {"id": f"image-{number}", "url": url, "role": "MAIN" if number == 1 else "DETAIL"}
        for number, url in enumerate(urls, start=1)
    ]


def _fault_of(price: object) -> str:
    """What is wrong with a price as the events carry it; empty if nothing is."""
    form = 'write it as {"amount": "29.00", "currency": "CNY"}'
    if not isinstance(price, dict):
        return f"{str(price)[:20]!r}: {form}"
    amount, currency = price.get("amount"), price.get("currency")
    try:
        Money.from_strings(str(amount), str(currency))
    except CommerceError as error:
        return f"{str(amount)[:20]!r} {str(currency)[:20]!r}: {error}; {form}"
    return ""


def _checked(line: int, product: dict[str, Any], markets: tuple[str, ...]) -> Row:
    product_id = product.get("id")
    if isinstance(product_id, int):
        product = {**product, "id": str(product_id)}
    elif not isinstance(product_id, str) or not product_id.strip():
        return Row(line, None, error="no id: results could not be told apart")
    if product.get("price", {}) != {} and (fault := _fault_of(product["price"])):
        return Row(line, None, error=f"price {fault}")
    return Row(line, {"language": "zh-CN", **product}, markets)
