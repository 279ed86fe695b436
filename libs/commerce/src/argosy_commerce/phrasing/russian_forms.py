"""Russian endings: adjectives and nouns by rule, and what a term gives where the rule does not hold.

A term is written in the nominative. Its adjectives (натуральная кожа) and its first noun are declined,
what follows stays (чехол для телефона, чехла для телефона). Irregular nouns give ``forms.gen``, from
whose stem the other cases follow (хлопок, хлопка: хлопком), and ``forms.many``, the genitive plural.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from babel import Locale

from argosy_commerce.terms.model import Term

CASES = ("gen", "dat", "acc", "ins", "loc")

_HUSHERS = "жшчщ"
_NO_Y = "гкх" + _HUSHERS
"""After these ы is written и (Rosenthal, Spravochnik po pravopisaniyu, 1)."""
_INDECLINABLE = frozenset(
    """авто алоэ барбекю бигуди бикини боди галифе джерси жабо желе караоке карго каре кашне кашпо
    кимоно колье кофе купе кэжуал макси матча меню миди мини оксфорд пальто панно пианино пике поло
    пончо портмоне пюре радио сабо саше трико унисекс фото фрисби хаки ханьфу хого худи ципао
    шампань шоссе""".split()  # noqa: SIM905 — a list of words
)
_ENDING_OF = {"m": "ый|ий|ой", "f": "ая|яя", "n": "ое|ее", "pl": "ые|ие"}
_ADJECTIVE = re.compile(r"(?P<stem>\w[\w«»-]*?)(?P<end>ый|ий|ой|ая|яя|ое|ее|ые|ие)(?P<self>ся)?")
_ADJECTIVE_ENDINGS = {
    "m": {"gen": "Oго", "dat": "Oму", "ins": "Yм", "loc": "Oм"},
    "n": {"nom": "Oе", "gen": "Oго", "dat": "Oму", "acc": "Oе", "ins": "Yм", "loc": "Oм"},
    "f": {"nom": "AЯ", "gen": "Oй", "dat": "Oй", "acc": "Uю", "ins": "Oй", "loc": "Oй"},
    "pl": {"nom": "Yе", "gen": "Yх", "dat": "Yм", "acc": "Yе", "ins": "Yми", "loc": "Yх"},
}
_VOWELS = {  # what the letters A O U Y of the table are written, by the stem
    "hard": {"A": "а", "O": "о", "U": "у", "Y": "ы"},
    "velar": {"A": "а", "O": "о", "U": "у", "Y": "и"},
    "husher": {"A": "а", "O": "е", "U": "у", "Y": "и"},
    "soft": {"A": "я", "O": "е", "U": "ю", "Y": "и"},
}
_MEASURE_WORDS = {
    "gen": {
        "секунда": "секунды", "секунды": "секунд", "минута": "минуты", "минуты": "минут", "час": "часа",
        "часа": "часов", "день": "дня", "дня": "дней", "неделя": "недели", "недели": "недель",
        "месяц": "месяца", "месяца": "месяцев", "год": "года", "года": "лет", "дюйм": "дюйма",
    },
    "acc": {"секунда": "секунду", "минута": "минуту", "неделя": "неделю", "унция": "унцию"},
}  # fmt: skip


def agree(adjective: str, gender: str | None, number: str, case: str = "nom") -> str:
    """An adjective, given in the masculine, in another gender, number or case.

    Every adjective of several words agrees until a word that is none: устойчивая к царапинам.

    >>> [agree(word, "f", "sg") for word in ("чёрный", "летний", "большой", "самоклеящийся")]
    ['чёрная', 'летняя', 'большая', 'самоклеящаяся']
    """
    words = adjective.split(" ")
    for index, word in enumerate(words):
        match = _ADJECTIVE.fullmatch(word)
        if match is not None and match["end"] in {"ый", "ий", "ой"}:
            words[index] = _adjective(word, "pl" if number == "pl" else gender or "m", case)
        elif not word.endswith("о"):  # an adverb (легко моющийся) may stand before its participle
            break
    return " ".join(words)


def _adjective(word: str, which: str, case: str) -> str:
    """An adjective of any gender in the form asked for."""
    match = _ADJECTIVE.fullmatch(word)
    if match is None:
        return word
    stem, end = match["stem"], match["end"]
    pattern = _ADJECTIVE_ENDINGS[which].get(case)
    if pattern is None:  # nominative and accusative (of things) masculine, as it stands
        return word
    vowels = _VOWELS[_kind(stem, end)]
    ending = "".join(vowels.get(letter, letter) for letter in pattern.replace("Я", "я"))
    return stem + ending + (match["self"] or "")


def _kind(stem: str, end: str) -> str:
    last = stem[-1:]
    if last in _HUSHERS:
        # большой, большое: under stress о stays
        return "velar" if end in {"ой", "ое"} else "husher"
    if last in "гкх":
        return "velar"
    return "soft" if end in {"ий", "яя", "ее", "ие"} else "hard"


def declined(term: Term, case: str) -> str:
    """A noun with its adjectives in a case of its own number.

    >>> declined(Term(preferred="натуральная кожа", gender="f"), "gen")
    'натуральной кожи'
    >>> declined(Term(preferred="чехол для очков", gender="m", forms={"gen": "чехла для очков"}), "ins")
    'чехлом для очков'
    """
    if case in term.forms:
        return term.forms[case]
    if term.gender is None and term.number == "sg":
        return term.preferred  # a name or a text: nothing tells how it is declined
    which = "pl" if term.number == "pl" else term.gender or "m"
    words = term.preferred.split(" ")
    genitive = _beside(words, term.forms.get("gen"))
    at = _noun_at(words, which)
    words[:at] = [_adjective(word, which, case) for word in words[:at]]
    words[at] = _noun(words[at], genitive[at], which, term.gender, case)
    return " ".join(words)


def plural(term: Term) -> str:
    """The nominative plural: given, or by rule.

    >>> plural(Term(preferred="зимняя куртка", gender="f"))
    'зимние куртки'
    """
    if term.plural:
        return term.plural
    if term.number == "pl" or not term.countable or term.gender is None:
        return term.preferred
    words = term.preferred.split(" ")
    at = _noun_at(words, term.gender)
    genitive = _beside(words, term.forms.get("gen"))
    words[:at] = [_adjective(word, "pl", "nom") for word in words[:at]]
    words[at] = _plural_noun(words[at], genitive[at], term.gender)
    return " ".join(words)


def many(term: Term) -> str:
    """The genitive plural, as after five: пять рубашек, пять наборов."""
    if "many" in term.forms:
        return term.forms["many"]
    if term.number == "pl" or not term.countable or term.gender is None:
        return declined(term, "gen")
    words = term.preferred.split(" ")
    at = _noun_at(words, term.gender)
    genitive = _beside(words, term.forms.get("gen"))
    words[:at] = [_adjective(word, "pl", "gen") for word in words[:at]]
    words[at] = _many_noun(words[at], genitive[at], term.gender)
    return " ".join(words)


def few(term: Term) -> str:
    """As after two: the noun in the genitive singular, its adjectives in the plural (две мягких щётки)."""
    words, genitive = term.preferred.split(" "), declined(term, "gen").split(" ")
    at = _noun_at(words, term.gender or "m")
    return " ".join([*(_adjective(word, "pl", "gen") for word in words[:at]), *genitive[at:]])


def counting_word(number: Decimal, term: Term, locale: Locale) -> str:
    """What stands after a number: 1 коробка, 2 коробки, 5 коробок, 1,5 коробки."""
    category = locale.plural_form(number)
    if category == "one":
        return term.preferred
    return many(term) if category == "many" else few(term)


def measured(written: str, case: str) -> str:
    """A measure, written as after a verb, in a case: 2 часа, до 2 часов; 1 неделя, за 1 неделю.

    >>> measured("2 часа", "gen"), measured("500 мл", "gen"), measured("1 минута", "acc")
    ('2 часов', '500 мл', '1 минуту')
    """
    number, space, word = written.rpartition(" ")
    return number + space + _MEASURE_WORDS.get(case, {}).get(word, word)


def _beside(words: Sequence[str], genitive: str | None) -> list[str | None]:
    """The words of a given genitive beside those of the nominative; none where they do not pair."""
    parts: list[str | None] = [*genitive.split(" ")] if genitive else []
    return parts if len(parts) == len(words) else [None] * len(words)


def _noun_at(words: Sequence[str], which: str) -> int:
    """The first word that is no adjective of the noun's own gender and number; покрытие is none."""
    for index, word in enumerate(words[:-1]):
        if not re.search(rf"(?:{_ENDING_OF[which]})(?:ся)?$", word):
            return index
    return len(words) - 1


