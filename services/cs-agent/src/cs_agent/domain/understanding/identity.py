"""What a buyer says to be known by, and a new address. Personal: never logged."""

from __future__ import annotations

import re
from typing import Final

from argosy_commerce.amounts import without_amounts
from argosy_commerce.folding import folded
from cs_agent.domain.understanding.cues import pointed
from cs_agent.domain.understanding.examples import pieces, vocabulary
from cs_agent.domain.understanding.slot_words import slot_patterns
from cs_agent.domain.understood import Identity

_EMAIL: Final = re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}")
_ORDER: Final = re.compile(
    r"(?<![A-Za-z0-9-])(?:#\s?)?(?P<id>[A-Za-z]{1,3}-\d{3,12}(?:-\d{1,12})?)(?![A-Za-z0-9-])"
)
_AFTER_ORDER: Final = re.compile(r"[\s:：#.是はn°ºo号no]{0,8}(?P<id>[A-Za-z]{0,4}-?\d{4,14})(?![A-Za-z0-9])")
_HASH: Final = re.compile(r"#\s?(?P<id>[A-Za-z]{0,3}-?\d{4,14})\b")
_POSTCODE: Final = re.compile(
    r"(?<![A-Z0-9-])(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d"
    r"|\d{4} ?[A-Z]{2}|\d{5}-\d{3,4}|\d{2}-\d{3}|\d{3}-\d{4}"
    r"|\d{3} ?\d{2}|\d{4,7})(?![A-Z0-9-])"
)
_AFTER_POSTCODE: Final = re.compile(
    r"[\s:：.是はis]{0,5}"
    r"(?P<code>[A-Za-z]?[A-Za-z0-9-]{2,9}(?: ?\d[A-Za-z]{2}| ?[A-Za-z]{2}(?!\w)| ?\d[A-Za-z]\d)?)"
)
_IN_NAME: Final = r"[\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e'’.-]"
_NAMED: Final = re.compile(rf"[\s:：]{{0,3}}(?P<name>(?:[^\W\d_]{_IN_NAME}*[ ·]){{0,4}}[^\W\d_]{_IN_NAME}*)")
_ALONE: Final = re.compile(
    rf"(?P<name>[^\W\d_]{_IN_NAME}*(?:[ ·][^\W\d_]{_IN_NAME}*){{0,4}})\s*(?=$|[,，、،;\n/.]| \d)"
)
_NAME_AND_POSTCODE: Final = re.compile(
    rf"[^\W\d_]{_IN_NAME}{{0,30}}(?:[ ·][^\W\d_]{_IN_NAME}{{0,30}}){{0,4}}[ ]?[,，、;\s][ ]?"
    r"(?:[^\W\d_]{2,12}[ :：]{1,2})?(?=[\w -]{0,9}\d)[A-Za-z\d]{2,5}[ -]?[A-Za-z\d]{2,4}"
)
_LONGEST_ALONE: Final = 80
_UNIT: Final = re.compile(
    r"\s?(?:mah|mач|мач|ma|w|вт|lm|лм|ml|мл|kg|кг|g|г|cm|см|mm|мм|rpm|gb|hz|pa|euro?s?|usd|rub|руб|tl|zł|zl|[€$£₽₺%])(?!\w)",
    re.IGNORECASE,
)
"""Behind a figure that is an amount of something, and so no postcode."""
_HOUSE: Final = re.compile(r"\d{1,5}[a-zA-Z]?(?!\d)")
_COMMON_AFTER: Final = frozenset(
    [
        "the",
        "a",
        "not",
        "so",
        "very",
        "looking",
        "waiting",
        "from",
        "here",
        "trying",
        "interested",
        "still",
        "in",
        "going",
        "at",
        "un",
        "una",
        "der",
        "die",
        "das",
        "ein",
        "eine",
    ]
)
_OF_NAMES: Final = frozenset(
    {"de", "da", "dos", "do", "van", "von", "la", "el", "der", "den", "al", "di", "del", "le", "ter"}
)
"""Words that stand in names too."""
_SPEAKER: Final = frozenset("我你您他她")
"""I, you, he: no name begins so."""
_UNPARTED: Final = frozenset({"zh", "ja", "ko"})
_LONGEST_UNPARTED: Final = 6
_ENDED: Final = re.compile(r"(?<=\d)\.\s+(?=[^\W\d_])|[!?]\s+|[。！？]")
_LONGEST: Final = 600
_MOST_NAME: Final = 60


def gives_itself_away(text: str) -> bool:
    """Whether a message is a name and a postcode and nothing else."""
    return len(text) <= _LONGEST_ALONE and _NAME_AND_POSTCODE.fullmatch(text.strip(" .")) is not None


def without_email(text: str) -> str:
    """A text without e-mail addresses: who he is they say by rule, and their words are not the buyer's."""
    return _EMAIL.sub(" ", text)


def identity_in(text: str, language: str, *, expected: bool) -> Identity:
    """From a cleaned text. ``expected``: it was asked for or is given elsewhere, so a bare name counts."""
    text = text[:_LONGEST]
    email = _EMAIL.search(text)
    rest = _EMAIL.sub(" ", text)
    order = order_in(rest, language)
    without = without_amounts(re.sub(re.escape(order), " ", rest, flags=re.IGNORECASE) if order else rest)
    postcode = postcode_in(without, language, expected=expected)
    name = _name(without, language, expected=expected or bool(postcode or email))
    return Identity(order, email[0].lower() if email else "", name, postcode)


