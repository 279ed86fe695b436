"""The network, the reason code and what the cardholder claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast, get_args

from argosy_commerce.terms.strict_yaml import read_mapping
from chargeback_agent.domain.notices.page import Found, Page, Tie, tie
from chargeback_agent.domain.notices.view import folded
from chargeback_agent.domain.rules.model import Claim, Network

CLAIMS: Final = cast("tuple[Claim, ...]", get_args(Claim))
_CODE: Final = re.compile(
    r"(?<![\w.,/\-#$€£])([A-Z]{0,3}\d{1,4}(?:\.\d{1,2}){0,2}|[A-Z]{2})(?![0-9A-Za-z_À-ԯ/]|[.,\-]\d|-[A-Z]|[年月日])"
)
_JOINED: Final = re.compile(r"(?<=[^\x00-\u024f])(\d{3,4}|\d{2}\.\d)(?![0-9A-Za-z_À-ԯ/年月日]|[.,\-]\d)")
_BRACKETED: Final = 0.8
_NEAR: Final = 16
_FAMILY: Final = ("code", "reason", "ref_case", "ref_order", "ref_other", "card")
_SHARP: Final = {
    "counterfeit": "not_as_described",
    "misrepresented": "not_as_described",
    "cancelled_recurring": "cancelled",
    "credit_not_processed": "cancelled",
    "paid_otherwise": "duplicate",
    "incorrect_currency": "incorrect_amount",
}
"""A claim that says more than another where both stand in the same words."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A reason code: ``key`` in the network's rules, "" where they do not know it."""

    network: str
    code: str
    key: str
    start: int
    end: int
    strength: float


@cache
def _words() -> tuple[Mapping[str, str], re.Pattern[str]]:
    text = (files("chargeback_agent") / "data" / "notices" / "networks.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = read_mapping(
        text, "notices/networks.yaml", holds="networks", may_hold=frozenset({"services"})
    )
    named = {folded(word): network for network, words in data["networks"].items() for word in words}
    anyone = "|".join(re.escape(word).replace(r"\ ", " ?") for word in sorted(named, key=len, reverse=True))
    named |= {word.replace(" ", ""): network for word, network in named.items()}
    return named, re.compile(rf"(?<![a-zа-я0-9@./\-])(?:{anyone})(?![a-zа-я@]|\.[a-z]|-[a-z])")


def networks(page: Page) -> list[tuple[Found[str], float]]:
    """Where a part names networks, and how surely each is the card's."""
    named, pattern = _words()
    found: list[tuple[Found[str], float]] = []
    for match in list(pattern.finditer(page.view.low))[:60]:
        network = named.get(match[0]) or named[match[0].replace(" ", "")]
        held = tie(page, *match.span(), ("network", "card", "code", "reason"))
        short = len(match[0]) <= 3 and network not in {"jcb", "elo", "mir"}
        if short and not (held and held.meaning == "network" and held.strength > 0.7):
            continue
        if network in {"elo", "troy", "mir", "mada"} and (held is None or held.strength < 0.5):
            continue
        strength = 0.55
        if held and held.strength >= 0.5:
            strength = {"network": 0.97, "card": 0.95, "code": 0.9, "reason": 0.8}[held.meaning] * (
                1.0 if held.strength > 0.72 else 0.85
            )
        if _card_near(page, match.end()):
            strength = max(strength, 0.94)
        found.append((Found(network, *match.span()), strength))
    return found


def _card_near(page: Page, end: int) -> bool:
    """``VISA 4147 20** **** 8860``, ``Visa 10.4``."""
    return bool(
        re.match(
            r"[ \t]*[(:]?[ ]?(?:\d{4}[ \-]?\d{0,4}[ \-x*#]|[x*#]{2}|\d\d\.\d)", page.view.low[end : end + 16]
        )
    )


def codes(
    page: Page, network: str | None, rules: Mapping[str, Network], taken: Sequence[tuple[int, int]]
) -> list[Coded]:
    """Codes beside a label or a network's name; bare numbers elsewhere are none."""
    found: list[Coded] = []
    matches = [*_CODE.finditer(page.view.flat), *_JOINED.finditer(page.view.flat)]
    for match in matches[:800]:
        start, end = match.span(1)
        if any(first < end and start < last for first, last in taken):
            continue
        held = tie(page, start, end, _FAMILY, taken)
        if held is None or held.meaning not in {"code", "reason"}:
            continue
        strength = max(held.strength, _BRACKETED if _closes(page, held, start, end) else 0.0)
        dotted = "." in match[1]
        if strength < 0.72 and not (dotted and strength >= 0.5):
            continue
        found += _known(match[1], network, rules, start, end, strength)
    found.sort(key=lambda coded: coded.start)
    return found


