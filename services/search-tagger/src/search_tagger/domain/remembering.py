"""What is remembered of a product's tags, so that an update which changes none of them is told to nobody."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from argosy.product.v1 import product_pb2


@dataclass(frozen=True, slots=True)
class Remembered:
    """The tags as they were last published, and what they follow from.

    ``event_id``: the event that last changed them; delivered again, it publishes the same again.
    ``is_whole``: nothing was left out that another look may bring, such as pictures while the tier was down.
    """

    made_of: str
    message: product_pb2.ProductTagged
    event_id: str
    is_whole: bool = True

    def serves(self, made_of: str, event_id: str) -> bool:
        """Whether the tags are the answer to an event; of those that are not whole, only to the event that
        brought them.
        """
        return self.made_of == made_of and (self.is_whole or self.event_id == event_id)


def digest_of(product: product_pb2.Product, *made_by: str) -> str:
    """The same for products that get the same tags from the same code, terms and settings."""
    digest = hashlib.sha256(product.SerializeToString(deterministic=True))
    for part in made_by:
        digest.update(f"\n{len(part)}:{part}".encode())
    return digest.hexdigest()


def settled(
    kept: Remembered | None,
    made_of: str,
    message: product_pb2.ProductTagged,
    event_id: str,
    *,
    is_whole: bool = True,
) -> Remembered:
    """The tags from now on; the event that brought them stays where they say what they said.

    What was whole is not replaced by less of the same: a tier that is down takes no tags back.
    """
    if kept is not None and kept.made_of == made_of and kept.is_whole and not is_whole:
        return kept
    if kept is not None and _said(kept.message) == _said(message):
        return replace(kept, made_of=made_of, message=message, is_whole=is_whole)
    return Remembered(made_of, message, event_id, is_whole)


def _said(message: product_pb2.ProductTagged) -> bytes:
    """What a subscriber learns: all but which revision of the engines said it."""
    said = product_pb2.ProductTagged()
    said.CopyFrom(message)
    said.engine.ClearField("revision")
    for picture in said.pictures:
        picture.ClearField("engines")
    return said.SerializeToString(deterministic=True)
