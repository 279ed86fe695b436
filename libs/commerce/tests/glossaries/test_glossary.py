"""A glossary's rules in the term base's grammar: nearest layer first, found in one pass over the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_commerce.glossaries import (
    EMPTY,
    Glossary,
    Layer,
    Rule,
    checked_rule,
    difference,
    rule_of_line,
    written_line,
)
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.translation import Constraints, Translation, translate

TEXT = "夏季碎花短袖纯棉连衣裙女士V领中长款宽松显瘦气质法式复古小个子收腰裙子透气柔软亲肤不起球"
TEXT += "可机洗500ml包邮跨境爆款"


def of(*rules: tuple[str, str, str], layer: Layer = Layer.MERCHANT) -> Glossary:
    return Glossary({layer: [checked_rule(*rule) for rule in rules]})


def say(
    glossary: Glossary, base: TermBase, text: str, language: str = "de", category: str | None = None
) -> Translation:
    over = glossary.over(base, language, [text], category=category)
    return translate(text, language, "title", Constraints(category=category), base=over)


def test_a_concepts_spelling_keeps_the_concepts_place_and_grammar(base: TermBase) -> None:
    glossary = of(("连衣裙", "de", "Robe"), ("黑色", "de", "tiefschwarz"))
    assert say(glossary, base, "黑色连衣裙").text == "Tiefschwarzes Robe"
    asked = Constraints(terms=(("连衣裙", "Robe"), ("黑色", "tiefschwarz")))
    assert (
        say(glossary, base, "黑色连衣裙").text
        == translate("黑色连衣裙", "de", "title", asked, base=base).text
    )


def test_a_longer_name_that_ends_in_a_category_is_the_head_noun(base: TermBase) -> None:
    glossary = of(("蒯蕤连衣裙", "de", "Kuairui-Kleid"))
    assert say(glossary, base, "黑色蒯蕤连衣裙").text == "Schwarzes Kuairui-Kleid"
    assert say(glossary, base, "黑色连衣裙").text == "Schwarzes Kleid"


def test_words_with_their_own_preposition_follow_the_noun(base: TermBase) -> None:
    glossary = of(("显瘦", "es", "que estiliza"), ("连帽", "de", "mit großer Kapuze"))
    assert say(glossary, base, "显瘦连衣裙", "es").text == "Vestido que estiliza"
    assert say(glossary, base, "连帽衬衫", "de").text == "Hemd mit großer Kapuze"


def test_any_other_source_is_said_as_it_stands(base: TermBase) -> None:
    done = say(of(("蒯蕤", "es", "KuaiRui®")), base, "蒯蕤 黑色连衣裙", "es")
    assert (done.text, done.left_over) == ("KuaiRui® vestido negro", ())


def test_what_is_never_translated_is_kept_exactly_as_written(base: TermBase) -> None:
    glossary = Glossary({Layer.MERCHANT: [checked_rule("華為 pro", never_translate=True)]})
    assert say(glossary, base, "连衣裙 华为 Ｐｒｏ 黑色", "es").text == "华为 Ｐｒｏ vestido negro"
    assert glossary.over(base, "es", ["华为 Ｐｒｏ"]).kept == ("华为 Ｐｒｏ",)


def test_a_rule_changes_a_concept_only_where_its_own_source_stands(base: TermBase) -> None:
    glossary = of(("洋装", "de", "Abendkleid"))
    assert say(glossary, base, "黑色洋装").text == "Schwarzes Abendkleid"
    assert say(glossary, base, "黑色连衣裙").text == "Schwarzes Kleid"


def test_the_longest_source_wins_and_none_is_cut_out_of_a_latin_word(base: TermBase) -> None:
    glossary = of(("Acme", "de", "A"), ("Acme Pro", "de", "AP"))
    assert say(glossary, base, "Acme Pro 衬衫").text == "AP Hemd"
    assert "Acmes" in say(glossary, base, "Acmes 衬衫").text


def test_the_merchants_word_comes_before_the_platforms_and_both_before_ours(base: TermBase) -> None:
    both = Glossary(
        {
            Layer.PLATFORM: [
                checked_rule("连衣裙", "de", "Platzkleid"),
                checked_rule("衬衫", "de", "Oberhemd"),
            ],
            Layer.MERCHANT: [checked_rule("连衣裙", "de", "Robe")],
        }
    )
    assert say(both, base, "连衣裙").text == "Robe"
    assert say(both, base, "衬衫").text == "Oberhemd"
    assert say(both, base, "背包").text == say(EMPTY, base, "背包").text == "Rucksack"
    (clash,) = both.clashes()
    assert (clash.kept.target, clash.kept_layer, clash.dropped.target) == (
        "Robe",
        Layer.MERCHANT,
        "Platzkleid",
    )
    assert "'Robe' of the merchant is kept, 'Platzkleid' of the platform is not" in str(clash)


def test_the_nearer_layer_wins_even_where_the_farther_rule_is_more_exact(base: TermBase) -> None:
    both = Glossary(
        {
            Layer.PLATFORM: [checked_rule("连衣裙", "de", "Platz", category="category.dress")],
            Layer.MERCHANT: [checked_rule("连衣裙", "*", "Robe")],
        }
    )
    assert say(both, base, "连衣裙", category="category.dress").text == "Robe"


def test_within_a_layer_the_first_of_two_rules_is_kept(base: TermBase) -> None:
    glossary = of(("连衣裙", "de", "Robe"), ("連衣裙", "de", "Fummel"))
    assert say(glossary, base, "连衣裙").text == "Robe"
    assert [clash.dropped.target for clash in glossary.clashes()] == ["Fummel"]


def test_a_region_comes_before_its_language_and_that_before_every_language(base: TermBase) -> None:
    glossary = of(("连衣裙", "es-MX", "mexicano"), ("连衣裙", "es", "robe"), ("连衣裙", "*", "Dress"))
    found = {tag: say(glossary, base, "连衣裙", tag).text for tag in ("es-MX", "es-ES", "es", "ko")}
    assert found == {"es-MX": "Mexicano", "es-ES": "Robe", "es": "Robe", "ko": "Dress"}


def test_a_category_narrows_a_rule_to_its_products_and_those_below(base: TermBase) -> None:
    rules = [
        checked_rule("蒯蕤", "de", "Stoff", category="category.clothing"),
        checked_rule("蒯蕤", "de", "Seide", category="category.dress"),
        checked_rule("蒯蕤", "de", "Ding"),
    ]
    glossary = Glossary({Layer.MERCHANT: rules})
    assert glossary.clashes() == ()
    assert "category.clothing" in base.lexicon.ancestors("category.shirt")
    said = {c: say(glossary, base, "蒯蕤", category=c).text for c in ("category.dress", "category.shirt")}
    assert said["category.dress"].startswith("Seide")
    assert said["category.shirt"].startswith("Stoff")
    assert say(glossary, base, "蒯蕤").text == "Ding"
    only = Glossary({Layer.MERCHANT: rules[:1]})
    assert only.over(base, "de", ["蒯蕤"], category="category.backpack") is base


def test_an_engine_without_glossary_is_given_the_rules_that_stand_in_its_text(base: TermBase) -> None:
    glossary = Glossary(
        {
            Layer.MERCHANT: [
                checked_rule("连衣裙", "de", "Robe"),
                checked_rule("云舒绵", never_translate=True),
                checked_rule("衬衫", "de", "Oberhemd"),
            ]
        }
    )
    over = glossary.over(base, "de", ["云舒绵連衣裙，柔软", "衬衫"])
    words = over.own_words_in("云舒绵連衣裙，柔软")
    assert (words.terms, words.keep) == ((("連衣裙", "Robe"),), ("云舒绵",))
    assert base.own_words_in("云舒绵") == over.own_words_in("柔软")
    assert glossary.words_in("云舒绵連衣裙，柔软", "de-DE") == words
    assert glossary.words_in("云舒绵", "tlh").keep == ("云舒绵",)
    assert EMPTY.words_in("云舒绵", "de") == base.own_words_in("云舒绵")


def test_a_glossary_without_a_rule_for_the_text_changes_nothing(base: TermBase) -> None:
    glossary = of(("连衣裙", "es", "Robe"))
    assert glossary.over(base, "de", ["连衣裙"]) is base
    assert glossary.over(base, "es", ["衬衫"]) is base
    assert EMPTY.over(base, "es", ["连衣裙"]) is base
    assert glossary.over(base, "tlh", ["衬衫"]) is base


def test_the_term_base_itself_stays_as_it_was(base: TermBase) -> None:
    before = translate("黑色连衣裙", "de", "title", base=base)
    over = of(("连衣裙", "de", "Robe")).over(base, "de", ["连衣裙"])
    assert translate("黑色连衣裙", "de", "title", base=base) == before
    assert over.plain is base
    assert over.revision.startswith(f"{base.revision}+")


def test_the_revision_is_that_of_what_the_rules_say() -> None:
    one, other = checked_rule("连衣裙", "de", "Robe", note="a"), checked_rule("衬衫", "de", "Hemd")
    revision = Glossary({Layer.MERCHANT: [one, other]}).revision
    assert len(revision) == 12
    assert Glossary({Layer.MERCHANT: [other, checked_rule("连衣裙", "de", "Robe")]}).revision == revision
    assert of(("连衣裙", "de", "Kleid"), ("衬衫", "de", "Hemd")).revision != revision
    assert EMPTY.revision == ""


def test_a_difference_says_what_is_new_changed_and_gone() -> None:
    dress, shirt, bag = (
        checked_rule("连衣裙", "de", "Kleid"),
        checked_rule("衬衫", "de", "Hemd"),
        checked_rule("背包", "de", "Rucksack"),
    )
    robe = checked_rule("連衣裙", "de", "Robe")
    found = difference([dress, shirt], [robe, bag])
    assert (found.added, found.changed, found.removed, found.same) == ((bag,), ((dress, robe),), (shirt,), 0)
    assert not difference([dress], [dress])


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"source": 1, "language": "de", "target": "x"}', "{"])
def test_a_line_of_another_shape_is_no_rule(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rule_of_line(line)


def test_a_rule_comes_back_from_its_line() -> None:
    for rule in (
        Rule("连衣裙", "de", "Robe", "category.dress", 'a "note"'),
        Rule("Acme", "*", None),
    ):
        assert rule_of_line(written_line(rule)) == rule


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(["纯棉", "连衣裙", "黑色", "蒯蕤", "Acme", "500ml", "碎花连衣裙", "裙", " ", "女士"]),
        max_size=8,
    )
)
def test_no_rule_lets_chinese_or_a_number_slip(base: TermBase, words: list[str]) -> None:
    glossary = of(("蒯蕤", "de", "Stoff"), ("碎花连衣裙", "de", "Blumenkleid"), ("纯棉", "de", "Cotton"))
    text = "".join(words)
    done = say(glossary, base, text)
    assert not any("\u3400" <= c <= "\u9fff" for c in done.text)
    left = "".join(o.text for o in done.left_over) + "".join(d.source for d in done.dropped)
    assert "500" not in text or "500" in done.text + left
