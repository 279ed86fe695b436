"""`argosy run`: what it takes from files, and what it leaves behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from argosy.picture.v1 import picture_pb2
from argosy_contracts import Event, from_json
from argosy_local.results.chats import chats_of
from argosy_local.results.page import render_page
from argosy_local.results.refunds import refunds_of
from argosy_local.results.view import DeadLetterView, arrange, disputes_of
from argosy_local.run.files import bring_files
from argosy_local.run.following import _turns
from argosy_local.run.inputs import BadInputFile, InputEvent, read_event_files
from argosy_local.run.writing import FolderInUse, blobs_of, prepare_folder
from argosy_store.blobs import BlobStore

PRODUCT = {
    "type": "product.created",
    "data": {"product": {"id": "p-1", "title": "纯棉T恤"}, "markets": ["ES"]},
}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read(*paths: Path) -> list[InputEvent]:
    return read_event_files(list(paths), merchant="m-local", platform="local")


def test_one_event_an_array_and_lines_are_all_read(tmp_path: Path) -> None:
    line = json.dumps(PRODUCT)
    given = read(
        write(tmp_path / "one.json", line),
        write(tmp_path / "two.json", f"[{line}, {line}]"),
        write(tmp_path / "three.jsonl", f"{line}\n\n{line}\n{line}\n"),
    )
    assert len(given) == 6
    assert {item.event.merchant_id for item in given} == {"m-local"}
    assert len({item.event.id for item in given}) == 6


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", "{", "not JSON"),
        ("a.jsonl", json.dumps(PRODUCT) + "\n{]", "a.jsonl:2: not JSON"),
        ("a.json", "[" * 5_000 + "]" * 5_000, "nested too deeply"),
        ("a.json", '{"type": "product.made", "data": {}}', "product.made"),
        ("a.json", '{"type": "product.created", "data": {"product": {"id": "p", "titel": "x"}}}', "titel"),
        ("a.json", "[]", "no event in it"),
        ("a.json", "7", "an event is an object"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_the_place_and_the_reason(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    with pytest.raises(BadInputFile, match=said):
        read(write(tmp_path / name, text))


def test_a_file_that_is_not_there_or_not_text_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInputFile, match=r"absent\.json.*No such file"):
        read(tmp_path / "absent.json")
    (tmp_path / "x.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInputFile, match="UTF-8"):
        read(tmp_path / "x.json")


def with_picture(url: str, folder: Path) -> InputEvent:
    document: dict[str, Any] = json.loads(json.dumps(PRODUCT))
    document["data"]["product"]["images"] = [{"id": "i-1", "url": url}]
    event = from_json(document, source="t", default_merchant="m-1", default_platform="p")
    return InputEvent(event, folder, "x.json")


async def test_a_picture_beside_the_file_goes_into_the_blob_store(tmp_path: Path) -> None:
    Image.new("RGB", (32, 24), "red").save(tmp_path / "a picture.png")
    blobs = BlobStore((tmp_path / "blobs").as_uri())
    given = with_picture("a picture.png", tmp_path)
    await bring_files(given, blobs)
    url = given.event.data.product.images[0].url  # type: ignore[attr-defined]
    assert blobs.owns(url)
    assert await blobs.get("m-1", url) == (tmp_path / "a picture.png").read_bytes()
    await bring_files(given, blobs)
    assert given.event.data.product.images[0].url == url  # type: ignore[attr-defined]


async def test_a_web_address_stays_as_it_is(tmp_path: Path) -> None:
    given = with_picture("https://img.example.com/x.jpg", tmp_path)
    await bring_files(given, BlobStore((tmp_path / "blobs").as_uri()))
    assert given.event.data.product.images[0].url == "https://img.example.com/x.jpg"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "content"), [("absent.png", None), ("text.png", b"not a picture")])
async def test_a_picture_that_cannot_serve_is_refused_before_anything_is_published(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInputFile, match=name):
        await bring_files(with_picture(name, tmp_path), BlobStore((tmp_path / "blobs").as_uri()))


def test_a_folder_that_no_run_has_written_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(FolderInUse, match="no run has written"):
        prepare_folder(tmp_path)
    assert (tmp_path / "thesis.doc").exists()


def test_a_folder_of_an_earlier_run_is_written_anew(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    prepare_folder(folder)
    (folder / "old.json").write_text("{}")
    prepare_folder(folder)
    assert not (folder / "old.json").exists()


def test_every_blob_of_a_message_is_found_with_its_field() -> None:
    image = picture_pb2.ImageLocalized(image={"url": "file:///a.png"}, original={"url": "file:///b.png"})
    assert {(name, blob.url) for name, blob in blobs_of(image)} == {
        ("image", "file:///a.png"),
        ("original", "file:///b.png"),
    }
    rendered = picture_pb2.ImageRendered(images=[{"blob": {"url": "file:///c.png"}}])
    assert [name for name, _ in blobs_of(rendered)] == ["images.0.blob"]


def event_of(type_: str, data: dict[str, Any], id_: str) -> Event[Any]:
    document = {"type": type_, "id": id_, "merchant_id": "m", "platform": "p", "data": data}
    return from_json(document, source="t")


def test_in_turn_keeps_the_order_of_a_key_and_lets_other_keys_go_together() -> None:
    def chat(conversation: str, number: int) -> Event[Any]:
        return event_of("chat.message", {"conversation_id": conversation}, f"{conversation}{number}")

    turns = _turns([chat("a", 1), chat("a", 2), chat("b", 1), chat("a", 3)])
    assert [[event.id for event in turn] for turn in turns] == [["a1", "b1"], ["a2"], ["a3"]]


def test_the_page_escapes_every_word_of_a_merchant() -> None:
    evil = "<script>alert(1)</script>"
    product = event_of(
        "product.created", {"product": {"id": "p", "title": evil, "brand": evil}, "markets": ["SA"]}, "1"
    )
    listing = event_of(
        "listing.localized",
        {
            "product_id": "p",
            "market": "SA",
            "locale": "ar-SA",
            "title": evil,
            "bullets": [evil],
            "description": evil,
        },
        "2",
    )
    letters = [DeadLetterView("product.created", evil, evil, "s", "bad", evil)]
    html = render_page(
        arrange([product], [listing], {}), title=evil, inputs=1, results=1, dead_letters=letters, seconds=1.0
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'dir="rtl"' in html


def test_the_page_shows_what_a_request_led_to_beside_the_picture_it_came_with() -> None:
    asked = {"request_id": "r1", "product_id": "p", "job": {"letter": {}}}
    request = event_of(
        "image.requested", {**asked, "image_url": "file:///in.png", "markets": ["SA", "DE"]}, "1"
    )
    made = {
        **asked,
        "market": "SA",
        "images": [{"blob": {"url": "file:///out.png"}}],
        "regions": [{"source_text": "新品", "text": "جديد", "kind": "TEXT", "action": "TRANSLATED"}],
    }
    refused = {**asked, "market": "DE", "rejected_input": {"code": "broken", "message": "cut off at byte 9"}}
    results = [event_of("image.rendered", data, str(i)) for i, data in enumerate((refused, made))]
    (product,) = arrange([request], results, {"file:///in.png": "in.png", "file:///out.png": "out.png"})
    row = product.pictures["r1"]
    assert (row.image_id, row.original, list(row.by_market)) == ("letter, request r1", "in.png", ["SA", "DE"])
    assert row.by_market["SA"]["place"] == "out.png"
    assert row.by_market["SA"]["direction"] == "rtl"
    assert row.by_market["DE"]["review_reasons"] == ["cut off at byte 9"]
    html = render_page([product], title="t", inputs=1, results=2)
    assert 'src="out.png"' in html
    assert "cut off at byte 9" in html


def test_the_page_shows_the_last_draft_of_a_dispute_with_its_letter() -> None:
    def drafted(decision: str, minute: int) -> Event[Any]:
        data = {
            "dispute_id": "d-1",
            "network": "visa",
            "reason_code": "13.1",
            "decision": decision,
            "due_at": "2026-10-21T00:00:00Z",
            "win_likelihood": 0.81,
            "letter": {"docx": {"url": "file:///l.docx"}, "pdf": {"url": "file:///l.pdf"}},
            "reasons": ["<b>delivered</b>"],
        }
        document = {"type": "rebuttal.drafted", "id": f"r{minute}", "merchant_id": "m", "platform": "p"}
        return from_json({**document, "time": f"2026-10-01T08:0{minute}:00Z", "data": data}, source="t")

    found = disputes_of([drafted("FIGHT", 2), drafted("ASK", 1)], {"file:///l.docx": "a/l.docx"})
    html = render_page([], title="t", inputs=1, results=2, disputes=found)
    assert [one.decision for one in found] == ["FIGHT"]
    assert 'href="a/l.docx"' in html
    assert "81 % to win" in html
    assert "&lt;b&gt;delivered" in html


def refund_event(type_: str, minute: int, **data: Any) -> Event[Any]:
    document = {"type": type_, "id": f"e{minute}", "merchant_id": "m", "platform": "p"}
    data = {"request_id": "rr-1", "order_id": "A-1", **data}
    return from_json({**document, "time": f"2026-10-01T08:0{minute}:00Z", "data": data}, source="t")


def test_the_page_shows_a_request_with_its_rounds_and_why_it_ended_so() -> None:
    offer = {"refund": {"amount": "6.00", "currency": "EUR"}, "decision": "PARTIAL_KEEP"}
    results = [
        refund_event(
            "refund.decided", 3, decision="PARTIAL_KEEP", refund={"amount": "6.00", "currency": "EUR"},
            dispute_reason={"code": "not_as_described", "confidence": 0.8}, rounds=1,
            policy=[{"rule": "<i>withdrawal</i>", "source": "art. 9"}],
            evidence_checks=[{"check": "damage_visible", "result": "FAILED", "finding": "no dent"}],
            alternatives=[{"decision": "REFUND", "cost": {"amount": "40.00", "currency": "EUR"}}],
            message={"language": "ar", "text": "قرار"}, review_reasons=["look"], needs_review=True,
        ),
        refund_event(
            "refund.offered", 1, round=1, offer=offer, message={"language": "de", "text": "Angebot"},
            expires_at="2026-10-06T09:00:00Z",
        ),
    ]  # fmt: skip
    (view,) = refunds_of(results)
    html = render_page([], title="t", inputs=1, results=2, refunds=[view])
    for words in (
        "partial keep, 6.00 EUR", "Round 1: partial keep, 6.00 EUR, until 2026-10-06 09:00 UTC", "Angebot",
        'dir="rtl"', "&lt;i&gt;withdrawal", "not as described", "failed: no dent", "1 marked for review",
    ):  # fmt: skip
        assert words in html
    (open_,) = refunds_of(results[1:])
    assert open_.outcome == "offered: partial keep, 6.00 EUR"
    assert "offered: partial keep" in render_page([], title="t", inputs=1, results=1, refunds=[open_])


def test_the_page_shows_a_conversation_turn_by_turn_with_what_each_sentence_rests_on() -> None:
    def said(type_: str, number: int, **data: Any) -> Event[Any]:
        document = {"type": type_, "merchant_id": "m-7", "platform": "demo"}
        data = {"conversation_id": "c-1", "message_id": f"c-1-{number}", **data}
        return from_json({**document, "time": f"2026-10-01T08:0{number}:00Z", "data": data}, source="t")

    asked = [said("chat.message", number, text=f"<b>question {number}</b>") for number in (1, 2, 3)]
    sentence = {"text": "قطن.", "evidence": {"kind": "attribute", "ref": "材质", "quote": "<棉>"}}
    answer = said(
        "chat.replied", 2, language="ar", text="قطن.", sentences=[sentence], needs_review=True,
        review_reasons=["look"], handoff={"to": "person", "reason": "asked_for_a_person"},
        actions=[{"tool": "hand_over"}],
    )  # fmt: skip
    (view,) = chats_of(asked, [answer])
    assert [len(turn.asked) for turn in view.turns] == [2, 1]
    html = render_page([], title="t", inputs=3, results=1, chats=[view])
    for words in (
        "&lt;b&gt;question 1", 'dir="rtl"', 'title="attribute 材质: &lt;棉&gt;"', "no answer",
        "to a person: asked for a person", "1 marked for review", "hand_over",
    ):  # fmt: skip
        assert words in html
    assert "<b>question" not in html


async def test_evidence_of_a_refund_request_is_brought_and_words_stay(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "dent.png")
    evidence = [{"kind": "IMAGE", "url": "dent.png"}, {"kind": "TEXT", "text": "a dent"}]
    data = {"request_id": "rr-1", "order_id": "A-1", "evidence": evidence}
    (given,) = read(write(tmp_path / "a.json", json.dumps({"type": "refund.requested", "data": data})))
    blobs = BlobStore((tmp_path / "blobs").as_uri())
    await bring_files(given, blobs)
    picture, words = given.event.data.evidence
    assert blobs.owns(picture.url)
    assert (words.url, words.text) == ("", "a dent")
