"""Yes or no, only where facts settle it: the same thing affirmed, denied, or another in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.reading.items import Amount, AmountRange, Composition, ConceptMatch, Item
from argosy_commerce.terms import TermBase
from cs_agent.domain.answering.verdict_rules import CLAUSE, GAPS, holds, polarity, verdict_rules
from cs_agent.domain.fact import Fact
from cs_agent.domain.retrieval.analysis import TOGETHER, codes_of, names_of
from cs_agent.domain.retrieval.indexed import Indexed, concepts_of
from cs_agent.domain.retrieval.matters import matters, without_colours
from cs_agent.domain.retrieval.misspelt import nearly_named
from cs_agent.domain.retrieval.naming import concepts_meant
from cs_agent.domain.understood import Intent

Verdict = Literal["yes", "no", ""]
_ABOUT_CONTENTS: Final[frozenset[Intent]] = frozenset({"contents", "ingredients", "material", "safety"})
_MARKS: Final = re.compile(r"[?？!！,，。;；]")
_LISTED: Final = re.compile(r"[/、，,；;]| or ")
_DOES_NOT_FIT: Final = (
    "不适用",
    "不适配",
    "不兼容",
    "不支持",
    "not compatible",
    "not suitable",
    "does not fit",
)
_GOES_ON: Final = re.compile(r" ?(?:pro|max|mini|plus|ultra|lite|air|se|fe|[0-9])\b")
_MODEL: Final = re.compile(r"[a-z]+[0-9]+[a-z0-9+]*(?: [a-z0-9+]+)*|[0-9]+ [a-z]+(?: [a-z0-9+]+)*")
"""What is a model's name without its maker's: s8+, 12 pro max; 12 alone is none."""
_TOLD: Final = frozenset({"attribute", "description"})
_VERBS: Final = "进放入用打装上做加"
"""Verbs that stand between a denial and its thing: 不能进微波炉."""
_DENYING: Final = ("不", "无", "没", "未", "非", "免")
_COMPOSITION: Final = frozenset({"composition"})
_IN_THE_BOX: Final = frozenset({"in_the_box"})
_MATERIALS: Final = frozenset({"attribute.material", "attribute.composition", "attribute.outer_material"})
_LONGEST: Final = 600


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: its words, what it is about, and what for."""

    text: str
    language: str
    matters: frozenset[str]
    concepts: tuple[frozenset[str], ...]
    """What each name in it may mean."""
    intents: frozenset[Intent]

    @classmethod
    def of(
        cls, text: str, language: str, intents: Iterable[Intent], base: TermBase, before: Iterable[str] = ()
    ) -> Question:
        """A question's words read once; ``before``: matters of the question that it goes on with."""
        short = language.split("-", 1)[0]
        found = Naming.of(base, short).find(text[:_LONGEST])
        named = tuple(concepts_meant(one) for one in found)
        about = matters().named(without_colours(text, found), short) | frozenset(before)
        about = about or nearly_named(text, short)
        for one in named:
            told = [matters().by_concept.get(concept, frozenset()) for concept in one]
            about |= frozenset.intersection(*told) if told else frozenset()
        return cls(text[:_LONGEST], short, about, named, frozenset(intents))


def verdict(question: Question, row: Indexed, base: TermBase) -> Verdict:
    """What a fact says to a question, "" where it does not settle it."""
    rules = verdict_rules()
    if holds(question.text, question.language, rules.denying):
        return ""
    found = {
        one
        for one in (
            _by_composition(question, row, base),
            *_by_settled(question, row),
            _by_value(question, row),
            _by_figure(question, row),
            _by_sentence(question, row),
        )
        if one
    }
    return found.pop() if len(found) == 1 else ""


