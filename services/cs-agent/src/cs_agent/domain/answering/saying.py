"""A fact as a sentence of the buyer's language: said, or quoted as the shop wrote it, never half."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from argosy_catalogue.facts import AttributeFact
from argosy_catalogue.headings import asks_only, stands_for
from argosy_catalogue.speaking import Speaker, what_it_says
from argosy_catalogue.values import without_heading
from argosy_commerce.phrasing import Register, grammar_for
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.reading.items import (
    Break,
    ConceptMatch,
    Count,
    Dropped,
    Item,
    Price,
    Reading,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.scripts import foreign_han
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering import parting_english as english
from cs_agent.domain.answering.alternatives import either, offers_a_choice
from cs_agent.domain.answering.brackets import in_brackets, put_in_brackets
from cs_agent.domain.answering.pairs import in_pairs
from cs_agent.domain.answering.parting import Piece, in_pieces, reaches_on
from cs_agent.domain.answering.phrases import phrase, phrases
from cs_agent.domain.answering.plainly import without_small_words
from cs_agent.domain.answering.prose import without_manners
from cs_agent.domain.answering.published import says_as_much
from cs_agent.domain.answering.rereading import read_again
from cs_agent.domain.answering.sayable import is_another, is_left_out, is_lost, is_name, is_split
from cs_agent.domain.answering.verdict_rules import CLAUSE, GAPS, polarity
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.listings import Statement

QUOTED: Final = "quoted"
"""The rule of a sentence that stands in the shop's words because they could not be said whole."""
IN_PART: Final = "in_part"
"""Before it: part of it is said."""
_LONGEST_QUOTE: Final = 600
_MARKS: Final = re.compile(r"([«“„「]\s?)\{words\}(\s?[»”」])")
_STOPS: Final = (".", "。", "!", "?", "！", "？", "…")
_ANSWERS: Final = {"none": "answer.no", "left_out": "answer.no", "there": "answer.yes"}
_NOT_INCLUDED: Final = "contents.not_included_it"
_LATIN_NAME: Final = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z0-9 ./+-]{2,16}")
_LISTED: Final = re.compile(r"[、，]")


@dataclass(frozen=True, slots=True)
class Said:
    """A text with its full stop; ``rule``: `quoted:zh` where the shop's words stand in it; ``by``: the fact
    with the words of a published listing, where it is said in those."""

    text: str
    rule: str = ""
    by: Fact | None = None


