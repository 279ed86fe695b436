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
    ("kafka.sasl.existingSecret=kafka", "kafka.sasl is for SASL_SSL"),
    ("blobs.claim.existing=blobs", "blobs.claim is for file:// addresses"),
    ("blobs.s3.ca.existingSecret=ca", "blobs.s3.endpoint is not set"),
    ("defaults.autoscaling.minReplicas=5", "maxReplicas is 4, below minReplicas, which is 5"),
    ("services.cs-agent=null", r"services.cs-agent is null: leave it out, or say \{enabled: false\}"),
    (
        "services.cs-agent.extraVolumeMounts[0].name=terms,services.cs-agent.extraVolumeMounts[0].mountPath=/t",
        "services.cs-agent.extraVolumeMounts names terms, which is none of extraVolumes",
    ),
    ("fetchAllow=null", r"fetchAllow is null: leave it out, or say \[\]"),
    ("networkPolicy.kafka.ports=null", "networkPolicy.kafka.ports is null"),
    ("kafka=null", "kafka is null"),
]


@pytest.mark.parametrize(("setting", "said"), TOGETHER)
def test_values_that_need_each_other_are_refused_by_name(setting: str, said: str) -> None:
    minimal = next(one for one in charts.examples() if str(one) == "argosy-minimal")
    with pytest.raises(HelmRefused, match=said):
        charts.render(minimal, "--set", setting)


# What helm itself says, for its place of a refused name was another value's where the schema spoke of names.
PLACES = [
    ("services.cs-agent.env.ARGOSY_SHOPURL=x", "/services/cs-agent/env", "ARGOSY_SHOPURL"),
    ("services.cs-agent.secretEnv.ARGOSY_TOKN.name=x", "/services/cs-agent/secretEnv", "ARGOSY_TOKN"),
    ("env.ARGOSY_KAFKA_BOOTSTRAP=x", "/env", "ARGOSY_KAFKA_BOOTSTRAP"),
    ("topics.partitions.product\\.create=8", "/topics/partitions", "product.create"),
    (
        "services.cs-agent.autoscaling.lagThresholds.dispute\\.opened=5",
        "/services/cs-agent/autoscaling/lagThresholds",
        "dispute.opened",
    ),
]


@pytest.mark.parametrize(("setting", "place", "name"), PLACES)
def test_helm_says_where_a_name_stands_that_it_does_not_know(setting: str, place: str, name: str) -> None:
    production = next(one for one in charts.examples() if str(one) == "argosy-production")
    with pytest.raises(HelmRefused, match=f"at '{place}': additional properties '{name}' not allowed"):
        charts.render(production, "--set", setting)


def test_a_folder_that_only_begins_like_the_claims_is_none_of_it() -> None:
    example = next(one for one in charts.examples() if str(one) == "argosy-embedded-in-kind")
    charts.render(example, "--set", "blobs.url=file:///var/lib/argosy/blobs/shop")
    with pytest.raises(HelmRefused, match="not below blobs"):
        charts.render(example, "--set", "blobs.url=file:///var/lib/argosy/blobs2")
    with pytest.raises(HelmRefused, match=r"blobs\.s3 is for s3:// addresses"):
        charts.render(example, "--set", "blobs.s3.existingSecret=keys")


# Of pools, which the schema sees one by one and without what lies below them.
POOLS = [
    ("pools[0].autoscaling.minReplicas=9", "autoscaling.maxReplicas is 4, below minReplicas, which is 9"),
    ("pools[0].instances.translater=2", "additional properties 'translater' not allowed"),
    ("pools[0].profile=embeded", 'no profile "embeded"'),
    ("defaults.instances=null", "defaults.instances is null"),
    ("pools[0].extraVolumeMounts[0].name=t", "extraVolumeMounts names t, which is none of extraVolumes"),
]


@pytest.mark.parametrize(("setting", "said"), POOLS)
def test_a_pool_that_contradicts_itself_is_refused_by_name(setting: str, said: str) -> None:
    embedded = next(one for one in charts.examples() if str(one) == "triton-embedded")
    with pytest.raises(HelmRefused, match=said):
        charts.render(embedded, "--set", setting)


def test_what_is_kubernetes_own_may_be_null() -> None:
    """So that a default of the chart goes: a user that the cluster chooses, a limit that others set."""
    minimal = next(one for one in charts.examples() if str(one) == "argosy-minimal")
    taken = "podSecurityContext.runAsUser=null,services.cs-agent.resources.limits=null"
    for pods in charts.pods_of(charts.render(minimal, "--set", taken)):
        assert "runAsUser" not in pods.spec["securityContext"]
        assert (
            pods.owner != "Deployment/shop-argosy-cs-agent" or "limits" not in pods.containers[0]["resources"]
        )
