"""For `helm test`: every name by which services call the tier has pods, and all of them serve.

python -m argosy_upkeep.answers argosy-triton-translator ...

A name's every address must answer gRPC's own health check, which is what a service's call meets (DNS, network
policy, port), and upkeep there must say that all its models answered an inference.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys

import aiohttp
import grpc

_SERVING = b"\x08\x01"  # grpc.health.v1.HealthCheckResponse{status: SERVING}
_WITHIN_S = 10.0


async def look_at(name: str, grpc_port: int, upkeep_port: int) -> list[str]:
    """What is wrong with the pods behind a name; nothing, if all serve."""
    loop = asyncio.get_running_loop()
    try:
        rows = await loop.getaddrinfo(name, grpc_port, type=socket.SOCK_STREAM)
    except OSError as error:
        return [f"{name}: no address ({error})"]
    wrong: list[str] = []
    for family, *_, place in rows:
        host = f"[{place[0]}]" if family == socket.AF_INET6 else place[0]
        wrong += [f"{name} at {host}: {said}" for said in (
            await _grpc(f"{host}:{grpc_port}"), await _upkeep(f"http://{host}:{upkeep_port}")
        ) if said]  # fmt: skip
    return wrong


async def _grpc(address: str) -> str:
    async with grpc.aio.insecure_channel(address) as channel:
        try:
            check: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(
                "/grpc.health.v1.Health/Check"
            )
            answer = await check(b"", timeout=_WITHIN_S)
        except grpc.aio.AioRpcError as error:
            return f"gRPC {error.code().name}: {error.details()}"
    return "" if answer == _SERVING else "gRPC says that it does not serve"


async def _upkeep(base: str) -> str:
    limit = aiohttp.ClientTimeout(total=_WITHIN_S)
    try:
        async with aiohttp.ClientSession(base, timeout=limit) as client, client.get("/readyz") as answer:
            text = (await answer.text()).strip()
            return "" if answer.status == 200 else f"models: {text}"
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"upkeep: {error or type(error).__name__}"


async def _all(names: list[str], grpc_port: int, upkeep_port: int) -> int:
    wrong = [line for name in names for line in await look_at(name, grpc_port, upkeep_port)]
    print("\n".join(wrong) or f"{len(names)} names, every pod serves")  # noqa: T201 — what `helm test` shows
    return 1 if wrong else 0


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="argosy_upkeep.answers")
    parser.add_argument("names", nargs="+")
    parser.add_argument("--grpc-port", type=int, default=8001)
    parser.add_argument("--upkeep-port", type=int, default=8004)
    said = parser.parse_args(words)
    return asyncio.run(_all(said.names, said.grpc_port, said.upkeep_port))


if __name__ == "__main__":
    sys.exit(main())
