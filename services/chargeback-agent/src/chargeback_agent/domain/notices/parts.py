"""A notice as it came, made readable parts: the notice itself, without notes above it and history below it.

    opened = open_notice(notice)                       # pure
    texts = await attachments.read(...)                # the files' texts, read elsewhere
    parts = (*opened.parts, *texts)

A forwarded mail's own lines "From" and "Sent" stay before its text, as they are there: a term may
count from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from argosy.dispute.v1.dispute_pb2 import DisputeNotice
from chargeback_agent.domain.notices.forwards import notice_among, says_forwarded, segments
from chargeback_agent.domain.notices.html import Link, see
from chargeback_agent.domain.notices.mime import Opened, Piece, decoded, is_raw_mail, open_mail
from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.tables import csv_text, with_rows_read

MOST_CHARS: Final = 60_000
"""Of one part; a notice has a few thousand."""
_MOST_JSON: Final = 1_000_000
_MOST_FILES: Final = 30
_HTML: Final = re.compile(
    r"<(?:!doctype|html|head|body|table|div|p|br|span|font|center|style)\b[^<>]*>", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'）)\]」』，。；]{3,500}", re.IGNORECASE)
_REQUEST_HEAD: Final = re.compile(
    r"\A\s*(?:POST [^\n]{1,300}\n)?(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]{0,1000}\n){1,60}\s*(?=[{])"
)
"""The head of a webhook's HTTP request, kept above its JSON."""
_IGNORED: Final = (
    "application/pkcs7-signature",
    "application/pgp-signature",
    "text/calendar",
    "text/x-amp-html",
)
_FIGURE: Final = re.compile(r"\d[\d.,/-]*")


@dataclass(frozen=True, slots=True)
class File:
    """A file within a mail that is no text."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Headers:
    """What a mail says around its text, as far as the notice still has it."""

    forwarded_by: str = ""
    """The colleague who sent it on; "" if it came straight."""
    reply_to: str = ""
    links: tuple[Link, ...] = ()
    results: tuple[str, ...] = ()
    """What the receiving server found of SPF, DKIM and DMARC, e.g. ``dmarc=fail``; of the outermost mail."""
    unread: tuple[str, ...] = ()
    """Files that could not be read: what a notice lacks may stand there."""


@dataclass(frozen=True, slots=True)
class OpenedNotice:
    """A notice's mail, opened. ``sender`` wrote the notice itself, ``sent_at`` is when (a header says)."""

    parts: tuple[Part, ...]
    sender: str
    sent_at: datetime | None
    headers: Headers
    files: tuple[File, ...] = ()
    doubts: tuple[str, ...] = ()


def parts_of(notice: DisputeNotice, attachments: Sequence[Part] = ()) -> tuple[Part, ...]:
    """The notice's parts and, last, those of its attachments as they were read elsewhere."""
    return (*open_notice(notice).parts, *(Part(one.where, clean(one.text), one.sure) for one in attachments))


def open_notice(notice: DisputeNotice) -> OpenedNotice:
    """The notice's mail, whatever shape its body has. Never raises; what was cut or broken is a doubt."""
    return opened(notice.subject, getattr(notice, "from"), notice.body)


def opened(subject: str, sender: str, body: str) -> OpenedNotice:
    """The same from its fields."""
    subject, sender = clean(decoded(subject))[:1000], clean(decoded(sender))[:400]
    body = _REQUEST_HEAD.sub("", body, count=1)
    if body.lstrip()[:1] == "{":  # a webhook: its strings may hold HTML and header lines
        json = Part("body", clean(body[:_MOST_JSON]))
        return OpenedNotice((Part("subject", subject), json) if subject else (json,), sender, None, Headers())
    if not is_raw_mail(body):
        inside = see_text(body)
        return _innermost(subject, sender, inside, None, Headers(links=inside.links), (), ())
    mail = open_mail(body)
    return _of_mail(mail, subject, sender)


def _of_mail(mail: Opened, subject: str, sender: str) -> OpenedNotice:
    results = tuple(_results(mail))
    forwarded_by = ""
    doubts = list(mail.doubts)
    subject = subject or clean(mail.header("subject"))
    sender = clean(mail.header("from")) or sender
    while mail.mails and _is_note(mail):  # the notice is attached to a colleague's note
        forwarded_by = forwarded_by or sender
        mail = mail.mails[0]
        doubts += mail.doubts
        subject = clean(mail.header("subject")) or subject
        sender = clean(mail.header("from")) or sender
    text = _own_text(mail)
    headers = Headers(forwarded_by, clean(mail.header("reply-to")), text.links, results)
    files = tuple(
        File(piece.name, piece.media_type, piece.content)
        for piece in mail.pieces
        if piece.text is None and piece.content and piece.media_type not in _IGNORED
    )[:_MOST_FILES]
    extra = tuple(_attached(piece) for piece in mail.pieces if piece.text is not None and piece.name)
    found = _innermost(subject, sender, text, mail.sent_at, headers, extra[:_MOST_FILES], files)
    return OpenedNotice(
        found.parts, found.sender, found.sent_at, found.headers, found.files, (*doubts, *found.doubts)
    )


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, its links, and whether it was longer than is read."""

    text: str
    links: tuple[Link, ...]
    cut: bool


def see_text(body: str) -> Text:
    """A text or an HTML page as plain text."""
    if len(_HTML.findall(body[:20_000])) >= 2:
        seen = see(body)
        text = clean(seen.text)
        return Text(text[:MOST_CHARS], seen.links, seen.cut or len(text) > MOST_CHARS)
    text = with_rows_read(clean(body[: 2 * MOST_CHARS]))
    return Text(text[:MOST_CHARS], links_in(text), len(body) > 2 * MOST_CHARS or len(text) > MOST_CHARS)


def links_in(text: str) -> tuple[Link, ...]:
    """The addresses that stand in a plain text."""
    return tuple(Link(address, address) for address in _ADDRESS.findall(text[:MOST_CHARS])[:200])


def clean(text: str) -> str:
    """Without characters that nobody sees: controls, marks of direction, other formats. Line ends are \\n."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if text.isascii() and text.isprintable():
        return text
    bad = {char for char in set(text) if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}} - {
        "\n",
        "\t",
    }
    return text.translate({ord(char): " " if char in "\f\v" else None for char in bad}) if bad else text


