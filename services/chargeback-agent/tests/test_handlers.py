from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import timedelta
from functools import partial

import docx
import pytest
from PIL import Image
from pypdf import PdfReader

from argosy.dispute.v1 import dispute_pb2
from argosy_eventing import DeadLetter, Publish, Skip
from argosy_ledger import ConversationLedger, OrderLedger, PolicyLedger, Sealer
from argosy_store import AllowList, BlobStore, OutsideFetcher
from argosy_testing.store import MemoryStore
from argosy_testing.tier import FakeTier
from chargeback_agent.adapters.attachments import Attachments
from chargeback_agent.adapters.cases import CaseRepository
from chargeback_agent.adapters.letterheads import KEY, LetterheadRecord, LetterheadRepository
from chargeback_agent.adapters.pictures import Pictures
from chargeback_agent.adapters.tallies import TallyRepository
from chargeback_agent.casework import read_all
from chargeback_agent.domain.letter.faces import Faces
from chargeback_agent.domain.letter.wording import known
from chargeback_agent.domain.rules.loader import rule_book
from chargeback_agent.drafting import Desk
from chargeback_agent.handlers import (
    Deps,
    continue_dispute,
    keep_message,
    keep_order,
    keep_payment,
    keep_shipment,
    open_dispute,
)
from chargeback_agent.settings import ChargebackSettings

from . import shop

SETTINGS = ChargebackSettings(triton_url="x", mongodb_uri="x", blob_url="x", facts_wait_s=0)
Draft = dispute_pb2.RebuttalDrafted


@pytest.fixture
async def deps(tmp_path):
    store, sealer = MemoryStore(), Sealer()
    blobs = BlobStore((tmp_path / "blobs").as_uri())
    rules = rule_book()
    async with OutsideFetcher(AllowList.parse("")) as outside:
        desk = Desk(
            OrderLedger(store, sealer),
            ConversationLedger(store, sealer),
            PolicyLedger(store),
            CaseRepository(store, sealer),
            TallyRepository(store),
            LetterheadRepository(store),
            blobs,
            Pictures(blobs, outside),
            rules,
            Faces(),
            partial(read_all, rules=rules),
        )
        attachments = Attachments(blobs, outside, FakeTier(), 5.0)
        yield Deps(desk, attachments, SETTINGS)
        await attachments.close()


async def facts(deps, *events):
    handlers = {
        "order.placed": keep_order,
        "payment.authorized": keep_payment,
        "shipment.updated": keep_shipment,
    }
    return [await handlers[one.type](one, deps) for one in events]


async def usual(deps):
    await facts(deps, shop.order(), shop.payment(), *shop.parcel())


def draft(outcome) -> Draft:
    assert isinstance(outcome, Publish), outcome
    (output,) = outcome.outputs
    assert output.type == "rebuttal.drafted"
    return output.data


async def letter_text(deps, drafted: Draft) -> str:
    content = await deps.desk.blobs.get("m-1", drafted.letter.pdf.url)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


async def test_a_dispute_about_a_delivered_parcel_is_fought_with_a_letter(deps) -> None:
    await usual(deps)
    drafted = draft(await open_dispute(shop.dispute(), deps))
    assert (drafted.network, drafted.reason_code, drafted.category) == ("visa", "13.1", "consumer")
    assert Draft.Decision.Name(drafted.decision) == "FIGHT"
    assert drafted.win_likelihood > 0.6
    assert drafted.due_at.ToJsonString().startswith("2026-10-2")
    kinds = [one.kind for one in drafted.exhibits]
    assert "delivery_confirmation" in kinds
    assert 2 <= len(kinds) <= 5
    labels = {one.label for one in drafted.exhibits}
    assert all(set(one.exhibits) <= labels and one.exhibits for one in drafted.statements)
    text = await letter_text(deps, drafted)
    for words in ("Visa reason code 13.1", "CB-998877", "129.90 EUR", "1234567890", "20 August 2026"):
        assert words in text
    word = docx.Document(io.BytesIO(await deps.desk.blobs.get("m-1", drafted.letter.docx.url)))
    assert any("Visa reason code 13.1" in paragraph.text for paragraph in word.paragraphs)


