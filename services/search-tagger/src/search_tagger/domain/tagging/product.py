"""What a product is and has, from its merchant's words, as concept ids and typed values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from argosy_catalogue.facts import read_facts
from argosy_catalogue.source import SourceProduct
from argosy_commerce.language_finding import IN_LATIN, LanguageFinder
from argosy_commerce.languages import spoken_base
from argosy_commerce.reading.items import ConceptMatch
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind
from search_tagger.domain.one_id import one_id
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.categories import Candidate, candidates, category_of, for_audience
from search_tagger.domain.tagging.chinese import ChineseMentions
from search_tagger.domain.tagging.contradictions import contradictions_in, material_of
from search_tagger.domain.tagging.mentions import Claims, Mention, Purity, Read
from search_tagger.domain.tagging.named import NamedMentions
from search_tagger.domain.tags import Category, Contradiction, Evidence, Origin, Tag, Tagged

_HINT_PARTS = re.compile(r"[>/|»›→,，]")
_BRAND = "attribute.brand"
_OUTFIT = "category.clothing_set"
_AS_SET = "feature.as_set"
_PURE = "100 % "
_MOST_TAGS = 300
_MOST_UNREAD = 50
_MOST_EVIDENCE = 5
_LONGEST_QUOTE = 120
_PICTURE = "image"
_NO_CLAIMS = Claims()


def tags_of_product(
    source: SourceProduct, language: str, base: TermBase, claims: Claims = _NO_CLAIMS
) -> Tagged:
    """The product in ids; ``language`` (BCP 47) is found where it is empty or none of the fifteen.

    ``claims``: of its pictures; they tell nothing of its category.
    """
    spoken = _spoken(source, language, base)
    read, found, purities = (_chinese if spoken == "zh" else _other)(source, spoken, base)
    category = category_of(found, base.lexicon)
    if category is not None:
        category = for_audience(category, {m.value for m in read.said}, base.lexicon)
    named = next((m.evidence for m in found[0].mentions), None) if found else None
    made_of = material_of(category.id, named, base.lexicon) if category and named else None
    said = [_by_one_id(mention) for mention in (*read.said, *_brand(source, base), *claims.said)]
    if category is not None and category.id.endswith("_set") and category.id != _OUTFIT:
        said = [mention for mention in said if mention.value != _AS_SET]  # a bedding set is one by its name
    denied, purities = [*map(_by_one_id, (*read.denied, *claims.denied))], [*purities, *claims.purities]
    pairs = contradictions_in(said, denied, purities, made_of, base.lexicon, source.title)
    doubted = {mention for _, doubtful in pairs for mention in doubtful}
    tags, cut = _tags(said, doubted, base.lexicon)
    contradictions = tuple(contradiction for contradiction, _ in pairs)
    doubts = [*_doubts(category, contradictions), *source.cut, *cut]
    return Tagged(
        source.product_id, category, tags, contradictions, read.unread[:_MOST_UNREAD], (), tuple(doubts)
    )


def _by_one_id(mention: Mention) -> Mention:
    return replace(mention, value=one_id(mention.value))


def _spoken(source: SourceProduct, language: str, base: TermBase) -> str:
    """The language given, unless the words are in another script."""
    given = spoken_base(language)
    found = LanguageFinder.of_names(base).find(f"{source.title}\n{source.description}", given)
    return given if given and {given, found} <= set(IN_LATIN) else found


def _chinese(
    source: SourceProduct,
    spoken: str,  # noqa: ARG001 — one form with _other
    base: TermBase,
) -> tuple[Read, list[Candidate], list[Purity]]:
    facts = read_facts(source, base)
    mentions = ChineseMentions(facts, base)
    hinted = _hinted_in_chinese(source.category_hint, base)
    found = candidates(list(mentions.categories()), hinted, base.lexicon)
    purities = [
        (match.concept_id, match.purity, Evidence("title", "", match.source))
        for match in facts.title.matches
        if match.purity
    ]
    read = mentions.read()
    return read, found, [*purities, *_stated_pure(read)]


def _hinted_in_chinese(hint: str, base: TermBase) -> list[list[str]]:
    """Each part is read in the light of the one before: 女装 > 套装 is an outfit."""
    parts: list[list[str]] = []
    category: str | None = None
    for part in filter(str.strip, _HINT_PARTS.split(hint)):
        matches = base.read(part, category=category).matches
        parts.append([m.concept_id for m in matches if base.lexicon[m.concept_id].kind is Kind.CATEGORY])
        category = parts[-1][0] if parts[-1] else category
    return parts


def _other(source: SourceProduct, spoken: str, base: TermBase) -> tuple[Read, list[Candidate], list[Purity]]:
    mentions = NamedMentions(source, spoken, base)
    hinted = [mentions.hinted(part) for part in filter(str.strip, _HINT_PARTS.split(source.category_hint))]
    found = candidates(list(mentions.categories()), hinted, base.lexicon)
    category = category_of(found, base.lexicon)
    read = mentions.read(category.id if category else None)
    return read, found, _stated_pure(read)


def _stated_pure(read: Read) -> list[Purity]:
    """100 % cashmere of a title."""
    return [
        (m.value.removeprefix(_PURE), 100, m.evidence)
        for m in read.said
        if m.value.startswith(_PURE) and m.evidence.kind == "title"
    ]


def _brand(source: SourceProduct, base: TermBase) -> list[Mention]:
    """The brand that the event names: the term base's where it has it, else letter by letter."""
    if not source.brand:
        return []
    known = [
        match.concept_id
        for match in base.read(source.brand).matches
        if isinstance(match, ConceptMatch) and base.lexicon[match.concept_id].kind is Kind.BRAND
    ]
    evidence = Evidence("attribute", "brand", source.brand)
    return [Mention(_BRAND, known[0] if known else source.brand, evidence)]


