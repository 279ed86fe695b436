"""The embedded stack: Kafka, the document store, Triton, and Argosy's services on them.

    async with Stack(home, parts=("kafka", "store")) as stack:
        print(stack.addresses)                 # {"ARGOSY_KAFKA_BOOTSTRAP": "127.0.0.1:23456", ...}
        await stack.kill("kafka")              # kill -9; supervision brings it back
        await stack.until_ready("kafka")
        await stack.stop_part("store")         # down until ...
        await stack.start_part("store")        # ... the same port, the same data

Children end with the thread that started the stack, so keep that thread alive as long as the stack.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from argosy_local.home import STATE_FILE, remove_data
from argosy_local.layout import Layout
from argosy_local.parts.collector import OTLP_VARIABLE, Collector
from argosy_local.parts.docstore import DocumentStore
from argosy_local.parts.external import check_external
from argosy_local.parts.kafka import Kafka
from argosy_local.parts.part import NotReady, Part
from argosy_local.parts.prometheus import Prometheus, Target
from argosy_local.parts.service import ServicePart
from argosy_local.parts.triton import Triton, shared_memory_prefix
from argosy_local.ports import PortPlan
from argosy_local.services import service
from argosy_local.settings import ADDRESS_VARIABLES, OBSERVERS, PARTS, StackSettings, shown_address
from argosy_local.state import (
    EXTERNAL,
    FAILED,
    READY,
    STARTING,
    STOPPING,
    PartState,
    StackState,
    process_started,
)
from argosy_local.supervision import BackOff, Keeper, StartFailed

_START_ATTEMPTS = 3


class Stack:
    """The parts named in `parts` and the registered services named in `services`, under `home`."""

    def __init__(
        self,
        home: Path,
        *,
        parts: Sequence[str] = PARTS,
        services: Sequence[str] = (),
        observers: Sequence[str] = (),
        settings: StackSettings | None = None,
        models: tuple[str, ...] | None = None,
        model_repository: Path | None = None,
        back_off: BackOff | None = None,
    ) -> None:
        unknown = (set(parts) - set(PARTS)) | (set(observers) - set(OBSERVERS))
        if unknown:
            raise ValueError(
                f"no part {', '.join(sorted(unknown))}; there are {', '.join((*PARTS, *OBSERVERS))}"
            )
        self.home = home.resolve()
        self._parts = tuple(parts)
        self._observers = tuple(observers)
        self._services = tuple(service(name) for name in services)
        self._settings = replace(settings or StackSettings(home=self.home), home=self.home)
        self._models = models
        self._repository = model_repository
        self._back_off = back_off
        self._keepers: dict[str, Keeper] = {}
        self._layout = Layout.find()
        previous = StackState.read(self.home / STATE_FILE)
        self._plan = PortPlan(self._settings.fixed_ports, preferred=_ports_of(previous))
        self.state = StackState(
            home=str(self.home),
            profile=self._settings.profile,
            supervisor_pid=os.getpid(),
            supervisor_started=process_started(os.getpid()),
        )

    @property
    def addresses(self) -> dict[str, str]:
        """The variables by which a service or a test finds every part that is up or external."""
        found = {ADDRESS_VARIABLES[name]: address for name in self._parts if (address := self._address(name))}
        return {**found, "ARGOSY_BLOB_URL": self._settings.blobs, "ARGOSY_HOME": str(self.home)}

    def environment(self) -> dict[str, str]:
        """The whole environment of a service process on this stack."""
        return {
            **self._settings.environment,
            **self._fonts(),
            **self.addresses,
            "ARGOSY_PROFILE": self._settings.profile,
            **self._traces(),
        }

    def _traces(self) -> dict[str, str]:
        """To the stack's own collector, unless the user named one."""
        named = self._settings.environment.get(OTLP_VARIABLE)
        keeper = self._keepers.get("collector")
        return {OTLP_VARIABLE: keeper.part.address} if keeper and not named else {}

    def _fonts(self) -> dict[str, str]:
        given = self._settings.environment.get("ARGOSY_FONT_DIRS", "")
        unpacked = [str(path) for path in self._layout.font_directories]
        return {"ARGOSY_FONT_DIRS": os.pathsep.join([*filter(None, [given]), *unpacked])} if unpacked else {}

    def address(self, part: str) -> str:
        """A part's or a service's address: host:port, or its URL."""
        return self._address(part) or self._keepers[part].part.address

    @property
    def shared_memory_prefix(self) -> str:
        """How the names of this stack's regions in /dev/shm begin."""
        return shared_memory_prefix(self.home)

    def pid(self, part: str) -> int | None:
        """The process id of a part that runs, for a test that wants to see it gone."""
        return self._keepers[part].state.pid

    async def start(self) -> None:
        """Bring everything up; `StartFailed` or `PortTaken` after taking it all down again."""
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "blobs").mkdir(exist_ok=True)
        self.state.started_at = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            await self._check_external()
            self._build_infrastructure()
            self._set_status(STARTING)
            await self._start_together(list(self._keepers))
            self._build_services()
            await self._start_together([entry.name for entry in self._services])
            await self._start_prometheus()
        except BaseException as error:
            self.state.error = str(error) or type(error).__name__
            await self._close()
            self._set_status(FAILED)
            raise
        self._set_status(READY)

    async def stop(self, *, keep_data: bool = True) -> None:
        """Stop everything, services first; with `keep_data` False remove what the stack wrote."""
        self._set_status(STOPPING)
        await self._close()
        (self.home / STATE_FILE).unlink(missing_ok=True)
        if not keep_data:
            remove_data(self.home)

    async def kill(self, part: str, sig: signal.Signals = signal.SIGKILL) -> int:
        """Send a part's process a signal; supervision brings it back. Returns the pid."""
        return self._keepers[part].send(sig)

    async def stop_part(self, part: str) -> None:
        """Stop one part and leave it down until `start_part`."""
        await self._keepers[part].end()

    async def start_part(self, part: str, timeout_s: float = 120.0) -> None:
        """Start a stopped part on the same port and data, and wait until it serves."""
        self._keepers[part].begin()
        await self._keepers[part].until_ready(timeout_s)

    async def restart(self, part: str, timeout_s: float = 120.0) -> None:
        """Stop a part cleanly and start it again."""
        await self.stop_part(part)
        await self.start_part(part, timeout_s)

    async def until_ready(self, part: str, timeout_s: float = 120.0) -> None:
        """Wait until a part serves (again)."""
        await self._keepers[part].until_ready(timeout_s)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def _address(self, name: str) -> str:
        if name in self._settings.external:
            return self._settings.external[name]
        return self._keepers[name].part.address if name in self._keepers else ""

    def _build_infrastructure(self) -> None:
        for name in self._parts:
            if name in self._settings.external:
                self.state.parts[name] = PartState(
                    name=name, status=EXTERNAL, address=shown_address(self._settings.external[name])
                )
            else:
                self._add(self._part(name))
        if "collector" in self._observers:
            self._add(Collector(self._layout, self.home, self._plan))

    async def _start_prometheus(self) -> None:
        """Last, when no part changes its ports any more."""
        if "prometheus" in self._observers:
            self._add(Prometheus(self._layout, self.home, self._plan, self._targets()))
            await self._start_together(["prometheus"])

    def _targets(self) -> dict[str, Target]:
        found = {
            entry.name: Target("argosy", self._keepers[entry.name].part.ports[entry.name])
            for entry in self._services
        }
        if "triton" in self._keepers:  # of one that runs elsewhere only the gRPC address is known
            ports = self._keepers["triton"].part.ports
            found["triton"] = Target("argosy-tier", ports["triton-metrics"])
        return found

    def _part(self, name: str) -> Part:
        if name == "kafka":
            return Kafka(self._layout, self.home, self._plan)
        if name == "store":
            return DocumentStore(self._layout, self.home, self._plan)
        return Triton(
            self._layout,
            self.home,
            self._plan,
            profile=self._settings.profile,
            environment=_of_argosy(self._settings.environment),
            repository=self._repository,
            models=self._models,
        )

    def _build_services(self) -> None:
        for entry in self._services:
            self._add(ServicePart(entry, self.home, self._plan, self.environment()))

    def _add(self, part: Part) -> None:
        keeper = Keeper(part, self._write, self._back_off)
        self._keepers[part.name] = keeper
        self.state.parts[part.name] = keeper.state

    async def _start_together(self, names: Sequence[str]) -> None:
        keepers = [self._keepers[name] for name in names]
        for keeper in keepers:
            keeper.begin()
        waits = [
            asyncio.create_task(
                keeper.until_ready(keeper.part.start_timeout_s * _START_ATTEMPTS, _START_ATTEMPTS)
            )
            for keeper in keepers
        ]
        try:
            await asyncio.gather(*waits)  # the first failure is raised as it is
        finally:
            for wait in waits:
                wait.cancel()

    async def _check_external(self) -> None:
        for name in self._parts:
            if name in self._settings.external:
                try:
                    await check_external(name, self._settings.external[name])
                except NotReady as error:
                    raise StartFailed(f"{name}: {error}") from error

    async def _close(self) -> None:
        # the collector ends after the services, which send it their last spans
        first = [entry.name for entry in self._services] + ["prometheus"]
        services = [self._keepers[name] for name in first if name in self._keepers]
        await asyncio.gather(*(keeper.close() for keeper in services))
        rest = [keeper for keeper in self._keepers.values() if keeper not in services]
        await asyncio.gather(*(keeper.close() for keeper in rest))

    def _set_status(self, status: str) -> None:
        self.state.status = status
        self._write()

    def _write(self) -> None:
        self.state.environment = self.addresses
        self.state.write(self.home / STATE_FILE)


def _ports_of(state: StackState | None) -> dict[str, int]:
    if state is None:
        return {}
    return {name: port for part in state.parts.values() for name, port in part.ports.items()}


def _of_argosy(environment: Mapping[str, str]) -> dict[str, str]:
    return {k: v for k, v in environment.items() if k.startswith(("ARGOSY_", "OTEL_", "HF_"))}
