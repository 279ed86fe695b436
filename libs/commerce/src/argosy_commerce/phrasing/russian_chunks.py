"""Russian titles: what trails the noun gathered into lists; «для», «стиль» and stems are said once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_WHOSE = re.compile(r"(?:женск|мужск|детск)(?P<end>ий|ой|ая|ое|ие)")
_ONE_SEASON = re.compile(r"(?:летн|зимн|весенн|осенн|демисезонн)\w\w")
_FOR = re.compile(r"для ((?:[а-яё-]+ ){0,2}[а-яё-]+)")
_PEOPLE = re.compile(
    r"\b(?:женщин|мужчин|девоч|девуш|мальчик|малыш|детей|взросл|пожил|беремен|школьник|всей семьи|собак|кошек"
    r"|начинающ|питомц|мам|пап|жених|курьер|бабуш|подруг|влюбл|среднего|котят|щенк|кролик|черепах|рептил|мелких)"
)
_PAIR = re.compile(r"[а-яё]+ и [а-яё]+")
_FOR_AT_END = re.compile(
    r"(?P<before>.*\s(?:из|со?|во?|на|от|под|без|унисекс|\w+(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)(?:ся)?)\s(?:.*\s)?)"
    r"(?P<last>для [^,]+)"
)
"""A core that ends in a «для» of its own, not in its noun's: чехол белый для дома, but: крем для рук."""
_STYLE = re.compile(r"во? (\S+ом) стиле")
_STYLE_OF = re.compile(r"в стиле (.+)")
_ONE_WORD_STYLE = re.compile(r"в стиле (?:преппи|бохо|лофт|карго|Y2K)\b(?! и)")
_OF_MEASURE = re.compile(
    r"(?:длин|коротк|широк|узк|высок|низк|толст|тонк|мягк|жёстк|открыт|закрыт|кругл|квадрат|мал)"
)
"""Of a sleeve or a sole they say nothing of the whole: платье с длинным рукавом, длинное."""
_LEAST_ADJECTIVE, _LEAST_NOUN = 5, 4

Listing = Callable[[Sequence[str]], str]


def gathered(chunks: Sequence[str], listed: Listing) -> list[str]:
    """The chunks of a title, like ones made one list, and none that only says again what was said.

    >>> from argosy_commerce.phrasing.russian import Russian
    >>> gathered(["Лампа настольная", "для дома", "белая", "для сна", "для малышей"], Russian().listed)
    ['Лампа настольная', 'для дома и сна', 'белая', 'для малышей']
    >>> gathered(["Рюкзак женский для школы", "мужской", "для дома"], Russian().listed)
    ['Рюкзак женский и мужской для школы и дома']
    """
    texts: list[str] = []
    for chunk in chunks:
        told = texts and (says_again(chunk, *texts) or _whose(chunk, texts) or _style(chunk, texts, listed))
        if not told:
            texts.append(chunk)
    return _purposes(texts, listed)


def says_again(chunk: str, *texts: str) -> bool:
    """Whether a word or a noun with its preposition has its stem in what was said: флисовый, на флисе."""
    if _ONE_SEASON.fullmatch(chunk) and "всесезонн" in texts[0]:
        return True
    words = chunk.casefold().split(" ")
    if len(words) == 1 and (match := re.fullmatch(r"(\w+?)(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)", words[0])):
        stem, least = re.sub(r"(?<=\w{6})н$", "", match[1]), _LEAST_ADJECTIVE  # ароматизатор ароматный
        if _OF_MEASURE.match(stem) or _WHOSE.fullmatch(words[0]):
            return False
    elif len(words) == 2 and words[0] in {"для", "с", "со", "на"}:
        stem = re.sub(r"(?:ами|ями|ов|ев|ей|ам|ям|ах|ях|ом|ем|ой|[аяеиыуюойь])$", "", words[1])
        least = _LEAST_NOUN
    else:
        return False
    return len(stem) >= least and any(re.search(rf"\b{re.escape(stem)}", t.casefold()) for t in texts)


def _whose(chunk: str, texts: list[str]) -> bool:
    match = _WHOSE.fullmatch(chunk)
    if chunk == "унисекс":
        return re.search(r"\bженск\w+ и мужск|\bмужск\w+ и женск", texts[0]) is not None
    if match is None:
        return False
    if not chunk.startswith("детск") and any("унисекс" in text for text in texts):
        return True
    ending = "(?:ий|ой)" if match["end"] in {"ий", "ой"} else match["end"]
    whose = rf"(?:женск|мужск|детск){ending}(?!\w)"
    said, found = re.subn(rf"\b{whose}(?: и {whose})?", rf"\g<0> и {chunk}", texts[0], count=1)
    texts[0] = re.sub(rf"\b({whose}) и ({whose} и )", r"\1, \2", said)
    return bool(found)


def _style(chunk: str, texts: list[str], listed: Listing) -> bool:
    if match := _STYLE.fullmatch(chunk):
        for index, text in enumerate(texts):
            if (said := _STYLE.search(text)) and " и " not in said[0]:
                both = listed([said[1], match[1]])
                preposition = "во" if both.startswith("французск") else "в"
                texts[index] = f"{text[: said.start()]}{preposition} {both} стиле{text[said.end() :]}"
                return True
    if (match := _STYLE_OF.fullmatch(chunk)) is not None:
        for index, text in enumerate(texts):
            if said := _ONE_WORD_STYLE.search(text):
                texts[index] = f"{text[: said.end()]} и {match[1]}{text[said.end() :]}"
                return True
    return False


def _purposes(texts: Sequence[str], listed: Listing) -> list[str]:
    """«для дома», «для сна» as one list; people apart from places and uses."""
    things: dict[bool, list[str]] = {}
    place: dict[bool, int] = {}
    kept = list(texts)
    at_end = _FOR_AT_END.fullmatch(texts[0]) if texts else None
    for index, text in enumerate(texts):
        match = _FOR.fullmatch(at_end["last"] if at_end and index == 0 else text)
        if match is None or (" и " in match[1] and not _PAIR.fullmatch(match[1])):
            continue
        of_people = _PEOPLE.search(match[1]) is not None
        place.setdefault(of_people, index)
        things.setdefault(of_people, []).append(match[1])
        if place[of_people] != index:
            kept[index] = ""
    for of_people, index in place.items():
        whom = things[of_people]
        if {"кошек", "собак"} & {*whom}:
            whom = [one for one in whom if one != "питомцев"]
        purposes = f"для {_series(whom, listed)}"
        kept[index] = at_end["before"] + purposes if at_end and index == 0 else purposes
    return [text for text in kept if text]


def _series(things: Sequence[str], listed: Listing) -> str:
    """Short ones first, a pair last, for its «и» serves them all: для дома, кафе и ресторанов."""
    return listed(sorted(things, key=lambda thing: (" и " in thing, thing.count(" "))))
