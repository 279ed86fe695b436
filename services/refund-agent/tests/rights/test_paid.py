from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.money import Money, minor_digits
from argosy_ledger import OrderFacts
from refund_agent.domain.rights.bill import read_bill
from refund_agent.domain.rights.paid import CannotTellPaid, Earlier, paid_for

from .orders import decided, facts, money, order, payment

TWO = (("a", 1, "60.00"), ("b", 2, "20.00"))


def test_the_whole_order_is_what_was_paid_shipping_included() -> None:
    paid = paid_for(facts())
    assert (paid.total, paid.refundable, paid.whole_order) == (money("105.00"), money("105.00"), True)
    assert paid.doubts == ()


def test_a_line_has_its_share_of_discount_shipping_and_tax() -> None:
    known = facts(order=order(TWO, "100.00", shipping="10.00", discount="20.00", tax="10.00"))
    (line,) = paid_for(known, [("a", 0)]).lines
    assert (line.goods, line.shipping, line.tax) == (money("48.00"), money("6.00"), money("6.00"))
    (line,) = paid_for(known, [("b", 1)]).lines
    assert (line.quantity, line.total) == (1, money("20.00"))


@pytest.mark.parametrize(
    ("total", "sums", "goods", "tax"),
    [
        ("120.00", {"tax": "15.00"}, "100.00", "15.00"),  # on top
        ("105.00", {"tax": "15.00"}, "100.00", "0"),  # inside the prices
        ("95.00", {"discount": "10.00"}, "90.00", "0"),
        ("95.00", {"discount": "-10.00"}, "90.00", "0"),  # as some platforms write it
        ("105.00", {"discount": "10.00"}, "100.00", "0"),  # prices are those after the discount
        ("110.00", {"discount": "10.00", "tax": "15.00"}, "90.00", "15.00"),
    ],
)
def test_tax_and_discount_are_read_so_that_the_total_comes_out(
    total: str, sums: dict[str, str], goods: str, tax: str
) -> None:
    paid = paid_for(facts(order=order(total=total, **sums)))
    assert paid.doubts == ()
    assert (paid.lines[0].goods, paid.lines[0].tax) == (money(goods), money(tax))
    assert paid.refundable == money(total)


def test_a_discount_greater_than_the_goods_takes_from_shipping() -> None:
    paid = paid_for(facts(order=order(total="2.00", discount="103.00")))
    assert (paid.lines[0].goods, paid.lines[0].shipping) == (money("0"), money("2.00"))


@pytest.mark.parametrize(("total", "refundable"), [("80.00", "80.00"), ("500.00", "105.00"), ("0.00", "0")])
def test_where_it_does_not_add_up_the_smaller_sum_counts_and_a_person_is_told(
    total: str, refundable: str
) -> None:
    paid = paid_for(facts(order=order(total=total)))
    assert paid.refundable == money(refundable)
    assert f"the order's total is {money(total)}" in paid.doubts[0]


def test_what_the_processor_gave_back_is_counted() -> None:
    paid = paid_for(facts(payment=payment(("30.00", 3), ("30.00", 4))))
    assert (paid.already, paid.refundable) == (money("60.00"), money("45.00"))


def test_a_decided_refund_and_the_processors_word_of_it_are_one() -> None:
    known = facts(payment=payment(("30.00", 5)), refunds=(decided("30.00", 4),))
    assert paid_for(known).already == money("30.00")
    early = facts(payment=payment(("30.00", 1)), refunds=(decided("30.00", 4),))
    assert paid_for(early).already == money("60.00")
    twice = facts(
        payment=payment(("30.00", 5)), refunds=(decided("30.00", 4), decided("30.00", 4.5, request_id="r-2"))
    )
    assert paid_for(twice).already == money("60.00")


@pytest.mark.parametrize(
    ("decision", "counts"),
    [("RETURN_THEN_REFUND", True), ("PARTIAL_KEEP", True), ("REJECT", False), ("ESCALATE", False)],
)
def test_what_was_promised_counts_and_what_was_refused_does_not(decision: str, counts: bool) -> None:
    paid = paid_for(facts(refunds=(decided("30.00", 4, decision),)))
    assert paid.already == money("30.00" if counts else "0")


def test_the_requests_own_decision_is_no_earlier_refund() -> None:
    known = facts(refunds=(decided("30.00", 4, request_id="r-7"),))
    assert paid_for(known, request_id="r-7").already == money("0")


def test_more_pieces_than_ordered_and_unknown_skus_are_doubts() -> None:
    known = facts(order=order(TWO, "105.00"))
    paid = paid_for(known, [("b", 5), ("zzz", 1)])
    assert [line.quantity for line in paid.lines] == [2]
    assert paid.doubts == (
        "the order has no 'zzz'; it is left out",
        "3 more of 'b' asked for than were ordered and not yet refunded",
    )
    nothing = paid_for(known, [("zzz", 1)])
    assert (nothing.lines, nothing.refundable, nothing.whole_order) == ((), money("0"), False)


def test_prices_in_the_listings_currency_still_say_how_lines_compare() -> None:
    told = order(TWO, "100.00", shipping="0.00")
    for line in told.data.lines:
        line.price.currency = "CNY"
    paid = paid_for(facts(order=told), [("a", 0)])
    assert paid.refundable == money("60.00")
    assert paid.doubts == ("prices are in CNY, and the order's total is in EUR",)


