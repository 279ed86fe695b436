"""A case in words: which blocks the letter has, in which order. Every sentence of fact names its exhibits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from chargeback_agent.domain.case.model import Case, Exhibit, Row
from chargeback_agent.domain.letter.document import (
    Block,
    Contents,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Picture,
    Quote,
    Run,
    Said,
    Table,
)
from chargeback_agent.domain.letter.wording import Wording
from chargeback_agent.domain.rules.loader import RuleBook

_LABEL_SHARE: Final = 0.34


def compose(
    case: Case,
    rules: RuleBook,
    words: Wording,
    sender: Letterhead,
    day: date,
    pictures: Mapping[str, Picture],
    recipient: str = "",
    apart: Collection[str] = (),
    argument: Sequence[Sequence[Said]] = (),
) -> Document:
    """The letter of a case.

    Args:
        case: what is to be said.
        rules: titles of evidence, names of networks and codes.
        words: the letter's language.
        sender: who writes.
        day: the letter's date.
        pictures: by exhibit label, those that could be fetched.
        recipient: the processor that takes the letter, by name; empty if unknown.
        apart: labels of exhibits whose pictures are enclosed as files of their own.
        argument: its paragraphs; none: each statement is one, as the templates word it.
    """
    dispute = case.dispute
    if not recipient:
        recipients: tuple[str, ...] = (words.framed("to_issuer"), words.framed("through_acquirer"))
    elif dispute.network == "generic":
        # A claim at a payment service is decided there; no issuer reads the letter.
        recipients = (words.framed("to_processor", processor=recipient),)
    else:
        recipients = (words.framed("to_issuer"), words.framed("through", processor=recipient))
    reference = (
        words.framed("reference", case_ref=dispute.case_ref)
        if dispute.case_ref
        else words.framed("reference_order", order_id=dispute.order_id)
    )
    return Document(
        title=words.framed(dispute.stage),
        language=words.language,
        sender=Letterhead(words.value(sender.name), tuple(map(words.value, sender.lines))),
        recipient=recipients,
        date=words.value(day),
        reference=reference,
        page_of=words.frame["page_of"],
        blocks=tuple(_blocks(case, rules, words, pictures, apart, argument)),
    )


def _blocks(
    case: Case,
    rules: RuleBook,
    words: Wording,
    pictures: Mapping[str, Picture],
    apart: Collection[str],
    argument: Sequence[Sequence[Said]],
) -> Iterator[Block]:
    # What is asked and why stands first: most letters are decided on their first page.
    yield Heading(words.framed("position_heading"))
    yield _plain(_position(case, rules, words))
    for paragraph in argument or [[Said(words.said(one), one.exhibits)] for one in case.statements]:
        yield Paragraph(tuple(_runs(paragraph, words)), numbered=True)
    yield Heading(words.framed("summary_heading"))
    yield _table(case.summary, words)
    yield Heading(words.framed("contents_heading"))
    yield Contents(
        (words.framed("contents_label"), words.framed("contents_title"), words.framed("contents_page")),
        tuple((one.label, words.title(one.kind, rules), _anchor(one)) for one in case.exhibits),
    )
    yield _plain(words.framed("contact"))
    for exhibit in case.exhibits:
        lacking = "picture_apart" if exhibit.label in apart else "picture_missing"
        yield from _exhibit(exhibit, rules, words, pictures.get(exhibit.label), lacking)


def _runs(paragraph: Sequence[Said], words: Wording) -> Iterator[Run]:
    """Sentences, each with its exhibits behind it."""
    for place, said in enumerate(paragraph):
        many = len(said.exhibits) > 1
        labels = words.listed(map(words.value, said.exhibits))
        named = words.framed("exhibits_named_more" if many else "exhibits_named", labels=labels)
        before = words.joined("", said.text) if place else said.text
        yield Run(words.joined(before, ""))
        yield Run(named, bold=True)


def _position(case: Case, rules: RuleBook, words: Wording) -> str:
    dispute = case.dispute
    network = rules.networks[dispute.network]
    rule = network.codes[dispute.code]
    # An inquiry has taken no money yet: there is nothing to be returned.
    of = "_inquiry" if dispute.stage == "inquiry" else ""
    if dispute.network == "generic":
        begins = words.framed(f"position_generic{of}", name=words.claim(dispute.code, rules))
    else:
        code = network.printed(dispute.code)
        begins = words.framed(f"position{of}", network=network.name, code=code, name=rule.name)
    if of:
        asked = words.framed("request_inquiry")
    elif dispute.amount:
        asked = words.framed("request", amount=dispute.amount)
    else:
        asked = words.framed("request_no_amount")
    return words.joined(begins, asked, words.framed("records_show"))


def _exhibit(
    exhibit: Exhibit, rules: RuleBook, words: Wording, picture: Picture | None, lacking: str
) -> Iterator[Block]:
    kind = words.title(exhibit.kind, rules)
    title = words.framed("exhibit", label=exhibit.label, title=kind)
    yield Heading(title, level=2, anchor=_anchor(exhibit))
    shows = words.framed("shows", shows=words.shows(exhibit.kind, rules), source=_source(exhibit.ref, words))
    yield Paragraph((Run(shows),), kept=True)
    if exhibit.rows:
        yield _table(exhibit.rows, words)
    for one in exhibit.quotes:
        when = one.time.date() if one.side == "policy" else one.time
        yield Quote(words.framed(f"said_{one.side}", time=when), words.quoted(one.text))
    if picture is not None:
        caption = words.framed("picture_caption", label=exhibit.label, title=kind)
        yield replace(picture, caption=caption)
    elif exhibit.picture_url:
        yield _plain(words.framed(lacking, ref=exhibit.ref))


def _table(rows: Iterable[Row], words: Wording) -> Table:
    """Rows as label and value; a price stands beside its item, so that a long order stays on one page."""
    cells: list[tuple[str, str]] = []
    for row in rows:
        if row.label == "card_last4" and cells and cells[-1][0] == words.label("card_network"):
            label, network = cells.pop()
            cells.append((label, words.framed("card_ending", network=network, last4=row.value)))
        elif row.label == "price_each" and cells:
            label, item = cells.pop()
            cells.append((label, words.listed((item, words.framed("each", price=row.value)))))
        else:
            cells.append((words.label(row.label), words.value(row.value)))
    return Table(tuple(cells), (_LABEL_SHARE, 1 - _LABEL_SHARE))


def _source(ref: str, words: Wording) -> str:
    """An exhibit's facts as a reader knows them: ``shipment/T1; policy/TERMS`` becomes words."""
    named = []
    for one in ref.split("; "):
        kind, _, number = one.partition("/")
        key = f"source_{kind}_{number}" if kind == "policy" else f"source_{kind}"
        named.append(words.framed(key, number=number) if key in words.frame else words.value(one))
    return words.listed(named)


def _plain(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _anchor(exhibit: Exhibit) -> str:
    return f"exhibit_{exhibit.label}"
