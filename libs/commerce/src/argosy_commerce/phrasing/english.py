"""English: modifiers before the noun in the fixed adjective order, title case in titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.reading.items import AmountRange, Measure, Series, Size
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots

# A word list is read more easily than a list of words.
_SMALL = frozenset("a an the and or nor but for of in on at to by with without from as per vs".split())  # noqa: SIM905
_LOOSE_ENDS = frozenset(
    (  # noqa: SIM905
        "airflow base brim bristle camera capacity collar color control core cover curl density display fit "
        "finger hem hold layer leg length mist mouth neck pattern pressure print quality sensor shaft size "
        "sleeve speed style switch temperature toe tone vision waist"
    ).split()
)
"""Nouns that make a compound with a hyphen before another noun alone: large-capacity bag; large capacity."""
_SAME_STEM = 5
_AFTER_NOUN = ("with", "in", "for", "without")
"""What stands right behind the noun of a title, in this order."""
_WHOM = re.compile(
    r"for (adults|babies|beginners|boys|cats|dads|dogs|girls|kids|men|moms|pets|seniors|students|women)"
)


class English(Grammar):
    """As written in US and UK shops."""

    language = "en"
    unisex_for_both = True
    form_keys = frozenset({"pl", "indef", "def"})
    slot_forms = frozenset({"pl", "indef", "def", "adj"})
    order = (
        Place.AUDIENCE,
        Place.FEATURE,
        Place.STYLE,
        Place.FIT,
        Place.CUT,
        Place.COLOUR,
        Place.PATTERN,
        Place.MATERIAL,
        Place.OTHER,
        Place.SEASON,
        Place.OCCASION,
        Place.PART,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 1,
        Place.FEATURE: 1,
        Place.STYLE: 1,
        Place.FIT: 1,
        Place.CUT: 2,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
    }

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        for_whom = [m for m in modifiers if m.place is Place.AUDIENCE]
        others = [m for m in modifiers if m.place is not Place.AUDIENCE]
        words = [*map(self._before, for_whom), *names, *map(self._before, others), head.term.preferred]
        return " ".join(words)

    def attachable(self, modifier: Modifier) -> bool:
        return modifier.role is not Role.PREPOSITIONAL  # with pockets, for beginners: behind the noun, as one

    def repeats(self, modifier: Term, noun: Term) -> bool:
        """UV-protective, UV protection jacket; for cats, cat tree."""
        there = _stems(noun.preferred)
        return all(any(_same(word, other) for other in there) for word in _stems(modifier.as_modifier))

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if modifier.purity:
            return f"{modifier.purity}% {term.preferred}"
        if head is None:
            return term.as_modifier if modifier.role is Role.PREPOSITIONAL else _loose(term.preferred)
        if modifier.role is Role.NOUN or (
            modifier.place is Place.AUDIENCE and modifier.role is Role.ADJECTIVE
        ):
            if modifier.place in {Place.AUDIENCE, Place.SEASON, Place.OCCASION}:
                return f"for {self.in_form(term, 'def')}"
            if modifier.place is Place.PART:
                return f"with {term.preferred}"
            # cotton's adjunct is for standing before a noun; what brings its own preposition stands here.
            return term.preferred
        return _loose(term.as_modifier)

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        words = [self.alone(modifier, head) for modifier in modifiers]
        qualities = [word for word in words if _preposition(word) is None]
        added = [word for word in words if _preposition(word) is not None]
        return self.together([self.listed(qualities), *added] if qualities else added)

    def together(self, words: Sequence[str]) -> str:
        """Neighbours with one preposition share it: with pockets and hood."""
        chunks: list[str] = []
        for preposition, group in groupby(words, _preposition):
            same = list(group)
            if preposition is None or preposition == "in":  # in gift box; in stock
                chunks += same
            elif len(chunks) == 1 and ":" not in chunks[0]:
                chunks[0] = " ".join([*chunks, *self._shared(preposition, same)])
            else:
                chunks += self._shared(preposition, same)
        return self.comma.join(chunks)

    def in_title(self, chunks: Sequence[str]) -> str:
        core, *others = chunks or [""]
        if core.casefold().startswith(("girls'", "boys'", "baby ")):
            others = [chunk for chunk in others if chunk != "for kids"]
        behind: list[str] = []
        for preposition in _AFTER_NOUN:
            same = [chunk for chunk in others if _preposition(chunk) == preposition]
            whom = [chunk for chunk in same if _WHOM.match(chunk)]
            what = [chunk for chunk in same if chunk not in whom] or whom
            first, *apart = self._shared(preposition, what) if what else [""]
            if what != whom and whom:  # for home, for beginners: not for home and beginners
                apart += self._shared(preposition, whom)
            behind.append(first)
            others = [*apart, *(chunk for chunk in others if chunk not in same)]
        return self.comma.join([" ".join(filter(None, [core, *behind])), *others])

    def _shared(self, preposition: str, chunks: Sequence[str]) -> list[str]:
        """One chunk with the preposition once, and those that are lists of their own."""
        things = [chunk.removeprefix(f"{preposition} ") for chunk in chunks]
        lists = [thing for thing in things if " and " in thing and len(things) > 1]
        things = [thing for thing in things if thing not in lists and not _told(thing, things)]
        if things and things[0].startswith("the "):
            things = [things[0], *(thing.removeprefix("the ") for thing in things[1:])]
        return [f"{preposition} {text}" for text in [self.listed(things), *lists] if text]

    def measure_in_title(self, measure: Measure, text: str) -> str:
        if isinstance(measure, Size):
            return f"{'size' if measure.high is None else 'sizes'} {text}"
        if isinstance(measure, AmountRange) and measure.low.unit == measure.high.unit == "age_year":
            return "ages " + text.split(" ", 1)[0]
        if isinstance(measure, Series) and measure.values[-1].unit == "age_year":
            return "ages " + text.split(" ", 1)[0]
        return text

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form == "indef":
            word = term.preferred
            if term.number == "pl" or not term.countable:
                return word
            return term.forms.get("indef") or f"{_article(word)} {word}"
        if form == "def":
            return term.forms.get("def") or term.preferred
        if form == "adj":  # 2 years: 2-year warranty
            return re.sub(r"^(\S+) ([a-z]+?)s?$", r"\1-\2", term.preferred)
        return term.preferred

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written} {unit.preferred if number == 1 else plural(unit)}"

    def title(self, text: str) -> str:
        words = text.split(" ")
        return " ".join(self._title_word(word, first=index == 0) for index, word in enumerate(words))

    @staticmethod
    def _title_word(word: str, *, first: bool) -> str:
        if not first and word.strip(",") in _SMALL:
            return word
        plain = re.fullmatch(r"[A-Z]+[a-z]*(-[a-z]+)+,?", word)  # T-shirt, Korean-style
        if not plain and (any(character.isupper() for character in word) or _is_unit(word)):
            return word
        parts = re.split(r"([-/])", word)
        large = [
            part if 0 < place < len(parts) - 1 and part in _SMALL else part[:1].upper() + part[1:]
            for place, part in enumerate(parts)
        ]
        return "".join(large)  # Wet-and-Dry, 3-in-1, Slip-On

    @staticmethod
    def _before(modifier: Modifier) -> str:
        if modifier.purity and modifier.role is Role.NOUN:
            return f"{modifier.purity}% {modifier.term.preferred}"
        return modifier.term.as_modifier


def plural(term: Term) -> str:
    """The plural of a noun: the term's own, or by rule.

    >>> plural(Term(preferred="dress"))
    'dresses'
    """
    word = term.preferred
    if term.plural or term.forms.get("pl"):
        return term.plural or term.forms["pl"]
    if term.number == "pl" or not term.countable:
        return word
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if word.endswith(("fe",)):
        return word[:-2] + "ves"
    return word + "s"


def _preposition(chunk: str) -> str | None:
    first = chunk.partition(" ")[0]
    return first if first in _AFTER_NOUN else None


def _loose(word: str) -> str:
    """A compound adjective that stands by itself.

    >>> _loose("large-capacity"), _loose("easy-to-clean"), _loose("V-neck"), _loose("non-slip")
    ('large capacity', 'easy to clean', 'V-neck', 'non-slip')
    """
    first, *middle, last = word.split("-") if "-" in word else (word, "")
    loose = set(middle) & _SMALL or (last in _LOOSE_ENDS and len(first) > 1)
    return word.replace("-", " ") if loose and first not in {"multi", "semi"} else word


def _stems(words: str) -> list[str]:
    plain = re.sub(r"^(with|for|in|without) (the )?|['’]s?\b", "", words.casefold())
    return re.findall(r"[^\W_]+", plain)


def _same(one: str, other: str) -> bool:
    """Whether two words are forms of one: cat and cats, protective and protection."""
    if one.removesuffix("s") == other.removesuffix("s"):
        return True
    return min(len(one), len(other)) >= _SAME_STEM and one[:_SAME_STEM] == other[:_SAME_STEM]


def _told(thing: str, things: Sequence[str]) -> bool:
    """Whether another of the things says it as well: monitoring, heart rate monitor."""
    words = _stems(thing)
    return any(
        len(_stems(other)) > len(words)
        and all(any(_same(word, more) for more in _stems(other)) for word in words)
        for other in things
    )


def _article(word: str) -> str:
    return "an" if re.match(r"(?i)(?!uni|use|usb|one|eu)[aeiou]|hour", word) else "a"


_UNITS = frozenset("mm cm m km in ft g kg mg oz lb ml l mAh x px rpm lm yr hr min".split())  # noqa: SIM905 — a list of words


def _is_unit(word: str) -> bool:
    return word.strip(",.") in _UNITS
