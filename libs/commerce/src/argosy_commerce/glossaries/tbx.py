"""Glossaries as TBX (ISO 30042:2019, dialect TBX-Basic, style DCA); TBX of 2008 and style DCT are read too.

A rule's category is the entry's subjectField, a source that is never translated has itself as its
term in the language, marked with the projectSubset ``never_translate``; every language is ``mul``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.glossaries.rows import Rows, UnreadableGlossary
from argosy_commerce.glossaries.rules import ANY_LANGUAGE, BadRule, Rule, rule_language
from argosy_commerce.languages import read_tag
from argosy_commerce.terms.model import CONCEPT_ID

PREFERRED: Final = "preferredTerm-admn-sts"
ADMITTED: Final = "admittedTerm-admn-sts"
NEVER_TRANSLATE: Final = "never_translate"
_EVERY: Final = "mul"
_NAMESPACE: Final = "urn:iso:std:iso:30042:ed-2"
_XML_LANG: Final = "http://www.w3.org/XML/1998/namespace lang"
_DEEPEST: Final = 32
_MOST_TERMS: Final = 1_000
_ENTRIES: Final = frozenset({"conceptEntry", "termEntry"})
_LANGUAGES: Final = frozenset({"langSec", "langSet"})
_TERM_GROUPS: Final = frozenset({"termSec", "tig", "ntig"})
_DATA: Final = frozenset({"subjectField", "administrativeStatus", "projectSubset"})
_TYPED: Final = frozenset({"descrip", "termNote", "admin", "adminNote"})
_UNWANTED: Final = ("deprecated", "superseded", "obsolete")


@dataclass(slots=True)
class TbxTerm:
    """A term with what TBX-Basic says of it."""

    text: str = ""
    status: str = ""
    subset: str = ""
    note: str = ""
    line: int = 0


@dataclass(slots=True)
class TbxEntry:
    """A concept: its terms by language, in order."""

    id: str = ""
    subject: str = ""
    note: str = ""
    languages: list[tuple[str, list[TbxTerm]]] = field(default_factory=list)
    line: int = 0


def write_entries(entries: Iterable[TbxEntry], title: str) -> bytes:
    """A TBX file of entries."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<tbx type="TBX-Basic" style="dca" xml:lang="zh" xmlns="{_NAMESPACE}">',
        f"<tbxHeader><fileDesc><sourceDesc><p>{escape(title)}</p></sourceDesc></fileDesc></tbxHeader>",
        "<text><body>",
    ]
    for entry in entries:
        lines += _entry(entry)
    lines += ["</body></text>", "</tbx>", ""]
    return "\n".join(lines).encode()


def _entry(entry: TbxEntry) -> Iterator[str]:
    yield f"<conceptEntry id={quoteattr(entry.id)}>"
    if entry.subject:
        yield f'  <descrip type="subjectField">{escape(entry.subject)}</descrip>'
    if entry.note:
        yield f"  <note>{escape(entry.note)}</note>"
    for language, terms in entry.languages:
        yield f"  <langSec xml:lang={quoteattr(language)}>"
        for term in terms:
            said = f"<term>{escape(term.text)}</term>"
            if term.status:
                said += f'<termNote type="administrativeStatus">{escape(term.status)}</termNote>'
            if term.subset:
                said += f'<admin type="projectSubset">{escape(term.subset)}</admin>'
            if term.note:
                said += f"<note>{escape(term.note)}</note>"
            yield f"    <termSec>{said}</termSec>"
        yield "  </langSec>"
    yield "</conceptEntry>"


def write_tbx(rules: Iterable[Rule]) -> bytes:
    """An entry per source and category, a language section per rule."""
    entries: dict[tuple[str, str | None], TbxEntry] = {}
    for rule in rules:
        entry = entries.setdefault(
            (rule.source, rule.category),
            TbxEntry(f"c{len(entries) + 1}", rule.category or "", languages=[("zh", [TbxTerm(rule.source)])]),
        )
        term = TbxTerm(rule.target or rule.source, note=rule.note)
        if rule.target is None:
            term.subset = NEVER_TRANSLATE
        entry.languages.append((_EVERY if rule.language == ANY_LANGUAGE else rule.language, [term]))
    return write_entries(entries.values(), "a glossary of Argosy")


def read_tbx(text: str, rows: Rows) -> None:
    """Every entry into ``rows``.

    Raises UnreadableGlossary for what is no TBX, and for any DTD or entity: those can name local files
    and unfold to gigabytes.
    """
    unspoken: set[str] = set()
    _Reader(lambda entry: _rules_of(entry, rows, unspoken)).read(text)


