from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn

from chargeback_agent.domain.letter.word import write_word

from .letters import letter

WRITTEN = datetime(2026, 11, 25, 12, tzinfo=UTC)


def styles_of(language: str):
    return docx.Document(io.BytesIO(write_word(letter(language=language), WRITTEN))).styles.element


@pytest.mark.parametrize(
    ("language", "place", "tag"),
    [("de", "val", "de-DE"), ("pt-BR", "val", "pt-BR"), ("ja", "eastAsia", "ja-JP"),
     ("zh", "eastAsia", "zh-CN"), ("th", "bidi", "th-TH")],
)  # fmt: skip
def test_a_word_letter_names_its_language(language: str, place: str, tag: str) -> None:
    (named,) = styles_of(language).xpath("./w:docDefaults//w:lang")
    assert named.get(qn(f"w:{place}")) == tag
    assert place == "val" or named.get(qn("w:val")) == "en-US"


def test_ideographs_have_the_shapes_of_the_letters_language() -> None:
    faces = {language: set(styles_of(language).xpath("./w:style//w:rFonts/@w:eastAsia")) for language in
             ("ja", "ko", "zh")}  # fmt: skip
    assert all(len(names) == 1 for names in faces.values())
    assert len(set.union(*faces.values())) == 3


def test_thai_and_arabic_letters_are_as_large_and_as_bold_as_latin_ones() -> None:
    looks = styles_of("th").xpath("./w:style/w:rPr[w:sz]")
    assert looks
    for look in looks:
        for latin, twin in (("w:sz", "w:szCs"), ("w:b", "w:bCs")):
            assert look.find(qn(twin)).attrib == look.find(qn(latin)).attrib
    written = docx.Document(io.BytesIO(write_word(letter(language="th"), WRITTEN))).element
    assert len(written.xpath(".//w:r//w:b")) == len(written.xpath(".//w:r//w:bCs")) > 0
