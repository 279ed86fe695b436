"""Numbers with units, as merchants glue them together, become exact typed values with their place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce import terms
from argosy_commerce.money import Money
from argosy_commerce.reading.items import (
    Amount,
    AmountRange,
    Composition,
    Count,
    Date,
    Dimensions,
    Measure,
    Model,
    Multiple,
    Number,
    Percent,
    PercentRange,
    Price,
    Series,
    Size,
    Year,
)
from argosy_commerce.reading.numerals import read_chinese
from argosy_commerce.reading.reader import Reader
from argosy_commerce.terms.loader import Layer, layered, parse_concepts
from argosy_commerce.units import Quantity

CONCEPTS = """
concepts:
  attribute.material: {kind: attribute, zh: [材质]}
  material.cotton: {kind: value, attribute: attribute.material, zh: [棉, 纯棉]}
  material.spandex: {kind: value, attribute: attribute.material, zh: [氨纶]}
  unit.piece: {kind: unit, zh: [件, 个, 片]}
  unit.bottle: {kind: unit, zh: [瓶]}
  unit.set: {kind: unit, zh: [件套]}
  platform.dropship: {kind: phrase, group: platform, zh: [一件代发]}
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    concepts = [("t", c) for c in parse_concepts(CONCEPTS, "t")]
    return Reader(layered([(Layer.OURS, concepts)]))


def _q(value: str, unit: str) -> Quantity:
    return Quantity(Decimal(value), unit)


def _bare(measure: Measure) -> tuple[object, ...]:
    return (
        type(measure),
        *(getattr(measure, name) for name in measure.__slots__ if name not in {"span", "source"}),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500ml", (Amount, _q("500", "ml"))),
        ("1.5L", (Amount, _q("1.5", "l"))),
        ("５００ＭＬ", (Amount, _q("500", "ml"))),
        ("220V", (Amount, _q("220", "V"))),
        ("5000mAh", (Amount, _q("5000", "mAh"))),
        ("2万毫安", (Amount, _q("20000", "mAh"))),
        ("1-2万毫安", (AmountRange, _q("10000", "mAh"), _q("20000", "mAh"))),
        ("500-1万毫安", (AmountRange, _q("500", "mAh"), _q("10000", "mAh"))),
        ("400万", (Number, "4000000")),
        ("1.5万", (Number, "15000")),
        ("500毫安", (Amount, _q("500", "mAh"))),
        ("20毫安", (Amount, _q("20", "mA"))),
        ("-20℃", (Amount, _q("-20", "celsius"))),
        ("3000K", (Amount, _q("3000", "kelvin"))),
        ("3000K至6500K", (AmountRange, _q("3000", "kelvin"), _q("6500", "kelvin"))),
        ("3000K-6500K", (AmountRange, _q("3000", "kelvin"), _q("6500", "kelvin"))),
        ("30cm至40cm", (AmountRange, _q("30", "cm"), _q("40", "cm"))),
        ("45%-55%", (PercentRange, Decimal(45), Decimal(55))),
        ("45-55%", (PercentRange, Decimal(45), Decimal(55))),
        ("5.2:1", (Number, "5.2:1")),
        ("S码", (Size, "S", None)),
        ("L号", (Size, "L", None)),
        ("500G", (Amount, _q("500", "g"))),
        ("两米", (Amount, _q("2", "m"))),
        ("十二厘米", (Amount, _q("12", "cm"))),
        ("90-120斤", (AmountRange, _q("90", "jin"), _q("120", "jin"))),
        ("90~120斤", (AmountRange, _q("90", "jin"), _q("120", "jin"))),
        ("110至240V", (AmountRange, _q("110", "V"), _q("240", "V"))),
        ("30*40cm", (Dimensions, (_q("30", "cm"), _q("40", "cm")))),
        ("30×40×10厘米", (Dimensions, (_q("30", "cm"), _q("40", "cm"), _q("10", "cm")))),
        ("30cm*40cm", (Dimensions, (_q("30", "cm"), _q("40", "cm")))),
        ("3件套", (Count, Decimal(3), "unit.set", None)),
        ("三件套", (Count, Decimal(3), "unit.set", None)),
        ("2-3件", (Count, Decimal(2), "unit.piece", Decimal(3))),
        ("100%", (Percent, Decimal(100))),
        ("¥59.9", (Price, Money(Decimal("59.9"), "CNY"))),
        ("59.9元", (Price, Money(Decimal("59.9"), "CNY"))),
        ("$12", (Price, Money(Decimal(12), "USD"))),
        ("2024年", (Year, 2024)),
        ("2024年5月1日", (Date, 2024, 5, 1)),
        ("2024-05-01", (Date, 2024, 5, 1)),
        ("5月1日", (Date, 0, 5, 1)),
        ("36-41码", (Size, "36", "41")),
        ("38码", (Size, "38", None)),
        ("S-XXL", (Size, "S", "XXL")),
        ("3XL", (Size, "3XL", None)),
        ("M码", (Size, "M", None)),
        ("95%棉5%氨纶", (Composition, ((Decimal(95), "material.cotton"), (Decimal(5), "material.spandex")))),
        ("棉95% 氨纶5%", (Composition, ((Decimal(95), "material.cotton"), (Decimal(5), "material.spandex")))),
        ("95%棉+5%氨纶", (Composition, ((Decimal(95), "material.cotton"), (Decimal(5), "material.spandex")))),
    ],
)
def test_a_measure_is_read_exactly(reader: Reader, text: str, expected: tuple[object, ...]) -> None:
    reading = reader.read(text)
    assert [_bare(measure) for measure in reading.measures] == [expected]
    assert reading.coverage == 1.0
    assert reading.measures[0].span == (0, len(text))
    assert reading.measures[0].source == text


