"""Mends how aiokafka 0.14 reads committed offsets: an error of the whole answer is an error.

OffsetFetch answers carry an error code of their own since version 2. While a coordinator loads its
offsets after a restart it answers COORDINATOR_LOAD_IN_PROGRESS with no partitions; aiokafka looks at the
partitions only and takes that for "this group never committed". A reader then begins at
``auto_offset_reset``: at the beginning, or, worse, at the end.
"""

from __future__ import annotations

from typing import Any

from aiokafka import errors
from aiokafka.consumer.group_coordinator import GroupCoordinator

_send = GroupCoordinator._send_req  # noqa: SLF001 — the one place where every answer passes


async def _checked_send(self: GroupCoordinator, request: Any) -> Any:  # noqa: ANN401 — requests and answers of all kinds
    response = await _send(self, request)
    if getattr(response, "API_KEY", None) == _OFFSET_FETCH and getattr(response, "error_code", 0):
        error = errors.for_code(response.error_code)
        if error is errors.NotCoordinatorForGroupError:
            self.coordinator_dead()
        raise error()
    return response


_OFFSET_FETCH = 9  # Kafka protocol, API keys


def install() -> None:
    """Have every consumer of this process check; safe to repeat."""
    GroupCoordinator._send_req = _checked_send  # noqa: SLF001
