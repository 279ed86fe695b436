"""Korean: everything before the noun, particles by the last sound, numbers with their counters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import ClassVar

from argosy_commerce.money import Money
from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Term
from argosy_commerce.terms.normalize import fold
from argosy_commerce.terms.patterns import has_slots
from argosy_commerce.units import write_number

_DIGITS_WITH_FINAL = frozenset("013678")
"""영, 일, 삼, 육, 칠, 팔 end in a consonant."""
_LETTERS_WITH_FINAL = frozenset("lmnr")
"""엘, 엠, 엔, 알."""


_DESCRIBED_BY_VERBS = frozenset({Place.FEATURE, Place.STYLE, Place.FIT, Place.CUT})
_ADNOMINAL = re.compile(r"(?:..[한운]|.[은는]|[강순편진연]한|련된)$")
"""Nouns end so too, mostly short ones: 방한 (against cold), 무한 (endless), 다운 (down)."""
_FOR_WHOM_AND_WHEN = frozenset({Place.AUDIENCE, Place.SEASON, Place.OCCASION})
_QUALITIES = frozenset({Place.STYLE, Place.FEATURE})
_CUTS = {
    "attribute.neckline": 0,
    "attribute.waist": 0,
    "attribute.sleeve_length": 2,
    "attribute.garment_length": 3,
}
"""Neck and waist before sleeves, length last: 브이넥 반팔 롱 원피스."""
_SAID_AFTERWARDS = ("포함", "미포함", "포장")
"""What lies in the parcel describes no noun: 리필액 포함, 개별포장."""
_SAID_ONCE = frozenset(
    {"수납", "측정", "겸용", "방지", "조절", "포함", "좋은", "좋음", "없는", "없음", "적은", "적음"}
)
"""Last words that two neighbours share: 심박수·혈압 측정."""
_SIZE_IN_FIGURES = re.compile(r"[\d.–]+")
_ANSWERS = ("예", "아니요")
_NAMED_BY_FEATURE = (
    (re.compile("(?<=.) (?:있음|있는)$"), ("있음", "없음")),
    (re.compile("(?<=.) (?:포함|내장)$"), ("포함", "미포함")),
    (re.compile("(?<=.) 가능한?$"), ("가능", "불가")),
)
"""주머니 있음: 예 is said twice: 주머니: 있음, 식기세척기 사용: 가능."""
_A_PART = re.compile(
    "(?:지퍼|주머니|포켓|구멍|손잡이|뚜껑|커버|벨트|안감|내피|후드|패드|필터|거울|스트랩|고리|바퀴|서랍|잠금장치|투명창)$"
)
"""What a thing has or lacks: 손잡이: 있음."""
_BY_WAY = re.compile("(?<=^회전)형$|(?<=^충전)식$")
"""회전형: 360° tells how far it turns: 회전: 360°."""
_PART_OF = re.compile(r"(?P<what>[^()]+) \((?P<part>[^()]+)\)")
_DESCRIBING = re.compile(r" (?:가능한|\S*[은는])$")
_LETTERED = re.compile(r"\d?X*[SML]|\d?XL|FREE|프리사이즈")
_KEYED = (
    (_LETTERED, re.compile(r"(?:약 |최대 )?\d[\d.–×-]*[^\d,]{0,9}")),
    (re.compile(r"\d{2,3}"), re.compile(r"[\d.–]+(?:개월|세|kg)(?: \S+)*")),
    (re.compile(r"[\d.]+cm"), re.compile(r"(?:약 |최대 )?[\d.–]+kg(?: \S+)*")),
)
"""Sizes, each with what it means: XL(50kg 착용 가능), 1.2cm(25–70kg)."""
_THING = re.compile(r"[^\d,]*[가-힣]")
_HOW_MUCH = re.compile(r"(?:약 )?[\d.]+(?:[–×][\d.]+)*(?:mm|cm|m|g|kg|ml|L|개|매|박스|봉|팩|켤레|세트)")
_SO_MANY = re.compile(r" \d+[개매장켤레]+$")
"""라켓 2개 says how many there are, and stands before no noun."""
_TELLING_LENGTH = 2
"""Shorter words are found in others by chance: 차 in 차량."""


class Korean(Grammar):
    """여성 여름 블랙 코튼 반팔 원피스."""

    language = "ko"
    unisex_for_both = True
    slot_forms = frozenset(
        {"은/는", "이/가", "을/를", "과/와", "으로/로", "이나/나", "에", "의", "에서", "용"}
    )
    form_keys = frozenset({"台", "朵", "对"})
    """The source's measure words that have a counter of their own."""
    most_attached = 8
    order = (
        Place.AUDIENCE,
        Place.SEASON,
        Place.OCCASION,
        Place.STYLE,
        Place.FEATURE,
        Place.FIT,
        Place.COLOUR,
        Place.PATTERN,
        Place.MATERIAL,
        Place.CUT,
        Place.OTHER,
        Place.PART,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
        Place.STYLE: 2,
        Place.FEATURE: 2,
        Place.FIT: 1,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 1,
        Place.CUT: 2,
    }

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        # 여성 여름 UV400 가볍고 통기성 좋은 방수 …: for whom and when, names, verbs linked, nouns.
        first = [m for m in modifiers if m.place in _FOR_WHOM_AND_WHEN]
        qualities = [m for m in modifiers if m.place in _QUALITIES]
        rest = [m for m in modifiers if m not in first and m not in qualities]
        rest.sort(key=lambda m: (self.order.index(m.place), _CUTS.get(m.concept.attribute or "", 1)))
        qualities.sort(key=lambda m: not is_adnominal(m.term.as_modifier))
        words = [*map(self._before, first), *names]
        words += linked(merged([self._before(m) for m in [*qualities, *rest]]))
        # 얼굴 얼굴 작아 보이는: a word that the next begins with is said once.
        said = [
            word for word, after in pairwise([*words, head.term.preferred]) if word != after.split(" ")[0]
        ]
        if said and said[-1].endswith(f" {head.term.preferred}"):
            return " ".join(said)  # 추 달린 빨대 + 빨대
        return " ".join([*said, head.term.preferred])

    def repeats(self, modifier: Term, noun: Term) -> bool:
        words = {modifier.as_modifier, modifier.preferred}
        return modifier.as_modifier in noun.preferred or any(
            len(word) >= _TELLING_LENGTH and word in noun.preferred for word in words
        )

    def attachable(self, modifier: Modifier) -> bool:
        said = modifier.term.as_modifier
        if said.endswith(_SAID_AFTERWARDS) or _SO_MANY.search(said):
            return False
        return super().attachable(modifier)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        if modifier.purity:
            return f"{modifier.term.preferred} {modifier.purity}%"
        if modifier.place in _DESCRIBED_BY_VERBS:
            return nominal(modifier.term.preferred)
        if head is not None and modifier.place in {Place.AUDIENCE, Place.OCCASION}:
            return modifier.term.as_modifier  # 텀블러, 가정용
        return modifier.term.preferred

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        text = ""
        in_chain = False
        for modifier, following in zip_longest(modifiers, modifiers[1:]):
            word = modifier.term.as_modifier
            if following and is_adnominal(word) and is_adnominal(following.term.as_modifier):
                text += f"{connective(word)} "
                in_chain = True
            else:
                said = nominal(word) if in_chain else self.alone(modifier, head)
                text += said + (", " if following else "")
                in_chain = False
        return text

    def together(self, words: Sequence[str]) -> str:
        """Without a word that an earlier chunk has said, or that a later one says as 주방용."""
        kept: list[str] = []
        said: set[str] = set()
        for word in words:
            if word not in said and f"{word}용" not in words:
                kept.append(word)
            if not any(c.isdigit() for c in word):
                said.update(word.split())
        return self.comma.join(merged(kept))

    def measure_in_title(self, measure: Measure, text: str) -> str:
        if isinstance(measure, Size) and _SIZE_IN_FIGURES.fullmatch(text):
            return f"사이즈 {text}"
        return text

    def price(self, money: Money) -> str:
        # CLDR's CN¥39.90 is in no shop, and ¥ is the yen.
        if money.currency == "CNY":
            return f"{write_number(money.amount, self.language)}위안"
        return super().price(money)

    def counter(self, unit: Term, source: str) -> Term:
        own = unit.forms.get(fold(source).removesuffix("装")[-1:])
        return unit if own is None else unit.model_copy(update={"preferred": own})

    def multiple(self, each: str, count: str, *, has_unit: bool) -> str:  # noqa: ARG002 — one order for both
        return f"{each}{self.times}{count}"

    def filled(self, fillers: Sequence[Term], form: str | None) -> str:
        # A particle stands after the last of a list: 여름, 겨울에.
        *others, last = fillers
        return self.listed([*(f.preferred for f in others), self.in_form(last, form or "")])

    def in_form(self, term: Term, form: str) -> str:
        return with_particle(term.preferred, form) if form else term.preferred

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written}{unit.preferred}"

    def percent(self, number: Decimal) -> str:
        return f"{format(number.normalize(), 'f')}%"

    def spec(self, attribute: str, value: str) -> str:
        """``소재: 면``, ``손잡이 길이: 62cm``; what a quality names is not answered twice: 주머니: 있음."""
        name = nominal(attribute) if _DESCRIBING.search(attribute) else attribute
        if value in {attribute, name}:
            return value
        attribute = _PART_OF.sub(r"\g<part> \g<what>", attribute)
        first, *others = value.split(self.comma)
        for ending, answers in _NAMED_BY_FEATURE:
            if first in _ANSWERS and ending.search(attribute):
                attribute = ending.sub("", attribute)
                first = dict(zip(_ANSWERS, answers, strict=True))[first]
                break
        else:
            if first not in _ANSWERS:
                attribute = _BY_WAY.sub("", attribute)
            elif _A_PART.search(attribute):
                first = {"예": "있음", "아니요": "없음"}[first]
        if _DESCRIBING.search(attribute):
            attribute = name
        told = [word for word in others if word not in _ANSWERS]
        return f"{attribute}: {self._side_by_side([first, *told])}"

    def _side_by_side(self, words: Sequence[str]) -> str:
        """XL(50kg 착용 가능), 2XL(57.5kg 착용 가능); 자 15cm."""
        text = "".join(words[:1])
        for last, word in pairwise(words):
            if any(size.fullmatch(last) and meaning.fullmatch(word) for size, meaning in _KEYED):
                text += f"({word})"
            elif last.endswith(" 있음") and word.isdigit():
                text = f"{text.removesuffix(' 있음')} {word}개"
            elif last not in {*_ANSWERS, "있음", "없음", "가능", "불가"} and (
                _THING.fullmatch(last) and _HOW_MUCH.fullmatch(word)
            ):
                text += f" {word}"
            else:
                text += f"{self.comma}{word}"
        return text

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{material.preferred} {self.percent(percent)}"

    def listed(self, words: Sequence[str]) -> str:
        return ", ".join(words)

    @staticmethod
    def _before(modifier: Modifier) -> str:
        if modifier.purity and modifier.place is Place.MATERIAL:
            return f"{modifier.term.preferred} {modifier.purity}%"
        return modifier.term.as_modifier