def _closes(page: Page, held: Tie, start: int, end: int) -> bool:
    """``Reason: Product not received (RG)``: in brackets, at the end of a reason's words."""
    flat, line = page.view.flat, page.view.lines[page.view.line_at(start)]
    ends = (flat[start - 1], flat[end : end + 1]) == ("(", ")") and not flat[end + 1 : line.end].strip(" .\t")
    parted = ":" in flat[held.label.end : start] or page.cell_at(held.label.start) != page.cell_at(start)
    return ends and parted and page.view.line_at(held.label.start) == page.view.line_at(start)


def _known(
    written: str, network: str | None, rules: Mapping[str, Network], start: int, end: int, strength: float
) -> Iterable[Coded]:
    if network is not None and network in rules:
        key = rules[network].key_for(written)
        if key:
            yield Coded(network, _today(rules[network], key), key, start, end, strength)
        return
    if network is None:
        for name in ("visa", "mastercard", "amex", "discover"):
            key = rules[name].key_for(written) if name in rules else None
            if key and (len(written) >= 4 or "." in written):
                yield Coded(name, _today(rules[name], key), key, start, end, strength - 0.1)
                return
    elif written.isdigit() and 2 <= len(written) <= 4 and strength >= 0.8:
        yield Coded(network, written, "", start, end, strength)


def _today(network: Network, key: str) -> str:
    rule = network.codes[key]
    return network.printed(rule.now if rule.retired and rule.now and rule.now != key else key)


def claim_of(coded: Coded, rules: Mapping[str, Network], said: Claim | None) -> Claim | None:
    """What a code claims; where it stands for several claims, what the words say."""
    if not coded.key:
        generic = rules.get("generic")
        key = generic.key_for(coded.code, said) if generic else None
        return said or (generic.codes[key].claim if generic and key else None)
    network = rules[coded.network]
    rule = network.codes[coded.key]
    base = network.printed(coded.key)
    today = network.printed(rule.now) if rule.now else base
    several = {
        network.codes[key].claim
        for key in network.codes
        if key.startswith((f"{today}.", f"{base}.")) and key != base
    }
    if rule.retired or len(several) < 2 or coded.key != base:
        return rule.claim
    return said


def claims(page: Page, code_places: Sequence[int]) -> list[tuple[Found[Claim], float]]:
    """What the words claim: beside a reason's label or code most surely, then in words of the cardholder."""
    hits = [(hit, claim) for claim in CLAIMS for hit in page.of(f"claims.{claim}")[:40]]
    hits.sort(key=lambda pair: (pair[0].start, -pair[0].end))
    found: list[tuple[Found[Claim], float]] = []
    for hit, claim in hits:
        if any(_outdone(hit.start, hit.end, claim, other.start, other.end, said) for other, said in hits):
            continue
        strength = _strength(page, hit.start, hit.last, code_places)
        of_refund = claim == "not_received" and _of_refund(page, hit.start)
        found.append((Found("credit_not_processed" if of_refund else claim, hit.start, hit.end), strength))
    return found


def _of_refund(page: Page, start: int) -> bool:
    """``the promised credit was never received``: it is money that has not come."""
    first, _ = page.view.sentence(start)
    return any(
        first <= hit.start and 0 <= start - hit.end <= _NEAR and "," not in page.view.flat[hit.end : start]
        for hit in page.of("events.refund")
    )


def _outdone(start: int, end: int, claim: Claim, first: int, last: int, said: Claim) -> bool:
    """Whether other words around these say something else, or sharper words stand beside them."""
    if claim == said:
        return False
    if first <= start and end <= last:
        return last - first > end - start or _SHARP.get(said) == claim
    return False


def _strength(page: Page, start: int, last: int, code_places: Sequence[int]) -> float:
    seen = page.view
    line = seen.line_at(start)
    strength = 0.45
    first, until = seen.sentence(start)
    held = tie(page, start, last + 1, ("reason", "code"))
    if held and held.strength >= 0.7:
        strength = 0.93
    elif held and (held.strength >= 0.3):
        strength = 0.75
    if any(line == seen.line_at(place) and 0 < start - place < 140 for place in code_places):
        strength = max(strength, 0.9)
    if strength < 0.7 and any(first <= hit.start < until for hit in page.of("trust.party")):
        strength = 0.65
    if strength < 0.7 and any(first <= hit.start < start for hit in page.of("stages.if")):
        strength -= 0.25
    return strength - min(0.02, start / 1e6)