def _noun(word: str, genitive: str | None, which: str, gender: str | None, case: str) -> str:
    if is_indeclinable(word):
        return word
    if case == "gen" and genitive:
        return genitive
    if re.search(r"(ый|ая|ое|ые)$", word):  # взрослые, ванная: adjectives that became nouns
        return _adjective(word, which, case)
    if which == "pl":
        return _plural_case(word, gender or "m", case)
    feminine = word[-1] in "ая" or which == "f"
    if case == "acc" and (not feminine or word[-1] == "ь"):
        return word
    stem = _stem(word, genitive, which)
    return stem + (_feminine_ending(word, stem, case) if feminine else _masculine_ending(word, stem, case))


def is_indeclinable(word: str) -> bool:
    """Whether a noun has one form for all cases: пальто, ПВХ, LED."""
    letters = word.strip("«»")
    own = re.search("[а-яё]$", letters)
    return own is None or letters.casefold().rsplit("-", 1)[-1] in _INDECLINABLE


def _stem(word: str, genitive: str | None, which: str) -> str:
    if genitive and which in {"m", "n"} and genitive[-1] in "ая":
        return genitive[:-1]
    return word[:-1] if which != "m" or word[-1] in "йьая" else word


def _masculine_ending(word: str, stem: str, case: str) -> str:
    """Of masculine nouns without -а, and of neuter ones."""
    hush = stem[-1:] in _HUSHERS + "ц"
    if case == "loc":
        return "и" if stem.endswith("и") else "е"
    last = word[-1]
    soft = last in "йьё" or (last == "е" and not hush)
    instrumental = "ём" if last == "ё" else "ем" if soft or (hush and last != "о") else "ом"
    return {"gen": "я" if soft else "а", "dat": "ю" if soft else "у", "ins": instrumental}[case]


