"""Raw mails (RFC 5322, MIME) taken apart: who wrote when, the text, what is attached. Never raises.

Stdlib's parser splits; decoding is ours, since a mail that went through an event as text may hold characters
beside its own encodings, and since charsets come from a list (some codecs of Python are quadratic).
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

_MOST_CHARS: Final = 16_000_000
_MOST_PARTS: Final = 60
_MOST_BOUNDARIES: Final = 40
_MOST_FILE_CHARS: Final = 14_000_000
_HEADER: Final = re.compile(r"(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+")
_OF_MAILS: Final = re.compile(
    r"^(?:mime-version|content-type|content-transfer-encoding|received|message-id|return-path|dkim-signature"
    r"|delivered-to|x-mailer)[ ]*:",
    re.IGNORECASE | re.MULTILINE,
)
_CHARSETS: Final = {
    "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252", "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16", "utf-7": "utf-7",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "hz-gb-2312": "hz", "big5": "cp950", "big5-tw": "cp950", "cp950": "cp950", "big5-hkscs": "big5hkscs",
    "iso-2022-jp": "iso2022_jp_ext", "iso-2022-jp-1": "iso2022_jp_ext", "iso-2022-jp-ms": "iso2022_jp_ext",
    "shift-jis": "cp932", "shift_jis": "cp932", "sjis": "cp932", "cp932": "cp932", "windows-31j": "cp932",
    "x-sjis": "cp932", "euc-jp": "euc_jp", "euc-kr": "cp949", "ks-c-5601-1987": "cp949", "cp949": "cp949",
    "ks_c_5601-1987": "cp949", "iso-2022-kr": "iso2022_kr", "tis-620": "cp874", "iso-8859-11": "cp874",
    "windows-874": "cp874", "cp874": "cp874", "koi8-r": "koi8_r", "koi8-u": "koi8_u", "ibm866": "cp866",
    "iso-8859-9": "cp1254", "macintosh": "mac_roman",
    **{f"iso-8859-{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-125{n}": f"cp125{n}" for n in range(9)},
    **{f"cp125{n}": f"cp125{n}" for n in range(9)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a mail: text, or a file's bytes. ``name`` is "" for the mail's own text."""

    name: str
    media_type: str
    text: str | None
    content: bytes = b""
    alternatives: int = 0
    """Of one group of alternatives all pieces bear its number; 0: none."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A raw mail. ``sent_at`` is None without a readable date."""

    headers: tuple[tuple[str, str], ...]
    """(name in lower case, value decoded), in their order."""
    pieces: tuple[Piece, ...]
    mails: tuple[Opened, ...]
    """Mails attached to it as mails."""
    sent_at: datetime | None
    doubts: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header of a name in lower case; "" without one."""
        return next((value for key, value in self.headers if key == name), "")


def is_raw_mail(text: str) -> bool:
    """Whether a text begins with the headers of a mail as it travels."""
    head = text[:100_000].lstrip("\r\n \ufeff").replace("\r\n", "\n")
    block = _HEADER.match(head)
    return block is not None and block[0].count("\n") >= 3 and _OF_MAILS.search(block[0]) is not None


def open_mail(text: str) -> Opened:
    """A raw mail's pieces, attached mails as mails of their own."""
    doubts = []
    if len(text) > _MOST_CHARS:
        doubts.append(f"the mail has {len(text)} characters; only the first {_MOST_CHARS} were read")
        text = text[:_MOST_CHARS]
    text = text.lstrip("\r\n \ufeff").replace("\x00", "")
    if (
        len(re.findall(r"^content-type[ ]*:[ ]*multipart/", text, re.IGNORECASE | re.MULTILINE))
        > _MOST_BOUNDARIES
    ):
        doubts.append(
            f"the mail nests more than {_MOST_BOUNDARIES} parts; only its beginning was read as text"
        )
        return Opened((), (Piece("", "text/plain", text[: _MOST_CHARS // 100]),), (), None, tuple(doubts))
    try:
        return _opened(message_from_string(text), tuple(doubts), depth=0)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        doubts.append(f"the mail is broken ({type(error).__name__}); it was read as plain text")
        return Opened((), (Piece("", "text/plain", text[:200_000]),), (), None, tuple(doubts))


def _opened(message: Message, doubts: tuple[str, ...], depth: int) -> Opened:
    headers = tuple((name.lower(), decoded(str(value))) for name, value in message.items()[:200])
    pieces: list[Piece] = []
    mails: list[Opened] = []
    told = list(doubts)
    for number, (part, group) in enumerate(_leaves(message, 0)):
        if number >= _MOST_PARTS:
            told.append(f"the mail has more than {_MOST_PARTS} parts; the later ones were not read")
            break
        if part.get_content_type() == "message/rfc822":
            inside = part.get_payload()
            inner = inside[0] if isinstance(inside, list) and inside else None
            if isinstance(inner, Message) and depth < 8:
                mails.append(_opened(inner, (), depth + 1))
            continue
        pieces.append(_piece(part, group))
    return Opened(headers, tuple(pieces), tuple(mails), _date(message.get("Date")), tuple(told))


def _leaves(message: Message, group: int) -> Iterator[tuple[Message, int]]:
    waiting = [(message, group)]
    groups = 0
    while waiting:
        part, within = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            if part.get_content_subtype() == "alternative" and not within:
                groups += 1
                within = groups
            waiting += [(one, within) for one in reversed(payload) if isinstance(one, Message)]
        else:
            yield part, within


def _piece(part: Message, group: int) -> Piece:
    name = decoded(str(part.get_filename("") or ""))[-120:].replace("/", "_").replace("\\", "_")
    media_type = part.get_content_type()
    attached = part.get_content_disposition() == "attachment" or bool(name)
    payload = part.get_payload()
    text = payload if isinstance(payload, str) else ""
    if len(text) > _MOST_FILE_CHARS:
        text = ""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    content = _decoded_content(text, encoding)
    if part.get_content_maintype() != "text" and media_type not in {"application/json", "application/csv"}:
        return Piece(
            name or "attachment", media_type, None, content if content is not None else text.encode()
        )
    if content is not None:
        text = in_charset(content, str(part.get_param("charset") or ""))
    return Piece(
        name or ("attachment" if attached else ""), media_type, text.replace("\r\n", "\n"), b"", group
    )


def _decoded_content(text: str, encoding: str) -> bytes | None:
    """The bytes behind a transfer encoding; None if the text is as it is."""
    if encoding == "base64":
        plain = re.sub(r"[^A-Za-z0-9+/]", "", text)
        try:
            return base64.b64decode(plain[: len(plain) - len(plain) % 4] + _rest(plain))
        except (binascii.Error, ValueError):
            return b""
    if encoding == "quoted-printable":
        return quopri.decodestring(text.encode("utf-8", "replace"))
    return None


def _rest(plain: str) -> str:
    rest = plain[len(plain) - len(plain) % 4 :] if len(plain) % 4 else ""
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""


def in_charset(content: bytes, charset: str) -> str:
    """Bytes as text in the charset they are said to be in, else what they can be. Never raises."""
    named = charset.strip().strip("\"'").lower().replace("_", "-")
    tried = [codec for codec in (_CHARSETS.get(named), "utf-8") if codec]
    if content.startswith(b"\xef\xbb\xbf"):
        tried = ["utf-8-sig"]
    elif named in {"us-ascii", "ascii", ""}:
        tried = ["utf-8", "cp1252"]
    for codec in tried:
        try:
            return content.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode(tried[0], "replace")


def decoded(value: str) -> str:
    """A header's value with its encoded words in letters, on one line."""
    value = re.sub(r"[\r\n]+[ \t]*", " ", value[:4000]).replace("\x00", "").strip()
    if "=?" not in value:
        return value
    value = re.sub(r"(\?=)\s+(=\?)", r"\1\2", value)
    try:
        pieces = decode_header(value)
    except (ValueError, binascii.Error):
        return value
    # Long words are cut into several of one charset, at times inside a character: joined before reading.
    joined: list[tuple[bytes, str | None]] = []
    for piece, charset in pieces:
        raw = piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")
        if (
            joined
            and charset
            and joined[-1][1] == charset
            and charset.lower() not in {"iso-2022-jp", "utf-7"}
        ):
            joined[-1] = (joined[-1][0] + raw, charset)
        else:
            joined.append((raw, charset))
    return "".join(in_charset(raw, charset or "utf-8") for raw, charset in joined).strip()


def _date(value: object) -> datetime | None:
    try:
        moment = parsedate_to_datetime(decoded(str(value))) if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
