"""No personal data, secret or merchant's text passes; what operators need does."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_telemetry import names, redact
from argosy_telemetry.redaction import (
    TRACEBACK_MAX,
    VALUE_MAX,
    is_card_number,
    redact_field,
    redact_fields,
)
from argosy_testing.growth import cost_growth

ISSUERS = ["4", "51", "55", "2221", "2720", "34", "37", "36", "3528", "6011", "62", "65"]


def luhn_digit(digits: str) -> str:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        doubled = int(digit) * 2 if position % 2 == 0 else int(digit)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


@st.composite
def cards(draw: st.DrawFn) -> str:
    prefix = draw(st.sampled_from(ISSUERS))
    length = draw(st.integers(13, 19))
    body = prefix + draw(
        st.text(string.digits, min_size=length - 1 - len(prefix), max_size=length - 1 - len(prefix))
    )
    return body + luhn_digit(body)


def grouped(digits: str, separator: str) -> str:
    return separator.join(digits[at : at + 4] for at in range(0, len(digits), 4))


# Words around what is looked for: nothing in them that is looked for.
words = st.lists(
    st.sampled_from(["failed", "at", "order", "(", ")", ":", ",", "in", "queue", "'", '"', "->"]), max_size=5
).map(" ".join)


@given(words, cards(), st.sampled_from(["", " ", "-"]), words)
def test_no_card_number_passes(before: str, card: str, separator: str, after: str) -> None:
    shown = redact(f"{before} {grouped(card, separator)} {after}")
    assert "[card]" in shown
    assert card not in shown.replace(" ", "").replace("-", "")


@given(cards(), st.text(string.digits, min_size=1, max_size=3))
def test_digits_beside_a_card_number_do_not_hide_it(card: str, beside: str) -> None:
    assert card not in redact(f"{card} {beside}")
    assert card not in redact(f"{beside} {card}")


@given(cards())
def test_no_script_or_invisible_character_hides_a_card_number(card: str) -> None:
    wide = "".join(chr(0xFF10 + int(digit)) for digit in card)
    arabic = "".join(chr(0x0660 + int(digit)) for digit in card)
    spread = "\u200b".join(card)
    for written in (wide, arabic, spread, " ".join(card)):
        shown = redact(f"paid with {written}")
        assert shown == "paid with [card]"


@given(cards())
def test_a_card_number_as_a_number_does_not_pass_either(card: str) -> None:
    assert redact_field("amount", int(card)) == "[card]"


@given(st.text(string.digits, min_size=13, max_size=19))
def test_the_luhn_check_agrees_with_its_definition(digits: str) -> None:
    if is_card_number(digits):
        assert luhn_digit(digits[:-1]) == digits[-1]


local_parts = st.text(string.ascii_letters + string.digits + "._+-", min_size=1, max_size=30)
domains = st.from_regex(r"[a-z0-9]{1,12}(\.[a-z]{2,8}){1,2}", fullmatch=True)


@given(words, local_parts, domains, words)
def test_no_email_address_passes(before: str, local: str, domain: str, after: str) -> None:
    shown = redact(f"{before} {local}@{domain} {after}")
    assert f"{local}@" not in shown
    assert "@" not in shown


@given(
    st.sampled_from(["mongodb", "mongodb+srv", "https", "amqp", "redis"]),
    st.text(string.ascii_letters + string.digits + "%-._~!$&()*+,;=:/@", min_size=1, max_size=40),
)
def test_no_credentials_in_an_address_pass(scheme: str, secret: str) -> None:
    shown = redact(f"cannot reach {scheme}://user:{secret}@db.internal:27017/argosy now")
    assert shown == f"cannot reach {scheme}://[credentials]@db.internal:27017/argosy now"


tokens = st.text(string.ascii_letters + string.digits + "-_.~", min_size=8, max_size=200).filter(
    lambda token: any(character.isalnum() for character in token)
)


@given(
    st.sampled_from(
        [
            "Authorization: Basic {}",
            "Authorization: Bearer {}",
            "bearer {}",
            "?access_token={}",
            "&X-Amz-Signature={}",
            "api_key: {}",
            '"password": "{}"',
            "client_secret={}",
            "authorization={}",
            "AWS_SECRET_ACCESS_KEY={}",
        ]
    ),
    tokens,
)
def test_no_token_passes(written: str, token: str) -> None:
    shown = redact("request " + written.format(token) + " refused")
    assert token not in shown
    assert "refused" in shown


@pytest.mark.parametrize(
    "secret",
    [
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_" + "a1B2" * 9,
        "sk-proj-" + "x9" * 12,
        "hf_" + "AbCd" * 8,
        "xoxb-123456789012-abcdef",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_no_well_known_kind_of_secret_passes(secret: str) -> None:
    assert redact(f"got {secret} from the platform") == "got [secret] from the platform"


@pytest.mark.parametrize(
    "phone",
    [
        "+49 30 901820",
        "+1 (555) 123-4567",
        "+86 138 0013 8000",
        "0086-138-0013-8000",
        "13800138000",
        "010-1234-5678",
        "(02) 1234-5678",
        "555-123-4567",
        "+8613800138000",
    ],
)
def test_no_telephone_number_passes(phone: str) -> None:
    assert redact(f"call {phone} now") == "call [phone] now"


@given(st.text(st.characters(categories=("Lo",)), min_size=1, max_size=60))
def test_no_text_in_another_script_passes(text: str) -> None:
    shown = redact(f"cannot parse '{text}' here")
    assert shown.isascii()
    assert shown.startswith("cannot parse '")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("标题 红色 连衣裙 2024 新款 is bad", "[text] 2024 [text] is bad"),
        ("Kostüm für Damen", "[text] Damen"),
        ("input_value='a red dress', input_type=str", "input_value=[text], input_type=str"),
    ],
)
def test_a_merchants_text_in_a_message_is_masked(text: str, shown: str) -> None:
    assert redact(text) == shown


@pytest.mark.parametrize(
    "kept",
    [
        "product.created",
        "argosy-listing-localizer",
        "6f1e9b1c-7c1e-4a53-9a55-9f8c1f0b7a11",
        "2026-11-21T01:43:30.123456Z",
        "2026-11-21 01:43:30",
        "127.0.0.1:27017",
        "1005006123456789",  # a platform's product id: no issuer has that prefix
        "offset 1763689410000 on partition 3 of 12",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "cannot reach mongodb at 127.0.0.1:27017 after 3 attempts in 2.5 s",
        "file:///var/lib/argosy/blobs/m-7/9f/9f86d081884c7d65.png",
        "argosy_contracts.product.v1.ProductCreated: field 3",
    ],
)
def test_what_operators_need_stays_as_it_is(kept: str) -> None:
    assert redact(kept) == kept


def test_an_id_of_digits_is_no_telephone_number_under_a_key_for_ids() -> None:
    assert redact_field(names.ATTR_EVENT_KEY, "13800138000") == "13800138000"
    assert redact_field("note", "13800138000") == "[phone]"
    assert redact_field(names.ATTR_EVENT_KEY, "buyer@example.com") == "[email]"


@given(st.text(max_size=2_000))
def test_what_comes_out_is_bounded_and_cannot_forge_a_line(value: str) -> None:
    shown = redact(value)
    assert len(shown) <= VALUE_MAX
    categories = {unicodedata.category(character) for character in shown} - {"Cc"}
    assert not categories & {"Cf", "Cs", "Zl", "Zp", "Co"}
    assert all(character in "\n\t" or ord(character) >= 32 for character in shown)
    assert "\x7f" not in shown
    assert "\x9b" not in shown


@given(st.text(max_size=400))
def test_redacting_twice_changes_nothing_more(value: str) -> None:
    once = redact(value, limit=10_000)
    assert redact(once, limit=10_000) == once


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 5_000_000,
        "1" * 5_000_000,
        "1 " * 200_000,
        "4111-" * 200_000,
        "a@" * 200_000,
        "://" * 200_000,
        "input_value=" * 100_000,
        "-----BEGIN PRIVATE KEY-----" * 50_000,
        "token=" * 200_000,
        "é " * 200_000,
        "+1 " * 200_000,
        "eyJ" * 200_000,
        "\ufdfa" * 200_000,  # one character that normalises to eighteen
        "bearer " * 100_000,
        "authorization: " * 100_000,
    ],
)
def test_a_hostile_value_costs_little_time(hostile: str) -> None:
    assert cost_growth(redact, hostile[: len(hostile) // 16], hostile) < 64


@pytest.mark.parametrize(
    "key",
    [
        "title",
        "description",
        "prompt",
        "buyer_name",
        "shipping_address",
        "body",
        "access_token",
        "html",
        "reply_text",
        "product.title",
        "Password",
        "merchant_api_key",
    ],
)
def test_a_body_shows_only_its_length(key: str) -> None:
    assert redact_field(key, "Anna Schmidt") == "[text, 12 characters]"


def test_nested_fields_are_redacted_and_bounded() -> None:
    line = redact_fields(
        {
            "product": {"title": "Red dress", "id": "p-1", "seller": "anna@example.com"},
            "hosts": ["a@b.io", "db:27017"],
            "many": list(range(100)),
            "deep": {"a": {"b": {"c": {"d": {"e": 1}}}}},
            "picture": b"\x89PNG",
            "ok": True,
            "share": 0.25,
            "nothing": None,
            "why": ValueError("no card 4111 1111 1111 1111"),
        }
    )
    assert line["product"] == {"title": "[text, 9 characters]", "id": "p-1", "seller": "[email]"}
    assert line["hosts"] == ["[email]", "db:27017"]
    assert isinstance(line["many"], list)
    assert line["many"][-1] == "... 68 more"
    assert line["deep"] == {"a": {"b": {"c": {"d": "[nested]"}}}}
    assert line["picture"] == "[4 bytes]"
    assert (line["ok"], line["share"], line["nothing"]) == (True, 0.25, None)
    assert line["why"] == "ValueError: no card [card]"


def test_a_long_stack_trace_keeps_its_end() -> None:
    trace = "\n".join(f'  File "/srv/a.py", line {number}' for number in range(2_000)) + "\nKeyError: 'x'"
    shown = redact_field("exception", trace)
    assert isinstance(shown, str)
    assert len(shown) <= TRACEBACK_MAX
    assert shown.endswith("KeyError: 'x'")
