"""Which concepts a buyer's text names: the term base read the other way round, words to concept ids.

    names = Naming.of(base, "de")
    [(n.text, n.concepts) for n in names.find("Wasserdichte Jacke")]

Inflected forms count, German compounds are looked into, Korean particles and Thai's missing spaces do
not hide a name. The longest name at a place stands: non-slip names no slip.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs

from argosy_commerce.channels import function_words
from argosy_commerce.folding import folded as compared
from argosy_commerce.proofreading.word_forms import Token, folded, forms, tokens
from argosy_commerce.proofreading.words import Span
from argosy_commerce.shop_words import shop_words
from argosy_commerce.stems import stem
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Concept, Kind, Role, Term
from argosy_commerce.terms.patterns import has_slots
from argosy_commerce.terms.strict_yaml import document

_WRITTEN_TOGETHER = frozenset({"ko", "th", "ja", "zh"})
_COMPOUNDING = frozenset({"de", "nl"})
_BY_STEMS = frozenset({"fr", "it", "nl", "pl", "pt", "ru", "tr"})
"""Languages in which a name has too many forms to write all out, or few that are regular."""
_SHORTEST_IN_COMPOUND = 5
"""Letters of a name that is looked for inside a compound: Seide in Seidenbluse, no Rot in Brot."""
_SHORTEST_HEAD = 3
_LINKS = ("", "s", "n", "en", "e", "-")
"""What German and Dutch put between the parts of a compound."""
_PREFIXES = frozenset(
    "ab an auf aus be bei durch ein ent er ge her hin miss mit nach over ont um ver vor zer zu".split()  # noqa: SIM905
)
"""What makes a verb of a verb (German, Dutch): verbinden is about no Binden."""
_NO_PARTS = {"alter": ("halter", "walter")}
"""Names that other words end in: a Behälter has no age."""
_DESCRIBING = frozenset({Kind.FEATURE, Kind.VALUE, Kind.AUDIENCE, Kind.OCCASION, Kind.SEASON})
_WITHOUT = frozenset("without ohne sin sans senza sem zonder bez без بدون".split())  # noqa: SIM905
"""The function words that deny what follows."""
_LONGEST_TEXT = 20_000
_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})
_THAI_MARKS = re.compile(r"[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")
_THAI_LEADING = re.compile(r"[\u0e40-\u0e44]")
_KOREAN_PARTICLES = re.compile(
    r"(?:은|는|이|가|을|를|의|에|로|으로|와|과|도|만|용|에서|까지|부터|이며|이고|입니다|인|된|형|성)?(?![가-힣])"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text. Several concepts may share a name (`light`)."""

    start: int
    end: int
    text: str
    concepts: frozenset[str]


