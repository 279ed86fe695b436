"""Glossaries as CSV, TBX and JSON lines: what is written is read back, what is bad is named by its line."""

import gzip
import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_commerce.glossaries import (
    BadRule,
    Format,
    ReadGlossary,
    Rule,
    UnreadableGlossary,
    checked_rule,
    read_glossary,
    write_glossary,
)
from argosy_commerce.glossaries.csv_file import neutral, original
from argosy_commerce.glossaries.rules import FORMULA_STARTS, MAX_RULES
from argosy_commerce.terms.base import TermBase
from argosy_testing.growth import cost_growth

WIDE = """中文,de,西班牙语,不翻译,类目,备注
连衣裙,Robe,vestido,,category.dress,our word
云舒绵,,,是,,the fabric's name
显瘦,figurfreundlich,,,,
"""


def csv(text: str, encoding: str = "utf-8") -> ReadGlossary:
    return read_glossary(text.encode(encoding), "terms.csv")


def said(read: ReadGlossary) -> list[tuple[str, str, str | None]]:
    return [(rule.source, rule.language, rule.target) for rule in read.rules]


def test_a_row_per_rule_is_read() -> None:
    read = csv("source,language,target,never_translate,note\n连衣裙,es,vestido,,x\nAcme Pro,*,,yes,\n")
    assert said(read) == [("连衣裙", "es", "vestido"), ("Acme Pro", "*", None)]
    assert read.rules[0].note == "x"
    assert read.faults == ()


def test_a_row_per_source_with_a_column_per_language_is_read_with_chinese_headings() -> None:
    read = csv(WIDE)
    assert said(read) == [
        ("连衣裙", "de", "Robe"),
        ("连衣裙", "es", "vestido"),
        ("云舒绵", "*", None),
        ("显瘦", "de", "figurfreundlich"),
    ]
    assert read.rules[0].category == "category.dress"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_of_every_tool_are_read_alike(
    encoding: str, delimiter: str, end: str
) -> None:
    text = WIDE.replace(",", delimiter).replace("\n", end)
    assert said(csv(text, encoding)) == said(csv(WIDE))


def test_excels_first_line_about_the_separator_is_no_header() -> None:
    assert said(csv("sep=;\n中文;de\n连衣裙;Robe\n")) == [("连衣裙", "de", "Robe")]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (WIDE.encode("utf-16-le"), "UTF-16 without its mark"),
        (WIDE.encode("big5", "ignore"), "neither UTF-8"),
        ("source,es\nvestido,algodón ñ".encode("cp1252"), "neither UTF-8"),
        (gzip.compress(WIDE.encode()), "gzip"),
        (b"PK\x03\x04" + bytes(100), "Excel"),
        (b"\xff\xfe\x00", "not that at byte"),
        (b"x" * (50 * 1024 * 1024), "at most"),
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        ("连衣裙,Kleid\n显瘦,x".encode(), "no column 'source'"),
        ("中文,target\n连衣裙,Kleid".encode(), "language"),
        ("中文,target,de\n连衣裙,Kleid,x".encode(), "keep the one"),
        ("中文,备注\n连衣裙,Kleid".encode(), "no column of targets"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableGlossary, match=what):
        read_glossary(data, "terms.csv")


def test_a_file_of_another_kind_says_which_kinds_there_are() -> None:
    with pytest.raises(UnreadableGlossary, match=r"\.csv"):
        read_glossary(b"", "terms.xlsx")


def test_each_bad_row_is_named_and_the_good_ones_are_kept() -> None:
    read = csv(
        "source,language,target,never_translate,category,note\n"
        "连衣裙,de,Kleid,,,\n"  # 2
        ",de,Kleid,,,\n"
        "衬衫,xx,Hemd,,,\n"
        "衬衫,de,衬衫,,,\n"
        "衬衫,de,,,,\n"
        "衬衫,de,Hemd,vielleicht,,\n"
        "衬衫,de,=1+1,,,\n"
        "衬衫,de,Hemd\x00,,,\n"
        '衬衫,de,"Hemd,,,\n'
        "衬衫,de,Hemd,,,,zu viel\n"
        "连衣裙,de,Robe,,,\n"
        "連衣裙,de,Kleid,,,\n"
        "\n"
        "衬衫,de,Hemd,,nonsense,\n"
        "衬衫,,Hemd,,,\n"
        '衬衫,de,"Ober\nhemd",,,\n'
        "背包,de,Rucksack,,,\n"
    )
    assert said(read) == [("连衣裙", "de", "Kleid"), ("背包", "de", "Rucksack")]
    assert [fault.line for fault in read.faults] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17]
    clash = next(fault for fault in read.faults if fault.line == 12)
    assert "'Kleid' in line 2" in clash.what
    assert read.repeated == 1
    for fault in read.faults:
        assert str(fault).startswith(f"line {fault.line}: ")
        assert fault.remedy


