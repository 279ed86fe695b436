# ruff: noqa: T201 — prints what it measures
"""Do category names in fourteen languages lead to the same category of ours? Over Shopify's product taxonomy.

    python services/search-tagger/tests/quality/taxonomy.py [--every N]

Of names whose English leads to a category: how many lead there in the language (top-1), and how many have it
among the five best (top-5). The same of names that the term base has: whose English is wholly what a category
is called; of what is missed there the causes are told: nothing found, a wider or a narrower category or one
beside it under the same parent (a language names things otherwise, or the taxonomy's translators did), or
another thing. `leads`: how many of all names lead anywhere. Also cross-language consistency: whether what our
own labelled queries want, said in each language by the term base, is understood as the same ids.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from argosy_commerce.terms.base import TermBase
from search_tagger.domain.querying.interpreting import categories_of, interpret
from search_tagger.domain.querying.names import LANGUAGES
from search_tagger.domain.tags import Interpreted

FOLDER = Path(__file__).parents[5] / "shared" / "data" / "taxonomy"
SET_A = Path(__file__).parent / "labelled" / "queries_a.yaml"
_FILES: Mapping[str, str] = {
    "de": "de", "es": "es", "fr": "fr", "it": "it", "ja": "ja", "ko": "ko", "nl": "nl", "pl": "pl",
    "pt-BR": "pt", "pt-PT": "pt", "zh-CN": "zh",
}  # fmt: skip
"""The taxonomy's tags and the base that is read; Danish and Finnish are no languages of the term base."""
_SURE = 0.5
_SPELT = 0.9
_KINDS = ("led", "named")
_TOPS = ("top1", "top5")
_CAUSES = ("nothing", "wider", "narrower", "beside", "other")


def names(folder: Path, tag: str) -> dict[str, str]:
    """Category names by the taxonomy's id."""
    with gzip.open(folder / f"categories.{tag}.csv.gz", "rt", encoding="utf-8") as file:
        return {row["id"]: row["name"] for row in csv.DictReader(file)}


def agreement(folder: Path, base: TermBase, every: int) -> Iterator[tuple[str, Counter[str]]]:
    """Counts by language: asked, leads; of English's own and of those the term base has: all, top1, top5."""
    english = dict(list(names(folder, "en").items())[::every])
    led = {one: found[0][0] for one, name in english.items() if (found := categories_of(name, "en", base))}
    named = {one for one in led if _is_whole(interpret(english[one], "en", "", base))}
    for tag, language in {"en": "en", **_FILES}.items():
        counts: Counter[str] = Counter()
        for one, name in names(folder, tag).items():
            if one not in english:
                continue
            found = [category for category, _ in categories_of(name, language, base)]
            counts["asked"] += 1
            counts["leads"] += bool(found)
            if one in named and found[:1] != [led[one]]:
                counts[_cause(found[0] if found else "", led[one], base)] += 1
            for kind, ids in (("led", led.keys()), ("named", named)):
                if one in ids:
                    counts[f"{kind} all"] += 1
                    counts[f"{kind} top1"] += found[:1] == [led[one]]
                    counts[f"{kind} top5"] += led[one] in found[:5]
        yield tag, counts


def _cause(found: str, meant: str, base: TermBase) -> str:
    """Why a name was missed."""
    if not found:
        return "nothing"
    above = {one: base.lexicon[one].parent for one in (found, meant)}
    if above[meant] == found:
        return "wider"
    if above[found] == meant:
        return "narrower"
    return "beside" if above[found] == above[meant] else "other"


def _is_whole(got: Interpreted) -> bool:
    """Whether a name is a category's, rightly spelt, and says nothing else."""
    sure = got.category is not None and got.category.confidence >= _SPELT
    return sure and not got.unmatched and not got.wanted and not got.negated


def consistency(base: TermBase) -> Iterator[tuple[str, Counter[str]]]:
    """Each labelled query said in every language by the term base: does it come to the same ids?"""
    rows = yaml.safe_load(SET_A.read_text(encoding="utf-8"))
    wanted = [interpret(row["text"], row["language"], "", base, into=LANGUAGES) for row in rows]
    for language in LANGUAGES:
        counts: Counter[str] = Counter()
        for one in wanted:
            said = (one.rewritten or {}).get(language)
            if not said or one.category is None:
                continue
            again = interpret(said[0], language, "", base)
            values = {tag.value for tag in one.wanted if tag.confidence > _SURE}
            found = {tag.value for tag in again.wanted if tag.confidence > _SURE}
            counts["asked"] += 1
            counts["category"] += again.category is not None and again.category.id == one.category.id
            counts["values"] += len(values)
            counts["same"] += len(values & found)
        yield language, counts


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1, help="of so many names one is asked")
    every = parser.parse_args().every
    base = TermBase.load()
    if FOLDER.is_dir():
        print(
            "language   names  leads  of English's  top-1  top-5  the term base has  top-1  top-5  missed:",
            *_CAUSES,
        )
        for tag, one in agreement(FOLDER, base, every):
            shares = [one[f"{kind} {top}"] / (one[f"{kind} all"] or 1) for kind in _KINDS for top in _TOPS]
            print(
                f"{tag:8}  {one['asked']:6}  {one['leads'] / one['asked']:5.3f}  {one['led all']:12}"
                f"  {shares[0]:5.3f}  {shares[1]:5.3f}  {one['named all']:17}"
                f"  {shares[2]:5.3f}  {shares[3]:5.3f}  {' '.join(str(one[cause]) for cause in _CAUSES)}"
            )
    else:
        print(f"no taxonomy in {FOLDER}: nothing to compare names with")
    print("\nlanguage  queries  category  values")
    for language, one in consistency(base):
        asked, values = one["asked"] or 1, one["values"] or 1
        print(f"{language:8}  {asked:7}  {one['category'] / asked:8.3f}  {one['same'] / values:6.3f}")


if __name__ == "__main__":
    main()
