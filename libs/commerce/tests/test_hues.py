"""Shades and what buyers call them."""

from argosy_commerce.hues import hues_of
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.strict_yaml import packaged


def test_a_shade_is_called_by_its_hues() -> None:
    assert hues_of(["colour.navy"]) == {"blue"}
    assert hues_of(["colour.mustard", "category.mug"]) == {"yellow"}


def test_every_shade_is_a_colour_of_the_term_base() -> None:
    lexicon = TermBase.load().lexicon
    shades = {shade for row in packaged("argosy_commerce", "hues", "hues")["hues"].values() for shade in row}
    assert {shade for shade in shades if f"colour.{shade}" not in lexicon} == set()