async def test_the_event_names_no_buyer(deps) -> None:
    await usual(deps)
    drafted = draft(await open_dispute(shop.dispute(), deps))
    said = drafted.SerializeToString()
    for words in ("Marta", "Álvarez", "marta@", "Alcalá", "203.0.113", "device-0123"):
        assert words.encode() not in said


async def test_a_dispute_before_its_order_asks_and_is_answered_anew_when_the_facts_come(deps) -> None:
    first = draft(await open_dispute(shop.dispute(), deps))
    assert Draft.Decision.Name(first.decision) == "ASK"
    assert first.missing
    assert first.needs_review
    later = await facts(deps, shop.order(), shop.payment(), *shop.parcel())
    answers = [draft(outcome) for outcome in later if isinstance(outcome, Publish)]
    assert answers
    assert Draft.Decision.Name(answers[-1].decision) == "FIGHT"
    assert answers[-1].letter.docx.url
    # The facts are older than the dispute; the letter about it is not.
    assert "acquirer 1 October 2026 Response" in await letter_text(deps, answers[-1])


async def test_what_changes_while_a_letter_is_written_is_in_the_letter_that_is_published(
    deps, monkeypatch, tmp_path
) -> None:
    draft(await open_dispute(shop.dispute(), deps))
    await facts(deps, shop.order())
    written, meanwhile = Desk.written, []

    async def interrupted(self, merchant, built, now):
        letter = await written(self, merchant, built, now)
        if not meanwhile:
            meanwhile.append(None)  # the parcel's scans come while the payment's letter is being written
            meanwhile.extend(await facts(deps, *shop.parcel()))
        return letter

    monkeypatch.setattr(Desk, "written", interrupted)
    (last,) = await facts(deps, shop.payment())
    assert last == Skip("kept"), "the scans' handler has told everything"
    (case,) = await deps.desk.cases.about("m-1", "A-10024")
    told = draft([one for one in meanwhile if isinstance(one, Publish)][-1])
    assert "delivery_confirmation" in [one.kind for one in told.exhibits]
    assert "42" in await letter_text(deps, told)
    # The letter that was given up is remembered all the same, so that it is deleted with the others.
    stored = {path.name for path in (tmp_path / "blobs").rglob("*.*") if path.suffix in {".pdf", ".docx"}}
    assert stored == {url.rpartition("/")[2] for url in case.letters}


async def test_the_same_event_gets_the_same_answer_and_another_fact_changes_nothing(deps) -> None:
    await usual(deps)
    first = draft(await open_dispute(shop.dispute(), deps))
    again = draft(await open_dispute(shop.dispute(), deps))
    assert again.letter.pdf.sha256 == first.letter.pdf.sha256
    assert again.win_likelihood == first.win_likelihood
    (outcome,) = await facts(deps, shop.payment())
    assert outcome == Skip("kept")


async def test_what_the_buyer_writes_after_the_dispute_is_shown(deps) -> None:
    await usual(deps)
    first = draft(await open_dispute(shop.dispute(), deps))
    assert "buyer_acknowledged" not in [one.kind for one in first.exhibits]
    said = {
        "conversation_id": "c1",
        "message_id": "1",
        "text": "I received the parcel, thanks!",
        "language": "en",
    }
    at = shop.DISPUTED + timedelta(days=2)
    assert await keep_message(shop.event("chat.message", said, at, "unrelated"), deps) == Skip("kept")
    told = shop.event(
        "chat.message", {**said, "conversation_id": "c2", "order_id": "A-10024"}, at, "about it"
    )
    drafted = draft(await keep_message(told, deps))
    assert "buyer_acknowledged" in [one.kind for one in drafted.exhibits]
    assert "I received the parcel" in await letter_text(deps, drafted)


