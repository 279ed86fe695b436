"""A release of Shopify's taxonomy is read in each of its forms, mapped by names, and written as concepts."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from argosy_commerce.terms import TermBase
from argosy_local.cli import app
from argosy_local.taxonomy.matching import matched
from argosy_local.taxonomy.release import BadRelease, ancestors_of, order_of, read_release
from argosy_local.taxonomy.writing import CONCEPTS, REPORT

NAMES = {
    "aa": {"en": "Apparel & Accessories", "de": "Bekleidung & Accessoires", "es": "Ropa y accesorios"},
    "aa-1": {"en": "Clothing", "de": "Bekleidung", "es": "Ropa"},
    "aa-1-4": {"en": "Dresses", "de": "Kleider", "es": "Vestidos"},
    "aa-1-13": {"en": "Clothing Tops", "de": "Oberteile", "es": "Partes de arriba"},
    "aa-1-13-8": {"en": "T-Shirts", "de": "T-Shirts", "es": "Playeras básicas"},
    "aa-1-13-9": {"en": "Quorvish", "de": "Quorvische", "es": "Quorviches"},
    "ap": {"en": "Animals & Pet Supplies", "de": "Tiere & Tierbedarf", "es": "Productos para mascotas"},
    "ap-2": {"en": "Pet Supplies", "de": "Tierbedarf", "es": "Artículos para mascotas"},
    "ap-2-14": {"en": "Dresses", "de": "Kleider", "es": "Vestidos"},
}
LANGUAGES = ("en", "de", "es")


def as_txt(folder: Path) -> None:
    for language in LANGUAGES:
        file = folder / "dist" / language / "categories.txt"
        file.parent.mkdir(parents=True)
        lines = [
            "# Shopify Product Taxonomy - Categories: 2026-08",
            "# Format: {GID} : {Ancestor name} > ...",
            "",
        ]
        for one in NAMES:
            path = " > ".join(NAMES[above][language] for above in (*reversed(ancestors_of(one)), one))
            lines.append(f"gid://shopify/TaxonomyCategory/{one:<16} : {path}")
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def as_json(folder: Path) -> None:
    for language in LANGUAGES:
        file = folder / language / "taxonomy.json"
        file.parent.mkdir(parents=True)
        rows = [
            {"id": f"gid://shopify/TaxonomyCategory/{one}", "level": one.count("-"), "name": names[language]}
            for one, names in NAMES.items()
        ]
        document = {"version": "2026-08", "verticals": [{"name": "all", "prefix": "aa", "categories": rows}]}
        file.write_text(json.dumps(document), encoding="utf-8")


def as_yml(folder: Path) -> None:
    for language in (*LANGUAGES, "fi"):
        file = folder / "data" / "localizations" / "categories" / f"{language}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = ["---", f"{language}:", "  categories:"]
        for one, names in NAMES.items():
            lines += [
                f"    {one}:",
                f'      name: "{names.get(language, names["en"])}"',
                '      context: "x >',
                '        y"',
            ]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


FORMS = [as_txt, as_json, as_yml]


@pytest.fixture(scope="session")
def base() -> TermBase:
    return TermBase.load()


@pytest.mark.parametrize("make", FORMS)
def test_each_form_of_a_release_says_the_same(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path)
    release = read_release(tmp_path)
    assert release.names == {la: {one: names[la] for one, names in NAMES.items()} for la in LANGUAGES}
    assert release.path("aa-1-4") == "Apparel & Accessories > Clothing > Dresses"
    assert release.version == ("" if make is as_yml else "2026-08")
    assert release.not_spoken == (("fi",) if make is as_yml else ())
    assert release.faults == []


def test_categories_are_ours_where_names_agree_and_stand_in_the_same_branch(
    base: TermBase, tmp_path: Path
) -> None:
    as_txt(tmp_path)
    matches = matched(read_release(tmp_path), base)
    found = {one.ours: one for one in matches.mapped}
    assert found["category.dress"].shopify == "aa-1-4"
    assert found["category.clothing"].shopify == "aa-1"
    assert found["category.tshirt"].new == {"es": "Playeras básicas"}
    assert "aa-1-13-9" in matches.unmapped
    assert ("ap-2-14", "elsewhere") in {(clash.shopify, clash.why) for clash in matches.clashes}


def test_what_is_written_is_read_over_ours_and_keeps_every_word_of_ours(
    base: TermBase, tmp_path: Path
) -> None:
    as_txt(tmp_path)
    out = tmp_path / "own"
    result = CliRunner().invoke(app, ["taxonomy", "import", str(tmp_path), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "map to nothing" in result.output
    after = TermBase.with_platform(out).lexicon
    shirt, ours = after["category.tshirt"], base.lexicon["category.tshirt"]
    assert shirt.mapping["shopify"] == "aa-1-13-8"
    assert shirt.terms["es"].alternatives == (*ours.terms["es"].alternatives, "Playeras básicas")
    assert shirt.terms["es"].gender == ours.terms["es"].gender
    assert shirt.terms["de"] == ours.terms["de"]
    assert shirt.zh == ours.zh
    assert shirt.parent == ours.parent
    assert after["category.dress"].mapping["shopify"] == "aa-1-4"
    report = json.loads((out / REPORT).read_text(encoding="utf-8"))
    assert {row["shopify"] for row in report["unmapped"]} >= {"aa-1-13-9", "ap-2-14"}
    assert (out / CONCEPTS).is_file()


def test_a_mapping_that_we_have_already_stays_and_is_told(base: TermBase, tmp_path: Path) -> None:
    as_txt(tmp_path)
    for language in LANGUAGES:
        file = tmp_path / "dist" / language / "categories.txt"
        file.write_text(file.read_text(encoding="utf-8").replace("/aa-1-4 ", "/aa-1-5 "), encoding="utf-8")
    matches = matched(read_release(tmp_path), base)
    assert "category.dress" not in {one.ours for one in matches.mapped}
    (clash,) = [clash for clash in matches.clashes if clash.why == "mapped already"]
    assert (clash.shopify, clash.ours, clash.word) == ("aa-1-5", ("category.dress",), "aa-1-4")


def test_lines_that_say_nothing_are_named_and_the_others_read(tmp_path: Path) -> None:
    file = tmp_path / "en" / "categories.txt"
    file.parent.mkdir()
    file.write_text(
        "gid://shopify/TaxonomyCategory/aa-1 : A > Clothing\nnonsense\n"
        "gid://shopify/TaxonomyCategory/../../etc : A > B\n"
        f"gid://shopify/TaxonomyCategory/aa-2 : {'x' * 5000}\n"
        "gid://shopify/TaxonomyCategory/aa-3 : A > Sh\u202eoes\u0000\n",
        encoding="utf-8",
    )
    release = read_release(tmp_path)
    assert release.names == {"en": {"aa-1": "Clothing", "aa-3": "Sh oes"}}
    assert len(release.faults) == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("en/taxonomy.json", "{"),
        ("en/taxonomy.json", "[" * 100_000),
        ("data/localizations/categories/en.yml", "de: {categories: {}}"),
        ("data/localizations/categories/en.yml", "a: [\n"),
        ("en/categories.txt", ""),
        ("sv/categories.txt", "gid://shopify/TaxonomyCategory/aa : Kläder"),
        ("readme.txt", "x"),
    ],
)
def test_what_is_no_release_is_refused_by_name(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadRelease, match=str(tmp_path)):
        read_release(tmp_path)
    result = CliRunner().invoke(app, ["taxonomy", "import", str(tmp_path), "--out", str(tmp_path / "own")])
    assert result.exit_code == 1
    assert not (tmp_path / "own").exists()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("en/categories.txt", "de/taxonomy.json", "categories/es.yml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", errors="replace")
        with suppress(BadRelease):
            assert read_release(folder).names
        (folder / name).unlink()


def test_ids_are_sorted_as_the_tree_is() -> None:
    assert sorted(["aa-10", "aa-2", "aa", "aa-2-1"], key=order_of) == ["aa", "aa-2", "aa-2-1", "aa-10"]
