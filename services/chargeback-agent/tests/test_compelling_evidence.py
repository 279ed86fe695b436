from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.terms.strict_yaml import TermDataError
from chargeback_agent.domain.rules.compelling_evidence import (
    Address,
    CompellingEvidence,
    Disputed,
    NotQualified,
    Payment,
    Qualified,
    qualifies,
    read_compelling_evidence,
    rule_on,
)
from chargeback_agent.domain.rules.loader import rule_book

TEXT = (files("chargeback_agent") / "data" / "compelling_evidence_3.yaml").read_text(encoding="utf-8")
RULES = read_compelling_evidence(TEXT, "compelling_evidence_3.yaml")
BEFORE, NOW = RULES
DAY = date(2026, 11, 26)
HOME = Address(street="1 High Street", city="Leeds", postal_code="LS1 4AP", country="GB")
PHONE, PRINT = "356938035643809", "fp-4c9a77b01e55d3aa9e21"
PAID = Payment(
    id="disputed", day=date(2026, 10, 30), amount=Decimal("59.90"), currency="GBP", credential="tok_1",
    card="card_1", merchant="shop", acquirer="acq", arn="74012345678901234567890", description="Kettle",
    account_id="ann@example.org", shipping_address=HOME, device_id=PHONE, device_fingerprint=PRINT,
    ip_address="81.2.69.142",
)  # fmt: skip
CLAIM = Disputed(PAID, "visa", "10.4", DAY)


def _earlier(number: int, days: int, **changes: object) -> Payment:
    same = replace(PAID, id=f"p{number}", arn=f"7401234567890123456{number:04d}", day=DAY - timedelta(days))
    return replace(same, **changes)


def _kinds(result: Qualified | NotQualified) -> set[str]:
    assert isinstance(result, NotQualified)
    return {reason.kind for reason in result.reasons}


def test_two_earlier_payments_by_the_same_buyer_make_the_dispute_invalid() -> None:
    result = qualifies(CLAIM, [_earlier(1, 200), _earlier(2, 150), _earlier(3, 360)], NOW)
    assert isinstance(result, Qualified)
    assert [payment.id for payment in result.payments] == ["p2", "p1"]
    assert set(result.elements) == set(NOW.elements)


@pytest.mark.parametrize(
    ("days", "counts"), [(119, False), (120, False), (121, True), (365, True), (366, False)]
)
def test_the_age_is_more_than_120_and_not_more_than_365_days(days: int, counts: bool) -> None:
    result = qualifies(CLAIM, [_earlier(1, 200), _earlier(2, days)], NOW)
    assert isinstance(result, Qualified) is counts
    if not counts:
        assert _kinds(result) == {"too_few_earlier", "too_new" if days < 200 else "too_old"}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"disputed": True}, "disputed"),
        ({"reported_as_fraud": True}, "reported_as_fraud"),
        ({"account_validation": True}, "account_validation"),
        ({"amount": Decimal(0)}, "account_validation"),
        ({"settled": False}, "not_settled"),
        ({"arn": ""}, "no_arn"),
        ({"description": "  "}, "no_description"),
        ({"currency": ""}, "no_amount"),
        ({"credential": "tok_2", "card": "card_2"}, "other_credential"),
        ({"merchant": "another", "acquirer": "another"}, "other_seller"),
        ({"merchant": "another", "acquirer": ""}, "other_seller"),
    ],
)
def test_a_payment_that_cannot_count_is_named_with_its_reason(changes: dict[str, object], kind: str) -> None:
    result = qualifies(CLAIM, [_earlier(1, 200), _earlier(2, 210, **changes)], NOW)
    assert kind in _kinds(result)
    assert isinstance(result, NotQualified)
    assert next(reason for reason in result.reasons if reason.kind == kind).payments == ("p2",)


def test_the_disputed_payment_and_one_payment_named_twice_do_not_count() -> None:
    assert "too_few_earlier" in _kinds(qualifies(CLAIM, [_earlier(1, 200), _earlier(1, 200)], NOW))
    again = _earlier(2, 200, arn=_earlier(1, 200).arn)
    assert "too_few_earlier" in _kinds(qualifies(CLAIM, [_earlier(1, 200), again], NOW))
    itself = replace(PAID, day=DAY - timedelta(200))
    assert "the_disputed_one" in _kinds(qualifies(CLAIM, [_earlier(1, 200), itself], NOW))


