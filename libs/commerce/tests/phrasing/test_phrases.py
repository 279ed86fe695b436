"""What the six grammars write, against phrases a native shop would write."""

from pathlib import Path

import pytest
import yaml

from argosy_commerce import terms
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.validator import validate

HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "de", "ar", "ko", "th")
CASES = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))


def test_the_tests_own_lexicon_has_no_fault(base: TermBase) -> None:
    assert validate(base.lexicon) == ()


@pytest.mark.parametrize(
    ("register", "chinese", "language", "expected"),
    [
        pytest.param(register, chinese, language, expected, id=f"{language}-{register}-{chinese}")
        for register, chinese, *texts in CASES
        for language, expected in zip(LANGUAGES, texts, strict=True)
    ],
)
def test_a_phrase_reads_as_a_shop_of_the_market_writes_it(
    base: TermBase, register: str, chinese: str, language: str, expected: str
) -> None:
    done = terms.translate(chinese, language, register, base=base)
    assert done.text == expected
    assert done.coverage == 1.0
