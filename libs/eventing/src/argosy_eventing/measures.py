"""Metrics of the events' way through a service, added up per batch rather than per event."""

from __future__ import annotations

import time
from collections import Counter

from argosy_eventing.batch import Batch
from argosy_eventing.finished import FinishedKind
from argosy_telemetry import counter, histogram, names

_RECEIVED = counter(names.METRIC_EVENTS_RECEIVED)
_HANDLED = counter(names.METRIC_EVENTS_HANDLED)
_PUBLISHED = counter(names.METRIC_EVENTS_PUBLISHED)
_DEAD = counter(names.METRIC_EVENTS_DEAD_LETTERED)
_DUPLICATE = counter(names.METRIC_EVENTS_DUPLICATE)
_DURATION = histogram(names.METRIC_EVENT_HANDLE_DURATION)
_END_TO_END = histogram(names.METRIC_EVENT_END_TO_END)
_BATCH = histogram(names.METRIC_BATCH_SIZE)
_COMMIT = histogram(names.METRIC_BATCH_COMMIT_DURATION)


def received(topic: str, count: int) -> None:
    _RECEIVED.add(count, {names.ATTR_TOPIC: topic})


def committed(service: str, topic: str, batch: Batch, seconds: float) -> None:
    """Count a batch that became durable."""
    if not batch.ends:
        return
    base: dict[str, str] = {names.ATTR_SERVICE: service, names.ATTR_TOPIC: topic}
    kinds: Counter[FinishedKind] = Counter()
    outputs: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    now = time.time()
    for record, finished in batch.ends:
        kinds[finished.kind] += 1
        for output in finished.records:
            outputs[output.topic] += 1
        if finished.kind is FinishedKind.DEAD_LETTER:
            reasons[finished.reason] += 1
        _DURATION.record(finished.seconds, base)
        _END_TO_END.record(max(0.0, now - record.timestamp / 1000), base)
    for kind, count in kinds.items():
        _HANDLED.add(count, {**base, names.ATTR_OUTCOME: kind.value})
    for type_, count in outputs.items():
        _PUBLISHED.add(count, {names.ATTR_SERVICE: service, names.ATTR_TOPIC: type_})
    for reason, count in reasons.items():
        _DEAD.add(count, {**base, names.ATTR_OUTCOME_REASON: reason})
    if kinds[FinishedKind.DUPLICATE]:
        _DUPLICATE.add(kinds[FinishedKind.DUPLICATE], base)
    _BATCH.record(len(batch.ends), base)
    _COMMIT.record(seconds, base)
