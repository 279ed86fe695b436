"""What is checked of a translation, and what a caller gets of a model that lies."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.languages import Tag, read_tag
from argosy_commerce.proofreading.numbers import invented, missing, numbers, words
from argosy_commerce.proofreading.words import occurrences, says
from argosy_engines.contracts import Constraints, LeftOver, TermConstraint, Translation, TranslationRequest
from argosy_engines.errors import InvalidInput
from argosy_engines.scale_language_codes import codes
from argosy_engines.scale_translation import Desk, Form, Job, shielded, unshielded
from argosy_engines.scale_translation_checks import (
    Draft,
    Verdict,
    coverage,
    judge,
    merged,
)

ES, DE, KO, AR, TH = (read_tag(tag) for tag in ("es", "de", "ko", "ar", "th"))
FREE = Constraints()
COTTON = TermConstraint("纯棉", "algodón")


def check(
    source: str, text: str, target: Tag = ES, constraints: Constraints = FREE, **draft: object
) -> Verdict:
    written = words(source, "zh")
    return judge(source, Draft(text, **draft), target, constraints, -3.0, written)  # type: ignore[arg-type]


# --- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("1.5L", "1,5 l"),
        ("1,299.00元", "1.299,00 yuanes"),
        ("100%棉", "١٠٠٪ قطن"),
        ("５００ml*２瓶", "2 botellas de 500 ml"),
        ("3万次", "30 000 veces".replace(" ", "\u00a0")),
        ("36-41码", "tallas 36 a 41"),
        ("2件 2件", "2 piezas"),
    ],
)
def test_the_same_value_written_another_way_is_not_missing(source: str, target: str) -> None:
    assert missing(numbers(source), numbers(target)) == []
    assert invented(numbers(source), numbers(target), [], frozenset()) == ""


@pytest.mark.parametrize(("source", "target"), [("500ml", "50 ml"), ("1.5L", "15 l"), ("3.14.1", "3141")])
def test_another_value_is_missing_and_invented(source: str, target: str) -> None:
    assert [number.text for number in missing(numbers(source), numbers(target))] == [numbers(source)[0].text]
    assert invented(numbers(source), numbers(target), [], frozenset()) == numbers(target)[0].text


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_long_codes_are_told_apart_digit_by_digit(one: int, other: int) -> None:
    same = missing(numbers(f"型号{one}"), numbers(f"modelo {other}")) == []
    assert same == (one == other)


@pytest.mark.parametrize(("text", "value"), [("两件套", 2), ("十二色", 12), ("三十六码", 36), ("二十支", 20)])
def test_chinese_number_words_may_become_digits(text: str, value: int) -> None:
    assert value in words(text, "zh")


# --- words ------------------------------------------------------------------------------------


def test_a_word_is_found_as_a_word_and_not_inside_another() -> None:
    assert list(occurrences("NIKE Niketown NIKE", "NIKE")) == [(0, 4), (14, 18)]
    assert list(occurrences("scarlet car", "car")) == [(8, 11)]
    assert list(occurrences("适合NIKE鞋", "NIKE")) == [(2, 6)]
    assert list(occurrences("NIKE는 좋다", "NIKE")) == [(0, 4)]


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("Camisas negras de algodón", "camisa negra", True),
        ("Vestido de ALGODÓN", "algodón", True),
        ("Vestido de algo", "algodón", False),
        ("فستان بالقطن الناعم", "قطن", True),
        ("فستان بالحرير", "قطن", False),
        ("면 원피스", "면", True),
        ("ชุดผ้าฝ้าย", "ผ้าฝ้าย", True),
        ("rote Wand", "rotes", True),
        ("Rotation", "rot", False),
    ],
)
def test_a_term_counts_in_its_forms(text: str, term: str, found: bool) -> None:
    assert says(text, term) is found


# --- the verdict ------------------------------------------------------------------------------


def test_a_good_translation_is_clean() -> None:
    constraints = Constraints((COTTON,), ("NIKE",))
    verdict = check("NIKE纯棉连衣裙2件套500ml", "NIKE, vestido de algodón, 2 piezas, 500 ml", ES, constraints)
    assert verdict.is_clean
    assert verdict.left_over == ()


def test_a_lost_term_is_left_over_where_it_stands() -> None:
    verdict = check("夏季纯棉连衣裙", "Vestido de verano", ES, Constraints((COTTON,)))
    assert verdict.left_over == (LeftOver("纯棉", 2, 4),)
    assert coverage("夏季纯棉连衣裙", verdict.left_over) == pytest.approx(5 / 7)
    assert verdict.text == "Vestido de verano"


def test_a_changed_brand_is_left_over() -> None:
    verdict = check("NIKE 连衣裙", "Vestido Naik", ES, Constraints(keep=("NIKE",)))
    assert verdict.left_over == (LeftOver("NIKE", 0, 4),)


def test_a_lost_number_is_left_over() -> None:
    assert check("水杯500ml", "Taza de agua").left_over == (LeftOver("500", 2, 5),)


@pytest.mark.parametrize(
    ("source", "text", "target", "why"),
    [
        ("水杯500ml", "Taza de 50 ml", ES, "says '50'"),
        ("连衣裙", "Vestido con 20 años de garantía", ES, "says '20'"),
        ("黑色连衣裙", "黑色连衣裙", ES, "not written in es"),
        ("黑色连衣裙", "black dress for women", KO, "not written in ko"),
        ("黑色连衣裙", "Чёрное платье", ES, "not written in es"),
        ("黑色连衣裙", "", ES, "empty"),
        ("黑色连衣裙", "Vestido negro negro negro negro negro negro", ES, "repeats"),
        ("黑色连衣裙", "Vestido \ufffd negro", ES, "broken"),
        ("黑色连衣裙", "Vestido \x1b[31m negro", ES, "control"),
    ],
)
def test_nothing_of_a_lie_is_used(source: str, text: str, target: Tag, why: str) -> None:
    verdict = check(source, text, target)
    assert verdict.text == ""
    assert coverage(source, verdict.left_over) == 0.0
    assert why in verdict.faults[0]


def test_an_unfinished_or_guessed_draft_is_not_used() -> None:
    assert check("黑色连衣裙", "Vestido negro", is_finished=False).faults == ("it does not end",)
    assert "guessed" in check("黑色连衣裙", "Vestido negro", mean_logprob=-4.2).faults[0]
    assert check("黑色连衣裙", "Vestido negro", mean_logprob=-0.5).is_clean


def test_what_stayed_chinese_is_left_over() -> None:
    verdict = check("黑色莫代尔连衣裙", "Vestido negro de 莫代尔")
    assert verdict.left_over == (LeftOver("莫代尔", 2, 5),)


def test_latin_brands_may_stand_in_any_language() -> None:
    assert check("华为手机壳", "เคสโทรศัพท์ Huawei", TH).is_clean
    assert check("华为手机壳", "화웨이 HUAWEI 휴대폰 케이스", KO).is_clean
    assert check("棉连衣裙", "فستان قطن", AR).is_clean


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_a_model_writes_the_spans_are_the_sources_own(source: str, text: str) -> None:
    verdict = check(source, text, DE, Constraints((TermConstraint("a", "b"),), ("c",)))
    for span in verdict.left_over:
        assert source[span.start : span.end] == span.text
    assert 0.0 <= coverage(source, verdict.left_over) <= 1.0


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda p: (min(p), max(p))), max_size=8)
)
def test_spans_are_merged_in_order_and_never_overlap(spans: list[tuple[int, int]]) -> None:
    left = merged("x" * 30, spans)
    assert all(a.end < b.start for a, b in itertools.pairwise(left))
    assert {i for s in left for i in range(s.start, s.end)} == {i for a, b in spans for i in range(a, b)}


# --- shields ----------------------------------------------------------------------------------


def test_marks_stand_for_terms_and_brands_and_come_back() -> None:
    constraints = Constraints((COTTON,), ("NIKE",))
    text, marks = shielded("NIKE纯棉连衣裙", constraints, "marks")
    assert text == "XQ0 XQ1 连衣裙"
    assert unshielded("Vestido de xq1 XQ0", marks, ES) == "Vestido de algodón NIKE"
    assert unshielded("Vestido de XQ11", marks, ES) == "Vestido de XQ11"


def test_marks_avoid_what_the_text_itself_spells() -> None:
    text, marks = shielded("XQ0 NIKE", Constraints(keep=("NIKE",)), "marks")
    assert (text, list(marks)) == ("XQ0 ZQX0", ["ZQX0"])


def test_the_longest_of_overlapping_terms_is_said() -> None:
    constraints = Constraints((TermConstraint("棉", "algodón"), TermConstraint("精梳棉", "algodón peinado")))
    assert shielded("精梳棉T恤", constraints, "terms-in-place")[0] == "algodón peinado T恤"


# --- the desk ---------------------------------------------------------------------------------


@dataclass
class Scripted:
    """A model that answers by a function, and remembers what it was asked."""

    answer: Callable[[Job], str]
    forms: tuple[Form, ...] = ("terms-in-place", "marks")
    longest: int = 40
    asked: list[list[str]] = field(default_factory=list)

    def check(self, source: Tag, target: Tag) -> None:
        if target.language == "zu":
            raise InvalidInput("target: not this one")

    def length(self, text: str) -> int:
        return len(text)

    def write(self, jobs: Sequence[Job]) -> list[Draft]:
        self.asked.append([job.text for job in jobs])
        return [Draft(self.answer(job), mean_logprob=-0.1) for job in jobs]


def request(text: str, constraints: Constraints = FREE, target: str = "es") -> TranslationRequest:
    return TranslationRequest(text, "zh-CN", target, "title", constraints)


def one(writer: Scripted, asked: TranslationRequest) -> Translation:
    (answer,) = Desk(writer, 4, -3.0).translate([asked])
    assert isinstance(answer, Translation), answer
    return answer


def test_a_model_that_drops_the_term_is_asked_again_with_marks() -> None:
    writer = Scripted(lambda job: "Vestido de XQ0" if "XQ0" in job.text else "Vestido bonito")
    answer = one(writer, request("纯棉连衣裙", Constraints((COTTON,))))
    assert answer == Translation("Vestido de algodón", 1.0, ())
    assert writer.asked == [["algodón 连衣裙"], ["XQ0 连衣裙"]]


def test_a_model_that_drops_the_term_always_is_reported() -> None:
    answer = one(Scripted(lambda _: "Vestido bonito"), request("纯棉连衣裙", Constraints((COTTON,))))
    assert answer.text == "Vestido bonito"
    assert answer.left_over == (LeftOver("纯棉", 0, 2),)
    assert answer.coverage == pytest.approx(3 / 5)


def test_the_last_draft_does_not_replace_a_better_one() -> None:
    writer = Scripted(lambda job: "Vestido 9" if "XQ0" in job.text else "Vestido bonito")
    assert one(writer, request("纯棉连衣裙", Constraints((COTTON,)))).text == "Vestido bonito"


def test_a_chat_model_hears_what_was_wrong() -> None:
    heard: list[tuple[str, ...]] = []

    def answer(job: Job) -> str:
        heard.append(job.complaints)
        return "Vestido de algodón" if job.complaints else "Vestido"

    writer = Scripted(answer, forms=("as-is", "as-is", "marks"))
    assert one(writer, request("纯棉连衣裙", Constraints((COTTON,)))).coverage == 1.0
    assert heard == [(), ("the term '纯棉' must be said as 'algodón'",)]


def test_long_texts_are_cut_into_sentences_and_keep_their_lines() -> None:
    writer = Scripted(lambda job: "Sí." if job.text.startswith("好") else "Es bueno.")
    answer = one(writer, request("好看。很好！\n非常好"))
    assert answer.text == "Sí. Es bueno.\nEs bueno."
    assert answer.coverage == 1.0


def test_a_sentence_that_failed_leaves_its_own_place() -> None:
    writer = Scripted(lambda job: "Muy bonito." if "好" in job.text else "Garantía de 99 años.")
    answer = one(writer, request("质量保证。好看。"))
    assert answer.text == "Muy bonito."
    assert answer.left_over == (LeftOver("质量保证。", 0, 5),)


def test_a_sentence_longer_than_the_model_takes_is_cut_at_commas() -> None:
    writer = Scripted(lambda _: "Bien,")
    answer = one(writer, request("，".join(["很好看的连衣裙"] * 12)))
    assert all(len(text) <= 40 for batch in writer.asked for text in batch)
    assert answer.coverage == 1.0


def test_a_clause_longer_than_the_model_takes_is_refused_and_spoils_no_other() -> None:
    answers = Desk(Scripted(lambda _: "Bien"), 4, -3.0).translate([request("好" * 41), request("好")])
    assert isinstance(answers[0], InvalidInput)
    assert answers[1] == Translation("Bien", 1.0, ())


def test_a_text_of_nothing_but_full_stops_or_commas_holds_nobody_up() -> None:
    writer = Scripted(lambda _: "Bien")
    asked = [request("好。" * 10_000), request("好，" * 9_999 + "好")]
    terms = tuple(TermConstraint(f"词{i}", f"palabra{i}") for i in range(5000))
    asked.append(request("好看。" * 200, Constraints(terms)))
    many, long, glossary = Desk(writer, 32, -3.0).translate(asked)
    assert "send 256 at a time" in str(many)
    assert isinstance(long, InvalidInput)
    assert isinstance(glossary, Translation)


@pytest.mark.parametrize("target", ["zh-CN", "zu", "x", "", "\x00", "e" * 500])
def test_languages_that_cannot_be_served_are_refused_in_place(target: str) -> None:
    answers = Desk(Scripted(lambda _: "Bien"), 4, -3.0).translate(
        [request("好", target=target), request("好")]
    )
    assert isinstance(answers[0], InvalidInput)
    assert answers[1] == Translation("Bien", 1.0, ())


def test_batches_hold_one_pair_of_languages_and_no_more_than_allowed() -> None:
    writer = Scripted(lambda _: "Bien")
    Desk(writer, 2, -3.0).translate([request("好", target=t) for t in ("es", "de", "es", "de", "es")])
    assert sorted(len(batch) for batch in writer.asked) == [1, 2, 2]


def test_a_translation_longer_than_asked_is_of_no_use() -> None:
    answer = one(Scripted(lambda _: "Vestido bonito"), request("连衣裙", Constraints(max_chars=8)))
    assert answer == Translation("", 0.0, (LeftOver("连衣裙", 0, 3),))


@pytest.mark.parametrize("text", ["", "  ", "500", "100 %", "NIKE"])
def test_what_needs_no_words_passes_unchanged(text: str) -> None:
    writer = Scripted(lambda _: "Bien")
    answer = one(writer, request(text, Constraints(keep=("NIKE",))))
    assert (answer.text, answer.coverage, writer.asked) == (text.strip(), 1.0, [])


@pytest.mark.parametrize(
    ("tag", "first"),
    [("zh-CN", "zho_Hans"), ("zh-TW", "zho_Hant"), ("ko", "kor_Hang"), ("ja", "jpn_Jpan"), ("ar", "arb_Arab"),
     ("pt-BR", "por_Latn"), ("th", "tha_Thai"), ("sr-Latn", "srp_Latn"), ("nb", "nob_Latn")],
)  # fmt: skip
def test_tags_become_flores_codes(tag: str, first: str) -> None:
    assert next(codes(read_tag(tag))) == first