def _rules_of(entry: TbxEntry, rows: Rows, unspoken: set[str]) -> None:
    sources: list[TbxTerm] = []
    targets: list[tuple[str, TbxTerm]] = []
    for language, terms in entry.languages:
        if _is_chinese(language):
            sources += terms
        elif terms:
            tag = ANY_LANGUAGE if language == _EVERY else language
            try:
                tag = rule_language(tag or "-")
            except BadRule as error:
                if language not in unspoken:  # once: a foreign file has it in every entry
                    rows.fault(terms[0].line, error.what, "its terms were left out")
                unspoken.add(language)
                continue
            targets.append((tag, _preferred(terms)))
    if not sources:
        rows.fault(entry.line, f"the entry {entry.id[:40]!r} has no Chinese term", "add a langSec zh")
    elif not targets and not any(language in unspoken for language, _ in entry.languages):
        rows.fault(entry.line, f"the entry {entry.id[:40]!r} has no target", "add a langSec of a language")
    # Other tools write any words as the subject; ours is a concept's id.
    category = entry.subject if CONCEPT_ID.match(entry.subject) else ""
    for source in sources:
        for tag, term in targets:
            never = term.subset == NEVER_TRANSLATE
            rows.add(
                term.line,
                source.text,
                tag,
                "" if never else term.text,
                never_translate=never,
                category=category,
                note=term.note or entry.note,
            )


def _is_chinese(language: str) -> bool:
    try:
        return read_tag(language).language == "zh"
    except UnknownLanguage:
        return False


def _preferred(terms: Sequence[TbxTerm]) -> TbxTerm:
    wanted = [term for term in terms if not term.status.startswith(_UNWANTED)] or list(terms)
    return next((term for term in wanted if term.status.startswith("preferred")), wanted[0])


class _Reader:
    """One pass over a file; holds one entry at a time and hands it over."""

    def __init__(self, take: Callable[[TbxEntry], None]) -> None:
        self._take = take
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.ExternalEntityRefHandler = self._refuse
        self._depth = 0
        self._root = ""
        self._entry: TbxEntry | None = None
        self._term: TbxTerm | None = None
        self._reading = ""
        self._read_at = 0
        self._text: list[str] = []
        self._terms = 0

    def read(self, text: str) -> None:
        """Hand over all entries. Raises UnreadableGlossary."""
        try:
            self._parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            raise UnreadableGlossary(
                f"not well-formed XML at line {error.lineno}, column {error.offset}: "
                f"{expat.errors.messages.get(error.code, 'broken')}; export it anew"
            ) from None
        if self._root not in {"tbx", "martif"}:
            raise UnreadableGlossary(f"its root is <{self._root[:40]}>, not <tbx>; export it as TBX-Basic")

    def _refuse(self, *_: object) -> NoReturn:
        raise UnreadableGlossary(
            f"line {self._parser.CurrentLineNumber} has a DOCTYPE or an entity, which is never read; "
            "remove <!DOCTYPE ...>, a glossary needs none"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableGlossary(f"elements stand more than {_DEEPEST} deep; export it as TBX-Basic")
        local = name.rpartition(" ")[2]
        line = self._parser.CurrentLineNumber
        self._root = self._root or local
        if local in _ENTRIES:
            self._entry, self._terms = TbxEntry(attributes.get("id", ""), line=line), 0
        if self._entry is None:
            return
        if local in _LANGUAGES | _TERM_GROUPS:
            self._terms += 1
            if self._terms > _MOST_TERMS:
                raise UnreadableGlossary(f"line {line}: a concept of more than {_MOST_TERMS} terms; part it")
        if local in _LANGUAGES:
            self._entry.languages.append((attributes.get(_XML_LANG, attributes.get("lang", "")), []))
        elif local in _TERM_GROUPS and self._entry.languages:
            self._term = TbxTerm(line=line)
            self._entry.languages[-1][1].append(self._term)
        elif not self._reading:
            kind = attributes.get("type", "") if local in _TYPED else local
            if kind in _DATA or local in {"term", "note"}:
                self._reading, self._read_at, self._text = kind, self._depth, []

    def _characters(self, text: str) -> None:
        if self._reading:
            self._text.append(text)

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self._reading and self._depth == self._read_at:
            self._keep(self._reading, "".join(self._text).strip())
            self._reading = ""
        if local in _TERM_GROUPS:
            self._term = None
        elif local in _ENTRIES and self._entry is not None:
            self._take(self._entry)
            self._entry = None
        self._depth -= 1

    def _keep(self, what: str, text: str) -> None:
        if self._entry is None:
            return
        if what == "subjectField":
            self._entry.subject = text
        elif what == "note" and self._term is None:
            self._entry.note = self._entry.note or text
        elif self._term is not None:
            name = {"term": "text", "note": "note", "administrativeStatus": "status"}.get(what, "subset")
            setattr(self._term, name, text)