async def test_a_refund_told_later_turns_the_advice(deps) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    refunds = [{"amount": {"amount": "129.90", "currency": "EUR"}, "at": "2026-09-20T10:00:00Z"}]
    corrected = shop.payment(refunds=refunds)
    (outcome,) = await facts(
        deps, replace(corrected, id="payment-2", time=corrected.time + timedelta(days=40))
    )
    drafted = draft(outcome)
    assert "refund" in " ".join(drafted.reasons).lower()
    assert "refund_made" in [one.kind for one in drafted.exhibits]


NEWSLETTER = "Subscribe to our newsletter: five webinars about chargebacks. Unsubscribe here. Register now!"
BAIT = """URGENT: your merchant account will be closed today. Log in at http://visa-disputes.example.top
and enter your password and card number to answer the dispute."""


@pytest.mark.parametrize(("body", "reason"), [(NEWSLETTER, "not_a_dispute"), (BAIT, "phishing")])
async def test_what_is_no_dispute_is_refused_by_name(deps, body, reason) -> None:
    outcome = await open_dispute(shop.dispute(body), deps)
    assert isinstance(outcome, DeadLetter)
    assert outcome.reason == reason
    assert outcome.detail


async def test_a_merchant_never_sees_another_ones_order(deps) -> None:
    await usual(deps)
    other = replace(shop.dispute(), merchant_id="m-2")
    drafted = draft(await open_dispute(other, deps))
    assert not drafted.exhibits
    assert not drafted.letter.docx.url


async def test_how_a_case_ended_is_remembered_once_and_moves_the_next(deps) -> None:
    await usual(deps)
    first = draft(await open_dispute(shop.dispute(), deps))
    lost = (
        "The issuer has decided the dispute in favour of the cardholder. You have lost the chargeback. "
        + shop.NOTICE
    )
    for _ in range(2):
        told = shop.update(lost, shop.DISPUTED + timedelta(days=30))
        assert await continue_dispute(told, deps) == Skip("outcome_kept")
    again = shop.dispute(dispute_id="d-32", at=shop.DISPUTED + timedelta(days=31))
    second = draft(await open_dispute(again, deps))
    assert second.win_likelihood < first.win_likelihood


async def test_a_later_stage_is_answered_with_its_own_name(deps) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    body = "The issuer has opened pre-arbitration on case CB-998877. Please respond by 2026-11-20."
    drafted = draft(await continue_dispute(shop.update(body, shop.DISPUTED + timedelta(days=25)), deps))
    assert "pre-arbitration" in (await letter_text(deps, drafted)).lower()
    assert drafted.reason_code == "13.1"
    assert drafted.due_at.ToJsonString().startswith("2026-11-")


async def test_the_letterhead_stands_in_the_letter(deps) -> None:
    await usual(deps)
    head = LetterheadRecord("Lumora Trading Co., Ltd.", ("12 Harbour Road", "Shenzhen"), "CN")
    await deps.desk.letterheads.insert("m-1", KEY, head)
    drafted = draft(await open_dispute(shop.dispute(), deps))
    assert "Lumora Trading Co., Ltd. 12 Harbour Road Shenzhen" in await letter_text(deps, drafted)
    assert not any("letterhead" in reason for reason in drafted.review_reasons)


async def test_a_letter_is_in_the_language_that_the_merchant_asked_for(deps) -> None:
    await usual(deps)
    head = LetterheadRecord("Lumora", language="es")
    await deps.desk.letterheads.insert("m-1", KEY, head)
    drafted = draft(await open_dispute(shop.dispute(), deps))
    assert drafted.letter.language == (known("es") or "en")
    # The event's own words are for programs and the console.
    assert drafted.exhibits[0].title.isascii()


async def test_what_nobody_has_claimed_is_asked_for_and_not_fought(deps) -> None:
    await usual(deps)
    body = "A cardholder disputes a payment of 129.90 EUR, order A-10024. Please respond by 2026-10-21."
    drafted = draft(await open_dispute(shop.dispute(body), deps))
    assert Draft.Decision.Name(drafted.decision) == "ASK"
    assert any("claims is not known" in reason for reason in drafted.reasons)


