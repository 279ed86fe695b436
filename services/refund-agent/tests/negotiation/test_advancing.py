from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from argosy_commerce.terms.strict_yaml import TermDataError, packaged
from refund_agent.domain.negotiation.advancing import advance
from refund_agent.domain.negotiation.pace import house, pace_of, read_house
from refund_agent.domain.negotiation.state import Answer, Asked, Lapsed, Replied, State
from refund_agent.domain.options import Offer
from refund_agent.domain.rights.book import rights_book

from .bargains import (
    AGAIN,
    ASKED,
    FULL,
    NOTHING,
    PERSON,
    at,
    back,
    complaint,
    entitled,
    euros,
    keep,
    pace,
    paid,
    real,
    reply,
    right,
    scripted,
    walked,
)

FAULT = {"rule": "eu-conformity", "ground": "conformity", "return_paid_by": "merchant"}


@pytest.mark.parametrize(
    ("offer", "said", "owed"),
    [
        (FULL, complaint("not_received"), entitled(right(owed=euros("40.00"), return_paid_by=None))),
        (NOTHING, complaint("changed_mind"), entitled()),
        (back(), complaint("changed_mind", wish="return"), entitled(right())),
        (AGAIN, complaint("wrong_item", wish="resend"), entitled()),
        (keep("8.00"), complaint(asked=euros("8.00")), entitled()),
    ],
)
def test_where_nothing_is_to_be_negotiated_the_request_is_decided_at_once(offer, said, owed) -> None:
    (step,) = walked(scripted(offer, said=said, owed=owed))
    assert step.decided is not None
    assert (step.decided.offer, step.decided.how) == (offer, "at_once")
    assert step.state.rounds == ()


def test_money_in_place_of_the_goods_that_were_wished_is_offered_first() -> None:
    (step,) = walked(scripted(FULL, said=complaint(wish="exchange")))
    assert step.offered is not None
    assert step.decided is None


def test_who_has_no_right_is_told_so_and_gets_no_little_something() -> None:
    nothing = entitled(exclusions=("Directive 2011/83/EU, art. 9: the time ended",))
    table = real(complaint("changed_mind"), nothing, paid())
    assert walked(table)[-1].decided.decision == "REJECT"
    unknown = real(complaint("changed_mind"), entitled(), paid("4.00"))
    assert walked(unknown)[-1].offered is not None
    floored = real(complaint("damaged"), nothing, paid())
    assert walked(floored)[-1].offered is not None


def test_an_offer_that_is_taken_is_the_decision() -> None:
    _, step = walked(scripted(keep("8.00")), reply("accepts", 5))
    assert step.decided is not None
    assert (step.decided.decision, step.decided.refund, step.decided.how) == (
        "PARTIAL_KEEP",
        euros("8.00"),
        "accepted",
    )


def test_rounds_rise_and_end_with_the_third() -> None:
    table = scripted(keep("8.00"), keep("12.00"), keep("15.00"), keep("30.00"))
    steps = walked(table, reply("refuses", 1), reply("refuses", 2), reply("refuses", 3))
    offers = [one.offer.refund for one in steps[-1].state.rounds]
    assert offers == [euros("8.00"), euros("12.00"), euros("15.00")]
    assert steps[-1].decided is not None
    assert (steps[-1].decided.refund, steps[-1].decided.how) == (euros("15.00"), "no_agreement")


def test_a_worse_offer_is_never_made() -> None:
    _, step = walked(scripted(keep("8.00"), keep("5.00")), reply("refuses", 1))
    assert step.decided is not None
    assert step.decided.refund == euros("8.00")


def test_no_agreement_about_a_fault_goes_to_a_person_and_about_a_change_of_mind_back_to_the_shop() -> None:
    fault = scripted(keep("8.00"), owed=entitled(right(**FAULT)))
    assert walked(fault, reply("refuses", 1))[-1].state.verdict.decision == "ESCALATE"
    unwanted = scripted(keep("8.00"), owed=entitled(right()))
    decided = walked(unwanted, reply("refuses", 1))[-1].decided
    assert (decided.offer, decided.how) == (back(), "right")


