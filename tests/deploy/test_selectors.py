"""Whom selectors choose: services, budgets, monitors and policies find their own pods, and no others."""

from __future__ import annotations

import copy
import itertools
import json

import pytest

from argosy_testing import charts
from argosy_testing.charts import NAMESPACE, Example, Object, Pods, selects
from argosy_testing.network import Network, Peer

every_example = pytest.mark.parametrize("example", charts.examples(), ids=str)

KEPT_UP = ("Deployment", "StatefulSet")
STRANGER = Peer({"app.kubernetes.io/name": "stranger"}, "elsewhere")


def kept_up(objects: tuple[Object, ...]) -> list[tuple[Object, Pods]]:
    """Workloads that stay, with their pods."""
    workloads = [thing for thing in objects if thing["kind"] in KEPT_UP]
    return [(one, charts.pods_of([one])[0]) for one in workloads]


def serving(objects: tuple[Object, ...]) -> list[Pods]:
    """Pods that stay and are asked: all but the toolbox, in which commands are run."""
    found = [pods for _, pods in kept_up(objects)]
    silent = [pods for pods in found if not any(one.get("ports") for one in pods.containers)]
    assert all(pods.owner.endswith("-toolbox") for pods in silent), silent
    return [pods for pods in found if pods not in silent]


def chosen(objects: tuple[Object, ...], selector: Object) -> list[str]:
    """Owners of the pods that a selector chooses, among all pods of the release."""
    return [pods.owner for pods in charts.pods_of(objects) if selects(selector, pods.labels)]


@every_example
def test_a_workload_chooses_its_own_pods_alone(example: Example) -> None:
    found = charts.render(example)
    for workload, pods in kept_up(found):
        assert chosen(found, workload["spec"]["selector"]) == [pods.owner]


@every_example
def test_a_selector_holds_nothing_that_an_upgrade_changes(example: Example) -> None:
    now = {charts.name_of(one): one["spec"]["selector"] for one, _ in kept_up(charts.render(example))}
    later = charts.render(example, "--set-string", "image.tag=99.0.0")
    assert now == {charts.name_of(one): one["spec"]["selector"] for one, _ in kept_up(later)}
    assert any("99.0.0" in container["image"] for _, pods in kept_up(later) for container in pods.containers)


@every_example
def test_a_service_chooses_pods_that_listen_on_its_ports(example: Example) -> None:
    found = charts.render(example)
    services = charts.of_kind(found, "Service")
    assert services
    for service in services:
        selector = {"matchLabels": service["spec"]["selector"]}
        behind = [pods for _, pods in kept_up(found) if selects(selector, pods.labels)]
        assert behind, charts.name_of(service)
        assert chosen(found, selector) == [pods.owner for pods in behind]
        for pods, port in itertools.product(behind, service["spec"]["ports"]):
            target = port.get("targetPort", port["port"])
            assert _listens(pods, target), f"{charts.name_of(service)}: nothing of {pods.owner} is {target}"


@every_example
def test_probes_ask_ports_that_are_there(example: Example) -> None:
    for _, pods in kept_up(charts.render(example)):
        for container in pods.containers:
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                asked = container.get(probe, {})
                for way in ("httpGet", "tcpSocket", "grpc"):
                    if way in asked:
                        assert _listens(pods, asked[way]["port"]), f"{pods.owner}: {probe}"


def _listens(pods: Pods, port: int | str) -> bool:
    ports = [port for container in pods.containers for port in container.get("ports", [])]
    return any(port in (one["containerPort"], one.get("name")) for one in ports)


@every_example
def test_every_workload_has_one_budget_that_lets_a_node_be_drained(example: Example) -> None:
    found = charts.render(example)
    budgets = charts.of_kind(found, "PodDisruptionBudget")
    for workload, pods in kept_up(found):
        mine = [one for one in budgets if selects(one["spec"]["selector"], pods.labels)]
        assert len(mine) == 1, charts.name_of(workload)
        spec = mine[0]["spec"]
        assert spec.get("maxUnavailable") not in (0, "0%"), "no node could ever be drained"
        least = spec.get("minAvailable", 0)
        assert isinstance(least, int), "a number of pods says what is meant"
        assert least < max(workload["spec"].get("replicas", 1), 1) or least == 0
    for budget in budgets:
        assert chosen(found, budget["spec"]["selector"]), charts.name_of(budget)


