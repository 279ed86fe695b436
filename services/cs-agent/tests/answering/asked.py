"""A small shop that questions are asked of."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from google.protobuf.json_format import ParseDict

from argosy.fact.v1 import fact_pb2
from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Sentence, Unanswered
from cs_agent.domain.answering.knowledge import known
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.faq import entry_of, facts_of_entries
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.knowledge.policies import facts_of_policy
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.reading import understand
from cs_agent.domain.understood import Intent, Measured, ReadIntent, Understood

NOW = datetime(2026, 11, 26, tzinfo=UTC)
_USD = {"amount": "24.90", "currency": "USD"}


def product(*rows: tuple[str, str], **changes: object) -> product_pb2.Product:
    """A product with these rows; ``changes``: its other fields."""
    made: dict[str, object] = {
        "id": "p1",
        "language": "zh-CN",
        "title": "女士衬衫",
        "attributes": [{"name": name, "value": value} for name, value in rows],
        "price": _USD,
    }
    return ParseDict(made | changes, product_pb2.Product())


def variant(sku: str, amount: str = "24.90", **options: str) -> dict[str, object]:
    return {
        "sku": sku,
        "options": [{"name": name, "value": value} for name, value in options.items()],
        "price": {"amount": amount, "currency": "USD"},
    }


def policy(kind: str, market: str = "", text: str = "", **rules: object) -> tuple[Fact, ...]:
    row = {
        "merchant_id": "m",
        "kind": kind,
        "market": market,
        "text": text,
        "rules": rules,
        "effective_from": "2026-01-01T00:00:00Z",
    }
    return facts_of_policy(ParseDict(row, fact_pb2.PolicyUpdated())).facts


def entry(question: str, answer: str) -> tuple[Fact, ...]:
    return facts_of_entries([entry_of(question, answer)]).facts


def ask(
    base: TermBase,
    of: product_pb2.Product,
    text: str,
    *intents: Intent,
    shop: tuple[Fact, ...] = (),
    whether: bool = False,
    country: str = "",
    language: str = "en",
    measured: dict[str, tuple[str, str]] | None = None,
    skus: tuple[str, ...] = (),
    concepts: tuple[str, ...] = (),
) -> tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]:
    """What is answered; intents are sure, the words are the whole message's."""
    read = Understood(
        text,
        language,
        tuple(ReadIntent(one, 0.9, text) for one in intents),
        asks_whether=whether,
        country=country,
        measured=tuple(Measured(o, Decimal(v), u) for o, (v, u) in (measured or {}).items()),
        skus=skus,
        concepts=concepts,
    )
    facts = (*facts_of_product(of, base).facts, *shop, *(facts_of_market(country) if country else ()))
    state = State("c", language=language, focus=Focus(product_id="p1", country=country))
    return known(read, state, Shelf.of(facts, matters()), None, NOW, base)


def asks(
    base: TermBase, of: product_pb2.Product, text: str, language: str, shop: tuple[Fact, ...] = ()
) -> tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]:
    """What is answered to a message that is read, the whole way."""
    summary = summary_of(of)
    state = State("c", language=language, focus=Focus(product_id=of.id))
    read = understand(text, language, state, summary, NOW)
    shelf = Shelf.of((*facts_of_product(of, base).facts, *shop), matters())
    return known(read, state, shelf, summary, NOW, base)


def said(answer: tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]) -> str:
    return " ".join(one.text for one in answer[0])


def verdicts(answer: tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]) -> set[str]:
    return {one.rule.split(":")[1] for one in answer[0] if one.rule.startswith("verdict:")}
