"""What a message's pictures mean for its answer: which product it is about, what is said and asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from cs_agent.domain.answer import Sentence, SentenceKind
from cs_agent.domain.answering.manners import OF_THE_TALK, intents_of
from cs_agent.domain.answering.phrases import sentence
from cs_agent.domain.answering.shop_terms import RULES
from cs_agent.domain.conversation import State
from cs_agent.domain.fact import Fact
from cs_agent.domain.ordering.wishes import KINDS, kind_of
from cs_agent.domain.pictures.looked import Fault, Looked, Seen
from cs_agent.domain.pictures.naming import Named
from cs_agent.domain.understood import Intent, Understood

Key = Literal[
    "looking", "shown", "which", "is_it", "not_found", "ask_name", "about_focus", "not_focus", "what_about",
    "what_picture", "damage_seen", "damage_unseen", "goes_along", "unclear", "not_opened", "too_large",
    "no_picture", "not_looked", "unread", "left",
]  # fmt: skip
_KINDS: Final[Mapping[Key, SentenceKind]] = {
    "looking": "manners", "shown": "fact", "which": "asks", "is_it": "asks", "ask_name": "asks",
    "what_about": "asks", "what_picture": "asks", "damage_seen": "derived", "goes_along": "manners",
}  # fmt: skip
"""All others say that something is not known."""
_FAULTS: Final[Mapping[Fault, Key]] = {
    "address": "not_opened", "missing": "not_opened", "broken": "not_opened", "too_large": "too_large",
    "no_picture": "no_picture", "not_looked": "not_looked",
}  # fmt: skip
PROBLEMS: Final[frozenset[Intent]] = frozenset(
    {"damaged", "wrong_item", "missing_part", "refund_request", "return_item", "exchange_item"}
)
"""What a picture bears out or not: it is evidence."""
_FITS: Final[frozenset[Intent]] = frozenset({"compatibility", "use", "voltage"})
"""The picture may show what the product in talk is to go with."""
_BY_CODE: Final[frozenset[Intent]] = frozenset(
    {"compatibility", "size_advice", "specification", "voltage", "picture"}
)
"""What a model number or a size on a picture may settle."""
Note = tuple[str, Mapping[str, str]]
"""A line for the shop's people: its label in data/summary.yaml, and its slots."""


@dataclass(frozen=True, slots=True)
class Sight:
    """``says`` come before what is known, ``asks`` after all. ``product_id``: what the message is about by
    its pictures, "" where they do not say. ``answers``: whether facts of a product answer it.

    ``offered``: products among which the buyer was asked to choose; ``codes``: read on the pictures, where
    they may settle what is asked; ``evidence``: addresses that go with a request; ``notes``: for people.
    """

    says: tuple[Sentence, ...] = ()
    asks: tuple[Sentence, ...] = ()
    product_id: str = ""
    answers: bool = True
    offered: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def said(key: Key, language: str, *facts: Fact, **slots: str) -> Sentence:
    """One phrase of data/said/pictures."""
    kind = _KINDS.get(key, "unknown")
    return sentence("pictures", key, language, kind, facts, rule=f"picture:{key}", slots=slots)


def is_problem(read: Understood, state: State) -> bool:
    """Whether something is wrong with what came, now or in a wish that is worked on."""
    working = bool(state.wishes) and kind_of(state.wishes[0]) in {"ask_refund", "return_items", "swap"}
    return bool(intents_of(read) & PROBLEMS) or working


def decided(read: Understood, state: State, looked: Looked, names: Mapping[str, Named]) -> Sight:
    """``names``: of all products that were recognised, and of the one in talk."""
    deciding = _Deciding(read, state, looked, names)
    return deciding.sight()


