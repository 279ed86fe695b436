"""Turkish suffixes: vowel harmony, hard and soft consonants, buffers, and the apostrophe after figures.

Rules: Türk Dil Kurumu, Yazım Kılavuzu (büyük ünlü uyumu, ünsüz yumuşaması, kesme işareti).
"""

from __future__ import annotations

import re

SUFFIXES = {
    "poss": "(s)I",
    "acc": "(y)I",
    "dat": "(y)A",
    "gen": "(n)In",
    "loc": "DA",
    "abl": "DAn",
    "pl": "lAr",
    "li": "lI",
}
"""I is one of ı i u ü, A of a e, D of d t, as the word asks; in brackets what stands after a vowel."""

_HIGH = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}
_LOW = dict.fromkeys("aıou", "a") | dict.fromkeys("eiöü", "e")
_VOWEL = re.compile("[aıoueiöü]")
_VOICELESS = frozenset("çfhkpsşt")
_SOFT = {"p": "b", "ç": "c", "k": "ğ"}
_HARD = {soft: hard for hard, soft in _SOFT.items()}
_FRONT_BY_EAR = {"a": "e", "ı": "i", "o": "ö", "u": "ü"}
_PALATAL = frozenset(
    """saat kontrol ampul alkol metal kristal festival karnaval mineral spiral dikkat seyahat rol harf kalp
    protokol petrol oval webcam""".split()  # noqa: SIM905 — a list of words
)
"""Loan words that end in clear sounds: saati, kontrolü."""
_ER_BY_EAR = frozenset("boxer eyeliner sticker blender scooter runner router roller airfryer".split())  # noqa: SIM905 — a list of words
"""English words whose -er is heard as -ır: boxerı."""
_STAYS_HARD = frozenset("laptop desktop robot stok powerbank".split())  # noqa: SIM905 — a list of words
"""Loan words whose last consonant does not soften: laptopu."""
_SOFTENS = dict(
    pair.split(":")
    for pair in """kağıt:kağıd kanat:kanad bant:band kilit:kilid simit:simid renk:reng kulp:kulb kalp:kalb
    burun:burn boyun:boyn karın:karn omuz:omz ağız:ağz kısım:kısm""".split()  # noqa: SIM905 — pairs
)
"""What softens or drops its vowel before a suffix against the rule: kağıdı, burnu."""
_AS_BEFORE = {soft: hard for hard, soft in _SOFTENS.items()}
_ENDS_IN_S = frozenset({"makası", "kafesi", "termosu", "sesi"})

_UNITS = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
_TENS = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
_FIGURE = re.compile(r"\d$")

_OWN_VOWEL = frozenset(
    "ayakkabı halı örtü askı takı kutu tartı ütü havlu kedi su kapı dolgu örgü mini".split()  # noqa: SIM905 — a list of words
)
"""Last words of several that end in a high vowel of their own: spor ayakkabı is no compound yet."""
_AGENT = re.compile(r"..[ıiuü]c[ıiuü]$")
"""ekran koruyucu, saç düzleştirici: nouns of what does it, without a possessive."""


def with_suffix(text: str, suffix: str) -> str:
    """The text with a suffix of ``SUFFIXES``, in the sounds its last word asks for.

    >>> with_suffix("elbise", "poss"), with_suffix("kitap", "poss"), with_suffix("gömlek", "acc")
    ('elbisesi', 'kitabı', 'gömleği')
    >>> with_suffix("2 saat", "loc"), with_suffix("kapak", "li"), with_suffix("çocuk", "pl")
    ('2 saatte', 'kapaklı', 'çocuklar')
    >>> with_suffix("3", "li"), with_suffix("2", "poss"), with_suffix("500", "acc")
    ("3'lü", "2'si", "500'ü")
    """
    if _FIGURE.search(text):
        return f"{text}'{_ending(read_aloud(text), SUFFIXES[suffix])}"
    start, word = _last_word(text)
    ending = _ending(word, SUFFIXES[suffix])
    return start + (_before_vowel(word) if _VOWEL.match(ending) else word) + ending


def possessed(text: str) -> str:
    """The head of a noun compound: elbise in plaj elbisesi. What is one already stays.

    >>> possessed("elbise"), possessed("sırt çantası"), possessed("spor ayakkabı")
    ('elbisesi', 'sırt çantası', 'spor ayakkabısı')
    """
    return text if is_compound(text) else with_suffix(text, "poss")


def is_compound(text: str) -> bool:
    """Whether several words end in a possessive: sırt çantası, but not ekran koruyucu."""
    _, word = _last_word(text)
    own = word in _OWN_VOWEL or _AGENT.search(word)
    return " " in text and text[-1:] in set("ıiuü") and not own


def in_case(text: str, suffix: str) -> str:
    """A case or plural of a noun that may be a compound: n stands after its possessive.

    >>> in_case("sırt çantası", "acc"), in_case("sırt çantası", "pl"), in_case("telefon", "acc")
    ('sırt çantasını', 'sırt çantaları', 'telefonu')
    """
    if suffix == "poss":
        return possessed(text)
    if not is_compound(text) or suffix == "li":
        return with_suffix(text, suffix)
    if suffix == "pl":
        return with_suffix(with_suffix(_unpossessed(text), "pl"), "poss")
    pattern = SUFFIXES[suffix]
    _, word = _last_word(text)
    return text + _ending(word, "n" + pattern.replace("(y)", "").replace("(n)", "").replace("D", "d"))


def read_aloud(figures: str) -> str:
    """The last word of a number as it is read, which the suffix follows.

    >>> [read_aloud(n) for n in ("3", "20", "1500", "2–4", "1,5", "4000", "0")]
    ['üç', 'yirmi', 'yüz', 'dört', 'beş', 'bin', 'sıfır']
    """
    digits = re.split(r"\D", figures)[-1]
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == 0 or not digits.strip("0"):
        return _UNITS[int(digits[-1])]
    if zeros == 1:
        return _TENS[int(digits[-2])]
    return "yüz" if zeros == 2 else "bin" if zeros < 6 else "milyon"


def _last_word(text: str) -> tuple[str, str]:
    start, space, word = text.rpartition(" ")
    return start + space, word


def _ending(word: str, pattern: str) -> str:
    vowels = _VOWEL.findall(word.casefold()) or ["e"]
    last = vowels[-1]
    if word in _PALATAL:
        last = _FRONT_BY_EAR.get(last, last)
    if word in _ER_BY_EAR:
        last = "ı"
    after_vowel = bool(_VOWEL.match(word[-1:].casefold()))
    ending = re.sub(r"\((.)\)", r"\1" if after_vowel else "", pattern)
    ending = ending.replace("I", _HIGH[last]).replace("A", _LOW[last])
    return ending.replace("D", "t" if word[-1:] in _VOICELESS else "d")


def _before_vowel(word: str) -> str:
    if word in _SOFTENS:
        return _SOFTENS[word]
    several = len(_VOWEL.findall(word)) > 1
    if word[-1:] in _SOFT and several and word not in _STAYS_HARD:
        return word[:-2] + "ng" if word.endswith("nk") else word[:-1] + _SOFT[word[-1]]
    return word


def _unpossessed(text: str) -> str:
    start, word = _last_word(text)
    if word not in _ENDS_IN_S and re.search(r"[aıoueiöü]s[ıiuü]$", word):
        return text[:-2]
    stem = word[:-1]
    return start + (_AS_BEFORE.get(stem) or stem[:-1] + _HARD.get(stem[-1], stem[-1]))