def test_a_pack_is_an_amount_times_a_count(reader: Reader) -> None:
    (pack,) = reader.read("套装500ml*2瓶装").measures
    assert isinstance(pack, Multiple)
    assert pack.each == _q("500", "ml")
    assert (pack.count.number, pack.count.unit_id) == (Decimal(2), "unit.bottle")
    assert pack.span == (2, 10)


@pytest.mark.parametrize(
    "text", ["Type-C", "A4", "IP68", "5G", "2.4G", "3M", "USB3.0", "iPhone15", "1080P", "3D"]
)
def test_standards_and_models_are_kept_and_not_measured(reader: Reader, text: str) -> None:
    reading = reader.read(f"{text}")
    assert [(type(item), item.source) for item in reading.items] == [(Model, text)]


def test_a_longer_word_wins_over_a_number_in_it(reader: Reader) -> None:
    reading = reader.read("一件代发")
    assert reading.measures == ()
    assert [dropped.concept_id for dropped in reading.dropped] == ["platform.dropship"]


def test_places_are_those_of_the_original_text(reader: Reader) -> None:
    text = "🔥　规格：５００ｍｌ\u200b*２瓶"
    (pack,) = reader.read(text).measures
    assert text[slice(*pack.span)] == pack.source == "５００ｍｌ\u200b*２瓶"


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals_read_back_as_they_were_written(number: int) -> None:
    assert read_chinese(_written(number)) == number


def _written(number: int) -> str:
    digits, powers = "零一二三四五六七八九", ["千", "百", "十", ""]
    text = ""
    for digit, power in zip(f"{number:04d}", powers, strict=True):
        text += digits[int(digit)] + power if digit != "0" else "零"
    return text.strip("零").replace("零零", "零")


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal(99999), places=2, allow_nan=False),
    st.sampled_from(["ml", "cm", "kg", "w", "v", "斤", "米", "小时"]),
)
def test_any_decimal_keeps_its_value(value: Decimal, unit: str) -> None:
    concepts = [("t", c) for c in parse_concepts(CONCEPTS, "t")]
    (measure,) = Reader(layered([(Layer.OURS, concepts)])).read(f"{value}{unit}").measures
    assert isinstance(measure, Amount)
    assert measure.quantity.value == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("玻璃水防冻-25℃", "-25 °C"),
        ("零下30℃可用", "-30 °C"),
        ("耐温-20~120℃", "-20–120 °C"),
        ("0-25℃", "0–25 °C"),
        ("保温25℃", "25 °C"),
    ],
)
def test_frost_is_never_read_as_heat(text: str, said: str) -> None:
    assert said in terms.translate(text, "de", "bullet").text.replace("−", "-").replace("\u00a0", " ")


@pytest.mark.parametrize("text", ["防录音", "不影响升降", "不防摔", "防止透气", "不包邮"])
def test_what_is_denied_prevented_or_warned_of_is_not_said(text: str) -> None:
    done = terms.translate(text, "en", "bullet")
    assert done.terms_used == ()
    assert done.left_over


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("孕妇慎用", "Not for expectant mothers"),
        ("儿童请勿使用", "Not for kids"),
        ("孕妇和过敏的人禁用", "Not for expectant mothers and people with allergies"),
        ("不含电池", "Battery not included"),
        ("不支持游泳", "Not for swimming"),
        ("未成年人勿用", "Not for minors"),
        ("每次不要超过4小时", "Up to 4 hours"),
    ],
)
def test_warnings_are_said_as_warnings(text: str, said: str) -> None:
    assert terms.translate(text, "en", "bullet").text == said


