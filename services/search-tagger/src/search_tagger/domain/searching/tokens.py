"""What a product is found by, and what a query looks for: ids with what stands above them, hues, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from argosy_commerce.folding import fold_character
from argosy_commerce.hues import hues_of
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.normalize import fold as fold_chinese
from argosy_commerce.units import units
from search_tagger.domain.one_id import earlier_ids
from search_tagger.domain.searching.alike import alike

_MEASURE: Final = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([^\W\d_]{1,10}(?: [^\W\d_]{1,3})?|°C|°F)")
_WORD: Final = re.compile(r"[^\W_]+")
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
_OTHER_NAMES: Final = {"inch": "in", "inches": "in", "L": "l", "pieces": "", "piece": ""}
_MOST_WORDS: Final = 400
_MARKS: Final = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def tokens_of_value(value: str, lexicon: Lexicon) -> tuple[str, ...]:
    """All that finds a product which has this value: ``colour.navy`` is found as itself and as ``hue.blue``,
    ``material.genuine_leather`` as every leather, ``95 % material.cotton`` as cotton, ``0.5 l`` as 500 ml.
    """
    found = dict.fromkeys((value.casefold(),))
    for part in value.split(" "):
        if part in lexicon:
            found.update(dict.fromkeys(lexicon.ancestors(part)))
            found.update(dict.fromkeys(f"hue.{hue}" for hue in sorted(hues_of([part]))))
    measure = measure_of(value)
    if measure is not None:
        found[_measured(*measure)] = None
    return tuple(found)


def tokens_wanted(value: str, lexicon: Lexicon, language: str) -> tuple[str, ...]:
    """All of a product's tokens that are this value: blue is every shade of it, and a word of the query's
    language may name several values.
    """
    measure = measure_of(value)
    if measure is not None:
        return (value.casefold(), _measured(*measure))
    group, _, name = value.partition(".")
    if group == "colour" and name in hues_of([value]):
        return (*alike(value, language, lexicon), f"hue.{name}")
    concepts = tuple(part for part in value.split(" ") if part in lexicon)
    if value in lexicon:
        return tuple(dict.fromkeys((*alike(value, language, lexicon), *earlier_ids(value))))
    return (value.casefold(), *concepts)


def tokens_unwanted(value: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What a product must not have where this is not wanted: the thing and its kinds, and of a colour the
    shades that have no other name. "Not blue" is not navy; beige, which some call white, may stay.
    """
    shades = (
        concept.id
        for concept in lexicon
        if concept.id.startswith("colour.") and hues_of([concept.id]) == {value.removeprefix("colour.")}
    )
    return tuple(
        dict.fromkeys((value, *earlier_ids(value), *(shades if value.startswith("colour.") else ())))
    )


def measure_of(text: str) -> tuple[str, Fraction] | None:
    """Dimension and amount in its base unit of what is one measure ("500 ml"); None for everything else."""
    found = _MEASURE.fullmatch(text.strip())
    if found is None:
        return None
    name = _OTHER_NAMES.get(found[2], found[2])
    table = units()
    unit = next((table[one] for one in (name, name.lower(), name.replace(" ", "_")) if one in table), None)
    if unit is None:
        return None
    return unit.dimension, (Fraction(found[1]) + unit.offset) * unit.scale


def words_of(text: str) -> tuple[str, ...]:
    """Words as they are compared whatever the language; of scripts without spaces, pairs of letters."""
    plain = "".join(
        fold_chinese(character) if "\u3400" <= character <= "\u9fff" else fold_character(character, "fr")
        for character in text
    )
    found: dict[str, None] = {}
    for word in _WORD.findall(_MARKS.sub("", plain)):
        found.update(dict.fromkeys(_pieces(word)))
        if len(found) > _MOST_WORDS:
            break
    return tuple(found)[:_MOST_WORDS]


def _pieces(word: str) -> Iterator[str]:
    start = 0
    for run in _UNSPACED.finditer(word):
        if start < run.start():
            yield word[start : run.start()]
        letters = run.group()
        yield from (letters[at : at + 2] for at in range(max(1, len(letters) - 1)))
        start = run.end()
    if start < len(word):
        yield word[start:]


def _measured(dimension: str, amount: Fraction) -> str:
    return f"{dimension}={amount}"
