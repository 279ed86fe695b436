"""A letter within its processor's limits: pictures made smaller, then the least needed enclosed apart."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from chargeback_agent.domain.case.model import Exhibit
from chargeback_agent.domain.letter.document import Document, Picture
from chargeback_agent.domain.letter.limits import Limits
from chargeback_agent.domain.letter.pdf import Pdf
from chargeback_agent.domain.letter.pdf_page import SIZE


@dataclass(frozen=True, slots=True)
class Look:
    """How fine a picture is: its longest side in pixels, the JPEG's quality (1..95)."""

    longest: int
    quality: int


BEST: Final = Look(1_200, 85)
"""16 cm at 190 dots an inch, enough for every acquirer's eye and a fifth of a megabyte."""
_COARSER: Final = (Look(1_000, 70), Look(800, 60), Look(640, 50))
"""A door, a parcel and a number on it are still told apart in the last."""


class Writes(Protocol):
    """Composes the letter with pictures by exhibit; of those ``apart`` it says that they are enclosed."""

    def __call__(self, pictures: Mapping[str, Picture], apart: Collection[str]) -> tuple[Document, Pdf]: ...


class Shrinks(Protocol):
    """The picture no finer than that, and never of more bytes."""

    def __call__(self, picture: Picture, look: Look) -> Picture: ...


@dataclass(frozen=True, slots=True)
class Fitted:
    """The letter, its PDF, and why a person should look at it."""

    letter: Document
    pdf: Pdf
    look: tuple[str, ...] = ()


def fitted(
    exhibits: Sequence[Exhibit],
    pictures: Mapping[str, Picture],
    limits: Limits,
    write: Writes,
    shrink: Shrinks,
) -> Fitted:
    """The letter with the best pictures that its limits allow; where nothing helps, whole, and the reason.

    Pictures become coarser first; then the weakest that the case does not require are enclosed apart.
    """
    letter, pdf = write(pictures, ())
    form = tuple(limits.against_form(SIZE))
    over = tuple(limits.against_size(len(pdf.content), pdf.pages))
    if not over:
        return Fitted(letter, pdf, form)
    words = len(pdf.content) - _bytes_of(pictures.values())
    for apart, look in _tries(exhibits, pictures):
        shown = {label: shrink(one, look) for label, one in pictures.items() if label not in apart}
        if words + _bytes_of(shown.values()) > (limits.most_bytes or math.inf):
            continue
        letter_tried, tried = write(shown, apart)
        size = len(tried.content)
        fits = not any(limits.against_size(size, tried.pages))
        if fits and limits.leave_room(size, [len(pictures[label].content) for label in apart]):
            said = (_APART.format(label=label, who=limits.who) for label in apart)
            return Fitted(letter_tried, tried, (*form, *said))
    return Fitted(letter, pdf, (*form, *over))


_APART: Final = (
    "The picture of Exhibit {label} is not in the letter, which {who} would not have taken with it: "
    "send it as a file of its own."
)


def _tries(
    exhibits: Sequence[Exhibit], pictures: Mapping[str, Picture]
) -> Iterator[tuple[tuple[str, ...], Look]]:
    """All pictures, ever coarser; then the same without the weakest, without the two weakest, and so on."""
    optional = sorted(
        (one for one in exhibits if one.label in pictures and one.weight != "required"),
        key=lambda one: one.strength,
    )
    yield from (((), look) for look in _COARSER)
    for gone in range(1, len(optional) + 1):
        apart = tuple(sorted(one.label for one in optional[:gone]))
        yield from ((apart, look) for look in (BEST, *_COARSER))


def _bytes_of(pictures: Iterable[Picture]) -> int:
    return sum(len(one.content) for one in pictures)