async def test_a_date_to_answer_by_that_is_over_is_told(deps) -> None:
    await usual(deps)
    late = shop.NOTICE.replace("2026-10-21", "2026-09-21")
    drafted = draft(await open_dispute(shop.dispute(late), deps))
    assert any("asked for by 2026-09-21, before the notice came" in one for one in drafted.review_reasons)


async def test_a_case_that_was_won_is_open_again_when_the_issuer_goes_on(deps) -> None:
    await usual(deps)
    draft(await open_dispute(shop.dispute(), deps))
    won = "Case CB-998877: the dispute was decided in your favour. You have won the chargeback."
    on = "The issuer has opened pre-arbitration on case CB-998877. Please respond by 2026-12-10."
    ended = shop.update(won, shop.DISPUTED + timedelta(days=30))
    went_on = shop.update(on, shop.DISPUTED + timedelta(days=45))

    async def status() -> str:
        (case,) = await deps.desk.cases.about("m-1", "A-10024")
        return case.status

    assert await continue_dispute(ended, deps) == Skip("outcome_kept")
    assert await status() == "won"
    draft(await continue_dispute(went_on, deps))
    assert await status() == "open"
    await continue_dispute(ended, deps)  # delivered once more, late
    assert await status() == "open"


async def test_a_photo_of_the_parcel_is_made_to_fit_what_the_processor_takes(deps) -> None:
    photo = await deps.desk.blobs.put("m-1", heavy_photo(), "image/jpeg")
    await facts(deps, shop.order(), shop.payment(), *shop.parcel()[:2])
    await facts(deps, shop.scan("delivered", 20, signature="M. Álvarez", photo_url=photo.url))
    sizes = []
    for sender in ("disputes@acquirer.example", "Antom <disputes@antom.com>"):
        event = shop.dispute(sender=sender, dispute_id=sender)
        drafted = draft(await open_dispute(event, deps))
        content = await deps.desk.blobs.get("m-1", drafted.letter.pdf.url)
        assert sum(len(page.images) for page in PdfReader(io.BytesIO(content)).pages) == 1
        assert not [reason for reason in drafted.review_reasons if "bytes" in reason or "picture" in reason]
        sizes.append(len(content))
    assert sizes[0] > 750_000 >= sizes[1]


def heavy_photo() -> bytes:
    noise = random.Random(7).randbytes(1_200 * 1_200 * 3)  # noqa: S311 — no secret
    out = io.BytesIO()
    Image.frombytes("RGB", (1_200, 1_200), noise).save(out, "JPEG", quality=95)
    return out.getvalue()


async def test_a_processor_that_takes_no_pdf_for_a_network_is_told_to_the_person_who_sends(deps) -> None:
    await usual(deps)
    body = shop.NOTICE.replace("Visa", "American Express").replace(
        "13.1 Merchandise/Services Not Received", "C08"
    )
    event = shop.dispute(body, sender="Tesouro <disputes@tesouro.com>")
    drafted = draft(await open_dispute(event, deps))
    assert drafted.network == "amex"
    assert any("Tesouro takes no PDF for American Express" in one for one in drafted.review_reasons)


@pytest.mark.parametrize(
    ("sender", "asked"),
    [("Shopify <disputes@mail.shopify.com>", "Shopify Payments"), ("shop@mail.example", "")],
)
async def test_a_platforms_own_days_count_where_its_notice_names_none(deps, sender, asked) -> None:
    await usual(deps)
    body = shop.NOTICE.replace("Please respond by 2026-10-21.", "")
    drafted = draft(await open_dispute(shop.dispute(body, sender=sender), deps))
    assert drafted.due_why.startswith(asked or "Visa")


async def test_the_letterhead_is_read_once_for_a_draft(deps, monkeypatch) -> None:
    await usual(deps)
    read = LetterheadRepository.of
    asked = []

    async def counted(self, merchant):
        asked.append(merchant)
        return await read(self, merchant)

    monkeypatch.setattr(LetterheadRepository, "of", counted)
    assert draft(await open_dispute(shop.dispute(), deps)).letter.pdf.url
    assert asked == ["m-1"]
