"""Visa Compelling Evidence 3.0: whether earlier payments make a fraud dispute invalid.

The figures are data (data/compelling_evidence_3.yaml). What cannot be read off a payment is not judged here:
whether a log-in is one the cardholder would recognize, whether a description is detailed enough.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from ipaddress import IPv6Address, ip_address
from itertools import combinations, pairwise
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping

Element = Literal["account_id", "shipping_address", "device_id", "device_fingerprint", "ip_address"]
Needed = Literal["arn", "day", "amount", "description"]
Never = Literal["disputed", "reported_as_fraud", "account_validation", "not_settled"]
AddressPart = Literal["street", "city", "state", "postal_code", "country"]
Days = Annotated[int, Field(gt=0, le=1000)]
Word = Annotated[str, Field(min_length=1)]

_KEY: Final = "compelling_evidence_3"
_HEXADECIMAL: Final = re.compile(r"[0-9a-fA-F]+")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EarlierPayments(_Data):
    """What the earlier payments must be."""

    needed: Annotated[int, Field(ge=1, le=10)]
    counted_back_from: Literal["dispute", "disputed_payment"]
    older_than_days: Days
    not_older_than_days: Days
    credential: Literal["same", "same_card"]
    sold_by: Literal["same_merchant", "same_acquirer"]
    each_needs: tuple[Needed, ...]
    never: tuple[Never, ...]

    @model_validator(mode="after")
    def _a_window(self) -> Self:
        if self.older_than_days >= self.not_older_than_days:
            raise ValueError("older_than_days must be below not_older_than_days: nothing lies between them")
        return self


class Matching(_Data):
    """How many elements must be the same everywhere, and one of which must be among them."""

    needed: Annotated[int, Field(ge=1, le=5)]
    at_least_one_of: tuple[Element, ...]
    counts_once: tuple[tuple[Element, ...], ...] = ()


class ElementForm(_Data):
    """The form in which an element counts."""

    clear_text: bool
    min_length: Annotated[int, Field(ge=1)] = 1
    public: bool = False
    parts: tuple[AddressPart, ...] = ()
    state_in: tuple[Word, ...] = ()
    from_attributes: Annotated[int, Field(ge=1)] = 1


class CompellingEvidence(_Data):
    """One version of the rule; it holds for disputes processed from ``since`` to ``until``."""

    network: Word
    codes: tuple[Word, ...]
    since: date
    until: date | None = None
    earlier: EarlierPayments
    disputed_needs: tuple[Literal["description"], ...]
    matching: Matching
    elements: Mapping[Element, ElementForm]
    digest_lengths: tuple[Annotated[int, Field(gt=0)], ...]
    sources: Annotated[tuple[Word, ...], Field(min_length=1)]
    disagreement: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        named = {*self.matching.at_least_one_of, *(e for once in self.matching.counts_once for e in once)}
        if unknown := named - set(self.elements):
            raise ValueError(f"matching names {sorted(unknown)}, which elements does not")
        if len({_counted_as(element, self) for element in self.elements}) < self.matching.needed:
            raise ValueError("more elements must match than there are")
        if self.until is not None and self.until < self.since:
            raise ValueError("until lies before since")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A delivery address."""

    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A card payment as far as the rule looks at it; ``day`` is the day on which it was processed."""

    id: str
    day: date
    amount: Decimal
    currency: str
    credential: str
    """What stands for the card number or token that was used; the same number gives the same text."""
    card: str = ""
    """What stands for the card behind it, the same for all its tokens; empty where nobody knows."""
    merchant: str = ""
    acquirer: str = ""
    arn: str = ""
    description: str = ""
    account_id: str = ""
    shipping_address: Address = Address()
    device_id: str = ""
    device_fingerprint: str = ""
    fingerprint_attributes: int | None = None
    """From how many properties of the device the fingerprint was made, where that is known."""
    ip_address: str = ""
    disputed: bool = False
    reported_as_fraud: bool = False
    account_validation: bool = False
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Disputed:
    """The disputed payment, its code, and the day on which the dispute was processed."""

    payment: Payment
    network: str
    code: str
    day: date


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it does not qualify; ``payments`` are the ids of those it is about."""

    kind: str
    text: str
    payments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Qualified:
    """The earlier payments to name, newest first, and the elements that are the same in all of them."""

    payments: tuple[Payment, ...]
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class NotQualified:
    """It does not qualify."""

    reasons: tuple[Reason, ...]