def test_since_october_2026_tokens_of_the_card_and_other_shops_of_the_acquirer_count() -> None:
    elsewhere = [
        _earlier(1, 250, merchant="a", credential="tok_2"),
        _earlier(2, 260, merchant="b", credential="tok_3"),
    ]
    assert isinstance(qualifies(CLAIM, elsewhere, NOW), Qualified)
    earlier = replace(CLAIM, day=BEFORE.until or DAY)
    assert {"other_credential", "other_seller"} <= _kinds(qualifies(earlier, elsewhere, BEFORE))
    through_another = [replace(payment, acquirer="other") for payment in elsewhere]
    assert "other_seller" in _kinds(qualifies(CLAIM, through_another, NOW))


def test_one_shop_counts_where_nobody_knows_the_acquirer() -> None:
    unknown = [_earlier(n, 200 + n, acquirer="") for n in (1, 2)]
    assert isinstance(qualifies(CLAIM, unknown, NOW), Qualified)


def _only(*names: str) -> dict[str, object]:
    empty: dict[str, object] = {
        "account_id": "", "shipping_address": Address(), "device_id": "", "device_fingerprint": "",
        "ip_address": "",
    }  # fmt: skip
    return {name: value for name, value in empty.items() if name not in names}


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("ip_address", "account_id"), None),
        (("device_id", "shipping_address"), None),
        (("device_fingerprint", "account_id"), None),
        (("ip_address", "device_id"), None),
        (("account_id", "shipping_address"), "none_of_the_decisive"),
        (("device_id", "device_fingerprint"), "too_few_matches"),
        (("ip_address",), "too_few_matches"),
        ((), "too_few_matches"),
    ],
)
def test_two_elements_must_match_and_one_be_the_device_or_the_ip(
    names: tuple[str, ...], kind: str | None
) -> None:
    result = qualifies(CLAIM, [_earlier(n, 200 + n, **_only(*names)) for n in (1, 2)], NOW)
    if kind is None:
        assert isinstance(result, Qualified)
        assert set(result.elements) == set(names)
    else:
        assert _kinds(result) == {kind}


def test_the_same_elements_must_match_in_both_earlier_payments() -> None:
    result = qualifies(
        CLAIM,
        [
            _earlier(1, 200, **_only("ip_address", "account_id")),
            _earlier(2, 210, **_only("device_id", "shipping_address")),
        ],
        NOW,
    )
    assert _kinds(result) == {"too_few_matches"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ip_address", "192.168.1.20"),
        ("ip_address", "100.64.3.9"),
        ("ip_address", "::1"),
        ("ip_address", "8f14e45fceea167a5a36dedd4bea2543"),
        ("ip_address", "house"),
        ("device_id", "35693803564380"),
        ("device_id", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("device_fingerprint", "fp-4c9a77b01e55d3aa"),
        ("account_id", "5e884898da28047151d0e56f8dc6292773603d0d"),
        ("shipping_address", replace(HOME, postal_code="")),
        ("shipping_address", replace(HOME, country="US")),
    ],
)
def test_an_element_of_the_wrong_form_does_not_count_even_if_it_is_the_same_everywhere(
    name: str, value: object
) -> None:
    claim = replace(CLAIM, payment=replace(PAID, **{name: value}))
    result = qualifies(claim, [_earlier(n, 200 + n, **{name: value}) for n in (1, 2)], NOW)
    assert isinstance(result, Qualified)
    assert name not in result.elements


def test_a_fingerprint_may_be_a_hash_but_not_of_one_property() -> None:
    hashed = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    claim = replace(CLAIM, payment=replace(PAID, device_fingerprint=hashed))
    earlier = [_earlier(n, 200 + n, device_fingerprint=hashed) for n in (1, 2)]
    result = qualifies(claim, earlier, NOW)
    assert isinstance(result, Qualified)
    assert "device_fingerprint" in result.elements
    of_one = qualifies(claim, [replace(payment, fingerprint_attributes=1) for payment in earlier], NOW)
    assert isinstance(of_one, Qualified)
    assert "device_fingerprint" not in of_one.elements


def test_the_same_address_and_the_same_ip_are_known_in_other_writing() -> None:
    claim = replace(CLAIM, payment=replace(PAID, ip_address="2a00:1450:4009:81f::200e"))
    written = {
        "ip_address": "2A00:1450:4009:081F:0:0:0:200E", "account_id": " Ann@Example.org",
        "shipping_address": replace(HOME, street="1  HIGH street"), "device_id": "", "device_fingerprint": "",
    }  # fmt: skip
    result = qualifies(claim, [_earlier(n, 200 + n, **written) for n in (1, 2)], NOW)
    assert isinstance(result, Qualified)
    assert set(result.elements) == {"ip_address", "account_id", "shipping_address"}


