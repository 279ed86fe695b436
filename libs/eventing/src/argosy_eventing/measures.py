"""Metrics of the events' way through a service, added up per batch rather than per event."""

from __future__ import annotations

import time
from collections import Counter

from argosy_eventing.batch import Batch
from argosy_eventing.finished import FinishedKind
from argosy_telemetry import counter, histogram, names, up_down_counter

_RECEIVED = counter(names.METRIC_EVENTS_RECEIVED)
_IN_FLIGHT = up_down_counter(names.METRIC_EVENTS_IN_FLIGHT)
_HANDLED = counter(names.METRIC_EVENTS_HANDLED)
_PUBLISHED = counter(names.METRIC_EVENTS_PUBLISHED)
_DEAD = counter(names.METRIC_EVENTS_DEAD_LETTERED)
_DUPLICATE = counter(names.METRIC_EVENTS_DUPLICATE)
_DURATION = histogram(names.METRIC_EVENT_HANDLE_DURATION)
_END_TO_END = histogram(names.METRIC_EVENT_END_TO_END)
_BATCH = histogram(names.METRIC_BATCH_SIZE)
_COMMIT = histogram(names.METRIC_BATCH_COMMIT_DURATION)
_TIMED = 16
"""Most events of a batch whose durations are recorded."""


def received(service: str, topic: str, count: int) -> None:
    """Count events that were read and are not durable yet."""
    attributes: dict[str, str] = {names.ATTR_SERVICE: service, names.ATTR_TOPIC: topic}
    _RECEIVED.add(count, attributes)
    _IN_FLIGHT.add(count, attributes)


def settled(service: str, topic: str, count: int) -> None:
    """Count events that are durable, or forgotten because their partition went elsewhere."""
    if count:
        _IN_FLIGHT.add(-count, {names.ATTR_SERVICE: service, names.ATTR_TOPIC: topic})


def committed(service: str, topic: str, batch: Batch, seconds: float) -> None:
    """Count a batch that became durable.

    A recording costs as much as handling a light event, so of a batch of more than 16 events evenly
    spaced ones are timed; the counters count every one.
    """
    ends = batch.ends
    if not ends:
        return
    base: dict[str, str] = {names.ATTR_SERVICE: service, names.ATTR_TOPIC: topic}
    kinds: dict[FinishedKind, int] = {}
    outputs: dict[str, int] = {}
    for _, finished in ends:
        kind = finished.kind
        kinds[kind] = kinds.get(kind, 0) + 1
        for output in finished.records:
            outputs[output.topic] = outputs.get(output.topic, 0) + 1
    for kind, count in kinds.items():
        _HANDLED.add(count, {**base, names.ATTR_OUTCOME: kind.value})
    for type_, count in outputs.items():
        _PUBLISHED.add(count, {names.ATTR_SERVICE: service, names.ATTR_TOPIC: type_})
    if FinishedKind.DEAD_LETTER in kinds:
        reasons = Counter(one.reason for _, one in ends if one.kind is FinishedKind.DEAD_LETTER)
        for reason, count in reasons.items():
            _DEAD.add(count, {**base, names.ATTR_OUTCOME_REASON: reason})
    if FinishedKind.DUPLICATE in kinds:
        _DUPLICATE.add(kinds[FinishedKind.DUPLICATE], base)
    now = time.time()
    for record, finished in ends[:: -(-len(ends) // _TIMED)]:
        _DURATION.record(finished.seconds, base)
        _END_TO_END.record(max(0.0, now - record.timestamp / 1000), base)
    _BATCH.record(len(ends), base)
    _COMMIT.record(seconds, base)