class Saying:
    """One language's way of saying facts. Lives for one answer.

    ``published``: what listings of the language say, by the facts' places; said where the term base cannot
    say a fact whole.
    """

    def __init__(self, base: TermBase, tag: str, published: Mapping[str, Statement] | None = None) -> None:
        self.base = base
        self.tag = tag
        self.language = tag.split("-", 1)[0]
        self.grammar = grammar_for(self.language)
        self._published = published or {}

    def sentence(self, fact: Fact) -> Sentence:
        """The fact as one sentence with itself behind it."""
        said = self.said(fact)
        return Sentence(said.text, "fact", (said.by or fact,), said.rule)

    def said(self, fact: Fact) -> Said:
        """The fact in the language; prices as `Name: amount`, rows as `Name: value`, words as they are."""
        if fact.kind in {"price", "weight"}:
            return Said(self.line(self.name_of(fact.concept), self.items(fact.items)))
        if self.language in fact.words and fact.kind != "chart":
            return Said((self.language != "zh" and self._left_out_row(fact)) or self._own(fact))
        text = ""
        if fact.kind in {"attribute", "option"}:
            text = self.row(fact) or self._brand(fact)
        elif fact.kind in {"description", "title", "policy"}:
            text = self._prose(fact)
        elif fact.kind in {"variant", "chart"}:
            text = self.items(fact.items)
        if text:
            return Said(self.stopped(text))
        return self._as_published(fact) or self._in_part(fact) or self.quoted(fact)

    def _as_published(self, fact: Fact) -> Said | None:
        """In the words of a published listing; None where it has none, or they say less than the fact."""
        told = self._published.get(fact.place)
        if told is None or (told.by_terms and self._is_said_short(fact)):
            return None
        text = self.line(told.name, told.value) if told.name else self.stopped(told.value)
        by = replace(fact, words={**fact.words, self.language: text})
        fits = says_as_much(fact, Sentence(text, "fact", (by,)), self.tag, self.base)
        return Said(text, by=by) if fits else None

    def _is_said_short(self, fact: Fact) -> bool:
        """Whether the term base leaves out small words of a fact that change it, or splits one in two."""
        items = list(fact.items)
        if fact.kind in {"attribute", "option"}:
            read = read_again(fact, self.base)
            if read is None or (
                read.concept_id and not self._is_named_by(read.name, read.concept_id, read.of)
            ):
                return True
            items = [*read.value.items]
        small = [item for item in items if isinstance(item, Dropped)]
        return any(map(is_lost, small)) or is_split(items, self.base)

    def _own(self, fact: Fact) -> str:
        """As the shop wrote it."""
        if fact.kind in {"attribute", "option"}:
            name = (self.name_of(fact.concept) if fact.ref == "brand" else "") or fact.ref.partition("#")[0]
            return self.line(name, fact.quote)
        return self.stopped(self.grammar.sentence(fact.words[self.language][:_LONGEST_QUOTE]))

    def _brand(self, fact: Fact) -> str:
        """A brand, which is a name in any language; "" where its letters are no letters of this one."""
        is_one = fact.concept == "attribute.brand" and not foreign_han(fact.quote, self.language)
        name = self.name_of(fact.concept) if is_one else ""
        return self.grammar.spec(name, fact.quote) if name else ""

    def quoted(self, fact: Fact) -> Said:
        """In the shop's own language, and said to be so."""
        language = next(iter(fact.words), "")
        head = fact.ref.partition("#")[0] if fact.kind in {"attribute", "option"} else ""
        colon = "：" if language in {"zh", "ja"} else ": "
        words = f"{head}{colon}{fact.quote}" if head else fact.words.get(language, fact.quote)
        key = f"quoted_{language}" if language in {"zh", "en"} else "quoted_other"
        text = phrase("knowledge", key, self.tag, words=words[:_LONGEST_QUOTE].rstrip("。. "))
        return Said(text, f"{QUOTED}:{language}")

    def _in_part(self, fact: Fact) -> Said | None:
        """A row said piece by piece, what is not known quoted; None where it cannot be."""
        read = read_again(fact, self.base) if fact.kind == "attribute" else None
        if read is None or ("zh" in fact.words and is_name(fact.quote, read.value.models)):
            return None
        written = "zh" if "zh" in fact.words else "en"
        name, value = self._row_name(read), self._value(fact, read)
        if name:
            words = self._pieces(fact, read)
        elif value and not (reaches_on if written == "zh" else english.reaches_on)(read.source.name):
            name, words = self._as_written(read.source.name, written), [value]
        else:
            return None
        if not words:
            return None
        row = self.line(name, self.grammar.comma.join(words))
        text = phrase("quoting", written, self.tag, said=row)
        return Said(text, f"{IN_PART}:{QUOTED}:{written}")

    def _pieces(self, fact: Fact, read: AttributeFact) -> list[str]:
        """The value's pieces as they are said or quoted; [] where none can be said."""
        written = "zh" if "zh" in fact.words else "en"
        parted = in_pieces if written == "zh" else english.in_pieces
        pieces = parted(fact.quote, read.value.items, lambda items: self.whole(items, Register.BULLET))
        if all(one.said and not one.bracket for one in pieces):
            return []  # each can be said and all of it cannot: the pieces hang together
        said = (self._piece(one, written, is_first=not place) for place, one in enumerate(pieces))
        return [*dict.fromkeys(said)]  # 煮粥，煲汤 are one word in other languages

    def _piece(self, one: Piece, written: str, *, is_first: bool) -> str:
        """A piece said, with its brackets as the shop wrote them; or all of it as the shop wrote it."""
        if not one.said:
            return self._as_written(one.source, written)
        said = one.said if is_first else self._within(one.said, one.items)
        if not one.bracket:
            return said
        return put_in_brackets(said, self._as_written(one.bracket, written), self.language)

    def _within(self, said: str, items: Sequence[Item]) -> str:
        """What is said of items as it stands within a sentence."""
        return said[:1].lower() + said[1:] if self._is_small(items) else said

    def _as_written(self, words: str, written: str) -> str:
        """In the quotation marks that the language's phrases use."""
        marks = _MARKS.search(phrases("knowledge", self.tag)[f"quoted_{written}"])
        return f"{marks[1]}{words}{marks[2]}" if marks else f"«{words}»"

    def _is_small(self, items: Sequence[Item]) -> bool:
        """Whether what is said of them begins with a small letter within a sentence."""
        first: Item | None = next((i for i in items if not isinstance(i, Break | Dropped)), None)
        term = None
        while isinstance(first, ConceptMatch):
            term = self.base.lexicon[first.concept_id].term(self.language)
            opens = term is not None and term.preferred.startswith("{")
            first = first.fills[0][1] if opens and first.fills else None
        return term is not None and term.preferred[:1].islower()

    def row(self, fact: Fact) -> str:
        """`Material: 55% linen, 45% cotton`; "" where a part of the name or the value cannot be said."""
        name, value = self.row_parts(fact)
        return self.grammar.spec(name, value) if name and value else ""

    def _left_out_row(self, fact: Fact) -> str:
        """`Charger: not included`, of a row in the buyer's language that says no more than no."""
        kind = self._answer(fact) if fact.kind == "attribute" else ""
        name = fact.ref.partition("#")[0]
        text = self.name_of(_NOT_INCLUDED) if is_left_out(kind, self._thing_of(fact, name)) else ""
        return self.line(name, text) if text else ""

    def _thing_of(self, fact: Fact, name: str) -> str:
        """What a row's name is, where it is one name: category.charger; "" else."""
        read = self.base.read(name).matches if "zh" in fact.words else ()
        if len(read) == 1:
            return read[0].concept_id
        found = Naming.of(self.base, self.language).find(name) if "zh" not in fact.words else []
        whole = [one for one in found if one.end - one.start == len(name.strip()) and len(one.concepts) == 1]
        return min(whole[0].concepts) if whole else fact.concept

    def row_parts(self, fact: Fact) -> tuple[str, str]:
        """The row's name and its value, each "" where it cannot be said whole."""
        read = read_again(fact, self.base)
        return (self._row_name(read), self._value(fact, read)) if read else ("", "")

    def _row_name(self, read: AttributeFact) -> str:
        speaker = Speaker(self.base, self.language, None)
        name = (speaker.heading(read.concept_id, read.of) or "") if read.concept_id else ""
        named = read.name.items[0] if len(read.name.items) == 1 else None
        if not read.concept_id and isinstance(named, ConceptMatch):
            name = self.name_of(named.concept_id) if not named.fills else self._name_in(read.name)
        if read.concept_id and not self._is_named_by(read.name, read.concept_id, read.of):
            name = self._name_in(read.name)
        if not name and _LATIN_NAME.fullmatch(read.source.name):
            name = read.source.name  # GPS, WiFi: which every language writes alike
        return "" if self.language not in {"zh", "ja"} and foreign_han(name, self.language) else name

    def _name_in(self, name: Reading) -> str:
        """A row's name as all of its words say it: 可放电脑 holds a laptop."""
        said = self.whole(name.items, Register.BULLET)
        return self.grammar.sentence(said) if said else ""

    def _value(self, fact: Fact, read: AttributeFact) -> str:
        kind = self._answer(fact)
        if is_left_out(kind, self._thing_of(fact, read.source.name)):
            return self.name_of(_NOT_INCLUDED)
        answer = _ANSWERS.get(kind)
        told_more = kind != "none" and any(
            one.concept_id.startswith("contents.") for one in read.value.matches
        )
        if answer and not told_more:
            return self.name_of(answer)
        if "zh" in fact.words and is_name(fact.quote, read.value.models):
            return ", ".join(part.strip() for part in _LISTED.split(fact.quote))
        items = without_heading(read.value.items, read.concept_id, read.name)
        return self.whole(items, Register.BULLET)

    def _answer(self, fact: Fact) -> str:
        """The `polarity` of a value that is no more than an answer: "Yes (top rack only)" is more."""
        language = next(iter(fact.words), "")
        is_bare = language == "zh" or not GAPS.sub(
            "", "".join(CLAUSE.split(fact.quote.strip(), maxsplit=1)[1:])
        )
        return polarity(fact.quote, fact.ref, language) if is_bare else ""

    def _is_named_by(self, name: Reading, concept: str, of: str | None) -> bool:
        """Whether the row's name says no more than its heading does: 无线输出 is more than output."""
        meant = [i for i in name.items if not isinstance(i, Break | Dropped) and not asks_only(i)]
        told = {concept, of}
        return all(
            isinstance(i, ConceptMatch) and {i.concept_id, stands_for(i.concept_id)} & told for i in meant
        )

    def _prose(self, fact: Fact) -> str:
        """A sentence of the shop's; only Chinese is read whole, of English what the term base names alone."""
        is_read_whole = fact.kind == "policy" or "zh" in fact.words
        items = without_manners(fact.quote, fact.items) if "zh" in fact.words else fact.items
        return self.whole(items, Register.SENTENCE) if items and is_read_whole else ""

    def whole(self, items: Sequence[Item], register: Register) -> str:
        """The items said, "" unless every one of them is."""
        kept = list(items)
        if register is Register.BULLET:
            if offers_a_choice(kept):
                return either(kept, self._part, self.grammar, self.base)
            kept = without_small_words(kept)
        if is_another(kept, self.base):
            return ""
        if register is Register.BULLET and (
            bracketed := in_brackets(kept, self._part, self.name_of, self.grammar)
        ):
            return bracketed
        if register is Register.BULLET and (pairs := in_pairs(kept, self._part, self.grammar, self.base)):
            return pairs
        speaker = Speaker(self.base, self.language, None)
        text, says = speaker.speak(kept, register)
        meant = {what_it_says(item) for item in kept if not isinstance(item, Break | Dropped)}
        if not text or meant - says - speaker.by_rule or foreign_han(text, self.language):
            return ""
        return text

    def _part(self, items: Sequence[Item]) -> str:
        """Items as they stand within a sentence."""
        return self._within(self.whole(items, Register.BULLET), items)

    def items(self, items: Iterable[Item]) -> str:
        """Items as a list of values, "" where one cannot be said."""
        found = list(items)
        if len(found) == 1 and isinstance(found[0], Price):
            return found[0].money.formatted(self.tag)
        return self.whole(found, Register.BULLET)

    def value(self, words: str) -> str:
        """Words of the shop's in Chinese, as a value; "" where they cannot be said whole."""
        return self.items(self.base.read(words).items)

    def value_within(self, words: str) -> str:
        """The same as it stands within a sentence."""
        items = self.base.read(words).items
        said = self._part(items)
        first = next((i for i in items if not isinstance(i, Break | Dropped)), None)
        if isinstance(first, Count) and self.language != "de" and said[1:2].islower():
            return said[:1].lower() + said[1:]  # "pack of 3"
        return said

    def name_of(self, concept: str) -> str:
        """A concept's name with a capital; "" where the language has none for it."""
        known = concept in self.base.lexicon
        return (Speaker(self.base, self.language, None).name_of(concept) or "") if known else ""

    def line(self, name: str, value: str) -> str:
        """`Price: $24.90.`"""
        return self.stopped(self.grammar.spec(name, value) if name else value)

    def stopped(self, text: str) -> str:
        """With a full stop where none stands."""
        plain = text.strip()
        return plain if plain.endswith(_STOPS) else self.grammar.stopped(plain)
