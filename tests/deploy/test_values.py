"""Wrong values are refused by name, before anything reaches a cluster."""

from __future__ import annotations

import copy
import functools
import json
from typing import Any

import jsonschema
import pytest
import yaml

from argosy_testing import charts
from argosy_testing.charts import Example, HelmRefused, Object

every_example = pytest.mark.parametrize("example", charts.examples(), ids=str)

# Path of a value, and what is wrong with it there.
WRONG: dict[str, list[tuple[str, Any]]] = {
    "argosy": [
        ("imagee.tag", "0.1.0"),
        ("image.tagg", "0.1.0"),
        ("image.pullPolicy", "Sometimes"),
        ("image.pullSecrets", "registry"),
        ("kafka.bootstrap", 9092),
        ("kafka.bootstrap", "kafka"),
        ("kafka.security", "TLS"),
        ("kafka.mechanism", "GSSAPI"),
        ("kafka.password", "s3cret"),
        ("kafka.sasl.password", "s3cret"),
        ("mongodb.uri", "mongodb://me:s3cret@host/argosy"),
        ("mongodb.existingSecret", "Not A Name"),
        ("blobs.url", "ftp://host/blobs"),
        ("blobs.s3.secretAccessKey", "s3cret"),
        ("tier.address", "argosy-triton"),
        ("telemetry.otlpEndpoint", "collector"),
        ("telemetry.logLevel", "LOUD"),
        ("fetchAllow", "cdn.example.com"),
        ("fetchAllow", ["cdn example.com"]),
        ("topics.how", "magic"),
        ("topics.partitions", {"product.created": 0}),
        ("topics.partitions", {"product.create": 24}),
        ("topics.replicas", 0),
        ("keda.enabled", "yes"),
        ("keda.pollingInterval", "15s"),
        ("networkPolicy.enabled", "true"),
        ("networkPolicy.mongodb.ports", ["27017"]),
        ("monitoring.interval", 15),
        ("defaults.replicas", -1),
        ("defaults.drainSeconds", "60"),
        ("defaults.autoscaling.maxReplica", 3),
        ("services.listing-localiser", {"replicas": 2}),
        ("services.listing-localizer.replica", 2),
        ("services.listing-localizer.env", {"ARGOSY_NO_SUCH_SETTING": "1"}),
        ("services.search-tagger.env", {"ARGOSY_SHOP_URL": "https://shop.example.com"}),
        ("services.search-tagger.secretEnv", {"ARGOSY_EPOCH": "in the open"}),
    ],
    "triton": [
        ("imagee.tag", "0.1.0"),
        ("image.tagg", "0.1.0"),
        ("image.pullPolicy", "Sometimes"),
        ("pools", []),
        ("pools", [{"replicas": 1}]),
        ("pools", [{"name": "Not A Name"}]),
        ("pools", [{"name": "gpu", "replicaz": 1}]),
        ("pools", [{"name": "gpu", "gpus": -1}]),
        ("defaults.replicas", "2"),
        ("defaults.gpu", 1),
        ("defaults.shmSize", "lots"),
        ("repository.from", "git"),
        ("repository.s3.url", "https://bucket/models"),
        ("repository.s3.secretAccessKey", "s3cret"),
        ("weights.offline", "yes"),
        ("stop.drainSeconds", "soon"),
        ("autoscaling.through", "hope"),
        ("networkPolicy.enabled", "true"),
    ],
}


@functools.cache
def schema(name: str) -> Object:
    found: Object = json.loads((charts.ROOT / "charts" / name / "values.schema.json").read_text())
    return found


@functools.cache
def good(name: str) -> Object:
    """The chart's own values with those of an example, as helm lays them together."""
    example = next(one for one in charts.examples() if one.chart.name == name)
    return merged(yaml.safe_load((example.chart / "values.yaml").read_text()), example.settings())


def merged(under: Object, over: Object) -> Object:
    result = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


def spoiled(name: str, path: str, value: Any) -> Object:
    """Good values with one that is not."""
    values = copy.deepcopy(good(name))
    *way, last = path.split(".")
    inner = values
    for key in way:
        inner = inner.setdefault(key, {})
    inner[last] = value
    return values


def complaints(name: str, values: Object) -> list[str]:
    found = jsonschema.Draft7Validator(schema(name)).iter_errors(values)
    return [f"{'.'.join(str(part) for part in error.absolute_path)}: {error.message}" for error in found]


def test_every_chart_has_a_schema_that_is_one() -> None:
    for chart in charts.charts():
        jsonschema.Draft7Validator.check_schema(schema(chart.name))
        assert schema(chart.name)["additionalProperties"] is False


@every_example
def test_good_values_are_let_through(example: Example) -> None:
    values = merged(yaml.safe_load((example.chart / "values.yaml").read_text()), example.settings())
    assert not complaints(example.chart.name, values)


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [(name, path, value) for name, cases in WRONG.items() for path, value in cases],
)
def test_a_wrong_value_is_refused_by_name(name: str, path: str, value: Any) -> None:
    said = complaints(name, spoiled(name, path, value))
    parts = path.split(".")
    # A wrong value is named by its path, an unknown key by that of what holds it and its own name.
    named = [line for line in said if line.startswith((f"{path}:", f"{path}."))] + [
        line
        for depth, part in enumerate(parts)
        for line in said
        if line.startswith(f"{'.'.join(parts[:depth])}:") and f"'{part}'" in line
    ]
    assert named, said


@pytest.mark.parametrize("example", charts.examples(), ids=str)
def test_helm_itself_refuses_by_the_same_schema(example: Example) -> None:
    with pytest.raises(HelmRefused, match=r"imagee|pullPolicy"):
        charts.render(example, "--set", "image.pullPolicy=Sometimes")


# Values that need each other: no schema can say it, so the templates do.
TOGETHER = [
    ("kafka.bootstrap=", "kafka.bootstrap is not set"),
    ("mongodb.existingSecret=", "mongodb.existingSecret is not set"),
    ("blobs.url=", "blobs.url is not set"),
    ("tier.address=", "tier.address is not set"),
    ("kafka.security=SASL_SSL", "kafka.sasl.existingSecret is not set"),
    ("kafka.ca.existingSecret=ca", "kafka.security is PLAINTEXT"),
    ("topics.how=strimzi", "topics.strimzi.cluster is not set"),
    ("blobs.url=file:///elsewhere", "blobs.claim.existing is not set"),
    ("topics.partitions.product\\.created=1", "the registry has"),
    ("defaults.enabled=false", "no service is enabled"),
]


@pytest.mark.parametrize(("setting", "said"), TOGETHER)
def test_values_that_need_each_other_are_refused_by_name(setting: str, said: str) -> None:
    minimal = next(one for one in charts.examples() if str(one) == "argosy-minimal")
    with pytest.raises(HelmRefused, match=said):
        charts.render(minimal, "--set", setting)
