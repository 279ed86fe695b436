from __future__ import annotations

from typing import get_args

import pytest

from argosy_commerce.terms.strict_yaml import packaged
from refund_agent.domain.rights.kinds import kinds_in, kinds_of
from refund_agent.domain.rights.model import Category

from .orders import order


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("5-Pack Women's Cotton Panties", {"hygiene"}),
        ("女士无痕内裤 3条装", {"hygiene"}),
        ("Herren Unterwäsche Set", {"hygiene"}),
        ("Personalized Mug with Your Name", {"custom_made"}),
        ("名入れ タンブラー", {"custom_made"}),
        ("Windows 11 Pro product key", {"digital"}),
        ("Green tea 250 g", {"food"}),
        ("Audio CD, Best of 1980", {"sealed_media"}),
        ("3-seat sofa, grey", {"large"}),
        ("Earring holder stand", set()),
        ("Sofa cover, stretch", set()),
        ("Frozen Elsa dress for girls", set()),
        ("E-Book Reader 7 inch", set()),
        ("Slip-on shoes, black", set()),
        ("不锈钢保温杯 可定制", set()),
        ("USB-C cable 2 m", set()),
        ("", set()),
    ],
)
def test_a_title_names_the_kind_of_goods(title: str, kinds: set[str]) -> None:
    assert kinds_in(title) == kinds


def test_kinds_known_from_titles_alone_are_doubts() -> None:
    told = order((("panties", 1, "5.00"), ("cable", 1, "5.00"))).data
    found, doubts = kinds_of(told)
    assert found == {"panties": {"hygiene"}}
    assert doubts == ("'panties' is taken for hygiene by its title alone",)


def test_every_row_is_a_kind() -> None:
    assert set(packaged("refund_agent", "kind_words", "kinds")["kinds"]) <= set(get_args(Category))
