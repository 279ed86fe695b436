"""Reading an answer, putting the argument together, and what a generator is told."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from grounds import LANGUAGES, ground
from hypothesis import given
from hypothesis import strategies as st

from chargeback_agent.domain.case.model import Statement
from chargeback_agent.domain.case.sentences import STATEMENTS
from chargeback_agent.domain.letter.document import Said
from chargeback_agent.domain.letter.wording import LANGUAGES as LETTERS
from chargeback_agent.domain.letter.wording import wording
from chargeback_agent.domain.rephrasing.argument import argue
from chargeback_agent.domain.rephrasing.checking import check
from chargeback_agent.domain.rephrasing.findings import Rule
from chargeback_agent.domain.rephrasing.ground import ground_of
from chargeback_agent.domain.rephrasing.prompt import prompt_of
from chargeback_agent.domain.rephrasing.reading import Proposed, read_argument
from chargeback_agent.domain.rephrasing.words import checked_languages
from chargeback_agent.domain.rules.loader import rule_book

JOINED = (
    "Order ⟦1⟧ was placed on ⟦2⟧ for ⟦3⟧; moreover, the payment was captured from the card ending in ⟦5⟧."
)
LIE = "Order ⟦1⟧ was always placed on ⟦2⟧ for ⟦3⟧."


def answer(*paragraphs: list[tuple[str, list[int]]]) -> str:
    rows = [[{"text": text, "statements": of} for text, of in one] for one in paragraphs]
    return json.dumps({"paragraphs": rows}, ensure_ascii=False)


def test_what_passed_stands_with_its_exhibits_and_the_templates_say_the_rest() -> None:
    known = ground("en")
    argument = argue([answer([(JOINED, [1, 3])])], known)
    assert argument.paragraphs[0] == (Said(known.filled(JOINED), ("A", "C")),)
    others = [(Said(known.whole[i], known.exhibits[i]),) for i in range(len(known.whole)) if i not in {0, 2}]
    assert list(argument.paragraphs[1:]) == others
    assert (argument.rephrased, argument.statements) == (2, len(known.sentences))


def test_every_statement_is_said_once_whatever_was_answered() -> None:
    known = ground("en")
    said = argue(
        [answer([(JOINED, [1, 3]), (LIE, [1]), (known.sentences[3], [4])], [(JOINED, [1, 3])])], known
    )
    texts = [one.text for paragraph in said.paragraphs for one in paragraph]
    assert len(texts) == len(known.sentences) - 1
    assert [finding and finding.rule for finding in said.results] == [None, Rule.AGAIN, None, Rule.AGAIN]
    assert set(known.whole) - set(texts) == {known.whole[0], known.whole[2]}


def test_of_several_answers_the_one_that_joins_the_most_is_taken() -> None:
    known = ground("en")
    fewer, more = answer([(known.sentences[3], [4])]), answer([(JOINED, [1, 3])])
    assert argue([fewer, more], known) == argue([more], known)
    assert argue([], known).rephrased == 0


def test_a_value_is_never_read_as_a_mark() -> None:
    statement = Statement("same_account", {"value": "⟦1⟧ ⟦2⟧"}, ("A",))
    other = Statement("captured_on", {"date": "{value}"}, ("B",))
    known = ground_of((statement, other), wording("en"))
    assert known.filled(known.sentences[0]) == wording("en").said(statement)
    assert known.filled(known.sentences[1]) == wording("en").said(other)


def test_names_and_digits_of_the_templates_are_values_too() -> None:
    statement = Statement("authenticated", {"version": "2.2.0"}, ("A",))
    (sentence,) = ground_of((statement,), wording("en")).sentences
    assert sentence == "The cardholder was authenticated by ⟦2⟧, version ⟦1⟧."


def test_equal_values_have_one_mark() -> None:
    first = Statement("ordered_from_ip", {"order_id": "A-1", "ip": "203.0.113.7"}, ("A",))
    second = Statement("ordered_on_device", {"order_id": "A-1", "device": "d-9"}, ("A",))
    known = ground_of((first, second), wording("en"))
    assert known.sentences == (
        "Order ⟦1⟧ was placed from the IP address ⟦2⟧.",
        "Order ⟦1⟧ was placed on the device ⟦3⟧.",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_request_names_language_claim_and_the_words_that_may_join(language) -> None:
    rule = rule_book().networks["visa"].codes["13.1"]
    prompt = prompt_of(ground(language), rule)
    for words in (rule.argue, "not received", ground(language).words.joining[0], *ground(language).sentences):
        assert words in prompt


@pytest.mark.parametrize(
    "said",
    [
        "", "no", "{}", '{"paragraphs": 1}', '{"paragraphs": [1]}', '{"paragraphs": [[1]]}',
        '{"paragraphs": [[{"text": "", "statements": [1]}]]}',
        '{"paragraphs": [[{"text": "A.", "statements": []}]]}',
        '{"paragraphs": [[{"text": "A.", "statements": [true]}]]}',
        '{"paragraphs": [[{"text": 1, "statements": [1]}]]}',
        '{"paragraphs": [[{"text": "A.", "statements": 1}]]}', '{"paragraphs": ' + "[" * 9_000,
        answer([("A.", [1])] * 81),
    ],
)  # fmt: skip
def test_what_has_another_form_is_no_argument(said) -> None:
    assert read_argument(said) == ()


def test_an_argument_is_read_within_what_stands_around_it() -> None:
    said = f"<think>Hm {{}}</think>Here:\n```json\n{answer([('A  b.', [2, 1])], [])}\n```"
    assert read_argument(said) == ((Proposed("A b.", (2, 1)),),)


KEYS = st.sampled_from(["paragraphs", "text", "statements"])
ANYTHING = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(ANYTHING)
def test_no_answer_raises(value) -> None:
    argue([json.dumps({"paragraphs": value}), json.dumps(value)], ground("en"))


@pytest.mark.parametrize("language", [one for one in LETTERS if one.partition("-")[0] in checked_languages()])
def test_every_sentence_that_letters_have_passes_as_it_stands_and_joined_to_another(language) -> None:
    statements = [
        Statement(name, {value: f"{name} {value}" for value in values}, ("A",))
        for name, values in STATEMENTS.items()
    ]
    known = ground_of(statements, wording(language))
    for number, sentence in enumerate(known.sentences, 1):
        assert check(Proposed(sentence, (number,)), known) is None, sentence
    for number, (one, other) in enumerate(pairwise(known.sentences), 1):
        joined = f"{one[:-1]}; {other[:1].lower()}{other[1:]}"
        assert check(Proposed(joined, (number, number + 1)), known) is None, joined