@dataclass(slots=True)
class _Deciding:
    read: Understood
    state: State
    looked: Looked
    names: Mapping[str, Named]
    says: list[Sentence] = field(default_factory=list)
    asks: list[Sentence] = field(default_factory=list)
    product_id: str = ""
    answers: bool = True
    offered: tuple[str, ...] = ()

    def sight(self) -> Sight:
        """By what the message is about."""
        intents = intents_of(self.read)
        if not self.looked.seen:
            self._nothing_seen()
        elif is_problem(self.read, self.state):
            self._evidence()
        elif intents & KINDS.keys() and not self._asks_of_thing():
            self._beside_an_order()
        else:
            self._question()
        self.says += self._faults()
        fits = bool(intents & _BY_CODE) or not self._asks_of_thing()
        codes = [code for one in self.looked.seen for code in one.codes] if fits else []
        return Sight(
            tuple(self.says),
            tuple(self.asks),
            self.product_id,
            self.answers,
            self.offered,
            tuple(dict.fromkeys(codes)),
            self.looked.evidence,
            tuple(_notes(self.looked)),
        )

    def _say(self, key: Key, *products: str, facts: tuple[Fact, ...] = (), slot: str = "product") -> Sentence:
        named = [self.names[one] for one in products if one in self.names]
        titles = tuple(one.fact for one in named)
        slots = {slot: "; ".join(one.text for one in named)} if named else {}
        return said(key, self.read.language, *titles, *facts, **slots)

    @property
    def _sure(self) -> tuple[str, ...]:
        found = (one.recognised.sure for one in self.looked.seen)
        return tuple(dict.fromkeys(one.product_id for one in found if one and one.product_id in self.names))

    @property
    def _near(self) -> tuple[str, ...]:
        found = (one.product_id for seen in self.looked.seen for one in seen.recognised.near)
        return tuple(dict.fromkeys(one for one in found if one in self.names))

    def _asks_of_thing(self) -> bool:
        """Whether the words ask something that facts of a product answer."""
        asked = intents_of(self.read) - OF_THE_TALK - KINDS.keys() - {"picture"}
        return bool(self.read.text.strip()) and bool(asked)

    def _nothing_seen(self) -> None:
        if not self.read.text.strip():
            self._asks_what("what_picture")
        elif self._asks_of_thing() and not self.state.focus.product_id:
            self._unanswered("ask_name")

    def _evidence(self) -> None:
        """What is seen, as sure as it is; whoever decides gets the pictures themselves."""
        if len(self._sure) == 1:
            self.product_id = self._sure[0] if not self.state.focus.product_id else ""
            self.says.append(self._shown())
        damaged = [one for one in self.looked.seen if one.damage and one.damage.result == "passed"]
        product = self._sure[0] if self._sure else self.state.focus.product_id
        if damaged and product in self.names:
            facts = tuple(_fact(one, one.damage.words) for one in damaged if one.damage)
            self.says.append(self._say("damage_seen", product, facts=facts))
        elif "damaged" in intents_of(self.read):
            self.says.append(self._say("damage_unseen"))
        self.says.append(self._say("goes_along"))
        self.answers = self._asks_of_thing()

    def _beside_an_order(self) -> None:
        self.says.append(self._shown() if len(self._sure) == 1 else self._say("unclear"))

    def _question(self) -> None:
        focus = self.state.focus.product_id if self.state.focus.product_id in self.names else ""
        fits = bool(intents_of(self.read) & _FITS) and bool(focus)
        if len(self._sure) == 1 and not self._others():
            self.says.append(self._shown())
            self.product_id = "" if fits else self._sure[0]
            if not self._asks_of_thing():
                self._asks_what("what_about")
        elif focus and (fits or focus in self._near or not (self._sure or self._near)):
            self._of_focus(focus, fits=fits)
        elif self._sure or self._near:
            self._choose(tuple(dict.fromkeys((*self._sure, *self._near))))
        else:
            self.says.append(self._say("not_found"))
            self._unanswered("ask_name")

    def _others(self) -> bool:
        """Whether one of several pictures may show another thing than the one that is sure."""
        near = [{one.product_id for one in seen.recognised.near} for seen in self.looked.seen]
        return any(one and not one & set(self._sure) for one in near)

    def _of_focus(self, focus: str, *, fits: bool) -> None:
        """The product in talk, and no other was recognised: what follows is of that, and is said to be."""
        other = any(one.focus and one.focus.result == "failed" for one in self.looked.seen)
        if other and not fits:
            self.says.append(self._say("not_focus", focus))
            self._unanswered("ask_name")
        elif not self._asks_of_thing():
            self._asks_what("what_picture")
        else:
            self.says.append(self._say("about_focus", focus))

    def _choose(self, products: tuple[str, ...]) -> None:
        self.offered = products
        self._of_shop_only()
        key: Key = "which" if len(products) > 1 else "is_it"
        self.asks.append(self._say(key, *products, slot="products"))

    def _unanswered(self, key: Key) -> None:
        self._of_shop_only()
        self.asks.append(self._say(key))

    def _asks_what(self, key: Key) -> None:
        """Nothing was asked that a fact would answer."""
        self.answers = False
        self.asks.append(self._say(key))

    def _of_shop_only(self) -> None:
        """The shop's terms hold for any product; all else waits until it is clear which."""
        asked = intents_of(self.read) - OF_THE_TALK
        self.answers = bool(asked) and asked <= RULES.keys()

    def _shown(self) -> Sentence:
        found = (one for one in self.looked.seen if one.recognised.sure)
        facts = tuple(_fact(one, _why(one)) for one in found)
        return self._say("shown", self._sure[0], facts=facts)

    def _faults(self) -> Iterator[Sentence]:
        """Each reason once."""
        keys = dict.fromkeys(_FAULTS[one.fault] for one in self.looked.unseen)
        by_words = not is_problem(self.read, self.state) and bool(intents_of(self.read) & _BY_CODE)
        if by_words and any(not one.read for one in self.looked.seen):
            keys["unread"] = None
        if self.looked.left:
            keys["left"] = None
        yield from (self._say(key) for key in keys)


def _fact(seen: Seen, words: str) -> Fact:
    """A finding as what a sentence rests on; of the picture it says which of the message's it is."""
    return Fact("picture", str(seen.number), words)


def _why(seen: Seen) -> str:
    sure = seen.recognised.sure
    return f"{sure.product_id}: {sure.finding.words}" if sure else ""


def _notes(looked: Looked) -> Iterator[Note]:
    for one in looked.seen:
        yield from _note(one)
    for unseen in looked.unseen:
        yield "picture_fault", {"number": str(unseen.number), "fault": unseen.fault}


def _note(one: Seen) -> Iterable[Note]:
    number = str(one.number)
    if one.recognised.sure:
        yield "picture_sure", {"number": number, "product": one.recognised.sure.product_id}
    elif one.recognised.near:
        products = ", ".join(near.product_id for near in one.recognised.near)
        yield "picture_near", {"number": number, "product": products}
    else:
        yield "picture_none", {"number": number}
    if one.damage and one.damage.result == "passed":
        yield "picture_damage", {"number": number}
    if one.words:
        yield "picture_words", {"number": number, "words": one.words}
