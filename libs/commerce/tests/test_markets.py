from datetime import date

import pytest
from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from argosy_commerce.errors import UnknownMarket
from argosy_commerce.languages import languages
from argosy_commerce.markets import market, markets

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("code", sorted(markets()))
def test_currency_and_language_agree_with_cldr(code: str) -> None:
    here = markets()[code]
    assert here.currency in get_territory_currencies(code, TODAY)
    spoken = get_global("territory_languages")[code]
    for tag in here.languages:
        assert tag in languages()
        assert any(name.split("_")[0] == tag.split("-")[0] for name in spoken), tag


@pytest.mark.parametrize("code", sorted(markets()))
def test_digits_are_cldr_s_or_the_difference_is_noted(code: str) -> None:
    here = markets()[code]
    native = Locale.parse(here.locale, sep="-").default_numbering_system
    assert native in {here.digits, here.also}
    if native != here.digits:
        assert here.also == native


def test_the_six_markets_of_the_main_job_are_there() -> None:
    locales = {code: market(code).locale for code in ("ES", "DE", "SA", "KR", "TH", "US")}
    assert locales == {
        "ES": "es-ES", "DE": "de-DE", "SA": "ar-SA", "KR": "ko-KR", "TH": "th-TH", "US": "en-US",
    }  # fmt: skip


def test_an_unknown_market_is_named() -> None:
    with pytest.raises(UnknownMarket, match="'XX'"):
        market("XX")
    assert market(" kr ").currency == "KRW"


def test_a_220_volt_device_does_not_run_in_the_united_states() -> None:
    assert market("DE").serves(220, 220)
    assert market("KR").serves(220, 220)
    assert not market("US").serves(220, 220)
    assert market("US").serves(100, 240)
    assert not market("JP").serves(220, 240)