def read_compelling_evidence(text: str, source: str) -> tuple[CompellingEvidence, ...]:
    """The versions of the rule, oldest first. Raises TermDataError naming file and place."""
    rows = read_mapping(text, source, holds=_KEY, may_hold=frozenset())[_KEY]
    rules = []
    for name, row in rows.items():
        try:
            rules.append(CompellingEvidence.model_validate(row))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise TermDataError(f"{source}: {name}: {place}: {first['msg']}") from error
    rules.sort(key=lambda rule: rule.since)
    for before, after in pairwise(rules):
        if before.until is None or before.until >= after.since:
            raise TermDataError(f"{source}: the versions since {before.since} and {after.since} overlap")
    return tuple(rules)


def rule_on(rules: Iterable[CompellingEvidence], day: date) -> CompellingEvidence | None:
    """The version that holds for a dispute processed on ``day``."""
    return next((rule for rule in rules if _in_force(rule, day)), None)


def qualifies(
    disputed: Disputed, candidates: Sequence[Payment], rule: CompellingEvidence
) -> Qualified | NotQualified:
    """Whether enough candidates meet the rule; if so, those with most in common, the newest of them.

    The order of the candidates does not matter, and one more, with an ARN of its own, takes no right away.
    """
    if reasons := tuple(_against(disputed, rule)):
        return NotQualified(reasons)
    excluded: dict[str, list[str]] = {}
    eligible = []
    for payment in _newest_first(candidates):
        if kinds := _exclusions(payment, disputed, rule):
            for kind in kinds:
                excluded.setdefault(kind, []).append(payment.id)
        else:
            eligible.append(payment)
    if found := _best(disputed, eligible, rule, anchored=True):
        return found
    return NotQualified(tuple(_missing(disputed, eligible, excluded, rule)))


def _against(disputed: Disputed, rule: CompellingEvidence) -> Iterable[Reason]:
    if disputed.network != rule.network or disputed.code not in rule.codes:
        yield Reason("other_code", f"The rule is for {rule.network} {', '.join(rule.codes)} only.")
    if not _in_force(rule, disputed.day):
        yield Reason("not_in_force", "This version of the rule does not hold on the day of the dispute.")
    if "description" in rule.disputed_needs and not disputed.payment.description.strip():
        yield Reason("description", "The disputed purchase has no description.", (disputed.payment.id,))


def _in_force(rule: CompellingEvidence, day: date) -> bool:
    return rule.since <= day and (rule.until is None or day <= rule.until)


def _newest_first(payments: Iterable[Payment]) -> list[Payment]:
    """Newest first, each once: payments with one ARN are one payment."""
    once: dict[str, Payment] = {}
    for payment in sorted(payments, key=lambda payment: (-payment.day.toordinal(), payment.id)):
        once.setdefault(payment.arn.strip() or payment.id, payment)
    return list(once.values())


def _exclusions(payment: Payment, disputed: Disputed, rule: CompellingEvidence) -> tuple[str, ...]:
    """Why a payment cannot be one of the earlier ones; empty if it can."""
    earlier = rule.earlier
    start = disputed.day if earlier.counted_back_from == "dispute" else disputed.payment.day
    age = (start - payment.day).days
    facts = {
        "the_disputed_one": payment.id == disputed.payment.id,
        "too_new": age <= earlier.older_than_days,
        "too_old": age > earlier.not_older_than_days,
        "other_credential": not _same_credential(payment, disputed.payment, rule),
        "other_seller": not _same_seller(payment, disputed.payment, rule),
        **{never: _NEVER[never](payment) for never in earlier.never},
        **{f"no_{needed}": not _HAS[needed](payment) for needed in earlier.each_needs},
    }
    return tuple(kind for kind, holds in facts.items() if holds)


_NEVER: Final[Mapping[Never, Callable[[Payment], bool]]] = {
    "disputed": lambda payment: payment.disputed,
    "reported_as_fraud": lambda payment: payment.reported_as_fraud,
    "account_validation": lambda payment: payment.account_validation or payment.amount <= 0,
    "not_settled": lambda payment: not payment.settled,
}
_HAS: Final[Mapping[Needed, Callable[[Payment], bool]]] = {
    "arn": lambda payment: bool(payment.arn.strip()),
    "day": lambda _: True,
    "amount": lambda payment: payment.amount > 0 and bool(payment.currency.strip()),
    "description": lambda payment: bool(payment.description.strip()),
}


def _same_credential(payment: Payment, other: Payment, rule: CompellingEvidence) -> bool:
    if payment.credential and payment.credential == other.credential:
        return True
    return rule.earlier.credential == "same_card" and bool(payment.card) and payment.card == other.card


def _same_seller(payment: Payment, other: Payment, rule: CompellingEvidence) -> bool:
    if rule.earlier.sold_by == "same_acquirer" and payment.acquirer and other.acquirer:
        return payment.acquirer == other.acquirer
    return bool(payment.merchant) and payment.merchant == other.merchant


