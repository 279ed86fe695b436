"""The rules of card networks as values: who must answer by when, and what counts for which reason code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Product = Literal["physical", "digital", "service", "subscription"]
Category = Literal["fraud", "authorization", "processing", "consumer", "inquiry"]
Claim = Literal[
    "fraud", "unrecognized", "not_received", "not_as_described", "counterfeit", "misrepresented",
    "credit_not_processed", "cancelled", "cancelled_recurring", "duplicate", "paid_otherwise",
    "incorrect_amount", "incorrect_currency", "late_presentment", "no_authorization", "processing_error",
    "other",
]  # fmt: skip
Stage = Literal["inquiry", "dispute", "pre_arbitration", "arbitration"]
CountedFrom = Literal[
    "transaction", "processing", "expected_delivery", "delivery", "discovery", "cancellation", "credit_slip",
    "dispute", "notice", "return",
]  # fmt: skip
Weight = Literal["required", "compelling", "supporting", "useless"]
Words = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(gt=0, le=1000)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Sourced(_Data):
    source: Words
    """The id of a Source (data/sources.yaml)."""


class EvidenceKind(_Data):
    """One kind of evidence (data/evidence.yaml)."""

    origin: Literal["order", "payment", "shipment", "policy", "chat", "merchant"] = Field(alias="from")
    title: Words
    shows: Words
    get: Words


class Limit(_Sourced):
    """So many days from an event; ``cap_days`` from the transaction at most."""

    days: Days
    counted_from: CountedFrom
    cap_days: Days | None = None
    note: str = ""


class Response(Limit):
    """How long a merchant has at a stage. Where sources disagree each is an entry; the shortest counts."""

    stage: Stage


class Weighed(_Sourced):
    """What one kind of evidence is worth for a reason code.

    ``required``: without it the case is lost; of several required entries with the same ``one_of`` one is
    enough. ``useless``: banks see it often and it changes nothing.
    """

    kind: Words
    weight: Weight
    products: tuple[Product, ...] = ()
    one_of: str = ""
    note: str = ""


class Condition(_Sourced):
    """Something that ends or changes a dispute by itself: a refund made, a liability shift, a late filing."""

    id: Words
    text: Words
    effect: Literal["invalid", "lost", "liability_shift", "strong", "weak"]


class ReasonCode(_Data):
    """One reason code of a network."""

    name: Words
    category: Category
    claim: Claim
    formerly: tuple[str, ...] = ()
    retired: bool = False
    """No longer issued; notices about old payments may still name it."""
    now: str = ""
    """The code that took a retired one's place."""
    products: tuple[Product, ...] = ("physical", "digital", "service", "subscription")
    filing: tuple[Limit, ...]
    evidence: tuple[Weighed, ...]
    conditions: tuple[Condition, ...] = ()
    argue: Words
    """The one point that decides the case, for the letter's writer."""
    disagreement: str = ""
    """Where sources differ, in words; the stricter one is encoded."""


class Process(_Data):
    """What the network calls things, for the letter."""

    name: Words
    response: Words
    addressed_to: Words
    second: Words


class Network(_Data):
    """A card network's rules (data/networks/*.yaml).

    A code whose conditions need different evidence has, beside its own rule, one for each:
    ``4853.not_received``.
    """

    network: Words
    name: Words
    as_of: date
    process: Process
    respond: tuple[Response, ...]
    codes: Mapping[str, ReasonCode]

    def key_for(self, code: str, claim: Claim | None = None) -> str | None:
        """The key in ``codes`` for a code as a notice writes it, older numbers too; None if it is unknown.

        Where the code has a rule for the claim alone, that one. An older number may stand for several codes:
        the one of this claim, codes in use first.
        """
        if code in self.codes:
            narrower = f"{code}.{claim}"
            return narrower if narrower in self.codes else code
        bearers = [key for key, rule in self.codes.items() if code in rule.formerly]
        bearers.sort(key=lambda key: (self.codes[key].claim != claim, self.codes[key].retired))
        return self.key_for(bearers[0], claim) if bearers else None

    @staticmethod
    def printed(key: str) -> str:
        """A key as the network writes the code: without the claim that tells its conditions apart."""
        code, _, claim = key.rpartition(".")
        return key if not code or claim.isdigit() else code


FileFormat = Literal["pdf", "jpeg", "png", "tiff", "gif", "bmp", "heic", "heif", "doc", "docx", "txt", "zip"]
Submission = Literal["api", "portal", "email"]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Count = Annotated[int, Field(gt=0)]


class Given(Response):
    """Days that a processor gives, for one network or, without one, for those that it does not name."""

    network: str = ""
    countries: tuple[Country, ...] = ()
    """Of the merchant; none: everywhere."""
    working_days: bool = False


class FileLimits(_Sourced):
    """What a processor takes as documents: these formats within these limits, for one network or for all.

    Every entry that fits a document holds for it. A format is taken if the entries for all networks name it,
    and those of the network, where either exist. Bytes: where a source says MB and no more, 1,000,000.
    """

    network: str = ""
    countries: tuple[Country, ...] = ()
    stage: Stage | None = None
    formats: tuple[FileFormat, ...] = Field(min_length=1)
    file_bytes: Count | None = None
    total_bytes: Count | None = None
    files: Count | None = None
    pages: Count | None = None
    least_points: Annotated[float, Field(gt=0)] | None = None
    """The smallest type allowed, in points."""
    least_dpi: Count | None = None
    most_dpi: Count | None = None
    black_and_white: bool = False
    note: str = ""


class Processor(_Sourced):
    """A payment processor or platform (data/processors.yaml): its days, how it takes letter and exhibits."""

    name: Words
    also: tuple[Words, ...] = ()
    """Other names that its notices bear."""
    submit: tuple[Submission, ...] = Field(min_length=1)
    once: bool = False
    """Only one submission counts: nothing can be added."""
    respond: tuple[Given, ...] = ()
    """None: only the date in its notice is known."""
    files: tuple[FileLimits, ...] = ()
    languages: tuple[Language, ...] = ()
    """Of the letter; none: not said, English is safe."""
    note: str = ""
