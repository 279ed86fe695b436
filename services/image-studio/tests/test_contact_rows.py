from __future__ import annotations

import drawn_pictures as drawn
import pytest

from argosy_commerce.markets import market
from image_studio.domain.intents.intents import Action, intents_for
from image_studio.domain.orders import Order
from image_studio.domain.study import study


def _actions(*rows: tuple[str, str], value_at: int = 380) -> dict[str, Action]:
    picture = drawn.begin("table", drawn.graded((1200, 400), (255, 252, 240), (250, 246, 232)))
    for i, (name, value) in enumerate(rows):
        picture.letter((60, 40 + 70 * i), name, drawn.font(34), (80, 50, 30))
        picture.letter((value_at, 40 + 70 * i), value, drawn.font(34, bold=False), (80, 50, 30))
    found = study(picture.pixels, picture.lines, "")
    intents = intents_for(found, Order(market("DE")))
    return {
        block.text.replace(" ", ""): intent.action
        for block, intent in zip(found.blocks, intents, strict=True)
    }


@pytest.mark.parametrize("account", ["pillow_777", "wx-778899", "13800138000"])
def test_an_account_goes_with_the_label_beside_it(account: str) -> None:
    actions = _actions(("净重", "500g"), ("客服微信", account))
    assert actions["客服微信"] is Action.REMOVE
    assert actions[account] is Action.REMOVE


def test_what_stands_in_another_row_or_far_away_or_says_something_stays() -> None:
    actions = _actions(("净重", "500g"), ("客服微信", "扫码咨询"))
    assert actions["500g"] is not Action.REMOVE
    actions = _actions(("客服微信", "LUMO"), value_at=1000)
    assert actions["LUMO"] is Action.KEEP
