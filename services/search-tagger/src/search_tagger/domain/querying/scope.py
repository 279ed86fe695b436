"""What a query's negations reach: "ohne Taschen und Kapuze", "黒と白以外", "not black but red"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from argosy_commerce.folding import folded
from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.attributes import OTHERS, attribute_of
from search_tagger.domain.querying.cues import cues
from search_tagger.domain.querying.matches import MISSPELT, Found, Match
from search_tagger.domain.querying.meaning import values_of
from search_tagger.domain.rules import rules

Span = tuple[int, int]


@dataclass(slots=True)
class Parted:
    """Things that are wanted and those that are not, and places of words that no name covers."""

    things: list[Match] = field(default_factory=list)
    unwanted: list[Match] = field(default_factory=list)
    left: list[Span] = field(default_factory=list)


def parted(found: Found, language: str, lexicon: Lexicon) -> Parted:
    """Each name where its negation, before it or after, puts it.

    A negation reaches to the next thing, to what narrows that ("senza cinturino in pelle"), and over "and" or
    "or" to more of its sort; a word that is not known it takes with it, and says nothing of what follows.
    """
    return _Reader(language, lexicon).read(found)


def ids_unwanted(unwanted: Sequence[Match], path: set[str], lexicon: Lexicon) -> Iterator[str]:
    """The concepts: of several that a word may be the likeliest, a part and having it together."""
    for match in unwanted:
        values = values_of(match, path, lexicon)
        best = values[0].concept if values else match.entries[0].concept
        yield best
        follows = rules("follows")
        parts = [one for one, told in follows.items() if one.startswith("part.") and best in told]
        told = follows.get(best, ()) if best.startswith("part.") else ()
        yield from (one for one in (*told, *parts) if one in lexicon)


class _Reader:
    def __init__(self, language: str, lexicon: Lexicon) -> None:
        self._cues = cues(language)
        self._language = language
        self._lexicon = lexicon
        self._parted = Parted()
        self._waiting: Match | None = None
        self._narrowed = False
        self._goes_on = False
        """An "and" stands behind what is not wanted."""
        self._last: str = ""
        """What stands before: a thing, one not wanted, an unknown word."""
        self._joined: set[int] = set()
        """Places of things that an "and" joins to the thing before."""
        self._and = False

    def read(self, found: Found) -> Parted:
        places: list[Match | Span] = [*found.matches, *found.left]
        for one in sorted(places, key=lambda one: one.start if isinstance(one, Match) else one[0]):
            if not isinstance(one, Match):
                self._unknown(one)
            elif one.role == "thing":
                self._thing(one)
            else:
                self._cue(one)
        return self._parted

    def _unknown(self, span: Span) -> None:
        self._parted.left.append((self._waiting.start, span[1]) if self._waiting else span)
        self._waiting = None
        self._narrowed = self._goes_on = False
        self._last = "unknown"

    def _cue(self, one: Match) -> None:
        match one.role:
            case "not":
                self._waiting, self._narrowed, self._goes_on = self._waiting or one, False, False
            case "not_after":
                self._deny_before(one)
            case "and":
                self._goes_on, self._and = self._last == "unwanted", True
            case "but":
                self._waiting, self._narrowed, self._goes_on = None, False, False
            case "of":
                self._goes_on = False
            case "with":
                self._narrowed = self._goes_on = False
            case "with_after" if self._parted.things:
                self._parted.things[-1] = replace(self._parted.things[-1], joined="with")
            case "idle" if self._waiting and folded(one.words, self._language) not in self._cues:
                self._unknown((one.start, one.end))  # a word of tables, which nothing tells of the thing

    def _thing(self, one: Match) -> None:
        unwanted = self._parted.unwanted
        if self._waiting and one.quality <= MISSPELT:
            self._unknown((one.start, one.end))  # what may be another word refuses nothing
        elif self._waiting or (self._goes_on and self._is_alike(unwanted[-1], one)):
            unwanted.append(one)
            self._waiting, self._narrowed, self._last = None, True, "unwanted"
        elif self._narrowed and one.joined == "of":
            unwanted[-1] = one
            self._narrowed, self._last = False, "unwanted"
        else:
            if self._and and self._last == "thing" and self._is_alike(self._parted.things[-1], one):
                self._joined.add(one.start)
            self._parted.things.append(one)
            self._narrowed = False
            self._last = "thing"
        self._goes_on = self._and = False

    def _deny_before(self, cue: Match) -> None:
        things = self._parted.things
        if self._last == "unknown":
            self._parted.left[-1] = (self._parted.left[-1][0], cue.end)
        elif self._last == "thing":
            while things:
                one = things.pop()
                self._parted.unwanted.append(one)
                if one.start not in self._joined:
                    break
            self._last = "unwanted"
        self._waiting = None
        self._narrowed = False

    def _is_alike(self, one: Match, other: Match) -> bool:
        """Whether two things may be of one list: two colours, two materials, two of what a thing has.

        A thing is one of these where another is named that has it: dress without sleeves or belt.
        """
        sorts = self._sort(one), self._sort(other)
        has_thing = any(self._sort(thing) == "thing" for thing in self._parted.things)
        return sorts[0] == sorts[1] or (sorts == (OTHERS, "thing") and has_thing)

    def _sort(self, match: Match) -> str:
        values = values_of(match, set(), self._lexicon)
        if not values:
            return "thing"
        attribute = attribute_of(values[0].concept, self._lexicon)
        own = {"attribute.colour", "attribute.material", "attribute.audience"}
        return attribute if attribute in own else OTHERS
