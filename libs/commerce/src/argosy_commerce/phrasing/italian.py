"""Italian: adjectives close behind the noun; in cotone, a maniche corte, con cappuccio, da donna."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import names_word
from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, Place
from argosy_commerce.phrasing.romance import Romance
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Role, Term

_BEFORE = frozenset({"mini"})
"""What stands before its noun in titles; grande and piccolo sound like praise there."""
_VOWELS = "aàeèéiìoòuùh"
_BEFORE_LO = re.compile(r"s[bcdfghjklmnpqrtvwz]|z|gn|ps|pn|x|y")
"""Beginnings that take lo, gli, uno: lo zaino, gli stivali, lo smartphone, lo yoga."""
_ARTICLES = {
    "il ": "l ",
    "lo ": "llo ",
    "l'": "ll'",
    "la ": "lla ",
    "i ": "i ",
    "gli ": "gli ",
    "le ": "lle ",
}
_STEMS = {"di": "de", "a": "a", "da": "da", "in": "ne", "su": "su"}
_NAMED = ("a ", "ad ", "con ", "in ", "di ")
"""Behind a comma what these phrases bring is named itself: vita alta, scollo a V."""
_LAST = ("con ", "per ", "in confezione ", "in scatola", "in set ")
_MOST = {"a": 2, "ad": 1, "con": 2, "in": 2, "di": 1, "per": 1, "da": 2}
"""How many phrases with a preposition a noun carries; more would be a list."""
_MOST_ATTACHED = 6
_FOR_ANIMALS = " per animali"
_FOR_DOGS = " per cani"
_FOR_ALL = "audience.unisex"
_PETS = frozenset(
    f"audience.{animals}"
    for animals in (
        "birds",
        "cats",
        "dogs",
        "hamsters",
        "kittens",
        "large_dogs",
        "medium_dogs",
        "medium_large_dogs",
        "parrots",
        "puppies",
        "rabbits",
        "reptiles",
        "small_dogs",
        "small_medium_dogs",
        "small_pets",
    )
)
_PLUS_SIZES = "size.plus"
_BOY_OR_GIRL = frozenset({"per bambino", "per bambina"})
_BOY_AND_GIRL = frozenset({"audience.boys", "audience.girls"})
_SAID_BY = {
    "audience.pets": _PETS,
    "audience.women": frozenset({_FOR_ALL}),
    "audience.men": frozenset({_FOR_ALL}),
}
"""Whom others include: per gatti needs no «per animali domestici»."""
_INCLUDED = {
    "per animali domestici": re.compile(r"\b(?:cani|gatti)\b"),
    "da donna": re.compile(r"\bunisex\b"),
    "da uomo": re.compile(r"\bunisex\b"),
}
"""The same of what stands in a title already."""
_SORTS = {
    "sex": frozenset({"donna", "uomo"}),
    "child": frozenset({"bambina", "bambino"}),
    "parent": frozenset({"mamma", "nonna", "nonno", "papà"}),
    "people": frozenset({"adulti", "bambini", "neonati", "principianti", "senior", "studenti"}),
    "pet": frozenset(
        {
            "animali domestici",
            "cani",
            "conigli",
            "criceti",
            "cuccioli",
            "gatti",
            "gattini",
            "pappagalli",
            "piccoli animali",
            "uccelli",
        }
    ),
    "place": frozenset({"alloggi studenteschi", "balcone", "camera da letto", "ristoranti"}),
    "day": frozenset({"anniversari", "appuntamenti", "compleanno", "matrimonio"}),
}
_PURPOSE = "purpose"
"""What can stand in one list; all else is a purpose."""
_SHARED = re.compile(
    r"(da|per) (?!parete|terra|sposo|chef|parabrezza|\w+[aei]r[ei]\b)"
    r"(\w+|camera da letto|alloggi studenteschi|animali domestici|piccoli animali)"
)
"""What can share its preposition in a title: da cucina e bagno, per foto e video; not per dormire."""
_MEASURED = re.compile(r"(?:maniche|manica|vita|tacco|punta)$")
"""What a label measures and its values name again: Altezza vita: alta."""
_PREPOSITION = re.compile(r"(?:a|ad|al|alla|da|di|in|con|per|senza)\b")


class Italian(Romance):
    """As written in the shops of Italy.

    >>> italian = Italian()
    >>> italian.agree(Term(preferred="bianco"), Term(preferred="scarpe", gender="f", number="pl"))
    'bianche'
    >>> [italian.in_form(Term(preferred=word, gender="m"), "del") for word in ("cane", "zaino", "autunno")]
    ['del cane', 'dello zaino', "dell'autunno"]
    """

    language = "it"
    alone_agrees = True
    slot_forms = frozenset({"def", "indef", "pl", "del", "al", "dal", "nel", "sul"})
    order = (
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
        Place.OCCASION,
        Place.AUDIENCE,
    )
    room: ClassVar[Mapping[Place, int]] = {
        **Romance.room,
        Place.CUT: 2,
        Place.FEATURE: 2,
        Place.OTHER: 1,
        Place.PART: 1,
        Place.AUDIENCE: 4,
    }
    most_attached = _MOST_ATTACHED + 3
    most_adjectives = 3
    particles: ClassVar[Mapping[Place, str]] = {Place.MATERIAL: "in"}
    of = "di"
    relative = "che"
    in_nouns = frozenset(
        {"a", "ad", "al", "alla", "alle", "con", "da", "dei", "del", "della", "di", "e", "in", "per", "senza"}
    )
    with_article: ClassVar[Mapping[str, str]] = {
        "del": "di",
        "al": "a",
        "dal": "da",
        "nel": "in",
        "sul": "su",
    }
    contractions: ClassVar[Mapping[tuple[str, str], str]] = {
        (preposition, article): stem + ending
        for preposition, stem in _STEMS.items()
        for article, ending in _ARTICLES.items()
    }

    def feminine(self, word: str) -> str:
        if word.endswith("tore"):
            return word[:-4] + "trice"
        return word[:-1] + "a" if word.endswith("o") else word

    def many(self, word: str) -> str:
        return _plural(word)

    def inflects(self, word: str) -> bool:
        # Names (LED, USB) and elided articles (d'aria) stay as they are.
        return super().inflects(word) and word.isalpha() and word.islower()

    def definite_article(self, term: Term) -> str:
        many, word = term.number == "pl", term.preferred.casefold()
        if term.gender == "f":
            return "le " if many else "l'" if word[0] in _VOWELS else "la "
        if word[0] in _VOWELS:
            return "gli " if many else "l'"
        if _BEFORE_LO.match(word):
            return "gli " if many else "lo "
        return "i " if many else "il "

    def indefinite_article(self, term: Term) -> str:
        word = term.preferred.casefold()
        if term.gender == "f":
            return "un'" if word[0] in _VOWELS else "una "
        return "uno " if _BEFORE_LO.match(word) else "un "

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        before = [m for m in modifiers if self.stands_before(m)]
        bound = [m for m in modifiers if self.binds(m)]
        people = [m for m in modifiers if _is_person(m)]
        rest = [m for m in modifiers if m not in before and m not in bound and m not in people]
        # What it looks like comes last of the adjectives: abito da sera lungo rosso.
        close = sorted(filter(self.keeps_close, rest), key=lambda m: m.place in {Place.COLOUR, Place.PATTERN})
        far = [self.after(m, head.term) for m in rest if m not in close]
        noun = " ".join([*(m.term.as_modifier for m in before), _noun(head, modifiers)])
        # vestito da donna nero; but cappotto nero da uomo, for «uomo nero» is somebody else, and
        # abito da sera rosso da donna.
        named = " ".join([noun, *(self.after(m, head.term) for m in bound)])
        apart = any(self._could_describe(m, person, head) for m in close for person in people)
        looks = [self.after(m, head.term) for m in close]
        whom = self._sharing([m.term.as_modifier for m in people])
        near = [*looks, *whom] if apart or " da " in named else [*whom, *looks]
        return " ".join([noun, *names, *(self.after(m, head.term) for m in bound), *near, *self.chained(far)])

    def _could_describe(self, adjective: Modifier, person: Modifier, head: Head) -> bool:
        """Whether an adjective behind «da donna» could be taken for hers; «per bambini» follows all."""
        if adjective.role is not Role.ADJECTIVE or not person.term.as_modifier.startswith("da "):
            return True
        one = person.term.model_copy(update={"number": "sg"})
        return self.agree(adjective.term, head.term) == self.agree(adjective.term, one)

    def stands_before(self, modifier: Modifier) -> bool:
        return modifier.term.as_modifier in _BEFORE

    def binds(self, modifier: Modifier) -> bool:
        # zaino da viaggio nero, lampada LED da scrivania, peluche orsetto marrone
        purpose = modifier.place is not Place.AUDIENCE and modifier.term.as_modifier.startswith("da ")
        return _is_shown(modifier) or (purpose and modifier.role is Role.PREPOSITIONAL)

    def keeps_close(self, modifier: Modifier) -> bool:
        # resistente all'usura: as long as a phrase, and placed like one; not verde scuro.
        short = " " not in modifier.term.as_modifier or modifier.place is Place.COLOUR
        return short and super().keeps_close(modifier)

    def chained(self, phrases: list[str]) -> list[str]:
        chain: list[str] = []
        # What it comes with, for and in stands last: in cotone con cappuccio e tasche per la scuola.
        for phrase in sorted(phrases, key=lambda text: [text.startswith(word) for word in _LAST[::-1]]):
            if any(other.startswith(f"{phrase} ") for other in phrases):
                continue  # in tessuto, in tessuto Oxford
            if chain and phrase.startswith("con ") and chain[-1].startswith("con "):
                chain[-1] = _and(chain[-1], phrase.removeprefix("con "))
            else:
                chain.append(phrase)
        return chain

    def attachable(self, modifier: Modifier) -> bool:
        # A noun of its own (idea regalo, taglie forti) follows a comma.
        own = modifier.place is Place.OCCASION and modifier.role is Role.NOUN
        return super().attachable(modifier) and not own and modifier.concept.id != _PLUS_SIZES

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        known = _without_doubles(phrase)
        people = [m for m in known.modifiers if m.place is Place.AUDIENCE]
        # scarpine unisex per neonati; but who else is described, premaman or petite, follows a comma
        aside = [m for m in people[1:] if not _is_person(m) and m.concept.id != _FOR_ALL]
        beside = replace(known, modifiers=tuple(m for m in known.modifiers if m not in aside))
        attached, trailing = super().split(beside)
        left = dict(_MOST)
        if phrase.head is not None:
            noun = _noun(phrase.head, attached)
            left.update({word: 0 for word in ("da", "per") if f" {word} " in noun})
        kept: list[Modifier] = []
        whom = ""
        # da donna before per mezza età: who wears a thing tells more than for whom else it is.
        for modifier in sorted(attached, key=lambda m: (TELLING.index(m.place), _is_for(m))):
            word = modifier.term.as_modifier.partition(" ")[0]
            rest = modifier.term.as_modifier.partition(" ")[2]
            if _is_person(modifier) and whom:
                fits = _sort(rest) != _PURPOSE and f"{word} {_sort(rest)}" == whom  # per cani e gatti
            elif modifier.place is Place.AUDIENCE and not _is_person(modifier):
                fits = not rest
            elif modifier.role is Role.PREPOSITIONAL and word in left:
                is_da = word == "da" and modifier.place is Place.AUDIENCE
                left[word] -= not is_da
                fits = is_da or left[word] >= 0
            else:
                fits = True
            if fits and _phrases([*kept, modifier]) <= _MOST_ATTACHED:
                kept.append(modifier)
                whom = whom or (f"{word} {_sort(rest)}" if _is_person(modifier) else "")
        rest_of_it = [*attached, *trailing, *aside]
        trailing = [m for m in known.modifiers if m in rest_of_it and m not in kept]
        return sorted((m for m in attached if m in kept), key=self._rank), trailing

    def _rank(self, modifier: Modifier) -> int:
        # lampada LED da cucina da parete
        return (
            0
            if _is_shown(modifier)
            else 1
            if modifier.place is Place.OCCASION and self.binds(modifier)
            else 2
        )

    def repeats(self, modifier: Term, noun: Term) -> bool:
        # costume da bagno, da bagno; tappetino auto, da auto; giacca imbottita, imbottita.
        said = {modifier.as_modifier, self.agree(modifier, noun), modifier.preferred, *modifier.alternatives}
        if any(names_word(noun.preferred, word) for word in said):
            return True
        # cannuccia, con cannuccia a gravità
        if modifier.preferred.startswith(f"{noun.preferred} ") and modifier.modifier:
            return True
        # bagnoschiuma, da bagno; fermacapelli, per capelli; profumo, profumato
        word = re.sub(r"^(?:da|per) |(?<=\w{6})ato$", "", modifier.as_modifier)
        return len(word) > 4 and word.isalpha() and word in noun.preferred

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if head is not None and not modifier.purity:
            named = term.as_modifier.startswith(_NAMED) and " " in term.preferred
            if self.stands_before(modifier) or (named and modifier.place is not Place.AUDIENCE):
                return term.preferred
            if modifier.role is Role.NOUN:
                return self.after(modifier, head.term)
        return super().alone(modifier, head)

    def pure(self, material: Term, percent: int) -> str:
        return self.share(Decimal(percent), material)

    def of_pure(self, material: Term, percent: int) -> str:
        return self.pure(material, percent)

    def listed(self, words: Sequence[str]) -> str:
        *others, last = words or ("",)
        return _and(", ".join(others), last) if others else last

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        # Grande e silenziosa, doppio strato: only what is of one sort is joined by «e».
        alone = [(m, self.alone(m, head)) for m in modifiers]
        others = list(dict.fromkeys(word for m, word in alone if not _is_quality(m, word)))
        # spina pieghevole, pieghevole
        said = set(" ".join(others).split())
        words = list(dict.fromkeys(w for m, w in alone if _is_quality(m, w) and w not in said))
        apart = any(m.role is Role.INVARIABLE and not _is_quality(m, word) for m, word in alone)
        if apart or any(_PREPOSITION.match(word) or " e " in word for word in others):
            return self.together([self.listed(words), *others] if words else others)
        return self.together([self.listed(of_a_sort) for of_a_sort in (words, others) if of_a_sort])

    def in_title(self, chunks: Sequence[str]) -> str:
        core, *rest = chunks or ("",)
        return self.together([core, *self._sharing([chunk for chunk in rest if not _is_said(chunk, chunks)])])

    def _sharing(self, phrases: Sequence[str]) -> list[str]:
        """Phrases with one preposition as one list: da uomo e donna, per studenti e principianti."""
        lists: dict[str, list[str]] = {}
        words: dict[str, str] = {}
        for phrase in dict.fromkeys(phrases):
            match = _SHARED.fullmatch(phrase)
            key = f"{match[1]} {_sort(match[2])}" if match else f", {phrase}"
            words[key] = f"{match[1]} " if match else ""
            lists.setdefault(key, []).append(match[2] if match else phrase)
        return [f"{words[key]}{self.listed(rest)}" for key, rest in lists.items()]

    def sentence(self, text: str) -> str:
        # anti-UV is no name that keeps its small letter, as iPhone is.
        return text[:1].upper() + text[1:] if re.match(r"[a-zàèéìòù]+-", text) else super().sentence(text)

    def spec(self, attribute: str, value: str) -> str:
        # Scollo: a V, not scollo a V; Altezza vita: alta.
        names = [attribute, *_MEASURED.findall(attribute)]
        label = re.compile(rf"(?:{'|'.join(map(re.escape, names))}) ", re.IGNORECASE)
        parts = value.split(", ")
        again = all(label.match(part) for part in parts)
        if not again and re.match(rf"{re.escape(attribute)} \d", value, re.IGNORECASE):
            return super().spec(attribute, value[len(attribute) + 1 :])  # Larghezza: 1,5 m, altezza 2,7 m
        bare = ", ".join(label.sub("", part, count=1) for part in parts) if again else value
        large = value[:1].isupper() and not (bare != value and _PREPOSITION.match(bare))
        return super().spec(attribute, self.sentence(bare) if large else bare)

    def measure_in_title(self, measure: Measure, text: str) -> str:
        if not isinstance(measure, Size):
            return text
        return f"{'taglia' if measure.high is None else 'taglie'} {text}"


def _is_said(chunk: str, chunks: Sequence[str]) -> bool:
    """Whether a title says for whom it is already.

    >>> _is_said("per bambini", ["Zaino", "per bambini", "per bambino"])
    True
    >>> _is_said("per bambino", ["Zaino per bambini", "per bambino"])
    True
    >>> _is_said("con tacco", ["Sandali da donna con tacco alto", "con tacco"])
    True
    >>> _is_said("con cannuccia", ["Biberon", "con cannuccia", "cannuccia a gravità"])
    True
    """
    if _PREPOSITION.match(chunk):
        longer = re.compile(rf"(?<!\w){re.escape(chunk)} (?!e\b)")
        named = f"{chunk.removeprefix('con ')} "
        if longer.search(chunks[0]) or any(
            longer.match(other) or other.startswith(named) for other in chunks
        ):
            return True
    if chunk in _INCLUDED:
        return _INCLUDED[chunk].search(" ".join(chunks)) is not None
    if chunk == "per bambini":
        one = ("per bambino" in chunks) != ("per bambina" in chunks)
        return one or re.search(r"\bbambin[oa]\b", chunks[0]) is not None
    if chunk in _BOY_OR_GIRL:
        return "per bambini" in chunks[0] or ("per bambini" in chunks and set(chunks) >= _BOY_OR_GIRL)
    return False


def _sort(word: str) -> str:
    return next((sort for sort, words in _SORTS.items() if word in words), _PURPOSE)


def _is_quality(modifier: Modifier, word: str) -> bool:
    """Adjectives and words like antiurto; not effetto naturale, fai da te, grande capacità."""
    if modifier.role is Role.ADJECTIVE:
        return not (modifier.term.modifier and word == modifier.term.preferred)
    return modifier.role is Role.INVARIABLE and " " not in word


def _is_person(modifier: Modifier) -> bool:
    return modifier.place is Place.AUDIENCE and modifier.role is Role.PREPOSITIONAL


def _is_for(modifier: Modifier) -> bool:
    return _is_person(modifier) and not modifier.term.as_modifier.startswith("da ")


def _noun(head: Head, modifiers: Sequence[Modifier]) -> str:
    """The head; fontanella per animali is a «fontanella per gatti» where cats are named.

    Guinzaglio per cani is a «guinzaglio» where it is said which dogs: per cani medi e grandi.
    """
    if any(m.term.as_modifier.startswith(f"{_FOR_DOGS.strip()} ") for m in modifiers):
        return head.term.preferred.removesuffix(_FOR_ANIMALS).removesuffix(_FOR_DOGS)
    named = any(m.concept.id in _PETS for m in modifiers)
    return head.term.preferred.removesuffix(_FOR_ANIMALS) if named else head.term.preferred


def _phrases(modifiers: Sequence[Modifier]) -> int:
    """How many phrases modifiers make; those for whom it is are one."""
    people = sum(map(_is_person, modifiers))
    return len(modifiers) - max(0, people - 1)


def _without_doubles(phrase: NounPhrase) -> NounPhrase:
    """Without what another says as well: per bambini beside per bambino, con tacco beside con tacco alto."""
    ids = {m.concept.id for m in phrase.modifiers}
    doubles = {one for one, others in _SAID_BY.items() if ids & others}
    if "audience.children" in ids and ids & _BOY_AND_GIRL:
        doubles |= _BOY_AND_GIRL if ids >= _BOY_AND_GIRL else {"audience.children"}
    tied = [m.term.as_modifier for m in phrase.modifiers if m.role is Role.PREPOSITIONAL]
    short = {one for one in tied if any(other.startswith(f"{one} ") for other in tied)}
    return replace(
        phrase,
        modifiers=tuple(
            m
            for m in phrase.modifiers
            if m.concept.id not in doubles
            and not (m.role is Role.PREPOSITIONAL and m.term.as_modifier in short)
        ),
    )


def _and(before: str, word: str) -> str:
    """Two things joined; «ed» before an e.

    >>> _and("leggero", "elastico"), _and("leggero", "morbido")
    ('leggero ed elastico', 'leggero e morbido')
    """
    return f"{before} {'ed' if word[:1].casefold() in {'e', 'è'} else 'e'} {word}"


def _is_shown(modifier: Modifier) -> bool:
    """What a thing shows and a technique's name come right behind it: peluche orsetto, lampada LED."""
    word = modifier.term.as_modifier
    shown = modifier.place is Place.PATTERN or not word.islower()
    return modifier.role is Role.INVARIABLE and shown and word.isalpha()


