"""A case in words: which blocks the letter has, in which order. Every sentence of fact names its exhibits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from chargeback_agent.domain.case.model import Case, Exhibit
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
    Table,
)
from chargeback_agent.domain.letter.outside import printable
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
    """
    dispute = case.dispute
    through = words.framed("through", processor=recipient) if recipient else words.framed("through_acquirer")
    reference = (
        words.framed("reference", case_ref=dispute.case_ref)
        if dispute.case_ref
        else words.framed("reference_order", order_id=dispute.order_id)
    )
    return Document(
        title=words.framed(dispute.stage),
        language=words.language,
        sender=Letterhead(printable(sender.name), tuple(printable(line) for line in sender.lines)),
        recipient=(words.framed("to_issuer"), through),
        date=words.value(day),
        reference=reference,
        page_of=words.frame["page_of"],
        blocks=tuple(_blocks(case, rules, words, pictures)),
    )


def _blocks(case: Case, rules: RuleBook, words: Wording, pictures: Mapping[str, Picture]) -> Iterator[Block]:
    yield Heading(words.framed("summary_heading"))
    yield Table(
        tuple((words.label(row.label), words.value(row.value)) for row in case.summary),
        (_LABEL_SHARE, 1 - _LABEL_SHARE),
    )
    yield Heading(words.framed("position_heading"))
    yield _plain(_position(case, rules, words))
    yield Heading(words.framed("argument_heading"))
    for statement in case.statements:
        many = len(statement.exhibits) > 1
        named = words.framed(
            "exhibits_named_more" if many else "exhibits_named", labels=", ".join(statement.exhibits)
        )
        yield Paragraph((Run(f"{words.said(statement)} "), Run(f"({named})", bold=True)), numbered=True)
    yield Heading(words.framed("request_heading"))
    amount = case.dispute.amount
    asked = words.framed("request", amount=amount) if amount else words.framed("request_no_amount")
    yield _plain(f"{asked} {words.framed('contact', due=case.dispute.deadline.at)}")
    yield Heading(words.framed("contents_heading"))
    yield Contents(
        (words.framed("contents_label"), words.framed("contents_title"), words.framed("contents_page")),
        tuple((one.label, rules.evidence[one.kind].title, _anchor(one)) for one in case.exhibits),
    )
    for exhibit in case.exhibits:
        yield from _exhibit(exhibit, rules, words, pictures.get(exhibit.label))


def _position(case: Case, rules: RuleBook, words: Wording) -> str:
    dispute = case.dispute
    network = rules.networks[dispute.network]
    rule = network.codes[dispute.code]
    if dispute.network == "generic":
        begins = words.framed("position_generic", name=rule.name)
    else:
        code = network.printed(dispute.code)
        begins = words.framed("position", network=network.name, code=code, name=rule.name)
    return f"{begins} {words.framed('records_show')}"


def _exhibit(exhibit: Exhibit, rules: RuleBook, words: Wording, picture: Picture | None) -> Iterator[Block]:
    kind = rules.evidence[exhibit.kind]
    title = words.framed("exhibit", label=exhibit.label, title=kind.title)
    yield Heading(title, level=2, anchor=_anchor(exhibit))
    yield _plain(words.framed("shows", shows=kind.shows, ref=exhibit.ref))
    if exhibit.rows:
        rows = tuple((words.label(row.label), words.value(row.value)) for row in exhibit.rows)
        yield Table(rows, (_LABEL_SHARE, 1 - _LABEL_SHARE))
    for side, moment, text in exhibit.quotes:
        source = words.framed("said_buyer" if side == "buyer" else "said_shop", time=moment)
        yield Quote(source, printable(text, lines=True))
    if picture is not None:
        yield picture
    elif exhibit.picture_url:
        yield _plain(words.framed("picture_missing", ref=exhibit.ref))


def _plain(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _anchor(exhibit: Exhibit) -> str:
    return f"exhibit_{exhibit.label}"
