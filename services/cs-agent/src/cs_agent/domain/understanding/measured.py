"""Measurements of the buyer or his thing, sizes he wears, and figures as written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from argosy_commerce.folding import folded
from cs_agent.domain.understanding.slot_words import slot_patterns
from cs_agent.domain.understood import Measured

USUAL: Final = "measure.size_worn"
_HEIGHT: Final = "measure.height"
_WEIGHT: Final = "measure.body_weight"
_GIRTHS: Final = frozenset({"measure.chest", "measure.waist", "measure.hip"})
_OF_WEIGHT: Final = frozenset({"kg", "jin", "lb"})
_NUMBER: Final = r"\d{1,6}(?:[.,]\d{1,3})?"
_FIGURE: Final = re.compile(rf"(?<![\d.,]){_NUMBER}(?!\d)")
_UNIT: Final = (
    ("kg", (r"kg|kgs|kilos?|kilogramm\w*|kilograms?|quilos?|chili|кг|килограмм\w*|"
           r"كيلو\w*|كغ|كجم|кило|公斤|千克|キロ|킬로\w*|키로\w*|kilogram\w*|kilo\w*|กก\.?|กิโล\w*|โล")),
    ("jin", r"斤"),
    ("lb", r"lbs?|pounds?|libras|磅"),
    ("cm", (r"cm|centimet\w*|centimetr\w*|zentimeter|centymetr\w*|сантиметр\w*|см|"
           r"سم|سنتي\w*|厘米|公分|センチ|센티\w*|เซน\w*|ซม\.?|santim\w*")),
    ("mm", r"mm|millimet\w*|毫米|мм|مم|ミリ|มม\.?"),
    ("in", (r"inches|inch|in(?=[\s,.;!?]|$)|\"|”|pulgadas|zoll|pouces|polegadas|pollici|"
           r"inc(?=[\s,.;!?]|$)|cali(?![a-z])|calow\w*|дю[ий]м\w*|英寸|[吋寸]|인치|インチ|นิ้ว|بوصه|بوصة|انش|إنش")),
    ("m", r"m(?![\w])|metros?|mètres?|meter|м(?![\w])|متر|米(?!白)|メートル|เมตร"),
)  # fmt: skip
_WITH_UNIT: Final = re.compile(
    rf"(?<![\d.,A-Za-z])(?P<value>{_NUMBER})[ -]?(?:"
    + "|".join(f"(?P<u_{name}>{words})" for name, words in _UNIT)
    + ")"
    r"(?![a-z])",
    re.IGNORECASE,
)
_IN_WHAT: Final = re.compile(r" +[a-z]")
_MOST_INCHES: Final = 84
_FEET: Final = re.compile(
    r"(?<![\d.,])(?P<feet>[3-7])(?: ?ft\.? ?| ?feet ?| ?foot ?|['’′](?!\w*[^\W\d]))"
    r"(?P<inches>1[01]|\d)?(?:\"|”|''|in\b)?"
)
_METRES: Final = re.compile(r"(?<![\d.,])[12][.,]\d\d(?![\d%]|[.,]\d| ?[$€£])")
_METRES_SPLIT: Final = re.compile(r"(?<!\d)(?P<whole>[12]) ?m ?(?P<part>\d\d)(?!\d)")
_PAIR: Final = re.compile(
    r"(?<![\d.,])(?P<tall>1[2-9]\d|20\d|[12][.,]\d\d) ?(?:cm|m)?(?: ?[/／,，에]| e| y| i| und| et| en|) ?"
    r"(?P<heavy>[3-9]\d|1[0-5]\d)(?! ?(?:cm|см|mm|センチ|厘米))(?![\d.,%])"
)
_WORN: Final = re.compile(
    r"(?<![A-Za-z0-9.,-])(?P<system>eu|us|uk|it|fr|jp|br)?[ -]?"
    r"(?P<size>\d{2}(?:[.,/]\d{1,2})?|\d{1,2}|xxs|xs|s|m|l|xl|xxl|[2-6]xl)(?![A-Za-z0-9%])",
    re.IGNORECASE,
)
_BEHIND: Final = frozenset({"tr", "ja", "ko"})
"""Languages whose verb ("wear") stands behind the size."""
_HEADS: Final = re.compile(r"[^\d,;，、。.]{0,6}\d")
_NEAR: Final = 16
_MOST: Final = 12
_TWO: Final = 2
_PARTED: Final = re.compile(r"[\d,;，、。;.?!]")
_LONGEST: Final = 1_200
_Span = tuple[int, int]


def figures_in(text: str) -> tuple[str, ...]:
    """Numbers as written, in their order."""
    return tuple(dict.fromkeys(match[0] for match in _FIGURE.finditer(text[:_LONGEST])))[:24]


def measured_in(text: str, language: str, *, about_size: bool) -> tuple[Measured, ...]:
    """Measurements in a cleaned text. ``about_size``: a size is asked for, so bare numbers may count."""
    line = folded(text[:_LONGEST], language if language == "zh" else "fr").replace("\n", " ")
    parts = _parts(line, language)
    found, taken = _compound(line)
    for match in _WITH_UNIT.finditer(line):
        if not _inside(match.start(), taken):
            unit = next(name for name, _ in _UNIT if match[f"u_{name}"])
            if unit == "in" and _IN_WHAT.match(line, match.end()) and _number(match["value"]) > _MOST_INCHES:
                continue  # 135 in mustard
            taken.append(match.span())
            value, unit = _plain(_number(match["value"]), unit)
            fitting = [one for one in parts if (one[0] == _WEIGHT) == (unit in _OF_WEIGHT)]
            of = _beside(match.span(), fitting, line) or _by_size(value, unit, about_size=about_size)
            found.append(Measured(of, value, unit))
    if about_size and (pair := _PAIR.search(line)) and not any(one.of == _HEIGHT for one in found):
        heavy = _number(pair["heavy"])
        taken.append(pair.span())
        found = [one for one in found if not (one.of in {"", _WEIGHT} and one.value == heavy)]
        found += [_tall(_number(pair["tall"])), Measured(_WEIGHT, heavy, "kg")]
    worn = _worn(line, language, taken)
    for match in _FIGURE.finditer(line):
        of = "" if _inside(match.start(), taken) else _beside(match.span(), parts, line)
        value = _number(match[0])
        if (of and (about_size or of not in {_HEIGHT, _WEIGHT}) and 10 < value < 400) or (
            of == _HEIGHT and 1 < value < 3
        ):
            taken.append(match.span())
            found.append(
                _tall(value) if of == _HEIGHT else Measured(of, value, "kg" if of == _WEIGHT else "cm")
            )
    if about_size or any(one.of == _WEIGHT for one in found):
        found += _bare_metres(line, found, taken)
    if about_size and found and all(one.of in _GIRTHS for one in found):
        found += _bare_height(line, taken)
    return tuple(dict.fromkeys([*found, *worn]))[:_MOST]


def _bare_metres(line: str, found: list[Measured], taken: list[_Span]) -> list[Measured]:
    """1,83 without a unit, where no height is told otherwise."""
    if any(one.of == _HEIGHT for one in found):
        return []
    free = (match for match in _METRES.finditer(line) if not _inside(match.start(), taken))
    return [_tall(_number(match[0])) for match in free][:1]


def _bare_height(line: str, taken: list[_Span]) -> list[Measured]:
    """168 with no word beside it, in front of girths that are told."""
    free = [match for match in _FIGURE.finditer(line) if not _inside(match.start(), taken)]
    tall = [value for match in free if 140 <= (value := _number(match[0])) <= 210]
    return [_tall(tall[0])] if len(tall) == 1 else []


def _compound(line: str) -> tuple[list[Measured], list[_Span]]:
    """5'11" and 1m78."""
    found, taken = [], []
    for match in _FEET.finditer(line):
        inches = int(match["feet"]) * 12 + int(match["inches"] or 0)
        found.append(Measured(_HEIGHT, (Decimal(inches) * Decimal("2.54")).quantize(Decimal("0.1")), "cm"))
        taken.append(match.span())
    for match in _METRES_SPLIT.finditer(line):
        found.append(Measured(_HEIGHT, Decimal(match["whole"] + match["part"]), "cm"))
        taken.append(match.span())
    return found, taken


