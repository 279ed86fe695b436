"""Where the tier is and how hard this process may lean on it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MODELS = (
    "translator", "image_text_reader", "image_eraser", "image_segmenter", "image_tagger", "text_embedder",
    "text_generator",
)  # fmt: skip

# Calls of one process in flight per model. Each model is one thread in the tier, so a few are
# enough to keep it busy; the rest waits here, where waiting costs nothing.
_IN_FLIGHT: Mapping[str, int] = MappingProxyType(
    {
        "translator": 16,
        "text_embedder": 16,
        "image_text_reader": 4,
        "image_eraser": 4,
        "image_segmenter": 4,
        "image_tagger": 4,
        "text_generator": 4,
    }
)
_HOST_PORT = re.compile(r"^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):(\d{1,5})$")


@dataclass(frozen=True, slots=True)
class TierSettings:
    """Settings of the client; `from_environment` reads ARGOSY_TRITON_URL."""

    url: str
    """`host:port` (all of the name's addresses are used in turn), several of them with commas if
    they are IP addresses, or a gRPC target with its scheme (`dns:///`, `ipv4:`, `unix:`). `{model}` in
    it stands for the model asked, `text-generator` and its like: a tier whose servers differ gives each
    model a name of its own."""
    in_flight: Mapping[str, int] = field(default_factory=lambda: _IN_FLIGHT)
    retry_for_s: float = 15.0
    """How long one call goes on asking a tier that is full or gone; the deadline may end it
    sooner. After that it is the caller's `TierUnavailable`."""
    missing_for_s: float = 10.0
    """How long a model must have been unknown to the tier to count as missing: a tier that starts
    loads its models one after the other, and says the same of those that are yet to come."""
    first_pause_s: float = 0.05
    longest_pause_s: float = 2.0

    def __post_init__(self) -> None:
        self.target("translator")  # fails here, by name, instead of at the first call

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> TierSettings:
        """Raises `ValueError` naming ARGOSY_TRITON_URL if it is missing or wrong."""
        url = environment.get("ARGOSY_TRITON_URL", "")
        try:
            return cls(url)
        except ValueError as error:
            raise ValueError(f"ARGOSY_TRITON_URL: {error}") from error

    def target(self, model: str) -> str:
        """The gRPC target for a model; every address behind it is used in turn."""
        url = self.url.replace("{model}", model.replace("_", "-"))
        if re.match(r"^(dns|ipv4|ipv6|unix|xds):", url):
            return url
        parts = url.split(",")
        if not all(_HOST_PORT.match(part) for part in parts):
            raise ValueError(f"{self.url!r} is not host:port of the tier's gRPC, such as tier:8001")
        if len(parts) > 1:
            return "ipv4:" + url
        return "dns:///" + url

    def slots(self, model: str) -> int:
        """How many calls of `model` may be in flight."""
        return max(1, self.in_flight.get(model, 4))
