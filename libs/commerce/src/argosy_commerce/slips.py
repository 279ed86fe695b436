"""One slip of the keys: a letter missing, too many or wrong, or two exchanged; hardly ever the first.

`near_words` finds whole words among many known ones, `begins_with_slip` compares with one that may be bent
or part of a longer word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

LEAST: Final = 5
"""Letters of a word that may be misspelt: shorter ones are too near to each other."""
LONGEST: Final = 24
MOST: Final = 4
"""Words that a misspelt one may be."""
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_ARABIC: Final = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_KATAKANA: Final = "".join(map(chr, range(0x30A1, 0x30F5))) + "ー"


def near_words(word: str, known: Collection[str], *, least: int = LEAST) -> list[str]:
    """Known words one slip away, the likeliest slips first; the first letter is hardly ever wrong."""
    if not least <= len(word) <= LONGEST:
        return []
    found: dict[str, None] = {}
    for one in _slips(word):
        if one in known and one != word:
            found[one] = None
            if len(found) == MOST:
                break
    return list(found)


def begins_with_slip(word: str, name: str) -> bool:
    """Whether a word is, up to the length of a name, that name but for one slip.

    >>> begins_with_slip("wasserdciht", "wasserdicht")
    True
    """
    place = next((at for at, (one, two) in enumerate(zip(name, word, strict=False)) if one != two), None)
    if place is None or place == len(name) - 1:
        return False  # cut short, or with another ending, it is another word
    rest, typed = name[place:], word[place:]
    other = typed[1:].startswith(rest[1:])
    more = typed[1:].startswith(rest)
    less = typed.startswith(rest[1:])
    exchanged = len(typed) > 1 and (typed[1] + typed[0] + typed[2:]).startswith(rest)
    return other or more or less or exchanged


def _slips(word: str) -> Iterator[str]:
    letters = _alphabet(word)
    cuts = range(1, len(word))
    yield from (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in cuts if i + 1 < len(word))
    yield from (word[:i] + word[i + 1 :] for i in cuts)  # one too many
    yield from (word[:i] + word[i - 1] + word[i:] for i in cuts)  # one of two alike is missing
    yield from (word[:i] + letter + word[i:] for i in (*cuts, len(word)) for letter in letters)
    yield from (word[:i] + letter + word[i + 1 :] for i in cuts for letter in letters)


def _alphabet(word: str) -> str:
    first = word[0]
    if "а" <= first <= "я":
        return _CYRILLIC
    if "\u0621" <= first <= "\u064a":
        return _ARABIC
    if "\u30a1" <= first <= "\u30fc":
        return _KATAKANA
    return _LATIN
