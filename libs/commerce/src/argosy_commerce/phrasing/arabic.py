"""Arabic: modifiers after the noun, agreeing in gender; plurals of things take the feminine singular.

Modern standard Arabic as shops of Saudi Arabia write it, without vowel signs, Latin digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, Place
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Kind, Role, Term
from argosy_commerce.terms.patterns import has_slots

_ARTICLE = "ال"
_ADJECTIVES = frozenset({Role.ADJECTIVE, Role.INVARIABLE})
_WHO_AND_WHEN = frozenset({Place.AUDIENCE, Place.SEASON, Place.OCCASION})
_TAILS = frozenset({"واقٍ", "واقية", "مقاوم", "بدون", "بكعب", "بحمالات", "بنعل", "بالماء", "برباط"})
"""Words that open the second half of a name, before which adjectives stand: حذاء نسائي بكعب عالٍ."""
_FIRST_OF_ITS_L = re.compile(r"لل(حم(?![لا])|يل|يمون|ياقة|ون|وح|ابتوب|بس|غة|هب|ؤلؤ)")
"""Words that begin with a ل of their own, whose article is not written behind the preposition: لليل."""
_COLOURED = ("بلون ", "بألوان ", "بالأبيض")
_LOOKS = ("بأسلوب ", "على ")
"""How the thing looks as a whole; what it has makes a list of its own."""
_APART = ("بمقاس ", "بحجم ", "في ", "فكرة ", "كأساس ")
"""What stands apart, behind a comma."""
_PURPOSE = re.compile(
    "لل(?!استخدام)"
    "|ل(آثار|أعياد|إخفاء|إدخال|تثبيت|تدريب|تقليص|حماية|خزانة|ركوب|زيادة|شد|صيد|طاولة|عضلات|غرفة) "
)
"""Openings of what a thing is for; other words have a ل of their own (لامع, لطيف)."""
_BOTH = "للجنسين"
_PEOPLE = re.compile(
    "لل(نساء|رجال|أطفال|بنات|أولاد|رضع|بالغين|حوامل|طلاب|عائلة|كلاب|قطط|مبتدئين|حيوانات|أمهات|آباء|جنسين"
    "|جدات|أجداد|أزواج|صديقات|معلم|جراء|أرانب|طيور|هامستر|سلاحف|ببغاوات|صغار)"
)
"""For whom, not for what."""
_OWN_B = frozenset(
    {"باروكة", "بازل", "باع", "باقة", "بالون", "بالونات", "باور", "بخاخ", "بخاخات", "بخور", "بدلة"}
    | {"بدون", "براءة", "براغي", "برايمر", "براية", "برتقالي", "برطمان", "برنامج", "بروتين", "بروش", "برونز"}
    | {"بساط", "بسيط", "بطارية", "بطاريات", "بطاقات", "بطاقة", "بطانة", "بطانية", "بطة", "بطيء", "بعيد"}
    | {"بكيني", "بلاستيك", "بلبل", "بلد", "بلسم", "بلوتوث", "بلوزة", "بليزر", "بنطلون", "بنفسجي", "بني"}
    | {"بوت", "بودرة", "بودي", "بوصة", "بوكسر", "بوليستر", "بيانو", "بيج", "بيجامة", "بيضاوي"}
)
"""Words of a ب of their own, at the head of a heading."""
_LONGEST_LIST = 2
_SHARES = frozenset(
    {"مقاوم", "مقاومة", "مضاد", "مضادة", "مانع", "مانعة", "طارد", "طاردة", "قابل", "قابلة", "آمن", "آمنة"}
)
"""Adjectives said once for all that they govern: مقاوم للماء والغبار."""
_MOST = {"long": 2, "من": 2, "looks": 1, "ب": 3, "بدون": 1, "مع": 1, "audience": 2, "purpose": 3, "fit": 2}
"""How many of each construction a noun carries."""


@dataclass(slots=True)
class _Parts:
    """A noun's modifiers by the construction that ties them to it."""

    short: list[str] = field(default_factory=list)
    long: list[str] = field(default_factory=list)
    colour: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    having: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    fit: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    season: list[str] = field(default_factory=list)
    purpose: list[str] = field(default_factory=list)


