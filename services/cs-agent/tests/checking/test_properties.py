"""Whatever is written, the check ends and tells no secret; what facts say may be said in every language."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from drafts_made import fact, heard, said
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_commerce.money import Money
from argosy_commerce.reading.items import Price
from argosy_commerce.units import Quantity
from argosy_testing.growth import cost_growth
from cs_agent.domain.checking import checked, drafts, faults, kept
from cs_agent.domain.checking.said import said_in

TAGS = ("en", "zh-CN", "es", "pt-BR", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")
AMOUNTS = st.integers(1, 99_999_999).map(lambda n: Decimal(n).scaleb(-2))
UNITS = st.sampled_from(["m", "cm", "kg", "g", "ml", "W"])


@pytest.fixture(autouse=True, scope="module")
def without_the_term_base() -> Iterator[None]:
    """Its names in fifteen languages take half a minute, and none of these rules asks for them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(drafts, "trade_words", lambda text, language: frozenset())
        yield


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=120), st.sampled_from(TAGS))
def test_any_text_is_checked(text: str, known: str, tag: str) -> None:
    draft = said(text, fact(known), language=tag)
    left = checked(draft, heard(known, language=tag))
    assert faults(left, heard(known, language=tag)) == ()
    assert kept(draft, draft) == ()


@given(AMOUNTS, st.sampled_from(TAGS), st.sampled_from(["USD", "EUR", "JPY", "KRW", "PLN"]))
def test_an_amount_of_the_facts_may_be_said_as_the_language_writes_it(
    amount: Decimal, tag: str, currency: str
) -> None:
    money = Money(amount, currency).rounded()
    price = fact(
        " ".join(money.to_strings()), "price", "", items=(Price((0, 0), " ".join(money.to_strings()), money),)
    )
    assert faults(said(f"— {money.formatted(tag)}", price, language=tag), heard(language=tag)) == ()


@given(AMOUNTS, AMOUNTS, st.sampled_from(TAGS))
def test_another_amount_may_not(amount: Decimal, other: Decimal, tag: str) -> None:
    price = fact(f"{amount} USD", "price", "")
    draft = said(f"— {Money(other, 'USD').formatted(tag)}", price, language=tag)
    assert bool(faults(draft, heard(language=tag))) is (amount != other)


@given(st.integers(1, 9_999).map(Decimal), UNITS, st.sampled_from(TAGS))
def test_a_quantity_may_be_said_as_the_language_writes_it(value: Decimal, unit: str, tag: str) -> None:
    quantity = Quantity(value, unit)
    known = fact(f"{value}{unit}")
    assert faults(said(f"— {quantity.formatted(tag)}", known, language=tag), heard(language=tag)) == ()
    more = Quantity(value + 1, unit)
    assert faults(said(f"— {more.formatted(tag)}", known, language=tag), heard(language=tag))


@given(st.integers(10**12, 10**16 - 1), st.sampled_from(TAGS), st.sampled_from(["", " ", "-"]))
def test_a_cards_number_is_never_said(body: int, tag: str, sign: str) -> None:
    digits = str(body)
    for check in "0123456789":
        if _luhn(digits + check):
            whole = digits + check
            text = sign.join(whole[i : i + 4] for i in range(0, len(whole), 4))
            wrong = faults(said(text, fact(text), language=tag), heard(text, language=tag))
            assert "a card's number" in " ".join(wrong)
            assert whole not in " ".join(wrong)


@pytest.mark.parametrize(
    "piece", ["«", "1 ", "a.", "1-", "A1-", "14 ", "o-20", "+1 ", "@", "12:", "\u202e", "١"]
)
def test_long_texts_cost_no_more_than_what_is_read_of_them(piece: str) -> None:
    def check(size: int) -> None:
        said_in.cache_clear()
        faults(said((piece * size)[:1_400], fact(piece * size)), heard())

    assert cost_growth(check, 4_000, 64_000) < 40


def _luhn(digits: str) -> bool:
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    return (sum(map(int, digits[::-2])) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0