def is_adnominal(word: str) -> bool:
    """Whether a word is a verb in its describing form.

    >>> [is_adnominal(word) for word in ("가벼운", "통기성 좋은", "방수", "방한")]
    [True, True, False, False]
    """
    return _ADNOMINAL.search(word) is not None


def merged(words: Sequence[str]) -> list[str]:
    """Neighbours that end in the same word say it once.

    >>> merged(["방수", "심박수 측정", "혈압 측정"]), merged(["통기성 좋은", "신축성 좋은"])
    (['방수', '심박수·혈압 측정'], ['통기성·신축성 좋은'])
    """
    done: list[str] = []
    for word in words:
        start, _, last = word.rpartition(" ")
        if done and start and last in _SAID_ONCE and done[-1].endswith(f" {last}"):
            done[-1] = f"{done[-1].removesuffix(f' {last}')}·{word}"
        else:
            done.append(word)
    return done


def linked(words: Sequence[str]) -> list[str]:
    """Words before a noun, where a verb before another verb takes its linking ending.

    >>> linked(["가벼운", "통기성 좋은", "방수"])
    ['가볍고', '통기성 좋은', '방수']
    """
    return [
        connective(word) if is_adnominal(word) and following and is_adnominal(following) else word
        for word, following in zip_longest(words, words[1:])
    ]


