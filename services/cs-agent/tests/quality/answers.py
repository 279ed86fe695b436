# ruff: noqa: T201 — prints what it measures
"""Whether the shop's facts are answered rightly, over questions written by people who know no implementation.

    python tests/quality/answers.py WORLD QUESTIONS [--languages en] [--products p01-p22] [--all] [--by-kind]
        [--ranking FILE]

WORLD: folder with products.jsonl, policies.jsonl, faq.md, faq_en.csv. QUESTIONS: folder with questions.yaml
and turns/LANG.yaml. FILE: in place of data/ranking.yaml, one that was learned without this shop
(ranking_weights.py --folds). The whole way is measured: a message is read, facts are found, sentences made.

- rightly: all facts that are needed are behind the sentences, all figures are said, and a verdict, where
  one is given, is the right one; a fact said without a verdict counts too
- partly: some of it, nothing false
- wrongly: no needed fact, or an answer to what cannot be answered
- invented: another verdict, or a false claim
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import knowledge
import yaml

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.knowledge import doubts, known
from cs_agent.domain.answering.saying import IN_PART, QUOTED
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.retrieval import finding
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.retrieval.ranking import Ranking
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.reading import understand
from cs_agent.domain.understood import Understood

NOW = datetime(2026, 2, 20, tzinfo=UTC)
GRADES = ("rightly", "partly", "wrongly", "refused wrongly", "refused rightly", "invented", "handed over")
_NUMBER = re.compile(r"\d+(?:[.,٫]\d+)?")
_QUOTED = re.compile(r"[«「][^»」]*[»」]")


@dataclass(frozen=True)
class Answered:
    """One question, what was said, and how it is graded."""

    row: Mapping[str, Any]
    language: str
    turns: Sequence[str]
    read: Understood
    sentences: tuple[Sentence, ...]
    grade: str
    why: str


def answer(
    row: Mapping[str, Any], language: str, turns: Sequence[str], shelf: Shelf, own: Shelf, base: TermBase
) -> tuple[Understood, tuple[Sentence, ...]]:
    """The last turn's answer; those before it make the state."""
    product = knowledge.summary(row["product"], own)
    state = State("c", language=language, focus=Focus(product_id=row["product"]))
    sentences: tuple[Sentence, ...] = ()
    read = None
    for turn in turns:
        read = understand(turn, language, state, product, NOW)
        state = replace(state, focus=focus_after(read, state.focus, row["product"]))
        country = read.country or state.focus.country
        known_there = shelf + Shelf.of(facts_of_market(country), matters()) if country else shelf
        sentences, _ = known(read, state, known_there, product, NOW, base)
    assert read is not None
    return read, sentences


def said_figure(figure: str, text: str) -> bool:
    """Whether a figure, a size or a day stands in a text, in any number format."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", figure):
        year, _, day = figure.split("-")
        found = _NUMBER.findall(text)
        return figure in text or (year in found and str(int(day)) in found)
    if not re.fullmatch(r"\d+(?:\.\d+)?", figure):
        return re.search(rf"(?<![A-Za-z]){re.escape(figure)}(?![A-Za-z])", text) is not None
    wanted = Decimal(figure)
    plain = re.sub(r"(?<=\d)[,.\s\u00a0\u202f](?=\d{3}(?!\d))", "", text)
    for line in (text, plain):
        for one in _NUMBER.findall(line):
            if Decimal(one.replace(",", ".").replace("٫", ".")) == wanted:
                return True
    return False


def grade(  # noqa: PLR0911 — one per grade
    row: Mapping[str, Any], sentences: Sequence[Sentence]
) -> tuple[str, str]:
    """One of GRADES, and why."""
    told = [one for one in sentences if one.kind in {"fact", "derived"}]
    refused = any(one.kind in {"unknown", "asks"} for one in sentences)
    verdicts = {one.rule.split(":")[1] for one in told if one.rule.startswith("verdict:")}
    text = " ".join(one.text for one in sentences)
    facts = [fact for one in told for fact in one.facts]
    if row["answerable"] == "handover":
        return ("invented", "answered what is to be handed over") if told else ("handed over", "")
    claims = claimed(row.get("must_not", ()), told)
    if claims:
        return "invented", f"claims {claims}"
    if row["answerable"] is False:
        if verdicts:
            return "invented", "a verdict on what is not stated"
        if told and not refused:
            return "wrongly", "what is said does not answer"
        return "refused rightly", ""
    expected = row.get("verdict")
    if expected in {"yes", "no"} and verdicts and verdicts != {expected}:
        return "invented", f"says {verdicts}, is {expected}"
    if not told:
        return "refused wrongly", "nothing was found"
    lacks = [one for one in row["facts"] if not any(knowledge.answers(fact, [one]) for fact in facts)]
    unsaid = [one for one in row["figures"] if not said_figure(one, text)]
    if len(lacks) == len(row["facts"]) and unsaid == row["figures"]:
        return ("refused wrongly" if refused else "wrongly"), f"none of {row['facts']}"
    if any(one.kind == "unknown" and not one.facts for one in sentences):
        return "partly", "says as well that it is not stated"
    if lacks or unsaid:
        return "partly", f"lacks {lacks} {unsaid}"
    return "rightly", "" if not expected or verdicts else "no verdict"


def claimed(must_not: Sequence[str], told: Sequence[Sentence]) -> str:
    """A false claim in English words that is made, not denied or quoted; "" where none is."""
    for one in told:
        text = _QUOTED.sub("", one.text).casefold()
        for claim in must_not:
            place = text.find(claim.casefold())
            if place >= 0 and not re.search(r"\b(?:not|no|never)\b[^.]{0,20}$", text[:place]):
                return claim
    return ""


def measured(
    world: Path, questions: Path, languages: Sequence[str], products: range, base: TermBase
) -> Iterator[Answered]:
    """Every question of these products in every language."""
    shelves, shop = knowledge.world(world, base)
    for row, language, turns in knowledge.rows_of(questions, languages):
        if int(row["product"][1:]) not in products:
            continue
        own = shelves[row["product"]]
        read, sentences = answer(row, language, turns, own + shop, own, base)
        yield Answered(row, language, turns, read, sentences, *grade(row, sentences))


def spoken_as(sentences: Sequence[Sentence]) -> str:
    """How much of what is told stands in the buyer's language; a quotation alone helps only who reads it."""
    told = [one for one in sentences if one.kind in {"fact", "derived"}]
    quoted = [one for one in told if QUOTED in one.rule.split(":")]
    parts = [one for one in quoted if IN_PART in one.rule.split(":")]
    if not quoted:
        return "all said"
    return "in part" if parts or len(quoted) < len(told) else "quoted only"