def test_a_line_in_a_currency_of_its_own_is_worth_nothing_until_a_person_looks() -> None:
    told = order(TWO, "60.00", shipping="0.00")
    told.data.lines[1].price.currency = "CNY"
    paid = paid_for(facts(order=told), [("b", 0)])
    assert paid.refundable == money("0")
    assert paid.doubts


def test_without_order_or_amounts_nothing_can_be_told() -> None:
    with pytest.raises(CannotTellPaid, match="is not on record"):
        paid_for(OrderFacts("o-1"))
    with pytest.raises(CannotTellPaid, match="names no amount"):
        paid_for(facts(order=order([], None)))


def test_an_unpaid_order_and_refunds_for_unknown_lines_are_doubts() -> None:
    assert "no payment is on record" in paid_for(facts(payment=None)).doubts[0]
    known = facts(order=order(TWO, "105.00"), payment=payment(("10.00", 3)))
    assert "not known for which lines" in paid_for(known, [("a", 0)]).doubts[0]
    assert paid_for(known, [("a", 0)], [Earlier("a", 0, money("10.00"))]).refundable == money("53.00")


amounts = st.integers(0, 10**7)
currencies = st.sampled_from(("EUR", "JPY", "KWD"))


@st.composite
def bought(draw: st.DrawFn) -> OrderFacts:
    """An order of up to six lines, with no, two or three decimals, that adds up or not."""
    currency = draw(currencies)
    digits = minor_digits(currency)

    def told(units: int) -> str:
        return str(Decimal(units).scaleb(-digits))

    lines = draw(st.lists(st.tuples(st.integers(1, 9), amounts), min_size=1, max_size=6))
    shipping, tax, discount = draw(amounts), draw(amounts), draw(amounts)
    goods = sum(count * price for count, price in lines)
    sums = [goods + shipping + tax - discount, goods + shipping - discount, goods + shipping, draw(amounts)]
    total = max(0, draw(st.sampled_from(sums)))
    rows = [(f"s{index}", count, told(price)) for index, (count, price) in enumerate(lines)]
    made = order(rows, told(total), currency, shipping=told(shipping), tax=told(tax), discount=told(discount))
    return facts(order=made)


@given(bought())
def test_lines_add_up_to_the_bill_and_never_to_more_than_the_total(known: OrderFacts) -> None:
    assert known.order
    bill = read_bill(known.order.data)
    assert bill
    total = sum((line.total.minor for line in bill.lines), 0)
    assert total == bill.total.minor if not bill.doubts else total <= bill.total.minor
    assert all(part.minor >= 0 for line in bill.lines for part in (line.goods, line.shipping, line.tax))


@given(bought(), st.randoms(use_true_random=False), st.booleans())
def test_piece_by_piece_in_any_order_comes_to_the_same_as_all_at_once(
    known: OrderFacts, chance: object, one_by_one: bool
) -> None:
    assert known.order
    at_once = paid_for(known)
    steps = [
        (line.sku, pieces)
        for line in known.order.data.lines
        for pieces in ([1] * line.quantity if one_by_one else [line.quantity])
    ]
    chance.shuffle(steps)  # type: ignore[attr-defined]
    currency = at_once.total.currency
    earlier: list[Earlier] = []
    given_back = Money.zero(currency)
    for number, (sku, pieces) in enumerate(steps):
        refunds = tuple(
            decided(one.amount.to_strings()[0], 1, request_id=f"r-{index}", currency=currency)
            for index, one in enumerate(earlier)
        )
        now = OrderFacts("o-1", known.order, known.payment, refunds=refunds)
        paid = paid_for(now, [(sku, pieces)], earlier, request_id=f"r-{number}")
        assert paid.already == given_back
        given_back = given_back + paid.refundable
        earlier.append(Earlier(sku, pieces, paid.refundable))
    assert given_back == at_once.refundable
    assert given_back <= at_once.total


@given(bought(), st.lists(st.tuples(st.integers(0, 7), st.integers(0, 12), st.integers(0, 100)), max_size=8))
def test_no_sequence_of_partial_refunds_gives_more_than_was_paid(
    known: OrderFacts, requests: list[tuple[int, int, int]]
) -> None:
    assert known.order
    bill = read_bill(known.order.data)
    assert bill
    currency = bill.total.currency
    refunds, earlier, given_back = [], [], 0
    for number, (line, pieces, percent) in enumerate(requests):
        now = OrderFacts("o-1", known.order, known.payment, refunds=tuple(refunds))
        paid = paid_for(now, [(f"s{line}", pieces)], earlier)
        assert 0 <= paid.refundable.minor <= bill.total.minor - given_back
        part = Money.of_minor(paid.refundable.minor * percent // 100, currency)
        given_back += part.minor
        refunds.append(decided(part.to_strings()[0], 1, request_id=f"r-{number}", currency=currency))
        kept = 0 if percent < 100 else sum(one.quantity for one in paid.lines)
        earlier.append(Earlier(f"s{line}", kept, part))
    for line in bill.lines:
        given = sum(one.amount.minor for one in earlier if one.sku == line.sku)
        assert given <= line.total.minor
