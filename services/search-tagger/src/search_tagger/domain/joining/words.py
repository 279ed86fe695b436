"""The words on pictures, read as the product's own words are; all they say are claims of a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from argosy_catalogue.facts import ProductFacts
from argosy_catalogue.pages import read_page
from argosy_catalogue.source import SourceProduct
from argosy_commerce.language_finding import LanguageFinder
from argosy_commerce.languages import spoken_base
from argosy_commerce.terms import TermBase
from search_tagger.domain.joining.looked import LookedAt, ReadLine
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.chinese import ChineseMentions
from search_tagger.domain.tagging.mentions import Claims, Mention, Purity, Read
from search_tagger.domain.tagging.named import NamedMentions
from search_tagger.domain.tags import Evidence

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff]")


def claims_on(pictures: Sequence[LookedAt], language: str, category: str | None, base: TermBase) -> Claims:
    """What the pictures' words say. ``language``: of the product (BCP 47), which banners need not share;
    ``category``: the product's, which settles words that mean several things.
    """
    said: list[Mention] = []
    denied: list[Mention] = []
    purities: list[Purity] = []
    for picture in pictures:
        for line in _worth_reading(picture.lines):
            read, pure = _read(line.text, _language_of(line.text, language, base), category, base)
            said += _of_picture(read.said, picture.ref, line.sure)
            denied += _of_picture(read.denied, picture.ref, line.sure)
            purities += [
                (material, percent, Evidence("image", picture.ref, words.quote))
                for material, percent, words in pure
            ]
    return Claims(tuple(said), tuple(denied), tuple(purities))


def _worth_reading(lines: Sequence[ReadLine]) -> Iterator[ReadLine]:
    found = rules("pictures")["words"]
    sure = [line for line in lines if line.sure >= found["sure"] and line.text.strip()]
    for line in sure[: found["most_lines"]]:
        yield replace(line, text=line.text.strip()[: found["longest"]])


def _language_of(text: str, language: str, base: TermBase) -> str:
    spoken = spoken_base(language)
    if _KANA.search(text):
        return "ja"
    if _HAN.search(text):
        return "ja" if spoken == "ja" else "zh"
    return LanguageFinder.of_names(base).find(text, spoken if spoken not in {"zh", ""} else "en")


def _read(text: str, language: str, category: str | None, base: TermBase) -> tuple[Read, list[Purity]]:
    source = SourceProduct("", text, "", read_page("", {}), "", "", (), ())
    if language != "zh":
        return NamedMentions(source, language, base).read(category), []
    title = base.read(text, category=category)
    facts = ProductFacts(source, category, title, (), (), (), base.read(""), (), ())
    pure = [
        (match.concept_id, match.purity, Evidence("title", "", match.source))
        for match in title.matches
        if match.purity
    ]
    return ChineseMentions(facts, base).read(), pure


def _of_picture(mentions: Sequence[Mention], ref: str, sure: float) -> Iterator[Mention]:
    not_taken = rules("pictures")["words"]["not_taken"]
    for one in mentions:
        if one.attribute not in not_taken:
            yield replace(one, evidence=Evidence("image", ref, one.evidence.quote), sure=one.sure * sure)
