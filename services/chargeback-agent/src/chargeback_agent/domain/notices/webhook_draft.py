"""Values read out of a webhook's JSON, each with the words it stands in; their meanings are data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeVar

from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money
from argosy_commerce.terms.strict_yaml import read_mapping
from chargeback_agent.domain.notices.model import Kind, Part, Read
from chargeback_agent.domain.notices.view import view
from chargeback_agent.domain.notices.vocabulary import vocabulary
from chargeback_agent.domain.rules.loader import RuleBook
from chargeback_agent.domain.rules.model import Claim

V = TypeVar("V")
Node = Mapping[str, Any]

_PROVIDERS: Final = ("stripe", "adyen", "paypal", "checkout", "shopify", "square")


@cache
def words() -> Mapping[str, Any]:
    """data/notices/webhooks.yaml."""
    text = (files("chargeback_agent") / "data" / "notices" / "webhooks.yaml").read_text(encoding="utf-8")
    may_hold = frozenset({"order_keys", *_PROVIDERS})
    return read_mapping(text, "notices/webhooks.yaml", holds="networks", may_hold=may_hold)


def inside(node: Any, *path: str | int) -> Any:  # noqa: ANN401 — whatever JSON held
    """What stands at a path; None where it ends."""
    for step in path:
        if isinstance(step, int):
            node = node[step] if isinstance(node, list) and len(node) > step else None
        else:
            node = node.get(step) if isinstance(node, dict) else None
    return node


@dataclass(slots=True)
class Draft:
    """Reads values out of JSON with the words they stand in, and puts a notice together."""

    text: str
    rules: RuleBook
    doubts: list[str] = field(default_factory=list)

    def read(
        self,
        node: Any,  # noqa: ANN401
        key: str,
        make: Callable[[Any], V | None],
        confidence: float = 0.99,
    ) -> Read[V] | None:
        """The value of a key, made into what is wanted; None where it is not there or cannot be made."""
        raw = inside(node, key)
        if raw is None or isinstance(raw, (dict, list)):
            return None
        value = make(raw)
        return None if value is None else Read(value, self.quote(key, raw), "body", confidence)

    def quote(self, key: str, raw: Any) -> str:  # noqa: ANN401
        """A key with its value as they stand in the text; the bare value or key where escapes hide them."""
        if isinstance(raw, (dict, list)):
            return key if key in self.text else ""
        for ascii_only in (False, True):
            said = str(raw) if isinstance(raw, Decimal) else json.dumps(raw, ensure_ascii=ascii_only)
            match = re.search(rf'"{re.escape(key)}"\s*:\s*{re.escape(said)}', self.text)
            if match:
                return match[0]
        return str(raw) if str(raw) in self.text else key

    def words(self, node: Any, key: str) -> Read[str] | None:  # noqa: ANN401
        """A text or a number as a text."""
        return self.read(node, key, _text)

    def kind(self, node: Any, key: str, meanings: Mapping[str, Kind]) -> Read[Kind] | None:  # noqa: ANN401
        """What a status means."""
        return self.read(node, key, lambda raw: meanings.get(str(raw)))

    def minor(self, node: Any, key: str, currency: Any, digits: Mapping[str, int]) -> Read[Money] | None:  # noqa: ANN401
        """An amount in minor units, as many digits of it as the provider says."""

        def make(raw: Any) -> Money | None:  # noqa: ANN401
            code = str(currency or "").upper()
            units = _number(raw)
            return _money(units.scaleb(-digits.get(code, 2)), code) if units is not None else None

        return self.read(node, key, make)

    def decimal(self, node: Any, key: str, currency: Any) -> Read[Money] | None:  # noqa: ANN401
        """An amount in whole units with a decimal point."""

        def make(raw: Any) -> Money | None:  # noqa: ANN401
            units = _number(raw)
            return _money(units, str(currency or "").upper()) if units is not None else None

        return self.read(node, key, make)

    def moment(self, node: Any, key: str) -> Read[date | datetime] | None:  # noqa: ANN401
        """A time: seconds since 1970, or ISO 8601. A bare day stays a day."""
        return self.read(node, key, _moment)

    def day(self, node: Any, key: str) -> Read[date] | None:  # noqa: ANN401
        """The day of a time, in the zone in which it is written."""
        found = self.moment(node, key)
        if found is None:
            return None
        day = found.value.date() if isinstance(found.value, datetime) else found.value
        return Read(day, found.quote, found.where, found.confidence)

    def network(self, node: Any, key: str) -> Read[str] | None:  # noqa: ANN401
        """A card network by a provider's name of it; of Adyen's variants (``mcstandardcredit``) the start."""

        def make(raw: Any) -> str | None:  # noqa: ANN401
            said = str(raw).strip().lower()
            named: Mapping[str, str] = words()["networks"]
            return named.get(said) or next(
                (own for name, own in named.items() if said.startswith(name)), None
            )

        return self.read(node, key, make)

    def code(
        self,
        node: Any,  # noqa: ANN401
        key: str,
        network: Read[str] | None,
        claim: Read[Claim] | None,
    ) -> Read[str] | None:
        """A reason code as the network's rules write it today, as it stands where they do not know it."""
        said = self.words(node, key)
        rules = self.rules.networks.get(network.value) if network else None
        if said is None or rules is None:
            return said
        key_there = rules.key_for(said.value, claim.value if claim else None)
        if key_there is None:
            return said
        rule = rules.codes[key_there]
        today = rule.now if rule.retired and rule.now else key_there
        return Read(rules.printed(today), said.quote, said.where, said.confidence)

    def network_of_code(self, node: Any, key: str) -> Read[str] | None:  # noqa: ANN401
        """The one card network whose rules know a code; None if several or none do."""

        def make(raw: Any) -> str | None:  # noqa: ANN401
            bearers = [
                name
                for name, rules in self.rules.networks.items()
                if name != "generic" and rules.key_for(str(raw))
            ]
            return bearers[0] if len(bearers) == 1 else None

        return self.read(node, key, make, 0.9)

    def claim_in_words(self, node: Any, key: str, network: Read[str] | None, code: Any) -> Read[Claim] | None:  # noqa: ANN401
        """A claim by a reason's words and its code: the code's own where the words do not say otherwise."""
        rules = self.rules.networks.get(network.value) if network else None
        known = rules.key_for(str(code)) if rules and code else None
        by_code = rules.codes[known].claim if rules and known else None

        def make(raw: Any) -> Claim | None:  # noqa: ANN401
            hits = vocabulary().find(view(Part("body", str(raw)[:300])))
            said = [meaning.partition(".")[2] for meaning in hits if meaning.startswith("claims.")]
            if by_code and (by_code in said or not said):
                return by_code
            return said[0] if len(said) == 1 else by_code  # type: ignore[return-value]  # the data's claims are these

        return self.read(node, key, make, 0.9)

    def order(self, *nodes: Any) -> Read[str] | None:  # noqa: ANN401
        """The order's number among a merchant's own data."""
        for node in nodes:
            for key in words()["order_keys"]:
                if (found := self.words(node, key)) and found.value.strip():
                    return found
        return None


def _text(raw: Any) -> str | None:  # noqa: ANN401
    return (
        str(raw)[:300].strip() or None if isinstance(raw, (str, int)) and not isinstance(raw, bool) else None
    )


def _number(raw: Any) -> Decimal | None:  # noqa: ANN401
    if isinstance(raw, bool) or not re.fullmatch(r"-?\d{1,15}(?:\.\d{1,9})?", str(raw)):
        return None
    try:
        return Decimal(str(raw))
    except InvalidOperation:
        return None


def _money(amount: Decimal, currency: str) -> Money | None:
    try:
        return Money(abs(amount), currency)
    except (UnknownCurrency, UnreadableAmount):
        return None


def _moment(raw: Any) -> date | datetime | None:  # noqa: ANN401
    if isinstance(raw, bool):
        return None
    said = str(raw).strip()
    try:
        if re.fullmatch(r"\d{9,10}", said):
            return datetime.fromtimestamp(int(said), UTC)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
            return date.fromisoformat(said)
        # nanoseconds are more than Python reads; a zone without a colon is Adyen's
        said = re.sub(r"(\.\d{6})\d+", r"\1", re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", said))
        moment = datetime.fromisoformat(said)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
