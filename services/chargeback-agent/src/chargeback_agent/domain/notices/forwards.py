"""What was forwarded or quoted within a mail's text: told apart, and which part of it is the notice.

Programs mark it in three ways: a line of their own ("--- Forwarded message ---"), a block of headers (From,
Sent, Subject), a line before a quotation ("Ann wrote:"). What stands above a forwarded notice is a
colleague's note; what stands below a notice is history, with its own old sums and dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from argosy_commerce.terms.strict_yaml import read_mapping
from chargeback_agent.domain.notices.impostors import is_known
from chargeback_agent.domain.notices.view import folded

_MOST_SEGMENTS: Final = 20
_QUOTED: Final = re.compile(r"^[ \t]*(?:[>|][ \t]?)+")
_DRAWN: Final = re.compile(r"^[\s>|*_#=~\-–—‐-―]+|[\s>|*_#=~:：\-–—‐-―]+$")
_HEADER_LINE: Final = re.compile(r"^[ \t>|*]*([^\s:：*][^:：\n]{0,28}?)[ \t*]*[:：][ \t*]*(\S.{0,600})?$")
_ADDRESS: Final = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_DATED_HEAD: Final = re.compile(
    r"^[ \t>|*]*((?:[^\W\d]{1,9}[.,]? )?\d[^<>@\n]{5,40}?\d{1,2}:\d{2}(?: ?[AaPp]\.?[Mm]\.?)?)[,;]?[ ]+"
    r"([^<>@\n]{1,80}<[^<>@\s]{1,64}@[^<>\s]{3,100}>)[ \t]*[:：][ \t]*$"
)
"""``6 Nov 2026 15:12 Some Bank <desk@bank.example>:``, without a verb behind the name."""
_FIGURES: Final = re.compile(r"\d{4,}|\d[.,]\d\d\b|[*xX•]{2,}[ -]?\d{4}|\d[\d/.-]{4,}\d")


@dataclass(frozen=True, slots=True)
class Segment:
    """One mail within a mail; the outermost has no headers. ``marked``: as forwarded, not only as quoted."""

    text: str
    sender: str = ""
    sent: str = ""
    """The date as it is written there."""
    subject: str = ""
    recipient: str = ""
    reply_to: str = ""
    marked: bool = False

    @property
    def domain(self) -> str:
        """Of the sender's address; "" if none is given."""
        return domain_of(self.sender)


@cache
def _words() -> tuple[Mapping[str, str], frozenset[str], frozenset[str], tuple[str, ...], tuple[str, ...]]:
    text = (files("chargeback_agent") / "data" / "notices" / "mail_words.yaml").read_text(encoding="utf-8")
    may_hold = frozenset({"forwarded", "original", "wrote", "forwarded_subject"})
    row: dict[str, Any] = read_mapping(text, "notices/mail_words.yaml", holds="headers", may_hold=may_hold)
    headers = {_key(word): name for name, words in row["headers"].items() for word in words}
    return (
        headers,
        frozenset(map(_key, row["forwarded"])),
        frozenset(map(_key, row["original"])),
        tuple(sorted(map(_key, row["wrote"]), key=len, reverse=True)),
        tuple(map(_key, row["forwarded_subject"])),
    )


def _key(words: str) -> str:
    return "".join(folded(words).split()).replace("ˈ", "")


def domain_of(sender: str) -> str:
    """The domain of an address, in lower case; "" if there is none."""
    found = _ADDRESS.findall(sender)
    return found[-1].rpartition("@")[2].lower().rstrip(".") if found else ""


def says_forwarded(subject: str) -> bool:
    """Whether a subject begins with a mark such as Fwd, WG, 转发."""
    head = re.match(r"\s*\[?\s*([^:：\]]{1,20})\s*\]?\s*[:：]", subject)
    return bool(head) and _key(head[1]) in _words()[4] if head else False


def segments(text: str) -> tuple[Segment, ...]:
    """The mails within a text from the outermost on; one if nothing is marked. Linear in the text."""
    lines = text.split("\n")
    found: list[Segment] = []
    head = Segment("")
    begin = at = 0
    while at < len(lines) and len(found) < _MOST_SEGMENTS:
        border = _border(lines, at)
        if border is None:
            at += 1
            continue
        found.append(_with_text(head, lines[begin:at]))
        begin, head = border
        at = begin
    found.append(_with_text(head, lines[begin:]))
    return tuple(found)


