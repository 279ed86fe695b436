"""From records to exhibits: what the reason code weighs, the two to five strongest, in an analyst's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chargeback_agent.domain.case.candidate import Candidate
from chargeback_agent.domain.case.kinds import SUPPLIES
from chargeback_agent.domain.case.model import Exhibit, Missing, Statement
from chargeback_agent.domain.case.records import Records
from chargeback_agent.domain.case.refunds import refund_state
from chargeback_agent.domain.case.weights import Weights
from chargeback_agent.domain.rules.model import EvidenceKind, Product, ReasonCode, Weighed, Weight

MOST: Final = 5
ENOUGH: Final = 3
"""From so many exhibits on, merely supporting ones are left out."""
_ORDER: Final[Sequence[Weight]] = ("required", "compelling", "supporting", "useless")
_NOT_TO_GET: Final = frozenset({"refund_made", "no_refund_due", "no_cancellation", "no_return_attempt"})
"""Kinds that a merchant cannot bring by looking for them: they hold or they do not."""
_NO_REFUND: Final = frozenset({
    "refund_policy", "cancellation_policy", "terms_accepted", "no_refund_due", "no_return_attempt",
    "no_cancellation", "remedy_offered", "buyer_contact", "return_inspected", "return_not_received",
})  # fmt: skip
_DELIVERIES: Final = frozenset(
    {"delivery_confirmation", "delivery_address", "delivery_signature", "delivery_photo"}
)
_MOST_WAYS: Final = 3
_MOST_MISSING: Final = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with what the rule and the weights make of it."""

    candidate: Candidate
    weight: Weight
    log_odds: float

    @property
    def kind(self) -> str:
        """Of data/evidence.yaml."""
        return self.candidate.kind


def weighed_kinds(rule: ReasonCode, products: Iterable[Product]) -> dict[str, Weighed]:
    """What a rule makes of each kind for these products; where several entries fit, the weightiest."""
    sold = set(products)
    found: dict[str, Weighed] = {}
    for weighed in rule.evidence:
        if weighed.products and not sold & set(weighed.products):
            continue
        known = found.get(weighed.kind)
        if known is None or _ORDER.index(weighed.weight) < _ORDER.index(known.weight):
            found[weighed.kind] = weighed
    return found


def candidates(records: Records, weights: Weights) -> tuple[Found, ...]:
    """Everything that the records supply and the rule weighs above useless, strongest first."""
    weighed = weighed_kinds(records.rule, records.dispute.products)
    beside_the_point = _beside_the_point(records)
    supplied = [
        candidate
        for kind, supply in SUPPLIES.items()
        if kind in weighed and weighed[kind].weight != "useless" and kind not in beside_the_point
        if (candidate := supply(records))
    ]
    return rated([one for one in supplied if one.facts], weighed, weights)


def _beside_the_point(records: Records) -> frozenset[str]:
    """Terms and talks about a refund only blur that it was made."""
    state = refund_state(records)
    return _NO_REFUND if state.full and state.before else frozenset()


def rated(
    supplied: Iterable[Candidate], weighed: Mapping[str, Weighed], weights: Weights
) -> tuple[Found, ...]:
    """Candidates by what they add.

    Of the kinds of which one suffices, the strongest that answers is required and the others are compelling;
    a required kind whose record is too thin to answer is compelling too, for what there is of it.
    """
    leads: dict[str, Candidate] = {}
    every = sorted(supplied, key=lambda one: one.kind)
    for one in every:
        entry = weighed[one.kind]
        if entry.weight == "required" and one.answers:
            group = entry.one_of or entry.kind
            best = leads.get(group)
            if best is None or _value(one, "required", weights) > _value(best, "required", weights):
                leads[group] = one
    found = []
    for one in every:
        weight = weighed[one.kind].weight
        if weight == "required" and one not in leads.values():
            weight = "compelling"
        found.append(Found(one, weight, _value(one, weight, weights)))
    found = [one for one in found if one.log_odds / weights.most >= weights.least_strength]
    return tuple(sorted(found, key=lambda one: (one.weight != "required", -one.log_odds, one.kind)))


def choose(found: Sequence[Found]) -> tuple[Found, ...]:
    """The strongest, required ones first: five at most, and supporting ones only while there are few."""
    chosen: list[Found] = []
    for one in found:
        if len(chosen) < MOST and not (one.weight == "supporting" and len(chosen) >= ENOUGH):
            chosen.append(one)
    return tuple(chosen)


def summed(chosen: Sequence[Found], weights: Weights) -> tuple[tuple[Found, float], ...]:
    """What each exhibit adds beside the others: the strongest in full, each next one less."""
    ordered = sorted(chosen, key=lambda one: (-one.log_odds, one.kind))
    return tuple((one, one.log_odds * weights.diminish[index]) for index, one in enumerate(ordered))