def _by_composition(question: Question, row: Indexed, base: TermBase) -> Verdict:
    """100 % linen? of 55 % linen and 45 % cotton. Of one composition only: outer and lining are two.

    Only the row of the product's own material, or of the part that is asked about, and of nothing else.
    """
    fact = row.fact
    is_part = bool(question.matters & row.head_matters - _COMPOSITION)
    if not (is_part or fact.concept in _MATERIALS) or question.matters - row.matters - _COMPOSITION:
        return ""
    found = [parts for item in fact.items if (parts := _shares(item))]
    asked = [one for one in question.concepts if all(id_.startswith("material.") for id_ in one)]
    if len(found) != 1 or len(asked) != 1 or fact.kind != "attribute":
        return ""
    shares = {concept: share for share, concept in found[0]}
    mine = [shares[one] for one in asked[0] if one in shares]
    near = {one for id_ in shares for one in base.lexicon.ancestors(id_)}
    wide = {one for id_ in asked[0] for one in base.lexicon.ancestors(id_)}
    if mine:
        if mine[0] == 100:
            return "yes"
        return "no" if holds(question.text, question.language, verdict_rules().pure) else ""
    is_whole = sum(shares.values()) == 100
    return "no" if is_whole and not asked[0] & near and not wide & set(shares) else ""


def _shares(item: Item) -> tuple[tuple[Decimal, str], ...]:
    """What a composition, or one material of some purity, is made of; empty for all others."""
    match item:
        case Composition(parts=parts):
            return parts
        case ConceptMatch(concept_id=concept, purity=int(purity)) if concept.startswith("material."):
            return ((Decimal(purity), concept),)
    return ()


def _by_settled(question: Question, row: Indexed) -> Iterator[Verdict]:
    """By concepts that exclude each other: machine-washable, do not machine wash."""
    said = frozenset(concepts_of(row.fact.items))
    for rule in verdict_rules().settled.values():
        if rule.matter not in question.matters or question.matters - row.matters - {rule.matter}:
            continue
        if rule.words and not holds(question.text, question.language, rule.words):
            continue
        denied = not said.isdisjoint(rule.no) or any(
            holds(text, language, rule.no_words) for language, text in row.fact.words.items()
        )
        affirmed = not said.isdisjoint(rule.yes) and not _hedged(row.fact)
        if denied != affirmed:
            yield "no" if denied else "yes"


def _by_value(question: Question, row: Indexed) -> Verdict:
    """A row that is headed by what is asked about, and whose value is a bare answer."""
    fact = row.fact
    if fact.kind != "attribute" or not _is_asked(question, row):
        return ""
    language = next(iter(fact.words), "")
    kind = polarity(fact.quote, fact.ref, language)
    if kind == "left_out":
        return "no" if question.intents & _ABOUT_CONTENTS else ""
    return {"none": "no", "there": "yes"}.get(kind, "")  # type: ignore[return-value]


def _by_figure(question: Question, row: Indexed) -> Verdict:
    """A feature that is asked for and has a figure is there: Auto shut-off: after 60 minutes."""
    fact = row.fact
    is_feature = fact.concept.startswith("feature.") and fact.kind == "attribute"
    figures = any(isinstance(item, Amount | AmountRange) for item in fact.items)
    return "yes" if is_feature and figures and _is_asked(question, row) and not _denies(fact) else ""


def _is_asked(question: Question, row: Indexed) -> bool:
    """Whether a row is headed by what is asked about, and says something of all of it."""
    about = question.matters - _IN_THE_BOX  # "is a charger included" of a row that is headed by the charger
    heads = about & row.head_matters
    return bool(heads) and about <= row.matters and heads <= verdict_rules().may_settle


def _by_sentence(question: Question, row: Indexed) -> Verdict:
    """The word asked about stands in the shop's sentence, right after what denies or affirms it."""
    fact = row.fact
    language, text = next(iter(fact.words.items()), ("", ""))
    rules = verdict_rules().sentences.get(language)
    if rules is None or fact.kind not in {"attribute", "description"} or not question.matters:
        return ""
    if not question.matters <= row.matters:
        return ""
    text = fact.quote if fact.kind == "attribute" else text
    about = question.matters - (row.head_matters if fact.kind == "attribute" else frozenset())
    about = about or question.matters
    if not about <= verdict_rules().may_settle:
        return ""
    told: set[Verdict] = set()
    for matter in about:
        for word in matters().rows[matter].words.get(language, ()):
            told |= set(_told(text.casefold(), word.rstrip("=").casefold(), language, rules))
    if "yes" in told and _names_others(question, row, language):
        return ""
    return told.pop() if len(told) == 1 else ""


def _names_others(question: Question, row: Indexed, language: str) -> bool:
    """Whether a sentence names models that the question does not name: it may hold for them alone."""
    if language not in TOGETHER:
        return False
    named = names_of(question.text) | codes_of(question.text)
    return any(len(one) > 2 and one not in named for one in row.names)


