"""Which of the fifteen languages a text of some length is written in: by its script, and its small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from argosy_commerce.channels import function_words

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("th", re.compile(r"[\u0e01-\u0e3a]")),
    ("ar", re.compile(r"[\u0621-\u064a]")),
    ("ru", re.compile(r"[\u0430-\u044f]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
_LATIN = ("en", "es", "pt", "fr", "it", "de", "nl", "pl", "tr")
_COMMON = {
    "en": "is are was you your can could do does did we our it its "
    "this that these yes no not what how when where which have has will",
    "es": "es son está están se puede pueden que qué cómo cuándo dónde "
    "sí no lo le su tiene hay hacer más este esta nosotros",
    "pt": "é são está você pode podem que como quando onde sim "
    "não seu tem há fazer mais este esta isso vocês nós",
    "fr": "est sont vous votre peut peuvent que quoi comment quand où "
    "oui non ne pas nous il elle cette ces avez je",
    "de": "ist sind sie ihr ihre kann können das ich wir nicht "
    "ja nein wie wann wo welche hat haben wird es man bitte",
    "it": "è sono si può possono che come quando dove sì non il suo ha hanno più questo questa noi lei",
    "nl": "is zijn u uw je kan kunnen dat ik wij niet "
    "ja nee hoe wanneer waar welke heeft hebben wordt het een de",
    "pl": "jest są się może można że jak kiedy gdzie tak nie ma mamy proszę jaki jaka to ten ta",
    "tr": "mı mi mu mü var yok bu şu nasıl ne zaman nerede evet hayır değil için ile bir olur olarak siz biz",
}
"""Words of questions and answers that are no articles or prepositions; a short text has often no other."""
_LETTERS = {"tr": "ığşİ", "pl": "łąęśźżćń", "pt": "ãõ", "es": "ñ¿¡", "de": "ßäöü", "fr": "èêœû", "it": "ìò"}
_LONGEST = 4_000


@cache
def small_words(language: str) -> frozenset[str]:
    """Articles, prepositions, pronouns and words of asking, folded to lower case: they tell no matter."""
    return function_words(language) | frozenset(_COMMON.get(language, "").split())


def language_of(text: str) -> str:
    """The language's code (`pt`, `zh`), or "" where nothing tells. Linear; at most 4,000 characters are read.

    For texts of a sentence or more, as a merchant's own knowledge has; a buyer's message is read elsewhere.
    """
    plain = text[:_LONGEST].casefold()
    letters = sum(character.isalpha() for character in plain)
    for language, script in _SCRIPTS:
        # A Japanese text is told by a few kana between its kanji; a brand in Latin letters tells nothing.
        if len(script.findall(plain)) > letters * 0.1:
            return language
    words = Counter(_WORD.findall(plain))
    scores = {
        language: sum(words[word] for word in small_words(language))
        + 2 * sum(plain.count(letter) for letter in _LETTERS.get(language, ""))
        for language in _LATIN
    }
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] else ("en" if letters and plain.isascii() else "")
