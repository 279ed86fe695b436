"""Personal data at rest: sealed with AES-256-GCM where the operator gives keys, as it is where not.

`ARGOSY_LEDGER_KEYS` holds `name:base64 of 32 bytes`, several joined by commas. The first seals; all of them
open, so that a key is changed by putting a new one in front and taking the old one away when nothing is
sealed with it any more. `ARGOSY_LEDGER_LOOKUP_KEY` (base64 of 32 bytes) stays: handles are made with it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_PLAIN: Final = b"\x00"
_SEALED: Final = b"\x01"
_NONCE: Final = 12
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")


class UnusableKeys(ValueError):
    """The operator's keys cannot be used; the message says which and why, never the key itself."""


class CannotOpen(ValueError):
    """Something was sealed with a key that is not there, or was changed since."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens bytes, and makes keys to look people up by without naming them."""

    keys: Mapping[str, AESGCM] = field(default_factory=dict)
    pepper: bytes = b""

    @classmethod
    def from_text(cls, text: str, lookup_key: str = "") -> Sealer:
        """From the settings' texts; empty seals nothing. Raises UnusableKeys."""
        keys: dict[str, AESGCM] = {}
        for number, part in enumerate(filter(None, (part.strip() for part in text.split(","))), 1):
            name, colon, encoded = part.partition(":")
            if not colon or not _NAME.fullmatch(name) or name in keys:
                raise UnusableKeys(f"key {number}: write it as name:base64, each name once")
            keys[name] = AESGCM(_key(name, encoded))
        if keys and not lookup_key:
            raise UnusableKeys("ARGOSY_LEDGER_LOOKUP_KEY is missing; it goes with ARGOSY_LEDGER_KEYS")
        return cls(keys, _key("ARGOSY_LEDGER_LOOKUP_KEY", lookup_key) if lookup_key else b"")

    def seal(self, content: bytes, about: str) -> bytes:
        """``content`` bound to what it is about: sealed for one document it does not open in another."""
        if not self.keys:
            return _PLAIN + content
        name, key = next(iter(self.keys.items()))
        nonce = os.urandom(_NONCE)
        head = _SEALED + bytes([len(name)]) + name.encode()
        return head + nonce + key.encrypt(nonce, content, head + about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """What `seal` was given. Raises CannotOpen."""
        if sealed[:1] == _PLAIN:
            return sealed[1:]
        size = sealed[1] if len(sealed) > 1 else 0
        head, rest = sealed[: 2 + size], sealed[2 + size :]
        name = head[2:].decode("ascii", "replace")
        if sealed[:1] != _SEALED or name not in self.keys:
            raise CannotOpen(f"sealed with key {name!r}, which ARGOSY_LEDGER_KEYS does not hold")
        try:
            return self.keys[name].decrypt(rest[:_NONCE], rest[_NONCE:], head + about.encode())
        except InvalidTag:
            raise CannotOpen(
                f"what was sealed with key {name!r} has been changed, or is another document's"
            ) from None

    @property
    def first_key(self) -> str:
        """The name of the key that seals; empty where nothing is sealed."""
        return next(iter(self.keys), "")

    def handle(self, merchant_id: str, kind: str, value: str) -> str:
        """A key to find a person's documents by; with a lookup key nobody can tell from it who it is."""
        if not value:
            return ""
        text = "\x1f".join((merchant_id, kind, value.strip().casefold())).encode()
        return hmac.new(self.pepper, text, hashlib.sha256).hexdigest()[:40]


def key_of(content: bytes) -> str:
    """The name of the key that something was sealed with; empty where it lies as it is."""
    if content[:1] != _SEALED or len(content) < 2:
        return ""
    return content[2 : 2 + content[1]].decode("ascii", "replace")


def _key(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise UnusableKeys(f"key {name!r}: not base64") from None
    if len(key) != 32:
        raise UnusableKeys(f"key {name!r}: {len(key)} bytes, not 32; make one by `openssl rand -base64 32`")
    return key
