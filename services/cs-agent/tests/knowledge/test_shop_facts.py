from __future__ import annotations

from cs_agent.domain.knowledge.markets import facts_of_market


def test_a_country_s_mains_are_known_and_no_other_place_s() -> None:
    mains, plugs = facts_of_market("SA")
    assert mains.quote.startswith("230 V")
    assert "G" in plugs.quote
    assert facts_of_market("XX") == ()
