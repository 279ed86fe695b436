"""Evidence of delivery: from the carriers' scans, per parcel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from argosy_commerce.addresses import Match, compared
from argosy_ledger.parcels import Parcel, Scan
from chargeback_agent.domain.case.candidate import Candidate, Fact
from chargeback_agent.domain.case.model import Row
from chargeback_agent.domain.case.names import same_person
from chargeback_agent.domain.case.records import Grade, Records, days_in

_PLACED: Final[dict[Match, float]] = {
    "same": 1.0, "same_city": 0.6, "near": 0.3, "cannot_tell": 0.0, "other": 0.0, "other_country": 0.0,
}  # fmt: skip
_KNOWN_ADDRESS: Final[dict[Grade, float]] = {"full": 1.0, "part": 0.7}
_UNKNOWN_ADDRESS: Final = 0.45
_NOT_ALL: Final = 0.45
"""Below what answers a rule that requires delivery."""
_MOST: Final = 4
_DAYS_NAMES: Final = ("delivery_days", "max_delivery_days", "delivery_days_max", "delivery_within_days")


def delivery_confirmation(records: Records) -> Candidate | None:
    """The carrier's scan of the delivery."""
    delivered = delivered_parcels(records)
    if not delivered:
        return None
    rows: list[Row] = []
    facts: list[Fact] = []
    worth = []
    for parcel, scan in delivered[:_MOST]:
        rows += [*_parcel(parcel), *_scan(scan)]
        facts.append(_delivered(parcel, scan))
        place = place_of(records, scan)
        located = (
            1.0 if place in {"same", "same_city"} else 0.1 if place in {"other", "other_country"} else 0.85
        )
        worth.append(located if scan.at < records.dispute.opened_at else 0.4 * located)
    whole = len(delivered) == len(records.parcels)
    if whole and all(scan.at < records.dispute.opened_at for _, scan in delivered):
        facts.append(("delivered_before_dispute", {"date": records.dispute.opened_at.date()}))
    complete = sum(worth) / len(worth) * (len(delivered) / len(records.parcels))
    if not whole and records.dispute.claim == "not_received":
        # What is disputed may be the parcel that is still out.
        complete = min(complete, _NOT_ALL)
    if records.dispute.category == "fraud":
        # Whoever stole a card has things delivered too; it counts as far as the address is the card's.
        complete *= _KNOWN_ADDRESS.get(records.avs, _UNKNOWN_ADDRESS)
    return Candidate("delivery_confirmation", _refs(delivered), complete, tuple(rows), tuple(facts))


def delivery_address(records: Records) -> Candidate | None:
    """The delivery's place is the order's address; against fraud only as far as AVS knew that address."""
    found = []
    for parcel, scan in delivered_parcels(records):
        match = place_of(records, scan)
        if _PLACED[match] > 0:
            found.append((parcel, scan, match))
    if not found or records.order is None:
        return None
    rows = [Row("address", records.order.buyer.address)]
    facts: list[Fact] = []
    for parcel, scan, match in found[:_MOST]:
        rows += [*_parcel(parcel), *_scan(scan)]
        if match == "same":
            facts.append(("delivered_in_postcode", {"place": scan.location}))
        elif match == "same_city":
            facts.append(("delivered_in_city", {"place": scan.location}))
    if not facts:
        return None
    complete = sum(_PLACED[match] for *_, match in found) / len(records.parcels)
    if records.rule.category == "fraud":
        # Visa 10.4: delivered to an address for which AVS answered with a match.
        complete *= _KNOWN_ADDRESS.get(records.avs, _UNKNOWN_ADDRESS)
        if records.avs == "full" and records.payment:
            rows.append(Row("avs", records.payment.avs))
    ref = _refs([(parcel, scan) for parcel, scan, _ in found])
    return Candidate("delivery_address", ref, min(1.0, complete), tuple(rows), tuple(facts))


def delivery_signature(records: Records) -> Candidate | None:
    """Somebody signed, best of all the buyer."""
    signed = [(parcel, scan) for parcel, scan in delivered_parcels(records) if parcel.signature.strip()]
    if not signed:
        return None
    buyer = records.order.buyer.name if records.order else ""
    rows: list[Row] = []
    facts: list[Fact] = []
    worth = []
    for parcel, scan in signed[:_MOST]:
        rows += [*_parcel(parcel), *_scan(scan), Row("signature", parcel.signature)]
        facts.append(("signed", {"name": parcel.signature, "date": scan.at.date()}))
        worth.append({True: 1.0, None: 0.8, False: 0.4}[same_person(parcel.signature, buyer)])
    complete = sum(worth) / len(worth) * (len(signed) / len(records.parcels))
    return Candidate("delivery_signature", _refs(signed), complete, tuple(rows), tuple(facts))


def delivery_photo(records: Records) -> Candidate | None:
    """The carrier's picture; one, of the latest delivery that has one."""
    found = [(parcel, scan) for parcel, scan in delivered_parcels(records) if parcel.photo_url]
    if not found:
        return None
    parcel, scan = found[-1]
    fact: Fact = ("photographed", {"date": scan.at.date()})
    rows = (*_parcel(parcel), *_scan(scan))
    return Candidate("delivery_photo", parcel.ref, 0.8, rows, (fact,), picture_url=parcel.photo_url)


