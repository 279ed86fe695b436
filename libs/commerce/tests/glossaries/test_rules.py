"""A rule is taken as somebody wrote it, or refused with what is wrong and what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.glossaries import BadRule, checked_rule
from argosy_commerce.glossaries.rules import MAX_FIELD, rule_language


def test_fields_are_stripped_and_the_language_is_written_the_usual_way() -> None:
    rule = checked_rule(" 连衣裙 ", "ES_mx", "\tRobe ", category="category.dress", note=" a note ")
    assert (rule.source, rule.language, rule.target) == ("连衣裙", "es-MX", "Robe")
    assert (rule.category, rule.note, rule.never_translate) == ("category.dress", "a note", False)


def test_a_rule_without_language_holds_for_every_one() -> None:
    assert checked_rule("云舒绵", never_translate=True).language == "*"


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("es", "es"),
        ("Spanish", "es"),
        ("西班牙语", "es"),
        ("español", "es"),
        ("pt", "pt"),
        ("葡萄牙语", "pt-BR"),
        ("Brazilian Portuguese", "pt-BR"),
        ("한국어", "ko"),
        ("ar-SA", "ar-SA"),
        ("*", "*"),
        ("所有语言", "*"),
    ],
)
def test_a_language_is_named_by_tag_or_in_english_chinese_or_itself(written: str, tag: str) -> None:
    assert rule_language(written) == tag


@pytest.mark.parametrize("written", ["klingon", "xx", "fi", "zh", "中文", "es-QQ", "es; de", "e" * 100])
def test_a_language_that_nobody_speaks_here_is_refused(written: str) -> None:
    with pytest.raises(BadRule):
        rule_language(written)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"source": " "}, "source is empty"),
        ({"source": "！！"}, "no letter or digit"),
        ({"target": ""}, "no target"),
        ({"target": "连衣裙"}, "Chinese characters"),
        ({"target": "Kleid 裙"}, "Chinese characters"),
        ({"never_translate": True}, "never translate"),
        ({"target": "x" * (MAX_FIELD + 1)}, "201 characters"),
        ({"note": "x" * (MAX_FIELD + 1)}, "201 characters"),
        ({"target": "Kleid\x00"}, "U+0000"),
        ({"target": "Kl\u202eeid"}, "U+202E"),
        ({"target": "Kl\neid"}, "U+000A"),
        ({"target": "Kl\ud800eid"}, "U+D800"),
        ({"target": "<script>alert(1)</script>"}, "mark-up"),
        ({"target": "{n} Stück"}, "mark-up"),
        ({"source": "<img src=x>"}, "mark-up"),
        ({"target": "=1+1"}, "formula"),
        ({"target": "＝cmd|'/c calc'!A1"}, "formula"),
        ({"target": "+cmd|' /C calc'!A0"}, "formula"),
        ({"target": "-2+3+cmd|' /C calc'!A0"}, "formula"),
        ({"target": "@SUM(1+1)*cmd|' /C calc'!A0"}, "formula"),
        ({"note": '=HYPERLINK("http://x")'}, "formula"),
        ({"category": "clothes"}, "no category"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(changes: dict[str, object], what: str) -> None:
    fields = {"source": "连衣裙", "language": "de", "target": "Kleid", **changes}
    with pytest.raises(BadRule, match=what.replace("+", r"\+")) as caught:
        checked_rule(**fields)  # type: ignore[arg-type]
    assert caught.value.remedy


@pytest.mark.parametrize(
    "target", ["-40 °C fest", "+Size", "@home", "-", "Robe d'été", "T-Shirt (2er)", "棉"]
)
def test_signs_and_brackets_are_no_formulas_and_japanese_has_its_han(target: str) -> None:
    language = "ja" if target == "棉" else "de"
    assert checked_rule("连衣裙", language, target).target == target


def test_a_japanese_target_has_no_characters_that_only_chinese_has() -> None:
    with pytest.raises(BadRule, match="Chinese characters"):
        checked_rule("纯棉", "ja", "纯綿")
    assert checked_rule("纯棉", "ja", "純綿").target == "純綿"


def test_a_source_is_the_same_in_either_script_and_width() -> None:
    assert checked_rule("連衣裙Ａ", "de", "x").key == checked_rule("连衣裙a", "de", "y").key


@given(st.text(max_size=220), st.text(max_size=220), st.text(max_size=220))
def test_whatever_is_written_becomes_a_rule_of_bounded_printable_fields_or_is_refused(
    source: str, target: str, note: str
) -> None:
    try:
        rule = checked_rule(source, "de", target, note=note)
    except BadRule:
        return
    for text in (rule.source, rule.target or "", rule.note):
        assert len(text) <= MAX_FIELD
        assert all(c.isprintable() or c.isspace() or c in "\u200c\u200d" for c in text)
        assert not text.startswith("=")