class Arabic(Grammar):
    """فستان صيفي نسائي أسود من القطن."""

    language = "ar"
    unisex_for_both = True
    form_keys = frozenset({"f", "pl", "few", "def", "li", "bi"})
    slot_forms = frozenset({"def", "li", "bi", "pl"})
    genders = frozenset({"m", "f"})
    alone_agrees = True
    forms_plurals = False
    most_attached = 9
    most_adjectives = 3
    comma = "، "
    semicolon = "؛ "
    order = (
        Place.AUDIENCE,
        Place.SEASON,
        Place.OCCASION,
        Place.STYLE,
        Place.FIT,
        Place.COLOUR,
        Place.PATTERN,
        Place.CUT,
        Place.MATERIAL,
        Place.FEATURE,
        Place.OTHER,
        Place.PART,
    )
    room: ClassVar[dict[Place, int]] = {
        Place.AUDIENCE: 2,
        Place.SEASON: 1,
        Place.OCCASION: 3,
        Place.STYLE: 1,
        Place.FIT: 1,
        Place.CUT: 2,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 2,
        Place.FEATURE: 3,
        Place.OTHER: 1,
        Place.PART: 2,
    }

    def attachable(self, modifier: Modifier) -> bool:
        return not (modifier.role is Role.PREPOSITIONAL and modifier.term.as_modifier.startswith(_APART))

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        attached, trailing = super().split(phrase)
        left = dict(_MOST)
        kept: list[Modifier] = []
        for modifier in sorted(attached, key=lambda m: TELLING.index(m.place)):
            tie = self._tie(modifier)
            if tie in left:
                left[tie] -= 1
            full = tie in left and left[tie] < 0
            told = {self._tie(m) for m in kept}
            # للأطفال للخريف والشتاء للسفر would have no end; للجنسين والطلاب are not two of a kind.
            late = tie == "purpose" and {"audience", "season"} <= told
            # من القطن 100% leaves no room for another; nor do two ل phrases that make no list.
            made = [m for m in (modifier, *kept) if self._tie(m) == "من"]
            alike = len({m.term.preferred.split(" ")[0] for m in made}) < len(made)
            late |= tie == "من" and tie in told and (alike or any(m.purity for m in made))
            fits = [m.term.as_modifier for m in (modifier, *kept) if self._tie(m) == "fit"]
            late |= tie == "fit" and len(fits) > 1 and not all(map(_PURPOSE.match, fits))
            both = _BOTH in {m.term.as_modifier for m in (modifier, *kept)}
            late |= tie == "audience" and both and tie in told
            second = modifier.role in _ADJECTIVES and any(
                m.role in _ADJECTIVES and m.place is modifier.place and m.place in _WHO_AND_WHEN for m in kept
            )
            if full or late or second:
                trailing.append(modifier)
            else:
                kept.append(modifier)
        order = list(phrase.modifiers)
        return (
            sorted(kept, key=lambda m: (self.order.index(m.place), order.index(m))),
            sorted(trailing, key=order.index),
        )

    def _tie(self, modifier: Modifier) -> str:  # noqa: PLR0911 — one per construction
        """How a modifier is tied to its noun."""
        word = modifier.term.as_modifier
        if modifier.role in _ADJECTIVES:
            return "long" if _is_long(modifier) else "adjective"
        if modifier.place is Place.SEASON:
            return "season"
        if modifier.place is Place.AUDIENCE:
            return "audience"
        if modifier.place is Place.MATERIAL and modifier.role is Role.NOUN:
            return "من"
        if word.startswith(_COLOURED):
            return "colour"
        if word.startswith(_LOOKS):
            return "looks"
        for preposition in ("بدون", "مع"):
            if word.startswith(f"{preposition} "):
                return preposition
        if word.startswith("ب"):
            return "ب"
        return "purpose" if modifier.place is Place.OCCASION else "fit"

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        # حقيبة ظهر مدرسية للأطفال مقاومة للماء من النايلون بجيوب وسحاب للسفر: one ل phrase right behind the
        # short adjectives, another at the end; two in a row would seem to hang on each other.
        parts = self._parts(head.term, modifiers)
        noun, tail = _halves(self._bare(head))
        whom = [_series(group) for group in (parts.people, parts.season, parts.purpose) if group]
        near = [] if tail.startswith("ل") else whom[:1]
        having = [_series(parts.having)] if parts.having else []
        made = [_series(parts.made)] if parts.made else []
        fit = [_series(parts.fit)] if parts.fit else []
        far = [*names, *parts.colour, *made, *having, *parts.looks, *parts.rest, *fit]
        long = " و".join(_sharing(parts.long))
        if tail.startswith("واق") and long:
            long = f"و{long}"
        text = " ".join(filter(None, [noun, *parts.short, tail, *near, long, *far]))
        for at, phrase in enumerate(whom[len(near) :]):
            hangs = at == 0 and far and not far[-1].startswith("ل")
            text += f" {phrase}" if hangs else f"{self.comma}{phrase}"
        return text

    def _parts(self, noun: Term, modifiers: Iterable[Modifier]) -> _Parts:
        parts = _Parts()
        into = {
            "من": parts.made,
            "looks": parts.looks,
            "colour": parts.colour,
            "ب": parts.having,
            "fit": parts.fit,
            "audience": parts.people,
            "season": parts.season,
            "purpose": parts.purpose,
        }
        for modifier in modifiers:
            text = self._after(modifier, noun)
            if modifier.role in _ADJECTIVES:
                (parts.long if _is_long(modifier) else parts.short).append(text)
            else:
                into.get(self._tie(modifier), parts.rest).append(text)
        return parts

    def _bare(self, head: Head) -> str:
        """The noun without its article: a table's heading is definite, a described noun not."""
        noun = head.term.preferred
        if head.concept.kind is not Kind.ATTRIBUTE:
            return noun
        words = noun.split(" ")
        if all(word.startswith(_ARTICLE) for word in words):
            return " ".join(word.removeprefix(_ARTICLE) for word in words)
        return noun

    def repeats(self, modifier: Term, noun: Term) -> bool:
        # حامل هاتف للسيارة، للسيارة; مقود كلاب للكلاب; حذاء رياضي رياضي; but أحمر شفاه أحمر
        words = noun.preferred.split(" ")
        if modifier.preferred == words[0] and "f" in modifier.forms:
            return False
        there = {_stem(word) for word in words}
        said = {modifier.as_modifier, modifier.preferred, *modifier.alternatives}
        if modifier.gender is None or modifier.modifier is not None:
            said.add(agree(modifier, noun))
        told = modifier.as_modifier.split(" ")
        # شفاطة بشفاطة ثقيلة الطرف; شورت دراجات لركوب الدراجات; رضاعة أطفال للرضع
        if len(told) > 1 and told[0] == f"ب{words[0]}":
            return True
        if told[0] == "لركوب" and {_stem(word) for word in told[1:]} <= there:
            return True
        if modifier.as_modifier == "للرضع" and {"أطفال", "رضع"} & set(words):
            return True
        # كوب زجاجي من الزجاج
        made = {f"{_stem(modifier.preferred)}{ending}" for ending in ("ي", "ية")}
        return bool(made & there) or any({_stem(word) for word in text.split(" ")} <= there for text in said)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if modifier.purity:
            return f"{term.preferred} {modifier.purity}%"
        if head is None:
            return term.preferred
        if modifier.role is Role.ADJECTIVE and modifier.place in _WHO_AND_WHEN:
            return self.in_form(term, "li")  # an adjective so far from its noun would speak of nothing
        return self._after(modifier, head.term)

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        # بسعة كبيرة، للحمل على الكتف; مانع للانزلاق وهادئ، ببطانة فليس: only what is tied alike makes a list.
        tied: dict[str, list[str]] = {}
        for modifier in modifiers:
            text = self.alone(modifier, head)
            tied.setdefault("" if modifier.role in _ADJECTIVES else text[0], []).append(text)
        return self.comma.join(self.listed(_sharing(texts)) for texts in tied.values())

    def spec(self, attribute: str, value: str) -> str:
        """``سحاب جانبي: نعم``: what a thing has is a heading without its preposition."""
        # النقشة: لؤلؤية, not بنقشة لؤلؤية
        value = value.removeprefix(f"ب{attribute.removeprefix(_ARTICLE)} ")
        heading = attribute.replace("ضمن طقم", "الطقم").removeprefix("مع ")
        if heading.startswith("لل"):
            heading = _without_preposition(heading, heading)
        elif heading.startswith("ب") and heading.partition(" ")[0] not in _OWN_B:
            heading = heading[1:]
        return super().spec(heading, value)

    def together(self, words: Sequence[str]) -> str:
        """Chunks: what is for something as one list, what one adjective governs as well, nothing twice."""
        kept: list[str] = []
        for word in words:
            if _PURPOSE.match(word) and any(_tells(other, word) for other in kept):
                continue
            at = next((i for i, other in enumerate(kept) if _both_for(other, word)), None)
            if at is None:
                kept.append(word)
            else:
                kept[at] = f"{kept[at]} و{_without_preposition(word, kept[at])}"
        return self.comma.join(_sharing(kept))

    def measure_in_title(self, measure: Measure, text: str) -> str:
        return f"مقاس {text}" if isinstance(measure, Size) else text

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form in term.forms:
            return term.forms[form]
        if form == "def":
            return definite(term)
        if form == "bi":
            return f"ب{definite(term)}"
        return _for(definite(term)) if form == "li" else term.preferred

    def filled(self, fillers: Sequence[Term], form: str | None) -> str:
        if form != "li":
            return super().filled(fillers, form)
        return _series([self.in_form(filler, form) for filler in fillers])

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        category = self.locale.plural_form(number) if number == int(number) else "other"
        if category == "few":
            return f"{written} {unit.forms.get('few') or plural(unit)}"
        word = unit.preferred
        # 12 طقمًا: the counted noun stands in the accusative, which ة does not show.
        return f"{written} {word}ًا" if category == "many" and not word.endswith("ة") else f"{written} {word}"

    def percent(self, number: Decimal) -> str:
        return f"{format(number.normalize(), 'f')}%"

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{material.preferred} {self.percent(percent)}"

    def _after(self, modifier: Modifier, noun: Term) -> str:
        term = modifier.term
        if modifier.role is Role.ADJECTIVE:
            return agree(term, noun)
        if modifier.role is Role.NOUN:
            if modifier.purity:
                return f"من {definite(term)} {modifier.purity}%"
            if modifier.place is Place.MATERIAL:
                return f"من {definite(term)}"
            if modifier.place in _WHO_AND_WHEN:
                return self.in_form(term, "li")
        return term.as_modifier