def test_a_column_that_means_nothing_is_named() -> None:
    read = csv("中文,de,finnish,\n连衣裙,Kleid,mekko,\n")
    assert said(read) == [("连衣裙", "de", "Kleid")]
    assert "finnish" in read.faults[0].what


def test_a_category_is_its_id_or_its_chinese_name(base: TermBase) -> None:
    def category_of(text: str) -> str | None:
        known = [text] if text in base.lexicon else list(base.concepts_spelled(text))
        return known[0] if known else None

    text = "中文,de,类目\n苹果,Apple,手机壳\n苹果,Apfel,category.nothing\n"
    read = read_glossary(text.encode(), "a.csv", category_of=category_of)
    assert [rule.category for rule in read.rules] == ["category.phone_case"]
    assert "category.nothing" in read.faults[0].what


@pytest.mark.parametrize("form", list(Format))
def test_more_rules_than_a_glossary_may_have_are_refused(form: Format) -> None:
    rules = [Rule(f"词{i}", "de", "x") for i in range(MAX_RULES + 1)]
    with pytest.raises(UnreadableGlossary, match="more than 40,000 rules"):
        read_glossary(write_glossary(rules, form), f"x.{form}")
    assert len(read_glossary(write_glossary(rules[:-1], form), f"x.{form}").rules) == MAX_RULES


fields = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40) | st.sampled_from(
    [
        "-40 °C",
        "+Size",
        "@home",
        "'t Hof",
        "''",
        "'+1",
        "a,b;c\td",
        'say "x"',
        "&amp; ]]>",
        "'",
        "ＴＡＧ",
        " x ",
    ]
)


@st.composite
def glossaries(draw: st.DrawFn) -> list[Rule]:
    rules: dict[tuple[str, str, str], Rule] = {}
    for _ in range(draw(st.integers(0, 8))):
        never = draw(st.booleans())
        try:
            rule = checked_rule(
                draw(fields) + draw(st.sampled_from(["棉", "Acme", "连衣裙"])),
                draw(st.sampled_from(["*", "de", "pt-BR", "ja", "es-MX"])),
                "" if never else draw(fields),
                never_translate=never,
                category=draw(st.sampled_from(["", "category.dress"])),
                note=draw(fields),
            )
        except BadRule:
            continue
        rules.setdefault(rule.key, rule)
    return list(rules.values())


def by_key(rules: Sequence[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: rule.key)


@settings(deadline=None, max_examples=150)
@given(glossaries(), st.sampled_from(list(Format)))
def test_what_is_written_is_read_back_exactly(rules: list[Rule], form: Format) -> None:
    read = read_glossary(write_glossary(rules, form), f"terms.{form}")
    assert read.faults == ()
    assert by_key(read.rules) == by_key(rules)


@given(st.text(max_size=20) | st.sampled_from(["=1", "'=1", "''=1", "'", "''", "＝x"]))
def test_no_written_cell_is_a_formula_and_each_reads_back(cell: str) -> None:
    assert original(neutral(cell)) == cell
    assert not neutral(cell).startswith(tuple(FORMULA_STARTS))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400), st.sampled_from(list(Format)), st.sampled_from(["", "中文,de\n"]))
def test_any_bytes_are_read_or_refused_and_never_more(data: bytes, form: Format, before: str) -> None:
    try:
        read = read_glossary(before.encode() + data, f"x.{form}")
    except UnreadableGlossary:
        return
    assert all(0 < len(rule.source) <= 200 for rule in read.rules)
    assert all(fault.line > 0 and fault.remedy for fault in read.faults)


