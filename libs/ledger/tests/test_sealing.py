from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_ledger import CannotOpen, Sealer, UnusableKeys

OLD, NEW, LOOKUP = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))


@given(st.binary(max_size=500), st.text(max_size=40))
def test_what_is_sealed_opens_for_the_same_document_alone(content: bytes, about: str) -> None:
    sealer = Sealer.from_text(f"a:{OLD}", LOOKUP)
    sealed = sealer.seal(content, about)
    assert sealer.open(sealed, about) == content
    assert len(content) < 8 or content not in sealed
    with pytest.raises(CannotOpen):
        sealer.open(sealed, about + "x")


def test_a_new_key_in_front_seals_and_the_old_one_still_opens() -> None:
    before = Sealer.from_text(f"old:{OLD}", LOOKUP)
    after = Sealer.from_text(f"new:{NEW}, old:{OLD}", LOOKUP)
    sealed = before.seal(b"name", "x")
    assert after.open(sealed, "x") == b"name"
    with pytest.raises(CannotOpen, match="'new', which ARGOSY_LEDGER_KEYS does not hold"):
        before.open(after.seal(b"name", "x"), "x")
    assert before.handle("m", "buyer", "u-1") == after.handle("m", "buyer", "u-1")


def test_what_was_written_before_there_were_keys_still_opens() -> None:
    assert Sealer.from_text(f"a:{OLD}", LOOKUP).open(Sealer().seal(b"name", "x"), "x") == b"name"


@pytest.mark.parametrize("place", [0, 1, 5, 20, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealer = Sealer.from_text(f"a:{OLD}", LOOKUP)
    sealed = bytearray(sealer.seal(b"a name and more", "x"))
    sealed[place] ^= 0x40
    with pytest.raises(CannotOpen):
        sealer.open(bytes(sealed), "x")


def test_handles_differ_by_merchant_and_kind_and_not_by_case() -> None:
    sealer = Sealer.from_text(f"a:{OLD}", LOOKUP)
    handle = sealer.handle("m", "email", "A@b.example ")
    assert handle == sealer.handle("m", "email", "a@b.example")
    others = {sealer.handle("n", "email", "a@b.example"), sealer.handle("m", "buyer", "a@b.example")}
    assert handle not in others
    assert handle != Sealer().handle("m", "email", "a@b.example")
    assert sealer.handle("m", "email", "") == ""


@pytest.mark.parametrize(
    ("keys", "lookup", "what"),
    [
        ("abc", LOOKUP, "name:base64"),
        (f"a:{OLD},a:{NEW}", LOOKUP, "each name once"),
        ("a:???", LOOKUP, "not base64"),
        ("a:QUJD", LOOKUP, "3 bytes"),
        (f"a:{OLD}", "", "LOOKUP_KEY is missing"),
        (f"a:{OLD}", "QUJD", "LOOKUP_KEY': 3 bytes"),
    ],
)
def test_keys_that_cannot_be_used_are_refused_without_being_shown(keys: str, lookup: str, what: str) -> None:
    with pytest.raises(UnusableKeys, match=what) as caught:
        Sealer.from_text(keys, lookup)
    assert OLD not in str(caught.value)
