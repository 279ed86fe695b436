"""The inference tier: NVIDIA Triton with its Python backend, on the CPU unless a profile says more.

Traps this file answers (each seen): the backend's stub takes the first `python3` on PATH; a model
process that dies stays "ready"; a killed server leaves shared memory behind; one thread per model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import yaml

from argosy_local.layout import Layout, NotSetUp
from argosy_local.parts.part import NotReady, Unhealthy, plain_environment
from argosy_local.ports import LOOPBACK, PortPlan
from argosy_local.process import Command
from argosy_upkeep import CannotMend, ModelFailed, NothingServes, TritonAdmin, Upkeep
from argosy_upkeep.processes import Stub, model_processes

_PORTS = ("triton", "triton-http", "triton-metrics")
_PROBE_EVERY_S = 60.0  # a real inference per model; a vanished model process is seen at once without it
_SHM = Path("/dev/shm")  # noqa: S108 — where POSIX shared memory is, not a temporary file of ours
_SHM_PREFIX = "argosy_"


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
        self._pid: int | None = None
        self._shm_prefix = shared_memory_prefix(home)
        for port in _PORTS:
            plan.port(port)
        self._upkeep = self._begin_upkeep()

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
        return dict(self._upkeep.states)

    @property
    def mended(self) -> int:
        return sum(self._upkeep.mended.values())

    def choose_other_ports(self) -> None:
        for name in _PORTS:
            self._plan.another(name)
        self._upkeep = self._begin_upkeep(self._upkeep.mended)

    def prepare(self) -> None:
        self._upkeep.forget()
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
        if not await TritonAdmin(self.http_url).live():
            raise NotReady(f"Triton does not answer at {self.http_url}/v2/health/live yet")
        self._pid = pid
        try:
            await self._upkeep.begin()
        except (NothingServes, ModelFailed) as error:
            raise NotReady(str(error)) from error

    async def watch(self, pid: int) -> None:
        """Mend models whose process is gone: seen at once by its absence, proven by an inference."""
        self._pid = pid
        try:
            await self._upkeep.round()
        except CannotMend as error:
            raise Unhealthy(str(error)) from error

    def _begin_upkeep(self, mended: Mapping[str, int] | None = None) -> Upkeep:
        upkeep = Upkeep(TritonAdmin(self.http_url), self._models, self._stubs, ask_every_s=_PROBE_EVERY_S)
        upkeep.mended.update(mended or {})
        return upkeep

    def _stubs(self) -> Mapping[int, Stub]:
        return model_processes(self._pid) if self._pid else {}

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
