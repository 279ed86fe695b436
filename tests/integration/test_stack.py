"""The embedded stack: it comes up, comes back, mends its tier, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from argosy_contracts import TOPICS
from argosy_eventing.admin import end_offsets, group_lag, probe_broker, specs_of
from argosy_local.state import StackState, is_alive
from argosy_store.probe import probe_store
from argosy_testing.stack import RunningStack, StackFactory

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]

ECHO = """
import triton_python_backend_utils as pb

class TritonPythonModel:
    def execute(self, requests):
        return [
            pb.InferenceResponse([
                pb.Tensor("said", pb.get_input_tensor_by_name(request, "text").as_numpy())
            ])
            for request in requests
        ]
"""
ECHO_CONFIG = """
name: "echo"
backend: "python"
max_batch_size: 8
input [{ name: "text", data_type: TYPE_STRING, dims: [1] }]
output [{ name: "said", data_type: TYPE_STRING, dims: [1] }]
instance_group [{ kind: KIND_CPU, count: 1 }]
"""


@pytest.fixture
def echo_repository(tmp_path: Path) -> Path:
    """A model repository with one trivial model, so that these tests need no engine."""
    model = tmp_path / "models" / "echo"
    (model / "1").mkdir(parents=True)
    (model / "config.pbtxt").write_text(ECHO_CONFIG)
    (model / "1" / "model.py").write_text(ECHO)
    return tmp_path / "models"


def shared_memory(prefix: str) -> set[Path]:
    return set(Path("/dev/shm").glob(f"{prefix}*"))  # noqa: S108 — POSIX shared memory is there


def family_of(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def is_running(process: psutil.Process) -> bool:
    """Not counting what has ended and waits for its parent to notice."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


async def test_every_topic_of_the_registry_is_there_with_its_partitions(kafka: str) -> None:
    wanted = {spec.name: spec.partitions for spec in specs_of(TOPICS.values())}
    ends = await end_offsets(kafka, wanted)
    found: dict[str, int] = {}
    for topic, _ in ends:
        found[topic] = found.get(topic, 0) + 1
    assert found.keys() == wanted.keys()
    # Another test on this broker may have widened a topic; none may be narrower than it should be.
    narrow = {name: count for name, count in found.items() if count < wanted[name]}
    assert not narrow


async def test_the_lag_of_a_group_that_never_ran_is_all_there_is(kafka: str) -> None:
    await probe_broker(kafka)  # writes one record
    (row,) = await group_lag(kafka, "nobody", ["argosy.readiness"])
    assert row.committed is None
    assert row.lag == row.end - row.start > 0


@pytest.mark.chaos
async def test_a_killed_broker_comes_back_on_its_port_with_its_records(
    own_stack: StackFactory,
) -> None:
    stack = own_stack("kafka")
    before = await end_offsets(stack.bootstrap, ["argosy.readiness"])
    pid = await stack.kill("kafka")
    await stack.until_ready("kafka")
    after = await end_offsets(stack.bootstrap, ["argosy.readiness"])
    assert after[("argosy.readiness", 0)] > before[("argosy.readiness", 0)] > 0
    state = stack.stack.state.parts["kafka"]
    assert state.pid != pid
    assert state.restarts == 1
    assert "SIGKILL" in (state.last_error or "")


@pytest.mark.chaos
async def test_a_killed_store_has_lost_nothing_that_it_acknowledged(
    own_stack: StackFactory,
) -> None:
    from pymongo import AsyncMongoClient  # noqa: PLC0415 — only this test speaks to it directly
    from pymongo.errors import PyMongoError  # noqa: PLC0415 — as above

    stack = own_stack("store")
    uri = f"{stack.mongodb_uri}?retryWrites=false&serverSelectionTimeoutMS=2000"
    client: AsyncMongoClient[dict[str, str]] = AsyncMongoClient(uri)
    acknowledged: list[str] = []

    async def write(writer: int) -> None:
        for number in range(100_000):
            name = f"{writer}-{number}"
            try:
                await client.trial.documents.insert_one({"_id": name, "text": "x" * 500})
            except PyMongoError:
                return
            acknowledged.append(name)

    writers = [asyncio.create_task(write(number)) for number in range(8)]
    await asyncio.sleep(2)
    await stack.kill("store")
    await asyncio.gather(*writers)
    await client.close()
    await stack.until_ready("store")

    client = AsyncMongoClient(uri)
    found = {document["_id"] async for document in client.trial.documents.find({}, {"_id": 1})}
    await client.close()
    assert len(acknowledged) > 100
    assert set(acknowledged) <= found


