"""Evidence verified: opened, looked at, and held against the shop's records and listings."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

import cv2

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_eventing import Event
from argosy_eventing.threads import in_thread
from argosy_inference import CallContext
from argosy_ledger import OrderFacts
from argosy_pictures.comparing import Studied, studied
from argosy_pictures.fingerprints import Fingerprint, copied_from, fingerprint
from refund_agent.adapters.evidence_files import EvidenceFiles
from refund_agent.adapters.fingerprints import FingerprintRepository, Sender
from refund_agent.adapters.listing_pictures import ListingPicture, ListingPictures
from refund_agent.adapters.listings import ListingRepository
from refund_agent.adapters.sights import Sight
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint
from refund_agent.domain.evidence import sight
from refund_agent.domain.evidence.about import about_this_order, other_orders, receipt_matches
from refund_agent.domain.evidence.choosing import Chosen, chosen
from refund_agent.domain.evidence.editing import not_edited
from refund_agent.domain.evidence.files import EvidenceFile
from refund_agent.domain.evidence.ordered import OrderedLine
from refund_agent.domain.evidence.readable import readable
from refund_agent.domain.evidence.reuse import Match, not_reused
from refund_agent.domain.evidence.rulers import size_measured
from refund_agent.domain.evidence.shown import damage_visible, product_shown
from refund_agent.domain.evidence.timing import delivery, taken_after_delivery
from refund_agent.domain.evidence.variants import variant_shown
from refund_agent.domain.matters import asked_lines
from refund_agent.domain.rights.book import OWN_SHOP, rights_book

MOST_FILES: Final = 8
_LONGEST_ADDRESS: Final = 2_000
_MOST_LINES: Final = 6
_SEEN: Final = frozenset({"product_shown", "damage_visible", "variant_shown"})


class Orders(Protocol):
    """The shop's orders."""

    async def of(self, merchant_id: str, order_id: str) -> OrderFacts:
        """What is known of an order; nothing but its id where nothing is."""
        ...


@dataclass(frozen=True, slots=True)
class Verifying:
    """What verifying needs. ``sees``: a model that sees, where the deployment has one.

    ``seconds``: what is not looked at by then is told as such; ``tier_deadline_s``: of one call.
    """

    files: EvidenceFiles
    prints: FingerprintRepository
    listings: ListingRepository
    pictures: ListingPictures
    orders: Orders
    sees: Sight | None = None
    seconds: float = 20.0
    tier_deadline_s: float = 10.0
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    """Files looked at together, of all requests: each is some 20 MB and most of a core."""


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """One request with what its files are held against."""

    event: Event[refund_pb2.RefundRequested]
    facts: OrderFacts
    complaint: Complaint
    checks: Chosen
    lines: tuple[OrderedLine, ...]
    pictures: tuple[tuple[ListingPicture, ...], ...]

    @property
    def listed(self) -> list[list[Studied]]:
        return [[one.studied for one in pictures] for pictures in self.pictures]


async def verify(
    event: Event[refund_pb2.RefundRequested], facts: OrderFacts, complaint: Complaint, deps: Verifying
) -> tuple[Check, ...]:
    """Every check that the complaint's reasons ask for, of the order's records and of each file.

    A file that breaks a check, or is not reached in time, is that file's ``cannot_tell``.

    Raises:
        StoreUnavailable, TierUnavailable, TierDeadlineExceeded: worth another try.
    """
    checks = chosen(one.reason for one in complaint.reasons)
    of_order = _of_order(checks, facts, complaint, event.time)
    pieces = _pieces(event.data)
    if not pieces:
        return of_order
    lines, pictures = await _ordered(event, facts, complaint, deps)
    case = _Case(event, facts, complaint, checks, lines, pictures)
    work = [asyncio.create_task(_of_piece(piece, case, deps)) for piece in pieces[:MOST_FILES]]
    try:
        await asyncio.wait(work, timeout=deps.seconds, return_when=asyncio.FIRST_EXCEPTION)
        found = [*of_order]
        for piece, task in zip(pieces, work, strict=False):
            if task.done():
                found += task.result()
            else:
                found.append(_unseen(piece, f"it was not looked at within {deps.seconds:g} s"))
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
    if left := pieces[MOST_FILES:]:
        # One check for all: as many as a buyer cares to send would outgrow the decision's event.
        found.append(_unseen(left[0], f"{len(left)} more came, and only {MOST_FILES} are looked at"))
    return tuple(found)


def _of_order(checks: Chosen, facts: OrderFacts, complaint: Complaint, now: datetime) -> tuple[Check, ...]:
    """Of the likeliest reason that the records can say something of."""
    for one in complaint.reasons:
        if "delivery" in chosen([one.reason]).of_order and "delivery" in checks.of_order:
            return (delivery(facts, one.reason, now),)
    return ()


def _pieces(data: refund_pb2.RefundRequested) -> list[refund_pb2.RefundEvidence]:
    """Each address once, texts all."""
    seen: set[str] = set()
    kept = []
    for piece in data.evidence:
        if piece.url not in seen and (piece.url or piece.text.strip()):
            kept.append(piece)
            seen |= {piece.url} if piece.url else set()
    return kept


