"""One conversation in this process, with nothing kept: for a terminal and for measuring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from cs_agent.acting import Desk
from cs_agent.domain.conversation import Focus, Line, State
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.receiving import answered, received, to_answer
from cs_agent.floor import Knows
from cs_agent.replying import reply
from cs_agent.turn_means import Means, Replied, Says, Skills, silent


@dataclass(slots=True)
class Talk:
    """What a buyer writes in turn, answered in turn. ``product``: what the conversation is about."""

    base: TermBase
    skills: Skills
    knows: Knows
    desk: Desk
    clock: Callable[[], datetime]
    merchant_id: str = "m-local"
    product: product_pb2.Product | None = None
    merchant_language: str = "zh-CN"
    state: State = field(default_factory=lambda: State("c-local"))

    def __post_init__(self) -> None:
        if self.product is not None and not self.state.focus.product_id:
            self.state = replace(self.state, focus=Focus(product_id=self.product.id))

    async def says(
        self, text: str, tag: str = "", images: Sequence[str] = (), hears: Says = silent
    ) -> Replied:
        """The answer to one message; ``hears`` is told each sentence as it comes.

        With a person, or without: whoever writes here is answered, also after a hand-over.
        """
        number = sum(line.by == "buyer" for line in self.state.lines) + 1
        line = Line(f"{self.state.conversation_id}-{number}", "buyer", text, self.clock())
        state = received(replace(self.state, with_person=False), line)
        means = Means(
            self.base,
            self.desk,
            self.skills,
            partial(self.knows.shelf, self.merchant_id),
            self.clock(),
            self.merchant_language,
            hears,
        )
        summary = summary_of(self.product) if self.product else None
        turn = await reply(to_answer(state), tag, images, state, means, product=summary)
        said = Line(f"re:{line.message_id}", "agent", turn.draft.text, self.clock())
        self.state = answered(turn.state, said, [one.intent for one in turn.understood.intents])
        return replace(turn, state=self.state)
