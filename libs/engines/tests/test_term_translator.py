"""The term engine keeps the tier's contract; what it says is tested where the terms live."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from argosy_engines.contracts import (
    Constraints,
    EngineSpec,
    TermConstraint,
    Translation,
    TranslationRequest,
)
from argosy_engines.errors import InvalidInput
from argosy_engines.term_translator import TermTranslator


@pytest.fixture(scope="module")
def translator() -> TermTranslator:
    return TermTranslator.from_spec(EngineSpec("translator", "test", "x:Y"))


def one(translator: TermTranslator, text: str, **changes: object) -> Translation | Exception:
    values: dict[str, object] = {"source": "zh-CN", "target": "es", "register": "title", **changes}
    (answer,) = translator.translate([TranslationRequest(text, **values)])  # type: ignore[arg-type]
    return answer


def test_what_is_known_is_said_and_the_rest_is_left_over_at_its_place(translator: TermTranslator) -> None:
    text = "红色连衣裙鱻鱻鱻"
    answer = one(translator, text)
    assert isinstance(answer, Translation)
    assert "vestido" in answer.text.lower()
    assert "roj" in answer.text.lower()
    assert 0 < answer.coverage < 1
    assert answer.left_over
    assert all(span.text == text[span.start : span.end] for span in answer.left_over)
    assert "鱻" in "".join(span.text for span in answer.left_over)


def test_constraints_are_honoured(translator: TermTranslator) -> None:
    constraints = Constraints((TermConstraint("连衣裙", "traje de fiesta"),), ("Argosy",), 30)
    answer = one(translator, "Argosy红色连衣裙", constraints=constraints)
    assert isinstance(answer, Translation)
    assert "argosy" in answer.text.lower()
    assert "traje de fiesta" in answer.text.lower()
    assert len(answer.text) <= 30


def test_a_pair_for_what_it_says_anyway_changes_nothing(translator: TermTranslator) -> None:
    text = "夏季纯棉短袖连衣裙，防水"
    plain = one(translator, text)
    asked = Constraints((TermConstraint("连衣裙", "vestido"), TermConstraint("纯棉", "algodón")))
    assert one(translator, text, constraints=asked) == plain


def test_the_category_settles_a_word_that_means_several_things(translator: TermTranslator) -> None:
    fruit = one(translator, "苹果", constraints=Constraints())
    brand = one(translator, "苹果", constraints=Constraints(category="category.electronics"))
    assert isinstance(fruit, Translation)
    assert isinstance(brand, Translation)
    assert "Apple" in brand.text
    assert "Apple" not in fruit.text


@pytest.mark.parametrize("changes", [{"source": "en"}, {"target": "tlh"}, {"target": "x" * 90}])
def test_languages_it_does_not_know_are_refused(
    translator: TermTranslator, changes: dict[str, object]
) -> None:
    assert isinstance(one(translator, "红色", **changes), InvalidInput)


def test_one_text_that_breaks_does_not_spoil_its_batch(
    translator: TermTranslator, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argosy_commerce import terms  # noqa: PLC0415 — patched here only

    real: Callable[..., object] = terms.translate

    def breaks(text: str, *args: object, **kwargs: object) -> object:
        if text == "boom":
            raise RuntimeError("boom")
        return real(text, *args, **kwargs)

    monkeypatch.setattr(terms, "translate", breaks, raising=False)
    requests = [
        TranslationRequest(text, "zh", "es", "title") for text in ("红色连衣裙", "boom", "红色连衣裙")
    ]
    first, second, third = translator.translate(requests)
    assert isinstance(second, RuntimeError)
    assert isinstance(first, Translation)
    assert first == third


def test_its_revision_is_that_of_the_words(translator: TermTranslator) -> None:
    assert translator.identity.model == "argosy-terms"
    assert len(translator.identity.revision) == 12


def test_a_platforms_own_concepts_are_said_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "concepts:\n  material.kuairui: {kind: value, attribute: attribute.material, zh: [蒯蕤], "
    text += "terms: {es: kuairui}}\n"
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    plain = TermTranslator.from_spec(EngineSpec("translator", "test", "x:Y"))
    monkeypatch.setenv("ARGOSY_TERMS_DIR", str(tmp_path))
    own = TermTranslator.from_spec(EngineSpec("translator", "test", "x:Y"))
    answer = one(own, "蒯蕤")
    assert isinstance(answer, Translation)
    assert answer.text == "Kuairui"
    assert own.identity.revision != plain.identity.revision
