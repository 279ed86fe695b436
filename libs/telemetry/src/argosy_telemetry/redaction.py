"""Keeps personal data, secrets and merchants' texts out of logs and span attributes.

Two nets, one behind the other:

1. Keys. A value under a key that names a text body, a person or a secret (``title``, ``prompt``,
   ``buyer_name``, ``token`` ...) never leaves: only its length does.
2. Patterns, over every other string: credentials in addresses, bearer and API tokens, e-mail
   addresses, payment card numbers (issuer prefix, length and Luhn check), telephone numbers, and runs
   of letters beyond ASCII. Our own messages are English, so such a run is somebody's text.

What the nets cannot see: an English text or a person's name in ASCII under a neutral key. So callers
log ids, counts and named reasons, and never a body; the nets are for what slips through, above all the
messages of exceptions. Pure functions; the same input gives the same output.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

from argosy_telemetry.names import ATTRIBUTES

VALUE_MAX = 512
"""Characters kept of one value."""
TRACEBACK_MAX = 8_192
"""Characters kept of a stack trace; its end is what matters, so the middle goes."""
_ITEMS_MAX = 32
_DEPTH_MAX = 4
# Patterns run over no more than this: a 5 MB value must not cost seconds.
_SCAN_MAX = 32_768

# fmt: off
_BODY_KEYS = frozenset({
    "address", "answer", "attachment", "authorization", "billing_address", "birthday", "body",
    "bullet", "bullets", "buyer", "buyer_email", "buyer_name", "caption", "card", "card_number",
    "chat", "content", "conversation", "cookie", "credentials", "customer", "customer_name", "cvc",
    "cvv", "description", "document", "draft", "email", "first_name", "full_name", "headline",
    "html", "iban", "input", "input_value", "ip", "ip_address", "keywords", "last_name", "letter",
    "markdown", "mobile", "name_on_card", "notes", "password", "payload", "phone", "phone_number",
    "prompt", "question", "raw", "recipient", "reply", "secret", "sentence", "shipping_address",
    "source_text", "street", "subject", "summary", "surname", "target_text", "tel", "telephone",
    "text", "texts", "title", "token", "transcript", "translation",
})
# fmt: on
# `name` alone is not there: topics, models and parts have names too.
_BODY_SUFFIXES = ("_body", "_password", "_secret", "_text", "_token", "_api_key", "_email", "_phone")
_TRACEBACK_KEYS = frozenset({"exception", "exception.stacktrace", "stack", "stack_info"})

_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\"'=/\\|]{1,64}(?:@|%40)[^\s@<>()\[\],;:\"'=/\\|?#&%]{1,255}", re.IGNORECASE
)
# Up to the last @: a password that was not percent-encoded may hold one, or a slash.
_URL_CREDENTIALS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.\-]{0,30}://)[^\s\"'<>]{1,512}@", re.IGNORECASE)
_SECRET_PARAMETER = re.compile(
    r"(?P<key>(?<![a-z0-9])(?:x-amz-)?(?:access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|api[_-]?key|"
    r"access[_-]?key(?:[_-]?id)?|secret[_-]?(?:access[_-]?)?key|client[_-]?secret|security[_-]?token|credential|"
    r"token|password|passwd|pwd|secret|signature|sig))(?P<sep>[\"']?\s{0,3}[=:]\s{0,3}[\"']?)"
    r"(?P<value>[^\s\"'&;,)}\]]{1,4096})",
    re.IGNORECASE,
)
_AUTHORIZATION = re.compile(
    r"(?P<scheme>\bbearer\s+|\bauthorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?"
    r"(?:(?:bearer|basic|digest|negotiate|token|apikey|aws4-hmac-sha256)\s+)?)[^\s\"',;]{6,4096}",
    re.IGNORECASE,
)
_KNOWN_TOKEN = re.compile(
    r"\b(?:eyJ[A-Za-z0-9_\-]{6,}\.[A-Za-z0-9_\-]{2,}\.[A-Za-z0-9_\-]*"  # JSON web token
    r"|AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}"  # AWS access key ids
    r"|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}"
    r"|sk-[A-Za-z0-9_\-]{16,}|sk_(?:live|test)_[A-Za-z0-9]{8,}|rk_live_[A-Za-z0-9]{8,}"
    r"|xox[abprs]-[A-Za-z0-9\-]{8,}|hf_[A-Za-z0-9]{16,}|shpat_[A-Fa-f0-9]{16,}|AIza[A-Za-z0-9_\-]{30,})"
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)", re.DOTALL
)
_PYDANTIC_INPUT = re.compile(r"input_value=.*?(?=, input_type=|\]|$)", re.DOTALL)
# A card's digits may be grouped by single blanks or hyphens.
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ \-]?[0-9]){12,63}(?![0-9A-Za-z])")
# ISO/IEC 7812 issuer prefixes in use: Visa, Mastercard and Maestro, Amex, Diners, JCB, Discover,
# UnionPay. Without them one product id in ten would pass for a card by the Luhn check alone.
_ISSUER = re.compile(r"4|5|6|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3(?:0[0-5]|[46789])|35(?:2[89]|[3-8])|81")
_PHONE = re.compile(
    r"(?<![\w.+\-])(?:"
    r"(?:\+|00)[1-9][0-9]{0,2}[ ./\-]?(?:\(0?[0-9]{1,4}\)[ ./\-]?)?[0-9]{1,4}"
    r"(?:[ ./\-]?[0-9]{2,5}){1,4}"  # +49 30 1234567
    r"|\(0?[0-9]{2,4}\)[ ./\-]?[0-9]{3,4}[ ./\-]?[0-9]{3,4}"  # (02) 1234-5678
    r"|0[0-9]{1,3}[ /\-][0-9]{3,4}[ /\-][0-9]{3,4}"  # 010-1234-5678
    r"|[2-9][0-9]{2}[ \-][0-9]{3}[ \-][0-9]{4}"  # 555-123-4567
    r"|1[3-9][0-9]{9}"  # a Chinese mobile number
    r")(?![\w\-])"
)
# Words with letters beyond ASCII, with the marks and blanks between them.
_FOREIGN_LETTER = r"[^\W\d_\x00-\x7f]"
_FOREIGN = re.compile(
    rf"[A-Za-z]{{0,24}}{_FOREIGN_LETTER}(?:[\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0e7f\u3000-\u303f\uff00-\uff0f]|"
    rf"[ \u00a0,.!?·、。，！？：；（）-](?=[A-Za-z]{{0,24}}{_FOREIGN_LETTER}))*"
)
# What has to be there for the slower patterns to find anything.
_SECRET_WORD = re.compile(r"token|key|secret|passw|pwd|sig|credential|authorization|bearer", re.IGNORECASE)
_DIGIT_PAIR = re.compile(r"[0-9][ \-]?[0-9]")
# Shorter than the shortest token, and no digit: nothing to look for.
_PLAIN = re.compile(r"[A-Za-z_.]{0,15}\Z")

# What becomes of characters of a Unicode category: format, unassigned, private use, blank.
_PLAINER = {"Cf": "", "Cn": "\ufffd", "Co": "\ufffd", "Zs": " "}


def redact(value: str, *, limit: int = VALUE_MAX, identifier: bool = False) -> str:
    """``value`` without personal data, secrets or control characters, cut to ``limit`` characters.

    ``identifier``: the value is an id, so that its digits are not read as a telephone number.

    >>> redact("cannot reach mongodb://argosy:hunter2@db:27017/argosy")
    'cannot reach mongodb://[credentials]@db:27017/argosy'
    """
    if _PLAIN.match(value):
        return _cut(value, limit)
    text = _cut(_escape(_cut(value, _SCAN_MAX)), _SCAN_MAX)
    if _SECRET_WORD.search(text):
        text = _PRIVATE_KEY.sub("[secret]", text)
        text = _AUTHORIZATION.sub(r"\g<scheme>[secret]", text)
        text = _SECRET_PARAMETER.sub(r"\g<key>\g<sep>[secret]", text)
    if "input_value=" in text:
        text = _PYDANTIC_INPUT.sub("input_value=[text]", text)
    if "@" in text or "%40" in text:
        text = _URL_CREDENTIALS.sub(r"\g<scheme>[credentials]@", text)
        text = _EMAIL.sub("[email]", text)
    text = _KNOWN_TOKEN.sub("[secret]", text)
    if _DIGIT_PAIR.search(text):
        text = _DIGITS.sub(_mask_card, text)
        text = text if identifier else _PHONE.sub(_mask_phone, text)
    if not text.isascii():
        text = _FOREIGN.sub("[text]", text)
    return _cut(text, limit)


def mask_cards(text: str) -> str:
    """``text`` with every payment card number in it replaced by ``[card]``, and nothing else changed."""
    return _DIGITS.sub(_mask_card, text) if _DIGIT_PAIR.search(text) else text


def redact_fields(fields: Mapping[str, object]) -> dict[str, object]:
    """A log line's fields or a span's attributes, each value redacted by its key and its content."""
    return {redact(str(key), limit=128): redact_field(str(key), item) for key, item in fields.items()}


def redact_field(key: str, value: object, depth: int = 0) -> object:
    """One value under its key: numbers and booleans as they are, texts redacted, bodies by length."""
    if value is None or isinstance(value, bool | int | float):
        return _masked_number(value)
    attribute = ATTRIBUTES.get(key)
    if attribute is None and _names_body(key):
        return f"[{_size(value)}]"
    if isinstance(value, str):
        limit = TRACEBACK_MAX if key in _TRACEBACK_KEYS else VALUE_MAX
        return redact(value, limit=limit, identifier=attribute is not None and attribute.identifier)
    if isinstance(value, bytes | bytearray | memoryview):
        return f"[{_size(value)}]"
    if isinstance(value, Mapping | Sequence | set | frozenset):
        return "[nested]" if depth >= _DEPTH_MAX else _redact_items(key, value, depth + 1)
    return redact(f"{type(value).__name__}: {value}" if isinstance(value, BaseException) else str(value))


def _redact_items(
    key: str, value: Mapping[object, object] | Sequence[object] | AbstractSet[object], depth: int
) -> object:
    left_out = len(value) - _ITEMS_MAX
    if isinstance(value, Mapping):
        pairs = islice(value.items(), _ITEMS_MAX)
        kept = {redact(str(k), limit=128): redact_field(str(k), item, depth) for k, item in pairs}
        return kept | {"...": f"{left_out} more"} if left_out > 0 else kept
    listed = [redact_field(key, item, depth) for item in islice(value, _ITEMS_MAX)]
    return [*listed, f"... {left_out} more"] if left_out > 0 else listed


def is_card_number(digits: str) -> bool:
    """Whether 13 to 19 digits are a payment card's: an issuer's prefix, a right Luhn check digit."""
    if not 13 <= len(digits) <= 19 or not _ISSUER.match(digits) or not digits.isdigit():
        return False
    total = 0
    for position, digit in enumerate(reversed(digits)):
        number = int(digit)
        if position % 2:
            number = number * 2 - 9 if number > 4 else number * 2
        total += number
    return total % 10 == 0


def _names_body(key: str) -> bool:
    last = key.rsplit(".", 1)[-1].lower().replace("-", "_")
    return last in _BODY_KEYS or last.endswith(_BODY_SUFFIXES)


def _size(value: object) -> str:
    if isinstance(value, str):
        return f"text, {len(value)} characters"
    if isinstance(value, bytes | bytearray | memoryview):
        return f"{len(value)} bytes"
    if isinstance(value, Mapping | Sequence | set | frozenset):
        return f"{len(value)} items"
    return "withheld"


def _masked_number(value: float | None) -> object:
    """A number as it is, unless it is a card number or too long to be one of ours."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**12:
        digits = str(abs(value)) if abs(value) < 10**40 else ""
        if not digits or is_card_number(digits):
            return "[card]" if digits else "[number]"
    return value


