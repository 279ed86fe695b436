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

_NAMESPACE_BYTES = NAMESPACE.bytes
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
    return _uuid5(_SEPARATOR.join((event.source, event.id, service, type_, discriminator)))


def outcome_key(topic: str, event: Event[Message]) -> str:
    """Under which name the outcome of a costly event is kept in the store."""
    return f"{topic}:{_uuid5(_SEPARATOR.join((topic, event.source, event.id)))}"


def _uuid5(name: str) -> str:
    """``str(uuid.uuid5(NAMESPACE, name))`` (RFC 9562, 5.5), in a fifth of its time."""
    digest = bytearray(hashlib.sha1(_NAMESPACE_BYTES + name.encode(), usedforsecurity=False).digest())
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:32]}"