def agree(adjective: Term, noun: Term) -> str:
    """The adjective in the noun's gender; of several words each single one that ends as an adjective.

    >>> agree(Term(preferred="قطني"), Term(preferred="حقيبة", gender="f"))
    'قطنية'
    """
    feminine = noun.gender == "f" or noun.number == "pl"
    word = adjective.as_modifier
    if not feminine:
        return word
    if "f" in adjective.forms:
        return adjective.forms["f"]
    first, _, rest = word.partition(" ")
    if first.endswith(("ة", "ى", "اء")):
        return word
    return f"{first}ة {rest}".strip()


def definite(term: Term) -> str:
    """With the article; a noun that another noun already determines (قماش أكسفورد) stays."""
    if "def" in term.forms:
        return term.forms["def"]
    word = term.preferred
    if word.startswith(_ARTICLE) or " " in word or not "\u0600" <= word[0] <= "\u06ff":
        return word
    return _ARTICLE + word


def _for(noun: str) -> str:
    """What a definite noun is with لـ before it.

    >>> [_for(noun) for noun in ("الصيف", "الليل", "كبار السن")]
    ['للصيف', 'لليل', 'لكبار السن']
    """
    if noun.startswith(f"{_ARTICLE}ل"):
        return f"ل{noun[2:]}"  # three of them are never written
    return f"لل{noun[2:]}" if noun.startswith(_ARTICLE) else f"ل{noun}"


