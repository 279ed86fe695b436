"""NetworkPolicies read as Kubernetes defines them: whether one pod may reach another, or an address."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field

from argosy_testing.charts import Object, of_kind, selects


@dataclass(frozen=True)
class Peer:
    """One end of a connection: a pod with its namespace, or an address outside."""

    labels: dict[str, str] = field(default_factory=dict)
    namespace: str = ""
    address: str = ""

    @property
    def namespace_labels(self) -> dict[str, str]:
        """What every API server writes on a namespace by itself."""
        return {"kubernetes.io/metadata.name": self.namespace}


@dataclass(frozen=True)
class Network:
    """The policies of all namespaces, each object with its namespace."""

    policies: tuple[tuple[str, Object], ...]

    @classmethod
    def of(cls, objects: Iterable[Object], namespace: str) -> Network:
        """The policies among a chart's objects."""
        found = of_kind(objects, "NetworkPolicy")
        return cls(tuple((one["metadata"].get("namespace", namespace), one) for one in found))

    def __add__(self, other: Network) -> Network:
        return Network(self.policies + other.policies)

    def may(self, source: Peer, target: Peer, port: int | str, protocol: str = "TCP") -> bool:
        """Whether what `source` sends arrives. `port` is named or numbered as the rule does it."""
        return self.sends(source, target, port, protocol) and self.takes(target, source, port, protocol)

    def sends(self, source: Peer, target: Peer, port: int | str, protocol: str = "TCP") -> bool:
        """Whether it leaves the source."""
        return self._lets("Egress", "egress", "to", source, target, port, protocol)

    def takes(self, target: Peer, source: Peer, port: int | str, protocol: str = "TCP") -> bool:
        """Whether the target lets it in."""
        return self._lets("Ingress", "ingress", "from", target, source, port, protocol)

    def selecting(self, pod: Peer, direction: str) -> list[Object]:
        """The policies of one direction that bind a pod; none binds an address."""
        return [
            one["spec"]
            for namespace, one in self.policies
            if pod.namespace == namespace
            and direction in one["spec"]["policyTypes"]
            and selects(one["spec"]["podSelector"], pod.labels)
        ]

    def _lets(
        self, direction: str, rules: str, side: str, bound: Peer, other: Peer, port: int | str, protocol: str
    ) -> bool:
        policies = self.selecting(bound, direction)
        return not policies or any(
            _on_port(rule.get("ports"), port, protocol) and _with(rule.get(side), other, bound.namespace)
            for policy in policies
            for rule in policy.get(rules) or []
        )


def _on_port(ports: list[Object] | None, port: int | str, protocol: str) -> bool:
    return not ports or any(
        one.get("protocol", "TCP") == protocol and one.get("port", port) == port for one in ports
    )


def _with(peers: list[Object] | None, other: Peer, home: str) -> bool:
    return not peers or any(_is(peer, other, home) for peer in peers)


def _is(peer: Object, other: Peer, home: str) -> bool:
    if block := peer.get("ipBlock"):
        if not other.address:
            return False
        address = ipaddress.ip_address(other.address)
        inside = [ipaddress.ip_network(one) for one in block.get("except") or []]
        return address in ipaddress.ip_network(block["cidr"]) and not any(address in one for one in inside)
    if other.address:
        return False
    if "namespaceSelector" in peer:
        there = selects(peer["namespaceSelector"], other.namespace_labels)
    else:
        there = other.namespace == home
    return there and selects(peer.get("podSelector", {}), other.labels)
