"""What a turn is made of, as this service does it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from cs_agent.acting import Desk
from cs_agent.domain.answer import Draft, Sentence, Unanswered
from cs_agent.domain.answering.knowledge import known
from cs_agent.domain.answering.manners import said
from cs_agent.domain.checking import checked
from cs_agent.domain.conversation import State
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.examples import written
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understanding.reading import understand
from cs_agent.domain.understanding.spelling import LANGUAGES
from cs_agent.domain.understood import Understood
from cs_agent.ordering import Ordered, ordered


class Own:
    """Rules, examples and phrases. Stateless."""

    def understands(
        self, text: str, tag: str, state: State, product: ProductSummary | None, now: datetime
    ) -> Understood:
        """`domain.understanding`."""
        return understand(text, tag, state, product, now)

    def knows(
        self,
        understood: Understood,
        state: State,
        shelf: Shelf,
        product: ProductSummary | None,
        now: datetime,
        base: TermBase,
    ) -> tuple[tuple[Sentence, ...], tuple[Unanswered, ...]]:
        """`domain.answering.knowledge`."""
        return known(understood, state, shelf, product, now, base)

    async def orders(self, understood: Understood, state: State, desk: Desk) -> Ordered:
        """`ordering`."""
        return await ordered(understood, state, desk)

    def checks(self, draft: Draft, understood: Understood) -> Draft:
        """`domain.checking`."""
        return checked(draft, understood)


_PRODUCTS: Final = (
    product_pb2.Product(
        id="zh", language="zh-CN", title="纯棉T恤", description="面料柔软。",
        attributes=[{"name": "材质", "value": "棉"}],
    ),
    product_pb2.Product(
        id="en", language="en", title="Cotton T-shirt", description="It is soft.",
        attributes=[{"name": "Material", "value": "cotton"}],
    ),
)  # fmt: skip


def warm_up(now: datetime) -> None:
    """Read words, examples and phrases once, so that the first buyer does not wait for them."""
    own, base = Own(), TermBase.load()
    facts = [fact for product in _PRODUCTS for fact in facts_of_product(product, base).facts]
    shelf = Shelf.of(facts, matters())
    for language in LANGUAGES:
        state = State("warming", language)
        for text in _one_of_each_intent(language):
            understood = own.understands(text, language, state, None, now)
            told, _ = own.knows(understood, state, shelf, None, now, base)
            own.checks(Draft(understood.language, (said("how_help", language), *told)), understood)


def _one_of_each_intent(language: str) -> list[str]:
    """The first example of each: what a word or a pattern is compiled for differs by what is asked."""
    return [*{example.intents[0]: example.text for example in reversed(written(language))}.values()]
