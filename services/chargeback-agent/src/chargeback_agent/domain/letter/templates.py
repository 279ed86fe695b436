"""A merchant's own Word template: checked when it comes in, filled when a letter is written.

A template is a .docx with `{{letter}}` alone in a paragraph, where the letter goes. Where a later paragraph
is `{{exhibits}}` alone, the list of exhibits and the exhibits go there. Anywhere else (header and footer too)
stand the names of PLACES. It may hold pictures and styles, and nothing that acts.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

LETTER: Final = "letter"
EXHIBITS: Final = "exhibits"
_ALONE: Final = (LETTER, EXHIBITS)
"""What takes the place of a whole paragraph."""
PLACES: Final = ("merchant", "date", "recipient", "title", "reference")
MAX_BYTES: Final = 4 * 1024 * 1024
MAX_UNPACKED: Final = 40 * 1024 * 1024
MAX_PARTS: Final = 400
_PLACE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_ACTS: Final = (
    ("word/vbaProject", "a macro"),
    ("word/activeX", "an ActiveX control"),
    ("word/embeddings", "an embedded object"),
    ("word/afchunk", "an embedded document"),
    ("customUI", "a custom ribbon"),
)
_FIELDS_ALLOWED: Final = frozenset({"PAGE", "NUMPAGES", "DATE", "STYLEREF", "SECTIONPAGES"})
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class UnusableTemplate(ValueError):
    """A template that cannot be used; ``faults`` says everything that is wrong with it."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Template:
    """A template that has been checked."""

    content: bytes


def read_template(content: bytes) -> Template:
    """Check a template. Raises UnusableTemplate naming every fault and what to do about it."""
    if len(content) > MAX_BYTES:
        raise UnusableTemplate((f"the file has {len(content):,} bytes; {MAX_BYTES:,} is the most",))
    faults = tuple(_faults_of_package(content))
    if faults:
        raise UnusableTemplate(faults)
    try:
        word = docx.Document(io.BytesIO(content))
    except Exception as error:
        raise UnusableTemplate(
            (f"Word's format cannot be read ({type(error).__name__}); save it anew as .docx",)
        ) from error
    faults = tuple(_faults_of_places(word))
    if faults:
        raise UnusableTemplate(faults)
    return Template(content)


def fill(word: WordDocument, places: Mapping[str, str]) -> Mapping[str, WordParagraph]:
    """Put values into a template's places; the paragraphs that stand for LETTER and EXHIBITS come back."""
    found: dict[str, WordParagraph] = {}
    for paragraph in _paragraphs(word):
        names = _names(paragraph)
        if len(names) == 1 and names[0] in _ALONE:
            found[names[0]] = paragraph
        elif names:
            _fill(paragraph, places)
    return found


