"""Titles as merchants write them, and texts written to break a reader."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_commerce.reading.context import Context
from argosy_commerce.reading.forced import Forced
from argosy_commerce.reading.items import Dropped, DropReason, Found, Unknown
from argosy_commerce.reading.reader import Reader
from argosy_commerce.terms.loader import Layer, layered, parse_concepts

CONCEPTS = """
concepts:
  attribute.colour: {kind: attribute, zh: [颜色]}
  attribute.material: {kind: attribute, zh: [材质]}
  colour.black:
    {kind: value, attribute: attribute.colour, zh: [黑色, {text: 黑, not_before: [科技]}]}
  colour.apricot:
    kind: value
    attribute: attribute.colour
    zh: [杏色, {text: 杏, only_for: [attribute.colour]}]
  material.cotton:
    {kind: value, attribute: attribute.material, zh: [棉, {text: 纯棉, implies: {purity: 100}}]}
  category.fruit: {kind: category, zh: [水果]}
  category.apple: {kind: category, parent: category.fruit, zh: [{text: 苹果, only_in: [category.fruit]}]}
  brand.apple: {kind: brand, zh: [苹果]}
  category.dress: {kind: category, zh: [连衣裙, 连身裙]}
  category.dress_shirt: {kind: category, zh: [裙]}
  category.tshirt: {kind: category, zh: [T恤]}
  category.usb: {kind: category, zh: [usb线, usb]}
  feature.waterproof: {kind: feature, zh: [防水]}
  season.summer: {kind: season, zh: [夏季, 夏]}
  audience.women: {kind: audience, zh: [女, 女士]}
  phrase.suits: {kind: phrase, zh: ["适合{season}穿着", "适合{season}"]}
  phrase.buy: {kind: phrase, zh: ["买{n}送{n2}"]}
  phrase.advantages: {kind: phrase, zh: ["{n}大优势"]}
  phrase.off: {kind: phrase, slots: {off: percent}, zh: ["{off}折扣"]}
  platform.cross: {kind: phrase, group: platform, zh: [跨境]}
  reach.hot: {kind: phrase, group: reach, zh: [爆款]}
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    concepts = [("t", c) for c in parse_concepts(CONCEPTS, "t")]
    return Reader(layered([(Layer.OURS, concepts)]))


def _ids(reader: Reader, text: str, **context: object) -> list[str]:
    reading = reader.read(text, context=Context(**context))  # type: ignore[arg-type]
    return [match.concept_id for match in reading.matches]


def test_an_audience_stands_loose_among_unknown_words(reader: Reader) -> None:
    assert _ids(reader, "女偏光") == ["audience.women"]
    assert _ids(reader, "女娲") == []


def test_the_longest_spellings_that_cover_the_text_win(reader: Reader) -> None:
    assert _ids(reader, "夏季纯棉连衣裙女") == [
        "season.summer",
        "material.cotton",
        "category.dress",
        "audience.women",
    ]


def test_traditional_and_full_width_text_reads_the_same(reader: Reader) -> None:
    assert _ids(reader, "連衣裙　Ｔ恤") == ["category.dress", "category.tshirt"]


def test_a_purity_is_read_only_where_the_spelling_claims_it(reader: Reader) -> None:
    assert [m.purity for m in reader.read("纯棉 棉").matches] == [100, None]


