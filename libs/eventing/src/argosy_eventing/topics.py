"""`python -m argosy_eventing.topics SERVICE...` makes the topics of the registry, before services start.

Run as often as one likes: it makes what is missing and adds partitions; it never removes a topic, a
partition or a record. Services make what they lack themselves where the broker lets them; this is for
brokers that do not, and for installs that should fail here and not later.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

from aiokafka.errors import KafkaError

from argosy_contracts import TOPICS, Topic
from argosy_eventing.admin import BrokerError, TopicSpec, create_topics, specs_of
from argosy_eventing.inbox_topic import inbox_spec
from argosy_eventing.settings import EventingSettings, SettingsError

_PAUSE_S = 2.0


class UnknownName(ValueError):
    """A topic or a service that the registry does not know."""


def wanted_topics(
    services: Iterable[str], partitions: Mapping[str, int], settings: EventingSettings
) -> tuple[TopicSpec, ...]:
    """Every topic of the registry with its dead-letter topic, and the inbox topic of each service.

    ``partitions`` are more than the registry's for some topics. Raises UnknownName.
    """
    for name in partitions:
        if name not in TOPICS:
            raise UnknownName(f"there is no topic {name!r}")
    topics = [replace(topic, partitions=_partitions(topic, partitions)) for topic in TOPICS.values()]
    specs = [*specs_of(topics)]
    for service in services:
        handled = [topic.partitions for topic in topics if service in topic.consumers]
        if not handled:
            raise UnknownName(f"no topic is for a service {service!r}")
        specs.append(inbox_spec(service, max(handled), settings))
    return tuple(specs)


def _partitions(topic: Topic, asked: Mapping[str, int]) -> int:
    wanted = asked.get(topic.name, topic.partitions)
    if wanted < topic.partitions:
        raise UnknownName(f"{topic.name} has {topic.partitions} partitions in the registry, not {wanted}")
    return wanted


async def make(
    settings: EventingSettings, specs: tuple[TopicSpec, ...], *, copies: int, patience_s: float
) -> tuple[str, ...]:
    """Make them on a broker that may be yet to come; raises BrokerError with what it said last."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return await create_topics(settings, specs, copies=copies)
        except (KafkaError, OSError) as error:
            if time.monotonic() > deadline:
                raise BrokerError(f"{settings.kafka_bootstrap} does not answer: {error!r}") from error
            await asyncio.sleep(_PAUSE_S)


def main(arguments: list[str] | None = None) -> int:
    """Say what was made; 1 and why, if it could not be."""
    parser = argparse.ArgumentParser(prog="python -m argosy_eventing.topics", description=__doc__)
    parser.add_argument("service", nargs="*", help="whose inbox topics are made too")
    parser.add_argument(
        "--partitions", action="append", default=[], metavar="TOPIC=N", help="more than the registry's"
    )
    parser.add_argument("--copies", type=int, default=3, help="of each record, on as many brokers")
    parser.add_argument("--patience", type=float, default=60.0, metavar="S", help="for a broker yet to come")
    asked = parser.parse_args(arguments)
    try:
        settings = EventingSettings.load()
        more = {name: int(count) for name, _, count in (text.partition("=") for text in asked.partitions)}
        specs = wanted_topics(asked.service, more, settings)
        touched = asyncio.run(make(settings, specs, copies=asked.copies, patience_s=asked.patience))
    except (SettingsError, BrokerError, ValueError) as error:
        print(f"no topics were made: {error}", file=sys.stderr)  # noqa: T201 — a command's answer
        return 1
    for name in touched:
        print(f"made or widened: {name}")  # noqa: T201
    print(f"{len(specs)} topics, {len(touched)} of them touched")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