def _faults_of_package(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                yield f"unpacked it has more than {MAX_PARTS} parts or {MAX_UNPACKED:,} bytes"
                return
            if "word/document.xml" not in archive.namelist():
                yield "it is no Word document (.docx); save it as one"
                return
            for part in parts:
                for begins, what in _ACTS:
                    if part.filename.lower().startswith(begins.lower()):
                        yield f"it holds {what} ({part.filename}); remove it"
                if part.filename.endswith((".rels", ".xml")):
                    yield from _faults_of_part(part.filename, _read_part(archive, part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        yield "it is no Word document (.docx), or it is damaged or encrypted"


def _read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as opened:
        return opened.read(MAX_UNPACKED)


def _faults_of_part(name: str, content: bytes) -> Iterator[str]:
    # What a package declares as a part's size may be a lie; entities could grow without end.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield f"{name} declares a DOCTYPE, which Word never writes"
        return
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        yield f"{name} is not well-formed"
        return
    if name.endswith(".rels"):
        for link in root.iter("{*}Relationship"):
            if link.get("TargetMode") == "External":
                yield f"{name} points outside the file ({(link.get('Target') or '')[:60]!r}); remove the link"
        return
    for field in _fields(root):
        if field.split()[0].upper() not in _FIELDS_ALLOWED:
            allowed = ", ".join(sorted(_FIELDS_ALLOWED))
            yield f"{name} has the field {field.split()[0][:30]!r}; only {allowed} may stand"


def _fields(root: etree._Element) -> Iterator[str]:
    for simple in root.iter(f"{_W}fldSimple"):
        yield (simple.get(f"{_W}instr") or "?").strip() or "?"
    said: list[str] | None = None
    for element in root.iter(f"{_W}fldChar", f"{_W}instrText"):
        kind = element.get(f"{_W}fldCharType")
        if kind == "begin":
            said = []
        elif kind in {"separate", "end"}:
            if said is not None:
                yield "".join(said).strip() or "?"
            said = None
        elif kind is None:
            # Text of a field outside of any: Word repairs that in ways of its own.
            if said is None:
                yield "?"
            else:
                said.append(element.text or "")


def _faults_of_places(word: WordDocument) -> Iterator[str]:
    body = [p for p in _paragraphs(word) if p.part is word.part]
    stand = {name: [p for p in body if name in _names(p)] for name in _ALONE}
    if not stand[LETTER]:
        yield f"no paragraph holds {_shown(LETTER)}; put it alone into the paragraph where the letter goes"
    for name, paragraphs in stand.items():
        if len(paragraphs) > 1:
            yield f"{_shown(name)} stands {len(paragraphs)} times; once is enough"
        for paragraph in paragraphs[:1]:
            yield from _faults_of_place(name, paragraph)
    if stand[LETTER] and stand[EXHIBITS] and body.index(stand[EXHIBITS][0]) < body.index(stand[LETTER][0]):
        yield f"{_shown(EXHIBITS)} stands before {_shown(LETTER)}, which names them; put it behind"
    for paragraph in _paragraphs(word):
        for name in _names(paragraph):
            if name not in (*PLACES, *_ALONE):
                yield f"{_shown(name[:40])} is no place; there are {', '.join((*PLACES, *_ALONE))}"
            elif name in _ALONE and paragraph.part is not word.part:
                yield f"{_shown(name)} stands in a header or footer; put it into the text itself"


def _faults_of_place(name: str, paragraph: WordParagraph) -> Iterator[str]:
    text = paragraph.text.strip()
    if not _PLACE.fullmatch(text):
        yield f"{_shown(name)} must stand alone in its paragraph, not in {text[:60]!r}"
    if paragraph._p.getparent().tag != f"{_W}body":  # noqa: SLF001 — python-docx has no call for it
        yield f"{_shown(name)} stands in a table; put it into the text itself"


def _shown(name: str) -> str:
    return f"{{{{{name}}}}}"


def _paragraphs(word: WordDocument) -> Iterator[WordParagraph]:
    """Every paragraph of the text, its tables, headers and footers."""
    yield from _within(word)
    for section in word.sections:
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                yield from _within(part)


def _within(holder: Any) -> Iterator[WordParagraph]:  # noqa: ANN401 — document, header, footer or cell
    yield from holder.paragraphs
    for table in holder.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from _within(cell)


def _names(paragraph: WordParagraph) -> list[str]:
    return [found.group(1) for found in _PLACE.finditer(paragraph.text)]


def _fill(paragraph: WordParagraph, places: Mapping[str, str]) -> None:
    """Word cuts `{{date}}` into several runs as it likes; the first keeps the look."""
    text = "".join(run.text for run in paragraph.runs)
    for found in reversed(list(_PLACE.finditer(text))):
        at, begins = 0, found.start()
        for run in paragraph.runs:
            length = len(run.text)
            left, right = max(begins, at), min(found.end(), at + length)
            if left < right:
                put = places[found.group(1)] if left == begins else ""
                run.text = run.text[: left - at] + put + run.text[right - at :]
            at += length
