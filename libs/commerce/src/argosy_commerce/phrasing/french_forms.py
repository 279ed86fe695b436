"""Forms of French words: feminines, irregular plurals, what elides."""

from __future__ import annotations

import re

BEFORE_VOWEL = {"beau": "bel", "nouveau": "nouvel", "vieux": "vieil"}
_ASPIRATED = re.compile(
    r"ha(ch|ll|mac|mster|nche|nd|nfu|rnais|ut)|héris|hi(bou|jab|p)|ho(bb|ckey|od|rs|tte|u)|hu(b|it|la|sky)"
)
"""How the words with an aspirated h begin that a shop needs: de haute qualité, la housse."""
_VOWELS = "aàâeéèêiîïoôuùûœæ"
FEMININE = {
    "blanc": "blanche",
    "franc": "franche",
    "sec": "sèche",
    "frais": "fraîche",
    "doux": "douce",
    "faux": "fausse",
    "roux": "rousse",
    "vieux": "vieille",
    "fou": "folle",
    "mou": "molle",
    "long": "longue",
    "gros": "grosse",
    "gras": "grasse",
    "bas": "basse",
    "épais": "épaisse",
    "public": "publique",
    "grec": "grecque",
    "favori": "favorite",
    "gentil": "gentille",
    "aigu": "aiguë",
    "complet": "complète",
    "discret": "discrète",
    "concret": "concrète",
    "secret": "secrète",
}
FEMININE_ENDINGS = (
    (r"e$", "e"),
    (r"eau$", "elle"),
    (r"(?<=[ée]ri)eur$|(?<=maj)eur$|(?<=min)eur$|(?<=meill)eur$", "eure"),
    (r"teur$", "trice"),
    (r"eur$", "euse"),
    (r"eux$", "euse"),
    (r"(e|ei|u)l$", r"\1lle"),
    (r"(e|i?o)n$", r"\1nne"),
    (r"et$", "ette"),
    (r"er$", "ère"),
    (r"f$", "ve"),
    (r"x$", "se"),
)
PLAIN_PLURALS = frozenset(
    {"bal", "banal", "bancal", "fatal", "final", "glacial", "natal", "naval", "bleu", "pneu"}
)
OUX = frozenset({"bijou", "caillou", "chou", "genou", "hibou", "joujou", "pou"})


def elides(word: str) -> bool:
    """Whether le, la, de lose their vowel before the word.

    >>> [elides(word) for word in ("été", "hiver", "housse", "yoga")]
    [True, True, False, False]
    """
    letters = word.casefold()
    return letters.startswith(tuple(_VOWELS)) or (letters.startswith("h") and not _ASPIRATED.match(letters))
