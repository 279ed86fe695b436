"""Japanese: all that describes stands before the noun; a title is the noun and key words after it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import ClassVar

from argosy_commerce.money import Money
from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, NounPhrase, Place
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Term
from argosy_commerce.terms.normalize import fold
from argosy_commerce.terms.patterns import has_slots
from argosy_commerce.units import write_number

_ADNOMINAL = re.compile(r"[いなのるたうくすつむぐ]$")
"""What describes a noun and is none itself ends so: やわらかい, 丈夫な, 厚手の, 洗える, ゆったりとした."""
_MERE_THING = re.compile(r"(?:付き|入り|[ァ-ヶー]{3}|面|包装|足|汗|真空)$")
"""No end of a sentence begun with adjectives, as 軽量 is: 暖かく4本足 is none, 裏起毛・防寒・4本足 a list."""
_MERE_KIND = re.compile(r"(?:用|型|形|対応)の?$")
"""Neither links such words: 手作り・2人用, no 手作りで2人用."""
_OF_ADJECTIVE = re.compile(r"の(?=[^の]+い$)")
"""通気性の良い生地, but the fabric is 通気性が良い."""
_KATAKANA_OR_LATIN = re.compile(r"[ァ-ヶーA-Za-z]")


_MOST_CLOSED_UP = 2
"""夏用半袖シャツ; more nouns are parted, レディース 夏用 半袖シャツ."""
_ONE_KIND = (
    {"audience.women", "audience.men"},
    {"audience.girls", "audience.boys"},
    {"audience.adults", "audience.children"},
    {"audience.children", "audience.baby"},
    {"audience.dogs", "audience.cats"},
)
"""Who stands side by side: レディース メンズ, 犬用 猫用."""
_COUNTED = re.compile(r"(\d[\d,]*)(組|枚|個|点|ヘッド)(入り)?")
_COUNTERS = (
    (
        re.compile(r"靴|シューズ|サンダル|ブーツ|スリッパ|ソックス|スニーカー|パンプス|インソール|タイツ"),
        {"組": "足"},
    ),
    (re.compile("箸"), {"組": "膳"}),
    (re.compile("手袋"), {"組": "双", "個": "枚"}),
    (re.compile("パズル|積み木|ブロック"), {"枚": "ピース", "個": "ピース"}),
    (re.compile("ラケット|トレーニングチューブ|杖"), {"個": "本", "枚": "本"}),
    (re.compile("パンツ|ショーツ|下着|シャツ|タオル|レギンス"), {"点": "枚", "個": "枚"}),
    (re.compile("食器|茶器"), {"ヘッド": "点"}),
)
"""What counts the thing itself, where the Chinese measure word does not tell: 靴下 5足, 箸 10膳."""
_SLIM = re.compile(
    "ケース|バッテリー|充電|キーボード|マウス|スピーカー|ライト|フィルム|財布|テレビ|タブレット"
)
"""Cloth is 薄手, a thing 薄型."""
_STICKS = re.compile("フック|テープ")
"""无痕 says of underwear that it shows no seam, of what sticks that it leaves no trace."""
_NUMBERED = re.compile(r"\d{1,4}[A-Za-z]?")
_FITS_BRAND = re.compile(r"[A-Za-z ]+対応")
_LONGEST_YEARLY = 3
"""Xiaomi 14対応: makers number their phones in two figures."""
_TRIM = re.compile(r"(?:Pro|Max|Plus|Ultra|Mini|mini|Lite|SE|Air)\b")
_MALE = frozenset({"audience.men", "audience.boys"})
_ANSWERS = ("あり", "なし")
_NAMED_BY_FEATURE = (
    (re.compile("(?<=.)付き$"), _ANSWERS),
    (re.compile("(?<=.)対応$"), ("対応", "非対応")),
    (re.compile("(?<=.)(?:可能|可)$"), ("可", "不可")),
)
"""食洗機対応：あり is said twice: 食洗機：対応, ポケット：あり, 取り外し：可."""
_BY_WAY = re.compile(r"(?<=[^方形型様])式$")
"""回転式：360° tells how far it turns: 回転：360°."""
_PART_OF = re.compile(r"(?P<what>[^()]+) \((?P<part>[^()]+)\)")
_LETTERED = re.compile(r"\d?X*[SML]|\d?XL|[AB]\d|フリーサイズ")
_KEYED = (
    (_LETTERED, re.compile(r"約?\d[\d.～×-]*[^\d、]{0,6}")),
    (re.compile(r"[\d.]+cm"), re.compile(r"約?[\d.～]+kg\S{0,4}")),
    (re.compile(r"\d{2,3}"), re.compile(r"[\d.～]+(?:ヶ月|歳|kg)\S{0,4}")),
    (re.compile(r"\d+インチ"), re.compile(r"約?[\d.]+(?:L|kg)")),
)
"""Sizes, each with what it means: M（50kg対応）, A5（20穴）, 20インチ（38L）."""
_PIECES = re.compile(r"\d+(?:枚|個|本|点)")
_THING = re.compile(r"[^\d、]*[ぁ-んァ-ヶー一-龠]")
_HOW_MUCH = re.compile(r"約?[\d.,]+(?:[～×][\d.,]+)*(?:mm|cm|m|g|kg|ml|L|個|枚|本|箱|袋)")
_LEAST_SHARED = 3
"""大きめカール + カールアイロン: 大きめカールアイロン."""
_MEASURE_WORDS = frozenset("件个只块枚根条把支颗粒台顶朵片瓶卷袋抽")


class Japanese(Grammar):
    """半袖の夏用ワンピース in a sentence, ワンピース レディース 夏 半袖 as a title."""

    language = "ja"
    form_keys = frozenset({"keyword", "person", "male", *_MEASURE_WORDS})
    """keyword: in a title, where the bare noun is none (壁用); person: 女性 beside the shelf's レディース;
    male: what the thing is called for men and boys (ショーツ, but 下着 メンズ);
    a Chinese measure word: what counts the things it counts (支: 本)."""
    slot_forms = frozenset({"person"})
    most_attached = 6
    describes_materials = True
    comma = "、"
    semicolon = "；"
    full_stop = "。"
    between_sentences = ""
    times = "×"
    range_sign = "～"
    order = (
        Place.FEATURE,
        Place.STYLE,
        Place.FIT,
        Place.COLOUR,
        Place.AUDIENCE,
        Place.SEASON,
        Place.OCCASION,
        Place.PATTERN,
        Place.MATERIAL,
        Place.CUT,
        Place.PART,
        Place.OTHER,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
        Place.STYLE: 1,
        Place.FEATURE: 2,
        Place.FIT: 1,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 1,
        Place.CUT: 2,
        Place.PART: 1,
        Place.OTHER: 1,
    }
    title_order: ClassVar[Sequence[Place]] = (
        Place.AUDIENCE,
        Place.SEASON,
        Place.MATERIAL,
        Place.PATTERN,
        Place.CUT,
        Place.FIT,
        Place.STYLE,
        Place.FEATURE,
        Place.PART,
        Place.OTHER,
        Place.OCCASION,
        Place.COLOUR,
    )
    """Of the key words: who and when first, the colour last, as the variant it is."""

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        # Long words come before short ones: やわらかい/ブラックの before レディース/半袖 beside the noun.
        answers = [before(m) for m in modifiers if before(m) in _ANSWERS]
        adnominal = [m for m in modifiers if _ADNOMINAL.search(before(m)) and before(m) not in answers]
        nominal = [m for m in modifiers if m not in adnominal and before(m) not in answers]
        words = _run_into(_strung(adnominal) + _compounded(nominal), _name(head, modifiers))
        return self.comma.join([*answers, " ".join([*names, words])])

    def title_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        ordered = sorted(modifiers, key=lambda m: self.title_order.index(m.place))
        words = (_of_the_thing(keyword(modifier), head) for modifier in ordered)
        return " ".join(dict.fromkeys([_name(head, modifiers), *names, *words]))

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        """Two audiences of one kind stand side by side."""
        attached, trailing = super().split(phrase)
        first = next((m for m in attached if m.place is Place.AUDIENCE), None)
        for other in [m for m in trailing if first is not None and m.place is Place.AUDIENCE]:
            if first is not None and {first.concept.id, other.concept.id} in _ONE_KIND:
                attached.insert(attached.index(first) + 1, other)
                trailing.remove(other)
                break
        return attached, trailing

    def in_title(self, chunks: Sequence[str]) -> str:
        core, *rest = chunks or ("",)
        counters = next((own for thing, own in _COUNTERS if thing.search(core)), {})

        def counted(match: re.Match[str]) -> str:
            number, counter, packed = match.groups()
            return f"{number}{counters.get(counter, counter)}{packed or ''}"

        if "サイズ" in core:
            rest = [chunk.removeprefix("サイズ") for chunk in rest]
        return self.together(
            [core, *(_COUNTED.sub(counted, c) if _COUNTED.fullmatch(c) else c for c in rest)]
        )

    def together(self, words: Sequence[str]) -> str:
        """A model's number and trim belong to its name: Xiaomi 14 Pro."""
        text = "".join(words[:1])
        for last, word in pairwise(words):
            if _FITS_BRAND.fullmatch(last) and word.isdigit() and len(word) < _LONGEST_YEARLY:
                text = f"{text.removesuffix('対応')} {word}対応"
            else:
                text += f"{' ' if _of_one_name(last, word) else self.comma}{word}"
        return text

    def measure_in_title(self, measure: Measure, text: str) -> str:
        return f"サイズ{text}" if isinstance(measure, Size) else text

    def repeats(self, modifier: Term, noun: Term) -> bool:
        return modifier.as_modifier in noun.preferred or modifier.preferred in noun.preferred

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        return _of_the_thing(keyword(modifier), head) if head is not None else _nominal(modifier)

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        """軽量・防水 of nouns alone, else a sentence's end: 軽量で通気性が良い."""
        *others, last = [before(modifier) for modifier in modifiers]
        linked = "".join([*map(connective, others), predicate(last)])
        plain = not any(map(_ADNOMINAL.search, [*others, last])) or _MERE_THING.search(last) is not None
        # 洗えて, 付きで and a second で are no style for a picture: those are listed as key words.
        plain = plain or any(map(_MERE_KIND.search, [*others, last]))
        if plain or any(map(_is_verb, others)) or sum(connective(o).endswith("で") for o in others) > 1:
            return self.listed([self.alone(modifier, head) for modifier in modifiers])
        return linked

    def filled(self, fillers: Sequence[Term], form: str | None) -> str:
        return self.listed([self.in_form(filler, form or "") for filler in fillers])

    def in_form(self, term: Term, form: str) -> str:
        return term.forms.get(form, term.preferred)

    def counter(self, unit: Term, source: str) -> Term:
        own = unit.forms.get(fold(source).removesuffix("装")[-1:])
        return unit if own is None else unit.model_copy(update={"preferred": own})

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written}{unit.preferred}"

    def multiple(self, each: str, count: str, *, has_unit: bool) -> str:  # noqa: ARG002 — one order for both
        return f"{each}{self.times}{count}"

    def percent(self, number: Decimal) -> str:
        return f"{format(number.normalize(), 'f')}%"

    def price(self, money: Money) -> str:
        # ¥ is the yen here, and CLDR's 元39.90 is in no shop.
        if money.currency == "CNY":
            return f"{write_number(money.amount, self.language)}元"
        return super().price(money)

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{material.preferred}{self.percent(percent)}"

    def spec(self, attribute: str, value: str) -> str:
        """``素材：綿``, ``持ち手の長さ：62cm``; a quality is not answered twice: ポケット：あり."""
        if value == attribute:
            return value
        attribute = _PART_OF.sub(r"\g<part>の\g<what>", attribute)
        first, *others = value.split(self.comma)
        for ending, answers in _NAMED_BY_FEATURE:
            if ending.search(attribute):
                attribute = ending.sub("", attribute)
                first = dict(zip(_ANSWERS, answers, strict=True)).get(first, first)
                break
        else:
            attribute = attribute if first in _ANSWERS else _BY_WAY.sub("", attribute)
        return f"{attribute}：{self._side_by_side([first, *others])}"

    def _side_by_side(self, words: Sequence[str]) -> str:
        """XL（50kg対応）、2XL（57.5kg対応）; 定規 15cm."""
        text = "".join(words[:1])
        for last, word in pairwise(words):
            if not _LETTERED.fullmatch(word) and any(
                size.fullmatch(last) and meaning.fullmatch(word) for size, meaning in _KEYED
            ):
                text += f"（{word}）"
            elif text.endswith("）") and _PIECES.fullmatch(word):
                text += word
            elif last not in _ANSWERS and _THING.fullmatch(last) and _HOW_MUCH.fullmatch(word):
                text += f" {word}"
            else:
                text += f"{self.comma}{word}"
        return text

    def listed(self, words: Sequence[str]) -> str:
        return "・".join(words)

    def title(self, text: str) -> str:
        """Shops part the key words of a title by spaces alone."""
        return text.replace(self.comma, " ")

    def sentence(self, text: str) -> str:
        return text


