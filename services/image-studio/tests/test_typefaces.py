"""The table of typefaces against the files, the set-up and the page that lists them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from installed_fonts import DIRECTORIES, font_book, font_file
from pydantic import ValidationError

from argosy_commerce.markets import markets
from image_studio.domain.setting.fonts import FontBook, FontMissing
from image_studio.domain.setting.runs import missing_glyphs, visual_runs
from image_studio.domain.setting.typefaces import Family, Instead, Typefaces, face_chain, script_of, typefaces

ROOT = Path(__file__).parents[3]
FAMILIES = list(Family)


def _row(first: int, last: int, encoding: str) -> str:
    """The characters of a 94-row set (GR bytes), rows ``first`` to ``last``."""
    cells = (bytes([a, b]) for a in range(first, last + 1) for b in range(0xA1, 0xFF))
    return "".join(cell.decode(encoding, errors="ignore") for cell in cells)


def _letters(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


_FIGURES = "0123456789"
_HAN_1 = _row(0xB0, 0xCF, "euc_jp")  # JIS level 1
LETTERS = {
    "en": _letters(0x41, 0x5A) + _letters(0x61, 0x7A) + _FIGURES + ".,:;!?%&()+-/'\"",
    "de": "äöüÄÖÜß",
    "fr": "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ",
    "es": "áéíóúüñÁÉÍÓÚÜÑ¿¡",
    "it": "àèéìòùÀÈÉÌÒÙ",
    "pt": "áâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚ",
    "nl": "éëïóöüáèÉËÏÓÖÜ",
    "pl": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "tr": "çğıİöşüâîûÇĞÖŞÜ",
    "ru": _letters(0x410, 0x44F) + "ёЁ№",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي" + _letters(0x64B, 0x652) + "،؛؟",
    "th": _letters(0xE01, 0xE3A) + _letters(0xE3F, 0xE4E),
    "ko": _row(0xB0, 0xC8, "euc_kr"),  # KS X 1001: 2350 syllables
    "ja": _letters(0x3041, 0x3093) + _letters(0x30A1, 0x30F6) + "ー。、" + _HAN_1,
}


def test_the_letters_are_those_of_every_market() -> None:
    assert {found.language.base for found in markets().values()} <= LETTERS.keys()
    assert len(LETTERS["ko"]) == 2350
    assert len(LETTERS["ja"]) > 2965


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.value)
def test_the_first_face_has_every_letter_of_its_language(
    language: str, family: Family, fonts: FontBook
) -> None:
    for bold in (False, True):
        first = face_chain(language, family, bold=bold)[0]
        assert [c for c in LETTERS[language] if not fonts.has(first, c)] == []


def test_what_fonts_md_lists_is_what_the_table_holds() -> None:
    rows = {
        tuple(cell.strip() for cell in line.strip("|\n").split("|"))
        for line in (ROOT / "docs/fonts.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|---")
    } - {("family", "script", "regular", "bold"), ("package", "files", "licence", "source")}
    table = typefaces()
    expected = set()
    for family, scripts in table.families.items():
        for script, row in scripts.items():
            if isinstance(row, Instead):
                names = (f"as {row.instead.value}",) * 2
            else:
                names = (row.regular.name, row.bold.name)
            expected.add((family.value, script, *names))
    for package, said in table.packages.items():
        held = sorted({face.file for face in table.faces() if face.package == package})
        expected.add((package, ", ".join(held), said.licence, f"<{said.source}>"))
    assert rows == expected


def test_the_set_up_installs_every_file_of_the_table() -> None:
    wanted: dict[str, set[str]] = {}
    for face in typefaces().faces():
        wanted.setdefault(face.package, set()).add(face.file)
    packages = {name: set(held) for name, held in _provision().PACKAGES.items()}
    for_tests = {"fonts-arphic-gkai00mp"}
    assert {name: held for name, held in packages.items() if name not in for_tests} == wanted


def _provision() -> ModuleType:
    home = ROOT / "deploy/local/provision"
    sys.path.insert(0, str(home))
    try:
        found = importlib.util.spec_from_file_location("provision_fonts", home / "fonts.py")
        assert found is not None
        assert found.loader is not None
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
    finally:
        sys.path.remove(str(home))
    return module


def test_a_missing_package_ends_the_start_by_name(tmp_path: Path) -> None:
    for name in {face.file for face in typefaces().faces() if face.package != "fonts-hosny-amiri"}:
        (tmp_path / name).symlink_to(font_file(name))
    with pytest.raises(
        FontMissing, match=r"Amiri-Bold\.ttf, Amiri-Regular\.ttf;.*Install fonts-hosny-amiri,"
    ):
        FontBook([tmp_path, *DIRECTORIES[2:]]).check(["ar"])


def test_a_table_that_leaves_a_script_out_is_refused() -> None:
    table = typefaces().model_dump(mode="json")
    del table["families"]["heavy"]["thai"]
    with pytest.raises(ValidationError, match="heavy lacks thai"):
        Typefaces.model_validate(table)
    table["families"]["heavy"]["thai"] = {"instead": "heavy"}
    with pytest.raises(ValidationError, match="heavy has no face either"):
        Typefaces.model_validate(table)


_SEEN = {"latin": "Hx", "cyrillic": "Нх", "arabic": "سا", "thai": "กน", "ko": "무료배송", "ja": "新作送料"}


@pytest.mark.parametrize(
    "family", [f for f in FAMILIES if f is not Family.SANS], ids=lambda family: family.value
)
@pytest.mark.parametrize(
    ("script", "language"), [(script_of(tag), tag) for tag in ("de", "ru", "ar", "th", "ko", "ja")]
)
def test_every_family_looks_as_large_as_sans(
    script: str, language: str, family: Family, fonts: FontBook
) -> None:
    def height(kind: Family) -> float:
        face = face_chain(language, kind, bold=True)[0]
        boxes = [fonts.sized(face, 500).getbbox(c, anchor="ls") for c in _SEEN[script]]
        if script in {"ko", "ja"}:
            return float(np.mean([box[3] - box[1] for box in boxes])) + 1000 * face.pen_em
        return float(np.mean([-box[1] for box in boxes])) + 500 * face.pen_em  # above the baseline

    assert height(family) == pytest.approx(height(Family.SANS), rel=0.08)


def test_a_word_is_not_set_in_two_faces_where_one_has_it_whole(fonts: FontBook) -> None:
    # Jua has C, a and f but no é.
    chain = face_chain("ko", Family.ROUNDED, bold=True)
    runs = visual_runs("카페 Café 50%", chain, fonts, right_to_left=False)
    assert [(run.text.strip(), run.face.name) for run in runs] == [
        ("카페", "BM Jua"),
        ("Café", "Quicksand Bold"),
        ("50%", "BM Jua"),
    ]


def test_figures_and_per_cent_of_one_line_are_of_one_face(fonts: FontBook) -> None:
    chain = face_chain("ar", Family.HEAVY, bold=True)
    runs = visual_runs("خصم 50% خلال 24 ساعة", chain, fonts, right_to_left=True)
    assert {run.face.name for run in runs if any(c.isdigit() for c in run.text)} == {"Inter Black"}


def test_figures_beside_a_script_that_lacks_a_family_follow_the_script() -> None:
    assert [face.name for face in face_chain("th", Family.BRUSH, bold=True)[:2]] == [
        "Noto Serif Thai Bold",
        "Noto Serif Bold",
    ]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.value)
def test_prices_and_marks_can_be_written_in_every_family(family: Family, fonts: FontBook) -> None:
    for language in LETTERS:
        chain = face_chain(language, family, bold=True)
        assert missing_glyphs("€19,99 – 50 % ™ ® “×2” 100 m² 30 °C", chain, fonts) == []


def test_russian_is_cyrillic_and_serbian_may_be_latin() -> None:
    assert script_of("ru-RU") == "cyrillic"
    assert script_of("sr-Latn") == "latin"


def test_the_book_finds_what_the_set_up_installed() -> None:
    book = font_book()
    book.check(sorted(LETTERS))
