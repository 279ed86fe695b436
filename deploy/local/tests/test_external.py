"""Parts that run elsewhere: a wrong address is told at the start, with the variable that holds it."""

from __future__ import annotations

import socket

import pytest

from argosy_local.parts.external import check_external
from argosy_local.parts.part import NotReady
from argosy_local.ports import LOOPBACK, PortPlan


async def test_a_tier_that_listens_is_taken() -> None:
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        await check_external("triton", f"dns:///{LOOPBACK}:{server.getsockname()[1]}")
        connection, _ = server.accept()
        connection.close()


@pytest.mark.parametrize("address", ["", "nowhere", "host:port", ":8001"])
async def test_an_address_that_is_none_is_refused_by_its_variable(address: str) -> None:
    with pytest.raises(NotReady, match="ARGOSY_TRITON_URL"):
        await check_external("triton", address)


async def test_a_tier_that_is_not_there_is_refused_by_its_variable() -> None:
    with pytest.raises(NotReady, match="ARGOSY_TRITON_URL"):
        await check_external("triton", f"{LOOPBACK}:{PortPlan().port('nobody')}")


async def test_a_broker_that_is_not_there_is_refused_by_its_variable(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level("CRITICAL"), pytest.raises(NotReady, match="ARGOSY_KAFKA_BOOTSTRAP"):
        await check_external("kafka", f"{LOOPBACK}:{PortPlan().port('nobody')}")