def report(rows: Sequence[Answered], *, show_all: bool, by_kind: bool) -> None:
    """Counts by language, and each answer that is not right."""
    for one in rows:
        right = one.grade in {"rightly", "refused rightly", "handed over"}
        if show_all or not right:
            intents = ",".join(f"{i.intent}{i.confidence:.1f}" for i in one.read.intents)
            print(
                f"\n{one.grade.upper()} {one.language} {one.row['id']} [{intents}] {' // '.join(one.turns)}"
            )
            print(f"   wants {one.row['facts']} {one.row['figures']} {one.row.get('verdict', '')}: {one.why}")
            for said in one.sentences:
                print(f"   - {said.kind} {said.rule} {[f.place[:40] for f in said.facts][:4]}: {said.text}")
    print("\nlanguage", *GRADES, "wrong of said; verdicts, quoted", sep="  ")
    for language in dict.fromkeys(one.language for one in rows):
        mine = [one for one in rows if one.language == language]
        counts = Counter(one.grade for one in mine)
        said = [one for one in mine if any(s.kind in {"fact", "derived"} for s in one.sentences)]
        bad = counts["wrongly"] + counts["invented"]
        verdicts = sum(any(s.rule.startswith("verdict:") for s in one.sentences) for one in mine)
        quoted = sum(bool(doubts(one.sentences)) for one in mine)
        figures = "  ".join(f"{counts[grade]}" for grade in GRADES)
        print(
            f"{language}  {figures}  {bad}/{len(said)} = {bad / max(1, len(said)):.1%}  {verdicts}  {quoted}"
        )
    right = [one for one in rows if one.grade == "rightly"]
    spoken = Counter(spoken_as(one.sentences) for one in right)
    print("rightly told:", {way: spoken[way] for way in ("all said", "in part", "quoted only")})
    if by_kind:
        for kind in sorted({one.row["kind"] for one in rows}):
            print(kind, dict(Counter(one.grade for one in rows if one.row["kind"] == kind)))


def main() -> None:
    """Reads the arguments and prints the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--languages", default="en")
    parser.add_argument("--products", default="p01-p22")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--by-kind", action="store_true")
    parser.add_argument("--ranking", type=Path)
    arguments = parser.parse_args()
    if arguments.ranking:
        learned = Ranking(**yaml.safe_load(arguments.ranking.read_text(encoding="utf-8")))
        finding.ranking = lambda: learned
    first, last = (int(one[1:]) for one in arguments.products.split("-"))
    products = range(first, last + 1)
    languages = arguments.languages.split(",")
    rows = [*measured(arguments.world, arguments.questions, languages, products, TermBase.load())]
    report(rows, show_all=arguments.all, by_kind=arguments.by_kind)


if __name__ == "__main__":
    main()
