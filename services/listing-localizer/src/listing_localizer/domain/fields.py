"""The texts of a listing that a person may approve, edit or reject, by field."""

from __future__ import annotations

from collections.abc import Mapping

from argosy.product.v1 import product_pb2

FIELDS = ("title", "bullets", "description", "keywords", "detail_html")
_LISTS = frozenset({"bullets", "keywords"})

Texts = tuple[str, ...]
"""What a field says: one text, or one per bullet or keyword."""


def texts_of(listing: product_pb2.ListingLocalized) -> dict[str, Texts]:
    """Every field's texts; an empty field has none."""
    return {name: _texts(listing, name) for name in FIELDS}


def _texts(listing: product_pb2.ListingLocalized, name: str) -> Texts:
    value = getattr(listing, name)
    if name in _LISTS:
        return tuple(value)
    return (value,) if value else ()


def set_texts(listing: product_pb2.ListingLocalized, texts: Mapping[str, Texts]) -> None:
    """Let these fields say these texts."""
    for name, said in texts.items():
        listing.ClearField(name)
        if name in _LISTS:
            getattr(listing, name).extend(said)
        elif said:
            setattr(listing, name, said[0])


def edited_texts(texts: product_pb2.ListingReviewed.Texts) -> dict[str, Texts]:
    """The fields that a person's edit gives, with their texts. A title may be emptied, a list may not."""
    given = {name: tuple(getattr(texts, name)) for name in _LISTS if getattr(texts, name)}
    for name in FIELDS:
        if name not in _LISTS and texts.HasField(name):
            value = getattr(texts, name).strip()
            given[name] = (value,) if value else ()
    return given