def test_who_may_send_goods_back_and_wants_to_does() -> None:
    table = scripted(keep("8.00"), owed=entitled(right(**FAULT)))
    decided = walked(table, reply("returns", 1))[-1].decided
    assert (decided.offer, decided.how) == (back(label=True), "right")


def test_goods_that_cost_more_to_fetch_than_they_are_worth_are_kept_and_their_money_paid() -> None:
    for total, answers in (("6.00", [reply("returns", 1)]), ("15.00", [reply("returns", 1)])):
        fault = entitled(right(**FAULT | {"owed_on_return": euros(total)}))
        decided = walked(real(complaint("defective"), fault, paid(total)), *answers)[-1].decided
        assert (decided.offer, decided.how) == (Offer("REFUND", euros(total), keep_item=True), "right")
        assert "no return asked for" in decided.why[0]
    dear = entitled(right(**FAULT | {"owed_on_return": euros("200.00")}))
    decided = walked(real(complaint("defective"), dear, paid("200.00")), reply("returns", 1))[-1].decided
    assert decided.offer == back("200.00", label=True)


def test_where_only_a_part_is_due_on_return_that_part_is_paid() -> None:
    fault = entitled(right(**FAULT | {"owed_on_return": euros("5.00")}))
    decided = walked(real(complaint("defective"), fault, paid("6.00")), reply("returns", 1))[-1].decided
    assert decided.offer == keep("5.00")


def test_what_is_only_not_wanted_is_not_given_away() -> None:
    cheap = entitled(right(return_paid_by="merchant", owed_on_return=euros("18.00")))
    table = real(complaint("changed_mind"), cheap, paid("18.00"))
    assert walked(table, reply("returns", 1))[-1].decided.offer == Offer(
        "REFUND", euros("18.00"), keep_item=True
    )
    free = entitled(right(return_paid_by="merchant"))
    decided = walked(real(complaint("changed_mind"), free, paid()), reply("returns", 1))[-1].decided
    assert decided.offer == back(label=True)


def test_so_much_is_not_given_on_words_alone_for_goods_too_dear_to_fetch() -> None:
    fault = entitled(right(**FAULT | {"owed_on_return": euros("60.00")}))
    table = real(complaint("defective"), fault, paid("60.00"))
    decided = walked(table, reply("returns", 1))[-1].decided
    assert decided.decision == "ESCALATE"
    assert "without anything shown" in decided.why[0]


def test_who_names_an_amount_for_goods_is_offered_money_and_no_less_after_that() -> None:
    table = scripted(AGAIN, keep("9.00"), keep("7.00"))
    *_, second, third = walked(
        table, reply("counters", 1, counter="20.00"), reply("counters", 2, counter="19.00")
    )
    assert second.offered.offer == keep("9.00")
    assert third.decided.refund == euros("9.00")


def test_a_counter_that_is_met_is_the_decision() -> None:
    table = scripted(keep("8.00"), keep("11.00"))
    decided = walked(table, reply("counters", 1, counter="11.00"))[-1].decided
    assert (decided.refund, decided.how) == (euros("11.00"), "agreed")


def test_a_person_gets_the_case_whenever_the_buyer_asks() -> None:
    for events in ([reply("person", 1)], [Replied(at(1), Answer("refuses", wants_person=True))]):
        decided = walked(scripted(keep("8.00")), *events)[-1].decided
        assert (decided.decision, decided.offer, decided.how) == ("ESCALATE", None, "person")
    state = advance(State("r-1"), reply("person", -1), None).state
    assert state.phase == "unasked"
    assert advance(state, Asked(ASKED), scripted(FULL)).decided.decision == "ESCALATE"