def _told(text: str, word: str, language: str, rules: Mapping[str, tuple[str, ...]]) -> Iterator[Verdict]:
    """What each clause with the word says; "" where it leaves it open, and then nothing is settled."""
    for clause in CLAUSE.split(text):
        place = clause.find(word)
        if place < 0 or not word:
            continue
        before = clause[:place]
        if language in TOGETHER:
            near = before.rstrip(_VERBS)[-3:]
            # A word that denies by itself (不粘, 不适用) is undecided: it may be what is asked for.
            if word.startswith(_DENYING):
                yield ""
            elif any(near.endswith(one) for one in rules["denies"]):
                # 不可机洗 denies; 不仅可 does not.
                if not any(one in clause for one in ("不仅", "不但", "不只", "不是")):
                    yield "no"
            elif any(one in text for one in rules["hedges"]) or any(one in clause for one in rules["denies"]):
                yield ""
            else:
                yield "yes" if any(one in clause for one in rules["affirms"]) else ""
        else:
            words = GAPS.split(before.strip())
            if set(words[-3:]) & set(rules["denies"]):
                yield "no"
            elif set(GAPS.split(text)) & {*rules["hedges"], *rules["denies"]}:
                yield ""
            else:
                yield "yes" if set(GAPS.split(clause)) & set(rules["affirms"]) else ""


def _denies(fact: Fact) -> bool:
    language, text = next(iter(fact.words.items()), ("", ""))
    rules = verdict_rules().sentences.get(language)
    if rules is None:
        return True
    if language in TOGETHER:
        return any(one in text for one in rules["denies"])
    return bool(set(GAPS.split(text.casefold())) & set(rules["denies"]))


def _hedged(fact: Fact) -> bool:
    language, text = next(iter(fact.words.items()), ("", ""))
    rules = verdict_rules().sentences.get(language)
    if rules is None:
        return True
    if language in TOGETHER:
        return any(one in text for one in rules["hedges"])
    return bool(set(GAPS.split(text.casefold())) & set(rules["hedges"]))


def by_models(question: str, rows: Iterable[Fact]) -> tuple[Fact, Verdict] | None:
    """A model named in the question that stands in a row of models it fits or does not fit.

    The longest name counts; one that goes on in the question (12 Pro of 12 Pro Max) settles nothing. A maker
    may be left out, where what remains is still a name of a model: 12 pro max, s8+.
    """
    line = " ".join(_MARKS.sub(" ", question.casefold()).split())
    best: tuple[int, Fact, Verdict] | None = None
    told = list(rows)
    for fact in told:
        denies = _denies_models(fact)
        if not _lists_models(fact):
            continue
        for name in _models_of(fact.quote):
            at = re.search(rf"(?<![a-z0-9+]){re.escape(name)}(?![a-z0-9+])", line) if len(name) > 2 else None
            if at is None or (best is not None and best[0] >= len(name)):
                continue
            goes_on = _GOES_ON.match(line, at.end()) is not None
            # What is told of the model elsewhere may be what is asked: it fits, but its sensor does not work.
            others = (one for one in told if one.kind in _TOLD and not _lists_models(one))
            is_told = any(name in one.quote.casefold() for one in others)
            says: Verdict = "no" if denies else "yes"
            best = (len(name), fact, "" if goes_on or (is_told and not denies) else says)
    return (best[1], best[2]) if best is not None else None


def _denies_models(fact: Fact) -> bool:
    return fact.ref.casefold().startswith(_DOES_NOT_FIT)


def _lists_models(fact: Fact) -> bool:
    is_list = _denies_models(fact) or fact.concept == "attribute.compatibility"
    return fact.kind == "attribute" and is_list


def _models_of(listed: str) -> Iterator[str]:
    """Names of models in a list, each with and without its maker."""
    for part in _LISTED.split(listed.casefold()):
        name = " ".join(part.split())
        yield name
        if _MODEL.fullmatch(tail := name.partition(" ")[2]):
            yield tail


def concepts_said(fact: Fact) -> frozenset[str]:
    """Every concept that a fact's value names."""
    return frozenset(concepts_of(fact.items))
