"""What the chart puts into a service's environment is what the service reads, and enough to start with."""

from __future__ import annotations

import base64
import importlib
from typing import Any

import pytest
import yaml
from pydantic_settings import BaseSettings

from argosy_eventing.settings import EventingSettings
from argosy_ledger import Sealer
from argosy_local.services import SERVICES, ServiceEntry
from argosy_local.settings import ADDRESS_VARIABLES
from argosy_store import AllowList
from argosy_testing import charts
from argosy_testing.charts import Example, Object

EXAMPLES = [example for example in charts.examples() if example.chart.name == "argosy"]
REGISTRY = yaml.safe_load((charts.ROOT / "charts/argosy/files/registry.yaml").read_text(encoding="utf-8"))
HOST = {
    (str(field.validation_alias) if field.validation_alias else f"ARGOSY_EVENTING_{name.upper()}")
    for name, field in EventingSettings.model_fields.items()
}
TELEMETRY = {"ARGOSY_LOG_LEVEL", "ARGOSY_VERSION"}
"""Read by argosy_telemetry.settings."""
A_KEY = base64.b64encode(bytes(32)).decode()
IN_SECRETS = {
    "ARGOSY_MONGODB_URI": "mongodb://host/argosy",
    "ARGOSY_LEDGER_KEYS": f"2026:{A_KEY}",
    "ARGOSY_LEDGER_LOOKUP_KEY": A_KEY,
}
STOPPING_S = 30
"""After the drain: the open transaction, and leaving the group."""

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=str)
every_service = pytest.mark.parametrize("entry", SERVICES, ids=lambda entry: entry.name)


def pod_of(example: Example, entry: ServiceEntry, *words: str) -> Object:
    (found,) = [
        thing
        for thing in charts.of_kind(charts.render(example, *words), "Deployment")
        if thing["metadata"]["labels"]["app.kubernetes.io/component"] == entry.name
    ]
    spec: Object = found["spec"]["template"]["spec"]
    return spec


def environment_of(pod: Object) -> dict[str, str]:
    """As the container gets it, with something fitting for what stands in secrets."""
    (container,) = pod["containers"]
    names = [row["name"] for row in container["env"]]
    assert len(names) == len(set(names)), f"twice: {sorted(name for name in names if names.count(name) > 1)}"
    return {
        row["name"]: row["value"] if "value" in row else IN_SECRETS.get(row["name"], "from a secret")
        for row in container["env"]
    }


def settings_of(entry: ServiceEntry, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> BaseSettings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    module = importlib.import_module(f"{entry.module}.settings")
    own = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, BaseSettings) and kind.__module__ == module.__name__
    ]
    return max(own, key=lambda kind: len(kind.model_fields))()


@every_example
@every_service
def test_a_service_is_told_nothing_that_it_does_not_read(example: Example, entry: ServiceEntry) -> None:
    known = HOST | TELEMETRY | set(REGISTRY["services"][entry.name]["reads"])
    told = {name for name in environment_of(pod_of(example, entry)) if name.startswith("ARGOSY_")}
    assert not told - known


