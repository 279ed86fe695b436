"""Places of a product that cannot both be right: title against rows, row against row."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.attributes import attribute_of
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.mentions import Mention
from search_tagger.domain.tagging.stuffs import other_stuffs
from search_tagger.domain.tagging.values import MATERIAL
from search_tagger.domain.tags import Contradiction, Evidence

_FABRIC = frozenset({MATERIAL, "attribute.composition", "attribute.upper_material", "attribute.fabric"})
_SHARE = re.compile(r"(?:<=)?(?P<share>\d+(?:\.\d+)?) %(?: (?P<material>material\.\w+))?")
_MEASURE = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))? (?P<unit>.+)")
_MOST = 20
_NEARLY = Decimal("0.9")
"""Cotton with a little elastane is sold as pure."""
_WHOLE = Decimal(95)
"""Percent: shares that come to this name all of a fabric, as far as merchants count."""

Pair = tuple[Contradiction, frozenset[tuple[str, str]]]
"""A contradiction, and the (value, quote) of the mentions that it makes doubtful."""


def contradictions_in(
    said: Sequence[Mention],
    denied: Sequence[Mention],
    purities: Sequence[tuple[str, int, Evidence]],
    category: Mention | None,
    lexicon: Lexicon,
    title: str = "",
) -> list[Pair]:
    """At most twenty, each pair of places once for an attribute.

    ``purities``: materials that a spelling says to be pure (纯棉), with the per cent. ``category``: the
    product's, where a material follows from its name (down jacket).
    """
    found = itertools.chain(
        _opposed([*said, *((category,) if category else ())]),
        _anywhere(said),
        _denied(said, denied),
        _fibres(said, purities, lexicon),
        _measures(said),
        _values(said),
        other_stuffs(said, title, lexicon),
    )
    unique: dict[tuple[str, Evidence, Evidence], Pair] = {}
    for pair in found:
        contradiction = pair[0]
        unique.setdefault((contradiction.attribute, contradiction.one, contradiction.other), pair)
        if len(unique) == _MOST:
            break
    return list(unique.values())


def _place(evidence: Evidence) -> tuple[str, str]:
    return evidence.kind, evidence.ref


def _pair(attribute: str, one: Mention, other: Mention) -> Pair:
    doubtful = frozenset({(one.value, one.evidence.quote), (other.value, other.evidence.quote)})
    return Contradiction(attribute, one.evidence, other.evidence, one.value, other.value), doubtful


def _opposed(said: Sequence[Mention]) -> Iterator[Pair]:
    by_value = _by_value(said)
    for ones, others in rules("contradictions")["opposed"]:
        for one in (m for value in ones for m in by_value.get(value, ())):
            for other in (m for value in others for m in by_value.get(value, ())):
                # A lining is of another stuff than the outside, and a sole than an upper.
                same = one.attribute == other.attribute or one.attribute.startswith("attribute.feature")
                same = same or {one.attribute, other.attribute} <= _FABRIC
                filling = one.value.startswith(("category.", "material.down")) and (
                    other.attribute == "attribute.filling"
                )
                apart = _place(one.evidence) != _place(other.evidence)
                if apart and (same or filling) and (filling or one.value != "category.down_jacket"):
                    yield _pair(one.attribute, one, other)


def _anywhere(said: Sequence[Mention]) -> Iterator[Pair]:
    by_value = _by_value(said)
    for ones, others in rules("contradictions")["opposed_anywhere"]:
        for one in (m for value in ones for m in by_value.get(value, ())):
            for other in (m for value in others for m in by_value.get(value, ())):
                if _place(one.evidence) != _place(other.evidence):
                    yield _pair(one.attribute, one, other)


def _values(said: Sequence[Mention]) -> Iterator[Pair]:
    """Two rows that each name one value of what a thing has one of, and not the same."""
    for attribute in rules("contradictions")["single_values"]:
        rows: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
        for mention in said:
            if mention.attribute == attribute and mention.evidence.kind == "attribute":
                rows[_place(mention.evidence)].append(mention)
        alone = [mentions[0] for mentions in rows.values() if len({m.value for m in mentions}) == 1]
        for one, other in itertools.combinations(alone, 2):
            if one.value != other.value:
                yield _pair(attribute, one, other)


def _denied(said: Sequence[Mention], denied: Sequence[Mention]) -> Iterator[Pair]:
    by_value = _by_value(said)
    firsts = (mention for mentions in _by_value(denied).values() for mention in mentions)
    for no in firsts:
        for yes in by_value.get(no.value, ()):
            if _place(yes.evidence) != _place(no.evidence):
                yield _pair(yes.attribute, yes, no)


def _fibres(
    said: Sequence[Mention], purities: Sequence[tuple[str, int, Evidence]], lexicon: Lexicon
) -> Iterator[Pair]:
    """A fibre of the title that a row which names all of the fabric does not name, or not as pure."""
    found = rules("contradictions")
    rows: defaultdict[tuple[str, str, str], dict[str, Decimal]] = defaultdict(dict)
    evidence: dict[tuple[str, str, str], Evidence] = {}
    for mention in said:
        share = _SHARE.fullmatch(mention.value)
        if share is None or mention.evidence.kind == "description":
            continue
        place = (*_place(mention.evidence), mention.evidence.quote)
        material = share["material"] or found["shares"].get(mention.attribute)
        if material is not None and mention.attribute in _FABRIC | set(found["shares"]):
            rows[place][material] = Decimal(share["share"])
            evidence[place] = mention.evidence
    for place, parts in rows.items():
        partial = place[0] == "attribute" and len(parts) == 1 and not _is_whole(parts)
        for material, purity, where in purities:
            if _place(where) == place[:2]:
                continue
            stated = parts.get(material)
            if (
                stated is not None
                and stated < purity * _NEARLY
                and not _kin(material, parts.keys() - {material}, lexicon)
            ) or (stated is None and _is_whole(parts) and not _kin(material, parts, lexicon)):
                yield _doubted(material, where, evidence[place])
        if partial or not _is_whole(parts):
            continue
        for mention in said:
            is_fibre = mention.value in found["fibres"] and mention.evidence.kind == "title"
            if is_fibre and place[0] != "title" and not _kin(mention.value, parts, lexicon):
                yield _doubted(mention.value, mention.evidence, evidence[place])


def _doubted(material: str, one: Evidence, other: Evidence) -> Pair:
    return Contradiction(MATERIAL, one, other), frozenset({(material, one.quote)})


def _is_whole(parts: dict[str, Decimal]) -> bool:
    return sum(parts.values()) >= _WHOLE


def _kin(material: str, others: Iterable[str], lexicon: Lexicon) -> bool:
    told = rules("contradictions")["told_by"].get(material, ())
    return any(
        other == material
        or other in told
        or material in lexicon.ancestors(other)
        or other in lexicon.ancestors(material)
        for other in others
    )


def _measures(said: Sequence[Mention]) -> Iterator[Pair]:
    """One capacity in the title, another in a row; several in one place are a choice of variants."""
    found = rules("contradictions")
    for attribute in (*found["single"], *found["at_least"]):
        places: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
        for mention in said:
            if mention.attribute == attribute and mention.evidence.kind in {"title", "attribute"}:
                places[_place(mention.evidence)].append(mention)
        alone = [mentions[0] for mentions in places.values() if len({m.value for m in mentions}) == 1]
        for index, one in enumerate(alone):
            for other in alone[index + 1 :]:
                if _differ(one.value, other.value, at_least=attribute in found["at_least"]):
                    yield _pair(attribute, one, other)


_IN_BASE = {"L": ("ml", 1000), "ml": ("ml", 1), "kW": ("W", 1000), "W": ("W", 1), "Ah": ("mAh", 1000)}


def _differ(one: str, other: str, *, at_least: bool) -> bool:
    first, second = _ends(one, at_least=at_least), _ends(other, at_least=at_least)
    if first is None or second is None or first[2] != second[2]:
        return False
    return first[1] < second[0] or second[1] < first[0]


def _ends(value: str, *, at_least: bool) -> tuple[Decimal, Decimal, str] | None:
    found = _MEASURE.fullmatch(value.removeprefix(">="))
    if found is None:
        return None
    unit, factor = _IN_BASE.get(found["unit"], (found["unit"], 1))
    low = Decimal(found["low"])
    high = Decimal(found["high"]) if found["high"] else Decimal("Infinity") if at_least else low
    return low * factor, high * factor, unit


def _by_value(said: Iterable[Mention]) -> dict[str, list[Mention]]:
    """Each value's mentions, of each place the first: one tells as much as a thousand."""
    found: dict[str, dict[tuple[str, str], Mention]] = {}
    for mention in said:
        found.setdefault(mention.value, {}).setdefault(_place(mention.evidence), mention)
    return {value: list(places.values()) for value, places in found.items()}


def material_of(category: str, evidence: Evidence, lexicon: Lexicon) -> Mention | None:
    """The mention of a category whose name says a material: a down jacket."""
    named = {value for ones, _ in rules("contradictions")["opposed"] for value in ones}
    said = next((c for c in lexicon.ancestors(category) if c in named), None)
    return Mention(attribute_of("material.down", lexicon), said, evidence) if said else None
