"""From one record to its end: decode, look into the inbox, call the handler, retry, make the records."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

from google.protobuf.message import Message

from argosy_contracts import BadEvent, Event, Topic, decode
from argosy_eventing import tracing
from argosy_eventing.bus_record import BusRecord
from argosy_eventing.dead_letters import HEADER_REPLAY
from argosy_eventing.errors import BusyTooLong, HandlerFailed
from argosy_eventing.finished import (
    BadOutput,
    Finished,
    FinishedKind,
    from_bytes,
    record_of,
    to_bytes,
    utc_now,
)
from argosy_eventing.identity import digest_of, identity_of, outcome_key
from argosy_eventing.inbox import Claim, Inbox, Kind, content_check
from argosy_eventing.outcomes import DETAIL_MAX_CHARS, DeadLetter, Outcome, Publish, Skip
from argosy_eventing.results import count_result
from argosy_eventing.retry import Backoff, Budget
from argosy_eventing.settings import EventingSettings
from argosy_store.errors import DocumentRejected
from argosy_telemetry import counter, logger, names, redact

T = TypeVar("T")

Handler: TypeAlias = Callable[[Event[Any], Any], Awaitable[Outcome]]
Park: TypeAlias = Callable[[float], Awaitable[None]]
"""Waits that many seconds without holding up other keys."""

_log = logger("argosy_eventing")
_RETRIES = counter(names.METRIC_EVENT_RETRIES)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class KeptOutcome(Protocol):
    """An outcome as the store gives it back."""

    @property
    def outcome(self) -> bytes: ...


class OutcomeStore(Protocol):
    """Where the bytes of costly outcomes are kept; `argosy_store.OutcomeRepository` is one."""

    async def get(self, merchant_id: str, event_id: str) -> KeptOutcome | None: ...

    async def put(self, merchant_id: str, event_id: str, outcome: bytes) -> KeptOutcome: ...


@dataclass(frozen=True, slots=True)
class Errors:
    """Which errors of a handler mean a busy dependency, and which mean a bad event."""

    busy: tuple[type[BaseException], ...]
    bad: tuple[type[BaseException], ...]


class Handling:
    """Handles the events of one topic of one service."""

    def __init__(
        self,
        *,
        service: str,
        topic: Topic,
        handler: Handler,
        deps: object,
        errors: Errors,
        settings: EventingSettings,
        outcomes: OutcomeStore | None = None,
    ) -> None:
        self.topic = topic
        self._service = service
        self._handler = handler
        self._deps = deps
        self._errors = errors
        self.settings = settings
        self._outcomes = outcomes
        """None for events that are cheap to handle again."""
        self.busy_wait = Backoff(settings.busy_first_delay_s, settings.busy_max_delay_s)
        self.unknown_wait = Backoff(settings.unknown_delay_s, settings.busy_max_delay_s)
        self._replay_mark = service.encode()
        self.waiting = 0
        """Events that wait for a busy dependency right now."""

    async def finish(self, record: BusRecord, inbox: Inbox, park: Park) -> Finished:
        """Take one event to its end. Everything but its being durable is done then.

        Raises:
            BusyTooLong, HandlerFailed: the process has to end; the event stays uncommitted.
        """
        try:
            self._check_size(record)
            event = decode(record.topic, record.key, record.value, record.headers)
        except BadEvent as error:
            spans = tracing.dead_lettering(record, error.reason)
            return Finished(FinishedKind.DEAD_LETTER, reason=error.reason, detail=error.detail, spans=spans)
        identity = identity_of(event.source, event.id)
        digest = digest_of(identity)
        check = content_check(record.value)
        now_ms = time.time_ns() // 1_000_000
        claim = inbox.claim(digest, check, now_ms)
        if claim is not Claim.NEW and self._is_replay(record):
            claim = inbox.claim(digest, check, now_ms, replay=True)
        if claim is not Claim.NEW:
            if claim is Claim.CONFLICT:
                _log.warning(
                    "an id came again with other data; taken for a repeat, nothing done",
                    **{names.ATTR_EVENT_ID: event.id, names.ATTR_TOPIC: record.topic},
                )
            return Finished(FinishedKind.DUPLICATE, identity=identity, check=check)
        with tracing.handling(event, record, self._service) as span:
            finished = await self._outcome_of(event, park)
            if finished.kind is FinishedKind.DEAD_LETTER:
                inbox.put(digest, check, now_ms, Kind.DEAD_LETTERED)
                finished.spans = tracing.dead_lettering(record, finished.reason)
            span.ended(finished)
        finished.identity = identity
        finished.check = check
        return finished

    def _check_size(self, record: BusRecord) -> None:
        size, limit = len(record.value or b""), self.topic.max_message_bytes
        if size > limit:  # the bus may have been told to take more than the contract says
            raise BadEvent("too_large", f"{size} bytes; {self.topic.name} takes {limit}")

    def _is_replay(self, record: BusRecord) -> bool:
        return any(name == HEADER_REPLAY and value == self._replay_mark for name, value in record.headers)

    async def _outcome_of(self, event: Event[Message], park: Park) -> Finished:
        patience = _Patience(self, event, park)
        try:
            if self._outcomes is None:
                return self._records(event, await self._called(event, patience), patience.attempts)
            return await self._costly(event, self._outcomes, patience)
        except BadOutput as error:
            reason, detail = error.reason, error.detail
        except self._errors.bad as error:
            reason, detail = _reason_of(error), redact(str(error))[:DETAIL_MAX_CHARS]
        return Finished(FinishedKind.DEAD_LETTER, reason=reason, detail=detail, attempts=patience.attempts)

    async def _called(self, event: Event[Message], patience: _Patience) -> Outcome:
        while True:
            patience.attempts += 1
            try:
                return await self._handler(event, self._deps)
            except self._errors.bad:
                raise
            except self._errors.busy as error:
                await patience.wait_busy(error)
            except Exception as error:  # noqa: BLE001 — an unknown error is tried again, then ends the process
                await patience.wait_unknown(error)

    async def _costly(self, event: Event[Message], outcomes: OutcomeStore, patience: _Patience) -> Finished:
        """Like `_called`, but the bytes of the outcome are kept before anything is published."""
        merchant, key = event.merchant_id, outcome_key(event.type, event)
        kept = await self._stored(lambda: outcomes.get(merchant, key), patience)
        if kept is not None:
            return from_bytes(kept.outcome)
        finished = self._records(event, await self._called(event, patience), patience.attempts)
        if finished.kind is FinishedKind.DEAD_LETTER:
            return finished
        data = to_bytes(finished)
        try:
            winner = await self._stored(lambda: outcomes.put(merchant, key, data), patience)
        except DocumentRejected as error:
            raise BadOutput("outcome_too_large", str(error)) from None
        return finished if winner.outcome == data else from_bytes(winner.outcome)

    async def _stored(self, step: Callable[[], Awaitable[T]], patience: _Patience) -> T:
        while True:
            try:
                return await step()
            except self._errors.busy as error:
                await patience.wait_busy(error)

    def _records(self, event: Event[Message], outcome: Outcome, attempts: int) -> Finished:
        match outcome:
            case Publish(outputs):
                now = utc_now()
                records = []
                spans = []
                for output in outputs:
                    count_result(self._service, output)
                    span = tracing.publishing(event, output.type)
                    records.append(
                        record_of(event, output, service=self._service, now=now, traceparent=span.traceparent)
                    )
                    if span.span is not None:
                        spans.append(span.span)
                return Finished(FinishedKind.PUBLISH, tuple(records), attempts=attempts, spans=tuple(spans))
            case Skip(reason):
                return Finished(FinishedKind.SKIP, reason=reason, attempts=attempts)
            case DeadLetter(reason, detail):
                return Finished(
                    FinishedKind.DEAD_LETTER, reason=reason, detail=redact(detail), attempts=attempts
                )
        raise HandlerFailed(  # the type checker knows better, a handler may not
            f"the handler of {event.type} answered {type(outcome).__name__}; "
            "it must return publish(...), skip(...) or dead_letter(...)"
        )


class _Patience:
    """How often and how long one event has been tried."""

    def __init__(self, handling: Handling, event: Event[Message], park: Park) -> None:
        self._handling = handling
        self._event = event
        self._park = park
        self._budget = Budget(handling.settings.busy_budget_s)
        self._unknown = 0
        self._busy = 0
        self.attempts = 0

    async def wait_busy(self, error: BaseException) -> None:
        handling, event = self._handling, self._event
        self._busy += 1
        wait = handling.busy_wait.wait(self._busy)
        if not self._budget.allows(wait):
            raise BusyTooLong(
                f"{event.type} {event.id}: {type(error).__name__} for "
                f"{handling.settings.busy_budget_s:g} s ({redact(str(error))}); the process ends, "
                "the event stays where it is and is taken up again after a restart"
            ) from error
        if self._busy == 1:
            _log.warning(
                "a dependency is busy; the event waits",
                **{names.ATTR_TOPIC: event.type, names.ATTR_EVENT_ID: event.id},
                error=repr(error),
            )
        _RETRIES.add(1, {names.ATTR_TOPIC: event.type, names.ATTR_ERROR_TYPE: type(error).__name__})
        handling.waiting += 1
        try:
            await self._park(wait)
        finally:
            handling.waiting -= 1

    async def wait_unknown(self, error: Exception) -> None:
        handling, event = self._handling, self._event
        self._unknown += 1
        if self._unknown > handling.settings.unknown_retries:
            raise HandlerFailed(
                f"the handler of {event.type} failed {self._unknown} times on event {event.id} "
                f"with {type(error).__name__}: {redact(str(error))}; the process ends and the event "
                "stays where it is. Name the error in the service's `bad` or `busy`, or mend the handler"
            ) from error
        _log.warning(
            "a handler raised an unknown error; trying again",
            **{names.ATTR_TOPIC: event.type, names.ATTR_EVENT_ID: event.id},
            attempt=self.attempts,
            exc_info=error,
        )
        _RETRIES.add(1, {names.ATTR_TOPIC: event.type, names.ATTR_ERROR_TYPE: type(error).__name__})
        await self._park(handling.unknown_wait.wait(self._unknown))


def _reason_of(error: BaseException) -> str:
    reason = getattr(error, "reason", None)
    if isinstance(reason, str) and re.fullmatch(r"[a-z][a-z0-9_]{0,63}", reason):
        return reason
    return _CAMEL.sub("_", type(error).__name__).lower()[:64]
