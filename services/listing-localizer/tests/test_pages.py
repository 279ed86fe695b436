"""A detail page keeps its structure, in the market's words, and nothing else of the merchant's mark-up."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_catalogue.facts import split_sentences
from argosy_catalogue.pages import (
    Heading,
    Page,
    Table,
    read_page,
)
from argosy_testing.products import product_event
from argosy_testing.tier import FakeTier
from listing_localizer.domain.listing import Engine, SpokenSentence
from listing_localizer.domain.page_writing import clean_page, write_page
from listing_localizer.handlers import Deps, localize_listing

MARKDOWN = """
## 产品特点

面料柔软。

- 透气
- 防水

1. 打开
2. 关闭

| 尺码 | 胸围 |
|---|---|
| M | 96cm |

![正面图](https://shop.example/1.jpg)
"""
IDS = {"https://shop.example/1.jpg": "main"}


def spoken(*pairs: tuple[str, str]) -> dict[str, SpokenSentence]:
    engine = Engine("fake", "", "", "")
    return {zh: SpokenSentence(zh, 0, text, 1.0, (), engine) for zh, text in pairs}


def test_a_page_is_written_with_its_structure_and_escaped_words() -> None:
    said = spoken(
        ("产品特点", "Features"), ("面料柔软", "Soft & <light>"), ("透气", "Breathable"), ("尺码", "Size"),
        ("胸围", "Bust"), ("M", "M"), ("96cm", "96 cm"), ("正面图", "Front"),
    )  # fmt: skip
    assert write_page(read_page(MARKDOWN, IDS), said, "en-US") == (
        '<article lang="en-US" dir="ltr"><h2>Features</h2><p>Soft &amp; &lt;light&gt;.</p>'
        "<ul><li>Breathable</li></ul>"
        "<table><tr><th>Size</th><th>Bust</th></tr><tr><td>M</td><td>96 cm</td></tr></table>"
        '<img data-image-id="main" alt="Front"></article>'
    )


def test_a_page_in_arabic_says_that_it_runs_from_right_to_left() -> None:
    page = Page((Heading(1, "透气"),))
    assert write_page(page, spoken(("透气", "مسامي")), "ar-SA").startswith('<article lang="ar-SA" dir="rtl">')


def test_a_row_that_lost_a_word_is_left_out_and_so_is_a_table_without_its_head() -> None:
    table = Table((("尺码", "胸围"), ("M", "魑魅"), ("L", "96cm")), has_head=True)
    said = spoken(("尺码", "Size"), ("胸围", "Bust"), ("M", "M"), ("L", "L"), ("96cm", "96 cm"))
    html = write_page(Page((table,)), said, "en-US")
    assert "<td>L</td><td>96 cm</td>" in html
    assert "<td>M</td>" not in html
    del said["胸围"]
    assert write_page(Page((table,)), said, "en-US") == ""


async def test_a_listing_of_a_structured_description_has_a_page(deps: Deps) -> None:
    assert isinstance(deps.tier, FakeTier)
    deps.tier.translations["面料柔软", "es"] = "Tela suave"
    outcome = await localize_listing(product_event(description="## 面料柔软\n\n面料柔软。"), deps)
    (output,) = outcome.outputs
    assert output.data.detail_html == (
        '<article lang="es-ES" dir="ltr"><h2>Tela suave</h2><p>Tela suave.</p></article>'
    )
    assert "Tela suave" in output.data.description


class _Allowed(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "table", "tr",
                       "td", "th", "img"}  # fmt: skip
        assert {name for name, _ in attrs} <= {"lang", "dir", "alt", "data-image-id"}


MARK_UP = st.lists(
    st.sampled_from(["<p>", "</p>", "<h1>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>",
                     "透气", "<script>", "&lt;b&gt;", "\"'><img src=x onerror=y>", "\n", "# ", "- ",
                     "| a | b |", "<", "&"]),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(MARK_UP)
def test_whatever_comes_in_only_our_own_mark_up_goes_out(text: str) -> None:
    page = read_page(text, {"x": 'a"b'})
    said = spoken(*((s.text, s.text) for unit in page.units() for s in split_sentences(unit)))
    _Allowed().feed(write_page(page, said, "en-US"))


def test_a_persons_page_keeps_its_structure_and_loses_what_could_run() -> None:
    html = (
        '<h2 onclick="x()">A</h2><p>b <strong>c</strong></p><script>x</script>'
        '<a href="//evil">d</a><iframe src="x">'
    )
    assert clean_page(html) == "<h2>A</h2><p>b <strong>c</strong></p>d"
