"""A case's letter as files: composed, fitted to what its processor takes, written in Word and PDF."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chargeback_agent.adapters.pictures import shrink
from chargeback_agent.domain.case.model import Case
from chargeback_agent.domain.letter.composing import compose
from chargeback_agent.domain.letter.document import Document, Letterhead, Picture, Said
from chargeback_agent.domain.letter.faces import Faces
from chargeback_agent.domain.letter.fitting import fitted
from chargeback_agent.domain.letter.limits import Limits
from chargeback_agent.domain.letter.pdf import Pdf, write_pdf
from chargeback_agent.domain.letter.templates import Template
from chargeback_agent.domain.letter.word import write_word
from chargeback_agent.domain.letter.wording import Wording
from chargeback_agent.domain.rules.loader import RuleBook


@dataclass(frozen=True, slots=True)
class Files:
    """A letter as Word and PDF, and why a person should look at it."""

    word: bytes
    pdf: bytes
    look: tuple[str, ...]


def letter_files(
    case: Case,
    rules: RuleBook,
    words: Wording,
    sender: Letterhead,
    now: datetime,
    pictures: Mapping[str, Picture],
    limits: Limits,
    faces: Faces,
    template: Template | None,
    argument: Sequence[Sequence[Said]] = (),
) -> Files:
    """The letter, within what its processor takes.

    Args:
        case: what is to be said.
        rules: titles of evidence, names of networks and processors.
        words: the letter's language.
        sender: who writes.
        now: the letter's date, and that of its files.
        pictures: by exhibit label, those that could be fetched.
        limits: of the processor for this letter.
        faces: for letters that no reader's own fonts have.
        template: the merchant's own page for the Word file; None: ours.
        argument: as ``compose`` takes it.

    Raises:
        MissingFaces: the PDF needs a face and none is given.
    """
    processor = rules.processors.get(case.dispute.processor)
    name = processor.name if processor else ""

    def write(pictures: Mapping[str, Picture], apart: Collection[str]) -> tuple[Document, Pdf]:
        letter = compose(case, rules, words, sender, now.date(), pictures, name, apart, argument)
        return letter, write_pdf(letter, now, faces)

    made = fitted(case.exhibits, pictures, limits, write, shrink)
    word = write_word(made.letter, now, made.pdf.anchors, template)
    look = made.look
    if made.pdf.lacking:
        boxes = f"The PDF has boxes for {made.pdf.lacking!r}, which no font here has; the Word file has them."
        look = (*look, boxes)
    return Files(word, made.pdf.content, look)
