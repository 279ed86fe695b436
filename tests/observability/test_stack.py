"""Prometheus and the collector beside a running stack: targets, rules, dashboards and traces of real work."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka import AIOKafkaProducer

from argosy.product.v1 import product_pb2
from argosy_contracts import Event, encode
from argosy_local.dashboards.asking import Answers, Prometheus
from argosy_local.dashboards.reading import read_dashboard
from argosy_local.layout import Layout, NotSetUp
from argosy_local.parts.collector import traces_folder
from argosy_local.settings import OBSERVERS
from argosy_local.traces.reading import spans_in, traces_about
from argosy_testing.shop import ARGOSY
from argosy_testing.stack import RunningStack, StackFactory

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]

# What one listing through one service must put onto the dashboards.
SHOWN = {
    "business": {"Products done", "Listings", "Hours saved", "Listings by market", "Tier time"},
    "pipeline": {"Services up", "Lag", "Events in", "Events out", "Outcomes", "From record to outcome, p99",
                 "Handlers, p99", "Events in a commit", "Commit, p99", "Store, p95", "Memory", "CPU"},
    "tier": {"Servers up", "Calls", "Computing, mean", "Queue and wire, mean", "Inferences in one execution",
             "Tier seconds by merchant", "Characters and pixels by model"},
}  # fmt: skip


@pytest.fixture
def watched(own_stack: StackFactory) -> RunningStack:
    try:
        _ = Layout.find().collector, Layout.find().prometheus
    except NotSetUp as missing:
        pytest.fail(str(missing))
    return own_stack(
        "kafka", "store", "triton",
        services=("listing-localizer",), observers=OBSERVERS, models=("translator",),
    )  # fmt: skip


async def publish(bootstrap: str, product_id: str) -> str:
    product = product_pb2.Product(
        id=product_id, language="zh-CN", title="纯棉短袖T恤 黑色", description="透气舒适，可机洗。"
    )
    data = product_pb2.ProductCreated(product=product, markets=["ES"])
    event = Event.new("product.created", data, merchant_id="m-1", platform="x", source="https://x.example")
    record = encode(event)
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        await producer.send_and_wait(record.topic, record.value, key=record.key, headers=list(record.headers))
    return event.id


async def until(found: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(1)


def asked(address: str, path: str, **query: str) -> Any:
    return (
        httpx.get(f"{address}/api/v1/{path}", params=query, trust_env=False).raise_for_status().json()["data"]
    )


async def test_what_a_stack_does_is_seen_on_dashboards_and_in_traces(watched: RunningStack) -> None:
    address = watched.stack.address("prometheus")
    up = {one["metric"]["job"]: one["value"][1] for one in asked(address, "query", query="up")["result"]}
    assert up == {"listing-localizer": "1", "triton": "1"}
    groups = asked(address, "rules")["groups"]
    assert {rule["health"] for group in groups for rule in group["rules"]} <= {"ok", "unknown"}
    assert sum(rule["type"] == "alerting" for group in groups for rule in group["rules"]) >= 15

    # Rates need two scrapes of a series: the second product makes what the first made appear grow.
    first = await publish(watched.bootstrap, "p-1")
    handled = 'sum(argosy_events_handled_total{argosy_outcome="publish"})'

    def seen(count: int) -> bool:
        result = asked(address, "query", query=handled)["result"]
        return bool(result) and float(result[0]["value"][1]) >= count

    await until(lambda: seen(1))
    await publish(watched.bootstrap, "p-2")
    await until(lambda: seen(2))
    await asyncio.sleep(12)  # two scrapes more
    for name, titles in SHOWN.items():
        answers, panels = answers_of(address, name)
        drawn = {panel.title for panel, series in zip(panels, answers.series, strict=True) if series}
        assert titles <= drawn, f"{name}: nothing to see in {sorted(titles - drawn)}"

    folder = traces_folder(Path(watched.addresses["ARGOSY_HOME"]))
    await until(lambda: bool(traces_about(folder, first)))
    (spans,) = traces_about(folder, first).values()
    named = {span.name: span for span in spans}
    assert {"event.handle", "listing.localize", "tier.call", "event.publish", "store.operation"} <= set(named)
    assert named["listing.localize"].parent == named["event.handle"].id
    assert not [span.error for span in spans if span.error]
    await a_command_begins_the_trace(watched, folder)


async def a_command_begins_the_trace(watched: RunningStack, folder: Path) -> None:
    """`argosy run` tells the stack's collector what it emits, and the services go on with it."""
    event = {
        "type": "product.created", "id": "e-run", "merchant_id": "m-1", "platform": "x",
        "data": {"product": {"id": "p-3", "language": "zh-CN", "title": "短袖T恤 白色"}, "markets": ["ES"]},
    }  # fmt: skip
    given = Path(watched.addresses["ARGOSY_HOME"]) / "given.json"
    given.write_text(json.dumps(event))
    done = await asyncio.to_thread(
        subprocess.run,
        [ARGOSY, "run", given, "--out", given.parent / "out"],
        env={**os.environ, **watched.addresses},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    await until(lambda: {"event.emit", "event.handle"} <= {span.name for span in spans_in(folder, "e-run")})
    (spans,) = traces_about(folder, "e-run").values()
    roots = [span for span in spans if not span.parent]
    assert [(root.service, root.name) for root in roots] == [("argosy", "event.emit")]
    (handled,) = [span for span in spans if span.name == "event.handle"]
    assert (handled.service, handled.parent) == ("listing-localizer", roots[0].id)


def answers_of(address: str, name: str) -> tuple[Answers, Any]:
    dashboard = read_dashboard(Layout.find().dashboards / f"{name}.json", 600)
    with Prometheus(address) as server:
        return server.answers(dashboard, 600), dashboard.panels
