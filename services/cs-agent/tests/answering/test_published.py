"""A row is said in a listing's words where the term base cannot say it, and only where they say as much."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Draft
from cs_agent.domain.answering.knowledge import doubts, known
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.checking import faults
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.knowledge.listings import published_of, words_of_listings
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.reading import understand
from cs_agent.events import evidence

from ..knowledge.listed import Row, listing  # noqa: TID252 — tests are no package of their own
from .asked import NOW, product

AT = datetime(2026, 11, 20, tzinfo=UTC)
ORIGIN = ("产地", "中国福建石狮")
WORDS = {
    "de": ("de-DE", ("Herkunft", "Shishi, Fujian, China"), "Wo wird es hergestellt?"),
    "ar": ("ar-SA", ("بلد المنشأ", "شيشي، فوجيان، الصين"), "أين صنع هذا؟"),
    "ja": ("ja-JP", ("原産国", "中国福建省石獅市"), "どこで作られていますか？"),
}


def shelf_of(base: TermBase, rows: list[tuple[str, str]], *listed: Row, **changes: object) -> Shelf:
    facts = facts_of_product(product(*rows), base).facts
    published = published_of(listing(*listed, **changes), AT)
    assert published is not None
    return Shelf(Shelf.of(facts, matters()).rows, words_of_listings([published], "", facts))


@pytest.mark.parametrize("language", WORDS)
def test_the_same_fact_is_found_with_a_listing_and_without_and_said_in_its_words(
    base: TermBase, language: str
) -> None:
    locale, words, question = WORDS[language]
    shelf = shelf_of(base, [ORIGIN], (ORIGIN, words), locale=locale)
    state = State("c", language=language, focus=Focus(product_id="p1"))
    read = understand(question, language, state, None, NOW)
    (told,), _ = known(read, state, shelf, None, NOW, base)
    (before,), _ = known(read, state, Shelf(shelf.rows), None, NOW, base)
    assert all(word in told.text for word in words)
    assert (told.rule, doubts([told])) == ("", ())
    assert before.rule == "quoted:zh"
    assert [fact.place for fact in told.facts] == [fact.place for fact in before.facts]
    assert evidence(told) == evidence(before)
    assert not faults(Draft(language, (told,)), read)


def said(base: TermBase, row: tuple[str, str], name: str, value: str, **changes: object) -> tuple[str, str]:
    shelf = shelf_of(base, [row], (row, (name, value)), **changes)
    fact = shelf.rows[0].fact
    told = Saying(base, "de", shelf.published).said(fact)
    return told.text, told.rule


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        (("承重", "50kg（均匀放置）"), "Belastbarkeit", "50 kg (gleichmäßig verteilt)"),
        (("镪杯", "0.6L"), "Staubbehälter", "0,6 l"),
        (("镪力", "面料无镪，后腰松紧"), "Dehnbarkeit", "Stoff nicht dehnbar, Gummizug hinten"),
        (("鞋面材质", "工程网布"), "Obermaterial", "technisches Mesh"),
        (("刀头", "304不锈钢6叶"), "Klinge", "Edelstahl 304, 6-flügelig"),
    ],
)
def test_what_says_as_much_is_said(base: TermBase, row: tuple[str, str], name: str, value: str) -> None:
    assert said(base, row, name, value) == (f"{name}: {value}.", "")


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        (("承重", "50kg（均匀放置）"), "Belastbarkeit", "60 kg (gleichmäßig verteilt)"),
        (("承重", "50kg（均匀放置）"), "Belastbarkeit", "gleichmäßig verteilt"),
        (("承重", "50kg（均匀放置）"), "Belastbarkeit", "50 kg (gleichmäßig verteilt), 10 Jahre Garantie"),
        (("镪力", "面料无镪，后腰松紧"), "Dehnbarkeit", "Stoff dehnbar, Gummizug hinten"),
        (("镪倒件", "附送2个"), "Kippschutz", "nicht dabei: 2 Stück"),
        (("产地", "中国福建石狮"), "Herkunft", "China, Fragen an shop@mail.example"),
        (("产地", "中国福建石狮"), "Herkunft", "China, siehe «Etikett»"),
        (("鞋面材质", "工程网布"), "Obermaterial", "technisches Mesh, heilt Fußpilz"),
        (("产地", "中国福建石狮"), "Herkunft", "China " + "sehr schön " * 40),
        # The term base leaves "or" and "advised" out, and says two colours of one word.
        (("洗涤方式", "建议干洗，或30℃手洗"), "Pflegehinweise", "Chemische Reinigung, 30 °C, Handwäsche"),
        (("色号", "枫叶棕"), "Farbton", "ahornrot, braun"),
        # A heading that is more than the term base's name for it.
        (("桶深", "5.2cm"), "Tiefe", "5,2 cm"),
    ],
)
def test_what_says_less_or_else_is_not(base: TermBase, row: tuple[str, str], name: str, value: str) -> None:
    assert said(base, row, name, value)[1].endswith("quoted:zh")


def test_what_the_term_base_says_whole_it_says_itself(base: TermBase) -> None:
    row = ("材质", "55%亚麻45%棉")
    assert said(base, row, "Stoff", "Leinen 55 %, Baumwolle 45 %") == (
        "Material: 55 % Leinen, 45 % Baumwolle.",
        "",
    )


def test_a_sentence_of_the_description_is_said_as_a_translator_said_it(base: TermBase) -> None:
    source, german = "小雨小雪可以拍掉", "Leichter Regen und Schnee lassen sich abklopfen."
    made = product(("材质", "棉"), description=f"{source}。")
    facts = facts_of_product(made, base).facts
    (fact,) = [one for one in facts if one.kind == "description"]
    published = published_of(listing(sentences=[(source, german)], engine="translator"), AT)
    assert published is not None
    told = Saying(base, "de", words_of_listings([published], "DE", facts)).sentence(fact)
    assert (told.text, told.rule, evidence(told).quote) == (german, "", source)


@pytest.mark.parametrize(
    ("written", "rule"), [("1500 ml", ""), ("1.500 ml", ""), ("1,500 ml", "in_part:quoted:zh")]
)
def test_a_figure_is_read_as_the_answer_s_language_writes_it(base: TermBase, written: str, rule: str) -> None:
    row = ("水泵流量", "1500毫升")
    shelf = shelf_of(base, [row], (row, ("Caudal de la bomba", written)), locale="es-MX")
    assert Saying(base, "es", shelf.published).said(shelf.rows[0].fact).rule == rule
