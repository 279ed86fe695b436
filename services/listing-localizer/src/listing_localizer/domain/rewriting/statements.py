"""What a text says: figures, shares and concepts, each of which must be among the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from argosy_commerce.channels import function_words
from argosy_commerce.proofreading.figures import Figure, agrees, compact, read_figures, rows, same_row
from argosy_commerce.proofreading.naming import Named
from argosy_commerce.proofreading.unit_words import PERCENT
from argosy_commerce.terms.model import Kind
from listing_localizer.domain.rewriting import wording
from listing_localizer.domain.rewriting.candidates import Field
from listing_localizer.domain.rewriting.findings import Finding, Rule, finding
from listing_localizer.domain.rewriting.ground import MATERIAL, Ground

_PURITY_AFTER = frozenset({"ko", "ar", "th", "ja", "es"})
"""Where `pure` stands after its material: قطن خالص, algodón puro."""
_BESIDE = 14
"""Characters between a share and its material: 95 % de algodón, 95 % Bio-Baumwolle."""


def statement_findings(field: Field, text: str, ground: Ground) -> Iterator[Finding]:
    """What is held against the statements of one text."""
    masks = ground.masks(text)
    named = ground.naming.find(text, masks)
    # The figures of a fact's own name (316 stainless steel, نصف كم: half sleeve) are that name.
    names = [(name.start, name.end) for name in named if name.concepts & ground.concepts]
    figures = [
        figure
        for figure in read_figures(text, ground.market.locale, masks)
        if not any(start <= figure.start and figure.end <= end for start, end in names)
    ]
    for figure in figures:
        if figure.units != {PERCENT} and not _is_known(figure, ground):
            yield finding(field, Rule.NUMBER, figure.text)
    for row in rows(text, figures):
        if not any(same_row(row, known) for known in ground.rows):
            yield finding(field, Rule.NUMBER, text[row[0].start : row[-1].end])
    yield from _wrong_shares(field, text, figures, named, ground)
    counted = [(figure.start, figure.end) for figure in figures]
    for name in named:
        # A number word (dos, two) may name a concept as well; as a figure it is checked already.
        is_number = any(start <= name.start and name.end <= end for start, end in counted)
        if not is_number and (fault := _fault(name, ground)):
            yield finding(field, fault, name.text)


def _is_known(figure: Figure, ground: Ground) -> bool:
    is_token = not figure.values and not figure.units
    if is_token and re.search(r"[A-Za-z]", figure.text) and compact(figure.text) in ground.tokens:
        return True
    return any(agrees(figure, known) for known in ground.figures)


def _fault(name: Named, ground: Ground) -> Rule | None:
    """Whether a name claims something that is no fact."""
    if name.concepts & ground.concepts or name.concepts & wording.neutral_concepts(ground.categories):
        return None
    words = name.text.casefold()
    if words in wording.neutral_words(ground.language) or words in function_words(ground.language):
        return None
    kinds = {ground.base.lexicon[concept].kind for concept in name.concepts}
    if kinds & {Kind.ATTRIBUTE, Kind.UNIT}:
        return None
    return Rule.BRAND if kinds == {Kind.BRAND} else Rule.CLAIM


def _wrong_shares(
    field: Field, text: str, figures: Sequence[Figure], named: Sequence[Named], ground: Ground
) -> Iterator[Finding]:
    """Each percentage belongs to the material beside it, on one and the same side in a sentence."""
    begin = 0
    for found in re.finditer(r"[.;!?\n](?!\d)|\Z", text):
        here = [f for f in figures if f.units == {PERCENT} and begin <= f.start < found.end()]
        begin = found.end()
        unknown = [f for f in here if not _is_known(f, ground)]
        yield from (finding(field, Rule.NUMBER, figure.text) for figure in unknown)
        given = {share for share, _ in ground.shares}
        paired = [f for f in here if f.values & given]
        if paired and not unknown and not any(_paired(text, paired, named, ground, on) for on in (1, -1)):
            yield finding(field, Rule.SHARE, text[paired[0].start : paired[-1].end + 20])
    for name in named:
        if _is_impure(name, ground) and _called_pure(text, name, ground):
            yield finding(field, Rule.SHARE, text[max(0, name.start - 12) : name.end + 12])


def _paired(text: str, shares: Sequence[Figure], named: Sequence[Named], ground: Ground, side: int) -> bool:
    """Whether every share stands beside its own material, all before (1) or all after (-1) it."""
    for figure in shares:
        if side > 0:
            near = next((n for n in named if n.start >= figure.end), None)
            gap = text[figure.end : near.start] if near else ""
        else:
            near = next((n for n in reversed(named) if n.end <= figure.start), None)
            gap = text[near.end : figure.start] if near else ""
        if near is None or len(gap) > _BESIDE or re.search(r"[,،、.;/\d]", gap):
            return False
        if not any((value, concept) in ground.shares for value in figure.values for concept in near.concepts):
            return False
    return True


def _is_impure(name: Named, ground: Ground) -> bool:
    """Whether a material is named of which the source does not say that the product is all of it."""
    materials = {c for c in name.concepts if ground.base.lexicon[c].attribute == MATERIAL}
    return bool(materials) and not any((Decimal(100), material) in ground.shares for material in materials)


def _called_pure(text: str, name: Named, ground: Ground) -> bool:
    pattern = wording.restricted_pattern(ground.language, "purity")
    before, after = text[max(0, name.start - _BESIDE) : name.start], text[name.end : name.end + _BESIDE]
    if any(len(before) - found.end() <= 4 for found in pattern.finditer(before)):
        return True
    return ground.language in _PURITY_AFTER and pattern.match(after.lstrip()) is not None
