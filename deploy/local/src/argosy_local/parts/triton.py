"""The inference tier: NVIDIA Triton with its Python backend, on the CPU unless a profile says more.

Traps this file answers (each seen): the backend's stub takes the first `python3` on PATH; a model
process that dies stays "ready"; a killed server leaves shared memory behind; one thread per model.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil
import yaml

from argosy_local.layout import Layout, NotSetUp
from argosy_local.parts.part import NotReady, Unhealthy, plain_environment
from argosy_local.parts.tier_probe import ModelDead, ModelFailed, TritonAdmin
from argosy_local.ports import LOOPBACK, PortPlan
from argosy_local.process import Command

_PORTS = ("triton", "triton-http", "triton-metrics")
_STUB = "triton_python_backend_stub"
_PROBE_EVERY_S = 60.0  # a real inference per model; a vanished model process is seen at once without it
_SHM = Path("/dev/shm")  # noqa: S108 — where POSIX shared memory is, not a temporary file of ours
_SHM_PREFIX = "argosy_"
_FAILURES_UNTIL_RESTART = 3


class Triton:
    """One Triton server with the models of a profile that the repository has."""

    name = "triton"
    start_timeout_s = 300.0
    watch_every_s = 1.0

    def __init__(
        self,
        layout: Layout,
        home: Path,
        plan: PortPlan,
        *,
        profile: str = "embedded",
        environment: Mapping[str, str] | None = None,
        repository: Path | None = None,
        models: tuple[str, ...] | None = None,
    ) -> None:
        self._layout = layout
        self._home = home
        self._plan = plan
        self._profile = profile
        self._extra = dict(environment or {})
        self._repository = repository or layout.model_repository
        self._tier = layout.tier_environment(profile)
        self._server = _server_directory(self._tier)
        self._models = models if models is not None else self._listed()
        self._states: dict[str, str] = {}
        self._stubs: dict[int, str] = {}
        self._probed = 0.0
        self._failures: dict[str, int] = {}
        self.mended = 0
        self._shm_prefix = shared_memory_prefix(home)
        for port in _PORTS:
            plan.port(port)

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self._plan.port('triton')}"

    @property
    def http_url(self) -> str:
        return f"http://{LOOPBACK}:{self._plan.port('triton-http')}"

    @property
    def ports(self) -> Mapping[str, int]:
        return {name: self._plan.port(name) for name in _PORTS}

    @property
    def detail(self) -> Mapping[str, str]:
        """The state of each model: `ready`, or why not."""
        return dict(self._states)

    def choose_other_ports(self) -> None:
        for name in _PORTS:
            self._plan.another(name)

    def prepare(self) -> None:
        self._states = dict.fromkeys(self._models, "not loaded")
        self._stubs = {}
        self._failures = {}
        self._probed = 0.0
        self.clean_up()
        self._repository.mkdir(parents=True, exist_ok=True)

    def command(self) -> Command:
        server, port = self._server, self._plan.port
        library = (self._tier / ".libpython").read_text().strip()
        env = {
            **plain_environment("CUDA_VISIBLE_DEVICES", "HF_HOME"),
            **self._extra,
            "LD_LIBRARY_PATH": library,
            "PATH": f"{self._tier / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "PYTHONUNBUFFERED": "1",
            "HF_HUB_OFFLINE": self._extra.get("HF_HUB_OFFLINE", "1"),
            "ARGOSY_PROFILE": self._profile,
            "ARGOSY_PROFILE_DIR": str(self._layout.profiles),
            # two threads per model on busy cores were 5-10 times slower than one
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
        }
        argv = [
            str(server / "bin" / "tritonserver"),
            f"--model-repository={self._repository}",
            f"--backend-directory={server / 'backends'}",
            f"--grpc-port={port('triton')}",
            f"--http-port={port('triton-http')}",
            f"--metrics-port={port('triton-metrics')}",
            f"--grpc-address={LOOPBACK}",
            f"--http-address={LOOPBACK}",
            f"--metrics-address={LOOPBACK}",
            "--model-control-mode=explicit",
            "--strict-readiness=false",
            "--exit-timeout-secs=5",
            "--disable-auto-complete-config",
            f"--backend-config=python,shm-region-prefix-name={self._shm_prefix}",
        ]
        return Command(
            argv=argv,
            env=env,
            cwd=self._home,
            log=self._home / "logs" / "triton.log",
            grace_s=12.0,
        )

    async def check_ready(self, pid: int) -> None:
        """Load every model that is not loaded yet and put one inference through each."""
        admin = TritonAdmin(self.http_url)
        if not await admin.live():
            raise NotReady(f"Triton does not answer at {self.http_url}/v2/health/live yet")
        await self._load_the_failed(admin)
        failed = {model: why for model, why in self._states.items() if why != "ready"}
        if failed and len(failed) == len(self._models):
            raise NotReady("no model of the tier could be loaded: " + "; ".join(failed.values()))
        self._probed = time.monotonic()
        self._stubs = await asyncio.to_thread(_model_processes, pid)

    async def _load_the_failed(self, admin: TritonAdmin) -> None:
        for model in self._models:
            if self._states[model] == "ready":
                continue
            try:
                await admin.load(model)
                await admin.probe(model)
            except (ModelFailed, ModelDead) as error:
                self._states[model] = f"failed: {error}"
            else:
                self._states[model] = "ready"

    async def watch(self, pid: int) -> None:
        """Mend models whose process is gone: seen at once by its absence, proven by an inference."""
        stubs = await asyncio.to_thread(_model_processes, pid)
        gone = {name for stub, name in self._stubs.items() if stub not in stubs}
        self._stubs = stubs
        admin = TritonAdmin(self.http_url)
        if time.monotonic() - self._probed >= _PROBE_EVERY_S:
            self._probed = time.monotonic()
            await self._load_the_failed(admin)
            suspects = [model for model in self._models if self._states[model] == "ready"]
        else:
            suspects = [model for model in self._models if _names(model, gone)]
        for model in suspects:
            await self._look_at(admin, model)

    async def _look_at(self, admin: TritonAdmin, model: str) -> None:
        try:
            await admin.probe(model)
        except ModelDead:
            await self._mend(admin, model)
        except ModelFailed as error:
            # a busy model may be late: only a row of failures means that it hangs
            self._failures[model] = self._failures.get(model, 0) + 1
            if self._failures[model] >= _FAILURES_UNTIL_RESTART:
                self._failures[model] = 0
                self._states[model] = f"failed: {error}"
                await self._mend(admin, model)
        else:
            self._failures[model] = 0
            self._states[model] = "ready"

    async def _mend(self, admin: TritonAdmin, model: str) -> None:
        """Unload and load: `load` alone does nothing for a model that Triton believes ready."""
        self._states[model] = "mending"
        try:
            await admin.unload(model)
            await self._wait_unloaded(admin, model)
            await admin.load(model)
            await admin.probe(model)
        except (ModelFailed, ModelDead) as error:
            self._states[model] = f"failed: {error}"
            raise Unhealthy(f"model {model} could not be mended: {error}") from error
        self._states[model] = "ready"
        self.mended += 1

    async def _wait_unloaded(self, admin: TritonAdmin, model: str) -> None:
        """A second at most: a model whose process died stays UNLOADING until it is loaded again."""
        for _ in range(10):
            row = (await admin.index()).get(model)
            if row is None or row.state != "UNLOADING":
                return
            await asyncio.sleep(0.1)

    def clean_up(self) -> None:
        """Remove the shared memory that a killed server or model process left."""
        for region in _SHM.glob(f"{self._shm_prefix}*"):
            with suppress(OSError):
                region.unlink()

    def _listed(self) -> tuple[str, ...]:
        """The models of the repository that the profile lists (all of them if it lists none)."""
        present = sorted(
            path.parent.name for path in self._repository.glob("*/config.pbtxt") if path.is_file()
        )
        profile = self._layout.profiles / f"{self._profile}.yaml"
        if not profile.is_file():
            return tuple(present)
        listed = yaml.safe_load(profile.read_text(encoding="utf-8"))["models"]
        return tuple(model for model in present if model in listed)


def shared_memory_prefix(home: Path) -> str:
    """Each home has names of its own, so that one stack's end never touches another's memory."""
    return _SHM_PREFIX + hashlib.sha256(str(home).encode()).hexdigest()[:10] + "_"


def _server_directory(environment: Path) -> Path:
    for found in environment.glob("lib/python3*/site-packages/pytriton/tritonserver"):
        return found
    raise NotSetUp(f"{environment} has no Triton server; run `make setup` again")


def _model_processes(server: int) -> dict[int, str]:
    """The Python backend's model processes below a server: pid -> its command line."""
    found: dict[int, str] = {}
    with suppress(psutil.Error):
        for child in psutil.Process(server).children(recursive=True):
            with suppress(psutil.Error):
                line = " ".join(child.cmdline())
                if _STUB in line and child.status() != psutil.STATUS_ZOMBIE:
                    found[child.pid] = line
    return found


def _names(model: str, command_lines: set[str]) -> bool:
    return any(f"/{model}/" in line for line in command_lines)
