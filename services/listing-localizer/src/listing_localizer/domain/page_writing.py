"""Writes a detail page anew in the market's language: the merchant's structure, our own mark-up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

import nh3

from argosy_catalogue.facts import split_sentences
from argosy_catalogue.pages import TAGS, Block, Heading, ListOf, Page, Paragraph, Picture, Table
from argosy_commerce.languages import read_tag
from argosy_commerce.phrasing import grammar_for
from listing_localizer.domain.listing import SpokenSentence


def joined(texts: list[str], language: str) -> str:
    """Sentences one after another, each with its full stop where the language has one."""
    stop = grammar_for(language).full_stop
    closed = [t if not stop or t.endswith((".", "!", "?", "؟", "。", "：", ":")) else t + stop for t in texts]
    return ("" if stop == "。" else " ").join(closed)


def write_page(page: Page, said: Mapping[str, SpokenSentence], locale: str) -> str:
    """The page as HTML, every word of it escaped; what nobody could say is left out, and empty blocks are.

    ``said``: source sentence -> the sentence in the market's language. The article names its language
    and direction.
    """
    writer = _Writer(said, locale.split("-", 1)[0])
    body = "".join(filter(None, (writer.block(block) for block in page.blocks)))
    if not body:
        return ""
    return f'<article lang="{escape(locale)}" dir="{read_tag(locale).direction}">{body}</article>'


class _Writer:
    def __init__(self, said: Mapping[str, SpokenSentence], language: str) -> None:
        self._said = said
        self._language = language

    def block(self, block: Block) -> str:
        match block:
            case Heading(level=level, text=text):
                return _element(f"h{level}", self._unit(text))
            case Paragraph(text=text):
                return _element("p", self._unit(text, closed=True))
            case ListOf(ordered=ordered, items=items):
                rows = "".join(_element("li", self._unit(item)) for item in items)
                return f"<ol>{rows}</ol>" if ordered and rows else f"<ul>{rows}</ul>" if rows else ""
            case Table():
                return self._table(block)
            case Picture(image_id=image_id, caption=caption):
                alt = self._unit(caption)
                return f'<img data-image-id="{escape(image_id)}" alt="{alt}">'

    def _table(self, table: Table) -> str:
        rows: list[str] = []
        for index, row in enumerate(table.rows):
            cells = [self._unit(cell) for cell in row]
            # A row that lost a cell's words would say its figures of the wrong thing.
            if all(cell or not source for cell, source in zip(cells, row, strict=True)):
                tag = "th" if table.has_head and index == 0 else "td"
                rows.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>")
            elif index == 0:
                return ""  # columns without their names say nothing
        return f"<table>{''.join(rows)}</table>" if rows else ""

    def _unit(self, text: str, *, closed: bool = False) -> str:
        spoken = [self._said.get(sentence.text) for sentence in split_sentences(text)]
        texts = [s.text for s in spoken if s is not None and s.is_faithful]
        if len(texts) == 1 and not closed:
            return escape(texts[0].removesuffix(grammar_for(self._language).full_stop or "\0"))
        return escape(joined(texts, self._language))


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{text}</{tag}>" if text else ""


def clean_page(html: str, image_ids: Collection[str] = ()) -> str:
    """A person's own page without anything that could run, load or lead elsewhere; structure stays."""
    return nh3.clean(
        html,
        tags={*TAGS, "strong", "em", "thead", "tbody", "article"} - {"section"},
        attributes={"img": {"alt", "data-image-id"}, "article": {"lang", "dir"}},
        tag_attribute_values={"img": {"data-image-id": set(image_ids)}} if image_ids else {},
        link_rel=None,
    )
