"""The public events: topic files, examples, generated files and the protobuf classes agree."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from hypothesis import given
from hypothesis import strategies as st

from argosy_contracts import TOPICS, BadEvent, Event, decode, encode, from_json, to_json

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "protos/examples"
SERVICES = {path.name for path in (ROOT / "services").iterdir() if path.is_dir()}
NAMES = sorted(TOPICS)


def example(name: str) -> dict[str, object]:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_each_example_is_an_event_that_survives_the_wire_and_the_file(name: str) -> None:
    event = from_json(example(name), source="example")
    record = encode(event)
    again = decode(record.topic, record.key, record.value, record.headers)
    assert again == event
    document = to_json(again)
    assert from_json(document, source="other") == event


@pytest.mark.parametrize("name", NAMES)
def test_each_example_uses_only_names_of_the_contract_and_keeps_them(name: str) -> None:
    """What the example says must be there again under the same names, so the JSON form is the public one."""

    def contained(expected: object, found: object, where: str) -> None:
        if isinstance(expected, dict):
            for key, value in expected.items():
                assert isinstance(found, dict)
                assert key in found, f"{where}.{key} got lost"
                contained(value, found[key], f"{where}.{key}")
        elif isinstance(expected, list):
            assert isinstance(found, list)
            assert len(found) == len(expected), where
            for index, (left, right) in enumerate(zip(expected, found, strict=True)):
                contained(left, right, f"{where}[{index}]")
        else:
            assert found == expected, where

    contained(example(name)["data"], to_json(from_json(example(name), source="example"))["data"], name)


@pytest.mark.parametrize("name", NAMES)
def test_each_topic_file_names_real_services_and_a_real_key(name: str) -> None:
    row = yaml.safe_load((ROOT / f"protos/topics/{name}.yaml").read_text(encoding="utf-8"))
    assert set(row["consumers"]) <= SERVICES | {"platform", "console"}, row["consumers"]
    descriptor: Descriptor | None = TOPICS[name].message.DESCRIPTOR
    for field in TOPICS[name].key.split("."):
        assert descriptor is not None
        found: FieldDescriptor = descriptor.fields_by_name[field]
        descriptor = found.message_type
    assert descriptor is None, "a record key is a plain field"


def test_every_message_of_a_result_topic_says_which_engine_answered_and_whether_to_look_at_it() -> None:
    facts_and_deltas = {"chat.delta", "refund.lapsed"}
    for name, spec in TOPICS.items():
        if spec.producers[0] == "platform" or name in facts_and_deltas:
            continue
        fields = set(spec.message.DESCRIPTOR.fields_by_name)
        assert {"engine", "needs_review", "review_reasons"} <= fields, name


def test_generated_files_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "libs/contracts/generate/generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"run `make proto`:\n{done.stdout}{done.stderr}"


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    document = yaml.safe_load((ROOT / "docs/asyncapi.yaml").read_text(encoding="utf-8"))

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if "$ref" in node else []
            return own + [ref for value in node.values() for ref in references(value)]
        if isinstance(node, list):
            return [ref for value in node for ref in references(value)]
        return []

    found = references(document)
    assert len(found) >= 3 * len(TOPICS)
    for reference in found:
        node = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
    assert {channel["address"] for channel in document["channels"].values()} == set(TOPICS)


@given(
    value=st.binary(max_size=200),
    headers=st.lists(st.tuples(st.text(max_size=20), st.binary(max_size=60)), max_size=12),
)
def test_no_record_of_any_shape_gets_past_decode_except_as_an_event_or_a_bad_event(
    value: bytes, headers: list[tuple[str, bytes]]
) -> None:
    try:
        event = decode("product.created", None, value, headers)
    except BadEvent as error:
        assert error.reason
        assert error.detail
    else:
        assert isinstance(event, Event)


GOOD = encode(from_json(example("product.created"), source="example"))


@given(st.binary(max_size=400))
def test_a_good_envelope_around_any_bytes_is_an_event_or_a_bad_event(value: bytes) -> None:
    try:
        event = decode(GOOD.topic, None, value, GOOD.headers)
    except BadEvent as error:
        assert error.reason in {"undecodable", "missing_key", "bad_attribute"}
    else:
        assert event.key


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": "product.destroyed"}, "unknown_type"),
        ({"merchant_id": ""}, "missing_attribute"),
        ({"merchant_id": 7}, "bad_attribute"),
        ({"merchant_id": "m\n7"}, "bad_attribute"),
        ({"time": "yesterday"}, "bad_attribute"),
        ({"time": "2026-01-01T00:00:00"}, "bad_attribute"),
        ({"data": []}, "bad_json"),
        ({"data": {"product": {"id": "p", "titel": "x"}}}, "bad_json"),
        ({"data": {"product": {}}}, "missing_key"),
        ({"datum": 1}, "bad_json"),
    ],
)
def test_a_file_that_breaks_the_contract_is_refused_with_the_reason(
    change: dict[str, object], reason: str
) -> None:
    with pytest.raises(BadEvent) as caught:
        from_json({**example("product.created"), **change}, source="example")
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("ce_type", b"product.updated", "unknown_type"),
        ("ce_specversion", b"0.3", "bad_attribute"),
        ("content-type", b"application/json", "wrong_content_type"),
        ("ce_time", b"now", "bad_attribute"),
        ("ce_time", b"0001-01-01T00:00:00+14:00", "bad_attribute"),
        ("ce_time", b"9999-12-31T23:59:59-12:00", "bad_attribute"),
        ("ce_id", b"\xff\xfe", "bad_attribute"),
        ("ce_merchantid", b"", "missing_attribute"),
    ],
)
def test_a_record_that_breaks_the_contract_is_refused_with_the_reason(
    header: str, value: bytes, reason: str
) -> None:
    headers = [(name, value if name == header else kept) for name, kept in GOOD.headers]
    with pytest.raises(BadEvent) as caught:
        decode(GOOD.topic, GOOD.key, GOOD.value, headers)
    assert caught.value.reason == reason
