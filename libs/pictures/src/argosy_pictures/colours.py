"""Colours by name: which families a thing shows, and which a name may be (data/colours.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from argosy_commerce.spotting import any_of, plain
from argosy_commerce.terms.loader import builtin_files
from argosy_commerce.terms.strict_yaml import TermDataError, packaged
from argosy_pictures.looks import Pixels
from argosy_pictures.pixels import lab

Family = Literal[
    "black", "grey", "white", "red", "pink", "orange", "brown", "beige", "yellow", "green", "turquoise",
    "blue", "purple",
]  # fmt: skip
FAMILIES: Final[tuple[Family, ...]] = get_args(Family)
_LIGHTNESS: Final = 0.6
"""Of a difference in lightness against one in hue: rooms are dark or bright, colours stay."""


@dataclass(frozen=True, slots=True)
class Named:
    """A colour that words name: its concept, the words, and the families it may show as."""

    concept: str
    words: str
    families: frozenset[Family]

    @property
    def maybe(self) -> frozenset[Family]:
        """What another light may make of it."""
        return frozenset(one for family in self.families for one in _near()[family])


def named_in(text: str) -> tuple[Named, ...]:
    """Colours that a title or a variant names, in any of the shops' languages; each once."""
    pattern, concepts = _words()
    found: dict[str, Named] = {}
    for hit in pattern.finditer(plain(text)):
        of_word = concepts[hit.group()]
        may = [_names().get(concept, frozenset()) for concept in of_word]
        families = frozenset.intersection(*may) or frozenset.union(*may)
        found.setdefault(of_word[0], Named(of_word[0], hit.group(), families))
    return tuple(found.values())


def shares_of(pixels: Pixels, mask: npt.NDArray[np.bool_]) -> dict[Family, float]:
    """What share of the masked pixels is of which family, the largest first; shine and deep shadow aside."""
    tones = lab(pixels)[mask]
    if not len(tones):
        return {}
    light = tones[:, 0]
    kept = tones[(light > 4) & (light < 99.5)]
    tones = kept if len(kept) > 0.2 * len(tones) else tones
    points, owners = _points()
    weights = np.array([_LIGHTNESS, 1.0, 1.0], np.float32)
    # |t - p|² less |t|², which is the same for every point: no array of all pixels with all points is made.
    weighed = points * weights
    nearest = np.argmin((weighed**2).sum(axis=1) - 2 * (tones * weights) @ weighed.T, axis=1)
    counts = np.bincount(owners[nearest], minlength=len(get_args(Family))) / len(tones)
    order = np.argsort(-counts)
    families: tuple[Family, ...] = get_args(Family)
    return {families[at]: float(counts[at]) for at in order if counts[at] > 0}


def warm_up() -> None:
    """Read the names of colours now; a service calls this before it is ready."""
    _words()


def _data() -> dict[str, Any]:
    return packaged("argosy_pictures", "colours", "tones", "near", "names", "endings")


@cache
def _points() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.intp]]:
    families = list(get_args(Family))
    rows = [
        (point, families.index(_family(name)))
        for name, row in _data()["tones"].items()
        for point in row["points"]
    ]
    return np.array([point for point, _ in rows], np.float32), np.array([owner for _, owner in rows], np.intp)


@cache
def _near() -> Mapping[Family, frozenset[Family]]:
    return {_family(name): _families(row) for name, row in _data()["near"].items()}


@cache
def _names() -> Mapping[str, frozenset[Family]]:
    return {concept: _families(row) for concept, row in _data()["names"].items()}


@cache
def _words() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    """Every word for a colour in the term base, and its concepts: 'pink' is another in German."""
    endings: dict[str, dict[str, list[str]]] = _data()["endings"]
    found: dict[str, dict[str, None]] = {}
    concepts = (concept for _, file in builtin_files("colour.") for concept in file)
    for concept in concepts:
        if not concept.id.startswith("colour."):
            continue
        words = [surface.text for surface in concept.zh if len(surface.text) > 1 or not surface.only_for]
        for language, term in concept.terms.items():
            said = [term.preferred, *term.alternatives]
            words += [*said, *term.forms.values(), *([term.plural] if term.plural else [])]
            words += [form for word in said for form in _inflected(word, endings.get(language, {}))]
        for word in words:
            found.setdefault(plain(word), {})[concept.id] = None
    return any_of(found), {word: tuple(concepts) for word, concepts in found.items()}


def _inflected(word: str, endings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Forms of a word of one part, by the longest ending that it has."""
    if " " in word or "-" in word:
        return
    ending = max((one for one in endings if word.endswith(one)), key=len, default=None)
    if ending is not None:
        yield from (word.removesuffix(ending) + other for other in endings[ending])


def _families(names: Iterable[str]) -> frozenset[Family]:
    return frozenset(_family(name) for name in names)


def _family(name: str) -> Family:
    for family in get_args(Family):
        if family == name:
            found: Family = family
            return found
    raise TermDataError(f"colours.yaml: {name!r} is no family of colours")
