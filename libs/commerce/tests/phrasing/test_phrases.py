"""What each grammar writes with the term base, against phrases a native shop would write."""

from pathlib import Path

import pytest
import yaml

from argosy_commerce import terms
from argosy_commerce.phrasing import GRAMMARS

CASES = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
}


def test_every_language_has_its_hundred_phrases() -> None:
    assert {
        language: len(CASES.get(language, ())) for language in GRAMMARS if len(CASES.get(language, ())) < 100
    } == {}


@pytest.mark.parametrize(
    ("language", "register", "chinese", "expected"),
    [
        pytest.param(language, register, chinese, expected, id=f"{language}-{register}-{chinese}")
        for language, cases in CASES.items()
        for register, chinese, expected in cases
    ],
)
def test_a_phrase_reads_as_a_shop_of_the_market_writes_it(
    language: str, register: str, chinese: str, expected: str
) -> None:
    done = terms.translate(chinese, language, register, base=terms.TermBase.load())
    assert done.text == expected
    assert done.coverage == 1.0


def test_what_is_said_twice_stops_no_title() -> None:
    title = "【整箱】汽车玻璃水车用雨刮水四季通用去油膜清洁剂2L*4瓶夏季冬季防冻-25℃"
    done = terms.translate(title, "pl", "title", base=terms.TermBase.load())
    assert done.text.startswith("Płyn całoroczny")
