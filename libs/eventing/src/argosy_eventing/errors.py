"""Why a service ends by itself. Each leaves its event uncommitted, so nothing is skipped."""

from __future__ import annotations


class ServiceEnded(RuntimeError):
    """Base of what ends a service's process with a non-zero status."""


class BusyTooLong(ServiceEnded):
    """A dependency stayed busy for the whole time budget of an event."""


class HandlerFailed(ServiceEnded):
    """A handler raised an error that nobody named, as often as it may be tried."""


class ServiceMisconfigured(ServiceEnded):
    """The service cannot start as it was put together; the message says what is missing."""


class BusGone(Exception):
    """The bus did not answer in time. Never ends a service: it comes back."""
