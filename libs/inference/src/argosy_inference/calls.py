"""One call to a model: wait for a slot, ask, ask again if the tier is full, within the deadline."""

from __future__ import annotations

import asyncio
import random
import re
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import grpc
from opentelemetry.trace import Span

from argosy_inference import codec
from argosy_inference.channel import TierChannel
from argosy_inference.codec import Answer, Array
from argosy_inference.errors import (
    TierDeadlineExceeded,
    TierError,
    TierFailed,
    TierModelMissing,
    TierRejected,
    TierUnavailable,
)
from argosy_inference.measures import CallMeasure, Charge, measured_call, trace_metadata
from argosy_inference.settings import TierSettings
from argosy_inference.values import CallContext
from argosy_telemetry import names

# A dead model process answers INTERNAL with one of these texts for as long as it is not reloaded,
# while the server calls the model ready (seen with Triton 2.51).
_DEAD_PROCESS = re.compile(r"stub process.*(not healthy|unhealthy)", re.IGNORECASE | re.DOTALL)
# A model that was loaded once, and is unloaded now or failed to load; seen while one is mended.
_UNLOADED = "no available versions"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LONGEST_DETAIL = 500


class Deadline:
    """Seconds that are left of a `CallContext`, from when it was made."""

    def __init__(self, model: str, context: CallContext) -> None:
        if not context.deadline_s > 0:
            raise TierDeadlineExceeded(model, f"deadline of {context.deadline_s} s is in the past")
        self._model = model
        self._seconds = context.deadline_s
        self._end = time.monotonic() + context.deadline_s

    def left(self) -> float:
        """Seconds left, more than 0. Raises `TierDeadlineExceeded` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed("waiting")
        return left

    def passed(self, doing: str) -> TierDeadlineExceeded:
        return TierDeadlineExceeded(self._model, f"deadline of {self._seconds:g} s passed while {doing}")


class WireError(Exception):
    """A status of the wire, before it gets its name."""

    def __init__(self, model: str, code: grpc.StatusCode, detail: str) -> None:
        super().__init__(model, code, detail)
        self.model = model
        self.code = code
        self.detail = detail

    @classmethod
    def of(cls, model: str, error: grpc.aio.AioRpcError, span: Span) -> WireError:
        """Of a failed call, its status noted on the attempt's span."""
        span.set_attribute(names.ATTR_GRPC_STATUS, error.code().name)
        return cls(model, error.code(), error.details() or "")


