"""Whom and what French says a thing is for: pour femme et enfant, nobody twice."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"^(?:l'|(?:la|le|les) )")
_SEASON = re.compile(r"(?:l'|le |la )(?:été|hiver|automne|printemps|mi-saison)")
_SIZE = re.compile(r"(?:une?|deux) ")
VERB = re.compile(r"(?:boire|\w+[ei]r)\b")
PEOPLE = frozenset(
    {"femme", "homme", "enfant", "fille", "garçon", "bébé", "adulte", "senior", "étudiant",
     "chien", "chat", "débutant", "animaux", "maman", "papa", "femme petite", "couple", "tout-petit",
     "adulte d'âge mûr", "chaton", "lapin", "ado", "femme enceinte", "grand-mère", "grand-père",
     "petit chien", "grand chien", "chien petit", "chien moyen", "moyen", "grand"}
)  # fmt: skip
"""Whom a thing is for, as the terms say it behind «pour»."""
_INSTEAD = (("maman", "femme"), ("grand-mère", "femme"), ("papa", "homme"), ("grand-père", "homme"))
"""Who is not named beside those whom the thing fits as well."""
_FIRST = re.compile("femme|homme|enfant|fille|garçon|bébé|adulte|chien|chat")


def sort_of_purpose(what: str) -> str:
    """Which purposes go into one list: people, places with their article, verbs, bare names.

    >>> [sort_of_purpose(what) for what in ("femme", "fille et garçon", "la maison", "dormir", "voiture")]
    ['people', 'people', 'places', 'verbs', 'names']
    """
    if all(one in PEOPLE for one in re.split(r", | et ", what)):
        return "people"
    sorts = {"seasons": _SEASON, "places": _ARTICLE, "verbs": VERB, "sizes": _SIZE}
    return next((sort for sort, pattern in sorts.items() if pattern.match(what)), "names")


def people(words: list[str]) -> list[str]:
    """Nobody twice: who is a part of others, or the others of a part.

    >>> people(["enfant", "garçon", "fille"]), people(["femme", "senior"]), people(["enfant", "fille"])
    (['enfant'], ['femme senior'], ['fille'])
    """
    there = set(words)
    left_out: set[str] = set()
    if "femme petite" in there:
        left_out.add("femme")
    left_out |= {mine for mine, all_ in _INSTEAD if all_ in there}
    if any(re.search(r"\bchien .|. chien$", word) for word in there):
        left_out.add("chien")
    if "adulte" in there and there & {"femme", "homme"}:
        left_out |= {"femme", "homme"} if "enfant" in there else {"adulte"}
    if "enfant" in there:
        both = {"garçon", "fille"} <= there
        left_out |= {"garçon", "fille"} if both else {"enfant"} if there & {"garçon", "fille"} else set()
    if there & {"chien", "chat"}:
        left_out.add("animaux")
    grown = there & {"femme", "homme"} - left_out
    ripe = [("adulte d'âge mûr", "d'âge mûr"), ("senior", "senior")]
    ages = [age for one, age in ripe if one in there]
    if ages and len(grown) == 1:
        left_out |= {one for one, _ in ripe}
        words = [f"{word} {' et '.join(ages)}" if word in grown else word for word in words]
    kept = [word for word in words if word not in left_out]
    return sorted(kept, key=lambda word: not _FIRST.match(word))