def exhibits_of(
    chosen: Sequence[Found], kinds: Mapping[str, EvidenceKind], weights: Weights
) -> tuple[tuple[Exhibit, ...], tuple[Statement, ...]]:
    """Labelled A, B, ...: what the code requires, then in the order of data/evidence.yaml.

    With their sentences; one that two exhibits carry stands once and names both.
    """
    place = {kind: index for index, kind in enumerate(kinds)}
    # What answers the code comes first: an analyst may read no further.
    ordered = sorted(chosen, key=lambda one: (one.weight != "required", place[one.kind]))
    exhibits = []
    said: dict[tuple[str, str], Statement] = {}
    for label, one in zip("ABCDE", ordered, strict=False):
        candidate = one.candidate
        exhibits.append(
            Exhibit(
                label,
                one.kind,
                one.weight,
                candidate.ref,
                candidate.rows,
                candidate.quotes,
                candidate.picture_url,
                round(min(1.0, one.log_odds / weights.most), 3),
            )
        )
        for name, values in candidate.facts:
            key = (name, repr(sorted(values.items(), key=lambda pair: pair[0])))
            known = said.get(key)
            labels = (*known.exhibits, label) if known and label not in known.exhibits else (label,)
            said[key] = Statement(name, values, labels)
    return tuple(exhibits), tuple(said.values())


def unmet(
    rule: ReasonCode, products: Iterable[Product], answered: Iterable[str]
) -> list[tuple[Weighed, ...]]:
    """Required kinds, grouped where one suffices, of which none is answered."""
    groups: dict[str, list[Weighed]] = {}
    for weighed in weighed_kinds(rule, products).values():
        if weighed.weight == "required":
            groups.setdefault(weighed.one_of or weighed.kind, []).append(weighed)
    there = set(answered)
    return [tuple(group) for group in groups.values() if not there & {one.kind for one in group}]


def missing(
    records: Records, found: Sequence[Found], kinds: Mapping[str, EvidenceKind]
) -> tuple[Missing, ...]:
    """What would count and is not there: required kinds first, then compelling ones."""
    answered = [one.kind for one in found if one.candidate.answers]
    lacking = list(_required(records, answered, kinds))
    named = {one.kind for one in lacking} | _beside_the_point(records) | _in_vain(records)
    for weighed in weighed_kinds(records.rule, records.dispute.products).values():
        if len(lacking) >= _MOST_MISSING:
            break
        if weighed.weight == "compelling" and weighed.kind not in {*answered, *named, *_NOT_TO_GET}:
            kind = kinds[weighed.kind]
            why = f"It would count for much. It shows {kind.shows}{_note(weighed)}."
            lacking.append(Missing(weighed.kind, "compelling", why, _how(kind, weighed.kind, records)))
    return tuple(lacking)


def _in_vain(records: Records) -> frozenset[str]:
    """Kinds of which the records already say that they cannot be had."""
    found = {kind for kind, grade in (("three_ds", records.three_ds), ("avs_match", records.avs),
                                      ("cvv_match", records.cvv)) if grade == "none"}  # fmt: skip
    if "avs_match" in found and records.dispute.category == "fraud":
        found |= _DELIVERIES  # to an address that is not the cardholder's, however well it is shown
    if records.parcels and all(parcel.state in {"lost", "returned"} for parcel in records.parcels):
        found |= {*_DELIVERIES, "within_promised_time", "tracking_history"}
    return frozenset(found)


def _required(
    records: Records, answered: Sequence[str], kinds: Mapping[str, EvidenceKind]
) -> Iterator[Missing]:
    for group in unmet(records.rule, records.dispute.products, answered):
        vain = _NOT_TO_GET | _in_vain(records)
        ways = [one for one in group if one.kind not in vain] or list(group)
        ways.sort(key=lambda one: one.kind == "cardholder_letter")
        for weighed in ways[:_MOST_WAYS]:
            kind = kinds[weighed.kind]
            among = f", or another of {len(group)} kinds that would do," if len(group) > 1 else ""
            why = f"Without it{among} the case is lost. It shows {kind.shows}{_note(weighed)}."
            yield Missing(weighed.kind, "required", why, _how(kind, weighed.kind, records))


def _how(kind: EvidenceKind, name: str, records: Records) -> str:
    """How to get it; of several parcels those that lack it, by number."""
    open_ones = [parcel.ref for parcel in records.parcels if parcel.delivered is None]
    if name not in _DELIVERIES or not 0 < len(open_ones) < len(records.parcels):
        return kind.get
    return f"{kind.get} It is missing for {', '.join(open_ones[:4])}."


def _note(weighed: Weighed) -> str:
    return f" ({weighed.note})" if weighed.note else ""


def _value(one: Candidate, weight: Weight, weights: Weights) -> float:
    return weights.of(one.kind, weight) * one.completeness
