"""A policy as facts: one for each rule, one for each sentence of the text, one for each variant sold out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from google.protobuf.json_format import MessageToDict
from pydantic import BaseModel, ConfigDict, Field

from argosy.fact.v1 import fact_pb2
from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money
from argosy_commerce.reading.items import Amount, AmountRange, Date, Item, Price
from argosy_commerce.terms.strict_yaml import document
from argosy_commerce.units import Quantity, units
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.languages import language_of
from cs_agent.domain.knowledge.policy_text import keys_of_text
from cs_agent.domain.knowledge.told import Tainted, Told, instructs, sentences
from cs_agent.domain.understood import Intent

EVERYWHERE = "ALL"
_MOST_KEYS = 100
_LONGEST = 300
_SOLD_OUT = "sold_out"
_DISPATCH = "dispatch_within"
"""How keys begin that say how soon a parcel is sent."""


class Rule(BaseModel):
    """One rule of a kind of policy, as in data/policy_keys.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keys: tuple[str, ...] = Field(min_length=1)
    intents: tuple[str, ...]
    words: tuple[str, ...] = ()
    range: tuple[str, str, str] | None = None
    """Key of the least, key of the most, unit id."""
    amount: tuple[str, str] | None = None
    """Key, unit id."""
    only_large: bool = False


def facts_of_policy(policy: fact_pb2.PolicyUpdated) -> Told:
    """Every fact of one policy in force. Bounded; raises nothing."""
    kind = fact_pb2.PolicyUpdated.Kind.Name(policy.kind)
    place = f"{kind}:{policy.market or EVERYWHERE}"
    language = language_of(policy.text[:2_000]) or "en"
    tainted: list[Tainted] = []
    lines: list[str] = []
    for sentence in sentences(policy.text[:20_000]):
        if instructs(sentence):
            tainted.append(Tainted(f"/policy:{place}", sentence))
        else:
            lines.append(sentence)
    given: dict[str, Any] = MessageToDict(policy.rules) if policy.HasField("rules") else {}
    for key, others in _also().items():
        for other in others:
            if other in given:
                given.setdefault(key, given.pop(other))
    _gather_conditions(given, kind)
    rules = policy_rules().get(kind, {})
    facts = [
        *_by_rule(place, given | _written(policy, given, rules, lines, language), rules, lines, language)
    ]
    facts += _by_sentence(place, lines, rules, language)
    return Told(tuple(facts), tuple(tainted))


def _written(
    policy: fact_pb2.PolicyUpdated,
    given: Mapping[str, Any],
    rules: Mapping[str, Rule],
    lines: Sequence[str],
    language: str,
) -> dict[str, Any]:
    """What the text says under rules of which the fields say nothing else: a field prevails over words."""
    kind = fact_pb2.PolicyUpdated.Kind.Name(policy.kind)
    said = keys_of_text(lines, kind, policy.market, language)
    if any(key.startswith(_DISPATCH) for key in given):  # one time of dispatch is told, in whatever unit
        said = {key: value for key, value in said.items() if key in given or not key.startswith(_DISPATCH)}
    # Words that say what a field says too add what it leaves out; words that say otherwise add nothing.
    agree = [rule for rule in rules.values() if all(_agrees(key, given, said) for key in rule.keys)]
    return {key: said[key] for rule in agree for key in rule.keys if key in said}