def plural(term: Term) -> str:
    """The plural: given by the term, for broken plurals have no rule."""
    if term.number == "pl":
        return term.preferred
    return term.plural or term.forms.get("pl") or term.preferred


def _series(phrases: Sequence[str]) -> str:
    """Phrases with one preposition as one list.

    >>> _series(["بجيوب", "بسحاب"]), _series(["للسفر", "للتخييم"])
    ('بجيوب وسحاب', 'للسفر والتخييم')
    """
    text = phrases[0]
    for before, phrase in pairwise(phrases):
        bare = _without_preposition(phrase, before)
        if not set(bare.split(" ")) <= {word.removeprefix("و").removeprefix("ب") for word in text.split(" ")}:
            text += f" و{bare}"
    return text


def _halves(noun: str) -> tuple[str, str]:
    """A name, and what of it stands behind the adjectives.

    >>> _halves("حامل هاتف للسيارة"), _halves("حقيبة ظهر")
    (('حامل هاتف', 'للسيارة'), ('حقيبة ظهر', ''))
    """
    words = noun.split(" ")
    for at, word in enumerate(words[1:], start=1):
        if word in _TAILS or word.startswith(("لل", "لكبيرات")):
            return " ".join(words[:at]), " ".join(words[at:])
    return noun, ""


