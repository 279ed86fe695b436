"""The report of a backfill: a page to look at and the same as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from argosy_local.backfill.journal import Journal

UNKNOWN_SHOWN = 200
TROUBLES_SHOWN = 500


def write_report(folder: Path, journal: Journal, *, title: str) -> Path:
    """Write report.html and report.json into the folder; returns the page."""
    listings, reviews = journal.listings()
    troubles = [
        {"line": line, "product_id": product_id, "state": state, "reason": reason}
        for line, product_id, state, reason in journal.troubles()
    ]
    facts = {
        "title": title,
        "rows": journal.counts(),
        "listings": listings,
        "needs_review": reviews,
        "categories": [asdict(share) for share in journal.by_category()],
        "unknown": [asdict(word) for word in journal.unknown_words(UNKNOWN_SHOWN)],
        "troubles": troubles,
    }
    text = json.dumps(facts, ensure_ascii=False, indent=2)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("argosy_local.backfill", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    shown = {**facts, "troubles": troubles[:TROUBLES_SHOWN], "troubles_in_all": len(troubles)}
    page = folder / "report.html"
    page.write_text(environment.get_template("report.html").render(shown), encoding="utf-8")
    return page