def notice_among(found: Sequence[Segment], sender: str, subject: str) -> int:
    """Which of a mail's segments is the notice: its index.

    Notes by people of the house stand above it; older mails below. The house is known as whom a
    forwarded mail was for, or as who forwards.
    """
    if len(found) == 1:
        return 0
    chosen = 0
    house = {domain_of(segment.recipient) for segment in found[1:]} - {""}
    outer = domain_of(sender)
    forwards = found[1].marked or says_forwarded(subject)
    while chosen + 1 < len(found):
        here, below = found[chosen], found[chosen + 1]
        if not below.text.strip():
            break
        own = here.domain or (outer if chosen == 0 else "")
        if not here.text.strip() or (chosen == 0 and forwards) or below.marked:
            chosen += 1
        elif own and own in {one.domain for one in found[chosen + 1 :]}:
            if not (own in house and own == below.domain and not _figures(here.text)):
                break  # they quote themselves: history
            chosen += 1  # colleagues among themselves
        else:
            above, beneath = _figures(here.text), _figures(below.text)
            answered = own in house and own != below.domain and beneath > above
            asked_about = not own or (is_known(below.domain) and not is_known(own))
            if not answered and not (asked_about and beneath > 2 + 2 * above):
                break
            chosen += 1
    return chosen


def _figures(text: str) -> int:
    return len(_FIGURES.findall(text[:20_000]))


def _border(lines: list[str], at: int) -> tuple[int, Segment] | None:
    """Whether another mail begins in a line: where its text begins, and its headers."""
    _, forwarded, original, wrote, _ = _words()
    line = lines[at]
    if not line or len(line) > 700:
        return None
    bare = _key(_DRAWN.sub("", line[:90])) if len(line) <= 90 else ""
    if bare and (bare in forwarded or bare in original):
        after = next((i for i in range(at + 1, min(at + 4, len(lines))) if lines[i].strip(" >|*\t")), at + 1)
        block = _header_block(lines, after)
        begin, head = block or _one_line_head(lines, after) or (at + 1, Segment(""))
        return begin, _marked(head, forwarded=bare in forwarded)
    block = _header_block(lines, at)
    if block:
        return block
    last = line.rstrip(" \t:：>|")
    if line.rstrip(" \t>|").endswith((":", "：")) and _key(last[-24:]).endswith(wrote):
        intro = f"{lines[at - 1]} {line}" if at and not re.search(r"[\d@]", line) else line
        if re.search(r"\d.*\d", intro) or "@" in intro:
            return at + 1, Segment("", sender=_DRAWN.sub("", intro).strip())
    if dated := _DATED_HEAD.match(line):
        return at + 1, Segment("", sender=dated[2].strip(), sent=dated[1].strip(" ,"))
    return None


def _one_line_head(lines: list[str], at: int) -> tuple[int, Segment] | None:
    """``09.10.2026, 11:42, "Ann" <ann@bank.example>:`` below a mark: the whole head of some programs."""
    line = lines[at].strip(" >|*\t") if at < len(lines) else ""
    if len(line) > 300 or not line.endswith((":", "：")) or not _ADDRESS.search(line):
        return None
    sender = re.sub(r"^[\d.,:/ \-]*", "", line.rstrip(" :："))
    return at + 1, Segment("", sender=sender, sent=line[: len(line.rstrip(" :：")) - len(sender)].strip(" ,"))


def _marked(head: Segment, *, forwarded: bool) -> Segment:
    return Segment("", head.sender, head.sent, head.subject, head.recipient, head.reply_to, forwarded)


def _header_block(lines: list[str], at: int) -> tuple[int, Segment] | None:
    """A block of headers from a line on: a sender and two more, or an address and one more."""
    headers = _words()[0]
    given: dict[str, str] = {}
    end, blanks = at, 0
    while end < len(lines) and end < at + 16:
        line = lines[end]
        match = _HEADER_LINE.match(line)
        name = headers.get(_key(match[1])) if match else None
        if match is None or name is None:
            if not line.strip(" >|\t*") and given and blanks < 1 and len(given) < 3:
                blanks += 1
            elif given and name is None and line[:1] in " \t" and line.strip() and not blanks:
                pass  # a header folded
            elif not given or not _only_addresses(line):
                break
        else:
            if name in given and name in {"from", "subject"}:
                break
            given.setdefault(name, (match[2] or "").strip(" *;"))
            blanks = 0
        end += 1
        if end == at + 1 and not given:
            return None
    others = len({"sent", "to", "subject"} & set(given))
    if "from" not in given or not (others >= 2 or (others and "@" in given["from"])):
        return None
    if not given["from"] or not _HEADER_LINE.match(lines[at]):
        return None
    return end, Segment(
        "", given["from"], given.get("sent", ""), given.get("subject", ""), given.get("to", ""),
        given.get("reply_to", ""),
    )  # fmt: skip


def _only_addresses(line: str) -> bool:
    return "@" in line and len(line) < 200 and not re.search(r"[.!?]\s", line)


def _with_text(head: Segment, lines: list[str]) -> Segment:
    filled = [line for line in lines if line.strip()]
    quoted = [line for line in filled if _QUOTED.match(line) and line.lstrip()[:1] == ">"]
    if filled and len(quoted) >= 0.8 * len(filled):
        lines = [_unquoted(line) for line in lines]
    text = "\n".join(lines).strip("\n")
    return Segment(
        text, head.sender, head.sent, head.subject, head.recipient, head.reply_to, head.marked,
    )  # fmt: skip


def _unquoted(line: str) -> str:
    return re.sub(r"^[ \t]*(?:>[ \t]?)+", "", line)
