"""An order's parcels: what carriers' words mean, when each left, when and where it was delivered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final, Literal, get_args

from argosy.fact.v1 import fact_pb2
from argosy_commerce.spotting import any_of, plain, unspaced
from argosy_commerce.terms.strict_yaml import packaged
from argosy_ledger.facts import Fact
from argosy_ledger.merging import scanned_at

Step = Literal[
    "created", "collected", "in_transit", "customs", "out_for_delivery", "attempted", "at_pickup",
    "delivered", "returned", "lost", "exception", "unknown",
]  # fmt: skip
MOVING: Final = frozenset(
    {"collected", "in_transit", "customs", "out_for_delivery", "attempted", "at_pickup"}
)
"""Steps that show that the carrier has the parcel."""
_AGAINST: Final = frozenset({"attempted", "returned", "lost", "at_pickup"})
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Scan:
    """One line of a parcel's history."""

    step: Step
    at: datetime
    words: str
    location: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One tracking number. Scans are oldest first."""

    carrier: str
    tracking_number: str
    scans: tuple[Scan, ...]
    signature: str = ""
    photo_url: str = ""

    @property
    def ref(self) -> str:
        """The facts' address, as exhibits name it."""
        return f"shipment/{self.tracking_number or self.carrier or '-'}"

    @property
    def first(self) -> Scan | None:
        """The oldest scan, a label's printing included."""
        return self.scans[0] if self.scans else None

    @property
    def shipped(self) -> Scan | None:
        """The first scan that shows the parcel in the carrier's hands."""
        return next((scan for scan in self.scans if scan.step in MOVING), None)

    @property
    def delivered(self) -> Scan | None:
        """The first scan of the delivery, unless the parcel went back or was lost since."""
        last = None
        for scan in self.scans:
            if scan.step == "delivered":
                last = last or scan
            elif scan.step in {"returned", "lost"}:
                last = None
        return last

    @property
    def gone_back(self) -> Scan | None:
        """The last scan of a return that nothing after it revoked."""
        found = [scan for scan in self.scans if scan.step == "returned"]
        return found[-1] if found and not self.delivered else None

    @property
    def state(self) -> Step:
        """Where the parcel is by its last readable scan."""
        return next((scan.step for scan in reversed(self.scans) if scan.step != "unknown"), "unknown")


def parcels_of(scans: Iterable[Fact[fact_pb2.ShipmentUpdated]]) -> tuple[Parcel, ...]:
    """An order's parcels to the buyer, in the order in which they were first seen."""
    return _parcels(scan for scan in scans if not scan.data.return_of)


def returns_of(scans: Iterable[Fact[fact_pb2.ShipmentUpdated]], request_id: str) -> tuple[Parcel, ...]:
    """The parcels that bring the goods of a refund request back to the shop; ``delivered`` is there."""
    return _parcels(scan for scan in scans if scan.data.return_of == request_id)


def _parcels(scans: Iterable[Fact[fact_pb2.ShipmentUpdated]]) -> tuple[Parcel, ...]:
    grouped: dict[tuple[str, str], list[Fact[fact_pb2.ShipmentUpdated]]] = {}
    for scan in sorted(scans, key=lambda one: (scanned_at(one), one.age)):
        grouped.setdefault((scan.data.carrier, scan.data.tracking_number), []).append(scan)
    return tuple(_parcel(carrier, number, found) for (carrier, number), found in grouped.items())


def _parcel(carrier: str, number: str, found: list[Fact[fact_pb2.ShipmentUpdated]]) -> Parcel:
    lines = tuple(
        Scan(step_of(one.data.status, carrier), scanned_at(one), one.data.status, one.data.location)
        for one in found
    )
    signature = next((one.data.proof.signature for one in reversed(found) if one.data.proof.signature), "")
    photo = next((one.data.proof.photo_url for one in reversed(found) if one.data.proof.photo_url), "")
    return Parcel(carrier, number, _once_returned_never_delivered(lines), signature, photo)


