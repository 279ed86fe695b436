"""A case from what is kept, and its letter: read, built, written, stored, in this order and no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final, Protocol

from argosy.dispute.v1 import dispute_pb2
from argosy_commerce.money import Money
from argosy_eventing.threads import in_thread
from argosy_ledger import Conversation, ConversationLedger, OrderFacts, OrderLedger, PolicyLedger
from argosy_store import BlobStore, StoredBlob, StoreError, StoreUnavailable
from argosy_telemetry import names, tracer
from chargeback_agent.adapters.cases import CaseRecord, CaseRepository, Told
from chargeback_agent.adapters.letterheads import LetterheadRecord, LetterheadRepository
from chargeback_agent.adapters.pictures import Pictures
from chargeback_agent.adapters.tallies import TallyRepository
from chargeback_agent.casework import began_of, event_of, notice_of, read_all, stage_from
from chargeback_agent.domain.case.building import build_case
from chargeback_agent.domain.case.disputes import understand
from chargeback_agent.domain.case.kinds import PRIOR
from chargeback_agent.domain.case.model import Case, Dispute
from chargeback_agent.domain.case.records import OtherCase, Others, country_of
from chargeback_agent.domain.letter.document import Letterhead
from chargeback_agent.domain.letter.faces import Faces, MissingFaces
from chargeback_agent.domain.letter.foreign import foreign_messages
from chargeback_agent.domain.letter.limits import Limits, limits_of
from chargeback_agent.domain.letter.recipients import letter_language
from chargeback_agent.domain.letter.templates import Template
from chargeback_agent.domain.letter.wording import wording
from chargeback_agent.domain.notices.model import Notice, Part
from chargeback_agent.domain.rules.loader import RuleBook
from chargeback_agent.letters import letter_files
from chargeback_agent.rephrasing import Rephrased, Rephraser

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
_LOOK_AGAIN_S: Final = 0.1


class Reads(Protocol):
    """Reads what was told about a case, oldest first; the last is the notice that counts."""

    def __call__(self, record: CaseRecord) -> list[Notice]: ...


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter's files in the blob store, and the language that it is written in."""

    docx: StoredBlob
    pdf: StoredBlob
    language: str

    @property
    def urls(self) -> tuple[str, str]:
        """Where they lie."""
        return self.docx.url, self.pdf.url


