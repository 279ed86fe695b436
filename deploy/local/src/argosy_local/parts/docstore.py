"""The document store: MongoDB's protocol over one durable file, for trying and testing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from argosy_local.layout import Layout
from argosy_local.parts.part import NotReady, Unhealthy, plain_environment
from argosy_local.ports import LOOPBACK, PortPlan, is_listening
from argosy_local.process import Command
from argosy_store import StoreError
from argosy_store.probe import probe_store

_FAILURES_UNTIL_RESTART = 3


class DocumentStore:
    """The embedded store; its file is `home/data/store/documents.mv`."""

    name = "store"
    start_timeout_s = 45.0
    watch_every_s = 10.0
    mended = 0
    detail: Mapping[str, str] = {}

    def __init__(self, layout: Layout, home: Path, plan: PortPlan, heap_mb: int = 128) -> None:
        self._classpath = layout.docstore_classpath
        self._home = home
        self._plan = plan
        self._heap_mb = heap_mb
        self._failures = 0
        plan.port("store")

    @property
    def address(self) -> str:
        return f"mongodb://{LOOPBACK}:{self._plan.port('store')}/"

    @property
    def ports(self) -> Mapping[str, int]:
        return {"store": self._plan.port("store")}

    def choose_other_ports(self) -> None:
        self._plan.another("store")

    def prepare(self) -> None:
        (self._home / "data" / "store").mkdir(parents=True, exist_ok=True)
        self._failures = 0

    def command(self) -> Command:
        return Command(
            argv=["java", "-Xms32m", f"-Xmx{self._heap_mb}m", "-XX:+UseSerialGC",
                  "-Djava.awt.headless=true", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                  "-cp", self._classpath, "io.argosy.docstore.Main",
                  str(self._home / "data" / "store" / "documents.mv"),
                  LOOPBACK, str(self._plan.port("store"))],
            env=plain_environment(),
            cwd=self._home,
            log=self._home / "logs" / "store.log",
        )  # fmt: skip

    async def check_ready(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        """Write a document, read it back, remove it."""
        if not is_listening(self._plan.port("store")):
            raise NotReady(f"nothing listens at {self.address} yet")
        try:
            await probe_store(self.address, timeout_s=5)
        except StoreError as error:
            raise NotReady(str(error)) from error

    async def watch(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        try:
            await probe_store(self.address, timeout_s=10)
        except StoreError as error:
            self._failures += 1
            if self._failures >= _FAILURES_UNTIL_RESTART:
                raise Unhealthy(str(error)) from error
        else:
            self._failures = 0

    def clean_up(self) -> None:
        """The store leaves nothing outside its directory."""
