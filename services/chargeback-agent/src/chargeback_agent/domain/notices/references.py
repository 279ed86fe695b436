"""References, the ARN, the card's last digits and the descriptor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from chargeback_agent.domain.notices.page import Found, Page, Tie, tie

FAMILY: Final = (
    "ref_case", "ref_order", "ref_other", "ref_letter", "ref_plain", "arn", "card", "descriptor",
)  # fmt: skip
_NAMING: Final = frozenset({"ref_case", "ref_order", "ref_other", "ref_letter", "ref_plain", "descriptor"})
_SUFFIXED: Final = {"ref_case_behind": "ref_case", "ref_order_behind": "ref_order"}
"""Words behind a reference that say what it is of: ``TRB-90316 numaralı sipariş``."""
_ENDING: Final = 0.86
_TOKEN: Final = re.compile(
    r"(?:(?!(?:no|nr|n|num|nro|ref|rif|tel)\.)[^\W\d_]{1,4}\.[ ]?)?#?(?:[\w〔〕\[\]]+[\-/_.:~*#+]?)+",
    re.IGNORECASE,
)
_HAS_DIGIT: Final = re.compile(r"\d")
_ARN: Final = re.compile(r"(?<![\dA-Za-z])\d(?:[ \-]{0,2}\d){22}(?![\d])")
_MASKED: Final = re.compile(
    r"(?<![\w*#])[\dx*#](?:(?: ?[\-.] ?| )?[\dx*#]){4,30}(?![\w*#])"
    r"|(?<![\w*#])[x*#]{1,12}[ \-]{0,3}\d{4}(?!\d)"
)
_MASK: Final = re.compile(r"\d{0,9}[x*#]{2,}\d{0,3}?(\d{4})")
_FULL: Final = re.compile(r"(?<![\dA-Za-z\-])\d(?:[ \-]?\d){12,18}(?![\d\-])")
_FOUR: Final = re.compile(r"(?<![0-9A-Za-z_À-ԯ.,/\-])(?:[.]{2,4} ?)?(\d{4})(?![0-9A-Za-z_À-ԯ/\-年]|[.,]\d)")
_FIVE: Final = re.compile(
    r"(?<![0-9A-Za-z_À-ԯ.,/])(?<![0-9A-Za-z]-)-?\d(\d{4})(?![0-9A-Za-z_À-ԯ/\-年]|[.,]\d)"
)
_AMEX: Final = re.compile(r"\bamex\b|american express")
"""Whose cards are named by their last five digits."""
_PLAIN_NUMBER: Final = re.compile(r"\d{1,3}|[\d.,]*[.,]\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?")
_SERIES: Final = re.compile(r"[ :#.\t]{1,4}((?!NO|NR|ID|N )[A-Z]{2,3} )(?=\d[\d]*[/\-]\d)")
"""Letters of a series of invoices before a number of two parts."""
_EASTERN: Final = re.compile(r"(?<=[\dA-Za-z])[\u0e00-\u0e7f\u3040-\ud7ff]+$")
_MOST_LABELS: Final = 1500
_LONGEST: Final = 64
_DESCRIPTOR: Final = 40


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as it is written in ASCII where it can be, with its label."""

    found: Found[str]
    tie: Tie


def plain(quote: str) -> str:
    """Digits of other scripts and full-width letters and signs as ASCII; all else as it stands."""
    return "".join(_plain(char) for char in quote if unicodedata.category(char) != "Cf").strip()


def _plain(char: str) -> str:
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    return chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else "-" if char in "–‐‑−" else char


def references(page: Page, taken: Sequence[tuple[int, int]]) -> list[Reference]:
    """What stands right behind labels of references. ``taken``: places of dates and amounts."""
    found = []
    seen: set[tuple[int, int]] = set()
    for label in page.labels[:_MOST_LABELS]:
        if not label.meanings & _NAMING:
            continue
        for first, end in _places(page, label.end):
            start = first
            if (start, end) in seen:
                break
            held = tie(page, start, end, FAMILY)
            if held and held.strength >= 0.72 and _is_reference(page, start, end, taken, held):
                seen.add((start, end))
                if held.meaning == "ref_order" and _named_by_sign(page.view.flat, start, end):
                    start -= 1
                found.append(Reference(Found(plain(page.view.quote(start, end)), start, end), held))
                break
    found += _in_columns(page, taken)
    found += _before_words(page, taken)
    return found