def _feminine_ending(word: str, stem: str, case: str) -> str:
    if word[-1] == "ь":
        return "ью" if case == "ins" else "и"
    soft, last = word[-1] == "я", stem[-1:]
    if case in {"dat", "loc"}:
        return "и" if soft and last == "и" else "е"
    genitive = "и" if soft or last in _NO_Y else "ы"
    instrumental = "ей" if soft or last in _HUSHERS + "ц" else "ой"
    return {"gen": genitive, "acc": "ю" if soft else "у", "ins": instrumental}[case]


def _plural_case(word: str, gender: str, case: str) -> str:
    if case == "acc":
        return word
    if case == "gen":
        return _many_of_plural(word, gender)
    stem, last = word[:-1], word[-1]
    soft = last == "я" or (last == "и" and stem[-1:] not in _NO_Y)
    return stem + ("я" if soft else "а") + {"dat": "м", "ins": "ми", "loc": "х"}[case]


def _many_of_plural(word: str, gender: str) -> str:
    stem, last = word[:-1], word[-1]
    before = stem[-1:]
    if gender == "m":
        if before in _HUSHERS or (last == "и" and before not in "гкхаеиоу"):
            return stem + "ей"
        return stem + ("ев" if before in "цаеиоу" else "ов")
    if last == "я":
        return stem + "й"
    if last == "и" and before not in _NO_Y:
        return stem + ("й" if before in "аеи" else "ь")
    return _with_fleeting(stem)


def _plural_noun(word: str, genitive: str | None, gender: str) -> str:
    if is_indeclinable(word):
        return word
    stem = _stem(word, genitive, gender)
    hush = stem[-1:] in _HUSHERS + "ц"
    if gender == "n":
        return stem + ("я" if word[-1] == "е" and not hush else "а")
    return stem + ("и" if word[-1] in "йья" or stem[-1:] in _NO_Y else "ы")


def _many_noun(word: str, genitive: str | None, gender: str) -> str:
    if is_indeclinable(word):
        return word
    stem = _stem(word, genitive, gender)
    last, before = word[-1], stem[-1:]
    if last == "ь" or (gender == "m" and before in _HUSHERS):
        return stem + "ей"
    if gender == "m" and last not in "ая":
        return stem + ("ев" if last == "й" or before == "ц" else "ов")
    if gender == "n" and last == "е":
        return stem[:-1] + "ий" if before in "ьи" else _with_fleeting(stem)
    if last == "я":
        return stem + ("й" if before in "аеи" else "ь")
    return _with_fleeting(stem)


def _with_fleeting(stem: str) -> str:
    """сумк: сумок, рубашк: рубашек, лейк: леек; nouns of other clusters give their form."""
    if not re.search(r"[^аеёиоуыэюя]к$", stem):
        return stem
    before = stem[-2]
    if before in "йь":
        return stem[:-2] + "ек"
    return stem[:-1] + ("ек" if before in _HUSHERS else "ок")
