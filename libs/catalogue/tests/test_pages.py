"""A detail page is read into its structure and its words, and nothing else of the merchant's mark-up."""

from __future__ import annotations

import pytest

from argosy_catalogue.pages import (
    MAX_BLOCKS,
    Heading,
    ListOf,
    Paragraph,
    Picture,
    Table,
    read_page,
)

HTML = """
<h2 style="color:red">产品特点</h2><p>面料柔软。<br>可机洗。</p>
<ul><li>透气<ul><li>轻便</li></ul></li><li>防水</li></ul>
<table><tr><th>尺码</th><th>胸围</th></tr><tr><td>M</td><td>96cm</td></tr></table>
<img src="https://shop.example/1.jpg" alt="正面图"><img src="https://spy.example/p.gif">
<script>alert("x")</script><a href="javascript:alert(1)">点击</a>
"""
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


def test_html_becomes_blocks_and_leaves_its_scripts_behind() -> None:
    assert read_page(HTML, IDS).blocks == (
        Heading(2, "产品特点"),
        Paragraph("面料柔软。"),
        Paragraph("可机洗。"),
        ListOf(False, ("透气", "轻便", "防水")),
        Table((("尺码", "胸围"), ("M", "96cm")), has_head=True),
        Picture("main", "正面图"),
        Paragraph("点击"),
    )


def test_markdown_becomes_the_same_kinds_of_blocks() -> None:
    assert read_page(MARKDOWN, IDS).blocks == (
        Heading(2, "产品特点"),
        Paragraph("面料柔软。"),
        ListOf(False, ("透气", "防水")),
        ListOf(True, ("打开", "关闭")),
        Table((("尺码", "胸围"), ("M", "96cm")), has_head=True),
        Picture("main", "正面图"),
    )


def test_plain_lines_are_paragraphs_and_no_page() -> None:
    page = read_page("面料柔软\n\n尺寸<30cm，重量>1kg")
    assert page.blocks == (Paragraph("面料柔软"), Paragraph("尺寸<30cm，重量>1kg"))
    assert not page.is_structured


def test_a_table_that_only_lays_out_is_read_as_paragraphs() -> None:
    page = read_page("<table><tr><td><p>面料柔软</p></td></tr><tr><td>透气</td></tr></table>")
    assert page.blocks == (Paragraph("面料柔软"), Paragraph("透气"))


@pytest.mark.parametrize(
    "text",
    [
        "<table>" * 5_000,
        "<ul><li>" * 20_000,
        "<p " + "a=b " * 40_000,
        "<!--" * 50_000,
        "|" * 100_000 + "\n" + "-|" * 100,
        "[" * 50_000,
        "# " + "*a" * 50_000,
        "<img alt='" + "透" * 100_000,
        "<svg><style><img src=x onerror=alert(1)></style></svg>透气",
    ],
)
def test_hostile_pages_are_read_within_bounds(text: str) -> None:
    page = read_page(text[:200_000])
    assert len(page.blocks) <= MAX_BLOCKS
