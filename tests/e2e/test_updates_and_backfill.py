"""The listing's life on the real stack: approved, updated, backfilled with an interruption, each once."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

PRODUCTS = 120


def product_event(type_: str, product_id: str, **changes: Any) -> dict[str, Any]:
    product = {
        "id": product_id,
        "language": "zh-CN",
        "title": "男士纯棉短袖T恤 圆领 黑色",
        "description": "面料柔软。",
    }
    data = {"product": {**product, **changes}, "markets": ["ES"], "channels": ["generic"]}
    return {"type": type_, "merchant_id": "m-life", "platform": "tests", "data": data}


def listings(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The listings among what came of an event; what else is made of a product is tested elsewhere."""
    return [row for row in rows if row["type"] == "listing.localized"]


def test_an_approved_title_outlives_an_update_of_the_product(shop: Shop, tmp_path: Path) -> None:
    product_id = f"shirt-{uuid.uuid4().hex[:8]}"
    (first,) = listings(shop.run(tmp_path / "1", product_event("product.created", product_id)))
    review = {
        "type": "listing.reviewed",
        "merchant_id": "m-life",
        "platform": "tests",
        "data": {
            "product_id": product_id,
            "market": "ES",
            "channel": "generic",
            "verdict": "EDITED",
            "texts": {"title": "Camiseta básica negra"},
            "fields": ["title"],
        },
    }
    (edited,) = shop.run(tmp_path / "2", review)
    assert edited["data"]["title"] == "Camiseta básica negra"
    update = product_event("product.updated", product_id, title="男士纯棉长袖T恤 圆领 黑色")
    (updated,) = listings(shop.run(tmp_path / "3", update))
    assert updated["data"]["title"] == "Camiseta básica negra"
    (status,) = [field for field in updated["data"]["fields"] if field["field"] == "title"]
    assert status["state"] == "APPROVED"
    assert "larga" in status["proposal"][0]
    assert first["data"]["title"] != updated["data"]["title"]
    lines = tmp_path / "raw.jsonl"
    exported = shop.argosy(
        "listings", "preferences", "--merchant", "m-life", "--form", "raw", "--out", str(lines)
    )
    assert exported.returncode == 0, exported.stderr
    kept = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    (edit,) = [row for row in kept if row["product_id"] == product_id]
    assert (edit["verdict"], edit["chosen"]) == ("edited", "Camiseta básica negra")
    assert edit["proposed"] == first["data"]["title"]


def test_an_update_that_changes_nothing_publishes_nothing(shop: Shop, tmp_path: Path) -> None:
    product_id = f"shirt-{uuid.uuid4().hex[:8]}"
    shop.run(tmp_path / "1", product_event("product.created", product_id))
    assert shop.run(tmp_path / "2", product_event("product.updated", product_id)) == []


def test_a_killed_backfill_goes_on_and_every_product_has_its_listing_once(shop: Shop, tmp_path: Path) -> None:
    marker = uuid.uuid4().hex[:8]
    catalogue = tmp_path / "catalogue.jsonl"
    rows = [{"id": f"{marker}-{n}", "title": f"纯棉短袖T恤 圆领 {n + 100}ml"} for n in range(PRODUCTS)]
    catalogue.write_text("\n".join(json.dumps(row) for row in rows) + "\nnot json\n", encoding="utf-8")
    out = tmp_path / "out"
    command = ["backfill", str(catalogue), "--markets", "ES", "--out", str(out), "--in-flight", "10"]
    running = shop.start(*command)
    journal = out / "journal.sqlite"
    deadline = time.monotonic() + 120
    while _done(journal) < 15 and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait(timeout=10)
    done_before = _done(journal)
    assert 15 <= done_before < PRODUCTS
    again = shop.argosy(*command)
    assert again.returncode == 2, again.stdout + again.stderr  # the row that is not JSON
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["rows"] == {"done": PRODUCTS, "bad": 1}
    assert report["listings"] == PRODUCTS
    assert (out / "report.html").exists()
    published = Counter(
        event["data"]["product_id"]
        for event in shop.published("listing.localized")
        if event["data"]["product_id"].startswith(marker)
    )
    assert published == Counter(row["id"] for row in rows)


def _done(journal: Path) -> int:
    if not journal.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{journal}?mode=ro", uri=True) as db:
            (count,) = db.execute("SELECT count(*) FROM rows WHERE state = 'done'").fetchone()
    except sqlite3.OperationalError:  # being made
        return 0
    return int(count)


def test_a_dry_run_reads_all_and_publishes_nothing(shop: Shop, tmp_path: Path) -> None:
    catalogue = tmp_path / "c.csv"
    catalogue.write_bytes("商品ID,标题\na,纯棉T恤\n,帽子\n".encode("gb18030"))
    tried = shop.argosy("backfill", str(catalogue), "--dry-run")
    assert tried.returncode == 2
    assert "1 products, 1 rows that cannot be used" in tried.stdout
