from pathlib import Path

import yaml

import argosy_commerce
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.shop_words import shop_words
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import REQUIRED_LANGUAGES


def test_each_row_is_of_a_concept_and_of_languages_that_are_spoken() -> None:
    folder = Path(argosy_commerce.__file__).parent / "data"
    rows = yaml.safe_load((folder / "shop_words.yaml").read_text(encoding="utf-8"))["words"]
    lexicon = TermBase.load().lexicon
    for concept_id, languages in rows.items():
        assert concept_id in lexicon
        assert set(languages) <= set(REQUIRED_LANGUAGES), concept_id
        assert all(shop_words(concept_id, language) for language in languages), concept_id


def test_shop_words_name_a_concept_only_where_they_are_asked_for() -> None:
    base = TermBase.load()
    assert "occasion.hiking" in Naming.of(base, "de", shop=True).concepts("Trekking Schuhe")
    assert "feature.wire_free" in Naming.of(base, "en", shop=True).concepts("wireless bra")
    assert "feature.wire_free" not in Naming.of(base, "en", claims=False).concepts("bra without underwire")
