"""charts/argosy says what the code says: topics, settings, bounds; and its README what values.yaml says."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from argosy_contracts import TOPICS
from argosy_local.services import SERVICES

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "charts/argosy"
VALUES = yaml.safe_load((CHART / "values.yaml").read_text())
REGISTRY = yaml.safe_load((CHART / "files/registry.yaml").read_text())


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    return Draft7Validator(json.loads((CHART / "values.schema.json").read_text()))


def test_what_is_written_by_the_generator_is_up_to_date():
    done = subprocess.run(
        [sys.executable, "deploy/charts/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("entry", SERVICES, ids=lambda entry: entry.name)
def test_the_registry_names_what_each_service_handles(entry):
    """The topics that KEDA watches are those of the service's `on(...)` calls, not only of the contracts."""
    source = Path(importlib.import_module(f"{entry.module}.app").__file__).read_text()
    handled = re.findall(r'service\.on\(\s*"([a-z.]+)"', source)
    assert sorted(handled) == sorted(REGISTRY["services"][entry.name]["handles"])
    assert set(handled) <= TOPICS.keys()


def test_every_service_that_can_be_started_has_values_and_no_other():
    names = {entry.name for entry in SERVICES}
    assert VALUES["services"].keys() == names
    assert REGISTRY["services"].keys() == names


def test_the_defaults_are_valid(schema):
    schema.validate(VALUES)


def test_the_values_that_a_service_gets_by_default_are_settings_it_reads():
    for name, values in VALUES["services"].items():
        for variable in values.get("env", {}):
            assert variable in REGISTRY["services"][name]["reads"], f"{name} does not read {variable}"


def test_operators_are_told_how_many_topics_there_are_and_how_large_a_record_is():
    made = [topic for known in REGISTRY["topics"].values() for topic in known["makes"]]
    inboxes = [
        max(REGISTRY["topics"][name]["makes"][0]["partitions"] for name in service["handles"])
        for service in REGISTRY["services"].values()
    ]
    partitions = sum(topic["partitions"] for topic in made) + sum(inboxes)
    largest = max(int(topic["config"]["max.message.bytes"]) for topic in made)
    page = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    assert f"{len(made) + len(inboxes)} topics with {partitions} partitions" in page
    assert f"records of up to {largest:,} bytes" in page


def value_at(path: str, value: object) -> dict:
    for name in reversed(path.split("/")):
        value = {name: value}
    return value


def said(schema: Draft7Validator, values: dict) -> str:
    return "; ".join(
        f"/{'/'.join(map(str, error.path))}: {error.message}" for error in schema.iter_errors(values)
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("kafka/bootstrap", "kafka"),
        ("kafka/security", "TLS"),
        ("kafka/mechanism", "OAUTHBEARER"),
        ("kafka/password", "s3cret"),
        ("mongodb/uri", "mongodb://host"),
        ("blobs/url", "gs://bucket"),
        ("tier/address", "http://argosy-triton:8001"),
        ("image/tag", "latest"),
        ("image/tag", "sha256:" + "0" * 64),
        ("services/cs-agent/tag", "latest"),
        ("toolbox/tag", "sha256:0"),
        ("telemetry/logLevel", "TRACE"),
        ("topics/how", "auto"),
        ("topics/partitions", {"product.made": 8}),
        ("topics/partitions", {"product.created": 0}),
        ("fetchAllow", ["cdn.example.com,other.example.com"]),
        ("podSecurityContext", {"runAsNonRoot": False}),
        ("podSecurityContext", {"runAsNonRoot": True, "runAsUser": 0}),
        ("services", {"listing-localiser": {}}),
        ("services/cs-agent/replica", 2),
        ("services/cs-agent/replicas", "two"),
        ("services/cs-agent/drainSeconds", 0),
        ("services/cs-agent/resources", {"limits": {"memory": "1 GB"}}),
        ("services/cs-agent/autoscaling/lagThresholds", {"product.tagged": 5}),
        ("services/cs-agent/autoscaling/lagThresholds", {"dispute.opened": 5}),
        ("defaults/autoscaling/lagThresholds", {"dispute.open": 5}),
        ("services/cs-agent/env", {"ARGOSY_CHAT_WAITS_S": 5}),
        ("services/cs-agent/env", {"ARGOSY_CHAT_WAIT_S": 500}),
        ("services/cs-agent/env", {"ARGOSY_CHAT_WAIT_S": "soon"}),
        ("services/cs-agent/env", {"ARGOSY_REWRITE": "yes"}),
        ("services/cs-agent/env", {"ARGOSY_SHOP_TOKEN": "s3cret"}),
        ("services/cs-agent/env", {"ARGOSY_MONGODB_URI": "mongodb://user:s3cret@host"}),
        ("services/cs-agent/env", {"ARGOSY_LEDGER_KEYS": "k:AAAA"}),
        ("services/cs-agent/secretEnv", {"ARGOSY_SHOP_TOKENS": {"name": "shop", "key": "token"}}),
        ("services/listing-localizer/env", {"ARGOSY_CHAT_WAIT_S": 5}),
        ("services/image-studio/env", {"ARGOSY_MIN_COVERAGE": 1.5}),
        ("env", {"ARGOSY_RETENTION": 5}),
        ("env", {"ARGOSY_RETENTION_DAYS": "two years"}),
        ("env", {"ARGOSY_RETENTION_DAYS": 0}),
        ("env", {"ARGOSY_CONCURRENCY": True}),
        ("defaults/env", {"ARGOSY_EVENTING_DEAD_LETTER_SHARE": 2}),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_name(schema, path, value):
    wrong = said(schema, value_at(path, value))
    last = path.rsplit("/", 1)[-1]
    assert last in wrong or any(str(name) in wrong for name in (value if isinstance(value, dict) else ())), (
        wrong
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("services/cs-agent/env", {"ARGOSY_CHAT_WAIT_S": 5, "HTTPS_PROXY": "http://proxy:3128"}),
        ("services/cs-agent/secretEnv", {"ARGOSY_SHOP_TOKEN": {"name": "shop", "key": "token"}}),
        ("services/listing-localizer/env", {"ARGOSY_DEFAULT_MARKETS": ["US", "DE"]}),
        ("services/image-studio/env", {"ARGOSY_EXCHANGE_RATES": "/etc/argosy/rates.json"}),
        ("services/image-studio/env", {"ARGOSY_KINDS_BY_SIGHT": True}),
        ("kafka/bootstrap", "a.kafka.svc:9092,b.kafka.svc:9092"),
        ("services/cs-agent/tag", "sha256:" + "0" * 64),
        ("toolbox/tag", "sha256:" + "0" * 64),
        ("services/cs-agent/tag", "0.1.1"),
        ("services/cs-agent/autoscaling/lagThresholds", {"chat.message": 5}),
        ("defaults/autoscaling/lagThresholds", {"dispute.opened": 5}),
        (
            "fetchAllow",
            ["cdn.example.com", "*.alicdn.com", "img.example.com:8443", "https://cdn.example.com/a/", "*"],
        ),
        ("env", {"ARGOSY_RETENTION_DAYS": 365}),
    ],
)
def test_a_right_value_is_taken(schema, path, value):
    assert not said(schema, value_at(path, value))


@pytest.mark.parametrize("file", sorted(path.name for path in (CHART / "ci").glob("*-values.yaml")))
def test_the_example_values_are_valid(schema, file):
    assert not said(schema, yaml.safe_load((CHART / "ci" / file).read_text()))
