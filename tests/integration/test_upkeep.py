"""Upkeep beside a real Triton, as the two containers of a pod: what it notices, mends, and ends."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import boto3
import pytest
from moto.server import ThreadedMotoServer

from argosy_local.layout import Layout
from argosy_local.parts.triton import Triton
from argosy_local.ports import LOOPBACK, PortPlan
from argosy_local.process import Child, Command, last_lines
from argosy_upkeep import ModelDead, ModelFailed, TritonAdmin
from argosy_upkeep.processes import Stub, model_processes

pytestmark = [pytest.mark.stack, pytest.mark.chaos, pytest.mark.timeout(400)]

ROOT = Path(__file__).parents[2]
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
CONFIG = """
name: "NAME"
backend: "python"
max_batch_size: 8
input [{ name: "text", data_type: TYPE_STRING, dims: [1] }]
output [{ name: "said", data_type: TYPE_STRING, dims: [1] }]
instance_group [{ kind: KIND_CPU, count: COUNT }]
"""


@dataclass(frozen=True)
class Pod:
    """A server whose models were loaded by its own command line, and upkeep beside it."""

    server: Child
    admin: TritonAdmin
    repository: Path
    address: str

    def stubs(self) -> Mapping[int, Stub]:
        return model_processes(self.server.pid)

    def kill_one(self, model: str, sig: signal.Signals = signal.SIGKILL) -> None:
        os.kill(next(pid for pid, stub in self.stubs().items() if stub.model == model), sig)

    async def page(self, path: str) -> tuple[int, str]:
        try:
            async with (
                aiohttp.ClientSession() as client,
                client.get(f"http://{self.address}{path}") as answer,
            ):
                return answer.status, await answer.text()
        except aiohttp.ClientError as error:
            return 0, str(error)

    async def until(self, what: str, within_s: float = 60.0) -> float:
        """Seconds until upkeep's metrics have the line."""
        began = time.monotonic()
        while what not in (seen := await self.page("/metrics"))[1].splitlines():
            assert time.monotonic() - began < within_s, (
                f"no {what!r} in {seen}: {last_lines(self.server.log)}"
            )
            await asyncio.sleep(0.1)
        return time.monotonic() - began


@asynccontextmanager
async def pod(
    tmp_path: Path,
    models: Mapping[str, int],
    *words: str,
    bucket: Callable[[Path], tuple[str, dict[str, str]]] | None = None,
) -> AsyncIterator[Pod]:
    """With `bucket`, the repository is read from the S3 address to which that function brings it."""
    repository = tmp_path / "models"
    for name, count in models.items():
        (repository / name / "1").mkdir(parents=True)
        config = CONFIG.replace("NAME", name).replace("COUNT", str(count))
        (repository / name / "config.pbtxt").write_text(config)
        (repository / name / "1/model.py").write_text(ECHO)
    plan = PortPlan()
    triton = Triton(Layout.find(), tmp_path, plan, repository=repository, models=tuple(models))
    plain = triton.command()
    argv = [*plain.argv, *(f"--load-model={name}" for name in models)]
    keys: dict[str, str] = {}
    if bucket:
        address, keys = bucket(repository)
        argv[argv.index(f"--model-repository={repository}")] = f"--model-repository={address}"
    server = Child(Command(argv, {**plain.env, **keys}, plain.cwd, plain.log, grace_s=20.0))
    port = plan.port("upkeep")
    # The tier's own interpreter: what upkeep imports must be in the tier's image.
    upkeep = Child(
        Command(
            [str(ROOT / ".venv-tier/bin/python"), "-m", "argosy_upkeep", f"--triton={triton.http_url}",
             f"--listen={LOOPBACK}:{port}", *(f"--model={name}" for name in models), *words],
            {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "libs/upkeep/src")},
            tmp_path, tmp_path / "upkeep.log",
        )
    )  # fmt: skip
    try:
        yield Pod(server, TritonAdmin(triton.http_url), repository, f"{LOOPBACK}:{port}")
    finally:
        await upkeep.stop()
        await server.stop()
        triton.clean_up()


async def until_ready(pod: Pod) -> None:
    deadline = time.monotonic() + 60
    while (said := await pod.page("/readyz"))[0] != 200:
        assert time.monotonic() < deadline, said
        await asyncio.sleep(0.1)