def _best(
    disputed: Disputed, eligible: Sequence[Payment], rule: CompellingEvidence, *, anchored: bool
) -> Qualified | None:
    """Of the sets of elements that enough payments share, the largest; the newest payments that share it."""
    sharing = [(payment, _shared(payment, disputed.payment, rule)) for payment in eligible]
    best: Qualified | None = None
    best_size = (0, 0)
    for elements in _sets(rule, anchored=anchored):
        size = (_count(elements, rule), len(elements))
        if size <= best_size:
            continue
        with_all = [payment for payment, shared in sharing if shared.issuperset(elements)]
        if len(with_all) >= rule.earlier.needed:
            best, best_size = Qualified(tuple(with_all[: rule.earlier.needed]), elements), size
    return best


def _sets(rule: CompellingEvidence, *, anchored: bool) -> Iterable[tuple[Element, ...]]:
    for size in range(1, len(rule.elements) + 1):
        for elements in combinations(rule.elements, size):
            enough = _count(elements, rule) >= rule.matching.needed
            if enough and (not anchored or set(elements) & set(rule.matching.at_least_one_of)):
                yield elements


def _count(elements: Iterable[Element], rule: CompellingEvidence) -> int:
    return len({_counted_as(element, rule) for element in elements})


def _counted_as(element: Element, rule: CompellingEvidence) -> Element:
    return next((once[0] for once in rule.matching.counts_once if element in once), element)


def _shared(payment: Payment, other: Payment, rule: CompellingEvidence) -> frozenset[Element]:
    return frozenset(
        element
        for element, form in rule.elements.items()
        if (value := _value(element, payment, form, rule)) and value == _value(element, other, form, rule)
    )


def _value(element: Element, payment: Payment, form: ElementForm, rule: CompellingEvidence) -> str:
    """An element in the form in which it is compared; empty if it cannot count."""
    if element == "shipping_address":
        return _address(payment.shipping_address, form)
    if element == "ip_address":
        return _ip(payment.ip_address, form)
    text = unicodedata.normalize("NFC", str(getattr(payment, element))).strip()
    if element == "account_id" and "@" in text:
        text = text.casefold()
    if len(text) < form.min_length or (form.clear_text and _looks_hashed(text, rule)):
        return ""
    known = payment.fingerprint_attributes
    if element == "device_fingerprint" and known is not None and known < form.from_attributes:
        return ""
    return text


def _looks_hashed(text: str, rule: CompellingEvidence) -> bool:
    return len(text) in rule.digest_lengths and _HEXADECIMAL.fullmatch(text) is not None


def _address(address: Address, form: ElementForm) -> str:
    parts = {part: " ".join(str(getattr(address, part)).casefold().split()) for part in _PARTS}
    if not all(parts[part] for part in form.parts):
        return ""
    if parts["country"].upper() in form.state_in and not parts["state"]:
        return ""
    return "\n".join(parts[part] for part in _PARTS)


_PARTS: Final[tuple[AddressPart, ...]] = ("street", "city", "state", "postal_code", "country")


def _ip(text: str, form: ElementForm) -> str:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(address) if address.is_global or not form.public else ""


def _missing(
    disputed: Disputed,
    eligible: Sequence[Payment],
    excluded: Mapping[str, Sequence[str]],
    rule: CompellingEvidence,
) -> Iterable[Reason]:
    needed = rule.earlier.needed
    if len(eligible) < needed:
        yield Reason("too_few_earlier", f"{len(eligible)} earlier payments can count, {needed} are needed.")
        for kind, ids in excluded.items():
            yield Reason(kind, _WORDS[kind], tuple(ids))
    elif _best(disputed, eligible, rule, anchored=False):
        one_of = ", ".join(rule.matching.at_least_one_of)
        yield Reason("none_of_the_decisive", f"Enough elements match, but none of: {one_of}.")
    else:
        yield Reason(
            "too_few_matches",
            f"No {needed} earlier payments share {rule.matching.needed} usable elements with it.",
            tuple(payment.id for payment in eligible),
        )


_WORDS: Final[Mapping[str, str]] = {
    "the_disputed_one": "It is the disputed payment itself.",
    "too_new": "Not old enough.",
    "too_old": "Too old.",
    "other_credential": "Paid with another card.",
    "other_seller": "Bought elsewhere.",
    "disputed": "Disputed itself.",
    "reported_as_fraud": "Reported as fraud.",
    "account_validation": "Only a check of the card, without an amount.",
    "not_settled": "Authorized but never settled.",
    "no_arn": "Its acquirer reference number (ARN) is not known.",
    "no_day": "Its day is not known.",
    "no_amount": "Its amount or currency is not known.",
    "no_description": "What was bought is not described.",
}