def test_a_person_gets_the_case_where_the_plan_the_limit_or_the_evidence_says_so() -> None:
    assert walked(scripted(PERSON))[-1].decided.why == ("a bound",)
    above = scripted(keep("8.00"), most=euros("7.99"))
    assert walked(above)[-1].decided.decision == "ESCALATE"
    lowered = replace(scripted(keep("8.00")), most=euros("7.99"))
    made = walked(scripted(keep("8.00")))[-1].state
    assert advance(made, reply("accepts", 1), lowered).decided.decision == "ESCALATE"
    spoken_against = scripted(keep("8.00"), owed=entitled(escalate=("the evidence conflicts",)))
    assert walked(spoken_against, reply("accepts", 1))[-1].decided.decision == "ESCALATE"


def test_what_another_request_has_taken_meanwhile_is_not_paid_again() -> None:
    (made,) = walked(scripted(keep("8.00")))
    step = advance(made.state, reply("accepts", 1), scripted(keep("8.00"), refundable=euros("7.99")))
    assert step.decided.decision == "ESCALATE"


def test_a_question_leaves_the_offer_and_gives_time_once() -> None:
    table = scripted(keep("8.00"))
    made, asked, again = walked(table, reply("asks", 100), reply("asks", 101))
    assert asked.restated.offer == made.offered.offer
    assert asked.restated.number == 1
    assert asked.restated.until > made.offered.until
    assert again.decided.decision == "ESCALATE"


def test_silence_lets_an_offer_stand_that_gives_what_is_owed() -> None:
    made, step = walked(scripted(keep("8.00"), owed=entitled(right())), Lapsed(at(200), 1))
    assert step.decided.offer == made.offered.offer
    assert step.decided.how == "silence"


@pytest.mark.parametrize(
    ("offer", "owed"),
    [
        (keep("8.00"), entitled(right(owed=euros("9.00")))),
        (back(), entitled(right(owed=euros("5.00")))),
        (back("30.00"), entitled(right())),
        (AGAIN, entitled(right(owed=euros("40.00"), return_paid_by=None))),
    ],
)
def test_silence_ends_no_right_to_more(offer, owed) -> None:
    _, step = walked(scripted(offer, owed=owed), Lapsed(at(200), 1))
    assert step.decided.decision == "ESCALATE"


def test_silence_after_a_question_is_for_a_person() -> None:
    *_, step = walked(scripted(keep("8.00")), reply("asks", 1), Lapsed(at(400), 1))
    assert step.decided.decision == "ESCALATE"


def test_answers_that_are_late_early_repeated_or_of_another_round_change_nothing() -> None:
    table = scripted(keep("8.00"), keep("12.00"))
    first = walked(table, reply("refuses", 10))[-1].state
    for event in (
        reply("accepts", 9),
        reply("accepts", 11, round_=1),
        reply("accepts", 11, round_=3),
        Lapsed(at(500), 1),
        Lapsed(at(11), 2),
        Asked(ASKED),
    ):
        step = advance(first, event, table)
        assert (step.offered, step.restated, step.decided) == (None, None, None)
        assert replace(step.state, trail=()) == replace(first, trail=())
        assert advance(step.state, event, table).state == step.state
    done = advance(first, reply("accepts", 11, round_=2), table).state
    for event in (reply("refuses", 12), reply("person", 12), reply("accepts", 11), Lapsed(at(500), 2)):
        assert advance(done, event, table).decided is None
        assert advance(done, event, table).state.verdict == done.verdict


@pytest.mark.parametrize(
    ("decided", "looked_at"), [(keep("8.00"), True), (AGAIN, True), (NOTHING, True), (back(), False)]
)
def test_who_wants_to_send_the_goods_back_after_all_is_not_passed_over(decided, looked_at) -> None:
    table = scripted(
        decided, said=complaint("wrong_item", wish="resend", asked=euros("8.00")), owed=entitled()
    )
    before = walked(table, reply("accepts", 10))[-1].state
    step = advance(before, reply("returns", 30), table)
    assert (step.reminded is not None) is looked_at
    assert step.state.verdict == before.verdict
    if looked_at:
        assert "send the goods back" in step.look
        assert advance(step.state, reply("returns", 40), table).reminded is None


