"""What helm runs before anything else of a release is there: the topics' job, and what that needs."""

from __future__ import annotations

import pytest

from argosy_testing import charts
from argosy_testing.charts import NAMESPACE, Example, Object, selects
from argosy_testing.network import Network, Peer

ARGOSY = [example for example in charts.examples() if example.chart.name == "argosy"]


def hooks(example: Example) -> list[Object]:
    found = charts.render(example, "--set", "networkPolicy.enabled=true")
    return [thing for thing in found if charts.is_hook(thing)]


def annotation(hook: Object, name: str) -> str:
    return str(hook["metadata"]["annotations"].get(f"helm.sh/{name}", ""))


@pytest.mark.parametrize("example", ARGOSY, ids=str)
def test_the_topics_job_is_let_out_before_it_starts(example: Example) -> None:
    """Of a first install the policies come after the hooks; a namespace may let nobody out without one."""
    found = hooks(example)
    jobs = [pods for pods in charts.pods_of(found) if pods.owner.startswith("Job/")]
    assert bool(jobs) == (example.settings().get("topics", {}).get("how", "job") == "job")
    for pods in jobs:
        (policy,) = [
            one
            for one in charts.of_kind(found, "NetworkPolicy")
            if selects(one["spec"]["podSelector"], pods.labels)
        ]
        assert annotation(policy, "hook") == "pre-install,pre-upgrade"
        assert int(annotation(policy, "hook-weight")) < 0
        # It would outlive an uninstall: helm does not count a hook among the release's objects.
        assert "hook-succeeded" in annotation(policy, "hook-delete-policy")
        network = Network.of([policy], NAMESPACE)
        at = Peer(pods.labels, pods.namespace)
        ports = [int(one.rpartition(":")[2]) for one in example.settings()["kafka"]["bootstrap"].split(",")]
        named = [peer for rule in policy["spec"]["egress"] for peer in rule.get("to", [])]
        block = next((peer["ipBlock"]["cidr"] for peer in named if "ipBlock" in peer), "198.51.100.0/24")
        broker = Peer(address=block.replace("0/24", "7"))
        if not any("podSelector" in peer for peer in named if peer.get("podSelector") != DNS):
            assert all(network.sends(at, broker, port) for port in ports), policy
        assert not network.sends(at, Peer(address="169.254.169.254"), 80)


DNS = {"matchLabels": {"k8s-app": "kube-dns"}}


def test_without_policies_there_is_no_hook_but_the_job() -> None:
    minimal = next(one for one in ARGOSY if str(one) == "argosy-minimal")
    found = charts.render(minimal, "--set", "networkPolicy.enabled=false")
    assert [thing["kind"] for thing in found if "pre-install" in annotation_of(thing)] == ["Job"]


def annotation_of(thing: Object) -> str:
    return annotation(thing, "hook") if charts.is_hook(thing) else ""
