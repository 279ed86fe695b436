"""A merchant's own knowledge: Markdown with headings, CSV, or a web page's text, as entries and as facts.

Hostile until checked: bounded before it is read, mark-up and control characters gone, lines that speak to
an agent kept out.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from argosy_catalogue.pages import Heading, ListOf, Page, Paragraph, Table, read_page
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.languages import language_of
from cs_agent.domain.knowledge.told import Tainted, Told, instructs

MAX_BYTES = 2_000_000
MAX_ENTRIES = 2_000
MAX_QUESTION = 300
MAX_ANSWER = 4_000
_PIECE = 150_000
"""Characters that are read as one page; a longer file is read by its headings in such pieces."""
_QUESTION_HEADS = frozenset(
    {"question", "q", "问题", "问", "title", "frage", "pregunta", "pergunta", "domanda", "vraag"}
)
_ANSWER_HEADS = frozenset(
    {"answer", "a", "答案", "答", "回答", "text", "antwort", "respuesta", "resposta", "risposta"}
)
_DELIMITERS = (",", ";", "\t")
_HEADING = re.compile(r"^(?=#{1,6}\s)", re.MULTILINE)
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_ASKS = re.compile(r"[?？؟]\s*$|(?:吗|呢|么|か|까요|나요|ไหม|อย่างไร)[?？]?\s*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and its answer. ``language`` of the answer; ``id``: the same for the same question.

    ``topics``: intents that it answers whatever is asked; ``product``: "" where it holds for the shop.
    """

    id: str
    question: str
    answer: str
    language: str
    topics: frozenset[str] = frozenset()
    product: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A file's entries, what was kept out of it, and what could not be read, each with what to do."""

    entries: tuple[Entry, ...]
    tainted: tuple[Tainted, ...] = ()
    faults: tuple[str, ...] = ()


def read_faq(data: bytes, name: str) -> Read:
    """Entries of a file, by its name's ending: .csv, .md, .txt, .html. Bounded; raises nothing."""
    if len(data) > MAX_BYTES:
        return Read((), faults=(f"{name} has {len(data)} bytes; at most {MAX_BYTES} are read: split it",))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Read((), faults=(f"{name} is not UTF-8 at byte {error.start}: save it as UTF-8",))
    text = _plain(text)
    try:
        rows = [*(_of_csv(text) if name.casefold().endswith(".csv") else _of_pages(text))]
    except csv.Error as error:
        return Read((), faults=(f"{name} is not read as CSV: {error}",))
    faults: list[str] = []
    if not rows:
        faults.append(f"{name} has no entries: write headings with text below them, or question,answer rows")
    if len(rows) > MAX_ENTRIES:
        faults.append(f"{name} has {len(rows)} entries; the first {MAX_ENTRIES} were read")
    entries: dict[str, Entry] = {}
    tainted: list[Tainted] = []
    for question, answer in rows[:MAX_ENTRIES]:
        if len(answer) > MAX_ANSWER:
            faults.append(
                f"{question[:40]!r}: the answer has {len(answer)} characters; {MAX_ANSWER} were read"
            )
        kept = "\n".join(line for line in answer[:MAX_ANSWER].split("\n") if not instructs(line)).strip()
        if instructs(question) or kept != answer[:MAX_ANSWER].strip():
            tainted.append(Tainted(f"/faq:{question[:80]}", answer[:200]))
        if kept and not instructs(question):
            entry = entry_of(question, kept)
            if entry.id in entries:
                faults.append(f"{question[:40]!r} is there twice; the last counts")
            entries[entry.id] = entry
    return Read(tuple(entries.values()), tuple(tainted), tuple(faults))


