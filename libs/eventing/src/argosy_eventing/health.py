"""Liveness means progress: a worker whose committed offset stands still while there is lag is unhealthy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from argosy_eventing.errors import BusGone
from argosy_eventing.intake import Intake
from argosy_eventing.partition import PartitionWorker, State
from argosy_eventing.settings import EventingSettings
from argosy_telemetry import Observed, logger, names, observe

_log = logger("argosy_eventing")
_LOOK_S = 5.0
_LATE_LOOKS = 3


@dataclass(slots=True)
class PartitionHealth:
    """One partition as last looked at. Times are seconds."""

    lag: int = 0
    oldest_age_s: float = 0.0
    still_s: float = 0.0
    """How long the committed offset has stood still while there was lag; waits for a busy dependency,
    which their own budget bounds, do not count."""


@dataclass(slots=True)
class Health:
    """What /livez and /readyz say, looked at every few seconds, independent of the threads of work."""

    service: str
    intake: Intake
    settings: EventingSettings
    partitions: dict[str, PartitionHealth] = field(default_factory=dict)
    bus_gone_since: float | None = None
    stopped: str = ""
    """Why the service stopped consuming or is about to end; empty while it works."""
    _looked: float = field(default_factory=time.monotonic)
    _moved: dict[str, tuple[int, float]] = field(default_factory=dict)

    async def watch(self) -> None:
        """Look for ever; cancelled at the stop."""
        stops = [
            observe(names.METRIC_CONSUMER_LAG, lambda: self._observed("lag")),
            observe(names.METRIC_OLDEST_EVENT_AGE, lambda: self._observed("oldest_age_s")),
            observe(names.METRIC_PROGRESS_AGE, lambda: self._observed("still_s")),
            observe(names.METRIC_INBOX_ENTRIES, self._inbox_entries),
            observe(names.METRIC_CONSUMER_STOPPED, self._whether_stopped),
            observe(names.METRIC_STALL_LIMIT, self._stall_limit),
        ]
        try:
            while True:
                await self.look()
                await asyncio.sleep(_LOOK_S)
        finally:
            for stop in stops:
                stop()

    async def look(self) -> None:
        """Compare each partition's committed offset with its end, as the broker tells it now."""
        try:
            ends = await self.intake.ends()
        except BusGone as error:
            if self.bus_gone_since is None:
                self.bus_gone_since = time.monotonic()
                _log.warning("the bus does not answer", error=str(error))
            self._looked = time.monotonic()
            self._moved.clear()  # standing still while the bus is gone is nobody's fault here
            if self.intake.rebalancing_since is not None:
                self.intake.rebalancing_since = self._looked
            return
        self.bus_gone_since = None
        now = self._looked = time.monotonic()
        seen: dict[str, PartitionHealth] = {}
        for at, end in ends.items():
            worker = self.intake.workers.get(at)
            if worker is not None:
                label = f"{at.topic}/{at.partition}"
                seen[label] = self._looked_at(label, worker, end, now)
        self.partitions = seen
        self._moved = {label: moved for label, moved in self._moved.items() if label in seen}

    def _looked_at(self, label: str, worker: PartitionWorker, end: int, now: float) -> PartitionHealth:
        committed = worker.committed
        lag = max(0, end - (committed or 0))
        before, since = self._moved.get(label, (-1, now))
        waits = worker.handling.waiting > 0
        if committed != before or lag == 0 or waits:
            since = now
        self._moved[label] = (-1 if committed is None else committed, since)
        oldest = worker.oldest_ms
        age = 0.0 if oldest is None else max(0.0, time.time() - oldest / 1000)
        return PartitionHealth(lag=lag, oldest_age_s=age, still_s=now - since)

    def complaints(self) -> list[str]:
        """Why the process should be restarted; empty while it is healthy."""
        limit = self.settings.stall_after_s
        now = time.monotonic()
        found = [self.stopped] if self.stopped else []
        found += [
            f"{label}: committed offset stands still for {part.still_s:.0f} s with a lag of {part.lag}"
            for label, part in self.partitions.items()
            if part.still_s > limit
        ]
        if now - self._looked > max(limit, _LATE_LOOKS * _LOOK_S):
            found.append(f"nobody has looked at the partitions for {now - self._looked:.0f} s")
        since = self.intake.rebalancing_since
        if since is not None and self.bus_gone_since is None and now - since > limit:
            found.append(f"a rebalance has not ended for {now - since:.0f} s")
        return found

    def ready(self) -> bool:
        """In the group, and each partition fenced, its inbox read back, its offset known."""
        return (
            self.intake.joined
            and not self.stopped
            and self.intake.rebalancing_since is None
            and all(worker.state is State.RUNNING for worker in self.intake.workers.values())
        )

    def report(self) -> dict[str, Any]:
        """The body of /livez and /readyz."""
        complaints = self.complaints()
        now = time.monotonic()
        return {
            "service": self.service,
            "alive": not complaints,
            "ready": self.ready(),
            "complaints": complaints,
            "bus_gone_s": None if self.bus_gone_since is None else round(now - self.bus_gone_since, 1),
            "waiting_for_dependency": sum(
                handling.waiting for handling in {worker.handling for worker in self.intake.workers.values()}
            ),
            "partitions": {
                f"{at.topic}/{at.partition}": self._row(worker, now)
                for at, worker in sorted(self.intake.workers.items())
            },
        }

    def _row(self, worker: PartitionWorker, now: float) -> dict[str, Any]:
        part = self.partitions.get(f"{worker.at.topic}/{worker.at.partition}", PartitionHealth())
        return {
            "state": worker.state.value,
            "committed": worker.committed,
            "lag": part.lag,
            "pending": worker.pending,
            "oldest_age_s": round(part.oldest_age_s, 1),
            "still_s": round(part.still_s, 1),
            "last_progress_s": round(now - worker.last_progress, 1),
            "inbox_ids": worker.inbox_size,
        }

    def _observed(self, name: str) -> Iterator[Observed]:
        for label, part in self.partitions.items():
            topic, _, partition = label.rpartition("/")
            yield (
                float(getattr(part, name)),
                {names.ATTR_SERVICE: self.service, names.ATTR_TOPIC: topic, names.ATTR_PARTITION: partition},
            )

    def _inbox_entries(self) -> Iterator[Observed]:
        yield (
            float(sum(worker.inbox_size for worker in list(self.intake.workers.values()))),
            {names.ATTR_SERVICE: self.service},
        )

    def _whether_stopped(self) -> Iterator[Observed]:
        yield float(bool(self.stopped)), {names.ATTR_SERVICE: self.service}

    def _stall_limit(self) -> Iterator[Observed]:
        yield self.settings.stall_after_s, {names.ATTR_SERVICE: self.service}
