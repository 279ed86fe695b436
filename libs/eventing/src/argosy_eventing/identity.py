"""Who an event is, and the ids of the events it leads to.

An event is known by its source and its id (CloudEvents 1.0: "producers MUST ensure that source + id
is unique for each distinct event"). Two platforms on one broker may well count from 1 both.
"""

from __future__ import annotations

import hashlib
import uuid

from google.protobuf.message import Message

from argosy_contracts import Event

NAMESPACE = uuid.UUID("0d6f3a53-5e0f-5c35-9f0e-7a1f6b6b2f10")
"""The namespace of output ids. Never change it: repeated events would get new ids."""

_SEPARATOR = "\x1f"  # a unit separator can stand in no attribute: those must be printable
DIGEST_BYTES = 16


def identity_of(source: str, event_id: str) -> bytes:
    """Source and id as one byte string, the same for no two events."""
    return f"{source}{_SEPARATOR}{event_id}".encode()


def digest_of(identity: bytes) -> bytes:
    """16 bytes that stand for an identity. Cryptographic, since ids are chosen by others."""
    return hashlib.blake2b(identity, digest_size=DIGEST_BYTES).digest()


def output_id(event: Event[Message], service: str, type_: str, discriminator: str) -> str:
    """The id of an output: always the same for the same event, service, type and discriminator."""
    name = _SEPARATOR.join((event.source, event.id, service, type_, discriminator))
    return str(uuid.uuid5(NAMESPACE, name))


def outcome_key(topic: str, event: Event[Message]) -> str:
    """Under which name the outcome of a costly event is kept in the store."""
    return f"{topic}:{uuid.uuid5(NAMESPACE, _SEPARATOR.join((topic, event.source, event.id)))}"
