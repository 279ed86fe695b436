"""Reads data/law, data/platforms and data/house.yaml; every fault is named with its file and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from argosy_commerce.sources import Source
from argosy_commerce.spotting import plain
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from refund_agent.domain.rights.holidays import calendar
from refund_agent.domain.rights.model import Conformity, Law, Platform, Rule, Withdrawal

ANY: Final = "any"
OWN_SHOP: Final = "own_shop"
"""The platform of shops that have none: each has its own accounts."""
_LAW: Final = frozenset({"market", "name", "as_of", "countries", "utc_offset", "caveat"})
_PLATFORM: Final = frozenset(
    {"platform", "name", "as_of", "also", "answer_hours", "steps_in_days", "ship_back_days", "may_keep_share",
     "caveat"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RightsBook:
    """Laws by market, platforms by id, the shop's own floor, and the sources they name."""

    laws: Mapping[str, Law]
    platforms: Mapping[str, Platform]
    house: Platform
    sources: Mapping[str, Source]

    def law_of(self, country: str) -> Law | None:
        """The law of a country's market (ISO 3166-1); None where none is kept."""
        return next((law for law in self.laws.values() if country in law.countries), None)

    def platform_of(self, name: str) -> Platform | None:
        """A platform by its id or one of its names, any case; None where it is unknown."""
        said = plain(name, 80)
        for platform in self.platforms.values():
            if said in {plain(known) for known in (platform.platform, platform.name, *platform.also)}:
                return platform
        return None


@cache
def rights_book() -> RightsBook:
    """Our own rules."""
    return read_rights_book(files("refund_agent") / "data")


def read_rights_book(folder: Traversable) -> RightsBook:
    """The rules of a folder laid out as ours. Raises TermDataError naming file and place."""
    laws = [validated(Law, row, name) for name, row in _rows(folder / "law", _LAW)]
    platforms = [validated(Platform, row, name) for name, row in _rows(folder / "platforms", _PLATFORM)]
    house = read_mapping(
        (folder / "house.yaml").read_text(encoding="utf-8"), "house.yaml", holds="rules", may_hold=_PLATFORM
    )
    sources = read_mapping(
        (folder / "rights_sources.yaml").read_text(encoding="utf-8"),
        "rights_sources.yaml",
        holds="sources",
        may_hold=frozenset(),
    )["sources"]
    return RightsBook(
        {law.market: law for law in laws},
        {platform.platform: platform for platform in platforms},
        validated(Platform, house, "house.yaml"),
        {key: validated(Source, row, f"rights_sources.yaml: {key}") for key, row in sources.items()},
    )


def faults(book: RightsBook) -> list[str]:
    """What is wrong with rules that each read well: names that nothing bears, countries with two laws."""
    found = [fault for law in book.laws.values() for fault in _faults_of_law(law, book)]
    ids: dict[str, str] = {}
    sets = [(law.market, law.rules) for law in book.laws.values()]
    sets += [(one.platform, one.rules) for one in (*book.platforms.values(), book.house)]
    for where, rules in sets:
        for key, rule in rules.items():
            if key in ids:
                found.append(f"{where} {key}: the id stands in {ids[key]} too")
            ids[key] = where
            found.extend(
                f"{where} {key}: {fault}" for fault in _faults_of_rule(rule, book, book.laws.get(where))
            )
    used = {calendar().source, *(rule.source for _, rules in sets for rule in rules.values())}
    found.extend(f"rights_sources.yaml: no rule names {key!r}" for key in book.sources if key not in used)
    names: dict[str, str] = {}
    found.extend(
        f"{platform.platform}: {name!r} is {names[plain(name)]} too"
        for platform in book.platforms.values()
        for name in (platform.platform, platform.name, *platform.also)
        if names.setdefault(plain(name), platform.platform) != platform.platform
    )
    return found


def _faults_of_law(law: Law, book: RightsBook) -> Iterator[str]:
    if law.market == ANY and law.countries:
        yield f"{law.market}: the law of any market lists countries"
    if law.market != ANY and not law.countries:
        yield f"{law.market}: no countries"
    for country in law.countries:
        if book.law_of(country) is not law:
            yield f"{law.market}: {country} has another law too"
    for key, rule in law.rules.items():
        if not set(rule.countries) <= set(law.countries):
            yield f"{law.market} {key}: a country that is not the market's"
    if law.market != ANY and not any(isinstance(rule, Conformity) for rule in law.rules.values()):
        yield f"{law.market}: nothing on goods that are not what was bought"


def _faults_of_rule(rule: Rule, book: RightsBook, law: Law | None) -> Iterator[str]:
    if rule.source not in book.sources:
        yield f"no source {rule.source!r}"
    if rule.until and rule.until < rule.since:
        yield "ends before it begins"
    if isinstance(rule, Withdrawal) and rule.untold_days is not None and rule.untold_days < rule.days:
        yield "not told, the window is shorter"
    if isinstance(rule, Withdrawal) and (rule.next_working_day or rule.working_days):
        unknown = {*rule.countries, *law.countries} - calendar().countries.keys() if law else set()
        if unknown:
            yield f"no holidays of {', '.join(sorted(unknown))}"
    if isinstance(rule, Conformity):
        if not {*rule.merchant_first, *rule.slight_first} <= set(rule.remedies):
            yield "the shop may try a remedy that the rule does not know"
        if rule.months is not None and rule.burden_months > rule.months:
            yield "the burden of proof is longer than the guarantee"
        if rule.days is not None and rule.reject_days > rule.days:
            yield "the right to reject is longer than the window"


def _rows(folder: Traversable, head: frozenset[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            text = file.read_text(encoding="utf-8")
            yield file.name, read_mapping(text, file.name, holds="rules", may_hold=head)
