"""A Kubernetes control plane on loopback: etcd, API server, controllers, scheduler, KWOK for the kubelets.

Everything but the kubelet is Kubernetes' own program. Nodes are only objects: KWOK says of each pod on
them that it runs and is ready, and no container is started.
"""

from __future__ import annotations

import base64
import json
import secrets
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from argosy_testing import charts

PROGRAMS = charts.ROOT / ".tools" / "kubernetes"
KWOK = charts.ROOT / ".tools" / "bin" / "kwok"
STAGES = charts.ROOT / ".cache" / "kubernetes" / "stages"
START_S = 120.0

ZONES = ("a", "b", "c")


class ClusterFailed(Exception):
    """A program of the control plane ended, or did not become ready; holds the end of its log."""


class KubectlRefused(Exception):
    """What the API server said when it would not."""


class Cluster:
    """A control plane of its own in `directory`, from the constructor until `stop`."""

    def __init__(self, directory: Path) -> None:
        if not (PROGRAMS / "kube-apiserver").is_file():
            raise ClusterFailed(f"{PROGRAMS} has no kube-apiserver; `make test-deploy` builds it")
        self.directory = directory
        self.kubeconfig = directory / "kubeconfig"
        self._ports = _free_ports("etcd", "peers", "api", "controllers", "scheduler")
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._nodes: set[str] = set()
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        ports, key = self._ports, self._write_keys()
        etcd = f"http://127.0.0.1:{ports['etcd']}"
        peers = f"http://127.0.0.1:{ports['peers']}"
        self._run("etcd", PROGRAMS / "etcd", data_dir=self.directory / "etcd", listen_client_urls=etcd,
                  advertise_client_urls=etcd, listen_peer_urls=peers, initial_advertise_peer_urls=peers,
                  initial_cluster=f"default={peers}", unsafe_no_fsync="true", log_level="warn")  # fmt: skip
        # Admission plugins are Kubernetes' defaults, PodSecurity among them.
        self._run("api", PROGRAMS / "kube-apiserver", etcd_servers=etcd, bind_address="127.0.0.1",
                  secure_port=ports["api"], cert_dir=self.directory / "certificates",
                  service_cluster_ip_range="10.96.0.0/16", endpoint_reconciler_type="none",
                  authorization_mode="RBAC", anonymous_auth="false",
                  token_auth_file=self.directory / "tokens.csv",
                  service_account_issuer="https://kubernetes.default.svc", service_account_key_file=key,
                  service_account_signing_key_file=key)  # fmt: skip
        self._await_api()
        self._run("controllers", PROGRAMS / "kube-controller-manager", kubeconfig=self.kubeconfig,
                  bind_address="127.0.0.1", secure_port=ports["controllers"], leader_elect="false",
                  service_account_private_key_file=key,
                  root_ca_file=self.directory / "certificates" / "apiserver.crt")  # fmt: skip
        self._run("scheduler", PROGRAMS / "kube-scheduler", kubeconfig=self.kubeconfig,
                  bind_address="127.0.0.1", secure_port=ports["scheduler"], leader_elect="false")  # fmt: skip
        stages = self.directory / "stages.yaml"
        stages.write_text("\n---\n".join(path.read_text() for path in sorted(STAGES.glob("*.yaml"))))
        self._run("kwok", KWOK, config=stages, kubeconfig=self.kubeconfig, manage_all_nodes="true",
                  node_ip="127.0.0.1", cidr="10.244.0.0/16", node_lease_duration_seconds="40")  # fmt: skip
        self.add_nodes({})
        self.kubectl("apply", "--server-side", "-f", charts.DEFINITIONS)
        self.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")

    def _write_keys(self) -> Path:
        """A token for the administrator, and the key that service accounts' tokens are signed with."""
        self.directory.mkdir(parents=True, exist_ok=True)
        token = secrets.token_hex(16)
        (self.directory / "tokens.csv").write_text(f'{token},admin,1,"system:masters"\n')
        key = self.directory / "accounts.key"
        key.write_bytes(
            rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            )
        )
        self._token = token
        return key

    def _run(self, name: str, program: Path, **flags: object) -> None:
        words = [f"--{flag.replace('_', '-')}={value}" for flag, value in flags.items()]
        with (self.directory / f"{name}.log").open("wb") as log:
            # With setpriv no server outlives a test run that was killed.
            self._processes[name] = subprocess.Popen(  # noqa: S603 — fixed programs, no shell
                ["/usr/bin/setpriv", "--pdeathsig", "KILL", str(program), *words],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.directory,
            )

    def _await_api(self) -> None:
        certificate = self.directory / "certificates" / "apiserver.crt"
        deadline = time.monotonic() + START_S
        while True:
            self.look()
            if certificate.is_file():
                self._write_kubeconfig(certificate)
                said = self._unready()
                if not said:
                    return
            else:
                said = "no certificate yet"
            if time.monotonic() > deadline:
                raise ClusterFailed(f"the API server was not ready after {START_S:.0f} s: {said}")
            time.sleep(0.3)

    def _unready(self) -> str:
        """What keeps the API server from serving; empty once it does."""
        try:
            self.kubectl("get", "--raw", "/readyz")
        except KubectlRefused as error:
            return str(error)
        return ""

    def _write_kubeconfig(self, certificate: Path) -> None:
        server = {
            "server": f"https://127.0.0.1:{self._ports['api']}",
            "certificate-authority-data": base64.b64encode(certificate.read_bytes()).decode(),
        }
        whole = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "test", "cluster": server}],
            "users": [{"name": "admin", "user": {"token": self._token}}],
            "contexts": [{"name": "test", "context": {"cluster": "test", "user": "admin"}}],
            "current-context": "test",
        }
        self.kubeconfig.write_text(yaml.safe_dump(whole))

    def add_nodes(self, labels: dict[str, str], *, gpus: int = 0) -> None:
        """A node in each zone; the same labels twice are the same nodes."""
        wanted = json.dumps([labels, gpus], sort_keys=True)
        if wanted in self._nodes:
            return
        self._nodes.add(wanted)
        names = [f"node-{len(self._nodes)}{zone}" for zone in ZONES]
        nodes = [_node(name, zone, labels, gpus) for name, zone in zip(names, ZONES, strict=True)]
        # Created, not applied: server-side apply drops a status, and with it what the node has.
        self.kubectl("create", "-f", "-", stdin="\n---\n".join(json.dumps(node) for node in nodes))
        try:
            self.kubectl("wait", "--for=condition=Ready", "node", *names, "--timeout=60s")
        except KubectlRefused:
            self.look()
            raise

    def look(self) -> None:
        """Raise if a program has ended by itself."""
        for name, process in self._processes.items():
            if process.poll() is not None:
                tail = (self.directory / f"{name}.log").read_text(errors="replace").splitlines()[-20:]
                raise ClusterFailed(f"{name} ended with {process.returncode}:\n" + "\n".join(tail))

    def stop(self) -> None:
        """End every program, those that lean on others first."""
        for name in reversed(self._processes):
            process = self._processes[name]
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def kubectl(self, *words: str | Path, stdin: str | None = None) -> str:
        """Run kubectl as administrator; what it printed."""
        done = subprocess.run(  # noqa: S603 — a fixed program, no shell
            [PROGRAMS / "kubectl", "--kubeconfig", self.kubeconfig, *words],
            env={"HOME": str(self.directory)},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise KubectlRefused(done.stderr.strip() or done.stdout.strip())
        return done.stdout

    def get(self, *words: str) -> Any:  # noqa: ANN401 — one object or a list, as the API answers
        """What the API server answers, read."""
        found = json.loads(self.kubectl("get", *words, "--output=json"))
        return found["items"] if found["kind"] == "List" else found

    def apply(self, *objects: charts.Object, words: tuple[str, ...] = ()) -> str:
        """Send objects; unknown and doubled fields are refused."""
        text = "\n---\n".join(json.dumps(one) for one in objects)
        return self.kubectl("apply", "--server-side", "--validate=strict", *words, "-f", "-", stdin=text)

    def helm(self, *words: str | Path) -> str:
        """Run helm as administrator."""
        return charts.helm(*words, kubeconfig=self.kubeconfig)


def _node(name: str, zone: str, labels: dict[str, str], gpus: int) -> charts.Object:
    there: charts.Object = {"cpu": "32", "memory": "256Gi", "pods": "110", "ephemeral-storage": "200Gi"}
    usual = {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "topology.kubernetes.io/zone": zone,
    }
    taints = []
    if gpus:
        there["nvidia.com/gpu"] = str(gpus)
        taints = [{"key": "nvidia.com/gpu", "value": "present", "effect": "NoSchedule"}]
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": {**usual, **labels}},
        "spec": {"taints": taints},
        "status": {"capacity": there, "allocatable": there},
    }


def _free_ports(*names: str) -> dict[str, int]:
    sockets = {name: socket.socket() for name in names}
    for one in sockets.values():
        one.bind(("127.0.0.1", 0))
    ports = {name: int(one.getsockname()[1]) for name, one in sockets.items()}
    for one in sockets.values():
        one.close()
    return ports