@every_example
@every_service
def test_a_service_starts_with_what_it_is_told(
    example: Example, entry: ServiceEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = environment_of(pod_of(example, entry))
    settings = settings_of(entry, monkeypatch, given)
    said: dict[str, Any] = example.settings()
    host = EventingSettings.load()
    assert host.kafka_bootstrap == said["kafka"]["bootstrap"]
    assert (host.http_host, host.http_port) == ("0.0.0.0", 8080)  # noqa: S104 — in a pod
    allowed = AllowList.parse(getattr(settings, "fetch_allow", ""))
    assert len(allowed.hosts) == (len(said.get("fetchAllow", ())) if hasattr(settings, "fetch_allow") else 0)
    if hasattr(settings, "ledger_keys"):
        sealer = Sealer.from_text(settings.ledger_keys, settings.ledger_lookup_key)
        assert bool(sealer.keys) == ("ledger" in said)
    for name, value in said.get("services", {}).get(entry.name, {}).get("env", {}).items():
        field = getattr(settings, name.removeprefix("ARGOSY_").lower())
        assert (list(field) if isinstance(value, list) else str(field)) == value


@every_example
@every_service
def test_handlers_may_finish_before_the_pod_is_killed(example: Example, entry: ServiceEntry) -> None:
    pod = pod_of(example, entry)
    drain = float(environment_of(pod)["ARGOSY_EVENTING_DRAIN_S"])
    assert pod["terminationGracePeriodSeconds"] == drain + STOPPING_S


@every_example
@every_service
def test_what_is_named_as_a_file_is_mounted(example: Example, entry: ServiceEntry) -> None:
    pod = pod_of(example, entry)
    folders = [mount["mountPath"] for mount in pod["containers"][0]["volumeMounts"]]
    for name, value in environment_of(pod).items():
        if name.endswith(("_FILE", "_DIR")) or value.startswith("file://"):
            path = value.removeprefix("file://")
            assert any(path == folder or path.startswith(f"{folder}/") for folder in folders), (
                f"{name}={value}"
            )


def test_lag_is_watched_of_every_topic_that_a_service_handles_and_of_no_other() -> None:
    (example,) = [one for one in EXAMPLES if one.settings().get("keda", {}).get("enabled")]
    scalers = charts.of_kind(charts.render(example), "ScaledObject")
    assert len(scalers) == len(SERVICES)
    for scaler in scalers:
        service = scaler["metadata"]["labels"]["app.kubernetes.io/component"]
        triggers = [trigger["metadata"] for trigger in scaler["spec"]["triggers"]]
        assert {row["consumerGroup"] for row in triggers} == {service}
        assert sorted(row["topic"] for row in triggers) == sorted(REGISTRY["services"][service]["handles"])


def test_the_toolbox_is_told_what_its_commands_ask_for() -> None:
    """`argosy` speaks to the stack that its environment names, and opens what services sealed."""
    (example,) = [one for one in EXAMPLES if one.settings().get("toolbox", {}).get("enabled")]
    given = environment_of(pod_of(example, ServiceEntry("toolbox", "argosy_local")))
    asked = {
        "ARGOSY_HOME",
        "ARGOSY_BLOB_URL",
        "ARGOSY_TRITON_URL",
        "ARGOSY_LEDGER_KEYS",
        "ARGOSY_LEDGER_LOOKUP_KEY",
    }
    assert asked | set(ADDRESS_VARIABLES.values()) <= given.keys()
    service = environment_of(pod_of(example, SERVICES[-1]))
    shared = [name for name in service if name.startswith(("ARGOSY_KAFKA_", "ARGOSY_MONGODB_"))]
    assert {name: given[name] for name in shared} == {name: service[name] for name in shared}


def test_the_authority_of_an_s3_store_goes_to_all_that_keep_blobs() -> None:
    (example,) = [one for one in EXAMPLES if one.settings()["blobs"].get("s3", {}).get("ca")]
    for entry in (*SERVICES, ServiceEntry("toolbox", "argosy_local")):
        pod = pod_of(example, entry, "--set", "toolbox.enabled=true")
        keeps = entry.name == "toolbox" or "ARGOSY_BLOB_URL" in REGISTRY["services"][entry.name]["reads"]
        assert environment_of(pod).get("AWS_CA_BUNDLE") == ("/etc/argosy/s3/ca.crt" if keeps else None)
        mounted = {mount["name"]: mount["mountPath"] for mount in pod["containers"][0]["volumeMounts"]}
        assert mounted.get("s3-ca") == ("/etc/argosy/s3" if keeps else None)


def test_one_service_may_have_an_image_of_its_own() -> None:
    digest = f"sha256:{'1' * 64}"
    words = (
        "--set", f"services.chargeback-agent.tag={digest},services.cs-agent.tag=0.1.1",
        "--set", "toolbox.enabled=true,toolbox.tag=0.1.2,image.registry=r.example.com:5000,image.tag=0.1.0",
    )  # fmt: skip
    found = charts.render(EXAMPLES[0], *words)
    images = {
        pods.owner.removeprefix("Deployment/shop-argosy-"): pods.containers[0]["image"]
        for pods in charts.pods_of(found)
    }
    assert images["chargeback-agent"] == f"r.example.com:5000/argosy/chargeback-agent@{digest}"
    assert images["cs-agent"] == "r.example.com:5000/argosy/cs-agent:0.1.1"
    assert images["toolbox"] == "r.example.com:5000/argosy/toolbox:0.1.2"
    assert images["search-tagger"] == "r.example.com:5000/argosy/search-tagger:0.1.0"
    # The job and the test run in the first service's image: what is pulled once is enough.
    assert set(images.values()) == {
        f"r.example.com:5000/argosy/{name}"
        for name in (
            f"chargeback-agent@{digest}", "cs-agent:0.1.1", "toolbox:0.1.2", "search-tagger:0.1.0",
            "image-studio:0.1.0", "listing-localizer:0.1.0", "refund-agent:0.1.0",
        )
    }  # fmt: skip
    told = {
        entry.name: environment_of(pod_of(EXAMPLES[0], entry, *words))["ARGOSY_VERSION"] for entry in SERVICES
    }
    assert (told["cs-agent"], told["search-tagger"]) == ("0.1.1", "0.1.0")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2000000", "2000000"),
        ("0.25", "0.25"),
        ("1e3", "1000"),
        ("true", "true"),
        ("[US, DE]", '["US","DE"]'),
    ],
)
def test_a_setting_arrives_as_it_was_meant(tmp_path: Any, value: str, text: str) -> None:
    more = tmp_path / "more.yaml"
    more.write_text(f"services: {{listing-localizer: {{env: {{SOME_SETTING: {value}}}}}}}\n")
    pod = pod_of(EXAMPLES[0], SERVICES[0], "--values", str(more))
    assert environment_of(pod)["SOME_SETTING"] == text


def test_a_secret_wins_over_a_plain_value_of_the_same_name(tmp_path: Any) -> None:
    more = tmp_path / "more.yaml"
    more.write_text(
        "services: {cs-agent: {env: {TOKEN: plain}, secretEnv: {TOKEN: {name: shop, key: token}}}}\n"
    )
    pod = pod_of(
        EXAMPLES[0], next(entry for entry in SERVICES if entry.name == "cs-agent"), "--values", str(more)
    )
    assert environment_of(pod)["TOKEN"] == "from a secret"  # noqa: S105


def test_a_setting_for_all_services_goes_to_those_that_read_it(tmp_path: Any) -> None:
    more = tmp_path / "more.yaml"
    more.write_text(
        "env: {ARGOSY_RETENTION_DAYS: 365, ARGOSY_EVENTING_STALL_AFTER_S: 300, HTTPS_PROXY: 'http://p:1'}\n"
    )
    for entry in SERVICES:
        given = environment_of(pod_of(EXAMPLES[0], entry, "--values", str(more)))
        reads = "ARGOSY_RETENTION_DAYS" in REGISTRY["services"][entry.name]["reads"]
        assert given.get("ARGOSY_RETENTION_DAYS") == ("365" if reads else None)
        assert (given["ARGOSY_EVENTING_STALL_AFTER_S"], given["HTTPS_PROXY"]) == ("300", "http://p:1")
