from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from argosy_commerce.terms import TermBase
from search_tagger.domain.querying.interpreting import categories_of

_FOLDER = Path(__file__).parents[5] / "shared" / "data" / "taxonomy"
_LANGUAGES = {"de": "de", "es": "es", "fr": "fr", "ja": "ja", "ko": "ko", "pl": "pl", "zh-CN": "zh"}
_CALLED = (
    "Jeans",
    "Sandals",
    "Backpacks",
    "Necklaces",
    "Earrings",
    "Candles",
    "Pillows",
    "Swimwear",
    "Umbrellas",
)
"""English names of the taxonomy that the term base has."""


def _names(tag: str) -> dict[str, str]:
    with gzip.open(_FOLDER / f"categories.{tag}.csv.gz", "rt", encoding="utf-8") as file:
        return {row["id"]: row["name"] for row in csv.DictReader(file)}


@pytest.mark.skipif(not _FOLDER.is_dir(), reason=f"no product taxonomy in {_FOLDER}")
def test_a_category_has_the_same_id_in_whatever_language_it_is_asked_for(base: TermBase) -> None:
    english = {one: name for one, name in _names("en").items() if name in _CALLED}
    led = {one: categories_of(name, "en", base)[0][0] for one, name in english.items()}
    assert len(led) >= len(_CALLED) - 1

    right = asked = 0
    for tag, language in _LANGUAGES.items():
        for one, name in _names(tag).items():
            if one in led:
                asked += 1
                right += [category for category, _ in categories_of(name, language, base)][:1] == [led[one]]

    assert right / asked >= 0.75