def with_particle(word: str, particle: str) -> str:
    """The word with the particle its last sound asks for.

    >>> with_particle("여름", "을/를"), with_particle("바다", "을/를"), with_particle("겨울", "으로/로")
    ('여름을', '바다를', '겨울로')
    >>> with_particle("여름", "용"), with_particle("남녀공용", "용")
    ('여름용', '남녀공용')
    """
    after_consonant, _, after_vowel = particle.partition("/")
    if not after_vowel:
        return word if particle == "용" and word.endswith("용") else word + particle
    final = _final(word)
    if particle.startswith("으로") and final == "l":
        return word + after_vowel
    return word + (after_consonant if final else after_vowel)


def connective(word: str) -> str:
    """An adnominal verb before another: 부드러운 -> 부드럽고.

    >>> connective("가벼운"), connective("통기성 좋은"), connective("편안한"), connective("흡수하는")
    ('가볍고', '통기성 좋고', '편안하고', '흡수하고')
    """
    if word.endswith("한"):
        return word[:-1] + "하고"
    if word.endswith("운") and "가" <= word[-2] <= "힣" and (ord(word[-2]) - ord("가")) % 28 == 0:
        return word[:-2] + chr(ord(word[-2]) + _FINAL_P) + "고"
    return word[:-1] + "고"