def _parts(line: str, language: str) -> list[tuple[str, _Span]]:
    patterns = slot_patterns(language)
    return [
        (patterns.parts[match.lastindex - 1], match.span())
        for match in patterns.body.finditer(line)
        if match.lastindex
    ]


def _beside(span: _Span, parts: list[tuple[str, _Span]], line: str) -> str:
    """The part named nearest, in front rather than behind, with no other figure between."""
    best, named = _NEAR + 1, ""
    for of, (start, end) in parts:
        front = end <= span[0]
        gap = line[end : span[0]] if front else line[span[1] : start]
        parted = any(mark in gap for mark in ",;，、。;")
        if parted and not front and _HEADS.match(line, end):
            continue  # "168 cm, bust 92": the bust has a figure of its own
        cost = len(gap) + (0 if front else 3) + (8 if parted else 0)
        if cost < best and not _FIGURE.search(gap):
            best, named = cost, of
    return _of_a_part(span, parts, line) or named if named == _HEIGHT else named


def _of_a_part(span: _Span, parts: list[tuple[str, _Span]], line: str) -> str:
    """The part whose measure a verb tells, where one verb stands for all: "a cabeça dele mede 50 cm"."""
    front = [(of, end) for of, (_, end) in parts if end <= span[0]]
    if len(front) < _TWO or front[-1][0] != _HEIGHT:
        return ""
    of, end = front[-2]
    gap = line[end : span[0]]
    return of if len(gap) <= _NEAR and of not in {_HEIGHT, _WEIGHT} and not _PARTED.search(gap) else ""


def _by_size(value: Decimal, unit: str, *, about_size: bool) -> str:
    if not about_size:
        return ""
    if unit in {"kg", "lb"}:
        return _WEIGHT if value < 400 else ""
    return _HEIGHT if unit == "cm" and 95 <= value <= 215 else ""


def _plain(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Half kilos as kilos, metres of a body as centimetres; others stay."""
    if unit == "jin":
        return value / 2, "kg"
    if unit == "m" and value < 3:
        return (value * 100).normalize() + 0, "cm"
    return value, unit


def _tall(value: Decimal) -> Measured:
    return Measured(_HEIGHT, (value * 100 if value < 3 else value).normalize() + 0, "cm")


def _worn(line: str, language: str, taken: list[_Span]) -> list[Measured]:
    """A size that he wears elsewhere, near a word that says so; letters are no numbers and stay figures."""
    found = []
    for word in slot_patterns(language).usual.finditer(line):
        near = list(_WORN.finditer(line, word.end(), word.end() + 14))
        if language in _BEHIND:
            near += list(_WORN.finditer(line, max(0, word.start() - 8), word.start()))[-1:]
        for match in near[:1]:
            if match["size"][0].isdigit() and not _inside(match.start("size"), taken):
                system = (match["system"] or "").upper()
                found.append(Measured(USUAL, _number(match["size"].partition("/")[0]), system))
                taken.append(match.span())
    return found


def _inside(place: int, spans: list[_Span]) -> bool:
    return any(start <= place < end for start, end in spans)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