class Naming:
    """One language's names of all concepts, compiled. Immutable, shared by threads."""

    _made: ClassVar[WeakKeyDictionary[TermBase, dict[tuple[str, bool, bool], Naming]]] = WeakKeyDictionary()

    def __init__(
        self,
        lexicon: Lexicon,
        language: str,
        *,
        claims: bool = True,
        shop: bool = False,
        further: Mapping[str, Sequence[str]] = _NONE,
    ) -> None:
        """Compiles the names; linear in their total length (about 0.1 s for 2,000 concepts).

        ``claims``: with words that claim a concept or describe another thing by it; without, only what it is
        called standing alone, so that a name found is a fact told. ``shop``: with what sellers and shoppers
        write for it besides, for finding what a title or a query may mean. ``further``: more names, by
        concept.
        """
        self.language = language.split("-", 1)[0]
        spelled: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
        by_key: defaultdict[str, set[str]] = defaultdict(set)
        single: defaultdict[str, set[str]] = defaultdict(set)
        for concept in lexicon:
            term = concept.term(self.language)
            bends = term is None or term.role is None or term.role is Role.ADJECTIVE
            more = further.get(concept.id, ())
            for surface in (*surfaces(concept, self.language, claims=claims, shop=shop), *more):
                keys = list(self._keys(surface, bends and concept.kind in _DESCRIBING))
                for key in keys:
                    by_key[key].add(concept.id)
                if self.language in _BY_STEMS:
                    for key in keys:
                        spelled[key].setdefault(folded(surface), set()).add(concept.id)
                if self.language in _COMPOUNDING and any(" " not in key.strip() for key in keys):
                    single[folded(surface)].add(concept.id)
        self._spelled = {key: names for key, names in spelled.items() if len(names) > 1}
        self._single = {name: frozenset(ids) for name, ids in single.items()}
        self._together = self.language in _WRITTEN_TOGETHER
        self._names = _automaton(by_key)
        self._inside = _automaton(
            {name: ids for name, ids in single.items() if len(name) >= _SHORTEST_IN_COMPOUND}
        )

    @classmethod
    def of(cls, base: TermBase, language: str, *, claims: bool = True, shop: bool = False) -> Naming:
        """The names of a term base in a language, compiled once for each."""
        made = cls._made.setdefault(base, {})
        key = (language.split("-", 1)[0], claims, shop)
        if key not in made:
            made[key] = cls(base.lexicon, key[0], claims=claims, shop=shop)
        return made[key]

    def find(self, text: str, masked: Sequence[Span] = ()) -> tuple[Named, ...]:
        """Every name outside the masked spans, the longest first served, in the order of the text."""
        text = text[:_LONGEST_TEXT]
        hits = self._in_letters(text) if self._together else self._in_words(text)
        taken = bytearray(len(text))
        for start, end in masked:
            taken[start:end] = b"\1" * len(taken[start:end])
        kept: list[Named] = []
        for hit in sorted(hits, key=lambda n: (n.start - n.end, n.start)):
            if taken.find(1, hit.start, hit.end) < 0:
                taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
                kept.append(hit)
        return tuple(sorted(kept, key=lambda n: n.start))

    def within(self, name: str) -> tuple[Named, ...]:
        """Shorter names that a name is made of: Winter in Winterstiefel, fiesta in vestido de fiesta."""
        pieces: list[tuple[int, int]] = []
        found = list(tokens(name, self.language))
        if self._together:
            # One Han character is a word (犬用ハーネス), one syllable of another script is none (점퍼, 퍼).
            shortest = 1 if "\u4e00" <= name[:1] <= "\u9fff" else 2
            pieces += [(0, end) for end in range(len(name) - 1, shortest - 1, -1)]
            pieces += [(start, len(name)) for start in range(1, len(name) - 1)]
        elif self.language in _COMPOUNDING and len(found) == 1 and len(found[0].word) == len(name):
            return tuple(self._first_of(found[0], name))
        pieces += [(found[0].start, token.end) for token in reversed(found[:-1])]
        pieces += [(token.start, found[-1].end) for token in found[1:]]
        pieces += [(token.start, token.end) for token in found[1:-1]]
        return tuple(
            Named(start, end, name[start:end], named.concepts)
            for start, end in pieces
            for named in self.find(name[start:end])
            if (named.start, named.end) == (0, end - start)
        )

    def _first_of(self, token: Token, name: str) -> Iterator[Named]:
        for end in range(len(name) - _SHORTEST_HEAD, _SHORTEST_HEAD, -1):
            for link in _LINKS:
                ids = self._single.get(token.word[:end].removesuffix(link)) if end > len(link) + 2 else None
                if ids:
                    yield Named(0, end, name[:end], ids)
                    return

    def concepts(self, text: str) -> frozenset[str]:
        """All concepts that a text may name."""
        return frozenset(concept for named in self.find(text) for concept in named.concepts)

    def _keys(self, surface: str, is_adjective: bool) -> Iterator[str]:
        if self.language in _WRITTEN_TOGETHER:
            plain = unicodedata.normalize("NFC", surface).casefold()
            yield plain
            if " " in plain:
                yield plain.replace(" ", "")
            return
        found = list(tokens(surface, self.language))
        words, keys = [token.word for token in found], [self._key(token) for token in found]
        if self.language in _BY_STEMS:
            if keys:
                yield f" {' '.join(keys)} "
            if len(words) == 2 and sum(map(len, words)) > 6:
                yield f" {words[0] + _stemmed(words[1], self.language)} "
            return
        # One word of a name bends at a time: botellas térmicas is found by botella térmica's two.
        bent = {tuple(keys)}
        for i, word in enumerate(words):
            for form in forms(word, self.language, is_adjective=is_adjective):
                bent.add((*keys[:i], form, *keys[i + 1 :]))
        if len(words) == 2:
            first, last = (forms(word, self.language, is_adjective=is_adjective) for word in words)
            bent |= {(a, b) for a in first for b in last}
        for parts in bent:
            if parts:
                yield f" {' '.join(parts)} "
        if len(words) == 2 and sum(map(len, words)) > 6:
            yield from (f" {''.join(parts)} " for parts in bent)  # non-slip, nonslip

    def _in_words(self, text: str) -> Iterator[Named]:
        found = list(tokens(text, self.language))
        line, starts, ends = " ", {}, {}
        for token in found:
            starts[len(line) - 1] = token.start
            line += self._key(token) + " "
            ends[len(line) - 1] = token.end
        for last, (length, ids) in self._names.iter(line):
            start, end = starts.get(last + 1 - length), ends.get(last)
            if start is not None and end is not None:
                key = line[last + 1 - length : last + 1]
                yield Named(start, end, text[start:end], self._nearest(key, text[start:end], ids))
        for first, second in itertools.pairwise(found):
            ids = self._whole(f" {self._joined(first, second)} ")  # water proof, waterproof
            if ids and len(first.key) + len(second.key) > 6:
                yield Named(first.start, second.end, text[first.start : second.end], ids)
        if self.language in _COMPOUNDING:
            for token in found:
                yield from self._in_compound(token, text)

    def _key(self, token: Token) -> str:
        return _stemmed(token.word, self.language) if self.language in _BY_STEMS else token.key

    def _joined(self, first: Token, second: Token) -> str:
        if self.language in _BY_STEMS:
            return first.word + _stemmed(second.word, self.language)
        return first.key + second.key

    def _whole(self, key: str) -> frozenset[str]:
        _, ids = self._names.get(key, (0, frozenset()))
        return frozenset(ids)

    def _in_compound(self, token: Token, text: str) -> Iterator[Named]:
        """Names that begin or end a longer word: wasserdicht in Wasserdichtigkeit, Hemd in Leinenhemd."""
        if self._whole(f" {self._key(token)} "):
            return
        exact = len(token.word) == token.end - token.start
        yield from self._short_head(token, text, exact=exact)
        for last, (length, ids) in self._inside.iter(token.word):
            start = last + 1 - length
            if token.word[:start] in _PREFIXES or token.word.endswith(_NO_PARTS.get(token.word[start:], ())):
                continue
            if start == 0 or last + 1 == len(token.word):
                # ß and letters of two marks change lengths: then the whole word is quoted.
                a, b = (token.start + start, token.start + last + 1) if exact else (token.start, token.end)
                yield Named(a, b, text[token.start : token.end], ids)

    def _nearest(self, key: str, text: str, ids: frozenset[str]) -> frozenset[str]:
        """Of names that one stem stands for those that begin as the text does: menina is no menino."""
        spelled = self._spelled.get(key)
        if spelled is None or len(ids) == 1:
            return ids
        said = folded(text)
        alike = {name: (_shared(name, said), name == said) for name in spelled}
        most = max(alike.values())
        return frozenset(c for name, names in spelled.items() if alike[name] == most for c in names)

    def _short_head(self, token: Token, text: str, *, exact: bool) -> Iterator[Named]:
        """Hose in Damenhose: a short name ends a compound where what stands before it is a name as well."""
        for length in range(_SHORTEST_HEAD, _SHORTEST_IN_COMPOUND):
            rest, head = token.word[:-length], token.word[-length:]
            ids = self._single.get(head)
            if ids is None or not any(rest.removesuffix(link) in self._single for link in _LINKS):
                continue
            start = token.end - length if exact else token.start
            yield Named(start, token.end, text[start : token.end], ids)
            if exact:
                firsts = (self._single.get(rest.removesuffix(link)) for link in _LINKS)
                first = next((found for found in firsts if found), frozenset())
                yield Named(token.start, start, text[token.start : start], first)

    def _in_letters(self, text: str) -> Iterator[Named]:
        plain = text.casefold()
        if len(plain) != len(text):
            plain = text.lower() if len(text.lower()) == len(text) else text
        for last, (length, ids) in self._names.iter(plain):
            start, end = last + 1 - length, last + 1
            if _stands(plain, start, end):
                yield Named(start, end, text[start:end], ids)