def nominal(word: str) -> str:
    """An adnominal verb standing alone takes the noun ending shops use: 부드러운 -> 부드러움.

    >>> nominal("가벼운"), nominal("통기성 좋은"), nominal("주머니가 있는"), nominal("흡수하는")
    ('가벼움', '통기성 좋음', '주머니가 있음', '흡수함')
    >>> nominal("세련된"), nominal("조절 가능한")
    ('세련됨', '조절 가능')
    """
    if not is_adnominal(word):
        return word
    if word.endswith("가능한"):
        return word[:-1]
    last = word[-1]
    if last in "한운된":
        return word[:-1] + chr(ord(last) - _FINAL_N + _FINAL_M)
    stem = word[-2]
    if not "가" <= stem <= "힣":
        return word
    if (ord(stem) - ord("가")) % 28:
        return word[:-1] + "음"
    return word[:-2] + chr(ord(stem) + _FINAL_M)


_FINAL_N, _FINAL_M, _FINAL_P = 4, 16, 17


def _final(word: str) -> str:
    """The final consonant's class of the last syllable: "" none, "l" ㄹ, "c" any other."""
    last = word.rstrip(")")[-1:]
    if "가" <= last <= "힣":
        index = (ord(last) - ord("가")) % 28
        return "" if index == 0 else "l" if index == 8 else "c"
    if last.isdigit():
        return "l" if last in "178" else "c" if last in _DIGITS_WITH_FINAL else ""
    lower = last.lower()
    return "l" if lower in "lr" else "c" if lower in _LETTERS_WITH_FINAL else ""
