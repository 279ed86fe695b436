"""A document as the index's file keeps it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from argosy_commerce.money import Money
from search_tagger.domain.searching.documents import Document
from search_tagger.domain.tags import Category, Contradiction, Evidence, Tag, Tagged


def row_of(document: Document) -> str:
    """The document as JSON."""
    fields = {
        # What came of looking at pictures is told by the event; they are found by their tags.
        "tagged": asdict(replace(document.tagged, pictures=())),
        "language": document.language,
        "title": document.title,
        "low": document.low.to_strings() if document.low else None,
        "high": document.high.to_strings() if document.high else None,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def document_in(row: str) -> Document:
    """The document that `row_of` wrote."""
    fields = json.loads(row)
    return Document(
        tagged_in(fields["tagged"]),
        fields["language"],
        fields["title"],
        Money.from_strings(*fields["low"]) if fields["low"] else None,
        Money.from_strings(*fields["high"]) if fields["high"] else None,
    )


def tagged_in(fields: dict[str, Any]) -> Tagged:
    """What a product was tagged with, from its plain form."""
    category = fields["category"]
    return Tagged(
        fields["product_id"],
        Category(category["id"], tuple(category["path"]), category["confidence"]) if category else None,
        tuple(
            Tag(
                one["attribute"],
                one["value"],
                one["confidence"],
                one["origin"],
                tuple(Evidence(**evidence) for evidence in one["evidence"]),
            )
            for one in fields["tags"]
        ),
        tuple(
            Contradiction(
                one["attribute"],
                Evidence(**one["one"]),
                Evidence(**one["other"]),
                one.get("one_value", ""),
                one.get("other_value", ""),
            )
            for one in fields["contradictions"]
        ),
        tuple(fields["unread"]),
        tuple(fields["unseen"]),
        tuple(fields["doubts"]),
    )
