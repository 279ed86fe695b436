"""A small service for the chaos tests, run as a real process: three handlers, everything else eventing.

chat.message    light: the answer is made here, in the process
search.queried  costly: its outcome is kept in the store before it is published
refund.replied  asks the "tier", a line over TCP that the test takes away
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from argosy.conversation.v1 import conversation_pb2 as conversation
from argosy.refund.v1 import refund_pb2 as refund
from argosy.search.v1 import search_pb2 as search
from argosy_eventing import Event, Outcome, Output, Service, dead_letter, publish


class TierGone(ConnectionError):
    """The tier of this test does not answer."""


async def answer(event: Event[conversation.ChatMessage], work_s: float) -> Outcome:
    said = event.data
    if said.text == "refuse":
        return dead_letter("refused", "the text asked for it")
    if said.text == "crash":
        raise RuntimeError("a bug in the handler")
    if work_s:
        await asyncio.sleep(work_s)
    reply = conversation.ChatReplied(
        conversation_id=said.conversation_id, message_id=said.message_id, language="en", text=said.text
    )
    return publish(Output("chat.replied", reply))


async def interpret(event: Event[search.SearchQueried], calls: Path) -> Outcome:
    with calls.open("a") as log:
        log.write(f"{event.id}\n")
    await asyncio.sleep(0.002)
    return publish(
        Output("query.interpreted", search.QueryInterpreted(query_id=event.data.query_id, language="en"))
    )


async def decide(event: Event[refund.RefundReplied], tier: tuple[str, int]) -> Outcome:
    try:
        reader, writer = await asyncio.open_connection(*tier)
        try:
            writer.write(b"?\n")
            said = await reader.readline()
        finally:
            writer.close()
    except OSError as error:
        raise TierGone(str(error)) from error
    if not said:
        raise TierGone("the tier hung up")
    return publish(Output("refund.decided", refund.RefundDecided(request_id=event.data.request_id)))


def main() -> None:
    service = Service(os.environ["CHAOS_SERVICE"], busy=(TierGone,))
    service.on("chat.message", answer, float(os.environ.get("CHAOS_WORK_S", "0")), concurrency=16)
    if "CHAOS_CALLS" in os.environ:
        service.on("search.queried", interpret, Path(os.environ["CHAOS_CALLS"]), costly=True, concurrency=8)
    if "CHAOS_TIER" in os.environ:
        host, _, port = os.environ["CHAOS_TIER"].rpartition(":")
        service.on("refund.replied", decide, (host, int(port)), concurrency=8)
    service.run()


if __name__ == "__main__":
    main()
