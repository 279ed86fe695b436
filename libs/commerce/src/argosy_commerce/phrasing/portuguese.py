"""Brazilian Portuguese: whom it is for right behind the noun; in titles de algodão preto, manga curta."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import names_word
from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, Place
from argosy_commerce.phrasing.romance import Romance
from argosy_commerce.terms.model import Role, Term

_SMALL = frozenset(
    "a à ao aos as às até com da das de do dos e em entre na nas no nos o os ou para por que sem sob sobre um uma via".split()  # noqa: SIM905, E501 — a list of words
)
"""Words that stay small in a title."""
_UNITS = frozenset(
    "mm cm m km kg g mg t ml h min s d mAh x px rpm lm psi bar ct dB fps lb oz km/h mm/s".split()  # noqa: SIM905 — a list of words
)
_OF = "de "
_FOR = "para "
_WITH = "com "
_BEFORE = frozenset({"mini"})
_MOST = {"com ": 2, _FOR: 1, "que ": 0}
"""How many such phrases a noun carries; more would be a list."""
_SHARED = re.compile(r"(com|sem|para)(?! [oa]s?\b) ")
"""Prepositions that neighbours share: com capuz e bolsos; but para o rosto."""
_MOST_TOGETHER = 3
_BOTH_WAYS = ("com fio", "sem fio")
_WIRED_OR_NOT = "com e sem fio"
_ALIKE = {
    "children": {"audience.boys", "audience.girls"},
    "pets": {"audience.cats", "audience.dogs"},
    "mothers": {"audience.mothers", "audience.grandmothers"},
    "fathers": {"audience.fathers", "audience.grandfathers"},
}
"""Whom one «para» takes together: para menino e menina; but para bebê, para gestante."""
_PLURALS = {
    **{word: f"{word}s" for word in ("mão", "grão", "irmão", "cidadão", "órgão", "são", "chão")},
    "pão": "pães",
    "cão": "cães",
    "alemão": "alemães",
}
_PLURAL_ENDINGS = (
    (r"ão$", "ões"),
    (r"m$", "ns"),
    (r"ês$", "eses"),
    (r"ás$", "ases"),
    (r"us$", "us"),
    (r"(r|z)$", r"\1es"),
    (r"(s|x)$", r"\1"),
)
_FEMININE = {"bom": "boa", "mau": "má", "espanhol": "espanhola"}
_FEMININE_ENDINGS = (
    (r"eu$", "eia"),
    (r"ão$", "ã"),
    (r"o$", "a"),
    (r"(d|[st])or$", r"\1ora"),
    (r"ês$", "esa"),
    (r"u$", "ua"),
)


class Portuguese(Romance):
    """As written in the shops of Brazil.

    >>> portuguese = Portuguese()
    >>> portuguese.agree(Term(preferred="confortável"), Term(preferred="botas", gender="f", number="pl"))
    'confortáveis'
    >>> [portuguese.in_form(Term(preferred="verão", gender="m"), form) for form in ("de", "em", "a")]
    ['do verão', 'no verão', 'ao verão']
    """

    language = "pt"
    alone_agrees = True
    slot_forms = frozenset({"def", "indef", "pl", "de", "em", "a", "por", "para"})
    order = (
        Place.OCCASION,
        Place.AUDIENCE,
        Place.SEASON,
        Place.STYLE,
        Place.FIT,
        Place.FEATURE,
        Place.OTHER,
        Place.COLOUR,
        Place.PATTERN,
        Place.CUT,
        Place.MATERIAL,
        Place.PART,
    )
    room: ClassVar[Mapping[Place, int]] = {
        **Romance.room,
        Place.CUT: 2,
        Place.FEATURE: 4,
        Place.OCCASION: 3,
        Place.AUDIENCE: 3,
        Place.PART: 1,
        Place.OTHER: 1,
    }
    most_attached = 9
    most_adjectives = 5
    closest = frozenset({Place.OCCASION})
    particles: ClassVar[Mapping[Place, str]] = {Place.AUDIENCE: "para", Place.PART: "com"}
    relative = "que"
    in_nouns = frozenset({"a", "ao", "com", "da", "das", "de", "do", "dos", "e", "em", "para", "por", "sem"})
    with_article: ClassVar[Mapping[str, str]] = {"de": "de", "em": "em", "a": "a", "por": "por"}
    contractions: ClassVar[Mapping[tuple[str, str], str]] = {
        (preposition, f"{article} "): f"{stem}{article} "
        for preposition, stem in (("de", "d"), ("em", "n"), ("por", "pel"))
        for article in ("o", "a", "os", "as")
    } | {("a", "o "): "ao ", ("a", "a "): "à ", ("a", "os "): "aos ", ("a", "as "): "às "}

    def feminine(self, word: str) -> str:
        if word in _FEMININE:
            return _FEMININE[word]
        for ending, becomes in _FEMININE_ENDINGS:
            if re.search(ending, word):
                return re.sub(ending, becomes, word)
        return word

    def many(self, word: str) -> str:
        """The plural of one word.

        >>> [Portuguese().many(word) for word in ("azul", "lençol", "fácil", "infantil", "botão", "marrom")]
        ['azuis', 'lençóis', 'fáceis', 'infantis', 'botões', 'marrons']
        """
        if word in _PLURALS:
            return _PLURALS[word]
        if word.endswith("l"):
            return _many_of_l(word)
        for ending, becomes in _PLURAL_ENDINGS:
            if re.search(ending, word):
                return re.sub(ending, becomes, word)
        return word + "s"

    def definite_article(self, term: Term) -> str:
        article = "a" if term.gender == "f" else "o"
        return f"{article}s " if term.number == "pl" else f"{article} "

    def indefinite_article(self, term: Term) -> str:
        return "uma " if term.gender == "f" else "um "

    def in_form(self, term: Term, form: str) -> str:
        if form == "para":  # what stands behind it: viagem, dormir, o dia a dia
            said = term.as_modifier
            return said.removeprefix(_FOR) if said.startswith(_FOR) else term.preferred
        return super().in_form(term, form)

    def spec(self, attribute: str, value: str) -> str:
        # Bolsos: sim, not «Com bolsos: sim».
        if attribute.casefold().startswith(_WITH):
            attribute = f"{attribute[len(_WITH)].upper()}{attribute[len(_WITH) + 1 :]}"
        if value.casefold() == attribute.casefold():
            value = "Sim" if value[:1].isupper() else "sim"  # Elástico: sim
        # Gola: redonda, not «gola: gola redonda».
        said = re.sub(rf"^{re.escape(attribute)} (?=\w)", "", value, flags=re.IGNORECASE)
        return super().spec(attribute, self.sentence(said) if value[:1].isupper() else said)

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        return self._phrase(head, modifiers, names, in_title=False)

    def title_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        return self._phrase(head, modifiers, names, in_title=True)

    def _phrase(
        self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str], *, in_title: bool
    ) -> str:
        before = [m.term.as_modifier for m in modifiers if self.stands_before(m)]
        behind = [m for m in modifiers if not self.stands_before(m)]
        where = [m for m in behind if m.place is Place.OCCASION]
        behind = [*reversed(where), *(m for m in behind if m not in where)]
        behind.sort(key=lambda m: self._rank(m, in_title=in_title))
        kinds = [self.after(m, head.term) for m in behind if self.binds(m)]
        whom = [self.after(m, head.term) for m in behind if _is_whom(m)]
        behind = [m for m in behind if not self.binds(m)]
        said = [m.term.preferred if in_title and _has_it(m) else self.after(m, head.term) for m in behind]
        if len(whom) > 1:  # feminina e masculina
            said = [self.listed(whom) if word == whom[0] else word for word in said if word not in whom[1:]]
        noun = _without_general(head.term.preferred, modifiers)
        said = [word.removeprefix(f"{_WITH}{noun} ") for word in said]  # not «canudo com canudo com peso»
        return " ".join([*before, noun, *kinds, *names, *self.chained(said)])

    def _rank(self, modifier: Modifier, *, in_title: bool) -> int:  # noqa: PLR0911 — one per place
        """Where behind the noun: mochila de viagem masculina impermeável preta com rodinhas."""
        word = modifier.term.as_modifier
        if modifier.role is Role.INVARIABLE and not word.islower() and word.isalpha():
            return 0  # a technique's name: fone de ouvido Bluetooth
        if self.binds(modifier):
            return 1
        if word.startswith(tuple(_MOST)):
            return 9 + word.startswith(_FOR)
        if modifier.place is Place.AUDIENCE:
            return 2
        if modifier.place is Place.SEASON:
            return 3
        if modifier.place in {Place.COLOUR, Place.PATTERN}:
            return 6 if in_title else 4
        if modifier.place is Place.MATERIAL:
            return 5 if in_title else 8
        if self.keeps_close(modifier) and (modifier.place is Place.FEATURE or " " not in word):
            return 4
        return 7

    def binds(self, modifier: Modifier) -> bool:
        # de parede, de mão: a kind of the thing, not something it has.
        kind = modifier.place is Place.FEATURE and modifier.role is Role.PREPOSITIONAL
        return super().binds(modifier) or (kind and modifier.term.preferred.startswith(_OF))

    def keeps_close(self, modifier: Modifier) -> bool:
        # resistente ao desgaste: as long as a phrase, and placed like one; but sem fio, dupla face.
        short = modifier.role is Role.INVARIABLE or " " not in modifier.term.as_modifier
        return short and super().keeps_close(modifier)

    def stands_before(self, modifier: Modifier) -> bool:
        return modifier.term.as_modifier in _BEFORE

    def chained(self, phrases: list[str]) -> list[str]:
        if set(_BOTH_WAYS) <= set(phrases):  # com e sem fio, not «sem fio com fio»
            first = min(phrases.index(way) for way in _BOTH_WAYS)
            rest = [phrase for phrase in phrases if phrase not in _BOTH_WAYS]
            phrases = [*rest[:first], _WIRED_OR_NOT, *rest[first:]]
        chain: list[list[str]] = []
        for phrase in phrases:
            shared = _SHARED.match(phrase)
            before = _SHARED.match(chain[-1][0]) if chain else None
            if shared and before and shared[0] == before[0]:
                chain[-1].append(phrase.removeprefix(shared[0]))
            else:
                chain.append([phrase])
        return [self.listed(together) for together in chain]

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        attached, trailing = super().split(phrase)
        too_many = self._too_many(attached, phrase.head)
        if too_many:
            rest = tuple(m for m in phrase.modifiers if m not in too_many)
            attached, trailing = self.split(replace(phrase, modifiers=rest))
            return attached, [m for m in phrase.modifiers if m in trailing or m in too_many]
        # A title without room leaves out the first of a place: the last of para casa e escritório, and
        # de ciclismo at the end.
        where = [m for m in attached if m.place is Place.OCCASION]
        where.sort(key=lambda m: (self.binds(m), -phrase.modifiers.index(m)))
        return [*where, *(m for m in attached if m not in where)], trailing

    def _too_many(self, attached: list[Modifier], head: Head | None) -> list[Modifier]:
        """What would make a list of the noun phrase: a third «com», a second «de viagem»."""
        noun = _without_general(head.term.preferred, attached) if head is not None else ""
        left = {start: most - (f" {start}" in noun) for start, most in _MOST.items()}
        bound = 1
        whom: list[Modifier] = []
        sort_of: str | None = None
        too_many: list[Modifier] = []
        for modifier in sorted(attached, key=lambda m: TELLING.index(m.place)):
            start = next((start for start in left if modifier.term.as_modifier.startswith(start)), None)
            sort = _sort_of(modifier)
            if any(_says(other.term.as_modifier, modifier.term.as_modifier) for other in attached):
                too_many.append(modifier)  # com caixa para presente, para presente
            elif self.binds(modifier):
                bound -= 1
                too_many += [modifier] * (bound < 0)
            elif start is None and modifier.place is Place.AUDIENCE:
                whom.append(modifier)  # infantil; a second, unissex, trails; but feminina e masculina
                too_many += [modifier] * (len(whom) > 1 and not all(map(_is_whom, whom)))
            elif start == _FOR and sort == sort_of:
                continue  # para sala e quarto
            elif start is not None:
                left[start] -= 1
                too_many += [modifier] * (left[start] < 0)
                sort_of = sort if start == _FOR and left[start] >= 0 else sort_of
        return too_many

    def trailed(
        self, modifiers: Sequence[Modifier], head: Head | None
    ) -> list[tuple[str, Sequence[Modifier]]]:
        # para casa e escritório, not «para casa, para escritório»; but para presente, para montar.
        groups: dict[str, list[Modifier]] = {}
        for modifier in modifiers:
            shared = _SHARED.match(self.alone(modifier, head))
            sort = _sort_of(modifier) if shared and shared[0] == _FOR else ""
            group = f"{shared[0]}{sort}" if shared else modifier.concept.id
            if len(groups.get(group, ())) == _MOST_TOGETHER:
                group += "…"
            groups.setdefault(group, []).append(modifier)
        return [(self.chained([self.alone(m, head) for m in group])[0], group) for group in groups.values()]

    def in_title(self, chunks: Sequence[str]) -> str:
        """What the core already says does not trail it: com canudo com peso; lápis para gabarito.

        >>> Portuguese().in_title(["copo com canudo dobrável", "com canudo", "ideal para gabarito"])
        'copo com canudo dobrável, ideal para gabarito'
        """
        core = chunks[0] if chunks else ""
        return super().in_title([*chunks[:1], *(c for c in chunks[1:] if not _says(core, _what(c)))])

    def sentence(self, text: str) -> str:
        # Porta-CNH, as any word; but iPhone.
        start = text.split(" ", 1)[0].split("-", 1)
        ours = len(start) > 1 and len(start[0]) > 1 and start[0].islower()
        return text[:1].upper() + text[1:] if ours else super().sentence(text)

    def measured(self, text: str) -> str:
        """Ranges that begin below nought take a word.

        >>> Portuguese().measured("-20–50 °C")
        '-20 a 50 °C'
        """
        return re.sub(r"^(-\d[\d.,]*)–", r"\1 a ", text)

    def repeats(self, modifier: Term, noun: Term) -> bool:
        # capa para carro, para carro; caixa organizadora, organizador; fone sem fio, sem fio.
        said = {modifier.as_modifier, self.agree(modifier, noun), modifier.preferred, *modifier.alternatives}
        return any(names_word(noun.preferred, word) for word in said)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if head is None or modifier.purity:
            return super().alone(modifier, head)
        if modifier.role is Role.NOUN and modifier.place in {Place.OCCASION, Place.SEASON}:
            return f"{_FOR}{term.preferred if modifier.place is Place.OCCASION else self.definite(term)}"
        if term.as_modifier.startswith("que "):
            return term.forms.get("pl", term.preferred) if head.term.number == "pl" else term.preferred
        return term.preferred if _has_it(modifier) else super().alone(modifier, head)

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        # What a thing is, has and does makes no one list: grande capacidade, impermeável.
        pairs = [(modifier, self.alone(modifier, head)) for modifier in modifiers]
        # com plugue dobrável says dobrável.
        pairs = [pair for pair in pairs if not any(_says(word, pair[1]) for _, word in pairs)]
        words = self.chained([word for _, word in pairs])
        kinds = {_kind_said(*pair) for pair in pairs}
        plain = len(kinds) == 1 and not any(" e " in word for word in words)
        return self.listed(words) if plain else self.comma.join(words)

    def pure(self, material: Term, percent: int) -> str:
        return self.share(Decimal(percent), material)

    def of_pure(self, material: Term, percent: int) -> str:
        return self.pure(material, percent)

    def title(self, text: str) -> str:
        """Capitals on all words but the small ones, as on Mercado Livre.

        >>> Portuguese().title("guarda-chuva com LED azul-marinho, 1,5 m")
        'Guarda-Chuva com LED Azul-Marinho, 1,5 m'
        """
        words = text.split(" ")
        return " ".join(
            word if index and word.strip(",") in _SMALL else _capital(word)
            for index, word in enumerate(words)
        )


def _many_of_l(word: str) -> str:
    stressed_before = re.search(r"[áéíóúâêô].*l$", word) is not None
    stem, vowel = word[:-2], word[-2]
    if vowel == "i":
        return stem + ("eis" if stressed_before else "is")
    if not stressed_before:
        vowel = {"e": "é", "o": "ó"}.get(vowel, vowel)
    return stem + vowel + "is"


def _has_it(modifier: Modifier) -> bool:
    """What a thing has, which stands without «de» in a title and after a comma: manga curta."""
    term = modifier.term
    return modifier.role is Role.PREPOSITIONAL and term.as_modifier == f"{_OF}{term.preferred}"


def _is_whom(modifier: Modifier) -> bool:
    return modifier.concept.id in {"audience.women", "audience.men"} and modifier.role is Role.ADJECTIVE


def _sort_of(modifier: Modifier) -> str:
    """What «para» says: for whom, to do what, or where and when; the sorts make no one list."""
    if modifier.place is Place.AUDIENCE:
        own = modifier.concept.id
        return next((sort for sort, whom in _ALIKE.items() if own in whom), own)
    if modifier.place is not Place.OCCASION:
        return modifier.place
    if re.match(rf"{_FOR}[oa]s? ", modifier.term.as_modifier):
        return modifier.concept.id  # para o rosto shares no «para»
    word = modifier.term.as_modifier.removeprefix(_FOR).split(" ")[0]
    return "do" if re.search(r"[aei]r(-se)?$", word) else "there"


def _without_general(noun: str, modifiers: Sequence[Modifier]) -> str:
    """fonte para pets, but fonte para gato: once whom it is for is told."""
    told = any(m.place is Place.AUDIENCE and m.term.as_modifier.startswith(_FOR) for m in modifiers)
    return noun.removesuffix(" para pets") if told else noun


def _says(text: str, word: str) -> bool:
    return text != word and re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def _what(chunk: str) -> str:
    """Of «ideal para provas», para provas."""
    return chunk.removeprefix("ideal ")


def _kind_said(modifier: Modifier, word: str) -> str:
    said = modifier.term.as_modifier
    if modifier.role is not Role.PREPOSITIONAL:
        return "is"
    if said.startswith((_FOR, "que ")):
        return said.split(" ")[0]
    return "has" if word != said else "is"


def _capital(word: str) -> str:
    if word.strip(",.") in _UNITS:
        return word
    return "-".join(
        part if any(character.isupper() for character in part) else part[:1].upper() + part[1:]
        for part in word.split("-")
    )
