"""Whether a sentence is its statements one after the other: all their words in order, and joining words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from chargeback_agent.domain.rephrasing.chains import PAUSES, Chain, is_mark, lowered
from chargeback_agent.domain.rephrasing.words import JoiningWords


@dataclass(frozen=True, slots=True)
class _State:
    """How far a sentence has been read: in which statement, to which of its words."""

    at: int = 0
    is_fronted: bool = False
    place: int = 0
    moving: tuple[str, ...] = ()
    """Auxiliaries of the statement that are still to come."""
    is_parted: bool = True
    """Whether a pause or a joining word has come since the statement before."""
    is_elided: bool = False
    """Its beginning is the one of the statement before, said once for both."""


def joins(
    read: Sequence[str], chains: Sequence[Chain], words: JoiningWords, *, any_value: bool = False
) -> bool:
    """Whether the tokens of a sentence are these statements, in any order of the statements.

    Within a statement its words keep their order. Articles may come and go. The beginning of a statement may
    be left out if the one before begins alike, and a value with its preposition if the one before has it;
    neither where a statement denies something. ``any_value``: every mark counts as every other, to tell what
    is wrong.
    """
    return any(_Reader(read, order, words, any_value).accepts() for order in permutations(chains))


@dataclass(frozen=True, slots=True)
class _Reader:
    read: Sequence[str]
    chains: Sequence[Chain]
    words: JoiningWords
    any_value: bool

    def accepts(self) -> bool:
        begin = _State(moving=self.chains[0].moving)
        states = [set[_State]() for _ in range(len(self.read) + 1)]
        states[0] = {begin, replace(begin, is_fronted=True)} if self.chains[0].fronted else {begin}
        for i in range(len(self.read)):
            for state in self._closed(states[i]):
                for length, after in self._steps(i, state):
                    states[i + length].add(after)
        last = len(self.chains) - 1
        return any(state.at == last and self._is_whole(state) for state in self._closed(states[-1]))

    def _closed(self, states: set[_State]) -> set[_State]:
        """With all states that are reached without reading on."""
        found, new = set[_State](), list(states)
        while new:
            state = new.pop()
            if state not in found:
                found.add(state)
                new.extend(self._unread(state))
        return found

    def _unread(self, state: _State) -> Iterator[_State]:
        chain = self.chains[state.at]
        if self._is_whole(state) and state.at + 1 < len(self.chains):
            yield _State(state.at + 1, moving=self.chains[state.at + 1].moving, is_parted=False)
        if state.place == 0 and state.at > 0:
            for place in range(1, self._alike(state.at) + 1):
                if not is_mark(chain.held[place]):
                    yield replace(state, place=place, is_elided=True)
        after = chain.values.get(state.place)
        if after is not None and not state.is_fronted and self._was_said(chain.held[after - 1], state.at):
            yield replace(state, place=after)

    def _steps(self, i: int, state: _State) -> Iterator[tuple[int, _State]]:
        chain, token = self.chains[state.at], self.read[i]
        within = lowered(token) if i == 0 else token
        line = chain.fronted if state.is_fronted else chain.held
        if (
            state.place < len(line)
            and (state.is_parted or state.is_elided)
            and self._is_same({token, within}, line[state.place], chain)
            and self._has_its_article(i, chain)
        ):
            yield 1, replace(state, place=state.place + 1, is_parted=True)
        if within in state.moving:
            rest = list(state.moving)
            rest.remove(within)
            yield 1, replace(state, moving=tuple(rest))
        if token in PAUSES:
            yield 1, replace(state, is_parted=True)
        if within in self.words.bending:
            yield 1, state
        for phrase in self.words.phrases:
            if (within, *self.read[i + 1 : i + len(phrase)]) == phrase:
                yield len(phrase), replace(state, is_parted=True)

    def _is_whole(self, state: _State) -> bool:
        chain = self.chains[state.at]
        line = chain.fronted if state.is_fronted else chain.held
        if state.place < len(line):
            return False
        # The auxiliary of a beginning that was said for both was said with it.
        return not state.moving or (state.is_elided and chain.moving == self.chains[state.at - 1].moving)

    def _alike(self, at: int) -> int:
        """How many words a statement begins with as the one before does."""
        before, chain = self.chains[at - 1], self.chains[at]
        if before.is_denying or chain.is_denying:
            return 0
        shared = 0
        for mine, other in zip(chain.held[:-1], before.held, strict=False):
            if mine != other:
                break
            shared += 1
        return shared

    def _was_said(self, mark: str, at: int) -> bool:
        # By the statement right before: "the order" is the one named last.
        return at > 0 and mark in self.chains[at - 1].held

    def _is_same(self, written: set[str], word: str, chain: Chain) -> bool:
        if word in written or (word == chain.begins and lowered(word) in written):
            return True
        return self.any_value and is_mark(word) and any(map(is_mark, written))

    def _has_its_article(self, i: int, chain: Chain) -> bool:
        """Whether an article before the noun at ``i`` is its statement's: der Käufer is not dem Käufer."""
        word = self.read[i]
        if not self.words.is_cased or i == 0 or not word[0].isupper():
            return True
        before = lowered(self.read[i - 1]) if i == 1 else self.read[i - 1]
        return before not in self.words.bending or (before, word) in chain.articles