def _before_words(page: Page, taken: Sequence[tuple[int, int]]) -> Iterable[Reference]:
    """References whose name stands behind them, as Turkish puts it."""
    flat = page.view.flat
    for label in page.labels[:_MOST_LABELS]:
        meaning = next((_SUFFIXED[name] for name in label.meanings if name in _SUFFIXED), None)
        if meaning is None:
            continue
        tokens = list(_TOKEN.finditer(flat, max(0, label.start - _LONGEST - 2), label.start))
        token = tokens[-1] if tokens else None
        if token is None or flat[token.end() : label.start].strip(" '\"”»"):
            continue
        start, end = _trimmed(flat, *token.span())
        if _HAS_DIGIT.search(flat, start, end) and not any(a < end and start < b for a, b in taken):
            held = Tie(meaning, _ENDING, label)
            if not _PLAIN_NUMBER.fullmatch(flat[start:end]):
                yield Reference(Found(plain(page.view.quote(start, end)), start, end), held)


def _named_by_sign(flat: str, start: int, end: int) -> bool:
    """``#1187`` is an order's name; before letters the sign only says "number"."""
    return flat[start - 1] == "#" and flat[start:end].isdigit()


def _places(page: Page, end: int) -> Iterable[tuple[int, int]]:
    """The first tokens with a digit after a label, in its line or alone in the next."""
    flat = page.view.flat
    line = page.view.lines[page.view.line_at(end)]
    stop = line.end
    if not flat[end:stop].strip(" *:#\t()"):
        number = page.view.line_at(end) + 1
        while number < len(page.view.lines) and not page.view.lines[number].cells:
            number += 1
        if number < len(page.view.lines):
            stop = page.view.lines[number].end
    count = 0
    series = _SERIES.match(flat, end, stop)
    for match in _TOKEN.finditer(flat, end, min(stop, end + 140)):
        start, last = match.span()
        if series and start == series.end():
            start = series.start(1)  # "FT 2026/771"
        while last > start and flat[last - 1] in ".:-/~*+_":
            last -= 1
        start, last = _trimmed(flat, start, last)
        if _HAS_DIGIT.search(flat, start, last) and last - start <= _LONGEST:
            yield start, last
            count += 1
        if count == 2:
            return


def _trimmed(flat: str, start: int, end: int) -> tuple[int, int]:
    """Without brackets that open or close outside, and without the sign of a number before letters."""
    if flat[start] == "#" and not flat[start + 1 : end].isdigit():
        start += 1
    if flat[start].isascii():  # "CB-26-0331입니다": a particle of a language that parts no words
        end = start + len(_EASTERN.sub("", flat[start:end]))
    while start < end and flat[start] in "[]" and flat.count("[", start, end) != flat.count("]", start, end):
        start += 1
    while (
        start < end and flat[end - 1] in "[]" and flat.count("[", start, end) != flat.count("]", start, end)
    ):
        end -= 1
    return start, end


def _is_reference(page: Page, start: int, end: int, taken: Sequence[tuple[int, int]], held: Tie) -> bool:
    text = page.view.flat[start:end]
    if any(first < end and start < last for first, last in taken):
        return False
    if _PLAIN_NUMBER.fullmatch(text) and not (held.strength >= 0.9 and text.isdigit()):
        return False
    if re.fullmatch(r"\d{1,2}", text) or text.endswith("%"):
        return False
    gap = page.view.flat[held.label.end : start]
    parted = ":" in gap or "#" in gap or "\t" in gap or text.startswith("#") or held.strength >= 0.9
    digits = sum(char.isdigit() for char in text)
    if not parted and digits < 4 and not (digits >= 2 and re.search(r"[A-Za-z]", text)):
        return False
    return "x" not in page.view.low[start:end] or not re.search(r"[x*#]{3}", page.view.low[start:end])