@dataclass(frozen=True, slots=True)
class Built:
    """A case, what was kept of its order then, and the letterhead that the merchant had given."""

    case: Case
    head: LetterheadRecord | None
    facts: OrderFacts
    conversations: Sequence[Conversation]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where letters are written: the ledger, the cases, the rules and the stores."""

    orders: OrderLedger
    conversations: ConversationLedger
    policies: PolicyLedger
    cases: CaseRepository
    tallies: TallyRepository
    letterheads: LetterheadRepository
    blobs: BlobStore
    pictures: Pictures
    rules: RuleBook
    faces: Faces
    reads: Reads
    rephraser: Rephraser | None = None
    """None: the argument is as the templates word it."""

    async def built(self, record: CaseRecord, now: datetime, wait_s: float = 0.0) -> Built:
        """The case as its facts stand; waits up to ``wait_s`` for an order or payment that is not there."""
        with tracer().start_as_current_span(names.SPAN_REBUTTAL_READ):
            read = await in_thread(self.reads, record)
        notice, began = notice_of(read), began_of(record, read)
        event = event_of(record, stage_from(read))
        facts = await self._facts(record.merchant_id, event, notice, wait_s)
        merchant = record.merchant_id
        buyer = facts.order.data.buyer if facts.order else None
        head, conversations, policies, mine = await asyncio.gather(
            self.letterheads.of(merchant),
            self.conversations.of_order(merchant, facts.order_id),
            self.policies.of_markets(merchant, country_of(facts), ""),
            self.orders.of_buyer(merchant, buyer.id, buyer.email) if buyer else _nothing(),
        )
        country = head.country if head else ""
        understood = understand(notice, event, facts, self.rules, now, country=country, began=began).dispute
        others = Others(
            tuple(one for one in mine if one.order_id != facts.order_id),
            await self._other_cases(record, understood, mine),
            await self.tallies.outcomes(merchant, understood.network, understood.code),
        )
        told = (notice, event, facts, conversations, policies, others, self.rules, now)
        with tracer().start_as_current_span(names.SPAN_REBUTTAL_BUILD):
            case = await in_thread(partial(build_case, *told, country=country, began=began))
        return Built(case, head, facts, conversations)

    async def stands(self, merchant: str, built: Built) -> bool:
        """Whether what a case was built from is still all that is kept of its order."""
        order_id = built.facts.order_id
        facts, talks = await asyncio.gather(
            self.orders.of(merchant, order_id), self.conversations.of_order(merchant, order_id)
        )
        return facts == built.facts and list(talks) == list(built.conversations)

    async def _other_cases(
        self, record: CaseRecord, dispute: Dispute, orders: Sequence[OrderFacts]
    ) -> tuple[OtherCase, ...]:
        """About this order, payment or reference, and about each of the buyer's orders.

        Without the latter a letter would name as undisputed what the buyer has disputed.
        """
        merchant = record.merchant_id
        known = await asyncio.gather(
            self.cases.about(merchant, dispute.order_id, dispute.arn, dispute.case_ref),
            self.cases.about_orders(merchant, orders),
        )
        found = {case.dispute_id: case for cases in known for case in cases}
        found.pop(record.dispute_id, None)
        return tuple(_other(found[name], record) for name in sorted(found))

    async def naming_orders_of_its_buyer(self, merchant: str, dispute_id: str) -> list[CaseRecord]:
        """Cases whose letters rest on other orders of the buyer whose dispute this is."""
        found = await self.cases.get(merchant, dispute_id)
        order_id = found.document.order_id if found else ""
        facts = await self.orders.of(merchant, order_id) if order_id else None
        if facts is None or facts.order is None:
            return []
        buyer = facts.order.data.buyer
        orders = await self.orders.of_buyer(merchant, buyer.id, buyer.email)
        return [
            case
            for case in await self.cases.about_orders(merchant, orders)
            if case.dispute_id != dispute_id and PRIOR & set(case.evidence_mix)
        ]

    async def hold(self, merchant: str, order_id: str) -> None:
        """Have an order and what was written about it kept as long as the case that now rests on them."""
        if order_id and await self.orders.touch(merchant, order_id):
            for talk in await self.conversations.of_order(merchant, order_id):
                await self.conversations.touch(merchant, talk.conversation_id)

    async def written(
        self, merchant: str, built: Built, now: datetime
    ) -> tuple[StoredLetter | None, tuple[str, ...]]:
        """The letter, stored, and why a person should look at it; no letter without a case."""
        case, head = built.case, built.head
        if case.advice.choice not in {"FIGHT", "ASK"} or not case.exhibits:
            return None, ()
        pictures = await self.pictures.of(merchant, case.exhibits)
        template, look = await self._template(merchant, head)
        country = head.country if head else ""
        processor = self.rules.processors.get(case.dispute.processor)
        language = letter_language(case.dispute, processor, country, head.language if head else "")
        sender = Letterhead(head.name, head.lines) if head else Letterhead(self._trade_name(case, merchant))
        if head is None:
            look = (*look, "The letter has no letterhead; `argosy disputes letterhead` sets it.")
        limits = limits_of(self.rules, case.dispute, country)
        words = wording(language)
        argument = Rephrased()
        if self.rephraser is not None:
            argument = await self.rephraser.argument(case, words, self.rules, merchant)
        said = (case, self.rules, words, sender, now, pictures)
        try:
            write = partial(letter_files, *said, limits, self.faces, template, argument.paragraphs)
            with tracer().start_as_current_span(names.SPAN_REBUTTAL_WRITE):
                made = await in_thread(write)
        except MissingFaces as missing:
            return None, (*look, f"The letter could not be written: {missing}.")
        look = (*look, *argument.look, *made.look, *foreign_messages(case.exhibits, language))
        docx = await self.blobs.put(merchant, made.word, WORD)
        return StoredLetter(docx, await self.blobs.put(merchant, made.pdf, PDF), language), look

    async def _facts(
        self, merchant: str, event: dispute_pb2.DisputeOpened, notice: Notice, wait_s: float
    ) -> OrderFacts:
        until = asyncio.get_running_loop().time() + wait_s
        pause = _LOOK_AGAIN_S
        while True:
            facts = await self._known(merchant, event, notice)
            left = until - asyncio.get_running_loop().time()
            if left <= 0 or (facts.order is not None and facts.payment is not None):
                return facts
            await asyncio.sleep(min(pause, left))
            pause *= 1.6

    async def _known(self, merchant: str, event: dispute_pb2.DisputeOpened, notice: Notice) -> OrderFacts:
        """By the event's order, else by the payment's reference, else by the order that the notice names."""
        if event.order_id:
            return await self.orders.of(merchant, event.order_id)
        if notice.arn:
            by_arn = await self.orders.of_arn(merchant, notice.arn.value)
            if len(by_arn) == 1:
                return by_arn[0]
        return await self.orders.of(merchant, notice.order_ref.value) if notice.order_ref else OrderFacts("")

    async def _template(
        self, merchant: str, head: LetterheadRecord | None
    ) -> tuple[Template | None, tuple[str, ...]]:
        if head is None or not head.template_url:
            return None, ()
        try:
            # Checked when it was set; the store's checksum says that it is still the same.
            return Template(await self.blobs.get(merchant, head.template_url)), ()
        except StoreUnavailable:
            raise
        except StoreError as error:
            return None, (f"The merchant's template cannot be had, ours was used: {error}.",)

    @staticmethod
    def _trade_name(case: Case, merchant: str) -> str:
        """What the cardholder's statement calls the shop, else its id."""
        named = (str(row.value) for one in case.exhibits for row in one.rows if row.label == "descriptor")
        return next(named, merchant)


def warm_up(rules: RuleBook, faces: Faces) -> None:
    """Read words, rules and sentences once, so that the first dispute does not wait for them."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    opened = dispute_pb2.DisputeOpened(dispute_id="-", notice={"body": "Visa chargeback, reason code 13.1"})
    record = CaseRecord("-", "-", told=(Told(opened, (Part("body", opened.notice.body),), now, "-"),))
    notice = read_all(record, rules)[-1]
    case = build_case(notice, opened, OrderFacts("-"), (), (), Others(), rules, now)
    letter_files(case, rules, wording("en"), Letterhead("-"), now, {}, Limits(), faces, None)


def _other(record: CaseRecord, mine: CaseRecord) -> OtherCase:
    amount = Money.from_strings(record.amount, record.currency) if record.amount else None
    return OtherCase(
        record.dispute_id,
        record.order_id,
        record.status,
        record.code,
        amount,
        record.case_ref,
        record.arn,
        record.stage,
        later=_first_told(record) > _first_told(mine),
    )


def _first_told(record: CaseRecord) -> tuple[datetime, str]:
    return record.told[0].time, record.dispute_id


async def _nothing() -> Sequence[OrderFacts]:
    return ()
