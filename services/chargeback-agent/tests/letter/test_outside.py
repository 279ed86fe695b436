from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeback_agent.domain.letter.outside import printable


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Marta  Álvarez\t\tNúñez", "Marta Álvarez Núñez"),
        ("pay \u202e001\u202c now", "pay 001 now"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),  # printed as it stands: a text run is no formula
        ("line\nline", "line line"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
    ],
)
def test_words_from_outside_are_printed_without_what_acts(text: str, said: str) -> None:
    assert printable(text) == said


@given(st.text(max_size=300), st.booleans())
def test_whatever_comes_in_xml_can_hold_it_and_it_stays_within_bounds(text: str, lines: bool) -> None:
    said = printable(text, longest=100, lines=lines)
    assert len(said) <= 100
    assert all(c == "\n" or c in "\u200c\u200d" or unicodedata.category(c)[0] != "C" for c in said)
    assert lines or "\n" not in said
    assert printable(said, longest=100, lines=lines) == said
