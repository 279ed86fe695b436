"""Polish cases that a rule can tell of a noun's name."""

from __future__ import annotations

import re

from argosy_commerce.terms.model import Term

_TAIL = re.compile(r" (?=(?:bez|dla|do|na|o|od|po|pod|przeciw|przez|u|w|we|z|ze) )")
_SOFT = re.compile(r"(?<=[bcfmnpswz])ia$")
_FOREIGN = re.compile(r"(?<=[dgklrth])ia$")
_ADJECTIVE = re.compile(r"(?:na|wa|ła|cza|ca|ska|cka|ta|ra)$|[nwłct]e$|sk?ie$")
_BEFORE_ITS_NOUN = re.compile(r"(?:czna|lna)$")


def genitive(noun: Term) -> str | None:
    """The genitive, as «do» wants it: the term's own, or by rule of feminine nouns in -a and neuter ones.

    None where no rule tells it: of masculine nouns (roweru, but laptopa) and of plurals.

    >>> [genitive(Term(preferred=p, gender=g)) for p, g in (("kuchenka mikrofalowa", "f"), ("patelnia", "f"))]
    ['kuchenki mikrofalowej', 'patelni']
    >>> [genitive(Term(preferred=p, gender=g)) for p, g in (("pióro wieczne", "n"), ("piłka do kosza", "f"))]
    ['pióra wiecznego', 'piłki do kosza']
    >>> genitive(Term(preferred="rower", gender="m"))
    """
    if "gen" in noun.forms:
        return noun.forms["gen"]
    if noun.number == "pl" or noun.gender not in {"f", "n"}:
        return None
    core, *tail = _TAIL.split(noun.preferred, maxsplit=1)
    words = core.split(" ")
    at = 1 if len(words) > 1 and _BEFORE_ITS_NOUN.search(words[0]) else 0
    bent = [
        _of_noun(word, noun.gender) if index == at else _of_adjective(word, noun.gender)
        for index, word in enumerate(words)
    ]
    known = [word for word in bent if word is not None]
    return " ".join([*known, *tail]) if len(known) == len(bent) else None


def _of_noun(word: str, gender: str | None) -> str | None:
    if gender == "n":
        if word.endswith("um"):
            return word
        return f"{word[:-1]}a" if re.search(r"(?:[^aeiouyj]o|ie)$", word) else None
    if not word.endswith("a"):
        return None
    if _SOFT.search(word):
        return word[:-1]
    if _FOREIGN.search(word):
        return f"{word[:-1]}i"
    return f"{word[:-1]}i" if word.endswith(("ka", "ga", "la", "ja")) else f"{word[:-1]}y"


def _of_adjective(word: str, gender: str | None) -> str | None:
    """None for what is no adjective: a noun in another case (pompka powietrza)."""
    if not _ADJECTIVE.search(word):
        return None
    if gender == "n":
        return f"{word[:-1]}ego"
    return f"{word[:-1]}iej" if word.endswith("ka") else f"{word[:-1]}ej"
