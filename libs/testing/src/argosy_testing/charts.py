"""Charts as helm renders them: plain objects, the pods in them, and what the schemas say of them."""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[4]
HELM = ROOT / ".tools" / "bin" / "helm"
DEFINITIONS = ROOT / ".cache" / "kubernetes" / "definitions"
RELEASE = "shop"
NAMESPACE = "argosy"

Object = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """A chart with one of its `ci/*-values.yaml`."""

    chart: Path
    values: Path

    def __str__(self) -> str:
        return f"{self.chart.name}-{self.values.name.removesuffix('-values.yaml')}"

    def settings(self) -> Object:
        """What the file says."""
        said: Object = yaml.safe_load(self.values.read_text(encoding="utf-8")) or {}
        return said


def charts() -> list[Path]:
    """Every chart of the project."""
    return sorted(path.parent for path in (ROOT / "charts").glob("*/Chart.yaml"))


def examples() -> list[Example]:
    """Every chart with every one of its example values."""
    return [Example(chart, values) for chart in charts() for values in sorted(chart.glob("ci/*-values.yaml"))]


class HelmRefused(Exception):
    """What helm said when it would not."""


def helm(*words: str | Path, kubeconfig: Path | None = None) -> str:
    """Run helm, by default without any cluster."""
    if not HELM.is_file():
        raise FileNotFoundError(f"{HELM} is not there; `make tools` builds it")
    done = subprocess.run(  # noqa: S603 — a fixed program, no shell
        [HELM, *words],
        env={"HOME": "/nonexistent", "KUBECONFIG": str(kubeconfig or "/nonexistent")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise HelmRefused(done.stderr.strip() or done.stdout.strip())
    return done.stdout


@functools.cache
def render(example: Example, *words: str, release: str = RELEASE) -> tuple[Object, ...]:
    """What an install would send to the API server, hooks and tests included."""
    said = helm("template", release, example.chart, "--namespace", NAMESPACE,
                "--values", example.values, *words)  # fmt: skip
    return tuple(read_objects(said))


class _OneKeyOnce(yaml.CSafeLoader):
    """YAML in which a key that stands twice is an error, not the loss of the first."""


def _mapping(loader: _OneKeyOnce, node: yaml.MappingNode) -> Object:
    keys = [key.value for key, _ in node.value]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"{', '.join(sorted(twice))} stands twice{node.start_mark}")
    return loader.construct_mapping(node, deep=True)  # type: ignore[return-value]


_OneKeyOnce.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_objects(text: str) -> Iterator[Object]:
    """The objects of a stream of documents; a key that stands twice is an error."""
    for found in yaml.load_all(text, Loader=_OneKeyOnce):
        if found:
            yield found


def name_of(thing: Object) -> str:
    """Kind and name, for a person."""
    return f"{thing['kind']}/{thing['metadata']['name']}"


def of_kind(objects: Iterable[Object], kind: str) -> list[Object]:
    """Those of one kind."""
    return [thing for thing in objects if thing["kind"] == kind]


def is_hook(thing: Object) -> bool:
    """Whether helm makes it for a moment and does not count it among the release's objects."""
    return "helm.sh/hook" in (thing["metadata"].get("annotations") or {})


@dataclass(frozen=True)
class Pods:
    """The pods that one object makes: its template, or the pod itself."""

    owner: str
    namespace: str
    labels: dict[str, str]
    spec: Object

    @property
    def containers(self) -> list[Object]:
        """All, those that run before the others included."""
        return [*self.spec.get("initContainers", []), *self.spec["containers"]]


def pods_of(objects: Iterable[Object]) -> list[Pods]:
    """The pods of every workload."""
    found = []
    for thing in objects:
        template = thing if thing["kind"] == "Pod" else (thing.get("spec") or {}).get("template")
        if isinstance(template, dict) and "containers" in (template.get("spec") or {}):
            namespace = thing["metadata"].get("namespace", NAMESPACE)
            labels = template["metadata"].get("labels", {})
            found.append(Pods(name_of(thing), namespace, labels, template["spec"]))
    return found


def selects(selector: Object | None, labels: dict[str, str]) -> bool:
    """A LabelSelector as Kubernetes reads it: an empty one selects everything, none nothing."""
    if selector is None:
        return False
    if any(labels.get(key) != value for key, value in (selector.get("matchLabels") or {}).items()):
        return False
    return all(_fits(one, labels) for one in selector.get("matchExpressions") or [])


def _fits(expression: Object, labels: dict[str, str]) -> bool:
    has, value = expression["key"] in labels, labels.get(expression["key"])
    match expression["operator"]:
        case "In":
            return has and value in expression["values"]
        case "NotIn":
            return not has or value not in expression["values"]
        case "Exists":
            return has
        case "DoesNotExist":
            return not has
    raise ValueError(f"no such operator: {expression['operator']}")


@functools.cache
def custom_schemas() -> dict[tuple[str, str], Object]:
    """JSON schemas of other projects' kinds, by apiVersion and kind, that refuse unknown fields."""
    if not list(DEFINITIONS.glob("*.yaml")):
        raise FileNotFoundError(f"{DEFINITIONS} is empty; `make tools` fills it")
    found = {}
    for path in sorted(DEFINITIONS.glob("*.yaml")):
        spec = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["spec"]
        for version in spec["versions"]:
            schema = _closed(version["schema"]["openAPIV3Schema"])
            schema["properties"]["metadata"] = {"type": "object"}
            found[f"{spec['group']}/{version['name']}", spec["names"]["kind"]] = schema
    return found


def _closed(schema: Any) -> Any:  # noqa: ANN401 — any value of a JSON document
    """The schema as the API server applies it: fields that it does not name are refused."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and not schema.get("x-kubernetes-preserve-unknown-fields"):
        closed.setdefault("additionalProperties", False)
    return closed