def entry_of(question: str, answer: str, *, topics: frozenset[str] = frozenset(), product: str = "") -> Entry:
    """An entry from its words; its id by the question's words and the product."""
    # Once more: a page's entities (&#27;) are characters only now.
    question, answer = _plain(question).strip()[:MAX_QUESTION], _plain(answer).strip()[:MAX_ANSWER]
    folded = " ".join(unicodedata.normalize("NFKC", question).casefold().split())
    digest = hashlib.sha256(f"{product}\0{folded}".encode()).hexdigest()[:16]
    language = language_of(f"{question}\n{answer}") or "en"
    return Entry(digest, question, answer, language, topics, product)


def facts_of_entries(entries: Sequence[Entry]) -> Told:
    """Each entry as one fact; what speaks to an agent is kept out here too, wherever it came from."""
    facts, tainted = [], []
    for one in entries:
        if instructs(one.question) or any(instructs(line) for line in one.answer.split("\n")):
            tainted.append(Tainted(f"{one.product}/faq:{one.id}", one.answer[:200]))
            continue
        words = {one.language: one.answer}
        facts.append(
            Fact("faq", one.id, one.answer, "", (), words, one.product, one.topics, question=one.question)
        )
    return Told(tuple(facts), tuple(tainted))


def _plain(text: str) -> str:
    """Without control and format characters, which hide words; lines stay lines."""
    kept = (c for c in text if c in "\n\t" or not unicodedata.category(c).startswith("C"))
    return unicodedata.normalize("NFC", "".join(kept))


def _of_csv(text: str) -> Iterator[tuple[str, str]]:
    """By comma, semicolon or tab. Raises csv.Error."""
    columns, skipped, delimiter = _columns(text)
    rows = [
        row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cell.strip() for cell in row)
    ]
    for row in rows[skipped:]:
        if len(row) > max(columns) and row[columns[0]].strip() and row[columns[1]].strip():
            yield _line(row[columns[0]]), row[columns[1]].strip()


def _columns(text: str) -> tuple[tuple[int, int], int, str]:
    """Where question and answer stand, how many rows are heads, and what parts cells.

    Spreadsheets part cells by semicolons where the comma is the decimal sign: heads tell; else what the first
    line has most of.
    """
    first = text.lstrip().split("\n", maxsplit=1)[0]
    for delimiter in _DELIMITERS:
        heads = [cell.strip().casefold() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        asks = next((i for i, head in enumerate(heads) if head in _QUESTION_HEADS), None)
        says = next((i for i, head in enumerate(heads) if head in _ANSWER_HEADS), None)
        if asks is not None and says is not None:
            return (asks, says), 1, delimiter
    return (0, 1), 0, max(_DELIMITERS, key=first.count)


def _of_pages(text: str) -> Iterator[tuple[str, str]]:
    """By headings; where a page has none, by lines that ask something."""
    pieces = (
        [piece[:_PIECE] for piece in _HEADING.split(text) if piece.strip()] if _HEADING.search(text) else []
    )
    pages = [read_page(piece) for piece in pieces[: MAX_ENTRIES + 1]] or [read_page(text[:_PIECE])]
    for page in pages:
        yield from _of_blocks(page, has_headings=any(isinstance(block, Heading) for block in page.blocks))


def _of_blocks(page: Page, *, has_headings: bool) -> Iterator[tuple[str, str]]:
    question, said = "", list[str]()
    for block in page.blocks:
        match block:
            case Heading(text=words):
                is_question = True
            case Paragraph(text=words):
                is_question = not has_headings and bool(_ASKS.search(words)) and len(words) <= MAX_QUESTION
            case ListOf(items=items):
                words, is_question = "\n".join(items), False
            case Table(rows=rows):
                words, is_question = "\n".join(": ".join(filter(None, row)) for row in rows), False
            case _:
                continue
        if is_question:
            if question and said:
                yield question, "\n".join(said)
            question, said = _line(words), []
        elif question:
            said.append(words)
    if question and said:
        yield question, "\n".join(said)


def _line(text: str) -> str:
    return _SPACES.sub(" ", " ".join(text.split())).strip()