def tracking_history(records: Records) -> Candidate | None:
    """The way of each parcel, its turning points only."""
    moved = [parcel for parcel in records.parcels if parcel.shipped and not _against(records, parcel)]
    if not moved:
        return None
    rows: list[Row] = []
    facts: list[Fact] = []
    for parcel in moved[:_MOST]:
        rows += _parcel(parcel)
        rows += [row for scan in _turning_points(parcel) for row in _scan(scan)]
        if parcel.shipped and parcel.carrier and parcel.tracking_number:
            facts.append(
                ("shipped", {"carrier": parcel.carrier, "number": parcel.tracking_number,
                             "date": parcel.shipped.at.date()})
            )  # fmt: skip
    steps = min(len({scan.step for scan in parcel.scans if scan.step != "unknown"}) for parcel in moved)
    complete = min(1.0, 0.25 * steps) * (len(moved) / len(records.parcels))
    refs = "; ".join(parcel.ref for parcel in moved[:_MOST])
    return Candidate("tracking_history", refs, complete, tuple(rows), tuple(facts))


def within_promised_time(records: Records) -> Candidate | None:
    """Delivered within the days that the shop's shipping policy names, where one was shown."""
    policy, placed, delivered = records.policy("SHIPPING"), records.placed_at, delivered_parcels(records)
    if policy is None or not policy.shown_at_checkout or placed is None:
        return None
    if not delivered or len(delivered) < len(records.parcels):
        return None
    days = days_in(policy, _DAYS_NAMES)
    last = max(scan.at for _, scan in delivered)
    if not days or last.date() > (placed + timedelta(days=days)).date():
        return None
    due = (placed + timedelta(days=days)).date()
    rows = (Row("ordered_at", placed), Row("promised_by", due), Row("delivered_at", last))
    fact: Fact = ("delivered_in_time", {"due": due, "date": last.date()})
    return Candidate("within_promised_time", _refs(delivered), 0.9, rows, (fact,))


def replacement_sent(records: Records) -> Candidate | None:
    """A parcel that set out after an earlier one was delivered, lost or sent back."""
    ended: datetime | None = None
    found: tuple[Parcel, Scan] | None = None
    for parcel in (*records.replaced, *records.parcels):
        if (
            ended
            and parcel.shipped
            and parcel.shipped.at > ended
            and parcel.delivered
            and parcel.tracking_number
        ):
            found = (parcel, parcel.delivered)
        over = [scan.at for scan in parcel.scans if scan.step in {"delivered", "lost", "returned"}]
        ended = min([*over, *([ended] if ended else [])]) if over or ended else None
    if found is None:
        return None
    parcel, scan = found
    fact: Fact = ("replacement_delivered", {"number": parcel.tracking_number, "date": scan.at.date()})
    return Candidate("replacement_sent", parcel.ref, 0.8, (*_parcel(parcel), *_scan(scan)), (fact,))


def delivered_parcels(records: Records) -> list[tuple[Parcel, Scan]]:
    """Parcels with the scan of their delivery."""
    return [(parcel, scan) for parcel in records.parcels if (scan := parcel.delivered)]


def place_of(records: Records, scan: Scan) -> Match:
    """A scan's place against the order's address."""
    return compared(scan.location, records.order.buyer.address) if records.order else "cannot_tell"


def _delivered(parcel: Parcel, scan: Scan) -> Fact:
    """Names what is told of the parcel: platforms leave out its carrier, its number, or both."""
    day = scan.at.date()
    if parcel.carrier and parcel.tracking_number:
        return "delivered", {"carrier": parcel.carrier, "number": parcel.tracking_number, "date": day}
    if parcel.carrier:
        return "delivered_by", {"carrier": parcel.carrier, "date": day}
    return "delivered_plainly", {"date": day}


def _against(records: Records, parcel: Parcel) -> bool:
    """Whether a parcel's history says that it did not come to the buyer."""
    scan = parcel.delivered
    if scan is None:
        return parcel.state in {"lost", "returned"}
    return place_of(records, scan) in {"other", "other_country"}


def _turning_points(parcel: Parcel) -> Iterator[Scan]:
    last = ""
    for scan in parcel.scans:
        if scan.step not in {last, "unknown"}:
            last = scan.step
            yield scan


def _parcel(parcel: Parcel) -> tuple[Row, ...]:
    rows = [Row("carrier", parcel.carrier)] if parcel.carrier else []
    rows += [Row("tracking_number", parcel.tracking_number)] if parcel.tracking_number else []
    return tuple(rows)


def _scan(scan: Scan) -> tuple[Row, ...]:
    row = Row(f"step_{scan.step}", scan.at)
    return (row, Row("place", scan.location)) if scan.location else (row,)


def _refs(found: list[tuple[Parcel, Scan]]) -> str:
    return "; ".join(parcel.ref for parcel, _ in found[:_MOST])
