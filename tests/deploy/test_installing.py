"""Every example on a real API server: install, upgrade, rollback, uninstall, what controllers make of it."""

from __future__ import annotations

import copy

import pytest

from argosy_testing import charts
from argosy_testing.charts import Example, HelmRefused, Object
from argosy_testing.cluster import Cluster, KubectlRefused
from argosy_testing.releases import Release, ReleaseFactory

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(600)]

every_example = pytest.mark.parametrize("example", charts.examples(), ids=str)

NEXT = "99.0.0"


def differences(sent: object, stored: object, path: str = "") -> list[str]:
    """What the server has not as it was sent; what it added is its own."""
    if isinstance(sent, dict) and isinstance(stored, dict):
        return [
            line
            for key, value in sent.items()
            if value not in (None, {}, [])
            for line in differences(value, stored.get(key), f"{path}.{key}")
        ]
    if isinstance(sent, list) and isinstance(stored, list) and len(sent) == len(stored):
        return [
            line
            for number, (one, other) in enumerate(zip(sent, stored, strict=True))
            for line in differences(one, other, f"{path}[{number}]")
        ]
    return [] if same(sent, stored) else [f"{path}: sent {sent!r}, stored {stored!r}"]


def same(sent: object, stored: object) -> bool:
    """Quantities and numbers may be written in another way."""
    return sent == stored or quantity(sent) == quantity(stored)


UNITS = {"m": 0.001, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}


def quantity(value: object) -> object:
    text = str(value)
    unit = next((unit for unit in UNITS if text.endswith(unit)), "")
    try:
        return float(text.removesuffix(unit)) * UNITS.get(unit, 1)
    except ValueError:
        return value


def images(release: Release) -> set[str]:
    """Of the pods that stay."""
    return {one["image"] for pod in release.pods() for one in pod["spec"]["containers"]}


def named(release: Release) -> set[str]:
    return {pod["metadata"]["name"] for pod in release.pods()}


def selectors(release: Release) -> dict[str, Object]:
    return {one["metadata"]["name"]: one["spec"]["selector"] for one in release.of_kind("deployments")}


@every_example
def test_what_is_installed_is_stored_as_it_was_sent_and_every_pod_finds_a_place(
    example: Example, release: ReleaseFactory
) -> None:
    one = release(example)
    one.install()
    sent = one.manifest()
    assert sorted(charts.name_of(thing) for thing in sent) == sorted(
        charts.name_of(thing) for thing in charts.render(example) if not charts.is_hook(thing)
    )
    for thing in sent:
        assert not differences(thing, one.stored(thing)), charts.name_of(thing)
    for deployment in one.of_kind("deployments"):
        status = deployment["status"]
        assert status["availableReplicas"] == status["updatedReplicas"] == deployment["spec"]["replicas"]
    # The real scheduler found a node for each: room, labels, taints, GPUs, claims and spread allow it.
    assert all(pod["spec"].get("nodeName") for pod in one.pods())


@every_example
def test_services_budgets_and_policies_find_the_pods(example: Example, release: ReleaseFactory) -> None:
    one = release(example)
    one.install()
    addresses = {pod["metadata"]["name"]: pod["status"]["podIP"] for pod in one.pods()}
    for service in one.of_kind("services"):
        name = service["metadata"]["name"]
        expected = {addresses[pod] for pod in matching(one, {"matchLabels": service["spec"]["selector"]})}
        assert expected, name
        one.until(
            f"{name} has its addresses", lambda name=name, expected=expected: endpoints(one, name) == expected
        )
    for budget in one.of_kind("poddisruptionbudgets"):
        expected = len(matching(one, budget["spec"]["selector"]))
        assert expected
        name = budget["metadata"]["name"]
        one.until(
            f"{name} counts {expected} pods", lambda name=name, n=expected: counted(one, name) == (n, n)
        )
        assert budget_of(one, name)["status"]["disruptionsAllowed"] >= 1, "no node could be drained"
    policies = one.of_kind("networkpolicies")
    bound = {pod for policy in policies for pod in matching(one, policy["spec"]["podSelector"])}
    assert not policies or bound == set(addresses)


def matching(release: Release, selector: Object) -> set[str]:
    """Pods that the API server itself finds by a selector."""
    assert not selector.get("matchExpressions")
    words = ",".join(f"{key}={value}" for key, value in selector["matchLabels"].items())
    return {pod["metadata"]["name"] for pod in release.pods(f"--selector={words}")}


def endpoints(release: Release, service: str) -> set[str]:
    slices = release.of_kind("endpointslices", f"--selector=kubernetes.io/service-name={service}")
    return {
        address
        for one in slices
        for end in one["endpoints"] or []
        if end["conditions"]["ready"]
        for address in end["addresses"]
    }


def budget_of(release: Release, name: str) -> Object:
    found: Object = release.cluster.get("poddisruptionbudget", name, "--namespace", release.namespace)
    return found


def counted(release: Release, name: str) -> tuple[int, int]:
    status = budget_of(release, name).get("status", {})
    return status.get("expectedPods", 0), status.get("currentHealthy", 0)


