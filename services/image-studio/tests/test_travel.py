from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from argosy_commerce.exchange import ExchangeRates
from argosy_commerce.markets import market
from image_studio.domain.intents.travel import travels
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.orders import Order, Role
from image_studio.settings import StudioSettings

RATES = ExchangeRates(date(2026, 11, 20), {"CNY": {"EUR": Decimal("0.127")}})
SPAIN = Order(market("ES"), on=date(2026, 11, 26))
TEXT = Verdict(Kind.TEXT, 0.9, "")


def test_words_without_a_rule_travel_as_they_are() -> None:
    found = travels("大容量保温杯", TEXT, SPAIN)
    assert (found.text, found.gone, found.rule, found.why) == ("大容量保温杯", False, "", "")


def test_what_is_left_after_a_cut_travels_and_the_reason_names_rule_and_words() -> None:
    found = travels("纯棉T恤 全国包邮", TEXT, SPAIN)
    assert (found.text, found.gone, found.rule) == ("纯棉T恤", False, "promotion.shipping")
    assert found.why == (
        "“全国包邮” is taken out of “纯棉T恤 全国包邮”: "
        "a shipping promise of a shop in China (promotion.shipping)"
    )


def test_a_block_that_goes_says_why() -> None:
    found = travels("加微信abc123", TEXT, SPAIN)
    assert (found.text, found.gone, found.rule) == ("", True, "contact.messenger")
    assert found.why.startswith("“加微信abc123” is taken out: ")


def test_a_marked_claim_stays() -> None:
    found = travels("抗菌面料", TEXT, SPAIN)
    assert (found.text, found.gone) == ("抗菌面料", False)
    assert found.why == "“抗菌” stays and needs a look: kills or holds off germs (claim.antibacterial)"


def test_prices_are_told_apart_from_the_words_that_are_translated() -> None:
    found = travels("夏季连衣裙¥199", TEXT, replace(SPAIN, rates=RATES))
    assert (found.text, found.prices, found.rule) == ("夏季连衣裙", ("25,27 €",), "price.yuan")
    assert "becomes “25,27 €”" in found.why


def test_old_rates_take_prices_out() -> None:
    assert travels("¥199", TEXT, replace(SPAIN, rates=RATES, on=date(2027, 1, 1))).gone


@pytest.mark.parametrize(
    ("text", "verdict", "gone", "told"),
    [
        ("400-800-1234", Verdict(Kind.NUMBER, 0.95, "", printed=True), False, True),
        ("净含量200ml 抗菌", Verdict(Kind.ON_PRODUCT, 0.9, ""), False, False),
        ("www.example.cn", Verdict(Kind.BRAND, 0.7, ""), True, True),
        ("www.example.cn", Verdict(Kind.BRAND, 0.7, "", printed=True), False, True),
        ("HOT SALE", Verdict(Kind.BRAND, 0.7, ""), True, True),
        ("花间集旗舰店", Verdict(Kind.BRAND, 0.97, ""), False, True),
        ("Norvelle", Verdict(Kind.BRAND, 0.97, ""), False, False),
    ],
)
def test_marks_and_lettering_on_the_product_stay_unless_they_are_none(
    text: str, verdict: Verdict, gone: bool, told: bool
) -> None:
    found = travels(text, verdict, SPAIN)
    assert (found.gone, bool(found.why)) == (gone, told)
    assert found.text == ("" if gone else text)


def test_a_brand_over_a_main_picture_stays_for_a_person_to_decide() -> None:
    order = replace(SPAIN, channels=("amazon",), role=Role.MAIN)
    found = travels("Norvelle", Verdict(Kind.BRAND, 0.97, ""), order)
    assert not found.gone
    assert "lettering.main_picture" in found.why


@given(st.text(max_size=60), st.sampled_from(Kind), st.booleans())
def test_any_text_is_judged_and_its_reason_is_short(text: str, kind: Kind, printed: bool) -> None:
    found = travels(text, Verdict(kind, 0.9, "", printed=printed), SPAIN)
    assert len(found.why) <= 300
    assert not (found.gone and found.text)
    assert bool(found.rule) == bool(found.why)


def _settings(**more: str) -> StudioSettings:
    return StudioSettings(triton_url="t:1", blob_url="file:///b", mongodb_uri="mongodb://m", **more)


def test_rates_are_read_at_the_start_from_json_or_a_file(tmp_path: Path, monkeypatch) -> None:
    text = '{"date": "2026-11-20", "CNY": {"EUR": "0.127"}}'
    monkeypatch.setenv("ARGOSY_EXCHANGE_RATES", text)
    assert _settings().exchange_rates == RATES
    (tmp_path / "rates.json").write_text(text, encoding="utf-8")
    monkeypatch.setenv("ARGOSY_EXCHANGE_RATES", str(tmp_path / "rates.json"))
    assert _settings().exchange_rates == RATES
    monkeypatch.setenv("ARGOSY_EXCHANGE_RATES", "")
    assert _settings().exchange_rates is None


@pytest.mark.parametrize("wrong", ['{"date": "2026-11-20", "CNY": {"EUR": 0.1}}', "/no/such/file", "{"])
def test_rates_that_cannot_be_read_end_the_start_by_name(wrong: str, monkeypatch) -> None:
    monkeypatch.setenv("ARGOSY_EXCHANGE_RATES", wrong)
    with pytest.raises(ValidationError, match="exchange_rates"):
        _settings()