@every_example
def test_spread_constraints_count_the_pods_that_they_spread(example: Example) -> None:
    for _, pods in kept_up(charts.render(example)):
        for constraint in pods.spec.get("topologySpreadConstraints", []):
            assert selects(constraint["labelSelector"], pods.labels), pods.owner


@pytest.mark.parametrize("chart", ["argosy-minimal", "triton-embedded"])
def test_each_spread_can_be_left_out(chart: str) -> None:
    """By 0, for helm lays `{}` over the defaults and they stay."""
    example = next(one for one in charts.examples() if str(one) == chart)
    none, one = ({"topology.kubernetes.io/zone": 0, "kubernetes.io/hostname": skew} for skew in (0, 2))
    for _, pods in kept_up(charts.render(example, "--set-json", f"topologySpread={json.dumps(none)}")):
        assert "topologySpreadConstraints" not in pods.spec
    for _, pods in kept_up(charts.render(example, "--set-json", f"topologySpread={json.dumps(one)}")):
        (constraint,) = pods.spec["topologySpreadConstraints"]
        assert (constraint["topologyKey"], constraint["maxSkew"]) == ("kubernetes.io/hostname", 2)


@every_example
def test_scalers_point_at_workloads_that_leave_their_replicas_alone(example: Example) -> None:
    found = charts.render(example)
    workloads = {(one["kind"], one["metadata"]["name"]): one for one, _ in kept_up(found)}
    for scaler in [*charts.of_kind(found, "ScaledObject"), *charts.of_kind(found, "HorizontalPodAutoscaler")]:
        target = scaler["spec"]["scaleTargetRef"]
        scaled = workloads[target.get("kind", "Deployment"), target["name"]]
        assert "replicas" not in scaled["spec"], f"an upgrade would undo the scaling of {target['name']}"


@every_example
def test_accounts_that_pods_name_are_made_here(example: Example) -> None:
    found = charts.render(example)
    made = {thing["metadata"]["name"] for thing in charts.of_kind(found, "ServiceAccount")}
    for workload, pods in kept_up(found):
        assert pods.spec["serviceAccountName"] in made, charts.name_of(workload)


@every_example
def test_a_monitor_reads_every_pod_that_stays_on_a_port_that_it_has(example: Example) -> None:
    found = charts.render(example)
    for monitor in charts.of_kind(found, "PodMonitor"):
        owners = chosen(found, monitor["spec"]["selector"])
        assert owners == [pods.owner for pods in serving(found)]
        for pods, end in itertools.product(charts.pods_of(found), monitor["spec"]["podMetricsEndpoints"]):
            assert pods.owner not in owners or _listens(pods, end["port"]), pods.owner


# --- policies ---


def guarded(example: Example, release: str = charts.RELEASE) -> tuple[Object, ...]:
    """With policies, whatever the example says: one for trying leaves them out."""
    return charts.render(example, "--set", "networkPolicy.enabled=true", release=release)


def peer(pods: Pods) -> Peer:
    return Peer(pods.labels, pods.namespace)


@every_example
def test_every_pod_is_bound_in_both_directions_and_no_policy_is_idle(example: Example) -> None:
    found = guarded(example)
    network = Network.of(found, NAMESPACE)
    for pods in charts.pods_of(found):
        for direction in ("Ingress", "Egress"):
            assert network.selecting(peer(pods), direction), f"{pods.owner}: {direction} is free"
    for policy in charts.of_kind(found, "NetworkPolicy"):
        assert chosen(found, policy["spec"]["podSelector"]), charts.name_of(policy)


@every_example
def test_a_stranger_reaches_no_port_of_any_pod(example: Example) -> None:
    found = guarded(example)
    network = Network.of(found, NAMESPACE)
    beside = Peer(STRANGER.labels, NAMESPACE)
    outside = Peer(address="198.51.100.7")
    for pods in charts.pods_of(found):
        ports = [port for container in pods.containers for port in container.get("ports", [])]
        for port, other in itertools.product(ports, (STRANGER, beside, outside)):
            for said in (port["containerPort"], port.get("name")):
                assert not network.takes(peer(pods), other, said), f"{pods.owner}: {said} from {other}"


