"""Reads data/*.yaml into values; every fault is named with its file and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, TypeVar, get_args

from pydantic import BaseModel

from argosy_commerce.sources import Source
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from chargeback_agent.domain.rules.model import Claim, EvidenceKind, Network, Processor, ReasonCode

M = TypeVar("M", bound=BaseModel)
NETWORKS: Final = ("visa", "mastercard", "amex", "discover", "generic")


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All networks and processors by id, the kinds of evidence, the sources they name."""

    networks: Mapping[str, Network]
    evidence: Mapping[str, EvidenceKind]
    sources: Mapping[str, Source]
    processors: Mapping[str, Processor]


@cache
def rule_book() -> RuleBook:
    """Our own rules."""
    return read_rule_book(files("chargeback_agent") / "data")


def read_rule_book(folder: Traversable) -> RuleBook:
    """The rules of a folder laid out as ours. Raises TermDataError naming file and place."""
    evidence = _rows(folder, "evidence", EvidenceKind)
    sources = _rows(folder, "sources", Source)
    processors = _rows(folder, "processors", Processor)
    networks = {}
    for name in NETWORKS:
        text = (folder / "networks" / f"{name}.yaml").read_text(encoding="utf-8")
        head = frozenset({"network", "name", "as_of", "process", "respond"})
        row = read_mapping(text, f"{name}.yaml", holds="codes", may_hold=head)
        networks[name] = validated(Network, row, f"{name}.yaml")
    return RuleBook(networks, evidence, sources, processors)


def faults(book: RuleBook) -> list[str]:
    """What is wrong with rules that each read well: names that nothing bears, codes that lead nowhere."""
    found = [fault for network in book.networks.values() for fault in _faults_of(network, book)]
    for key, processor in book.processors.items():
        found.extend(_faults_of_processor(key, processor, book))
    return found


def _faults_of(network: Network, book: RuleBook) -> Iterator[str]:
    for limit in network.respond:
        if limit.source not in book.sources:
            yield f"{network.network}: respond: no source {limit.source!r}"
    if not any(limit.stage == "dispute" for limit in network.respond):
        yield f"{network.network}: respond: no time limit for the stage dispute"
    for code, rule in network.codes.items():
        where = f"{network.network} {code}"
        for named in (*rule.filing, *rule.evidence, *rule.conditions):
            if named.source not in book.sources:
                yield f"{where}: no source {named.source!r}"
        for weighed in rule.evidence:
            if weighed.kind not in book.evidence:
                yield f"{where}: no evidence {weighed.kind!r}"
        yield from _faults_of_code(where, rule, network)
        yield from _faults_of_condition(code, network)


def _faults_of_code(where: str, rule: ReasonCode, network: Network) -> Iterator[str]:
    if rule.retired and not rule.now:
        yield f"{where}: retired, and `now` names no code in its place"
    if rule.now and rule.now not in network.codes:
        yield f"{where}: `now` names {rule.now!r}, which is no code of {network.name}"
    elif rule.now and network.codes[rule.now].retired:
        yield f"{where}: `now` names {rule.now!r}, which is retired itself"
    if not rule.filing:
        yield f"{where}: no time limit for filing"
    if not any(weighed.weight in {"required", "compelling"} for weighed in rule.evidence):
        yield f"{where}: nothing that counts as evidence"
    kinds = [(weighed.kind, weighed.products) for weighed in rule.evidence]
    if len(set(kinds)) < len(kinds):
        yield f"{where}: a kind of evidence stands twice"
    if len({condition.id for condition in rule.conditions}) < len(rule.conditions):
        yield f"{where}: a condition stands twice"
    for weighed in rule.evidence:
        if not set(weighed.products) <= set(rule.products):
            yield f"{where}: {weighed.kind} is for a kind of product that the code does not know"
        if weighed.one_of and weighed.weight != "required":
            yield f"{where}: {weighed.kind} is one of several, and is not required"


def _faults_of_condition(code: str, network: Network) -> Iterator[str]:
    """Of a code's rule for one claim, such as 4853.not_received."""
    base, _, claim = code.rpartition(".")
    if not base or claim not in get_args(Claim):
        return
    if base not in network.codes:
        yield f"{network.network} {code}: {base!r} is no code of {network.name}"
    if network.codes[code].claim != claim:
        yield f"{network.network} {code}: its claim is {network.codes[code].claim}"


def _faults_of_processor(key: str, processor: Processor, book: RuleBook) -> Iterator[str]:
    for named in (processor, *processor.respond, *processor.files):
        if named.source not in book.sources:
            yield f"{key}: no source {named.source!r}"
    networks = {given.network for given in processor.respond} | {limits.network for limits in processor.files}
    for network in sorted(networks - {"", *book.networks}):
        yield f"{key}: no network {network!r}"
    for given in processor.respond:
        theirs = book.networks[given.network].respond if given.network in book.networks else ()
        longest = max((limit.days for limit in theirs if limit.stage == given.stage), default=given.days)
        if given.days > longest:
            yield f"{key}: {given.days} days where {given.network} gives {longest} ({given.stage})"


def _rows(folder: Traversable, name: str, model: type[M]) -> dict[str, M]:
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    rows = read_mapping(text, f"{name}.yaml", holds=name, may_hold=frozenset())[name]
    return {key: validated(model, row, f"{name}.yaml: {key}") for key, row in rows.items()}