def _mask_card(match: re.Match[str]) -> str:
    """Mask each stretch of whole digit groups that is a card number; what stands beside it stays."""
    pieces = re.split(r"([ \-])", match.group())
    for start in range(0, len(pieces), 2):
        for end in range(len(pieces), start, -2):
            if is_card_number("".join(pieces[start:end:2])):
                rest = "".join(pieces[end:])
                return "".join(pieces[:start]) + "[card]" + _DIGITS.sub(_mask_card, rest)
    return match.group()


def _mask_phone(match: re.Match[str]) -> str:
    digits = sum(character.isdigit() for character in match.group())
    return "[phone]" if 8 <= digits <= 17 else match.group()


def _escape(text: str) -> str:
    r"""Control characters and lone surrogates as ``\u....``; newline and tab stay.

    Look-alikes are made plain (full-width letters and any script's digits) and invisible format
    characters dropped, so that neither hides a number from the patterns, and so that no direction
    override reorders a log line.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_escaped, unicodedata.normalize("NFKC", text)))


def _escaped(character: str) -> str:
    if character in "\n\t" or (character.isascii() and character.isprintable()):
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    if category in {"Cc", "Cs", "Zl", "Zp"}:
        return f"\\u{ord(character):04x}"
    return _PLAINER.get(category, character)


def _cut(text: str, limit: int) -> str:
    """At most ``limit`` characters: the head, and of a long stack trace more of the tail."""
    if len(text) <= limit:
        return text
    note = f"... [{len(text) - limit} characters cut] ..."
    keep = max(limit - len(note), 0)
    if limit < TRACEBACK_MAX:
        return (text[:keep] + note)[:limit]
    head = keep // 4
    return text[:head] + note + text[len(text) - (keep - head) :]