@pytest.mark.parametrize("text", ["黑科技", "黑板报", "木棉花", "棉被"])
def test_a_character_inside_another_word_is_no_match(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.matches == ()
    assert reading.coverage < 0.5


@pytest.mark.parametrize("text", ["不防水", "非防水", "没有防水", "未防水", "不可防水", "请勿防水", "无防水"])
def test_a_denied_feature_is_never_read_as_a_feature(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.matches == ()
    assert "防水" in "".join(unknown.source for unknown in reading.unknown)


def test_a_shared_spelling_is_told_apart_by_the_category(reader: Reader) -> None:
    assert _ids(reader, "苹果") == ["brand.apple"]
    assert _ids(reader, "水果 苹果") == ["category.fruit", "category.apple"]
    assert _ids(reader, "苹果", categories=("category.apple",)) == ["category.apple"]


def test_a_spelling_for_one_attribute_counts_under_its_name_alone(reader: Reader) -> None:
    assert _ids(reader, "杏") == []
    assert _ids(reader, "杏", attribute="attribute.colour") == ["colour.apricot"]
    assert _ids(reader, "颜色：杏") == ["attribute.colour", "colour.apricot"]
    assert _ids(reader, "材质：杏") == ["attribute.material"]


def test_latin_spellings_are_whole_words(reader: Reader) -> None:
    assert _ids(reader, "usb") == ["category.usb"]
    assert _ids(reader, "usbx 5usb") == []


@pytest.mark.parametrize(("text", "models"), [("iPhone 15 防水", ["iPhone 15"]), ("iPhone 15w", ["iPhone"])])
def test_a_model_keeps_its_number(reader: Reader, text: str, models: list[str]) -> None:
    assert [model.source for model in reader.read(text).models] == models


def test_slots_are_filled_with_what_stands_there(reader: Reader) -> None:
    reading = reader.read("适合夏季穿着，买2送一，8%折扣")
    assert [(m.concept_id, {name: item.source for name, item in m.fills}) for m in reading.matches] == [
        ("phrase.suits", {"season": "夏季"}),
        ("phrase.buy", {"n": "2", "n2": "一"}),
        ("phrase.off", {"off": "8%"}),
    ]
    assert reading.matches[0].source == "适合夏季穿着"


@pytest.mark.parametrize(("numeral", "figure"), [("四", "4"), ("十", "10"), ("十二", "12"), ("8", "8")])
def test_a_pattern_may_begin_with_a_chinese_numeral(reader: Reader, numeral: str, figure: str) -> None:
    (match,) = reader.read(f"防水，{numeral}大优势").matches[1:]
    assert [(name, item.text) for name, item in match.fills] == [("n", figure)]  # type: ignore[union-attr]
    assert match.source == f"{numeral}大优势"


def test_reach_and_platform_words_are_dropped_with_the_reason(reader: Reader) -> None:
    reading = reader.read("跨境爆款的连衣裙")
    assert [(d.source, d.reason) for d in reading.dropped] == [
        ("跨境", DropReason.PLATFORM),
        ("爆款", DropReason.REACH),
        ("的", DropReason.FUNCTION_WORD),
    ]
    assert reading.coverage == 1.0


def test_kept_words_and_this_calls_terms_win_over_everything(reader: Reader) -> None:
    reading = reader.read("夏季黑色Dress", forced=Forced(["黑色"], {"夏季": "Estate"}))
    assert [(type(i).__name__, i.source, getattr(i, "text", None)) for i in reading.items] == [
        ("Verbatim", "夏季", "Estate"),
        ("Verbatim", "黑色", "黑色"),
        ("Model", "Dress", "Dress"),
    ]


def _assert_nothing_is_lost(text: str, items: tuple[Found, ...]) -> None:
    """Items are in order, do not overlap, quote their place, and leave only formless characters out."""
    position = 0
    for item in items:
        start, end = item.span
        assert position <= start < end
        assert not any(character.isalnum() for character in text[position:start])
        assert text[start:end] == item.source
        position = end
    assert not any(character.isalnum() for character in text[position:])


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["夏季", "连衣裙", "女", "纯棉", "500ml", "*", "2", "-", "适合", "买", "送", "95%",
                 "不", "防水", "黑", "苹果", "颜色", "：", "¥", "2024", "XL", "码", "\u200b", "的",
                 "🔥", "ﷺ", "\x00", "한국"]
            ),
            st.text(max_size=4),
        ),
        max_size=20,
    )
)  # fmt: skip
def test_any_text_is_read_whole_and_in_order(reader: Reader, parts: list[str]) -> None:
    text = "".join(parts)
    reading = reader.read(text)
    _assert_nothing_is_lost(text, tuple(i for i in reading.items if not _is_folded_away(i)))
    assert 0.0 <= reading.coverage <= 1.0


def _is_folded_away(item: Found) -> bool:
    return not item.source


@pytest.mark.parametrize(
    "text",
    [
        "夏" * 1_000_000,
        "适合" * 500_000,
        "1" * 1_000_000,
        "1*" * 500_000,
        "一二三" * 330_000,
        "买1送" * 250_000,
        "棉x" * 500_000,
        "\u0301" * 1_000_000,
        "ﷺ" * 1_000_000,
        "a-" * 500_000,
        "的蒯" * 500_000,
        " " * 1_000_000,
    ],
    ids=lambda text: ascii(text[:3]),
)
def test_a_megabyte_of_nonsense_is_cut_and_told_to_be(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.truncated
    last = reading.items[-1]
    assert isinstance(last, Unknown | Dropped)
    assert last.span[1] == len(text)


def test_a_composition_keeps_marks_that_mean_nothing_in_its_place(reader: Reader) -> None:
    text = "95%\uaaf6棉"
    (item,) = reader.read(text).items
    assert item.source == text
