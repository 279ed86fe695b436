"""Whose name a sender or a link bears, and whether it is theirs."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from argosy_commerce.terms.strict_yaml import read_mapping
from chargeback_agent.domain.notices.senders import senders
from chargeback_agent.domain.notices.view import folded

_SECOND_LEVEL: Final = frozenset({"co", "com", "or", "ne", "org", "net", "ac", "gov", "gob", "go", "edu"})
_LOOK_ALIKE: Final = str.maketrans(
    {
        "0": "o",
        "1": "l",
        "3": "e",
        "5": "s",
        "і": "i",
        "о": "o",
        "а": "a",
        "е": "e",
        "р": "p",
        "с": "c",
        "у": "y",
    }
)
_ADDRESS: Final = re.compile(r"(?:https?://)?((?:[\w-]{1,63}\.)+[a-z]{2,24})(?![\w@.-]*@)", re.IGNORECASE)
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Brand:
    """A company that deceivers pretend to be."""

    id: str
    names: tuple[str, ...]
    """In lower case, as `folded` writes."""
    domains: tuple[str, ...]


@cache
def trust_words() -> Mapping[str, Any]:
    """data/notices/trust.yaml."""
    text = (files("chargeback_agent") / "data" / "notices" / "trust.yaml").read_text(encoding="utf-8")
    others = frozenset({"everyday", "common", "counters", "shorteners", "denials"})
    return read_mapping(text, "notices/trust.yaml", holds="brands", may_hold=others)


@cache
def brands() -> tuple[Brand, ...]:
    """All brands of both files; one in both has the names and domains of both."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    everyday = set(map(folded, trust_words()["everyday"]))
    for rows in (trust_words()["brands"], senders()["providers"]):
        for key, row in rows.items():
            names, domains = found.setdefault(str(key), (set(), set()))
            names |= {folded(name) for name in row.get("names", ())} - everyday
            domains |= set(row["domains"])
    return tuple(
        Brand(key, tuple(sorted(names)), tuple(sorted(domains))) for key, (names, domains) in found.items()
    )


@cache
def _all_domains() -> frozenset[str]:
    own = {domain for brand in brands() for domain in brand.domains}
    return frozenset(own | set(senders()["platforms"]["domains"]) | set(senders()["networks"]["domains"]))


def is_known(host: str) -> bool:
    """Whether a host belongs to a provider, network or platform that we know."""
    return _under(host, _all_domains())


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there."""
    return domain in set(senders()["free_mail"])


def is_counter(host: str) -> bool:
    """Whether a host only counts clicks or is one of the web's commonplaces."""
    return _under(host, trust_words()["counters"])


def is_shortener(host: str) -> bool:
    """Whether an address there hides where it leads."""
    return _under(host, trust_words()["shorteners"])


def _under(host: str, owners: Iterable[str]) -> bool:
    owners = owners if isinstance(owners, frozenset) else frozenset(owners)
    labels = host.split(".")
    return any(".".join(labels[i:]) in owners for i in range(min(len(labels), 12)))


def registered(host: str) -> str:
    """The part of a host that somebody registered: ``pay.shop.co.uk`` -> ``shop.co.uk``."""
    labels = host.lower().strip(".").split(".")
    wide = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if wide else labels[-2:])


def host_of(address: str) -> str:
    """The host of an address; "" if it has none."""
    try:
        return (urlsplit(address.strip()).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def host_in_words(words: str) -> str:
    """The host that a link's words show; "" if they show none."""
    match = _ADDRESS.search(words)
    return match[1].lower() if match else ""


def is_address_number(host: str) -> bool:
    """Whether a host is a bare IP address."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def borrowed_name(host: str) -> Brand | None:
    """The brand whose name a host bears or imitates without being theirs; None for honest hosts."""
    if not host or is_known(host):
        return None
    words = {word for label in _readable(host).split(".")[:-1] for word in (label, *label.split("-")) if word}
    for brand in brands():
        for name in brand.names:
            plain = re.sub(r"[^a-z0-9]", "", name)
            if len(plain) >= _SHORTEST and plain.isascii() and any(_bears(word, plain) for word in words):
                return brand
    return None


def _bears(word: str, name: str) -> bool:
    like = word.translate(_LOOK_ALIKE).replace("rn", "m").replace("vv", "w")
    if name in {word, like, like.replace("-", "")}:
        return True
    if len(name) >= 6 and (word.startswith(name) or word.endswith(name)):
        return True
    return len(name) >= 6 and abs(len(word) - len(name)) <= 1 and _one_apart(like, name)


def _one_apart(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) == len(other):
        return one[at + 1 :] == other[at + 1 :] or (one[at:] != other[at:] and _swapped(one, other, at))
    return one[at:] == other[at + 1 :]


def _swapped(one: str, other: str, at: int) -> bool:
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def _readable(host: str) -> str:
    """A host with its encoded labels (xn--) in letters; at most 253 characters."""
    return ".".join(folded(_unencoded(label)) for label in host.lower()[:253].split("."))


def _unencoded(label: str) -> str:
    if label.startswith("xn--") and len(label) <= 63:
        with contextlib.suppress(UnicodeError, ValueError):
            return label[4:].encode("ascii").decode("punycode")
    return label


def _is_name(word: str) -> bool:
    """``mp-secure-disputes``: words that anybody may put into a domain are nobody's name."""
    return len(word) >= _SHORTEST and not word.startswith(tuple(map(folded, trust_words()["common"])))


def named_brand(sender: str, domain: str) -> Brand | None:
    """The brand that a sender's name claims, though its address is not theirs.

    A sender who gives their own name as well ("Visa disputes, Northgate Bank" at northgate-bank) claims none.
    """
    shown = folded(re.sub(r"<[^<>]*>|\S+@\S+", " ", sender))
    if not shown.strip() or is_known(domain):
        return None
    own = registered(domain).split(".")[0]
    for brand in brands():
        for name in brand.names:
            if len(name) < _SHORTEST and name.isascii():
                continue
            if not re.search(
                rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name), shown
            ):
                continue
            rest = shown.replace(name, " ")
            if any(word in rest for word in re.split(r"[-\d]", own) if _is_name(word)):
                return None
            return brand
    return None
