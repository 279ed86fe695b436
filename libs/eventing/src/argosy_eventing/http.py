"""/livez, /readyz and /metrics of a service."""

from __future__ import annotations

from aiohttp import web

from argosy_eventing.health import Health
from argosy_telemetry import METRICS_CONTENT_TYPE, Telemetry


class HealthServer:
    """Serves health and metrics on one port. Reads what is at hand; never asks the bus itself."""

    def __init__(self, health: Health, telemetry: Telemetry | None) -> None:
        self._health = health
        self._telemetry = telemetry
        self._runner: web.AppRunner | None = None
        self.port: int | None = None

    async def start(self, host: str, port: int) -> None:
        """Raises OSError where the port is taken."""
        app = web.Application(client_max_size=1024)
        app.add_routes(
            [
                web.get("/livez", self._livez),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._metrics),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _livez(self, _request: web.Request) -> web.Response:
        report = self._health.report()
        return web.json_response(report, status=200 if report["alive"] else 503)

    async def _readyz(self, _request: web.Request) -> web.Response:
        report = self._health.report()
        return web.json_response(report, status=200 if report["ready"] else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        body = self._telemetry.metrics_text() if self._telemetry is not None else b""
        return web.Response(body=body, headers={"Content-Type": METRICS_CONTENT_TYPE})
