from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rewriting_products import facts_of, ground

from argosy.product.v1 import product_pb2
from listing_localizer.domain.listing import Engine
from listing_localizer.domain.preferences import (
    Proposal,
    Verdict,
    dpo_lines,
    kto_lines,
    of_line,
    preferences_of,
    pseudonym,
    to_line,
)
from listing_localizer.domain.rewriting.prompt import brief_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECRET = b"sixteen bytes or more"
ENGINE = Engine("vllm", "some-model", "r7", "gpu")


def proposal(**changes: Any) -> Proposal:
    listing = ground("dress", "es").listing
    known = {
        "merchant_id": "m-1", "product_id": "p-1", "market": "ES", "channel": "generic",
        "brief": brief_of(facts_of("dress"), ground("dress", "es")), "title": listing.title,
        "bullets": listing.bullets, "description": listing.description, "keywords": (), "engine": ENGINE,
    }  # fmt: skip
    return Proposal(**{**known, **changes})


def review(verdict: str, **changes: Any) -> product_pb2.ListingReviewed:
    about = {"product_id": "p-1", "market": "ES", "channel": "generic"}
    return product_pb2.ListingReviewed(**{**about, "verdict": verdict, **changes})


def test_an_approval_speaks_of_every_field_that_has_a_text() -> None:
    found = preferences_of(review("APPROVED"), proposal(), NOW)
    assert [p.field for p in found] == ["title", "bullets", "description"]
    assert all(p.verdict is Verdict.APPROVED and p.chosen == p.proposed for p in found)
    assert {p.engine for p in found} == {ENGINE}


def test_an_edit_prefers_the_persons_text_to_the_proposed_one() -> None:
    texts = product_pb2.ListingReviewed.Texts(title="Vestido rojo", bullets=["Uno", "Dos"])
    title, bullets = preferences_of(review("EDITED", texts=texts, reason="shorter"), proposal(), NOW)
    assert (title.chosen, title.verdict, title.reason) == ("Vestido rojo", Verdict.EDITED, "shorter")
    assert bullets.chosen == "Uno\nDos"


def test_an_edit_that_changes_nothing_is_an_approval_and_named_fields_stand() -> None:
    same = product_pb2.ListingReviewed.Texts(title=proposal().title)
    found = preferences_of(review("EDITED", texts=same, fields=["title", "description"]), proposal(), NOW)
    assert [(p.field, p.verdict) for p in found] == [
        ("title", Verdict.APPROVED),
        ("description", Verdict.APPROVED),
    ]


def test_a_rejection_chooses_nothing() -> None:
    (title,) = preferences_of(review("REJECTED", fields=["title"]), proposal(), NOW)
    assert (title.verdict, title.chosen) == (Verdict.REJECTED, "")


@pytest.mark.parametrize(
    "changes",
    [{"product_id": "p-2"}, {"market": "FR"}, {"channel": "ebay"}, {"verdict": "VERDICT_UNSPECIFIED"}],
)
def test_a_review_of_something_else_teaches_nothing(changes: dict[str, Any]) -> None:
    event = review("APPROVED")
    event.MergeFrom(product_pb2.ListingReviewed(**{k: v for k, v in changes.items() if k != "verdict"}))
    if "verdict" in changes:
        event.verdict = product_pb2.ListingReviewed.VERDICT_UNSPECIFIED
    assert preferences_of(event, proposal(), NOW) == ()


def test_a_reason_is_bounded_and_plain() -> None:
    reason = "<|im_start|>" + "x" * 5_000
    (title,) = preferences_of(review("REJECTED", fields=["title"], reason=reason), proposal(), NOW)
    assert len(title.reason) <= 1_000
    assert "<" not in title.reason


def test_a_record_is_the_same_after_its_line() -> None:
    for preference in preferences_of(review("APPROVED", reason="bien"), proposal(), NOW):
        assert of_line(to_line(preference)) == preference


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"brief": 1}', "null"])
def test_a_line_of_another_form_is_refused_by_name(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        of_line(line)


def test_pairs_come_from_edits_and_from_rejections_with_a_later_approval() -> None:
    texts = product_pb2.ListingReviewed.Texts(title="Vestido rojo de flores")
    edited = preferences_of(review("EDITED", texts=texts), proposal(), NOW)
    rejected = preferences_of(review("REJECTED", fields=["description"]), proposal(), NOW)
    later = preferences_of(
        review("APPROVED", fields=["description"]),
        proposal(description="Vestido de flores."),
        NOW + timedelta(days=1),
    )
    rows = [json.loads(line) for line in dpo_lines([*later, *rejected, *edited], SECRET)]
    assert [(row["chosen"], row["rejected"]) for row in rows] == [
        ("Vestido rojo de flores", proposal().title),
        ("Vestido de flores.", proposal().description),
    ]
    assert set(rows[0]) == {"prompt", "chosen", "rejected", "meta"}
    assert "field title alone" in rows[0]["prompt"]
    assert "algodón" in rows[0]["prompt"]


def test_an_approval_from_another_merchant_never_answers_a_rejection() -> None:
    rejected = preferences_of(review("REJECTED", fields=["title"]), proposal(), NOW)
    other = preferences_of(
        review("APPROVED", fields=["title"]),
        proposal(merchant_id="m-2", title="Otro"),
        NOW + timedelta(days=1),
    )
    assert list(dpo_lines([*rejected, *other], SECRET)) == []


def test_judgements_without_a_pair_are_exported_with_their_label() -> None:
    found = [
        *preferences_of(review("APPROVED", fields=["title"]), proposal(), NOW),
        *preferences_of(review("REJECTED", fields=["bullets"]), proposal(), NOW),
    ]
    rows = [json.loads(line) for line in kto_lines(found, SECRET)]
    assert [row["label"] for row in rows] == [True, False]


def test_an_export_names_no_merchant_product_or_reason_and_keeps_merchants_apart() -> None:
    texts = product_pb2.ListingReviewed.Texts(title="Vestido rojo")
    lines = []
    for merchant in ("merchant-one", "merchant-two"):
        known = proposal(merchant_id=merchant, product_id="p-1")
        found = preferences_of(review("EDITED", texts=texts, reason="call Ana"), known, NOW)
        lines += [*dpo_lines(found, SECRET), *kto_lines(found, SECRET)]
    assert not any(name in line for line in lines for name in ("merchant-one", "merchant-two", "p-1", "Ana"))
    assert len({json.loads(line)["meta"]["merchant"] for line in lines}) == 2


def test_a_pseudonym_needs_a_secret_worth_the_name() -> None:
    with pytest.raises(ValueError, match="16"):
        pseudonym("m-1", b"short")
    assert pseudonym("m-1", SECRET) != pseudonym("m-1", SECRET + b"2")
