"""The services that `argosy up` starts. A new service is one line here."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """How a service is started: `python -m module`, with what it needs of its own."""

    name: str
    module: str
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def installed(self) -> bool:
        """Whether `python -m module` would find something to run."""
        return importlib.util.find_spec(self.module) is not None and (
            importlib.util.find_spec(f"{self.module}.__main__") is not None
        )


_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1"}
"""For what learns by small matrices at its start: with two threads on two cores it takes twice the CPU."""
SERVICES: Final = (
    ServiceEntry("listing-localizer", "listing_localizer"),
    ServiceEntry("image-studio", "image_studio"),
    ServiceEntry("chargeback-agent", "chargeback_agent"),
    ServiceEntry("refund-agent", "refund_agent", _ONE_THREAD),
    ServiceEntry("cs-agent", "cs_agent", _ONE_THREAD),
    ServiceEntry("search-tagger", "search_tagger", _ONE_THREAD),
)


def service(name: str) -> ServiceEntry:
    """The registered service of this name; `KeyError` with the known names otherwise."""
    for entry in SERVICES:
        if entry.name == name:
            return entry
    raise KeyError(f"no service {name!r}; known: {', '.join(entry.name for entry in SERVICES)}")
