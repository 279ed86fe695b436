"""Whose name a sender bears that no list of domains has: a brand's branch, or a company that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from chargeback_agent.domain.notices.forwards import domain_of
from chargeback_agent.domain.notices.impostors import registered, trust_words
from chargeback_agent.domain.notices.senders import senders
from chargeback_agent.domain.notices.view import View, folded

_ADDRESS: Final = re.compile(r"<[^<>]*>|\S+@\S+")
_RESERVED: Final = frozenset({"example", "test", "invalid", "localhost", "local"})
"""Ends of domains that are nobody's (RFC 2606, RFC 6762)."""
_SHORTEST: Final = 4
_SIGNATURE: Final = 48
_LAST: Final = 4


@cache
def _brands() -> tuple[tuple[str, str, str], ...]:
    """What a sender is, a brand's name as it is compared in texts, and as it is written in domains."""
    everyday = set(map(folded, trust_words()["everyday"]))
    rows = [(key, name) for key, row in senders()["providers"].items() for name in row.get("names", ())]
    rows += [("platform", name) for name in senders()["platforms"]["names"]]
    told = [(str(key), folded(name)) for key, name in rows if folded(name) not in everyday]
    return tuple((key, name, re.sub(r"[^a-z0-9]", "", name)) for key, name in told)


@cache
def _every_name() -> tuple[Mapping[str, str], re.Pattern[str]]:
    providers = {name: key for key, name, _ in reversed(_brands()) if key != "platform"}
    anyone = "|".join(re.escape(name) for name in sorted(providers, key=len, reverse=True))
    return providers, re.compile(rf"(?<![a-z0-9])(?:{anyone})(?![a-z0-9])")


@cache
def _branches() -> Mapping[str, str]:
    """The registered part of a provider's domain without its end -> the provider."""
    return {
        registered(domain).partition(".")[0]: str(key)
        for key, row in senders()["providers"].items()
        for domain in row["domains"]
    }


def by_brand(sender: str, views: Iterable[View]) -> str:
    """A known brand whose name begins the domain, and stands in the sender's name or the subject; else ""."""
    domain = domain_of(sender)
    label = folded(registered(domain).partition(".")[0])
    if label in _branches() and len(domain.rpartition(".")[2]) == 2:
        return _branches()[label]  # a provider's branch in another country
    subjects = [seen.low for seen in views if seen.part.where == "subject"]
    told = "\n".join([folded(_ADDRESS.sub(" ", sender)), *subjects])
    for key, name, plain in _brands():
        if len(plain) >= _SHORTEST and label.startswith(plain) and name in told:
            return key
    return ""


def by_own_name(sender: str) -> str:
    """The registered name in a domain, where the sender's name has it too: ``CCV Chargebacks <a@ccv.eu>``."""
    labels = registered(domain_of(sender)).split(".")
    if labels[-1] in _RESERVED or not labels[0]:
        return ""
    shown = folded(_ADDRESS.sub(" ", sender))
    return labels[0] if re.search(rf"(?<![a-z0-9]){re.escape(labels[0])}(?![a-z0-9])", shown) else ""


def by_head(head: str) -> str:
    """The provider that a file's first line names."""
    providers, pattern = _every_name()
    match = pattern.search(head)
    return providers[match[0]] if match else ""


def by_signature(views: Sequence[View]) -> str:
    """The provider that one of the last lines of a mail names, where a colleague has pasted its notice."""
    for seen in views:
        if seen.part.where == "body":
            for line in _last_lines(seen):
                if found := by_head(line):
                    return found
    return ""


def _last_lines(seen: View) -> list[str]:
    """Short lines at the end, as those of a signature are."""
    filled = [line.strip() for line in seen.low[-600:].split("\n") if line.strip()]
    return [line for line in filled[-_LAST:] if len(line) <= _SIGNATURE and line[-1] not in ".。:?!"]
