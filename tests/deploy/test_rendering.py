"""Every chart with every example: helm finds nothing to complain of, and Kubernetes knows every field."""

from __future__ import annotations

import copy
import functools
import itertools
from collections import Counter
from pathlib import Path

import jsonschema
import kubernetes_validate
import pytest
import yaml
from kubernetes_validate import utils as schemas

from argosy_testing import charts
from argosy_testing.charts import Example, Object

# The oldest Kubernetes that Chart.yaml allows, and the newest whose schemas the package has.
NEWEST = schemas.latest_version()

# The package reads its definitions anew for each object, which is most of its time.
schemas.schema_contents = functools.cache(schemas.schema_contents)

every_example = pytest.mark.parametrize("example", charts.examples(), ids=str)


def complaint(thing: Object, version: str) -> str:
    """What the schema of a kind says of an object; empty if nothing."""
    try:
        own = charts.custom_schemas().get((thing["apiVersion"], thing["kind"]))
        if own is None:
            kubernetes_validate.validate(thing, version, strict=True)
        else:
            jsonschema.Draft202012Validator(own).validate(thing)
    except (jsonschema.ValidationError, schemas.SchemaNotFoundError) as error:
        return f"{charts.name_of(thing)}: {error.message}"
    return ""


def oldest(example: Example) -> str:
    asked = yaml.safe_load((example.chart / "Chart.yaml").read_text())["kubeVersion"]
    return asked.removeprefix(">=").removesuffix(".0-0")


def test_there_are_examples_of_every_chart() -> None:
    assert Counter(example.chart.name for example in charts.examples()) == {"argosy": 4, "triton": 3}


@every_example
def test_helm_lint_finds_nothing(example: Example) -> None:
    said = charts.helm("lint", "--strict", example.chart, "--values", example.values)
    assert "[WARNING]" not in said
    assert "1 chart(s) linted, 0 chart(s) failed" in said


@every_example
def test_every_field_is_known_to_the_oldest_and_the_newest_kubernetes(example: Example) -> None:
    found = charts.render(example)
    assert len(found) > 3
    wrong = [complaint(thing, version) for thing in found for version in (oldest(example), NEWEST)]
    assert not [line for line in wrong if line]


@every_example
def test_a_field_that_is_no_field_is_found_in_every_kind(example: Example) -> None:
    kinds = {thing["kind"]: thing for thing in charts.render(example) if "spec" in thing}
    for thing in kinds.values():
        spoiled = copy.deepcopy(thing)
        spoiled["spec"]["replicaz"] = 3
        assert "replicaz" in complaint(spoiled, NEWEST), thing["kind"]


@every_example
def test_no_two_objects_have_one_name(example: Example) -> None:
    found = charts.render(example)
    names = Counter(
        (thing["apiVersion"], thing["kind"], thing["metadata"].get("namespace"), thing["metadata"]["name"])
        for thing in found
    )
    assert not [name for name, count in names.items() if count > 1]


@every_example
def test_two_releases_in_one_namespace_share_no_object_and_no_selector(example: Example) -> None:
    one, other = charts.render(example), charts.render(example, release="outlet")
    # Topics are the bus's, not a release's: both releases would mean the same ones.
    names = [{charts.name_of(thing) for thing in found} for found in (one, other)]
    assert all(name.startswith("KafkaTopic/") for name in names[0] & names[1])
    for workload, pods in itertools.product(one, charts.pods_of(other)):
        selector = (workload.get("spec") or {}).get("selector")
        if workload["kind"] == "Service":
            selector = {"matchLabels": selector}
        assert not charts.selects(selector or None, pods.labels), f"{charts.name_of(workload)}: {pods.owner}"


@every_example
def test_names_stay_short_enough_under_the_longest_release_name(example: Example) -> None:
    longest = "a" * 53  # helm allows no longer one
    for thing in charts.render(example, release=longest):
        limit = 253 if thing["kind"] in ("KafkaTopic", "ConfigMap") else 63
        assert len(thing["metadata"]["name"]) <= limit, charts.name_of(thing)
        assert all(len(str(value)) <= 63 for value in (thing["metadata"].get("labels") or {}).values())


@every_example
def test_objects_are_found_by_the_recommended_labels(example: Example) -> None:
    for thing in charts.render(example):
        labels = thing["metadata"]["labels"]
        assert labels["app.kubernetes.io/instance"] == charts.RELEASE, charts.name_of(thing)
        assert labels["app.kubernetes.io/name"], charts.name_of(thing)
        assert labels["app.kubernetes.io/managed-by"] == "Helm", charts.name_of(thing)


KIND = sorted((charts.ROOT / "deploy" / "kind").glob("*.yaml"))


@pytest.mark.parametrize("manifest", KIND, ids=lambda path: path.stem)
def test_what_a_kind_cluster_is_given_is_known_to_kubernetes_too(manifest: Path) -> None:
    found = list(charts.read_objects(manifest.read_text(encoding="utf-8")))
    assert found
    assert not [line for thing in found if (line := complaint(thing, NEWEST))]


def test_what_the_example_for_kind_leans_on_is_there() -> None:
    there = {charts.name_of(one) for path in KIND for one in charts.read_objects(path.read_text())}
    said = next(one for one in charts.examples() if str(one) == "argosy-embedded-in-kind").settings()
    assert f"Service/{said['kafka']['bootstrap'].partition(':')[0]}" in there
    assert f"Secret/{said['mongodb']['existingSecret']}" in there
    assert f"PersistentVolumeClaim/{said['blobs']['claim']['existing']}" in there


def test_a_server_of_the_tier_is_counted_once_and_not_for_what_runs_beside_it() -> None:
    """ArgosyTierDown sums `up` of argosy-tier; upkeep answers while Triton does not."""
    found = [
        (example.chart.name, end)
        for example in charts.examples()
        for monitor in charts.of_kind(charts.render(example), "PodMonitor")
        for end in monitor["spec"]["podMetricsEndpoints"]
    ]
    names = {"http": "argosy", "metrics": "argosy-tier", "upkeep": "argosy-upkeep"}
    assert {end["port"] for _, end in found} == names.keys()
    for chart, end in found:
        (name,) = [rule["replacement"] for rule in end["relabelings"] if rule["targetLabel"] == "application"]
        assert name == names[end["port"]], chart