@lru_cache(maxsize=65_536)
def _stemmed(word: str, language: str) -> str:
    return stem(compared(word, language), language)


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def surfaces(concept: Concept, language: str, *, claims: bool = True, shop: bool = False) -> frozenset[str]:
    """Every way the term base says a concept, no patterns; with ``claims`` data/claim_words.yaml too, with
    ``shop`` what sellers and shoppers write besides (shop_words).

    Without ``claims`` only what it is called standing alone: no modifiers, no short forms, and a name keeps
    its denial, since small parts are not what is `without small parts`.
    """
    if concept.kind is Kind.ATTRIBUTE and concept.term(language) is None:
        return frozenset()
    found = set(_claim_words().get(concept.id, {}).get(language, ())) if claims else set()
    found |= set(shop_words(concept.id, language)) if shop else set()
    if term := concept.term(language):
        found |= {term.preferred, *term.alternatives, *(_forms(term) if claims else _bent(term))}
    if concept.kind is Kind.BRAND:
        found |= {term.preferred for term in concept.terms.values()}
    idle = function_words(language) if claims else function_words(language) - _WITHOUT
    bare = set()
    for surface in found:
        words = surface.split()
        while len(words) > 1 and words[0].casefold() in idle:
            words = words[1:]
        bare.add(" ".join(words))
    shortest = 1 if language in _WRITTEN_TOGETHER else 2
    return frozenset(s for s in bare if len(s) >= shortest and not has_slots(s))