@every_example
def test_prometheus_reads_the_port_that_the_monitor_names(example: Example) -> None:
    found = guarded(example)
    network = Network.of(found, NAMESPACE)
    prometheus = Peer({"app.kubernetes.io/name": "prometheus"}, "monitoring")
    port = {"argosy": "http", "triton": "metrics"}[example.chart.name]
    for pods in serving(found):
        assert network.takes(peer(pods), prometheus, port) or network.takes(
            peer(pods), prometheus, _number(pods, port)
        ), pods.owner


def _number(pods: Pods, name: str) -> int:
    ports = [port for container in pods.containers for port in container.get("ports", [])]
    return next(int(port["containerPort"]) for port in ports if port.get("name") == name)


@every_example
def test_names_are_resolved_from_every_pod_that_has_egress(example: Example) -> None:
    found = guarded(example)
    network = Network.of(found, NAMESPACE)
    dns = Peer({"k8s-app": "kube-dns"}, "kube-system")
    for _, pods in kept_up(found):
        if any(policy.get("egress") for policy in network.selecting(peer(pods), "Egress")):
            assert network.sends(peer(pods), dns, 53, "UDP"), pods.owner


ARGOSY = [example for example in charts.examples() if example.chart.name == "argosy"]
TRITON = [example for example in charts.examples() if example.chart.name == "triton"]


@pytest.mark.parametrize("example", ARGOSY, ids=str)
def test_services_reach_no_other_service_and_no_metadata_server(example: Example) -> None:
    found = guarded(example)
    network = Network.of(found, NAMESPACE)
    for (_, one), (_, other) in itertools.permutations(kept_up(found), 2):
        assert not network.may(peer(one), peer(other), "http"), f"{one.owner} → {other.owner}"
    for _, pods in kept_up(found):
        for port in (80, 443):
            metadata = Peer(address="169.254.169.254")
            rules = [rule for policy in network.selecting(peer(pods), "Egress") for rule in policy["egress"]]
            named = [rule for rule in rules if rule.get("to")]
            assert not _named_only(network, named).sends(peer(pods), metadata, port), pods.owner


def _named_only(network: Network, rules: list[Object]) -> Network:
    """The same policies with those rules alone that say whom they are for."""
    kept = copy.deepcopy(network.policies)
    for _, policy in kept:
        policy["spec"]["egress"] = [rule for rule in policy["spec"].get("egress", []) if rule in rules]
    return Network(kept)


@pytest.mark.parametrize("example", ARGOSY, ids=str)
def test_the_helm_test_reaches_every_service(example: Example) -> None:
    found = guarded(example)
    network = Network.of(found, NAMESPACE)
    (asking,) = [pods for pods in charts.pods_of(found) if pods.owner.startswith("Pod/")]
    for pods in serving(found):
        assert network.sends(peer(asking), peer(pods), _number(pods, "http")), pods.owner
        assert network.takes(peer(pods), peer(asking), "http"), pods.owner


@pytest.mark.parametrize("tier", TRITON, ids=str)
def test_the_address_that_services_are_given_is_a_name_of_the_tier(tier: Example) -> None:
    services = charts.of_kind(charts.render(tier, release="argosy"), "Service")
    made = {one["metadata"]["name"] for one in services}
    for example in ARGOSY:
        name, _, port = example.settings()["tier"]["address"].partition(":")
        # Where no pool serves every model there is no one name; the chart says so in NOTES.txt.
        assert name in made or (str(tier) == "triton-gpu-pool" and f"{name}-translator" in made)
        assert port == "8001"


@pytest.mark.parametrize("tier", TRITON, ids=str)
@pytest.mark.parametrize("example", ARGOSY, ids=str)
def test_services_that_call_the_tier_reach_it_through_both_charts(example: Example, tier: Example) -> None:
    services, servers = guarded(example), guarded(tier, release="argosy")
    network = Network.of(services, NAMESPACE) + Network.of(servers, NAMESPACE)
    calling = [pods for _, pods in kept_up(services) if _calls_the_tier(pods)]
    assert len(calling) >= 4
    for caller, (_, server) in itertools.product(calling, kept_up(servers)):
        if not _listens(server, "grpc"):
            continue
        assert network.sends(peer(caller), peer(server), 8001), f"{caller.owner} → {server.owner}"
        assert network.takes(peer(server), peer(caller), 8001), f"{caller.owner} → {server.owner}"


def _calls_the_tier(pods: Pods) -> bool:
    return any(one["name"] == "ARGOSY_TRITON_URL" for one in pods.spec["containers"][0].get("env", []))