def _plural(word: str) -> str:  # noqa: PLR0911 — one per ending
    """The plural of a noun or adjective by its ending; -a is taken for feminine.

    >>> [_plural(word) for word in ("bianco", "elastico", "largo", "larga", "ampio", "verde", "sport")]
    ['bianchi', 'elastici', 'larghi', 'larghe', 'ampi', 'verdi', 'sport']
    >>> [_plural(word) for word in ("camicia", "fascia", "città", "serie", "giacca", "antico")]
    ['camicie', 'fasce', 'città', 'serie', 'giacche', 'antichi']
    """
    if not re.search(r"[aeo]$", word) or word.endswith("ie"):
        return word
    if re.search(r"[cg]a$", word):
        return word[:-1] + "he"
    if re.search(r"[^aeiou][cg]ia$", word):
        return word[:-2] + "e"
    if word.endswith("a"):
        return word[:-1] + "e"
    if word.endswith("io"):
        return word[:-1]
    if word.endswith("go") or (re.search(r"co$", word) and not re.search(r"[ai]co$", word)):
        return word[:-1] + "hi"
    if word in _HARD:
        return word[:-1] + "hi"
    return word[:-1] + "i"


_HARD = frozenset({"antico", "carico", "opaco", "scarico"})
"""Words in -aco and -ico that keep the hard sound."""