def _bent(term: Term) -> Iterable[str]:
    yield from (term.plural,) if term.plural else ()
    yield from term.forms.values()


def _forms(term: Term) -> Iterable[str]:
    yield from _bent(term)
    yield from (form for form in (term.modifier, term.short) if form)
    if term.compound:
        yield term.compound.strip("-")


def _automaton(names: dict[str, set[str]] | defaultdict[str, set[str]]) -> Any:  # noqa: ANN401 — untyped C module
    built = ahocorasick.Automaton()
    built.add_word("\0", (1, frozenset()))  # an automaton without words cannot search
    # A concept has a hundred forms in German: their values are one object, which is most of the memory.
    alike: dict[tuple[int, frozenset[str]], tuple[int, frozenset[str]]] = {}
    for name, ids in names.items():
        value = (len(name), frozenset(ids))
        built.add_word(name, alike.setdefault(value, value))
    built.make_automaton()
    return built


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a name written without spaces around it may be one: no half syllable, no single letter."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start].isascii() and before.isascii() and before.isalnum():
        return False
    if text[end - 1].isascii() and after.isascii() and after.isalnum():
        return False
    if _THAI_LEADING.match(before) or _THAI_MARKS.match(after):
        return False
    if end - start > 1:
        return True
    if not "가" <= text[start] <= "힣":
        # 綿, 赤 stand alone between spaces; in 赤ちゃん and 白書 they are no word.
        apart = not (before.isalnum() or after.isalnum() or after == "々")
        return "\u4e00" <= text[start] <= "\u9fff" and apart
    free = not ("가" <= before <= "힣") if before else True
    return free and _KOREAN_PARTICLES.match(text, end) is not None


@cache
def _claim_words() -> dict[str, dict[str, list[str]]]:
    text = files("argosy_commerce").joinpath("data/claim_words.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = document(text)
    return rows
