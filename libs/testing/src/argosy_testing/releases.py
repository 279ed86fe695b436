"""One chart installed in a namespace of its own, and what an operator has there beforehand."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from argosy_testing import charts, policies
from argosy_testing.cluster import Cluster

WAIT_S = 120.0
# What every namespace has, release or not.
ALWAYS = {"serviceaccount/default", "configmap/kube-root-ca.crt"}
# What others write about objects, and what helm keeps until the uninstall.
ABOUT = ("events", "events.events.k8s.io", "endpoints", "endpointslices.discovery.k8s.io")


ReleaseFactory = Callable[[charts.Example], "Release"]


class Release:
    """A namespace ready for one example of a chart, and what helm does there."""

    def __init__(self, cluster: Cluster, example: charts.Example, namespace: str) -> None:
        self.cluster = cluster
        self.example = example
        self.namespace = namespace
        self.name = charts.RELEASE
        self._prepare()

    def _prepare(self) -> None:
        """What the values name and the chart does not make: claims, classes, namespaces, nodes."""
        found = charts.render(self.example)
        pods = charts.pods_of(found)
        # The stricter levels let nobody mount a folder of the node; whoever names one chooses that.
        level = "privileged" if any(policies.node_folders(one.spec) for one in pods) else "restricted"
        labels = {"pod-security.kubernetes.io/enforce": level}
        there = [_object("v1", "Namespace", self.namespace, labels=labels)]
        namespaces = {thing["metadata"].get("namespace", charts.NAMESPACE) for thing in found}
        there += [_object("v1", "Namespace", name) for name in namespaces - {charts.NAMESPACE}]
        classes = {one.spec["priorityClassName"] for one in pods if "priorityClassName" in one.spec}
        there += [_object("scheduling.k8s.io/v1", "PriorityClass", name, value=1000) for name in classes]
        runtimes = {one.spec["runtimeClassName"] for one in pods if "runtimeClassName" in one.spec}
        there += [_object("node.k8s.io/v1", "RuntimeClass", name, handler=name) for name in runtimes]
        volumes = [volume for one in pods for volume in one.spec.get("volumes", [])]
        for name in sorted(
            {one["persistentVolumeClaim"]["claimName"] for one in volumes if "persistentVolumeClaim" in one}
        ):
            there += self._claim(name)
        self.cluster.apply(*there)
        for one in pods:
            self._nodes_for(one)

    def _claim(self, name: str) -> list[charts.Object]:
        size = {"storage": "10Gi"}
        modes = ["ReadWriteMany", "ReadOnlyMany"]
        behind = f"{self.namespace}-{name}"
        bound = {"namespace": self.namespace, "name": name}
        volume = {"accessModes": modes, "capacity": size, "hostPath": {"path": "/nowhere"}, "claimRef": bound}
        claim = {
            "accessModes": modes,
            "storageClassName": "",
            "volumeName": behind,
            "resources": {"requests": size},
        }
        return [
            _object("v1", "PersistentVolume", behind, spec=volume),
            _object("v1", "PersistentVolumeClaim", name, namespace=self.namespace, spec=claim),
        ]

    def _nodes_for(self, pods: charts.Pods) -> None:
        """A node in each zone with the labels that the pods ask for, and with GPUs where they want one."""
        wanted = pods.spec.get("nodeSelector")
        gpus = any("nvidia.com/gpu" in one.get("resources", {}).get("limits", {}) for one in pods.containers)
        if wanted:
            self.cluster.add_nodes(wanted, gpus=4 if gpus else 0)

    # --- helm ---

    def install(self, *words: str) -> None:
        """Install and wait until everything is ready."""
        self._helm("install", self.example.chart, *words)

    def upgrade(self, *words: str) -> None:
        """Upgrade with other values and wait."""
        self._helm("upgrade", self.example.chart, *words)

    def _helm(self, verb: str, chart: Path, *words: str) -> None:
        self.cluster.helm(verb, self.name, chart, "--namespace", self.namespace,
                          "--values", self.example.values, "--wait", "--timeout", f"{WAIT_S:.0f}s",
                          *words)  # fmt: skip

    def rollback(self, revision: int) -> None:
        """Go back and wait."""
        self.cluster.helm("rollback", self.name, str(revision), "--namespace", self.namespace,
                          "--wait", "--timeout", f"{WAIT_S:.0f}s")  # fmt: skip

    def uninstall(self) -> None:
        """Take everything away and wait."""
        self.cluster.helm("uninstall", self.name, "--namespace", self.namespace, "--wait")

    def history(self) -> list[charts.Object]:
        """The release's revisions as helm keeps them."""
        said = self.cluster.helm("history", self.name, "--namespace", self.namespace, "--output", "json")
        found: list[charts.Object] = json.loads(said)
        return found

    def manifest(self) -> list[charts.Object]:
        """What helm says that it sent, hooks aside."""
        text = self.cluster.helm("get", "manifest", self.name, "--namespace", self.namespace)
        return list(charts.read_objects(text))

    def stored(self, thing: charts.Object) -> charts.Object:
        """The same object as the API server has it."""
        group, _, version = thing["apiVersion"].rpartition("/")
        kind = f"{thing['kind']}.{version}.{group}" if group else thing["kind"]
        namespace = thing["metadata"].get("namespace", self.namespace)
        found: charts.Object = self.cluster.get(kind, thing["metadata"]["name"], "--namespace", namespace)
        return found

    def of_kind(self, kind: str, *words: str) -> list[charts.Object]:
        """All objects of a kind in the namespace."""
        found: list[charts.Object] = self.cluster.get(kind, "--namespace", self.namespace, *words)
        return found

    def pods(self, *words: str) -> list[charts.Object]:
        """The pods that stay, those that are going left out."""
        return [pod for pod in self.of_kind("pods", *words) if "deletionTimestamp" not in pod["metadata"]]

    def everything(self) -> set[str]:
        """Every object in the namespace that somebody put there, of every kind that the server has."""
        kinds = self.cluster.kubectl("api-resources", "--namespaced", "--verbs=list", "--output=name").split()
        asked = ",".join(kind for kind in kinds if kind not in ABOUT)
        found = self.cluster.kubectl("get", asked, "--namespace", self.namespace, "--output=name")
        return {line.replace(".apps/", "/") for line in found.splitlines()} - ALWAYS

    def until(self, what: str, true: Callable[[], object]) -> None:
        """Wait for what controllers bring about."""
        deadline = time.monotonic() + WAIT_S
        while not true():
            self.cluster.look()
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {WAIT_S:.0f} s: {what}")
            time.sleep(0.3)

    def remove(self) -> None:
        """The namespace with all that is left in it, what lies in others, and the volumes made for it."""
        elsewhere = [
            thing for thing in charts.render(self.example)
            if thing["metadata"].get("namespace", charts.NAMESPACE) != charts.NAMESPACE
        ]  # fmt: skip
        for kind, namespace in {(one["kind"], one["metadata"]["namespace"]) for one in elsewhere}:
            self.cluster.kubectl("delete", kind, "--all", "--namespace", namespace)
        self.cluster.kubectl("delete", "namespace", self.namespace, "--wait=false")
        for volume in self.cluster.get("persistentvolumes"):
            if volume["spec"].get("claimRef", {}).get("namespace") == self.namespace:
                self.cluster.kubectl("delete", "persistentvolume", volume["metadata"]["name"], "--wait=false")


def _object(version: str, kind: str, name: str, **rest: Any) -> charts.Object:  # noqa: ANN401 — as the kind has it
    metadata = {key: rest.pop(key) for key in ("namespace", "labels") if key in rest}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, **metadata}, **rest}
