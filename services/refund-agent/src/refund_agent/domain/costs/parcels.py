"""What goods cost that travel for a request: back to the merchant, and again to the buyer."""

from __future__ import annotations

from dataclasses import dataclass

from refund_agent.domain.costs.case import Case


@dataclass(frozen=True, slots=True)
class Parcel:
    """What it takes, and brings, when goods come back once: minor units."""

    label: float
    handling: float
    reimport: float
    resale: float

    @property
    def net(self) -> float:
        """What it costs the merchant who pays for it, after what the goods bring."""
        return self.label + self.handling + self.reimport - self.resale


def parcel_back(case: Case, bought: float) -> Parcel:
    """The goods back, which cost ``bought`` minor units to buy."""
    book, lane, currency = case.params.book, case.lane, case.paid.refundable.currency
    reason = book.reasons[case.complaint.reason]
    spoilt = min((book.figures.categories[kind].value for kind in lane.categories), default=1.0)
    resale = book.figures.resale[reason.state_of(case.complaint.severity)].value
    cleared = book.lanes.clearance.value if book.lanes.crosses_customs(lane.buyer, lane.back_to) else 0.0
    post = book.lanes.post(lane.buyer, lane.back_to, book.lanes.grams(lane))
    return Parcel(
        label=case.params.units(post, currency),
        handling=case.params.units(book.figures.handling.value, currency),
        reimport=case.params.units(cleared, currency)
        + bought * book.lanes.duty_share(lane.buyer, lane.back_to),
        resale=bought * resale * spoilt,
    )


def sent_again(case: Case, bought: float, share: float = 1.0) -> float:
    """The goods again, or a share of them, packed and posted."""
    book, lane = case.params.book, case.lane
    if not travels(case):
        return bought * share
    post = book.lanes.post(lane.back_to, lane.buyer, round(book.lanes.grams(lane) * share))
    packed = post + book.figures.packing.value
    return bought * share + case.params.units(packed, case.paid.refundable.currency)


def travels(case: Case) -> bool:
    """Whether there is something that could be sent back: not for a download alone."""
    return not ("digital" in case.lane.categories and len(case.paid.lines) == 1)
