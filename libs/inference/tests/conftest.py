from __future__ import annotations

from collections.abc import AsyncIterator

import grpc
import pytest
from tritonclient.grpc import service_pb2_grpc

from argosy_inference import CallContext, Tier, TierSettings
from argosy_testing.triton import FakeTriton


@pytest.fixture
async def triton() -> AsyncIterator[FakeTriton]:
    fake = FakeTriton()
    server = grpc.aio.server(options=[("grpc.max_receive_message_length", 2**31 - 1)])
    service_pb2_grpc.add_GRPCInferenceServiceServicer_to_server(fake, server)
    fake.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    yield fake
    await server.stop(0)


@pytest.fixture
async def tier(triton: FakeTriton) -> AsyncIterator[Tier]:
    settings = TierSettings(
        triton.address, retry_for_s=2.0, missing_for_s=0.0, first_pause_s=0.01, longest_pause_s=0.05
    )
    async with Tier(settings) as tier:
        yield tier


@pytest.fixture
def context() -> CallContext:
    return CallContext("m-7", deadline_s=10)
