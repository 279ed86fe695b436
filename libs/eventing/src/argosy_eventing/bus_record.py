"""The shape of a consumed record."""

from __future__ import annotations

from typing import Protocol


class BusRecord(Protocol):
    """What is read of a consumed record; aiokafka's ConsumerRecord is one."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
