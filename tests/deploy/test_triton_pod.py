"""The pod of charts/triton, run as it is rendered.

Its containers' own commands, arguments and environment, as user 10001 without capabilities, on a read-only
root with only /tmp and /dev/shm to write, in one process and network namespace.

What stands in for the image: this machine's files, the tier's environment, and a `tritonserver` on PATH that
knows its library and its backends. What stands in for the kubelet: this test, which asks what the probes ask.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TIER = ROOT / ".venv-tier"
HELM = ROOT / ".tools/bin/helm"

pytestmark = [
    pytest.mark.stack,
    pytest.mark.timeout(400),
    pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root and namespaces"),
]
USER = "setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all"


def rendered(*words: str) -> dict[str, Any]:
    text = subprocess.run(
        [HELM, "template", "argosy", ROOT / "charts/triton", "--kube-version", "1.34", *words],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    (found,) = (doc for doc in yaml.safe_load_all(text) if doc and doc["kind"] == "Deployment")
    return found["spec"]["template"]["spec"]


class Pod:
    """Both containers, started in namespaces of their own; `folder` is outside them."""

    def __init__(self, spec: dict[str, Any], folder: Path) -> None:
        self.spec = spec
        self.folder = folder
        (folder / "bin").mkdir()
        self._wrapper()
        shm = next(v for v in spec["volumes"] if v["name"] == "shm")["emptyDir"]["sizeLimit"].removesuffix(
            "i"
        )
        lines = [
            "set -e",
            "mount --make-rprivate /",
            "mount -t tmpfs tmpfs /opt && mkdir -p /opt/argosy/triton /opt/bin",
            f"mount --bind {ROOT}/deploy/triton /opt/argosy/triton",
            f"mkdir /opt/project && mount --bind {ROOT} /opt/project",
            f"cp {folder}/bin/* /opt/bin/",
            *self._interpreter(),
            f"mount -t tmpfs -o mode=1777,size={shm} tmpfs /dev/shm",
            "mount -t tmpfs -o mode=1777 tmpfs /tmp",
            # Where it was, though it may have lain below /tmp.
            f"mkdir -p {ROOT} && mount --bind /opt/project {ROOT} && mount -o remount,bind,ro {ROOT}",
            "mount -o remount,bind,ro /",
            "ip link set lo up",
            *(f"({self._begun(container)}) &" for container in spec["containers"]),
            "wait",
        ]
        (folder / "pod.sh").write_text("\n".join(lines))
        self.logs = (folder / "pod.log").open("wb")
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--net", "bash",
             "-c", (folder / "pod.sh").read_text()],
            stdout=self.logs, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _wrapper(self) -> None:
        (server,) = TIER.glob("lib/python3*/site-packages/pytriton/tritonserver")
        wrapper = self.folder / "bin/tritonserver"
        wrapper.write_text(
            f"#!/bin/sh\nLD_LIBRARY_PATH={(TIER / '.libpython').read_text().strip()} "
            f'exec {server}/bin/tritonserver --backend-directory={server}/backends "$@"\n'
        )
        wrapper.chmod(0o755)

    @staticmethod
    def _interpreter() -> list[str]:
        """The interpreter in the place where it is, though root's home is closed to others."""
        base = subprocess.run(
            [TIER / "bin/python", "-c", "import sys; print(sys.base_prefix)"],
            check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
        if not base.startswith("/root/"):
            return []
        return [
            f"mkdir /opt/interpreter && mount --bind {base} /opt/interpreter",
            f"mount -t tmpfs -o mode=755 tmpfs /root && mkdir -p {base}",
            f"mount --bind /opt/interpreter {base}",
        ]

    @staticmethod
    def _begun(container: dict[str, Any]) -> str:
        env = {row["name"]: row["value"] for row in container["env"]}
        env["PATH"] = f"{TIER}/bin:/opt/bin:/usr/bin:/bin"
        env["PYTHONPATH"] = str(ROOT / "libs/upkeep/src")
        given = " ".join(f"{name}={shlex.quote(value)}" for name, value in env.items())
        return f"exec env -i {given} {USER} {shlex.join([*container['command'], *container['args']])}"

    def enter(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run in the pod, as a container of it would."""
        env = [f"PATH={TIER}/bin:/usr/bin:/bin", f"PYTHONPATH={ROOT}/libs/upkeep/src", "HOME=/tmp"]
        return subprocess.run(
            ["nsenter", "-t", self._first(), "--mount", "--pid", "--net", "--",
             "env", "-i", *env, *USER.split(), *words],
            check=False, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    def _first(self) -> str:
        """The namespaces' first process, which `unshare` forks."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        while not (found := children.read_text().split()):
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)
        return found[0]

    def answers(self) -> subprocess.CompletedProcess[str]:
        """What `helm test` runs."""
        return self.enter("python", "-m", "argosy_upkeep.answers", "127.0.0.1")

    def until_it_answers(self, within_s: float = 240) -> float:
        began = time.monotonic()
        while (said := self.answers()).returncode != 0:
            assert self.process.poll() is None, self.log()
            assert time.monotonic() - began < within_s, f"{said.stdout}\n{said.stderr}\n{self.log()}"
            time.sleep(1)
        return time.monotonic() - began

    def pids(self, name: str) -> list[str]:
        return self.enter("pgrep", "-f", name).stdout.split()

    def log(self) -> str:
        return (self.folder / "pod.log").read_text(errors="replace")[-3000:]

    def end(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        self.logs.close()


@pytest.fixture(scope="module")
def pod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pod]:
    spec = rendered("-f", str(ROOT / "charts/triton/ci/embedded-values.yaml"))
    found = Pod(spec, tmp_path_factory.mktemp("pod"))
    yield found
    found.end()


READYZ = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8004/readyz').read().decode())"
METRICS = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8004/metrics').read().decode())"
MEDDLING = """
import grpc
from tritonclient.grpc import service_pb2 as pb, service_pb2_grpc

stub = service_pb2_grpc.GRPCInferenceServiceStub(grpc.insecure_channel("127.0.0.1:8001"))
for name, call, request in (
    ("repository", stub.RepositoryModelUnload, pb.RepositoryModelUnloadRequest(model_name="translator")),
    ("memory", stub.SystemSharedMemoryStatus, pb.SystemSharedMemoryStatusRequest()),
):
    try:
        call(request)
        print(name, "allowed")
    except grpc.RpcError as error:
        print(name, error.code().name, "restricted" if "restricted" in error.details() else error.details())
print("live", stub.ServerLive(pb.ServerLiveRequest()).live)
"""


def test_over_grpc_nothing_but_asking_is_allowed(pod: Pod) -> None:
    pod.until_it_answers()
    said = pod.enter("python", "-c", MEDDLING).stdout
    assert said.splitlines() == [
        "repository UNAVAILABLE restricted",
        "memory UNAVAILABLE restricted",
        "live True",
    ]


def test_the_pod_serves_mends_a_dead_model_and_stops_within_its_grace_period(pod: Pod) -> None:
    began = pod.until_it_answers()
    print(f"every model of the profile has answered {began:.1f} s after the start")
    asked = {word.partition("=")[2] for word in pod.spec["containers"][0]["args"] if "--load-model" in word}
    assert asked == set(re.findall(r"^(\w+): ready$", pod.enter("python", "-c", READYZ).stdout, re.MULTILINE))

    (victim,) = pod.pids("triton_python_backend_stub.*text_embedder")
    assert pod.enter("kill", "-9", victim).returncode == 0
    killed = time.monotonic()
    while 'model_mended_total{model="text_embedder"} 1' not in pod.enter("python", "-c", METRICS).stdout:
        assert time.monotonic() - killed < 60, pod.log()
    print(f"the embedder was mended {time.monotonic() - killed:.1f} s after the kill")
    assert pod.answers().returncode == 0

    (server,) = pod.pids("^[^ ]*/bin/tritonserver ")
    assert pod.enter("kill", "-TERM", server).returncode == 0
    told = time.monotonic()
    while pod.pids("^[^ ]*/bin/tritonserver "):
        assert time.monotonic() - told < pod.spec["terminationGracePeriodSeconds"]
        time.sleep(0.2)
    print(f"Triton ended {time.monotonic() - told:.1f} s after SIGTERM")
