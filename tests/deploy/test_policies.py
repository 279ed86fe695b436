"""No pod of the charts may do what it need not; each rule is shown to refuse a pod that breaks it."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
import yaml

from argosy_testing import charts, policies
from argosy_testing.charts import Example, Object, Pods
from argosy_testing.policies import Rule

every_example = pytest.mark.parametrize("example", charts.examples(), ids=str)

KEPT_UP = ("Deployment", "StatefulSet", "DaemonSet")

GOOD = Pods(
    "Deployment/one",
    "argosy",
    {},
    yaml.safe_load("""
    automountServiceAccountToken: false
    securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
    volumes: [{name: tmp, emptyDir: {sizeLimit: 1Gi}}]
    containers:
      - name: one
        image: registry.example.com:5000/argosy/one:0.1.0
        env: [{name: ARGOSY_KAFKA_PASSWORD, valueFrom: {secretKeyRef: {name: kafka, key: password}}},
              {name: ARGOSY_KAFKA_KEY_FILE, value: /etc/argosy/tls.key}]
        securityContext:
          allowPrivilegeEscalation: false
          readOnlyRootFilesystem: true
          capabilities: {drop: [ALL]}
        resources: {requests: {cpu: 100m, memory: 1Gi}, limits: {memory: 1Gi}}
        startupProbe: {httpGet: {path: /livez, port: 8080}}
        livenessProbe: {httpGet: {path: /livez, port: 8080}}
        readinessProbe: {httpGet: {path: /readyz, port: 8080}}
    """),
)


@every_example
@pytest.mark.parametrize("rule", policies.EVERYWHERE, ids=lambda rule: rule.__name__)
def test_every_pod_keeps_the_rule(example: Example, rule: Rule) -> None:
    found = charts.pods_of(charts.render(example))
    assert found
    assert not [f"{pods.owner}: {wrong}" for pods in found for wrong in rule(pods)]


@every_example
def test_what_is_kept_up_says_how_it_is(example: Example) -> None:
    found = [pods for pods in charts.pods_of(charts.render(example)) if pods.owner.startswith(KEPT_UP)]
    assert found
    assert not [f"{pods.owner}: {wrong}" for pods in found for wrong in policies.probed(pods)]


@every_example
def test_a_folder_of_the_node_is_mounted_only_where_the_values_name_it(example: Example) -> None:
    named = yaml.safe_dump(example.settings()) if example.chart.name == "triton" else ""
    for pods in charts.pods_of(charts.render(example)):
        assert not [path for path in policies.node_folders(pods.spec) if path not in named], pods.owner


@every_example
def test_the_charts_make_no_secret(example: Example) -> None:
    assert not charts.of_kind(charts.render(example), "Secret")


@every_example
def test_no_service_account_is_given_rights(example: Example) -> None:
    given = {"Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"}
    assert not [charts.name_of(thing) for thing in charts.render(example) if thing["kind"] in given]


def _drop(spec: Object, *path: str) -> None:
    for key in path[:-1]:
        spec = spec[key]
    del spec[path[-1]]


def _one(spec: Object) -> Object:
    found: Object = spec["containers"][0]
    return found


SPOILED: list[tuple[Rule, Callable[[Object], object]]] = [
    (policies.no_root, lambda spec: _drop(spec, "securityContext", "runAsNonRoot")),
    (policies.no_root, lambda spec: spec["securityContext"].update(runAsUser=0)),
    (policies.no_root, lambda spec: _one(spec)["securityContext"].update(runAsNonRoot=False)),
    (policies.no_privilege, lambda spec: _one(spec)["securityContext"].update(privileged=True)),
    (policies.no_privilege, lambda spec: _one(spec)["securityContext"].pop("allowPrivilegeEscalation")),
    (
        policies.no_privilege,
        lambda spec: _one(spec)["securityContext"]["capabilities"].update(add=["NET_RAW"]),
    ),
    (policies.no_privilege, lambda spec: _drop(spec, "securityContext", "seccompProfile")),
    (policies.nothing_of_the_node, lambda spec: spec.update(hostNetwork=True)),
    (
        policies.nothing_of_the_node,
        lambda spec: _one(spec).update(ports=[{"containerPort": 1, "hostPort": 1}]),
    ),
    (policies.read_only_root, lambda spec: _one(spec)["securityContext"].pop("readOnlyRootFilesystem")),
    (policies.no_token, lambda spec: _drop(spec, "automountServiceAccountToken")),
    (policies.an_image_by_name, lambda spec: _one(spec).update(image="registry.example.com:5000/argosy/one")),
    (policies.an_image_by_name, lambda spec: _one(spec).update(image="argosy/one:latest")),
    (policies.requests_and_limits, lambda spec: _one(spec)["resources"]["limits"].clear()),
    (policies.requests_and_limits, lambda spec: _one(spec)["resources"]["requests"].pop("cpu")),
    (policies.bounded_scratch, lambda spec: spec["volumes"][0].update(emptyDir={})),
    (
        policies.no_secret_in_the_open,
        lambda spec: _one(spec)["env"].append({"name": "ARGOSY_SHOP_TOKEN", "value": "s3cret"}),
    ),
    (
        policies.no_secret_in_the_open,
        lambda spec: _one(spec)["env"].append({"name": "STORE", "value": "mongodb://me:s3cret@host/argosy"}),
    ),
    (policies.no_secret_in_the_open, lambda spec: _one(spec).update(args=["--store=mongodb://me:it@host"])),
    (policies.probed, lambda spec: _one(spec).pop("livenessProbe")),
]


@pytest.mark.parametrize("rule", [*policies.EVERYWHERE, policies.probed], ids=lambda rule: rule.__name__)
def test_the_rule_lets_a_good_pod_be(rule: Rule) -> None:
    assert not list(rule(GOOD))


@pytest.mark.parametrize(("rule", "spoil"), SPOILED)
def test_the_rule_refuses_what_breaks_it(rule: Rule, spoil: Callable[[Object], object]) -> None:
    spec = copy.deepcopy(GOOD.spec)
    spoil(spec)
    assert list(rule(Pods(GOOD.owner, GOOD.namespace, GOOD.labels, spec)))


def test_every_rule_has_been_seen_to_refuse() -> None:
    assert {rule for rule, _ in SPOILED} == {*policies.EVERYWHERE, policies.probed}