def _without_preposition(phrase: str, before: str) -> str:
    """What a list says of its second member: the preposition once, the article again.

    >>> [_without_preposition(word, word) for word in ("بجيوب", "باللمس", "للسفر", "لليل", "لغرفة النوم")]
    ['جيوب', 'باللمس', 'السفر', 'الليل', 'غرفة النوم']
    """
    if phrase.startswith("لل"):
        return f"{_ARTICLE}{phrase[1:] if _FIRST_OF_ITS_L.match(phrase) else phrase[2:]}"
    if phrase.startswith("ل"):
        return phrase[1:]
    if phrase.startswith("من "):
        return phrase[3:]
    # بجيوب وباللمس: what works by something is not what the thing has.
    by = ("بال", "بتقنية ")
    return phrase if phrase.startswith(by) or before.startswith(by) else phrase[1:]


def _is_long(modifier: Modifier) -> bool:
    """An adjective that governs more words: مقاوم للماء, not أزرق فاتح."""
    return " " in modifier.term.as_modifier and modifier.place is not Place.COLOUR


def _tells(text: str, purpose: str) -> bool:
    """Whether a text says what a thing is for already, by itself or in a list."""
    words = f" {text} ".replace("،", " ")
    return f" {purpose} " in words or f" و{_without_preposition(purpose, purpose)} " in words


def _both_for(one: str, other: str) -> bool:
    """Whether two chunks say what a thing is for, or both for whom, and nothing else."""
    texts = (one, other)
    purposes = all(_PURPOSE.match(t) and "،" not in t for t in texts)
    people = [bool(_PEOPLE.match(t)) for t in texts]
    return purposes and people[0] == people[1] and one.count(" و") < _LONGEST_LIST


def _sharing(words: Sequence[str]) -> list[str]:
    """Adjectives that govern alike said once.

    >>> _sharing(["مقاوم للماء", "ناعم", "مقاوم للغبار"])
    ['مقاوم للماء والغبار', 'ناعم']
    """
    said: dict[str, str] = {}
    for word in words:
        first, _, rest = word.partition(" ")
        alike = first in _SHARES and rest.startswith("لل") and "،" not in word and " و" not in word
        key = first if alike else word
        if alike and key in said:
            said[key] += f" و{_without_preposition(rest, rest)}"
        else:
            said.setdefault(key, word)
    return list(said.values())


def _stem(word: str) -> str:
    """A word without what is written onto its front.

    >>> [_stem(word) for word in ("للسيارة", "السيارة", "سيارة", "بكعب")]
    ['سيارة', 'سيارة', 'سيارة', 'كعب']
    """
    for prefix, put in (("لل", ""), ("بال", ""), (_ARTICLE, ""), ("ب", ""), ("ل", "")):
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            return put + word[len(prefix) :]
    return word
