"""What a person may say about the embedded stack, from the environment, checked at the start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from argosy_local.layout import Layout

PARTS: Final = ("kafka", "store", "triton")
OBSERVERS: Final = ("collector", "prometheus")
"""What `argosy up --observability` starts beside them: traces go to the one, the other scrapes metrics."""
PROFILES: Final = ("embedded", "cpu", "gpu")
# The variable by which a service finds a part; set by the user, it means "that one, not ours".
ADDRESS_VARIABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "kafka": "ARGOSY_KAFKA_BOOTSTRAP",
        "store": "ARGOSY_MONGODB_URI",
        "triton": "ARGOSY_TRITON_URL",
    }
)
PORT_VARIABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "kafka": "ARGOSY_KAFKA_PORT",
        "kafka-controller": "ARGOSY_KAFKA_CONTROLLER_PORT",
        "store": "ARGOSY_STORE_PORT",
        "triton": "ARGOSY_TRITON_PORT",
        "triton-http": "ARGOSY_TRITON_HTTP_PORT",
        "triton-metrics": "ARGOSY_TRITON_METRICS_PORT",
        "collector": "ARGOSY_COLLECTOR_PORT",
        "collector-health": "ARGOSY_COLLECTOR_HEALTH_PORT",
        "prometheus": "ARGOSY_PROMETHEUS_PORT",
    }
)
TERMS_VARIABLE: Final = "ARGOSY_TERMS_DIR"
TERMS_FOLDER: Final = "terms.d"
"""Below the home: concepts of the platform's own, where TERMS_VARIABLE names no other folder."""

_DIGITS = re.compile("[0-9]{1,5}")


class BadSetting(ValueError):
    """An environment variable has a value that cannot be used; the message names it."""


def port_variable(port: str) -> str:
    """The variable that fixes a port: `listing-localizer` is ARGOSY_LISTING_LOCALIZER_PORT."""
    return PORT_VARIABLES.get(port) or f"ARGOSY_{port.upper().replace('-', '_')}_PORT"


def shown_address(address: str) -> str:
    """An address as it may be shown and logged: without the user and password that may stand in it.

    >>> shown_address("mongodb://shop:s3cret@db.example/argosy")
    'mongodb://***@db.example/argosy'
    """
    head, mark, rest = address.rpartition("://")
    authority, slash, path = rest.partition("/")
    return f"{head}{mark}***@{authority.rpartition('@')[2]}{slash}{path}" if "@" in authority else address


@dataclass(frozen=True, slots=True)
class StackSettings:
    """Everything the launcher takes from outside.

    `external` maps a part to the address of one that runs elsewhere and is not started here;
    `environment` is handed to every process that is started.
    """

    home: Path
    profile: str = "embedded"
    external: Mapping[str, str] = field(default_factory=dict)
    fixed_ports: Mapping[str, int] = field(default_factory=dict)
    blob_url: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def blobs(self) -> str:
        """The blob store's address: the user's, or a directory of the stack's own."""
        return self.blob_url or (self.home / "blobs").as_uri()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> StackSettings:
        """Read and check; `BadSetting` names the variable at fault."""
        env = dict(os.environ if environ is None else environ)
        profile = env.get("ARGOSY_PROFILE") or "embedded"
        if profile not in PROFILES:
            raise BadSetting(f"ARGOSY_PROFILE={profile!r}: use one of {', '.join(PROFILES)}")
        named = env.get("ARGOSY_HOME")
        home = Path(named).expanduser().resolve() if named else Layout.find().root / ".argosy"
        terms = _own_terms(env, home)
        return cls(
            home=home,
            profile=profile,
            external={part: env[name] for part, name in ADDRESS_VARIABLES.items() if env.get(name)},
            fixed_ports=_fixed_ports(env),
            blob_url=env.get("ARGOSY_BLOB_URL", ""),
            environment=env | ({TERMS_VARIABLE: str(terms)} if terms else {}),
        )

    @property
    def own_terms(self) -> Path:
        """The folder of the platform's own concepts, whether there is one or not."""
        return Path(self.environment.get(TERMS_VARIABLE) or self.home / TERMS_FOLDER)


def _own_terms(env: Mapping[str, str], home: Path) -> Path | None:
    """As a path that services find whatever folder they run in; None where no own concept is."""
    named = env.get(TERMS_VARIABLE)
    if named:
        folder = Path(named).expanduser().resolve()
        if not folder.is_dir():
            raise BadSetting(f"{TERMS_VARIABLE}={named!r}: no such folder; `argosy terms add` makes one")
        return folder
    folder = home / TERMS_FOLDER
    return folder if any(folder.glob("*.yaml")) else None


def _fixed_ports(env: Mapping[str, str]) -> dict[str, int]:
    names = {variable: port for port, variable in PORT_VARIABLES.items()}
    fixed: dict[str, int] = {}
    for variable, value in env.items():
        if not (variable.startswith("ARGOSY_") and variable.endswith("_PORT")) or not value:
            continue
        if variable == "ARGOSY_HTTP_PORT":  # one service's own, not the stack's
            continue
        port = names.get(variable) or variable[len("ARGOSY_") : -len("_PORT")].lower().replace("_", "-")
        if not _DIGITS.fullmatch(value) or not 1 <= int(value) <= 65_535:
            raise BadSetting(f"{variable}={value!r}: a port is a number from 1 to 65535")
        fixed[port] = int(value)
    return fixed
