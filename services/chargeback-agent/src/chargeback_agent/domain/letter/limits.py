"""What a processor takes as the letter's file: formats, bytes, pages, size of type (data/processors.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chargeback_agent.domain.case.model import Dispute
from chargeback_agent.domain.rules.loader import RuleBook
from chargeback_agent.domain.rules.model import FileFormat, FileLimits

_PDF: Final[FileFormat] = "pdf"


@dataclass(frozen=True, slots=True)
class Limits:
    """The strictest that hold for one letter as a PDF. None, and no formats: nothing is known."""

    who: str = ""
    """The processor, by name."""
    network: str = ""
    """The network, by name."""
    formats: tuple[FileFormat, ...] = ()
    file_bytes: int | None = None
    total_bytes: int | None = None
    """Of the letter and what is enclosed with it."""
    files: int | None = None
    pages: int | None = None
    least_points: float | None = None

    @property
    def most_bytes(self) -> int | None:
        """Of the letter alone."""
        return min((one for one in (self.file_bytes, self.total_bytes) if one is not None), default=None)

    def against_form(self, points: float) -> Iterator[str]:
        """What no smaller letter mends: that it is a PDF, set in type of so many points."""
        if self.formats and _PDF not in self.formats:
            named = ", ".join(self.formats)
            yield f"{self.who} takes no PDF for {self.network}, only {named}: save the letter as such."
        if self.least_points is not None and points < self.least_points:
            yield f"The PDF is set in {points:g} points; {self.who} asks for {self.least_points:g}."

    def against_size(self, size: int, pages: int) -> Iterator[str]:
        """What a smaller letter mends: ``size`` in bytes, and pages; each with its limit."""
        if self.most_bytes is not None and size > self.most_bytes:
            yield f"The PDF has {size:,} bytes; {self.who} takes {self.most_bytes:,}."
        if self.pages is not None and pages > self.pages:
            yield f"The PDF has {pages} pages; {self.who} takes {self.pages}."

    def leave_room(self, size: int, enclosed: Sequence[int]) -> bool:
        """Whether files of so many bytes may go with a letter of ``size`` bytes."""
        few = self.files is None or 1 + len(enclosed) <= self.files
        return few and (self.total_bytes is None or size + sum(enclosed) <= self.total_bytes)


def limits_of(rules: RuleBook, dispute: Dispute, country: str) -> Limits:
    """The limits for a dispute's letter, of all entries that fit its processor, network and stage.

    ``country`` is the merchant's, ISO 3166-1; where it is not known (""), limits of one country do not hold.
    """
    processor = rules.processors.get(dispute.processor)
    if processor is None:
        return Limits()
    fitting = [
        one
        for one in processor.files
        if one.network in {"", dispute.network}
        and one.stage in {None, dispute.stage}
        and (not one.countries or country in one.countries)
    ]
    held = [one for one in fitting if _PDF in one.formats]
    return Limits(
        processor.name,
        rules.networks[dispute.network].name,
        _taken(fitting),
        min((one.file_bytes for one in held if one.file_bytes), default=None),
        min((one.total_bytes for one in held if one.total_bytes), default=None),
        min((one.files for one in held if one.files), default=None),
        min((one.pages for one in held if one.pages), default=None),
        max((one.least_points for one in held if one.least_points), default=None),
    )


def _taken(fitting: Iterable[FileLimits]) -> tuple[FileFormat, ...]:
    """Formats named by the entries for all networks and by those for this one, where either exist."""
    everywhere: dict[FileFormat, None] = {}
    here: dict[FileFormat, None] = {}
    for one in fitting:
        (here if one.network else everywhere).update(dict.fromkeys(one.formats))
    if everywhere and here:
        return tuple(name for name in here if name in everywhere)
    return tuple(here or everywhere)
