"""The forms in which a term's words may stand in a text, and a text's words as they are compared.

For recognising terms, not for grammar: every form a language may make of a word by its common endings,
written out on the side of the terms. A text's own words are only folded, so that no word is taken for
another by losing letters (sich is not sicher). Arabic, which puts articles and particles in front, is
compared by what is left without them. Offsets into the original text are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019](?=[^\W\d_]))?[^\W_]*")
_HARAKAT = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_ARABIC_FRONT = re.compile(r"^(?:[وف](?=.{3}))?(?:[بك]?ال|لل|[بلك](?=.{3}))?(?=.{2})")
_ARABIC_BACK = re.compile(r"(?<=..)(?:ات|ان|ين|ون|ه|ا)$")
_GERMAN_ENDINGS = ("", "e", "en", "er", "es", "em", "n", "s")


@dataclass(frozen=True, slots=True)
class Token:
    """A word at its place."""

    start: int
    end: int
    word: str
    """Folded: case, marks over letters; what a compound is searched in."""
    key: str
    """What it is compared by."""


def tokens(text: str, language: str) -> Iterator[Token]:
    """The words of a text whose script parts them; hyphens part words too."""
    key = _arabic if language.split("-", 1)[0] == "ar" else _as_it_is
    for found in _TOKEN.finditer(text):
        word = folded(found[0])
        if word:
            yield Token(found.start(), found.end(), word, key(word))


def folded(word: str) -> str:
    """Without case and accents (ñ stays a letter of its own); Arabic without vowel signs."""
    if word.isascii():
        return word.casefold()
    word = _HARAKAT.sub("", unicodedata.normalize("NFC", word)).casefold().translate(_ARABIC_LETTERS)
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.replace("ñ", "\0"))
    plain = "".join(c for c in parts if not ("\u0300" <= c <= "\u036f"))
    return unicodedata.normalize("NFC", plain).replace("\0", "ñ")


def forms(word: str, language: str, *, is_adjective: bool) -> frozenset[str]:
    """Folded forms that a folded word may take, itself among them."""
    if len(word) < 2 or not word[-1].isalpha():
        return frozenset({word})
    made = _FORMS.get(language.split("-", 1)[0], _plain)(word, is_adjective)
    return frozenset({word, *made})


def _as_it_is(word: str) -> str:
    return word.removesuffix("'s").removesuffix("\u2019s")


def _plain(word: str, is_adjective: bool) -> set[str]:  # noqa: ARG001 — the table's form
    return {word + "s", word.removesuffix("s")}


def _english(word: str, is_adjective: bool) -> set[str]:  # noqa: ARG001 — English does not bend them
    made = {word + "s", word + "es", word.removesuffix("'s")}
    if word.endswith("y"):
        made.add(word[:-1] + "ies")
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        made |= {word[:-1], word[:-2]} if word.endswith("es") else {word[:-1]}
    for ending, others in (
        ("able", ("ability", "ably")),
        ("ible", ("ibility", "ibly")),
        ("resistant", ("resistance",)),
        ("proof", ("proofing", "proofed")),
        ("repellent", ("repellency",)),
        ("charging", ("charge", "charges")),
        ("free", ()),
    ):
        if word.endswith(ending):
            made |= {word.removesuffix(ending) + other for other in others}
    return made


def _spanish(word: str, is_adjective: bool) -> set[str]:
    singular = word
    if word.endswith("es") and len(word) > 5 and word[-3] not in "aeiou":
        singular = word[:-2]
    elif word.endswith("s") and len(word) > 4:
        singular = word[:-1]
    made = {singular}
    if is_adjective and singular[-1] in "oa":
        made |= {singular[:-1] + "o", singular[:-1] + "a"}
    elif is_adjective and singular.endswith("or"):
        made.add(singular + "a")
    made |= {_spanish_plural(one) for one in set(made)}
    for ending, other in (("ble", "bilidad"), ("resistente", "resistencia"), ("permeable", "permeabilizado")):
        if singular.endswith(ending):
            made.add(singular.removesuffix(ending) + other)
    return made


def _spanish_plural(word: str) -> str:
    if word.endswith("z"):
        return word[:-1] + "ces"
    return word + ("s" if word[-1] in "aeiou" else "es")


def _german(word: str, is_adjective: bool) -> set[str]:  # noqa: ARG001 — nouns and adjectives share them
    made = {word + ending for ending in _GERMAN_ENDINGS}
    if word.endswith("e"):
        made |= {word[:-1] + ending for ending in ("en", "er", "es", "em")} | {word[:-1]}
    if word.endswith(("el", "er")):  # dunkel, dunkle; sauber, saubre
        made |= {word[:-2] + word[-1] + ending for ending in ("e", "en", "er", "es", "em")}
    if word.endswith("dicht"):
        made.add(word + "igkeit")
    return made


def _arabic(word: str) -> str:
    core = _ARABIC_FRONT.sub("", word, count=1)
    return _ARABIC_BACK.sub("", core) or core


_FORMS: dict[str, Callable[[str, bool], set[str]]] = {
    "en": _english,
    "es": _spanish,
    "de": _german,
    # A short word keeps its و in a text's keys, where it might as well be its first letter.
    "ar": lambda word, _: {_arabic(word), "و" + _arabic(word)},
}
