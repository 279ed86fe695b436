"""Whether two written names can be one person's. Mostly it cannot be told."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NO_NAMES: Final = frozenset({
    "front", "door", "porch", "mailbox", "mail", "box", "neighbor", "neighbour", "reception", "concierge",
    "office", "signed", "signature", "customer", "recipient", "resident", "left", "safe", "place", "garage",
    "parcel", "locker", "on", "file", "c19", "covid", "empfänger", "nachbar", "portero", "vecino", "gardien",
    "voisin", "domicilio", "cliente", "buzón",
})  # fmt: skip


def same_person(one: str, other: str) -> bool | None:
    """True: a name of both is the same; False: both are full names and share nothing; None: cannot be told.

    Initials fit names that begin so. Names in different scripts, single words and words such as "front door"
    cannot be told.
    """
    mine, theirs = _parts(one), _parts(other)
    if set(mine) & set(theirs) & {part for part in mine if len(part) > 1}:
        return True
    if not mine or not theirs or set(mine) & _NO_NAMES or _script(one) != _script(other):
        return None
    if _script(one) != "LATIN" or len(mine) < 2 or len(theirs) < 2:
        return None
    if any(len(part) == 1 for part in (*mine, *theirs)):
        return None
    if any(a[:3] == b[:3] for a in mine for b in theirs):
        return None  # Liz and Elizabeth no, but Sam and Samuel, and slips of the reader
    return False


def _parts(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return [part for part in re.findall(r"\w+", plain) if not part.isdigit()]


def _script(text: str) -> str:
    names = {unicodedata.name(char, "").split(" ", 1)[0] for char in text if char.isalpha()}
    return names.pop() if len(names) == 1 else "LATIN" if names <= {"LATIN"} else ""