def test_json_lines_name_what_is_wrong() -> None:
    lines = [
        {"source": "连衣裙", "language": "de", "target": "Kleid"},
        {"source": "连衣裙", "target": "Kleid"},
        {"source": 7, "language": "de", "target": "x"},
        {"source": "衬衫", "language": "de", "target": "Hemd", "colour": "red"},
        {"source": "衬衫", "never_translate": "yes"},
        {"source": None, "language": "de", "target": "x"},
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    text += '\n[1]\n{"source": "a", "source": "b"}\n' + "[" * 100_000 + "\n{\n"
    read = read_glossary(text.encode(), "x.jsonl")
    assert said(read) == [("连衣裙", "de", "Kleid")]
    assert [fault.line for fault in read.faults] == [2, 3, 4, 5, 6, 7, 8, 9, 10]


# --- TBX ---------------------------------------------------------------------------------------

OLD = """<?xml version="1.0"?>
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1"><descrip type="subjectField">clothing</descrip>
 <langSet xml:lang="zh-CN"><tig><term>连衣裙</term></tig><tig><term>连身裙</term></tig></langSet>
 <langSet xml:lang="de">
  <tig><term>Fummel</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
  <ntig><termGrp><term>Robe</term></termGrp></ntig>
  <tig><term>Kleid</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
 </langSet>
 <langSet xml:lang="fi"><tig><term>mekko</term></tig></langSet>
</termEntry>
<termEntry id="2"><langSet xml:lang="de"><tig><term>Hemd</term></tig></langSet></termEntry>
</body></text></martif>"""

DCT = """<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry id="c1"><min:subjectField>category.dress</min:subjectField>
 <langSec xml:lang="zh"><termSec><term>连衣裙</term></termSec></langSec>
 <langSec xml:lang="es"><termSec><term>vestido <hi>largo</hi></term>
  <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus><note>n</note></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def tbx(text: str) -> ReadGlossary:
    return read_glossary(text.encode(), "x.tbx")


def test_tbx_of_2008_gives_the_preferred_term_for_each_chinese_one() -> None:
    read = tbx(OLD)
    assert said(read) == [("连衣裙", "de", "Kleid"), ("连身裙", "de", "Kleid")]
    assert [rule.category for rule in read.rules] == [None, None]
    assert [(fault.line, "fi" in fault.what or "2" in fault.what) for fault in read.faults] == [
        (10, True),
        (12, True),
    ]


def test_tbx_in_style_dct_is_read() -> None:
    (rule,) = tbx(DCT).rules
    assert (rule.target, rule.category, rule.note) == ("vestido largo", "category.dress", "n")


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"<?xml version='1.0'?><!DOCTYPE tbx [{LAUGHS}]><tbx>&l9;</tbx>", "DOCTYPE"),
        ("<!DOCTYPE tbx [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><tbx>&x;</tbx>", "DOCTYPE"),
        ("<!DOCTYPE martif SYSTEM 'TBXcoreStructV02.dtd'><martif/>", "DOCTYPE"),
        ("<!DOCTYPE tbx PUBLIC 'x' 'http://127.0.0.1/x.dtd'><tbx/>", "DOCTYPE"),
        ("<tbx>&nbsp;</tbx>", "not well-formed"),
        ("<tbx><text></tbx>", "not well-formed"),
        ("<html/>", "root is <html>"),
        ("source,de\n连衣裙,Kleid", "not well-formed"),
        ("<tbx>" + "<a>" * 100_000 + "</a>" * 100_000 + "</tbx>", "deep"),
        ("<tbx><conceptEntry>" + "<langSec/>" * 2_000 + "</conceptEntry></tbx>", "more than"),
        (f"<tbx>{'<conceptEntry/>' * 60_000}</tbx>", "bad rows"),
        ("<tbx>\x00</tbx>", "not well-formed"),
    ],
)
def test_hostile_and_broken_xml_is_refused(text: str, what: str) -> None:
    with pytest.raises(UnreadableGlossary, match=what):
        tbx(text)


def test_the_encoding_that_xml_declares_does_not_mislead() -> None:
    text = '<?xml version="1.0" encoding="GBK"?>' + DCT
    assert len(read_glossary(text.encode("gbk"), "x.tbx").rules) == 1
    assert len(read_glossary(text.encode("utf-16"), "x.tbx").rules) == 1


def test_a_file_of_bad_rows_alone_ends_early() -> None:
    with pytest.raises(UnreadableGlossary, match="bad rows"):
        csv("中文,de\n" + "x\n" * 100_000)
    few = csv("中文,de\n" + "x\n" * 5_000)
    assert (len(few.faults), few.faults_in_all) == (1_000, 5_000)


def test_quotes_that_are_never_closed_cost_linear_time() -> None:
    def open_quotes(count: int) -> None:
        assert csv("中文,de\n" + '"x,y\n' * count + "连衣裙,Kleid\n").rules[-1].target == "Kleid"

    assert cost_growth(open_quotes, 313, 5_001) < 64  # an odd number: the last one stays open