def test_memory_is_known_by_the_attribute_it_stands_under() -> None:
    base = terms.TermBase.load()
    assert (
        terms.translate("64G", "en", "bullet", terms.Constraints(attribute="attribute.memory")).text
        == "64 GB"
    )
    assert base.read("64G").items[0].source == "64G"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("52/59/66cm", ("52", "59", "66")),
        ("95cm/98cm/102cm", ("95", "98", "102")),
        ("1.5cm2.5cm3.5cm", ("1.5", "2.5", "3.5")),
        ("15、20、25cm", ("15", "20", "25")),
        ("10-20-30cm", ("10", "20", "30")),
    ],
)
def test_several_amounts_in_one_unit_are_a_series(reader: Reader, text: str, values: tuple[str, ...]) -> None:
    (series,) = reader.read(text).items
    assert isinstance(series, Series)
    assert series.values == tuple(_q(value, "cm") for value in values)


@pytest.mark.parametrize("text", ["10-20cm", "5V/2A", "30-20-10cm", "2024/25cm款", "500ml90斤"])
def test_what_only_looks_like_a_series_is_none(reader: Reader, text: str) -> None:
    assert not any(isinstance(item, Series) and len(item.values) > 2 for item in reader.read(text).items)


def test_a_size_may_stand_right_before_its_figure(reader: Reader) -> None:
    assert [type(item) for item in reader.read("S码58cm").items] == [Size, Amount]


def test_turns_are_a_speed_only_where_a_speed_is_told() -> None:
    base = terms.TermBase.load()
    (speed,) = base.read("0至1500转", attribute="attribute.speed").items
    assert isinstance(speed, AmountRange)
    assert speed.high == _q("1500", "rpm")
    assert not any(isinstance(item, Amount) for item in base.read("5转").items)


def test_how_many_of_a_thing_in_latin_letters_is_no_figure_of_the_next() -> None:
    items = terms.TermBase.load().read("USB×1、3.5mm").items
    assert [type(item) for item in items if isinstance(item, Count | Amount | Series)] == [Count, Amount]


@pytest.mark.parametrize("text", ["4K", "18K", "K9", "100K"])
def test_k_is_kelvin_only_where_it_is_as_hot_as_light(reader: Reader, text: str) -> None:
    assert not any(isinstance(item, Amount) for item in reader.read(text).items)


def test_a_figure_may_follow_a_known_latin_word_or_a_size_of_diapers() -> None:
    base = terms.TermBase.load()
    size, count = base.read("S100片").measures
    assert isinstance(size, Size)
    assert isinstance(count, Count)
    assert (size.low, count.number) == ("S", 100)
    assert [m.source for m in base.read("led12颗").measures] == ["12颗"]
    assert [m.text for m in base.read("usb3.0 LCD1602").models] == ["usb3.0", "LCD1602"]


def test_the_year_of_a_collection_is_no_part_of_a_name_and_leaves_its_season() -> None:
    reading = terms.TermBase.load().read("Norvelle2024冬季新款")
    assert [model.text for model in reading.models] == ["Norvelle"]
    assert "season.winter" in {match.concept_id for match in reading.matches}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("每份10g±2g", "10 g ± 2 g"),
        ("2560×1440", "2560×1440"),
        ("摄像头500万", "5 MP"),
        ("500万像素", "5 MP"),
        ("16安纯棉帆布", "16 oz"),
        ("电流2安", "2 A"),
        ("零下40度", "-40°C"),
        ("冬季-25度", "-25°C"),
        ("6个月-3岁", "6 months–3 years"),
        ("300ANSI流明", "300 ANSI lm"),
        ("5号电池", "AA batter"),
    ],
)
def test_the_trades_own_ways_of_measuring(text: str, said: str) -> None:
    done = terms.translate(text, "en", "bullet")
    assert said in done.text.replace("−", "-").replace("\u00a0", " ")
    assert not done.left_over


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("-20℃至20℃", -20, 20), ("0℃至40℃", 0, 40), ("-10℃~50℃", -10, 50), ("零下20℃到60℃", -20, 60)],
)
def test_a_range_of_degrees_may_name_the_unit_twice(reader: Reader, text: str, low: int, high: int) -> None:
    (found,) = reader.read(text).measures
    assert isinstance(found, AmountRange)
    assert (found.low.value, found.high.value, found.source) == (low, high, text)
