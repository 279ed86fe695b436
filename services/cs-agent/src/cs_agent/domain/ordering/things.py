"""What the things of an order are: concepts of their titles and options, to be met with a buyer's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from argosy_commerce.folding import folded
from argosy_commerce.hues import hues_of
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.terms import TermBase
from cs_agent.domain.understanding.spelling import UNSPACED, cleaned

_COMPOUNDING: Final = frozenset({"de", "nl"})
_SHORTEST_HEAD: Final = 5
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_LONGEST: Final = 300
_IDLE: Final = frozenset({"the", "and", "for", "with", "set", "men", "women", "order", "new", "pro"})
_SAYS_LITTLE: Final = ("category.", "colour.", "size.", "unit.", "audience.", "attribute.", "measure.")
_SAYS_NOTHING: Final = ("colour.", "size.", "unit.", "audience.", "attribute.", "measure.", "panel.")
_TOGETHER: Final = UNSPACED | {"ko"}


def base_of(text: str) -> str:
    """The language that a merchant's words are read in: Chinese where they hold any, else English."""
    return "zh" if _HAN.search(text) else "en"


@lru_cache(maxsize=4_096)
def concepts_of(text: str) -> frozenset[str]:
    """Ids of the concepts that a merchant's title, category or option names."""
    plain = text[:_LONGEST]
    if base_of(plain) == "en":
        return Naming.of(TermBase.load(), "en").concepts(plain)
    read = TermBase.load().read(plain)
    spelled = TermBase.load().concepts_spelled(plain)
    return frozenset({match.concept_id for match in read.matches} | set(spelled))


@lru_cache(maxsize=4_096)
def value_concepts(name: str, value: str) -> frozenset[str]:
    """What an option's value is, under its name: 雾蓝 of 颜色 is one colour."""
    if base_of(name + value) == "en":
        return concepts_of(value)
    heading = next(iter(TermBase.load().read(name[:80]).matches), None)
    read = TermBase.load().read(value[:80], attribute=heading.concept_id if heading else None)
    return frozenset(match.concept_id for match in read.matches) | concepts_of(value)


def hues(concept: str) -> frozenset[str]:
    """The colours that a colour may be called: navy is blue too."""
    return frozenset({concept, *(f"colour.{hue}" for hue in hues_of([concept]))})


def likeness(concepts: frozenset[str], text: str, language: str, title: str, category: str) -> int:
    """How much of a thing a buyer's words name: its kind counts most, then other words of its title."""
    own = concepts_of(title)
    kinds = {one for one in own | concepts_of(category) if one.startswith("category.")}
    shared = concepts & (own | kinds)
    score = 4 * len({one for one in shared if one.startswith("category.")})
    if not score and named_by_stem(frozenset(kinds), text, language):
        score = 4
    score += 2 * bool(_heads(concepts) & _heads(kinds)) + bool(_words(concepts) & _words(kinds))
    score += len({one for one in shared if not one.startswith(_SAYS_LITTLE)})
    words = {word for word in _WORD.findall(folded(cleaned(title), "en")) if word.isascii()} - _IDLE
    said = set(_WORD.findall(folded(cleaned(text[:1_200]), "en")))
    return score + 3 * len(words & said)


def named_by_stem(concepts: frozenset[str], text: str, language: str) -> bool:
    """Whether the words hold one of these concepts' names, bent in whatever way: "zieloną" is zielony.

    Looser than the term base's own naming, so for the few things of one order only.
    """
    base = language.partition("-")[0]
    line = folded(cleaned(text[:1_200]), base)
    names = [name for one in concepts for name in _names(one, base)]
    if any(_stem(name, base).search(line) for name in names):
        return True
    if base not in _COMPOUNDING:
        return False
    # The end of a compound is the thing itself: lader for an oplader, Jacke for a Regenjacke.
    words = [word for word in _WORD.findall(line) if len(word) >= _SHORTEST_HEAD]
    return any(folded(name, base).endswith(word) for name in names for word in words)


@lru_cache(maxsize=8_192)
def _names(concept: str, language: str) -> tuple[str, ...]:
    lexicon = TermBase.load().lexicon
    term = lexicon[concept].term(language) if concept in lexicon else None
    return (term.preferred, *term.alternatives) if term else ()


@lru_cache(maxsize=8_192)
def _stem(name: str, language: str) -> re.Pattern[str]:
    """Each word of a name by its beginning; in languages without gaps, and Korean, as it is."""
    plain = folded(name, language)
    if language in _TOGETHER:
        return re.compile(re.escape(plain.replace(" ", "")))
    words = plain.split()
    front = r"(?<!\w)(?:ال|لل|بال|وال|و|ب|ل)?" if language == "ar" else r"(?<!\w)"
    bent = [f"{re.escape(_root(word))}\\w{{0,4}}" for word in words]
    return re.compile(front + r"\W+".join(bent) + r"(?!\w)")


def _root(word: str) -> str:
    """A word without what bends of it: at most its last two letters, four are kept."""
    cut = 2 if len(word) > 6 else 1
    return word[: max(4, len(word) - cut)]


def _heads(concepts: Iterable[str]) -> frozenset[str]:
    """The last words of kinds' English names: the jacket of a rain jacket."""
    kinds = (one for one in concepts if one.startswith("category."))
    return frozenset(name.casefold().split()[-1] for one in kinds for name in _names(one, "en"))


def _words(concepts: Iterable[str]) -> frozenset[str]:
    """All words of their English names: the plush of a plush toy, the cream of a face cream."""
    told = (one for one in concepts if not one.startswith(_SAYS_NOTHING))
    return frozenset(
        word for one in told for name in _names(one, "en") for word in _WORD.findall(name.casefold())
    )
