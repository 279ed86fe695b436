from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml

import argosy_commerce
from argosy_commerce.folding import folded
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.shop_words import shop_words
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import REQUIRED_LANGUAGES, Kind

_DATA = Path(argosy_commerce.__file__).parent / "data"
_SPOKEN = frozenset({*REQUIRED_LANGUAGES, "zh"})


def _rows(folder: str, language: str) -> Mapping[str, Sequence[str]]:
    path = _DATA / folder / f"{language}.yaml"
    rows: Mapping[str, Sequence[str]] = (
        yaml.safe_load(path.read_text(encoding="utf-8"))["words"] if path.exists() else {}
    )
    return rows


@pytest.mark.parametrize("folder", ["shop_words", "category_names"])
def test_each_file_is_a_languages_that_is_spoken(folder: str) -> None:
    assert {path.stem for path in (_DATA / folder).glob("*.yaml")} <= _SPOKEN


@pytest.mark.parametrize("language", sorted(_SPOKEN))
def test_each_row_is_of_a_concept_and_is_read(language: str) -> None:
    lexicon = TermBase.load().lexicon
    for folder in ("shop_words", "category_names"):
        for concept_id, words in _rows(folder, language).items():
            assert concept_id in lexicon
            is_a_kind_of_thing = lexicon[concept_id].kind is Kind.CATEGORY
            assert is_a_kind_of_thing == (folder == "category_names"), concept_id
            assert list(shop_words(concept_id, language)) == words, concept_id


@pytest.mark.parametrize("language", sorted(_SPOKEN))
def test_a_further_name_is_one_categorys_and_not_its_term_again(language: str) -> None:
    lexicon = TermBase.load().lexicon
    rows = _rows("category_names", language)
    times = Counter(folded(name, language) for names in rows.values() for name in names)
    assert not [name for name, count in times.items() if count > 1]
    for concept_id, names in rows.items():
        concept = lexicon[concept_id]
        term = concept.term(language)
        called = (term.preferred, *term.alternatives) if term else ()
        spelt = [surface.text for surface in concept.zh] if language == "zh" else []
        own = {folded(name, language) for name in (*called, *spelt)}
        assert not own & {folded(name, language) for name in names}, concept_id


def test_shop_words_name_a_concept_only_where_they_are_asked_for() -> None:
    base = TermBase.load()
    assert "occasion.hiking" in Naming.of(base, "de", shop=True).concepts("Trekking Socken")
    assert "feature.wire_free" in Naming.of(base, "en", shop=True).concepts("wireless bra")
    assert "feature.wire_free" not in Naming.of(base, "en", claims=False).concepts("bra without underwire")
    assert "category.sweatpants" in Naming.of(base, "en", shop=True).concepts("Tracksuit bottoms grey")
    assert "category.sweatpants" not in Naming.of(base, "en").concepts("Tracksuit bottoms grey")
