"""The typed registry of topics, made from protos/topics/*.yaml.

>>> topic("product.created").message.__name__
'ProductCreated'
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from google.protobuf.message import Message

DEAD_LETTER_SUFFIX = ".dead-letter"


class UnknownTopic(KeyError):
    """A topic or event type that protos/topics does not name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"there is no topic {self.name!r}; known: {', '.join(sorted(TOPICS))}"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. Its name is also the CloudEvents type of the events on it."""

    name: str
    description: str
    message: type[Message]
    key: str
    """Path of the field that is the record key, dots between: ``product.id``."""
    producers: tuple[str, ...]
    consumers: tuple[str, ...]
    partitions: int
    retention_days: int
    max_message_bytes: int

    @property
    def dead_letter(self) -> str:
        """Name of the topic that keeps events of this one that failed for good."""
        return self.name + DEAD_LETTER_SUFFIX

    def key_of(self, message: Message) -> str:
        """The record key of an event's data; the empty string where the field is not set."""
        value: object = message
        for field in self.key.split("."):
            value = getattr(value, field)
        return str(value)


def _load() -> Mapping[str, Topic]:
    text = resources.files("argosy_contracts").joinpath("topics.json").read_text(encoding="utf-8")
    topics = {}
    for row in json.loads(text):
        package, _, name = row["message"].rpartition(".")
        module = importlib.import_module(f"{package}.{package.split('.')[1]}_pb2")
        topics[row["topic"]] = Topic(
            name=row["topic"],
            description=row["description"],
            message=getattr(module, name),
            key=row["key"],
            producers=tuple(row["producers"]),
            consumers=tuple(row["consumers"]),
            partitions=row["partitions"],
            retention_days=row["retention_days"],
            max_message_bytes=row["max_message_bytes"],
        )
    return MappingProxyType(topics)


TOPICS: Mapping[str, Topic] = _load()


def topic(name: str) -> Topic:
    """The topic of this name.

    Raises:
        UnknownTopic: protos/topics has no such file.
    """
    try:
        return TOPICS[name]
    except KeyError:
        raise UnknownTopic(name) from None
