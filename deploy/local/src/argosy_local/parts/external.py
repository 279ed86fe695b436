"""Parts that run elsewhere: asked once, at the start, whether they serve."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from argosy_contracts import TOPICS
from argosy_eventing.admin import BrokerError, create_topics, probe_broker, specs_of
from argosy_inference import TierSettings
from argosy_local.parts.part import NotReady
from argosy_local.settings import ADDRESS_VARIABLES
from argosy_store import StoreError
from argosy_store.probe import probe_store

_CONNECT_S = 5.0


async def check_external(part: str, address: str) -> None:
    """Prove that it serves, as for our own; `NotReady` names the variable that points there.

    The broker gets the topics of the registry that it lacks. Of Triton only the port is tried: its
    HTTP side, through which models are asked, may be closed to us.
    """
    try:
        await _CHECKS[part](address)
    except (BrokerError, StoreError, OSError, TimeoutError, ValueError) as error:
        variable = ADDRESS_VARIABLES[part]
        said = str(error) or type(error).__name__
        raise NotReady(f"{said}. {variable} names it; unset that for one of our own") from error


async def _broker(address: str) -> None:
    await probe_broker(address)
    await create_topics(address, specs_of(TOPICS.values()))


async def _triton(address: str) -> None:
    target = TierSettings(address).target("translator")
    host, _, port = target.removeprefix("dns:///").rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError(f"{address!r} is not host:port")
    async with asyncio.timeout(_CONNECT_S):
        _, writer = await asyncio.open_connection(host, int(port))
    writer.close()
    await writer.wait_closed()


_CHECKS: Final[Mapping[str, Callable[[str], Awaitable[None]]]] = MappingProxyType(
    {"kafka": _broker, "store": probe_store, "triton": _triton}
)