class Calls:
    """Bounded, retried, measured calls over one channel."""

    def __init__(self, settings: TierSettings, channel: TierChannel) -> None:
        self.settings = settings
        self.channel = channel
        self.served: set[str] = set()
        """Models that have answered: if one is not there now, it is being loaded again."""
        self._missing_since: dict[str, float] = {}
        self._slots: dict[str, asyncio.Semaphore] = {}

    async def infer(
        self, model: str, inputs: Mapping[str, Array], charge: Charge, context: CallContext
    ) -> Answer:
        """Ask `model` once (retries aside) and give its answer; raises the errors of `errors`."""
        async with self.measured(model, charge.items, context) as measure:
            deadline = Deadline(model, context)
            message = codec.request(model, uuid.uuid4().hex, inputs)
            async with self.slot(model, deadline, measure):
                answer = await self._asked(model, message, deadline, measure)
            self.served.add(model)
            measure.answered_by(answer.engine())
            measure.charged(charge)
            return answer

    @asynccontextmanager
    async def measured(self, model: str, batch: int, context: CallContext) -> AsyncIterator[CallMeasure]:
        """A span and the call's duration around whatever happens, cancellation included."""
        started = time.perf_counter()
        with measured_call(model, batch, context) as measure:
            try:
                yield measure
            except BaseException as error:
                measure.ended(time.perf_counter() - started, error)
                raise
            measure.ended(time.perf_counter() - started, None)

    @asynccontextmanager
    async def slot(self, model: str, deadline: Deadline, measure: CallMeasure) -> AsyncIterator[None]:
        """Wait for one of the model's slots: back pressure, first come, first served."""
        if (slots := self._slots.get(model)) is None:
            slots = self._slots[model] = asyncio.Semaphore(self.settings.slots(model))
        started = time.perf_counter()
        try:
            async with asyncio.timeout(deadline.left()):
                await slots.acquire()
        except TimeoutError as error:
            raise deadline.passed("waiting for a free slot in this process") from error
        try:
            measure.waited(time.perf_counter() - started)
            with measure.in_flight():
                yield
        finally:
            slots.release()

    async def rest_or_raise(
        self, error: WireError, pauses: Pauses, deadline: Deadline, measure: CallMeasure
    ) -> None:
        """Pause if asking again may help and there is time for it; else raise the named error."""
        model = error.model
        named = error_of(model, error.code, error.detail)
        again = error.code is grpc.StatusCode.UNAVAILABLE
        if isinstance(named, TierModelMissing) and not self._is_missing(model):
            named = TierUnavailable(model, "not there; the tier is starting or reloading it")
            again = True
        if not again:
            raise named from error
        if not await pauses.rest(deadline):
            raise TierUnavailable(model, f"{named.said} (after {pauses.attempt} attempts)") from error
        measure.retried(error.code.name)

    def _is_missing(self, model: str) -> bool:
        """Whether a model that the tier does not know is not served, rather than not loaded yet."""
        if model in self.served:
            return False
        since = self._missing_since.setdefault(model, time.monotonic())
        return time.monotonic() - since >= self.settings.missing_for_s

    async def _asked(
        self,
        model: str,
        message: object,
        deadline: Deadline,
        measure: CallMeasure,
    ) -> Answer:
        pauses = Pauses(self.settings)
        while True:
            pauses.attempt += 1
            try:
                return await self._attempt(model, message, deadline, measure, pauses.attempt)
            except WireError as error:
                await self.rest_or_raise(error, pauses, deadline, measure)

    async def _attempt(
        self, model: str, message: object, deadline: Deadline, measure: CallMeasure, number: int
    ) -> Answer:
        with measure.attempt(number) as span:
            started = time.perf_counter()
            try:
                response = await self.channel.stub(model).ModelInfer(
                    message, timeout=deadline.left(), metadata=trace_metadata(span)
                )
            except grpc.aio.AioRpcError as error:
                raise WireError.of(model, error, span) from error
            answer = Answer(model, response)
            if timing := answer.timing():
                measure.timed(time.perf_counter() - started, *timing)
            return answer


class Pauses:
    """Between attempts: growing, with full jitter, and ended by `retry_for_s`."""

    def __init__(self, settings: TierSettings) -> None:
        self.attempt = 0
        self._settings = settings
        self._end = time.monotonic() + settings.retry_for_s

    async def rest(self, deadline: Deadline) -> bool:
        """Pause before the next attempt; False if there is no time for one."""
        grown = self._settings.first_pause_s * 2 ** min(self.attempt - 1, 20)
        pause = random.uniform(0.5, 1.0) * min(grown, self._settings.longest_pause_s)  # noqa: S311 — jitter
        now = time.monotonic()
        if now + pause >= self._end or pause >= deadline.left():
            return False
        await asyncio.sleep(pause)
        return True


def error_of(model: str, code: grpc.StatusCode, detail: str) -> TierError:  # noqa: PLR0911 — one line a status
    """The named error of a status and its text; the text may quote input, so it is cut and cleaned."""
    said = _CONTROL.sub(" ", detail)[:_LONGEST_DETAIL]
    if _UNLOADED in detail:
        return TierUnavailable(model, f"it is unloaded, being mended or failed to load ({said})")
    if code is grpc.StatusCode.NOT_FOUND:
        return TierModelMissing(model, f"the tier's profile does not serve it ({said})")
    if _DEAD_PROCESS.search(detail):
        return TierUnavailable(model, f"its process died; unload and load it ({said})")
    match code:
        case grpc.StatusCode.UNAVAILABLE:
            return TierUnavailable(model, f"the tier is full, starting or gone ({said})")
        case grpc.StatusCode.DEADLINE_EXCEEDED:
            return TierDeadlineExceeded(model, "no answer within the deadline")
        case grpc.StatusCode.INVALID_ARGUMENT | grpc.StatusCode.OUT_OF_RANGE:
            return TierRejected(model, said.removeprefix(f"{model}: "))
        case grpc.StatusCode.RESOURCE_EXHAUSTED:
            return TierRejected(model, f"the message is too large ({said})")
        case grpc.StatusCode.CANCELLED:
            return TierUnavailable(model, f"the tier ended the call ({said})")
    return TierFailed(model, f"{code.name}: {said}")