async def test_a_dead_model_is_mended_while_the_others_serve(tmp_path: Path) -> None:
    async with pod(tmp_path, {"echo": 1, "other": 1}) as tier:
        assert (await tier.page("/readyz"))[0] != 200
        await until_ready(tier)
        others = {pid for pid, stub in tier.stubs().items() if stub.model == "other"}
        tier.kill_one("echo")
        with pytest.raises((ModelDead, ModelFailed)):
            await tier.admin.probe("echo")
        took = await tier.until('argosy_tier_model_mended_total{model="echo"} 1')
        print(f"mended {took:.1f} s after the kill")
        await tier.admin.probe("echo")
        assert took < 20
        assert others < tier.stubs().keys()
        assert tier.server.exit_code is None
        assert (await tier.page("/readyz"))[0] == 200


async def test_one_dead_process_of_several_is_brought_back_though_the_model_answers(tmp_path: Path) -> None:
    async with pod(tmp_path, {"echo": 2}) as tier:
        await until_ready(tier)
        assert len(tier.stubs()) == 2
        before = tier.stubs().keys()
        tier.kill_one("echo")
        await tier.until('argosy_tier_model_mended_total{model="echo"} 1')
        await asyncio.sleep(5)  # what the old processes' end could still set off
        assert len(tier.stubs()) == 2
        assert not before & tier.stubs().keys()
        await tier.until('argosy_tier_model_mended_total{model="echo"} 1')


async def test_a_model_that_hangs_is_loaded_anew(tmp_path: Path) -> None:
    async with pod(tmp_path, {"echo": 1, "other": 1}, "--ask-s=1", "--answer-s=1") as tier:
        await until_ready(tier)
        hung = {pid for pid, stub in tier.stubs().items() if stub.model == "echo"}
        tier.kill_one("echo", signal.SIGSTOP)
        await tier.until('argosy_tier_model_mended_total{model="echo"} 1', within_s=120)
        await tier.admin.probe("echo")
        assert not hung & tier.stubs().keys()


async def test_a_server_whose_model_cannot_be_mended_is_ended(tmp_path: Path) -> None:
    async with pod(tmp_path, {"echo": 1}) as tier:
        await until_ready(tier)
        (tier.repository / "echo/1/model.py").write_text("import nothing_of_that_name\n")
        tier.kill_one("echo")
        await asyncio.wait_for(tier.server.exited(), 90)
        assert (await tier.page("/readyz"))[0] == 503
        assert (await tier.page("/livez"))[0] == 200
        assert "argosy_tier_servers_ended_total 1" in (await tier.page("/metrics"))[1].splitlines()


@pytest.fixture
def bucket() -> Iterator[Callable[[Path], tuple[str, dict[str, str]]]]:
    """A server of S3's protocol; copies a repository to it and says how Triton reads it from there."""
    port = PortPlan().port("s3")
    server = ThreadedMotoServer(ip_address=LOOPBACK, port=port, verbose=False)
    server.start()
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}

    def copy(repository: Path) -> tuple[str, dict[str, str]]:
        client = boto3.client(
            "s3", endpoint_url=f"http://{LOOPBACK}:{port}", region_name=keys["AWS_DEFAULT_REGION"],
            aws_access_key_id="a", aws_secret_access_key="b",  # noqa: S106 — nobody checks it
        )  # fmt: skip
        client.create_bucket(Bucket="tier")
        for file in (path for path in repository.rglob("*") if path.is_file()):
            client.upload_file(str(file), "tier", f"models/{file.relative_to(repository)}")
        return f"s3://http://{LOOPBACK}:{port}/tier/models", keys

    yield copy
    server.stop()


async def test_a_model_read_from_s3_is_known_by_its_name_and_mended(
    tmp_path: Path, bucket: Callable[[Path], tuple[str, dict[str, str]]]
) -> None:
    async with pod(tmp_path, {"echo": 1}, bucket=bucket) as tier:
        await until_ready(tier)
        tier.kill_one("echo")
        await tier.until('argosy_tier_model_mended_total{model="echo"} 1')
        await tier.admin.probe("echo")