def _innermost(
    subject: str,
    sender: str,
    text: Text,
    sent_at: datetime | None,
    headers: Headers,
    extra: tuple[Part, ...],
    files: tuple[File, ...],
) -> OpenedNotice:
    found = segments(text.text)
    chosen = notice_among(found, sender, subject)
    segment = found[chosen]
    doubts = ("the text was longer than is read; its end is missing",) if text.cut else ()
    body, reply_to, by = segment.text, headers.reply_to, headers.forwarded_by
    if chosen:
        by, sender = by or sender, segment.sender or ""
        subject = segment.subject or _without_mark(subject)
        sent_at, reply_to = None, segment.reply_to
        body = "\n".join([*_heads_of(text.text, segment.sender, segment.sent), "", body])
    links = tuple(link for link in headers.links if link.words in body) if len(found) > 1 else headers.links
    parts = [Part("subject", subject)] if subject.strip() else []
    parts += [Part("body", body)] if body.strip() else []
    seen = Headers(by, reply_to, links, headers.results, headers.unread)
    return OpenedNotice((*parts, *extra), sender, sent_at, seen, files, doubts)


def _heads_of(text: str, sender: str, sent: str) -> list[str]:
    """The lines of a forwarded mail that say who wrote when, as they stand there."""
    lines = [line.lstrip(" \t>|*").rstrip(" \t*") for line in text.split("\n")]
    return [line for value in (sender, sent) if value for line in [_line_with(lines, value)] if line]


def _line_with(lines: Sequence[str], value: str) -> str:
    return next((line for line in lines if line.rstrip(" ;").endswith(value) and len(line) < 700), "")


def _without_mark(subject: str) -> str:
    while says_forwarded(subject):
        subject = re.split(r"[:：]", subject, maxsplit=1)[1].strip(" ]")
    return subject


def _is_note(mail: Opened) -> bool:
    """Whether a mail with another one attached is only the cover of it."""
    own = _own_text(mail).text
    inner = _own_text(mail.mails[0]).text
    return bool(inner.strip()) and (len(own) < 800 or len(_FIGURE.findall(own)) < len(_FIGURE.findall(inner)))


def _own_text(mail: Opened) -> Text:
    """A mail's text; of alternatives the one that says more in figures, plain text where they are even."""
    chosen: dict[int, Text] = {}
    texts: list[Text | int] = []
    for piece in mail.pieces:
        if piece.name or piece.text is None or piece.media_type in _IGNORED:
            continue
        seen = see_text(piece.text) if piece.media_type == "text/html" else _plain(piece.text)
        if not piece.alternatives:
            texts.append(seen)
            continue
        if piece.alternatives not in chosen:
            texts.append(piece.alternatives)
            chosen[piece.alternatives] = seen
        elif _says_more(seen, chosen[piece.alternatives]):
            chosen[piece.alternatives] = seen
        else:  # where links lead can only be seen in the other one
            kept = chosen[piece.alternatives]
            chosen[piece.alternatives] = Text(kept.text, (*kept.links, *seen.links), kept.cut)
    all_texts = [chosen[one] if isinstance(one, int) else one for one in texts]
    text = "\n\n".join(one.text for one in all_texts if one.text.strip())
    links = tuple(link for one in all_texts for link in one.links)
    return Text(text[:MOST_CHARS], links, any(one.cut for one in all_texts) or len(text) > MOST_CHARS)


def _plain(text: str) -> Text:
    """A text said to be plain; some senders put HTML there all the same."""
    return see_text(text)


def _says_more(one: Text, other: Text) -> bool:
    figures = set(_FIGURE.findall(one.text)), set(_FIGURE.findall(other.text))
    return len(figures[0]) > len(figures[1]) or not other.text.strip()


def _attached(piece: Piece) -> Part:
    """A text file of a mail."""
    text = piece.text or ""
    if piece.media_type == "text/html":
        return Part(piece.name, see_text(text).text)
    if piece.media_type.endswith("csv") or piece.name.lower().endswith((".csv", ".tsv")):
        return Part(piece.name, csv_text(clean(text[:MOST_CHARS])))
    return Part(piece.name, clean(text[:MOST_CHARS]))


def _results(mail: Opened) -> list[str]:
    """Of the topmost Authentication-Results only: those below may be the sender's own."""
    said = mail.header("authentication-results").lower()[:2000]
    found = re.findall(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", said)
    if not found and (
        spf := re.match(r"(pass|fail|softfail|none|neutral)\b", mail.header("received-spf").lower())
    ):
        found = [("spf", spf[1])]
    return [f"{name}={result}" for name, result in found[:12]]