@pytest.mark.chaos
async def test_a_store_that_is_stopped_stays_down_until_it_is_started(
    own_stack: StackFactory,
) -> None:
    stack = own_stack("store")
    uri = stack.mongodb_uri
    await stack.stop_part("store")
    await asyncio.sleep(3)
    assert stack.stack.state.parts["store"].pid is None
    await stack.start_part("store")
    assert stack.mongodb_uri == uri
    await probe_store(uri)


@pytest.mark.chaos
async def test_a_dead_model_process_is_mended_without_restarting_the_server(
    own_stack: StackFactory, echo_repository: Path
) -> None:
    stack = own_stack("triton", model_repository=echo_repository, models=("echo",))
    server = stack.stack.state.parts["triton"].pid
    assert server is not None
    victim = next(p for p in family_of(server) if "/echo/" in " ".join(p.cmdline()))
    victim.kill()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not stack.stack.state.parts["triton"].mended:  # noqa: ASYNC110 — another thread's state
        await asyncio.sleep(0.1)
    state = stack.stack.state.parts["triton"]
    assert state.mended == 1
    assert state.pid == server
    assert state.detail == {"echo": "ready"}


@pytest.mark.chaos
async def test_a_killed_server_of_the_tier_comes_back_and_leaves_no_shared_memory(
    own_stack: StackFactory, echo_repository: Path
) -> None:
    stack = own_stack("triton", model_repository=echo_repository, models=("echo",))
    prefix = stack.stack.shared_memory_prefix
    regions = shared_memory(prefix)
    assert regions
    children = family_of(stack.stack.state.parts["triton"].pid or 0)
    await stack.kill("triton")
    await stack.until_ready("triton")
    assert not [child for child in children if is_running(child)]
    assert not regions & shared_memory(prefix)
    stack.stop_processes()
    assert not shared_memory(prefix)


def argosy(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ARGOSY_")}
    return subprocess.run(
        [sys.executable, "-c", "from argosy_local.cli import app; app()", *words],
        env={**clean, "ARGOSY_HOME": str(home), **env, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def test_up_is_seen_by_status_and_down_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    up = argosy(home, "up", "--only", "store")
    assert up.returncode == 0, up.stderr
    state = json.loads(argosy(home, "status", "--json").stdout)
    assert state["healthy"]
    family = family_of(state["supervisor_pid"])
    assert len(family) == 2  # the supervisor and the store

    again = argosy(home, "up", "--only", "store")
    assert again.returncode == 0
    assert "already up" in again.stderr

    down = argosy(home, "down")
    assert down.returncode == 0, down.stderr
    assert not [process for process in family if is_running(process)]
    assert not home.exists()
    assert argosy(home, "status").returncode == 3


def test_a_killed_supervisor_leaves_no_process_and_down_cleans_up(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert argosy(home, "up", "--only", "store").returncode == 0
    state = StackState.read(home / "state.json")
    assert state is not None
    os.kill(state.supervisor_pid, signal.SIGKILL)
    store = state.parts["store"]
    deadline = time.monotonic() + 20
    while is_alive(store.pid, store.process_started) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_alive(store.pid, store.process_started)
    shown = argosy(home, "status")
    assert shown.returncode == 1
    assert "supervisor is gone" in shown.stderr
    assert argosy(home, "down").returncode == 0
    assert not home.exists()


def test_kept_data_is_there_after_the_next_up(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert argosy(home, "up", "--only", "store").returncode == 0
    assert argosy(home, "down", "--keep-data").returncode == 0
    documents = home / "data" / "store" / "documents.mv"
    assert documents.is_file()
    assert not (home / "state.json").exists()
    assert argosy(home, "up", "--only", "store").returncode == 0
    assert argosy(home, "down").returncode == 0
    assert not home.exists()


def test_a_fixed_port_that_is_taken_is_named_with_its_holder_and_the_remedy(
    tmp_path: Path,
) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        up = argosy(tmp_path / "home", "up", "--only", "store", ARGOSY_STORE_PORT=str(port))
    assert up.returncode == 1
    assert f"port {port} for store is taken by process {os.getpid()}" in up.stderr
    assert "ARGOSY_STORE_PORT" in up.stderr


def test_an_external_broker_is_used_and_not_started(kafka_stack: RunningStack, tmp_path: Path) -> None:
    home = tmp_path / "home"
    broker = kafka_stack.bootstrap
    try:
        up = argosy(home, "up", "--only", "kafka,store", ARGOSY_KAFKA_BOOTSTRAP=broker)
        assert up.returncode == 0, up.stderr
        state = StackState.read(home / "state.json")
        assert state is not None
        assert state.parts["kafka"].status == "external"
        assert state.parts["kafka"].pid is None
        assert state.environment["ARGOSY_KAFKA_BOOTSTRAP"] == broker
    finally:
        argosy(home, "down")