def order_in(text: str, language: str) -> str:
    """An order's number: o-2028, #10023, "order 10023"."""
    if match := _ORDER.search(text) or _HASH.search(text):
        return match["id"].lower()
    plain = _aligned(text, language)
    for word in slot_patterns(language).order.finditer(plain):
        if match := _AFTER_ORDER.match(text, word.end()):
            return match["id"].lower()
    return ""


def postcode_in(text: str, language: str, *, expected: bool) -> str:
    """Behind a word for it, or, where one is expected, whatever is written as one; the last such."""
    plain = _aligned(text, language)
    for word in slot_patterns(language).postcode.finditer(plain):
        match = _AFTER_POSTCODE.match(text, word.end())
        if match and any(character.isdigit() for character in match["code"]):
            return match["code"].strip(" -").upper()
    found = list(_POSTCODE.finditer(text.upper())) if expected else []
    return found[-1][0] if found else ""


def _name(text: str, language: str, *, expected: bool) -> str:
    plain = _aligned(text, language)
    for word in slot_patterns(language).name.finditer(plain):
        match = _NAMED.match(text, word.end())
        if match and (name := _as_name(match["name"], language)):
            return name
    match = _ALONE.match(text.strip(" ,，、،;")) if expected else None
    return (
        _as_name(match["name"], language, alone=True) if match and _unknown(match["name"], language) else ""
    )


def _unknown(found: str, language: str) -> bool:
    """Whether words say nothing that buyers say to shops: then they may be somebody's name."""
    patterns = slot_patterns(language)
    if any(one.search(folded(found, language)) for one in (patterns.body, patterns.usual, patterns.open)):
        return False
    # Arabic cues stand anywhere, so in names too: الم (pain) in سالم.
    if found[0] in _SPEAKER or (language != "ar" and pointed([found], language).any()):
        return False
    known = vocabulary(language).intersection(pieces(folded(found, language), language)) - _OF_NAMES
    if language in _UNPARTED:
        return len(found) <= _LONGEST_UNPARTED and not known
    return len(found.split()) > 1 and not known


def _as_name(found: str, language: str, *, alone: bool = False) -> str:
    """The words that are written like a name; those that ask or point are none."""
    words = found.strip(" .").split(" ")
    patterns = slot_patterns(language)
    kept: list[str] = []
    for word in words:
        low = folded(word, language)
        if low in _COMMON_AFTER or patterns.whether.fullmatch(low) or patterns.postcode.fullmatch(low):
            break
        if not alone and word[0].islower() and kept and word not in _OF_NAMES:
            break
        if not alone and not kept and word[0].islower() and word.isascii():
            break
        kept.append(word)
    name = " ".join(kept)
    if language == "ja":
        name = re.sub(r"(?:と申します|と言います|といいます|です|と申)$", "", name)
    if language == "ko":
        name = re.sub(r"(?:입니다|이에요|예요|라고 합니다|라고)$", "", name)
    if language == "zh":
        name = re.sub(r"[，。].*$", "", name)
        if len(name) > 6 and not name.isascii():
            return ""
    return name if 1 < len(name) <= _MOST_NAME else ""


def address_in(text: str, language: str) -> str:
    """A postal address: from the words before its house number to its end; "" where none is."""
    text = _ORDER.sub("", _EMAIL.sub(" ", text[:_LONGEST]))
    code = [one for one in _POSTCODE.finditer(text.upper()) if not _UNIT.match(text, one.end())]
    if not code or not any(character.isdigit() for character in text):
        return ""
    parts = re.split(r"[,，、\n]+", text)
    plain = [part.upper().replace(code[-1][0], " ") for part in parts]
    houses = [
        place for place, part in enumerate(plain) if _HOUSE.search(part) and re.search(r"[^\W\d_]{2,}", part)
    ]
    if not houses or (len(parts) < 2 and len(_HOUSE.findall(text)) < 2):
        return ""
    first = _without_lead(_last_sentence(parts[houses[0]].strip()), language)
    whole = ", ".join([first, *(part.strip() for part in parts[houses[0] + 1 :] if part.strip())])
    return re.split(r"[!?？！。](?:\s|$)", whole)[0].strip(" .,")


def _last_sentence(part: str) -> str:
    """From the last sentence on that has a house number; the stops of "Av. Sol 5", "Hauptstr. 5" end none."""
    for end in reversed(list(_ENDED.finditer(part))):
        rest = part[end.end() :]
        if _HOUSE.search(rest) and re.search(r"[^\W\d_]{2,}", rest):
            return rest
    return part


def _without_lead(part: str, language: str) -> str:
    house = _HOUSE.search(part)
    plain = _aligned(part, language)
    until = house.start() if house else 0
    starts = [word.end() for word in slot_patterns(language).lead.finditer(plain) if word.end() <= until]
    colon = part.rfind(":", 0, until + 1)
    starts += [colon + 1] if colon >= 0 else []
    return part[max(starts, default=0) :].strip(" :：")


def _aligned(text: str, language: str) -> str:
    """Folded character by character, so that places stay."""
    kept = []
    for character in text:
        plain = "s" if character == "ß" else folded(character, language)
        kept.append(plain if len(plain) == 1 else character.lower()[:1] or " ")
    return "".join(kept)