def _once_returned_never_delivered(lines: tuple[Scan, ...]) -> tuple[Scan, ...]:
    """A "delivered" right after a return is the sender's; a new way out begins with a new collection."""
    back = False
    kept = []
    for line in lines:
        if line.step == "returned":
            back = True
        elif line.step in {"collected", "out_for_delivery"}:
            back = False
        step: Step = "returned" if back and line.step == "delivered" else line.step
        kept.append(Scan(step, line.at, line.words, line.location))
    return tuple(kept)


@lru_cache(maxsize=4096)
def step_of(raw: str, carrier: str = "") -> Step:
    """What a carrier's status says: its code, else the longest known words in it, else ``unknown``."""
    words = plain(raw, _LONGEST)
    if not words:
        return "unknown"
    codes, by_carrier = _codes()
    house = plain(carrier, _LONGEST).split(" ")[0] if carrier else ""
    found = by_carrier.get(house, {}).get(words) or codes.get(words) or _phrases().get(words)
    return found or _by_words(words)


def _by_words(words: str) -> Step:
    """The longest phrase's step; ``delivered`` only where nothing beside it speaks against it."""
    hits = list(_hits(words))
    if not hits:
        return "unknown"
    longest = max(end - start for start, end, _ in hits)
    best = {step for start, end, step in hits if end - start == longest}
    if len(best) > 1:
        return "unknown"
    step = best.pop()
    if step == "delivered":
        covered = "".join(
            " " if any(start <= at < end and hit == "delivered" for start, end, hit in hits) else char
            for at, char in enumerate(words)
        )
        if _guards().search(covered) or any(hit in _AGAINST for _, _, hit in hits):
            return "unknown"
    return step


def _data() -> dict[str, Any]:
    return packaged("argosy_ledger", "shipment_statuses", "words", "codes", "carriers", "guards")


@cache
def _codes() -> tuple[dict[str, Step], dict[str, dict[str, Step]]]:
    def flat(rows: dict[str, list[str]]) -> dict[str, Step]:
        return {plain(word): _step(step) for step, words in rows.items() for word in words}

    carriers = {name: flat(rows) for name, rows in _data()["carriers"].items()}
    return flat(_data()["codes"]), carriers


@cache
def _phrases() -> dict[str, Step]:
    return {
        plain(phrase): _step(step)
        for step, by_language in _data()["words"].items()
        for phrases in by_language.values()
        for phrase in phrases
    }


def _hits(words: str) -> Iterator[tuple[int, int, Step]]:
    """At each place the longest known phrase that begins there; phrases may overlap.

    By the first two characters: a pattern of all phrases takes milliseconds a line.
    """
    by_start = _by_start()
    for at in range(len(words)):
        for phrase, step, spaced in by_start.get(words[at : at + 2], ()):
            end = at + len(phrase)
            if words.startswith(phrase, at) and not (spaced and _inside_a_word(words, at, end)):
                yield at, end, step
                break


@cache
def _by_start() -> dict[str, list[tuple[str, Step, bool]]]:
    found: dict[str, list[tuple[str, Step, bool]]] = {}
    for phrase, step in sorted(_phrases().items(), key=lambda pair: -len(pair[0])):
        found.setdefault(phrase[:2], []).append((phrase, step, not unspaced(phrase)))
    return found


def _inside_a_word(words: str, start: int, end: int) -> bool:
    before = start > 0 and words[start - 1].isalnum()
    return before or (end < len(words) and words[end].isalnum())


@cache
def _guards() -> re.Pattern[str]:
    return any_of(word for rows in _data()["guards"].values() for word in rows)


def _step(name: str) -> Step:
    for step in _steps():
        if step == name:
            return step
    raise ValueError(f"shipment_statuses.yaml: {name!r} is no step; there are {', '.join(get_args(Step))}")


def _steps() -> Iterator[Step]:
    yield from get_args(Step)
