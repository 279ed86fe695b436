"""Which stack a command speaks to: the addresses in the environment, else the stack that is up here."""

from __future__ import annotations

import os
from dataclasses import dataclass

import typer

from argosy_eventing import EventingSettings
from argosy_local.commands.console import err, settings
from argosy_local.control import read_state
from argosy_local.services import SERVICES
from argosy_local.state import READY
from argosy_store.blobs import BlobStore


@dataclass(frozen=True, slots=True)
class Target:
    """A broker, a blob store, and the services that run on them."""

    environment: dict[str, str]
    services: tuple[str, ...]

    @property
    def eventing(self) -> EventingSettings:
        """Settings of a client of the broker."""
        return EventingSettings.load(kafka_bootstrap=self.environment["ARGOSY_KAFKA_BOOTSTRAP"])

    @property
    def blobs(self) -> BlobStore:
        """The blob store that the services use."""
        return BlobStore(self.environment["ARGOSY_BLOB_URL"])


def target() -> Target:
    """The stack to speak to; ends the command with the way out where there is none."""
    environment = _addresses("ARGOSY_KAFKA_BOOTSTRAP", "ARGOSY_BLOB_URL")
    state = read_state(settings().home)
    if state is not None and state.supervisor_alive:
        names = {entry.name for entry in SERVICES}
        running = tuple(name for name, part in state.parts.items() if name in names and part.status == READY)
    else:
        running = tuple(entry.name for entry in SERVICES)
    return Target(environment, running)


def broker() -> EventingSettings:
    """The broker to speak to, or the way out."""
    environment = _addresses("ARGOSY_KAFKA_BOOTSTRAP")
    return EventingSettings.load(kafka_bootstrap=environment["ARGOSY_KAFKA_BOOTSTRAP"])


def tier_url() -> str:
    """The inference tier to speak to, or the way out."""
    return _addresses("ARGOSY_TRITON_URL")["ARGOSY_TRITON_URL"]


def store_uri() -> str:
    """The document store to speak to, or the way out."""
    return _addresses("ARGOSY_MONGODB_URI")["ARGOSY_MONGODB_URI"]


def _addresses(*names: str) -> dict[str, str]:
    """The addresses of the stack that is up here, and over them those in the environment."""
    chosen = settings()
    state = read_state(chosen.home)
    environment = dict(state.environment) if state is not None and state.supervisor_alive else {}
    environment |= {name: os.environ[name] for name in names if os.environ.get(name)}
    missing = [name for name in names if name not in environment]
    if missing:
        err.print(
            f"Nothing is up in {chosen.home}: run `argosy up` first, or set {' and '.join(missing)} "
            "to reach a stack that runs elsewhere."
        )
        raise typer.Exit(3)
    return environment
