"""A pod as helm renders it, run from its images' files alone.

Each container's command, arguments and environment, as the pod's user without capabilities, on a root mounted
read-only with only the pod's volumes to write, under its limit of memory, its program the first of a process
namespace. What is not as in a cluster: pods share this machine's network, so each is given an address of
loopback to listen on in place of 0.0.0.0; no seccomp profile; an emptyDir's limit of size is not kept.
"""

from __future__ import annotations

import itertools
import os
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from argosy_testing.images import Image

ANYWHERE = "0.0.0.0"  # noqa: S104 — what is replaced
_UNITS = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
_SHM = "dev/shm"  # where POSIX shared memory is
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_numbers = itertools.count(1)


class PodEnded(Exception):
    """A container that should run has ended; what it said last."""


def size(text: str) -> int:
    """Bytes of a quantity as Kubernetes writes it."""
    return int(text[:-2]) * _UNITS[text[-2:]]


def _must_be_free(address: str, port: int) -> None:
    """Else another process would answer in the container's place."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address, port))
        except OSError as error:
            raise RuntimeError(f"{address}:{port} is taken: {error.strerror}") from error


class Container:
    """One container of a pod; it runs from the moment it is made."""

    def __init__(
        self,
        pod: Mapping[str, Any],
        image: Image,
        folder: Path,
        *,
        address: str,
        secrets: Mapping[str, str],
        container: Mapping[str, Any] | None = None,
        shared: Path | None = None,
        beside: Container | None = None,
    ) -> None:
        """Start it.

        Args:
            pod: the pod's spec.
            image: of this container.
            folder: for its log; and its volumes, if not `shared`.
            address: where it listens, for each address of all interfaces.
            secrets: variables whose values stand in secrets.
            container: which of the pod's; the first.
            shared: the folder of another container of the pod, whose volumes it has too.
            beside: that container, where the pod's process namespace is shared.
        """
        self.said = container or pod["containers"][0]
        self.image = image
        self.address = address
        self.folder = folder
        self._pod = pod
        self._secrets = secrets
        for row in self.said.get("ports", ()):
            _must_be_free(address, row["containerPort"])
        self._beside = beside
        self._memory = Memory(f"argosy-{os.getpid()}-{next(_numbers)}", self._limit())
        folder.mkdir(parents=True, exist_ok=True)
        self._log = (folder / "log").open("wb")
        enter = self._namespaces()
        lines = [
            "set -e",
            *self._memory.entered(),
            "mount --make-rprivate /",
            *self._root(shared or folder),
            f"exec chroot {self._at} {shlex.join([*self._as_user(), *self._program()])}",
        ]
        self.process = subprocess.Popen(  # noqa: S603 — our own command line
            [*enter, "bash", "-c", "\n".join(lines)], stdout=self._log, stderr=subprocess.STDOUT
        )

    @property
    def environment(self) -> dict[str, str]:
        """The image's, and over it the pod's."""
        given = {
            row["name"]: row["value"] if "value" in row else self._secrets[row["name"]]
            for row in self.said.get("env", ())
        }
        told = {name: value.replace(ANYWHERE, self.address) for name, value in given.items()}
        return {**self.image.environment, **told}

    @property
    def url(self) -> str:
        """Of the port that the pod names `http`."""
        (port,) = (row["containerPort"] for row in self.said["ports"] if row["name"] == "http")
        return f"http://{self.address}:{port}"

    @property
    def peak_bytes(self) -> int:
        """The most memory that it has had, caches of files included."""
        return self._memory.peak()

    @property
    def limit_bytes(self) -> int:
        return self._limit()

    def run(self, *words: str, timeout_s: float = 60, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """What `kubectl exec` would do: run a command in the container."""
        into = ["nsenter", "-t", str(self.pid()), "--mount", "--pid", "--root", *self._as_user()]
        entered = "\n".join([*self._memory.entered(), 'exec "$@"'])
        return subprocess.run(  # noqa: S603 — our own command line
            ["bash", "-c", entered, "run", *into, *words],  # noqa: S607 — as above
            capture_output=True, text=True, check=False, timeout=timeout_s, input=stdin,
        )  # fmt: skip

    def pid(self) -> int:
        """The container's first process, as this machine counts."""
        while not (found := self._begun()):
            if self.process.poll() is not None:
                raise PodEnded(self.log())
            time.sleep(0.05)
        return found

    def terminate(self) -> float:
        """SIGTERM, as the kubelet sends it; seconds to its end, `TimeoutExpired` after the grace period."""
        began = time.monotonic()
        os.kill(self.pid(), signal.SIGTERM)
        self.process.wait(self._pod["terminationGracePeriodSeconds"])
        return time.monotonic() - began

    def wait(self, timeout_s: float) -> int:
        """Until it ends by itself; its exit code."""
        return self.process.wait(timeout_s)

    def log(self) -> str:
        """The last of what it said."""
        return (self.folder / "log").read_text(errors="replace")[-4000:]

    def end(self) -> None:
        """Whatever it does."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        with suppress(OSError):
            for pid in children.read_text().split():
                os.kill(int(pid), signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        self._log.close()
        self._memory.remove()

    def _begun(self) -> int | None:
        """The child that has gone into its root, if it is that far."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        inside = [pid for pid in children if Path(f"/proc/{pid}/root").readlink() != Path("/")]
        return int(inside[0]) if inside else None

    def _limit(self) -> int:
        return size(self.said["resources"]["limits"]["memory"])

    def _namespaces(self) -> list[str]:
        if self._beside is not None:
            return ["nsenter", "-t", str(self._beside.pid()), "--pid", "unshare", "--mount"]
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child"]

    @property
    def _at(self) -> Path:
        return self.image.root

    def _root(self, volumes: Path) -> list[str]:
        """The image's files, read-only where the pod says so, and over them what a runtime mounts."""
        at = self._at
        security = self.said["securityContext"]
        if security["capabilities"] != {"drop": ["ALL"]} or security["allowPrivilegeEscalation"]:
            raise ValueError(f"it would be run without capabilities, and the pod gives it some: {security}")
        read_only = [f"mount -o remount,bind,ro {at}"] if security["readOnlyRootFilesystem"] else []
        files = [f"{at}/etc/hosts", f"{at}/etc/resolv.conf"]
        return [
            f"mount --bind {at} {at}",
            # A runtime makes what it mounts over; an image need not have them.
            f"touch {shlex.join(files)}",
            *read_only,
            *(f"mount --bind {file.removeprefix(str(at))} {file}" for file in files),
            f"mount -t proc proc {at}/proc",
            f"mount -t sysfs -o ro sysfs {at}/sys",
            f"mount -t tmpfs -o mode=755 tmpfs {at}/dev",
            *(f"touch {at}/dev/{name} && mount --bind /dev/{name} {at}/dev/{name}" for name in _DEVICES),
            f"mkdir {at}/{_SHM} && mount -t tmpfs -o mode=1777,size=64m tmpfs {at}/{_SHM}",
            f"ln -s /proc/self/fd {at}/dev/fd",
            *(self._mounted(mount, volumes) for mount in self.said.get("volumeMounts", ())),
        ]

    def _mounted(self, mount: Mapping[str, Any], volumes: Path) -> str:
        (volume,) = (one for one in self._pod["volumes"] if one["name"] == mount["name"])
        at = f"{self._at}{mount['mountPath']}"
        if volume["emptyDir"].get("medium") == "Memory":
            given = size(volume["emptyDir"]["sizeLimit"])
            return f"mount -t tmpfs -o mode=1777,size={given} tmpfs {at}"
        kept = volumes / mount["name"]
        kept.mkdir(parents=True, exist_ok=True)
        kept.chmod(0o1777)
        return f"mount --bind {kept} {at}"

    def _as_user(self) -> list[str]:
        """The image's own `setpriv` and `env`: its files are all that is there."""
        security = self._pod["securityContext"]
        user, group = security["runAsUser"], security["runAsGroup"]
        given = [f"{name}={value}" for name, value in self.environment.items()]
        return [
            "/usr/bin/setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--no-new-privs",
            "--bounding-set=-all", "--inh-caps=-all",
            "--pdeathsig", "KILL",  # changing the user took away what `--kill-child` had set
            "/usr/bin/env", "-i", "-C", self.image.folder, *given,
        ]  # fmt: skip

    def _program(self) -> list[str]:
        """As a runtime chooses: a pod's `command` puts the image's arguments aside as well."""
        command, arguments = self.said.get("command"), self.said.get("args")
        if command is None:
            words = [*self.image.entrypoint, *(self.image.arguments if arguments is None else arguments)]
        else:
            words = [*command, *(arguments or ())]
        return [word.replace(ANYWHERE, self.address) for word in words]


class Memory:
    """A limit that the kernel keeps: what goes over it is killed, as in a cluster."""

    def __init__(self, name: str, limit: int) -> None:
        old = Path("/sys/fs/cgroup/memory")
        self._old = old.is_dir()
        self._folder = (old if self._old else Path("/sys/fs/cgroup")) / name
        self._folder.mkdir()
        limits = "memory.limit_in_bytes" if self._old else "memory.max"
        (self._folder / limits).write_text(str(limit))

    def entered(self) -> list[str]:
        """Shell: this process and its children are in it."""
        return [f"echo $$ > {self._folder}/cgroup.procs"]

    def peak(self) -> int:
        return int((self._folder / ("memory.max_usage_in_bytes" if self._old else "memory.peak")).read_text())

    def remove(self) -> None:
        """Once its processes are gone."""
        for _ in range(50):
            with suppress(OSError):
                self._folder.rmdir()
                return
            time.sleep(0.1)
