"""NetworkPolicies are read here as Kubernetes reads them: its own definitions as cases."""

from __future__ import annotations

import pytest
import yaml

from argosy_testing.charts import NAMESPACE, Object
from argosy_testing.network import Network, Peer

STRANGER = Peer({"app.kubernetes.io/name": "stranger"}, "elsewhere")


def _policy(**spec: object) -> Object:
    whole = {"podSelector": {"matchLabels": {"app": "one"}}, "policyTypes": ["Ingress"], **spec}
    return {"kind": "NetworkPolicy", "metadata": {"name": "one"}, "spec": whole}


ONE = Peer({"app": "one"}, NAMESPACE)
TWO = Peer({"app": "two"}, NAMESPACE)
FAR = Peer(TWO.labels, "elsewhere")
OUTSIDE = Peer(address="10.1.2.3")


@pytest.mark.parametrize(
    ("rules", "source", "port", "arrives"),
    [
        ("[]", TWO, 80, False),
        ("[{}]", STRANGER, 80, True),
        ("[{ports: [{port: 80}]}]", STRANGER, 80, True),
        ("[{ports: [{port: 80}]}]", STRANGER, 81, False),
        ("[{ports: [{port: 80, protocol: UDP}]}]", STRANGER, 80, False),
        ("[{from: [{podSelector: {matchLabels: {app: two}}}]}]", TWO, 80, True),
        ("[{from: [{podSelector: {matchLabels: {app: two}}}]}]", FAR, 80, False),
        ("[{from: [{namespaceSelector: {}}]}]", STRANGER, 80, True),
        ("[{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: two}}}]}]", FAR, 80, True),
        ("[{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: two}}}]}]", STRANGER, 80, False),
        ("[{from: [{podSelector: {matchExpressions: [{key: app, operator: Exists}]}}]}]", TWO, 80, True),
        ("[{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]", OUTSIDE, 80, True),
        ("[{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]", OUTSIDE, 80, False),
        ("[{from: [{namespaceSelector: {}}]}]", OUTSIDE, 80, False),
    ],
)
def test_policies_are_read_as_kubernetes_reads_them(
    rules: str, source: Peer, port: int, arrives: bool
) -> None:
    network = Network.of([_policy(ingress=yaml.safe_load(rules))], NAMESPACE)
    assert network.may(source, ONE, port) is arrives
    assert network.may(source, TWO, port), "no policy binds it"


def test_a_policy_of_another_namespace_binds_nobody_here() -> None:
    policy = _policy(ingress=[])
    policy["metadata"]["namespace"] = "elsewhere"
    assert Network.of([policy], NAMESPACE).may(TWO, ONE, 80)