def _agrees(key: str, given: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether words say no less than a field and nothing else; of conditions they may name more."""
    if key not in given or key not in said or given[key] == said[key]:
        return True
    both = isinstance(given[key], list) and isinstance(said[key], list)
    return both and set(map(str, given[key])) <= set(map(str, said[key]))


def _gather_conditions(given: dict[str, Any], kind: str) -> None:
    """`unused: true` beside the others under `condition`."""
    named = [one for one in _keys()["conditions"].get(kind, ()) if given.get(one) is True]
    for one in named:
        del given[one]
    if named and isinstance(given.get("condition", []), list):
        given["condition"] = list(dict.fromkeys([*given.get("condition", []), *named]))


def _by_rule(
    place: str, given: Mapping[str, Any], rules: Mapping[str, Rule], lines: Sequence[str], language: str
) -> Iterator[Fact]:
    left = dict(sorted(given.items())[:_MOST_KEYS])  # a struct's keys come in no order
    for name, rule in rules.items():
        mine = {key: given[key] for key in rule.keys if key in given}
        if not mine:
            continue
        for key in mine:
            left.pop(key, None)
        quote = "; ".join(f"{key} {_plain(value)}" for key, value in mine.items())[:_LONGEST]
        said = "。".join(line for line in lines if _says(rule, line))
        words = {language: said} if said else {}
        yield Fact(
            "policy", f"{place}:{name}", quote, "", tuple(_items(mine, rule)), words, topics=_topics(rule)
        )
    for row in _rows(given.get(_SOLD_OUT)):
        yield _sold_out(place, row, rules)
    for key, value in left.items():
        # What a key means that nobody wrote down is not guessed: its words can be found, and quoted.
        words = {"en": f"{key.replace('_', ' ')} {_plain(value)}"[:_LONGEST]}
        yield Fact("policy", f"{place}:{key[:60]}", words["en"], "", (), words)


def _by_sentence(
    place: str, lines: Sequence[str], rules: Mapping[str, Rule], language: str
) -> Iterator[Fact]:
    for number, line in enumerate(lines, 1):
        topics = frozenset().union(*(_topics(rule) for rule in rules.values() if _says(rule, line)))
        yield Fact("policy", f"{place}:#{number}", line, "", (), {language: line}, topics=topics)


def _sold_out(place: str, row: Mapping[str, Any], rules: Mapping[str, Rule]) -> Fact:
    sku = str(row.get("sku", ""))[:120]
    back = str(row.get("back_on") or "")
    items: tuple[Item, ...] = ()
    try:
        day = date.fromisoformat(back)
        items = (Date((0, len(back)), back, day.year, day.month, day.day),)
    except ValueError:
        back = ""
    topics = _topics(rules["stock"]) if "stock" in rules else frozenset()
    return Fact(
        "policy",
        f"{place}:stock:{sku}",
        f"{sku} sold out, back on {back or 'no day'}",
        "",
        items,
        topics=topics,
    )


def _rows(value: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 — JSON
    if isinstance(value, list):
        yield from (row for row in value[:1_000] if isinstance(row, dict) and row.get("sku"))


def _items(given: Mapping[str, Any], rule: Rule) -> Iterator[Item]:
    if rule.range:
        low, high, unit = rule.range
        if low in given and high in given and (pair := _pair(given[low], given[high], unit)):
            yield AmountRange((0, 0), f"{_plain(given[low])}-{_plain(given[high])}", *pair)
    if rule.amount and (quantity := _quantity(given.get(rule.amount[0]), rule.amount[1])):
        yield Amount((0, 0), _plain(given[rule.amount[0]]), quantity)
    for value in given.values():
        if isinstance(value, dict) and {"amount", "currency"} == set(value):
            try:
                money = Money(Decimal(str(value["amount"])), str(value["currency"]))
            except (InvalidOperation, UnknownCurrency, UnreadableAmount):
                continue
            yield Price((0, 0), _plain(value), money)


def _pair(low: Any, high: Any, unit: str) -> tuple[Quantity, Quantity] | None:  # noqa: ANN401 — JSON
    first, last = _quantity(low, unit), _quantity(high, unit)
    return (first, last) if first and last and first.value <= last.value else None


def _quantity(value: Any, unit: str) -> Quantity | None:  # noqa: ANN401 — JSON
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 100_000:
        return None
    return Quantity(Decimal(_plain(value)), unit)


def _plain(value: Any) -> str:  # noqa: ANN401 — JSON
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case dict() if set(value) == {"amount", "currency"}:
            return f"{value['amount']} {value['currency']}"
        case dict():
            return ", ".join(f"{key} {_plain(inner)}" for key, inner in sorted(value.items())[:20])
        case list():
            return ", ".join(_plain(inner) for inner in value[:20])
    return str(value)[:_LONGEST]


def _says(rule: Rule, line: str) -> bool:
    plain = line.casefold()
    return any(word.casefold() in plain for word in rule.words)


def _topics(rule: Rule) -> frozenset[str]:
    return frozenset(rule.intents)


@cache
def _keys() -> Mapping[str, Any]:
    text = files("cs_agent").joinpath("data/policy_keys.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = document(text)
    return rows


@cache
def _also() -> Mapping[str, Sequence[str]]:
    """Keys by another name that platforms give them."""
    also: dict[str, list[str]] = _keys()["also"]
    return also


def names_alike() -> Mapping[str, str]:
    """Ways to pay by their names, which are no words of a language."""
    names: dict[str, str] = _keys()["names"]
    return names


@cache
def policy_rules() -> Mapping[str, Mapping[str, Rule]]:
    """data/policy_keys.yaml, read once: kind, rule's name, rule."""
    rows = _keys()["rules"]
    return {kind: {name: Rule(**row) for name, row in rules.items()} for kind, rules in rows.items()}


def faults() -> Iterator[str]:
    """What is wrong with data/policy_keys.yaml; nothing where all is well."""
    known = set(get_args(Intent))
    for kind, rules in policy_rules().items():
        if kind not in fact_pb2.PolicyUpdated.Kind.keys():  # noqa: SIM118 — an enum wrapper is no mapping
            yield f"{kind} is no kind of policy"
        for name, rule in rules.items():
            yield from (f"{kind}.{name}: no intent {one!r}" for one in rule.intents if one not in known)
            named = [pair[-1] for pair in (rule.range, rule.amount) if pair]
            yield from (f"{kind}.{name}: no unit {one!r}" for one in named if one not in units())