def test_who_asks_for_a_person_after_the_decision_changes_nothing_but_a_person_is_told_once() -> None:
    table = scripted(NOTHING)
    *_, step = walked(table, reply("person", 30))
    assert step.reminded == step.state.verdict
    assert step.state.verdict.decision == "REJECT"
    assert advance(step.state, reply("person", 40), table).reminded is None


def test_an_answer_before_its_offer_is_no_answer() -> None:
    early = advance(State("r-1"), reply("accepts", -5), None)
    assert early.state.phase == "unasked"
    assert advance(early.state, Asked(ASKED), scripted(keep("8.00"))).offered is not None


def test_an_answer_after_the_deadline_is_silence() -> None:
    _, step = walked(scripted(keep("8.00"), keep("12.00")), reply("refuses", 300))
    assert (step.decided.how, step.decided.refund) == ("silence", euros("8.00"))


def test_a_request_waits_for_its_order_and_then_goes_to_a_person() -> None:
    waiting = advance(State("r-1"), Asked(ASKED), None)
    assert waiting.state.phase == "waiting"
    assert advance(waiting.state, Asked(ASKED), None).state == waiting.state
    assert advance(waiting.state, Asked(ASKED), scripted(keep("8.00"))).offered is not None
    assert advance(waiting.state, Lapsed(at(1), 0), None).decided.decision == "ESCALATE"


def test_deadlines_end_with_law_and_platform_and_are_never_short() -> None:
    book, ours = rights_book(), house()
    plain = pace_of(ours, 3, None, entitled(), ASKED)
    assert plain.until(ASKED) == at(120.5)
    assert plain.until(ASKED).minute == 0
    ebay = pace_of(ours, 3, book.platform_of("ebay"), entitled(), ASKED)
    assert ebay.until(ASKED) == at(72.5)
    assert ebay.until(at(60)) == at(84.5)
    due = pace_of(ours, 3, None, entitled(refund_days=3), ASKED)
    assert (due.until(ASKED), due.pay_days) == (at(72.5), 3)
    withdrawn = pace_of(ours, 3, None, entitled(right(until=date(2026, 11, 4))), ASKED)
    assert withdrawn.until(ASKED).date() == date(2026, 11, 4)
    assert withdrawn.until(ASKED + timedelta(days=30)) - (ASKED + timedelta(days=30)) >= timedelta(hours=24)
    assert pace_of(ours, 2, None, entitled(), ASKED).rounds == 2


def test_the_trail_says_what_happened_when_by_whom_and_why() -> None:
    table = scripted(keep("8.00"), keep("12.00"))
    state = walked(table, reply("counters", 10, counter="15.00"), reply("accepts", 20))[-1].state
    assert [(entry.by, entry.what) for entry in state.trail] == [
        ("buyer", "asked"),
        ("agent", "offered"),
        ("buyer", "replied"),
        ("agent", "offered"),
        ("buyer", "replied"),
        ("agent", "decided"),
    ]
    assert state.trail[2].why == ("counters", "15.00 EUR")
    assert state.trail[-1].why[0] == "PARTIAL_KEEP 12.00 EUR, accepted"


def test_offers_of_least_cost_go_through_the_same_machine() -> None:
    table = real(complaint("damaged"), entitled(right(**FAULT)), paid())
    steps = walked(table, reply("refuses", 1), reply("counters", 2, counter="39.00"), reply("refuses", 3))
    assert steps[-1].state.phase == "decided"
    assert pace().rounds == 3


def test_every_figure_of_the_negotiation_has_a_source() -> None:
    rows = packaged("refund_agent", "negotiation", "rules", "on_silence", "no_right")["rules"]
    assert {row["source"] for row in rows.values()} <= set(rights_book().sources)
    broken = {"rules": rows, "on_silence": "shrug", "no_right": "reject"}
    with pytest.raises(TermDataError, match="shrug"):
        read_house(broken)
