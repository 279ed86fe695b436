"""The example of docs/glossaries.md, read and said as it stands there."""

import re
from pathlib import Path

import pytest

from argosy_commerce.glossaries import Glossary, Layer, read_glossary
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.translation import Constraints, translate

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "glossaries.md").read_text(encoding="utf-8")
ROWS = [
    tuple(cell.strip() for cell in row.split("|")[1:-1])
    for row in re.findall(r"^\| [a-z]{2} \|.*$", PAGE, re.MULTILINE)
]


def glossary(base: TermBase) -> Glossary:
    found = re.search(r"```csv glossary.csv\n(.*?)```", PAGE, re.DOTALL)
    assert found, "the page has no glossary"
    read = read_glossary(
        found[1].encode(),
        "glossary.csv",
        category_of=lambda text: next(iter(base.concepts_spelled(text)), None),
    )
    assert read.faults == ()
    return Glossary({Layer.MERCHANT: read.rules})


def test_the_page_has_its_rows() -> None:
    assert len(ROWS) == 6


@pytest.mark.parametrize(("language", "category", "title", "without", "with_"), ROWS)
def test_a_title_is_said_as_the_page_says(
    base: TermBase, language: str, category: str, title: str, without: str, with_: str
) -> None:
    (concept_id,) = base.concepts_spelled(category)
    asked = Constraints(category=concept_id)
    assert translate(title, language, "title", asked, base=base).text == without
    own = glossary(base).over(base, language, [title], category=concept_id)
    assert translate(title, language, "title", asked, base=own).text == with_
