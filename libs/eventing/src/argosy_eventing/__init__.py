"""The service host: envelope, outcomes, retry, dead letters, inbox, outbox.

The only package that imports faust or aiokafka. What a service needs is here; emitting and
subscribing from elsewhere is `argosy_eventing.client`, looking after a broker `argosy_eventing.admin`.
"""

from argosy_contracts import BadEvent, Event
from argosy_eventing.crew import events_behind
from argosy_eventing.errors import (
    BusyTooLong,
    HandlerFailed,
    ServiceEnded,
    ServiceMisconfigured,
)
from argosy_eventing.identity import output_id
from argosy_eventing.outcomes import (
    DeadLetter,
    Outcome,
    Output,
    Publish,
    Skip,
    dead_letter,
    publish,
    skip,
)
from argosy_eventing.service import Resource, Service
from argosy_eventing.settings import EventingSettings, SettingsError

__all__ = [
    "BadEvent",
    "BusyTooLong",
    "DeadLetter",
    "Event",
    "EventingSettings",
    "HandlerFailed",
    "Outcome",
    "Output",
    "Publish",
    "Resource",
    "Service",
    "ServiceEnded",
    "ServiceMisconfigured",
    "SettingsError",
    "Skip",
    "dead_letter",
    "events_behind",
    "output_id",
    "publish",
    "skip",
]
