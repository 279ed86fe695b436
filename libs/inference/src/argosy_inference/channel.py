"""The gRPC channel of a process, one per address of the tier, and Triton's stub on it.

Triton's generated stub is used directly: `tritonclient.grpc.aio` costs 30-80 us a request more and
hides what is needed here (per-call metadata, status codes on streams).
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import grpc
from tritonclient.grpc import service_pb2_grpc

from argosy_inference.settings import TierSettings

# gRPC's own default ends at 4 MiB, less than one photograph.
_LARGEST = 2**31 - 1
_OPTIONS: list[tuple[str, Any]] = [
    ("grpc.max_send_message_length", _LARGEST),
    ("grpc.max_receive_message_length", _LARGEST),
    # The default, pick_first, leans on one server of many for as long as its connection lives.
    ("grpc.service_config", json.dumps({"loadBalancingConfig": [{"round_robin": {}}]})),
    # Notices a server that vanished without a goodbye. At most two pings without data: Triton's
    # server counts faster ones as abuse and closes the connection.
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.max_pings_without_data", 2),
    # A tier that restarts is found again in a second or two, not after gRPC's two minutes.
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    ("grpc.dns_min_time_between_resolutions_ms", 2_000),
]


class TierChannel:
    """Opened on first use, inside the running event loop, which it then belongs to."""

    def __init__(self, settings: TierSettings) -> None:
        self._settings = settings
        self._open: dict[str, tuple[grpc.aio.Channel, Any]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def stub(self, model: str) -> Any:  # noqa: ANN401 — tritonclient's stub is not typed
        """Triton's `GRPCInferenceServiceStub` where the model is served."""
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise RuntimeError("the tier's channel belongs to another event loop; make one Tier a loop")
        target = self._settings.target(model)
        if target not in self._open:
            channel = grpc.aio.insecure_channel(target, options=_OPTIONS)
            self._open[target] = (channel, service_pb2_grpc.GRPCInferenceServiceStub(channel))
        return self._open[target][1]

    async def close(self) -> None:
        """Ends calls in flight; the next use opens a new channel."""
        opened, self._open, self._loop = self._open, {}, None
        for channel, _ in opened.values():
            await channel.close()
