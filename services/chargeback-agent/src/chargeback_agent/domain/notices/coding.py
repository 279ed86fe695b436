"""Network, reason code and claim of a notice, which help to find each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chargeback_agent.domain.notices.choosing import Candidate, candidate, choose
from chargeback_agent.domain.notices.codes import Coded, claim_of, claims, codes, networks
from chargeback_agent.domain.notices.model import Read
from chargeback_agent.domain.notices.page import Found, Page
from chargeback_agent.domain.notices.references import masked
from chargeback_agent.domain.notices.sums import Places
from chargeback_agent.domain.rules.model import Claim, Network

_OWN_NETWORK = {"paypal": "paypal", "klarna": "klarna", "afterpay": "afterpay"}


@dataclass(frozen=True, slots=True)
class Coding:
    """What was found, and where codes stand."""

    network: Read[str] | None
    code: Read[str] | None
    claim: Read[Claim] | None
    places: Places


def read_codes(
    pages: Sequence[Page],
    dates: Places,
    amounts: Places,
    who: str,
    rules: Mapping[str, Network],
    doubts: list[str],
) -> Coding:
    """The network by its name, else by its code; the claim by the code, else by the words."""
    named = [candidate(one, found, strength) for one in pages for found, strength in networks(one)]
    network = choose(named, "the network", doubts, least=0.5, first=False)
    found: list[tuple[int, Coded]] = []
    for number, one in enumerate(pages):
        taken = sorted([*dates.get(number, ()), *amounts.get(number, ()), *masked(one)])
        found += [(number, coded) for coded in codes(one, network.value if network else None, rules, taken)]
    said = {
        coded: candidate(pages[number], Found(coded.code, coded.start, coded.end), coded.strength)
        for number, coded in found
    }
    code = choose(said.values(), "the reason code", doubts, least=0.5, first=True)
    best = next((coded for coded, one in said.items() if one is code), None)
    if network is None and best is not None:
        number = next(number for number, coded in found if coded is best)
        network = candidate(pages[number], Found(best.network, best.start, best.end), best.strength - 0.1)
    read_network = network.read() if network else _own(pages, who)
    starts: dict[int, list[int]] = {}
    for number, coded in found:
        starts.setdefault(number, []).append(coded.start)
    worded = [
        candidate(one, spoken, strength)
        for number, one in enumerate(pages)
        for spoken, strength in claims(one, starts.get(number, ()))
    ]
    claim = _claim(best, code, worded, rules, doubts)
    places = {number: [(coded.start, coded.end) for at, coded in found if at == number] for number in starts}
    return Coding(read_network, code.read() if code else None, claim, places)


def _own(pages: Sequence[Page], who: str) -> Read[str] | None:
    """A payment service's own case is of no card network."""
    service = _OWN_NETWORK.get(who)
    for one in pages if service else ():
        at = one.view.low.find(str(service))
        if at >= 0:
            return Read(str(service), one.view.quote(at, at + len(str(service))), one.view.part.where, 0.7)
    return None


def _claim(
    best: Coded | None, code: Candidate[str] | None, worded: Sequence[Candidate[Claim]],
    rules: Mapping[str, Network], doubts: list[str],
) -> Read[Claim] | None:  # fmt: skip
    words = choose(worded, "what is claimed", [], least=0.35, first=True)
    if best is None or code is None:
        return words.read() if words else None
    meant = claim_of(best, rules, words.value if words else None)
    if meant is None:
        return words.read() if words else None
    if words and meant == words.value:
        return Read(
            meant, words.quote, words.where, round(max(words.read().confidence, code.read().confidence), 2)
        )
    if words and words.strength > 0.85:
        doubts.append(
            f"the reason code {code.value} means {meant}, and the words {words.quote!r} say {words.value}"
        )
    return Read(meant, code.quote, code.where, round(code.read().confidence * 0.95, 2))