def before(modifier: Modifier) -> str:
    """The words that stand before a noun: a colour and a purity take の, other nouns their own form."""
    term = modifier.term
    if modifier.purity and modifier.place is Place.MATERIAL:
        return f"{term.preferred}{modifier.purity}%の"
    if modifier.place is Place.COLOUR and term.modifier is None:
        return f"{term.preferred}の"
    return term.as_modifier


def keyword(modifier: Modifier) -> str:
    """A title's key word: the bare noun, but レディース, 犬用, ふた付き in the form that describes."""
    if modifier.place in {Place.AUDIENCE, Place.PART}:
        return modifier.term.as_modifier
    return modifier.term.forms.get("keyword") or _nominal(modifier)


def _name(head: Head, modifiers: Sequence[Modifier]) -> str:
    """The thing's name, which may be another for men: 下着 where it is ショーツ for women."""
    male = any(modifier.concept.id in _MALE for modifier in modifiers)
    return head.term.forms.get("male", head.term.preferred) if male else head.term.preferred


def _run_into(words: str, noun: str) -> str:
    """What describes before the noun, that does not begin with what was just said.

    >>> _run_into("おもり付きストロー", "ストロー"), _run_into("大きめカール", "カールアイロン")
    ('おもり付きストロー', '大きめカールアイロン')
    """
    if words.endswith(noun):
        return words
    for length in range(len(noun) - 1, _LEAST_SHARED - 1, -1):
        if words.endswith(noun[:length]):
            return words + noun[length:]
    return words + noun


