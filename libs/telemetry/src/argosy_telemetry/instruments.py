"""Access to the tracer and to instruments, safe before and after :func:`argosy_telemetry.setup`.

A module may take its tracer and create its instruments at import time: each call is passed on to
whatever telemetry is set up at that moment, and to nothing at all before that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, TypeAlias

from opentelemetry import metrics, trace
from opentelemetry.context import Context
from opentelemetry.util.types import Attributes, AttributeValue

from argosy_telemetry.names import METRICS, MetricKind, MetricName

if TYPE_CHECKING:
    from argosy_telemetry.pipeline import Telemetry

SCOPE = "argosy"

Observed: TypeAlias = tuple[float, Mapping[str, AttributeValue]]
"""One observation of a gauge: a value and its attributes."""


class UnregisteredName(ValueError):
    """A metric name that stands in no registry, or an instrument of another kind than its name's."""


class _Current:
    """Which telemetry is set up in this process, if any, and who observes which gauge."""

    def __init__(self) -> None:
        self.telemetry: Telemetry | None = None
        self.observers: dict[str, list[Callable[[], Iterable[Observed]]]] = {}


current = _Current()
_no_tracer = trace.NoOpTracer()
_no_meter = metrics.NoOpMeter(SCOPE)


def _real_tracer() -> trace.Tracer:
    return _no_tracer if current.telemetry is None else current.telemetry.tracer


def _real_meter() -> metrics.Meter:
    return _no_meter if current.telemetry is None else current.telemetry.meter


class _PassingTracer(trace.Tracer):
    def start_span(self, *args: Any, **kwargs: Any) -> trace.Span:  # noqa: ANN401 — passed on as they are
        return _real_tracer().start_span(*args, **kwargs)

    def start_as_current_span(  # type: ignore[override] # the abstract one is a decorated generator
        self,
        *args: Any,  # noqa: ANN401 — passed on as they are
        **kwargs: Any,  # noqa: ANN401 — passed on as they are
    ) -> AbstractContextManager[trace.Span]:
        return _real_tracer().start_as_current_span(*args, **kwargs)


class _PassingCounter(metrics.Counter):
    def __init__(self, name: MetricName) -> None:
        self._name = name
        self._owner: metrics.Meter | None = None
        self._real: metrics.Counter | None = None

    def add(self, amount: float, attributes: Attributes = None, context: Context | None = None) -> None:
        meter = _real_meter()
        if self._real is None or self._owner is not meter:
            name = self._name
            self._real, self._owner = meter.create_counter(name, name.unit, name.description), meter
        self._real.add(amount, attributes, context)


class _PassingUpDownCounter(metrics.UpDownCounter):
    def __init__(self, name: MetricName) -> None:
        self._name = name
        self._owner: metrics.Meter | None = None
        self._real: metrics.UpDownCounter | None = None

    def add(self, amount: float, attributes: Attributes = None, context: Context | None = None) -> None:
        meter = _real_meter()
        if self._real is None or self._owner is not meter:
            name = self._name
            self._real = meter.create_up_down_counter(name, name.unit, name.description)
            self._owner = meter
        self._real.add(amount, attributes, context)


class _PassingHistogram(metrics.Histogram):
    def __init__(self, name: MetricName) -> None:
        self._name = name
        self._owner: metrics.Meter | None = None
        self._real: metrics.Histogram | None = None

    def record(self, amount: float, attributes: Attributes = None, context: Context | None = None) -> None:
        meter = _real_meter()
        if self._real is None or self._owner is not meter:
            name = self._name
            self._real = meter.create_histogram(
                name,
                name.unit,
                name.description,
                explicit_bucket_boundaries_advisory=list(name.buckets) or None,
            )
            self._owner = meter
        self._real.record(amount, attributes, context)


def _checked(name: str, kind: MetricKind) -> MetricName:
    registered = METRICS.get(name)
    if registered is None:
        raise UnregisteredName(f"metric {name!r} is not in argosy_telemetry.names; add it there")
    if registered.kind is not kind:
        raise UnregisteredName(f"metric {name!r} is a {registered.kind}, not a {kind}")
    return registered


def tracer() -> trace.Tracer:
    """The tracer of this process; before set-up its spans do nothing."""
    return _TRACER


def counter(name: str) -> metrics.Counter:
    """The counter of that registered name; unit and description come from the registry."""
    return _PassingCounter(_checked(name, MetricKind.COUNTER))


def up_down_counter(name: str) -> metrics.UpDownCounter:
    """The up-and-down counter of that registered name."""
    return _PassingUpDownCounter(_checked(name, MetricKind.UP_DOWN_COUNTER))


def histogram(name: str) -> metrics.Histogram:
    """The histogram of that registered name, with the registry's bucket bounds."""
    return _PassingHistogram(_checked(name, MetricKind.HISTOGRAM))


def observe(name: str, read: Callable[[], Iterable[Observed]]) -> Callable[[], None]:
    """Have gauge ``name`` read by calling ``read`` at each collection; returns how to stop that.

    ``read`` runs in the exporter's or the scraper's thread: it only reads what is at hand. Several
    observers of one name add up to its series (the SDK alone would drop all but the first).
    """
    registered = _checked(name, MetricKind.GAUGE)
    observers = current.observers.setdefault(registered, [])
    observers.append(read)
    if current.telemetry is not None:
        current.telemetry.watch(registered)

    def stop() -> None:
        if read in observers:
            observers.remove(read)

    return stop


def observations(name: MetricName) -> Iterator[metrics.Observation]:
    """What the observers of a gauge say now."""
    for read in list(current.observers.get(name, ())):
        for value, attributes in read():
            yield metrics.Observation(value, attributes)


class RegistryMeter:
    """The meter in OpenTelemetry's own words; names, units and buckets come from the registry."""

    def create_counter(self, name: str) -> metrics.Counter:
        return counter(name)

    def create_up_down_counter(self, name: str) -> metrics.UpDownCounter:
        return up_down_counter(name)

    def create_histogram(self, name: str) -> metrics.Histogram:
        return histogram(name)

    def create_observable_gauge(
        self, name: str, callbacks: Sequence[Callable[[], Iterable[Observed]]]
    ) -> Callable[[], None]:
        stops = [observe(name, callback) for callback in callbacks]

        def stop() -> None:
            for one in stops:
                one()

        return stop


def meter() -> RegistryMeter:
    """The meter of this process; before set-up its instruments do nothing."""
    return _METER


_TRACER = _PassingTracer()
_METER = RegistryMeter()