def _in_columns(page: Page, taken: Sequence[tuple[int, int]]) -> Iterable[Reference]:
    for number in page.heads:
        for start, end in page.view.lines[number].cells:
            text = page.view.flat[start:end]
            first, last = start + len(text) - len(text.lstrip(" '")), start + len(text.rstrip())
            held = tie(page, first, last, FAMILY)
            if held is None or not held.meaning.startswith("ref_") or not _HAS_DIGIT.search(text):
                continue
            if last - first <= _LONGEST and not any(a < last and first < b for a, b in taken):
                yield Reference(Found(plain(page.view.quote(first, last)), first, last), held)


def arns(page: Page) -> list[tuple[Found[str], float]]:
    """Acquirer reference numbers: 23 digits, whatever stands between them."""
    found = []
    for match in _ARN.finditer(page.view.flat):
        held = tie(page, *match.span(), ("arn", "ref_other", "ref_case", "ref_order"))
        strength = 0.98 if held and held.meaning == "arn" else 0.7 if held is None else 0.6
        digits = re.sub(r"\D", "", match[0])
        found.append((Found(digits, *match.span()), strength))
    return found


def masked(page: Page) -> list[tuple[int, int]]:
    """Where masked card numbers stand."""
    return [
        match.span()
        for match in _MASKED.finditer(page.view.low)
        if _MASK.fullmatch(re.sub(r"[ \-.]", "", match[0]))
    ]


def cards(page: Page, taken: Sequence[tuple[int, int]]) -> list[tuple[Found[str], float]]:
    """The last four digits of masked, named or full numbers; of a full one nothing else is quoted."""
    low = page.view.low
    masks = masked(page)
    found = []
    for match in _MASKED.finditer(low):
        mask = _MASK.fullmatch(re.sub(r"[ \-.]", "", match[0]))
        if mask is None:
            continue
        held = tie(page, *match.span(), ("card", "ref_other", "ref_case", "ref_order"))
        long = len(re.sub(r"[ \-.]", "", match[0])) >= 13
        told = held is not None and held.label.end <= match.start()  # what stands behind a mask is another's
        if not long and told and held and held.meaning != "card" and held.strength > 0.7:
            continue
        strength = 0.97 if held and held.meaning == "card" else 0.85 if long else 0.75
        found.append((Found(mask[1], *match.span()), strength))
    for match in _FULL.finditer(low):
        masks.append(match.span())
        digits = re.sub(r"\D", "", match[0])
        held = tie(page, *match.span(), ("card", "ref_other", "ref_case", "ref_order", "arn"))
        if held and held.meaning == "card" and held.strength > 0.7 and _luhn(digits):
            found.append((Found(digits[-4:], match.end() - 4, match.end()), 0.9))
    for match in (*_FOUR.finditer(low), *(_FIVE.finditer(low) if _AMEX.search(low) else ())):
        start, end = match.span(1)
        if any(first < end and start < last for first, last in (*taken, *masks)):
            continue
        held = tie(page, start, end, ("card", "ref_other", "ref_case", "ref_order", "code"))
        if held and held.meaning == "card" and held.strength >= 0.74 and start - held.label.end <= 25:
            found.append((Found(match[1], start, end), held.strength - 0.02))
    return found


def _luhn(digits: str) -> bool:
    doubled = [int(char) * (1 + i % 2) for i, char in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def descriptors(page: Page) -> list[tuple[Found[str], float]]:
    """What the cardholder's statement says: the rest of the cell behind its label."""
    found = []
    for label in page.labels:
        if "descriptor" not in label.meanings or label.rest:
            continue
        line = page.view.lines[page.view.line_at(label.end)]
        for first, last in line.cells:
            start = max(first, label.end)
            if last <= label.end:
                continue
            text = page.view.flat[start:last]
            lead = len(text) - len(text.lstrip(" :*\"'|("))
            start += lead
            text = page.view.flat[start:last].rstrip(" \"'|.)")
            parted = first > label.start or ":" in page.view.flat[label.end : start]
            if not text:
                continue
            if parted and len(text) <= _DESCRIPTOR and re.search(r"[A-Za-z]{2}", text):
                end = start + len(text)
                found.append((Found(plain(page.view.quote(start, end)), start, end), 0.93))
            break
    return found
