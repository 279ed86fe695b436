"""What is remembered of a product's tags, so that an update which changes none of them is told to nobody."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from argosy.product.v1 import product_pb2


@dataclass(frozen=True, slots=True)
class Remembered:
    """The tags as they were last published, and what they follow from.

    ``event_id``: the event that last changed them; delivered again, it publishes the same again.
    """

    made_of: str
    message: product_pb2.ProductTagged
    event_id: str


def digest_of(product: product_pb2.Product, *made_by: str) -> str:
    """The same for products that get the same tags from the same code, terms and settings."""
    digest = hashlib.sha256(product.SerializeToString(deterministic=True))
    for part in made_by:
        digest.update(f"\n{len(part)}:{part}".encode())
    return digest.hexdigest()


def settled(
    kept: Remembered | None, made_of: str, message: product_pb2.ProductTagged, event_id: str
) -> Remembered:
    """The tags from now on; the event that brought them stays where they say what they said."""
    if kept is not None and _said(kept.message) == _said(message):
        return replace(kept, made_of=made_of, message=message)
    return Remembered(made_of, message, event_id)


def _said(message: product_pb2.ProductTagged) -> bytes:
    """What a subscriber learns: all but which revision of the engine said it."""
    said = product_pb2.ProductTagged()
    said.CopyFrom(message)
    said.engine.ClearField("revision")
    return said.SerializeToString(deterministic=True)