@every_example
def test_an_upgrade_replaces_the_pods_a_rollback_brings_the_old_ones_back_an_uninstall_leaves_nothing(
    example: Example, release: ReleaseFactory
) -> None:
    one = release(example)
    before = one.everything()
    one.install()
    first, chosen, old = images(one), selectors(one), named(one)
    assert not any(NEXT in image for image in first)

    one.upgrade("--set-string", f"image.tag={NEXT}")
    one.until("the old pods are gone", lambda: not old & named(one))
    # A pool may name an image of its own, but something of every pod follows `image.tag`.
    assert all(
        any(NEXT in container["image"] for container in pod["spec"]["containers"]) for pod in one.pods()
    )
    assert selectors(one) == chosen

    one.rollback(1)
    one.until("the first images are back", lambda: images(one) == first)
    assert selectors(one) == chosen
    for thing in one.manifest():
        assert not differences(thing, one.stored(thing)), charts.name_of(thing)

    one.uninstall()
    one.until("nothing is left", lambda: one.everything() <= before)
    kept = [thing for thing in charts.render(example) if is_kept(thing)]
    assert all(one.stored(thing) for thing in kept)
    # The same release takes what it left behind for its own again.
    one.install()
    assert images(one) == first


def is_kept(thing: Object) -> bool:
    return (thing["metadata"].get("annotations") or {}).get("helm.sh/resource-policy") == "keep"


@every_example
def test_an_upgrade_that_is_refused_leaves_the_release_as_it_was(
    example: Example, release: ReleaseFactory
) -> None:
    one = release(example)
    one.install()
    before = images(one)
    with pytest.raises(HelmRefused, match="pullPolicy"):
        one.upgrade("--set", "image.pullPolicy=Sometimes")
    assert images(one) == before
    (now,) = [line for line in one.history() if line["status"] == "deployed"]
    assert now["revision"] == 1


def test_a_first_install_whose_hook_fails_is_mended_by_the_same_command(
    cluster: Cluster, release: ReleaseFactory
) -> None:
    """As docs/operating.md tells an operator whose broker, secret or image was not there."""
    one = release(next(example for example in charts.examples() if str(example) == "argosy-minimal"))
    at = ("--namespace", one.namespace)
    quota = {"name": "nothing", "namespace": one.namespace}
    cluster.apply(
        {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": quota, "spec": {"hard": {"pods": "0"}}}
    )
    words = ("upgrade", "--install", one.name, one.example.chart, *at, "--values", one.example.values)
    with pytest.raises(HelmRefused, match="pre-install"):
        cluster.helm(*words, "--timeout", "5s")
    # What let the job out went with it, what it said stays to be read.
    assert not one.of_kind("networkpolicies")
    assert [job["metadata"]["name"] for job in one.of_kind("jobs")] == [f"{one.name}-argosy-topics"]

    cluster.kubectl("delete", "resourcequota", "nothing", *at)
    with pytest.raises(HelmRefused, match="name that is still in use"):
        one.install()
    cluster.helm(*words, "--wait", "--timeout", "120s")
    assert one.pods()
    assert not one.of_kind("jobs")
    assert f"{one.name}-argosy-topics" not in {
        policy["metadata"]["name"] for policy in one.of_kind("networkpolicies")
    }


@every_example
def test_the_server_refuses_a_field_that_is_no_field_in_every_kind(
    example: Example, release: ReleaseFactory
) -> None:
    one = release(example)
    things = {thing["kind"]: thing for thing in charts.render(example) if "spec" in thing}
    for thing in things.values():
        here = copy.deepcopy(thing)
        here["metadata"].setdefault("namespace", one.namespace)
        if here["metadata"]["namespace"] == charts.NAMESPACE:
            here["metadata"]["namespace"] = one.namespace
        one.cluster.apply(here, words=("--dry-run=server",))
        here["spec"]["replicaz"] = 3
        with pytest.raises(KubectlRefused, match="replicaz"):
            one.cluster.apply(here, words=("--dry-run=server",))


def test_a_selector_cannot_be_changed_so_it_must_never_hold_a_version(
    cluster: Cluster, release: ReleaseFactory
) -> None:
    one = release(charts.examples()[0])
    one.install()
    name = one.of_kind("deployments")[0]["metadata"]["name"]
    patch = '{"spec": {"selector": {"matchLabels": {"app.kubernetes.io/version": "99"}}}}'
    with pytest.raises(KubectlRefused, match="immutable"):
        cluster.kubectl("patch", "deployment", name, "--namespace", one.namespace, "--patch", patch)


def test_the_namespace_refuses_a_pod_that_breaks_the_restricted_standard(
    cluster: Cluster, release: ReleaseFactory
) -> None:
    one = release(next(example for example in charts.examples() if str(example) == "argosy-minimal"))
    (pod,) = [copy.deepcopy(thing) for thing in charts.render(one.example) if thing["kind"] == "Pod"]
    pod["metadata"]["namespace"] = one.namespace
    cluster.apply(pod, words=("--dry-run=server",))
    pod["spec"]["containers"][0]["securityContext"]["allowPrivilegeEscalation"] = True
    with pytest.raises(KubectlRefused, match='violates PodSecurity "restricted'):
        cluster.apply(pod, words=("--dry-run=server",))
