"""Finds what is wrong with a lexicon before anyone reads a listing written from it.

Run ``python -m argosy_commerce.terms.validator [folder] [--language fr ...]``: a line per fault,
exit status 1 if any. With languages named, gaps are looked for in these alone.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from argosy_commerce.phrasing.grammars import GRAMMARS
from argosy_commerce.terms.loader import (
    Layer,
    Lexicon,
    builtin_concepts,
    layered,
    read_directory,
)
from argosy_commerce.terms.model import REQUIRED_LANGUAGES, Concept, Kind, Role, Surface, Term
from argosy_commerce.terms.normalize import fold
from argosy_commerce.terms.patterns import (
    NUMERIC_SLOTS,
    PatternError,
    Slot,
    has_slots,
    parse_pattern,
    slot_names,
    slot_type,
)
from argosy_commerce.terms.scripts import OWN_SCRIPTS, foreign_han, foreign_letters, has_own_letters
from argosy_commerce.terms.strict_yaml import TermDataError

_LATIN_WORD = re.compile(r"[a-z]{3}")
"""What makes an all-Latin term foreign in Korean or Thai: button does, 3 in 1 and USB do not."""
_FIGURE = re.compile(r"(?<![a-z0-9])\d+(?![a-z0-9])")
_KINDS = frozenset(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend, and where."""

    source: str
    concept_id: str
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.concept_id}: {self.message}"


def validate(lexicon: Lexicon, *, languages: Sequence[str] = REQUIRED_LANGUAGES) -> tuple[Fault, ...]:
    """Every fault of a lexicon: gaps, foreign letters, dangling ids, clashing spellings, forms."""
    faults: list[Fault] = []
    for concept in lexicon:
        source = lexicon.sources.get(concept.id, "?")
        messages = [
            *_figures(concept),
            *_references(concept, lexicon),
            *_chinese(concept),
            *_coverage(concept, languages),
        ]
        for language, term in concept.terms.items():
            messages += (f"{language}: {message}" for message in _term(concept, language, term))
        faults += (Fault(source, concept.id, message) for message in messages)
    return (*faults, *_clashing_spellings(lexicon))


def _references(concept: Concept, lexicon: Lexicon) -> Iterator[str]:
    named = [concept.parent, concept.attribute, *concept.attributes]
    for surface in concept.zh:
        named += [*surface.only_in, *surface.only_for]
        named += surface.implies.concepts if surface.implies else ()
    for concept_id in named:
        if concept_id is not None and concept_id not in lexicon:
            yield f"refers to {concept_id}, which no file defines"
    for concept_id in filter(None, (concept.attribute, *concept.attributes)):
        if concept_id in lexicon and lexicon[concept_id].kind is not Kind.ATTRIBUTE:
            yield f"{concept_id} is no attribute"
    if concept.parent and concept.id in lexicon.ancestors(concept.parent):
        yield f"is its own ancestor through {concept.parent}"
    for name, type_ in concept.slots.items():
        known = type_ in NUMERIC_SLOTS or type_ in lexicon or type_ in _KINDS
        if not known:
            yield f"slot {name}: {type_!r} is no kind, attribute id or {sorted(NUMERIC_SLOTS)}"


def _chinese(concept: Concept) -> Iterator[str]:
    if not concept.zh and concept.kind is not Kind.ATTRIBUTE and not _is_heading(concept):
        yield "has no zh spelling, so it is never read"
    seen: set[str] = set()
    for surface in concept.zh:
        folded = fold(surface.text)
        if folded in seen:
            yield f"zh {surface.text!r} is there twice (after folding case, width, traditional)"
        seen.add(folded)
        yield from _zh_pattern(concept, surface)


def _figures(concept: Concept) -> Iterator[str]:
    """A figure in a spelling (24小时发货) that a term does not say would be lost in every text."""
    for surface in concept.zh:
        if surface.figure_is_name or (surface.implies is not None and surface.implies.purity):
            continue
        for figure in _FIGURE.findall(re.sub(r"\{[^}]*\}", "", fold(surface.text))):
            silent = [la for la, term in concept.terms.items() if figure not in term.preferred]
            if silent:
                languages = ", ".join(silent)
                yield f"zh {surface.text!r} has the figure {figure}, which {languages} do not say; use a slot"


def _is_heading(concept: Concept) -> bool:
    return concept.kind is Kind.CATEGORY


def _zh_pattern(concept: Concept, surface: Surface) -> Iterator[str]:
    try:
        pattern = parse_pattern(surface.text)
    except PatternError as error:
        yield str(error)
        return
    if not any(isinstance(part, Slot) for part in pattern):
        return
    if concept.kind is not Kind.PHRASE:
        yield f"zh {surface.text!r}: only kind phrase may have slots"
    if not any(isinstance(part, str) for part in pattern):
        yield f"zh {surface.text!r}: a pattern needs at least one literal to be found by"
    for name in slot_names(surface.text):
        type_ = slot_type(name, concept.slots)
        if type_ not in NUMERIC_SLOTS and type_ not in _KINDS and not type_.startswith("attribute."):
            yield f"zh {surface.text!r}: slot {name} needs its type under slots:"


