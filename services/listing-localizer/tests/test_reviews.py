"""What a person decided stays until they decide otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.product.v1 import product_pb2
from argosy_eventing import DeadLetter, Publish
from argosy_testing.products import product_event, review_event
from argosy_testing.tier import FakeTier
from listing_localizer.domain.fields import FIELDS, edited_texts, set_texts, texts_of
from listing_localizer.handlers import Deps, localize_listing, record_review

State = product_pb2.FieldStatus.State
TITLE = "Camiseta básica Lumora para hombre, 100 % algodón"


def listing(outcome: object) -> Any:
    assert isinstance(outcome, Publish), outcome
    (output,) = outcome.outputs
    return output.data


def status(data: Any, name: str) -> Any:
    return next(found for found in data.fields if found.field == name)


async def test_an_edited_title_is_published_at_once_and_says_who_wrote_it(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    edit = review_event(verdict="EDITED", texts={"title": TITLE}, fields=["title"])
    data = listing(await record_review(edit, deps))
    assert data.title == TITLE
    assert State.Name(status(data, "title").state) == "APPROVED"
    (claim,) = [claim for claim in data.claims if claim.text == TITLE]
    assert (claim.evidence.kind, claim.evidence.ref) == ("review", "r-1")


async def test_an_edited_title_outlives_an_update_and_the_new_wording_is_proposed(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    await record_review(review_event(verdict="EDITED", texts={"title": TITLE}, fields=["title"]), deps)
    update = product_event(event="product.updated", event_id="e-2", title="男士纯棉长袖T恤 圆领")
    data = listing(await localize_listing(update, deps))
    assert data.title == TITLE
    assert "larga" in status(data, "title").proposal[0]
    assert data.needs_review
    assert any("title: the product changed after a person approved" in r for r in data.review_reasons)


async def test_an_approved_text_is_kept_without_a_proposal_while_nothing_it_follows_from_changes(
    deps: Deps,
) -> None:
    assert isinstance(deps.tier, FakeTier)
    deps.tier.translations["面料柔软", "es"] = "Tela suave"
    first = listing(await localize_listing(product_event(), deps))
    await record_review(review_event(verdict="APPROVED"), deps)
    update = product_event(event="product.updated", event_id="e-2", description="面料柔软。")
    data = listing(await localize_listing(update, deps))
    assert data.title == first.title
    assert not status(data, "title").proposal
    assert data.description == first.description
    assert status(data, "description").proposal


async def test_approving_again_takes_the_source_as_it_is_now(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    await record_review(review_event(verdict="EDITED", texts={"title": TITLE}), deps)
    new = {"title": "男士纯棉长袖T恤"}
    await localize_listing(product_event(event="product.updated", event_id="e-2", **new), deps)
    data = listing(await record_review(review_event("r-2", verdict="APPROVED"), deps))
    assert not data.needs_review
    same = product_event(event="product.updated", event_id="e-3", markets=["ES"], **new, weight_g=5)
    outcome = await localize_listing(same, deps)
    if isinstance(outcome, Publish):
        assert not status(listing(outcome), "title").proposal


async def test_a_rejected_text_is_marked_until_the_source_gives_another(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    no = review_event(verdict="REJECTED", fields=["title"], reason="too long for our shop")
    data = listing(await record_review(no, deps))
    assert "title: a person rejected this text: too long for our shop" in data.review_reasons
    same_title = product_event(event="product.updated", event_id="e-2", description="面料柔软。")
    assert any("rejected" in r for r in listing(await localize_listing(same_title, deps)).review_reasons)
    other = product_event(event="product.updated", event_id="e-3", title="男士纯棉长袖T恤")
    assert not any("rejected" in r for r in listing(await localize_listing(other, deps)).review_reasons)


async def test_rejecting_ends_an_approval(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    await record_review(review_event(verdict="EDITED", texts={"title": TITLE}), deps)
    await record_review(review_event("r-2", verdict="REJECTED", fields=["title"]), deps)
    update = product_event(event="product.updated", event_id="e-2", title="男士纯棉长袖T恤")
    assert "larga" in listing(await localize_listing(update, deps)).title


async def test_a_persons_text_that_breaks_the_channels_rules_is_kept_and_told(deps: Deps) -> None:
    await localize_listing(product_event(channels=["ebay"]), deps)
    edit = review_event(channel="ebay", verdict="EDITED", texts={"title": "Camiseta " * 12})
    data = listing(await record_review(edit, deps))
    assert data.title == ("Camiseta " * 12).strip()
    assert any(reason.startswith("title: length") for reason in data.review_reasons)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"verdict": "VERDICT_UNSPECIFIED"}, "no_verdict"),
        ({"verdict": "EDITED"}, "empty_edit"),
        ({"verdict": "EDITED", "texts": {"title": "x" * 1_001}}, "text_too_long"),
        ({"verdict": "EDITED", "texts": {"keywords": ["x"] * 101}}, "text_too_long"),
        ({"verdict": "APPROVED", "fields": ["price"]}, "unknown_field"),
        ({"verdict": "APPROVED", "market": "XX"}, "unknown_market_or_channel"),
        ({"verdict": "APPROVED", "channel": "bazaar"}, "unknown_market_or_channel"),
        ({"verdict": "APPROVED", "product_id": "p-none"}, "unknown_listing"),
        ({"verdict": "APPROVED", "market": "KR"}, "unknown_listing"),
    ],
)
async def test_a_decision_that_cannot_be_carried_out_is_a_dead_letter(
    deps: Deps, changes: dict[str, Any], reason: str
) -> None:
    await localize_listing(product_event(), deps)
    outcome = await record_review(review_event(**changes), deps)
    assert isinstance(outcome, DeadLetter)
    assert outcome.reason == reason
    assert outcome.detail


async def test_nobody_decides_about_another_merchants_listing(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    outcome = await record_review(review_event(merchant="m-2", verdict="EDITED", texts={"title": "x"}), deps)
    assert isinstance(outcome, DeadLetter)
    assert outcome.reason == "unknown_listing"


async def test_control_characters_of_an_edit_are_left_out(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    edit = review_event(verdict="EDITED", texts={"title": "Camiseta\u202e\u0007 de  algodón"})
    assert listing(await record_review(edit, deps)).title == "Camiseta de algodón"


texts = st.lists(st.text(min_size=1, max_size=30), max_size=4)


@given(title=st.text(max_size=50), bullets=texts, keywords=texts)
def test_texts_set_are_the_texts_read(title: str, bullets: list[str], keywords: list[str]) -> None:
    data = product_pb2.ListingLocalized(title=title, bullets=bullets, keywords=keywords)
    other = product_pb2.ListingLocalized(title="before", bullets=["x"], description="stays")
    set_texts(other, {name: said for name, said in texts_of(data).items() if name != "description"})
    assert {**texts_of(data), "description": ("stays",)} == texts_of(other)
    assert set(texts_of(data)) == set(FIELDS)


def test_an_edit_speaks_of_the_fields_it_gives() -> None:
    given_texts = product_pb2.ListingReviewed.Texts(title="", bullets=["a", "b"])
    assert edited_texts(given_texts) == {"title": (), "bullets": ("a", "b")}