@dataclass(slots=True)
class _Gathered:
    """All mentions of one value of an attribute."""

    doubt: float = 1.0
    places: dict[str, float] = field(default_factory=dict)
    evidence: dict[Evidence, None] = field(default_factory=dict)


def _tags(
    said: Sequence[Mention], doubted: set[tuple[str, str]], lexicon: Lexicon
) -> tuple[tuple[Tag, ...], list[str]]:
    """One tag for each value; ancestors of another value are told by it already."""
    gathered: dict[tuple[str, str], _Gathered] = {}
    weights: Mapping[str, float] = rules("tags")["confidence"]
    above = {a for m in said if m.value in lexicon for a in lexicon.ancestors(m.value)[1:]}
    for mention in said:
        if mention.value in above:
            continue
        found = gathered.setdefault((mention.attribute, mention.value), _Gathered())
        kind = mention.evidence.kind
        found.places[kind] = max(found.places.get(kind, 0.0), weights[kind] * mention.sure)
        quote = mention.evidence.quote[:_LONGEST_QUOTE]
        found.evidence.setdefault(Evidence(kind, mention.evidence.ref, quote))
        if (mention.value, mention.evidence.quote) in doubted:
            found.doubt = float(rules("tags")["contradicted"])
    tags = [
        Tag(attribute, value, _confidence(found), _origin(found), tuple(found.evidence)[:_MOST_EVIDENCE])
        for (attribute, value), found in gathered.items()
    ]
    cut = [f"{len(tags)} tags were read; the first {_MOST_TAGS} are given"] if len(tags) > _MOST_TAGS else []
    return tuple(tags[:_MOST_TAGS]), cut


def _origin(found: _Gathered) -> Origin:
    if _PICTURE not in found.places:
        return "TEXT"
    return "IMAGE" if len(found.places) == 1 else "BOTH"


def _confidence(found: _Gathered) -> float:
    """Places that agree make a thing more likely."""
    wrong = 1.0
    for share in found.places.values():
        wrong *= 1 - share
    return round((1 - wrong) * found.doubt, 3)


def _doubts(category: Category | None, contradictions: Sequence[Contradiction]) -> list[str]:
    doubts = []
    if category is None:
        doubts.append("no category: no word of title, hint or rows names one that is known")
    elif category.confidence < rules("categories")["doubtful"]:
        doubts.append(f"category {category.id} is doubtful: confidence {category.confidence:.2f}")
    for found in contradictions:
        one, other = found.one, found.other
        doubts.append(
            f"{found.attribute}: {one.kind} {one.ref} says {one.quote[:60]!r}, "
            f"{other.kind} {other.ref} says {other.quote[:60]!r}"
        )
    return doubts