def test_other_codes_other_networks_other_days_and_no_description_are_refused() -> None:
    earlier = [_earlier(1, 200), _earlier(2, 210)]
    assert _kinds(qualifies(replace(CLAIM, code="13.1"), earlier, NOW)) == {"other_code"}
    assert _kinds(qualifies(replace(CLAIM, network="mastercard"), earlier, NOW)) == {"other_code"}
    assert _kinds(qualifies(CLAIM, earlier, BEFORE)) == {"not_in_force"}
    bare = replace(CLAIM, payment=replace(PAID, description=""))
    assert _kinds(qualifies(bare, earlier, NOW)) == {"description"}


def test_the_version_follows_the_day_of_the_dispute() -> None:
    assert rule_on(RULES, date(2023, 4, 14)) is None
    assert rule_on(RULES, date(2023, 4, 15)) is BEFORE
    assert rule_on(RULES, date(2026, 10, 23)) is BEFORE
    assert rule_on(RULES, date(2026, 10, 24)) is NOW
    assert rule_on(RULES, date(2030, 1, 1)) is NOW


def test_the_data_names_sources_that_exist_and_a_code_of_visa() -> None:
    book = rule_book()
    for rule in RULES:
        assert set(rule.sources) <= set(book.sources)
        assert set(rule.codes) <= set(book.networks[rule.network].codes)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("older_than_days: 120", "older_than_days: 365", "nothing lies between"),
        ("at_least_one_of: [ip_address,", "at_least_one_of: [telephone,", "at_least_one_of"),
        ("until: 2026-10-23", "until: 2026-11-23", "overlap"),
        ("until: 2026-10-23", "until: 2022-10-23", "until lies before since"),
        ("needed: 2                 #", "needed: 5                 #", "more elements must match"),
        ("sold_by: same_merchant", "sold_by: anybody", "sold_by"),
        ("      device_id: {clear_text: true, min_length: 15}\n", "", "elements does not"),
        ('codes: ["10.4"]', 'codes: ["10.4"]\n    win: always', "win"),
    ],
)
def test_a_fault_in_the_data_is_named(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(TermDataError, match=rf"ce3\.yaml: .*{said}"):
        read_compelling_evidence(TEXT.replace(old, new, 1), "ce3.yaml")


# A small world in which payments often agree and often just miss.
def _mostly(good: object, *others: object) -> st.SearchStrategy:
    return st.sampled_from([good] * (3 * len(others)) + list(others))


_ADDRESSES = _mostly(HOME, Address(), replace(HOME, city="York"), replace(HOME, postal_code=""))
_IDS = _mostly(PHONE, "", "356938035643810", "short")
_PRINTS = _mostly(PRINT, "", "fp-4c9a77b01e55d3aa9e22", "fp-short")
_IPS = _mostly("81.2.69.142", "", "81.2.69.143", "10.0.0.1")
_ACCOUNTS = _mostly("ann@example.org", "", "bob@example.org")


@st.composite
def _payments(draw: st.DrawFn) -> Payment:
    number = draw(st.integers(0, 9999))
    days = st.one_of(
        st.integers(130, 355), st.integers(130, 355), st.integers(110, 130), st.integers(355, 375)
    )
    return Payment(
        id=f"p{number}",
        arn=f"7401234567890123456{number:04d}",
        day=DAY - timedelta(draw(days)),
        amount=Decimal(draw(_mostly(20, 0))),
        currency="GBP",
        credential=draw(_mostly("tok_1", "tok_2")),
        card=draw(_mostly("card_1", "", "card_2")),
        merchant=draw(_mostly("shop", "other")),
        acquirer=draw(_mostly("acq", "", "acq_2")),
        description="Kettle",
        account_id=draw(_ACCOUNTS),
        shipping_address=draw(_ADDRESSES),
        device_id=draw(_IDS),
        device_fingerprint=draw(_PRINTS),
        ip_address=draw(_IPS),
        disputed=draw(_mostly(False, True)),
        reported_as_fraud=draw(_mostly(False, True)),
        settled=draw(_mostly(True, False)),
    )


_CANDIDATES = st.lists(_payments(), max_size=12, unique_by=lambda payment: payment.id)
_CLAIMS = st.builds(
    lambda account, address, device, fingerprint, ip: replace(
        CLAIM,
        payment=replace(
            PAID, account_id=account, shipping_address=address, device_id=device,
            device_fingerprint=fingerprint, ip_address=ip,
        ),
    ),
    _ACCOUNTS, _ADDRESSES, _IDS, _PRINTS, _IPS,
)  # fmt: skip


def _may_count(payment: Payment, claim: Disputed) -> bool:
    of_card = payment.credential == claim.payment.credential or payment.card == claim.payment.card
    known = bool(payment.acquirer)
    of_seller = (
        payment.acquirer == claim.payment.acquirer if known else payment.merchant == claim.payment.merchant
    )
    clean = not payment.disputed and not payment.reported_as_fraud and payment.settled and payment.amount > 0
    return clean and of_card and of_seller and 120 < (claim.day - payment.day).days <= 365


def _common(first: Payment, second: Payment, claim: Payment) -> set[str]:
    usable = {
        "account": (lambda payment: payment.account_id, bool),
        "address": (lambda payment: payment.shipping_address, lambda value: bool(value.postal_code)),
        "device": (lambda payment: payment.device_id, lambda value: len(value) >= 15),
        "print": (lambda payment: payment.device_fingerprint, lambda value: len(value) >= 20),
        "ip": (lambda payment: payment.ip_address, lambda value: value.startswith("81.")),
    }
    return {
        name
        for name, (read, good) in usable.items()
        if good(read(claim)) and read(first) == read(second) == read(claim)
    }


def _by_hand(claim: Disputed, candidates: list[Payment]) -> bool:
    """The rule again, written the slow way from its words."""
    for first, second in combinations([one for one in candidates if _may_count(one, claim)], 2):
        common = _common(first, second, claim.payment)
        device = bool(common & {"device", "print"})
        kinds = len(common & {"account", "address", "ip"}) + device
        if kinds >= 2 and (device or "ip" in common):
            return True
    return False


@given(_CLAIMS, _CANDIDATES)
def test_it_decides_as_the_rule_read_word_by_word(claim: Disputed, candidates: list[Payment]) -> None:
    result = qualifies(claim, candidates, NOW)
    assert isinstance(result, Qualified) is _by_hand(claim, candidates)


@given(_CLAIMS, _CANDIDATES)
def test_what_it_names_meets_the_rule_and_a_refusal_has_a_reason(
    claim: Disputed, candidates: list[Payment]
) -> None:
    result = qualifies(claim, candidates, NOW)
    if isinstance(result, Qualified):
        first, second = result.payments
        assert first.arn != second.arn
        assert first.day >= second.day
        assert _may_count(first, claim)
        assert _may_count(second, claim)
        assert len(_common(first, second, claim.payment)) >= len(result.elements) >= NOW.matching.needed
        assert set(result.elements) & set(NOW.matching.at_least_one_of)
    else:
        assert result.reasons
        assert all(reason.text for reason in result.reasons)


@given(_CLAIMS, _CANDIDATES, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(
    claim: Disputed, candidates: list[Payment], chance
) -> None:
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert qualifies(claim, shuffled, NOW) == qualifies(claim, candidates, NOW)


@given(_CLAIMS, _CANDIDATES, _payments())
def test_one_more_candidate_takes_nothing_away(
    claim: Disputed, candidates: list[Payment], more: Payment
) -> None:
    before = qualifies(claim, candidates, NOW)
    if isinstance(before, Qualified) and more.id not in {payment.id for payment in candidates}:
        after = qualifies(claim, [*candidates, more], NOW)
        assert isinstance(after, Qualified)
        assert _size(after) >= _size(before)


def _size(result: Qualified) -> tuple[int, int]:
    kinds = {"device" if element.startswith("device") else element for element in result.elements}
    return len(kinds), len(result.elements)


@given(_CLAIMS, _CANDIDATES)
def test_what_qualified_before_october_2026_qualifies_after(
    claim: Disputed, candidates: list[Payment]
) -> None:
    last: date = BEFORE.until or DAY
    same_shop = [replace(payment, acquirer="acq", card="card_1") for payment in candidates]
    shifted = [replace(payment, day=payment.day - (DAY - last)) for payment in same_shop]
    if isinstance(qualifies(replace(claim, day=last), shifted, BEFORE), Qualified):
        assert isinstance(qualifies(claim, same_shop, NOW), Qualified)


@given(st.integers(1, 4), st.integers(1, 300), st.integers(301, 900))
def test_the_figures_come_from_the_data(needed: int, older: int, not_older: int) -> None:
    figures = NOW.earlier.model_copy(
        update={"needed": needed, "older_than_days": older, "not_older_than_days": not_older}
    )
    rule: CompellingEvidence = NOW.model_copy(update={"earlier": figures})
    inside = [_earlier(n, older + 1 if n % 2 else not_older) for n in range(needed)]
    result = qualifies(CLAIM, inside, rule)
    assert isinstance(result, Qualified)
    assert len(result.payments) == needed
    assert isinstance(qualifies(CLAIM, inside[:-1], rule), NotQualified)
    outside = [_earlier(n, older if n % 2 else not_older + 1) for n in range(needed)]
    assert isinstance(qualifies(CLAIM, outside, rule), NotQualified)
