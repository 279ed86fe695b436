"""Which Chinese words deny, forbid or warn, and at which places each of them does: ``data/denials.yaml``."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, get_args

from argosy_commerce.terms.strict_yaml import TermDataError, packaged

Place = Literal["feature", "phrase", "whole", "list", "own", "behind"]
PLACES: Final[tuple[Place, ...]] = get_args(Place)
KINDS: Final = frozenset({"denial", "lack", "ban", "need", "relief", "comparison", "warning", "presence"})


@cache
def denials(place: Place) -> tuple[str, ...]:
    """The words that count at a place."""
    return tuple(word for word, row in denial_rows().items() if place in row)


@cache
def denial_rows() -> dict[str, dict[str, str]]:
    """Of each word what it ``is``, and by place an example in which it stands there."""
    rows: dict[str, dict[str, str]] = {}
    for word, row in packaged("argosy_commerce", "denials", "words")["words"].items():
        if not isinstance(row, dict) or row.get("is") not in KINDS or set(row) - {"is", *PLACES}:
            raise TermDataError(f"denials.yaml: {word}: {row!r} is no word with its places")
        for place, example in row.items():
            at = str(example).find(word)
            if place != "is" and (at < 0 or (place == "behind") != (at > 0 and str(example).endswith(word))):
                raise TermDataError(f"denials.yaml: {word}: {example} is no example of {place}")
        rows[word] = {name: str(value) for name, value in row.items()}
    return rows