async def _ordered(
    event: Event[refund_pb2.RefundRequested], facts: OrderFacts, complaint: Complaint, deps: Verifying
) -> tuple[tuple[OrderedLine, ...], tuple[tuple[ListingPicture, ...], ...]]:
    """The lines in question, with their listings' pictures where the checks look at any."""
    asked = {sku for sku, _ in asked_lines(event.data, complaint)}
    known = facts.order.data.lines if facts.order else ()
    lines, pictures = [], []
    for line in [one for one in known if not asked or one.sku in asked][:_MOST_LINES]:
        listing = await deps.listings.of(event.merchant_id, line.product_id, line.sku)
        options = listing.variants.get(line.sku, ()) if listing else ()
        others = tuple(
            value
            for sku, pairs in (listing.variants.items() if listing else ())
            if sku != line.sku
            for _, value in pairs
        )
        title, brand = line.title or (listing.title if listing else ""), listing.brand if listing else ""
        lines.append(OrderedLine(line.sku, title, options, others[:50], brand))
        pictures.append(await deps.pictures.of(event.merchant_id, listing.pictures if listing else ()))
    return tuple(lines), tuple(pictures)


async def _of_piece(piece: refund_pb2.RefundEvidence, case: _Case, deps: Verifying) -> list[Check]:
    if len(piece.url) > _LONGEST_ADDRESS:
        return [_unseen(piece, f"its address is longer than {_LONGEST_ADDRESS} signs")]
    async with deps.at_once:
        opened = await deps.files.begin(case.event.merchant_id, piece)
        try:
            # Reading its words takes the tier longest; what needs no words is done meanwhile.
            measured = await in_thread(_measured, opened.file, case.checks)
            return await _checks(await opened.read(), measured, case, deps)
        except (cv2.error, ArithmeticError, LookupError, ValueError, MemoryError) as error:
            return [_unseen(piece, f"a check broke on it ({type(error).__name__})")]
        finally:
            await opened.leave()


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """What a file's pixels tell without its words."""

    readable: Check
    prints: tuple[Fingerprint, ...]
    edited: tuple[Check, ...]
    studied: tuple[Studied, ...]


def _measured(file: EvidenceFile, checks: Chosen) -> _Measured:
    asked = checks.of_files
    edited = (not_edited(file),) if file.looks and "not_edited" in asked else ()
    compares = bool(asked & {"product_shown", "damage_visible"})
    return _Measured(
        readable(file),
        tuple(fingerprint(look.pixels) for look in file.looks),
        edited,
        tuple(studied(look) for look in file.looks) if compares else (),
    )


async def _checks(file: EvidenceFile, measured: _Measured, case: _Case, deps: Verifying) -> list[Check]:
    found = [measured.readable]
    if not file.usable:
        return found
    found += await _written(file, case, deps)
    if not file.looks:
        return found
    own = [one.print for pictures in case.pictures for one in pictures]
    copied = any(copied_from(one, own) for one in measured.prints)
    matches = () if copied else await _earlier(measured.prints, case, deps)
    found.append(not_reused(file, measured.prints, matches, copied=copied))
    found += await in_thread(_of_looks, file, measured, case, copied)
    return await _seen(file, case, found, deps)


async def _written(file: EvidenceFile, case: _Case, deps: Verifying) -> list[Check]:
    """What is written on it. What a buyer writes of himself is no paper of the order."""
    if file.kind == "text":
        return []
    merchant = case.event.merchant_id
    codes = other_orders(file, case.facts)
    others = [code for code in codes if (await deps.orders.of(merchant, code)).order is not None]
    found = [about_this_order(file, case.facts, others)]
    if "receipt_matches" in case.checks.of_files:
        twice = any(one.reason == "charged_twice" for one in case.complaint.reasons)
        found.append(receipt_matches(file, case.facts, twice=twice))
    return found


async def _earlier(prints: Sequence[Fingerprint], case: _Case, deps: Verifying) -> tuple[Match, ...]:
    """Near pictures of earlier requests. Kept first: of two at once the later one sees the other's."""
    event = case.event
    sender = _sender(event.platform, event.merchant_id, case.facts)
    telling = [one for one in prints if one.telling]
    for one in telling:
        await deps.prints.keep(sender, one, event.time)
    return tuple([match for one in telling for match in await deps.prints.earlier(sender, one, event.time)])


def _sender(platform: str, merchant_id: str, facts: OrderFacts) -> Sender:
    buyer = facts.order.data.buyer if facts.order else fact_pb2.Order.Buyer()
    known = rights_book().platform_of(platform)
    shared = known is not None and known.platform != OWN_SHOP
    return Sender(platform, merchant_id, facts.order_id, buyer.id, buyer.email, shared)


def _of_looks(file: EvidenceFile, measured: _Measured, case: _Case, copied: bool) -> list[Check]:
    """The checks of pixels that the reasons ask for."""
    asked = case.checks.of_files
    found = list(measured.edited)
    if "taken_after_delivery" in asked:
        found.append(taken_after_delivery(file, case.facts, case.event.time))
    if "product_shown" in asked:
        found.append(product_shown(file, measured.studied, case.lines, case.listed, copied=copied))
    if "damage_visible" in asked:
        found.append(damage_visible(file, measured.studied, case.listed, copied=copied))
    if "variant_shown" in asked and not copied:
        found.append(variant_shown(file, case.lines))
    if "size_measured" in asked:
        found.append(size_measured(file, case.lines))
    return found


async def _seen(file: EvidenceFile, case: _Case, found: list[Check], deps: Verifying) -> list[Check]:
    """What a model that sees adds, asked once about the file's first picture."""
    if deps.sees is None:
        return found
    listing = next((one.studied.look.pixels for pictures in case.pictures for one in pictures), None)
    asked = sight.to_ask(frozenset(case.checks.of_files & _SEEN), listing=listing is not None)
    context = CallContext(case.event.merchant_id, deps.tier_deadline_s)
    seen = await deps.sees.look(file.looks[0].pixels, listing, asked, context)
    return [sight.weighed(check, seen) for check in found]


def _unseen(piece: refund_pb2.RefundEvidence, why: str) -> Check:
    ref = piece.url[:_LONGEST_ADDRESS] or "text"
    return Check(ref, "readable", "cannot_tell", f"the file tells nothing: {why}")