def _of_the_thing(word: str, head: Head) -> str:
    thing = head.term.preferred
    if _STICKS.search(thing):
        return word.replace("シームレス", "跡が残りにくい")
    return word.replace("薄手", "薄型") if _SLIM.search(thing) else word


def _of_one_name(last: str, word: str) -> bool:
    named = last[-1:].isascii() and last[-1:].isalpha()
    if _NUMBERED.fullmatch(word):
        return named
    return _NUMBERED.fullmatch(last) is not None and _TRIM.match(word) is not None


def _nominal(modifier: Modifier) -> str:
    purity = f"{modifier.purity}%" if modifier.purity else ""
    return modifier.term.preferred + purity


def _strung(modifiers: Sequence[Modifier]) -> str:
    """Adnominal words in a row; two adjectives are linked: やわらかく通気性の良い."""
    text = ""
    for modifier, following in zip_longest(modifiers, modifiers[1:]):
        word = before(modifier)
        linked = following is not None and _is_adjective(modifier) and _is_adjective(following)
        text += connective(word) if linked else word
    return text


def _compounded(modifiers: Sequence[Modifier]) -> str:
    """Nouns in a row, a mark between two that would run together: 防水・大容量, レディース コットン."""
    if not modifiers:
        return ""
    many = len(modifiers) > _MOST_CLOSED_UP
    text = before(modifiers[0])
    for last, modifier in pairwise(modifiers):
        word = before(modifier)
        if last.place is modifier.place is Place.FEATURE:
            text += "・"
        elif many or (_KATAKANA_OR_LATIN.match(text[-1]) and _KATAKANA_OR_LATIN.match(word)):
            text += " "
        text += word
    return text


def _is_adjective(modifier: Modifier) -> bool:
    word = before(modifier)
    return word.endswith(("い", "な")) or (word.endswith("の") and modifier.place is Place.FEATURE)


def _is_verb(word: str) -> bool:
    if word.endswith("ない"):
        return not word.endswith(("のない", "がない", "少ない"))
    return _ADNOMINAL.search(word) is not None and not word.endswith(("い", "な", "の"))


def connective(word: str) -> str:
    """What describes, before more that describes the same thing.

    >>> connective("やわらかい"), connective("通気性の良い"), connective("丈夫な"), connective("軽量")
    ('やわらかく', '通気性が良く', '丈夫で', '軽量で')
    """
    if word.endswith("い"):
        return predicate(word)[:-1] + "く"
    return re.sub("[なの]$", "", word) + "で"


def predicate(word: str) -> str:
    """What describes, said of the thing at the end of a clause.

    >>> predicate("通気性の良い"), predicate("丈夫な"), predicate("厚手の"), predicate("洗える")
    ('通気性が良い', '丈夫', '厚手', '洗える')
    """
    if word.endswith("い"):
        return _OF_ADJECTIVE.sub("が", word)
    return re.sub("[なの]$", "", word)