def _coverage(concept: Concept, languages: Sequence[str]) -> Iterator[str]:
    if not concept.is_said_to_buyers:
        return
    missing = [language for language in languages if concept.term(language) is None]
    if missing:
        yield f"has no term in {', '.join(missing)}"


def _term(concept: Concept, language: str, term: Term) -> Iterator[str]:
    base = language.split("-", 1)[0]
    if base not in OWN_SCRIPTS:
        yield "is not a language of the project"
        return
    texts = [term.preferred, *term.alternatives, term.modifier, term.plural, term.compound]
    texts += [term.classifier, term.short, *term.forms.values()]
    for text in texts:
        if text is None:
            continue
        if han := foreign_han(text, base):
            yield f"{text!r} holds Chinese characters: {han}"
        elif foreign := foreign_letters(text.split("|", 1)[0], base):
            yield f"{text!r} holds letters of another script: {foreign}"
    english = concept.term("en")
    same_as_english = english is not None and term.preferred == english.preferred
    own = has_slots(term.preferred) or has_own_letters(term.preferred, base)
    if not own and not same_as_english and _LATIN_WORD.search(term.preferred):
        yield f"{term.preferred!r} has no letter of the language's own script"
    grammar = GRAMMARS.get(base)
    if grammar is not None and (unknown := set(term.forms) - grammar.form_keys):
        yield f"forms {sorted(unknown)} mean nothing here; known: {sorted(grammar.form_keys)}"
    yield from _noun_fields(concept, base, term)
    if concept.kind is Kind.PHRASE:
        yield from _phrase_slots(concept, base, term)


def _noun_fields(concept: Concept, base: str, term: Term) -> Iterator[str]:
    grammar = GRAMMARS.get(base)
    if grammar is not None and term.role is Role.COMPOUND and not grammar.compounds:
        yield "role compound is for languages whose nouns grow together; use noun"
    if term.role is Role.COMPOUND and term.compound is None:
        yield "role compound needs the compound field (Baumwoll, Damen-)"
    is_head = concept.kind is Kind.CATEGORY
    if is_head and grammar is not None and grammar.genders and term.gender is None:
        yield f"the noun {term.preferred!r} needs its gender"
    if (
        is_head
        and grammar is not None
        and not grammar.forms_plurals
        and term.number == "sg"
        and term.countable
        and term.plural is None
    ):
        yield f"the noun {term.preferred!r} needs its plural, or countable: false"
    if grammar is not None and grammar.genders and term.gender not in {None, *grammar.genders}:
        yield f"has no gender {term.gender}; there are {sorted(grammar.genders)}"


def _phrase_slots(concept: Concept, base: str, term: Term) -> Iterator[str]:
    known = {name for surface in concept.zh for name in slot_names(surface.text)}
    for text in (term.preferred, term.short):
        if text is None:
            continue
        try:
            pattern = parse_pattern(text)
        except PatternError as error:
            yield str(error)
            continue
        for part in pattern:
            if not isinstance(part, Slot):
                continue
            if part.name not in known:
                yield f"{text!r}: no zh pattern has the slot {part.name}"
            grammar = GRAMMARS.get(base)
            if grammar is not None and part.form is not None and part.form not in grammar.slot_forms:
                yield f"{text!r}: slot form {part.form!r}; known: {sorted(grammar.slot_forms)}"
    for surface in concept.zh:
        if lost := known - slot_names(surface.text):
            yield f"zh {surface.text!r} lacks the slot {sorted(lost)}; give it a concept of its own"
    if lost := known - slot_names(term.preferred):
        yield f"{term.preferred!r} loses the slot {sorted(lost)}"


def _clashing_spellings(lexicon: Lexicon) -> Iterator[Fault]:
    owners: dict[str, list[tuple[Concept, Surface]]] = defaultdict(list)
    for concept in lexicon:
        for surface in concept.zh:
            if concept.counts_only or (concept.kind is Kind.UNIT and len(surface.text) == 1):
                continue  # read behind a number alone
            owners[fold(surface.text)].append((concept, surface))
    for text, entries in owners.items():
        free = [c for c, surface in entries if not (surface.only_in or surface.only_for)]
        # One reading may be the general one; every other says where it holds.
        if len({concept.id for concept in free}) > 1:
            ids = ", ".join(sorted(concept.id for concept in free))
            yield Fault(
                lexicon.sources.get(free[-1].id, "?"),
                free[-1].id,
                f"zh {text!r} belongs to {ids}: give all but one of them only_in or only_for",
            )


def main(arguments: Sequence[str]) -> int:
    """Validates a folder of concept files, or our own."""
    parser = argparse.ArgumentParser(prog="python -m argosy_commerce.terms.validator", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="concept files; our own if not given")
    parser.add_argument("--language", nargs="+", default=REQUIRED_LANGUAGES, choices=sorted(OWN_SCRIPTS))
    asked = parser.parse_args(arguments)
    try:
        entries = read_directory(asked.folder) if asked.folder else builtin_concepts()
        lexicon = layered([(Layer.OURS, entries)])
    except TermDataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    faults = validate(lexicon, languages=asked.language)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stderr.write(f"{len(lexicon)} concepts, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
