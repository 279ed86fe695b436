"""German: compounds, strong adjective endings before the noun, «aus», «mit», «für» said once behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import ClassVar

from argosy_commerce.phrasing.germanic import Germanic
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Role, Term

_STRONG = {"m": "er", "f": "e", "n": "es"}
_ARTICLES = {
    "def": {
        "nom": {"m": "der", "f": "die", "n": "das", "pl": "die"},
        "acc": {"m": "den", "f": "die", "n": "das", "pl": "die"},
        "dat": {"m": "dem", "f": "der", "n": "dem", "pl": "den"},
        "gen": {"m": "des", "f": "der", "n": "des", "pl": "der"},
    },
    "indef": {
        "nom": {"m": "ein", "f": "eine", "n": "ein", "pl": ""},
        "acc": {"m": "einen", "f": "eine", "n": "ein", "pl": ""},
        "dat": {"m": "einem", "f": "einer", "n": "einem", "pl": ""},
        "gen": {"m": "eines", "f": "einer", "n": "eines", "pl": ""},
    },
}
_CASES = ("nom", "acc", "dat", "gen")
_UNISEX = "audience.unisex"
_LONGEST_CLOSED = 22
"""Letters up to which a compound is written closed; DIN 5008 and Duden advise a hyphen beyond."""
_SHORT_NOUN, _SHORT_COMPOUND = 9, 15
"""A longer noun is a compound itself (Handyhülle): it takes a hyphen, Silikon-Handyhülle."""
_LONGEST, _LONGEST_BETWEEN, _NOUN_BETWEEN = 28, 16, 9
"""Letters of part and noun; where an audience stands before them (Damen-Sommersandalen), and of the noun."""
_ORDER = ("aus", "im", "in", "nach", "mit", "ohne", "gegen", "bei", "für", "zum", "zu", "als")
"""Phrases behind the noun from the closest: Kleid aus Seide mit Gürtel für den Sommer."""
_FORMS_OF = {"fürs": "für", "zur": "zum"}
_JOINING = {"aus", "mit", "ohne", "gegen", "für", "zum"}
_SHORT_PART = 4
"""Letters that stand in many words by accident: rot in Brotdose, Eis in Reiskocher."""

_CARRIED = re.compile(r"([Tt]asche|[Rr]ucksack|[Kk]offer|tüte|beutel)$")
"""Made to be carried: «tragbare Reisetasche» says nothing."""
_SAID_BY = {
    "tragbar": _CARRIED,
    "automatisch": re.compile("automat"),
    "freistehend": re.compile("[Vv]orhang"),
    "Babys": re.compile("Wickel|Krabbel|Lätzchen|Schnuller|Strampler|Laufgitter|sauger$"),
    "Radfahren": re.compile("^Rad|[Ff]ahrrad"),
}
"""Nouns beside which these words say nothing: Futterautomat, Radlerhose; no curtain stands."""


class German(Germanic):
    """As written in German shops: Schwarzes Damen-Sommerkleid aus Baumwolle mit V-Ausschnitt."""

    language = "de"
    unisex_for_both = True
    form_keys = frozenset({"gen", "dat", "acc", "adj", "stem"})
    """adj: an adjective's stem; stem: what an audience grows onto (Haustierbett: Hundebett)."""
    slot_forms = frozenset(
        {*(f"{article}.{case}" for article in _ARTICLES for case in _CASES), "for", "pl", "compound"}
    )
    """for: with its preposition, für den Sommer, zum Laufen, fürs Büro."""
    room: ClassVar[Mapping[Place, int]] = {
        **Germanic.room,
        Place.FEATURE: 6,
        Place.AUDIENCE: 4,
        Place.STYLE: 4,
        Place.MATERIAL: 2,
        Place.FIT: 2,
        Place.CUT: 3,
        Place.PATTERN: 2,
        Place.SEASON: 2,
        Place.OCCASION: 4,
        Place.PART: 4,
        Place.OTHER: 2,
    }
    forms_plurals = False
    most_attached = 14
    most_adjectives = 2

    def repeats(self, modifier: Term, noun: Term) -> bool:
        said_by = _SAID_BY.get(modifier.preferred)
        if said_by is not None and said_by.search(noun.preferred):
            return True
        said = (modifier.compound or modifier.as_modifier).rstrip("-").casefold()
        return says(noun.preferred.casefold(), re.sub(r"^(mit|zum|zur) ", "", said))

    def attachable(self, modifier: Modifier) -> bool:
        if modifier.place is Place.OTHER:
            return modifier.concept.attribute == "attribute.ingredients"
        if modifier.role in {Role.ADJECTIVE, Role.INVARIABLE}:
            # Of several words only the whole could take an ending: leicht zu reinigen trails.
            return " " not in modifier.term.as_modifier or "adj" in modifier.term.forms
        return super().attachable(modifier)

    def agreeing(self, adjective: Term, noun: Term) -> str:
        return strong(adjective, noun)

    def grown(self, part: str, noun: str) -> str:
        return compound(part, noun)

    def part(self, modifier: Modifier) -> str | None:
        # Of a noun by role the compound only tells what repeats it: Laufband zum Laufen.
        return modifier.term.compound if modifier.role is Role.COMPOUND else None

    def grows_inside(self, part: str, noun: Term, outside: str) -> bool:
        # A Haustierbett takes a kind of animal alone: Hundebett, but «Hundebett für den Winter».
        if outside and "stem" in noun.forms:
            return False
        if outside and not part.endswith("-") and len(noun.preferred) > _NOUN_BETWEEN:
            return False  # Damen-Yogahose zum Laufen
        if not part.endswith("-") and "-" in noun.preferred and len(noun.preferred) > _NOUN_BETWEEN:
            return False  # Auto-Nackenkissen aus Leder
        return joins(part, noun.preferred, _LONGEST_BETWEEN if outside else _LONGEST)

    def grows_outside(self, part: str, noun: Term) -> bool:  # noqa: ARG002 — Damen- takes any noun
        return True

    def _compounds(
        self, noun: Term, modifiers: Sequence[Modifier]
    ) -> tuple[list[Modifier], list[Modifier], list[Modifier]]:
        # One audience grows onto the noun; two stand behind it: Futterautomat für Katzen und Hunde.
        buyers = [m for m in modifiers if m.place is Place.AUDIENCE and m.role is Role.COMPOUND]
        if len(buyers) > 1:
            buyers = [m for m in buyers if m.concept.id != _UNISEX]
            inside, outside, behind = super()._compounds(noun, [m for m in modifiers if m not in buyers])
            return inside, outside, [*behind, *buyers]
        return super()._compounds(noun, modifiers)

    def stem(self, noun: Term) -> str:
        return noun.forms.get("stem", noun.preferred)

    def plural(self, term: Term) -> str:
        return plural(term)

    def after(self, modifier: Modifier) -> str:
        term = modifier.term
        if modifier.place is Place.MATERIAL:
            share = f"{self.percent(Decimal(modifier.purity))} " if modifier.purity else ""
            return f"aus {share}{term.forms.get('dat', term.preferred)}"
        if modifier.place in {Place.SEASON, Place.OCCASION} and term.gender:
            return self.in_form(term, "for")
        if modifier.place is Place.AUDIENCE:
            return f"für {term.preferred}"
        ingredient = modifier.concept.attribute == "attribute.ingredients"
        if ingredient or modifier.place in {Place.PART, Place.FEATURE}:
            return term.modifier or f"mit {term.forms.get('dat', term.preferred)}"
        return term.as_modifier

    def behind(self, modifiers: Sequence[Modifier]) -> Sequence[str]:
        """In the usual order, each preposition once: mit Kapuze und Taschen; a second «für» after a comma."""
        said = {self.said_behind(modifier): _tells(modifier) for modifier in modifiers}
        ordered = sorted(said, key=lambda phrase: (_rank(_preposition(phrase)), said[phrase]))
        lists: dict[tuple[str, str], list[str]] = {}
        for phrase in ordered:
            preposition = _preposition(phrase)
            if said[phrase] == "purpose" and preposition == "zum":  # für Sport und Laufen
                preposition = "für" if ("für", "purpose") in lists else "zum"
            lists.setdefault((preposition, said[phrase]), []).append(phrase)
        phrases = [phrase for (first, _), some in lists.items() for phrase in self._joined(first, some)]
        following = [*phrases[1:], ""][: len(phrases)]
        return [
            f"{phrase}," if _preposition(phrase) == _preposition(after) else phrase
            for phrase, after in zip(phrases, following, strict=True)
        ]

    def _joined(self, preposition: str, phrases: list[str]) -> list[str]:
        """Phrases of one preposition as one list, as far as they can be one."""
        if len(phrases) > 1 and preposition == "im":
            return self._styles(phrases)
        if len(phrases) < 2 or preposition not in _JOINING:
            return phrases
        parts = [(phrase, _listable(phrase)) for phrase in phrases]
        words = _telling_words([word for _, some in parts for word in some])
        rest = [phrase for phrase, some in parts if not some]
        if len(words) < 2:
            return [*[phrase for phrase, some in parts if words[:1] and words[0] in some][:1], *rest]
        if any(phrase.startswith("zur ") for phrase in phrases):
            preposition = "für"
        return [f"{preposition} {self.listed(_same_noun_once(words, apart=preposition == 'für'))}", *rest]

    def _styles(self, phrases: list[str]) -> list[str]:
        """``im Utility- und Vintage-Stil``, ``im französischen Vintage-Stil``."""
        parts = [re.fullmatch(r"im (?:([a-zäöüß]+) |(\S+)-)Stil", phrase) for phrase in phrases]
        adjectives = [part[1] for part in parts if part and part[1]]
        nouns = [f"{part[2]}-" for part in parts if part and part[2]]
        rest = [phrase for phrase, part in zip(phrases, parts, strict=True) if not part]
        if not adjectives and not nouns:
            return rest
        name = f"{self.listed(nouns)}Stil" if nouns else "Stil"
        return [" ".join(word for word in ("im", self.listed(adjectives), name) if word), *rest]

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        bare = modifier.role is Role.COMPOUND and modifier.place in {Place.FEATURE, Place.STYLE}
        phrase = modifier.role is Role.PREPOSITIONAL and modifier.place is Place.FEATURE
        if head is None and (bare or phrase) and modifier.term.modifier:
            return modifier.term.modifier
        return super().alone(modifier, head)

    def trailed(
        self, modifiers: Sequence[Modifier], head: Head | None
    ) -> list[tuple[str, Sequence[Modifier]]]:
        """Audiences as one list: für Omas und Mütter."""
        chunks: list[tuple[str, Sequence[Modifier]]] = []
        buyers = [m for m in modifiers if m.place is Place.AUDIENCE] if head is not None else []
        for modifier in modifiers:
            if len(buyers) < 2 or modifier not in buyers:
                chunks.append((self.alone(modifier, head), [modifier]))
            elif modifier is buyers[0]:
                chunks += [(text, buyers) for text in self.behind(buyers)]
        return chunks

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        """Adjectives as one list, «mit» as another: wasserdicht und faltbar, mit Kapuze und Taschen."""
        plain = [m for m in modifiers if m.role in {Role.ADJECTIVE, Role.INVARIABLE}]
        others = [m for m in modifiers if m not in plain]
        words = self.listed([self.alone(modifier, head) for modifier in plain])
        named = [m for m in others if m.role is not Role.PREPOSITIONAL and head is None]
        bare = [m for m in named if not m.term.modifier]
        behind = self.behind([m for m in others if m not in bare])
        phrases = [*(self.alone(m, head) for m in bare), *(phrase.rstrip(",") for phrase in behind)]
        if not plain:
            return self.comma.join(phrases)
        first = modifiers[0] in plain
        return self.comma.join([words, *phrases] if first else [*phrases, words])

    def measure_in_title(self, measure: Measure, text: str) -> str:
        return f"Größe {text}" if isinstance(measure, Size) else text

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form == "compound":
            return term.compound or term.preferred
        if form == "for":
            return _for(term)
        kind, _, case = form.partition(".")
        which = "pl" if term.number == "pl" else term.gender or "n"
        article = _ARTICLES[kind][case][which] if kind == "def" or term.countable else ""
        return f"{article} {_noun_in_case(term, kind, case)}".strip()

    def filled(self, fillers: Sequence[Term], form: str | None) -> str:
        if form != "for":
            return super().filled(fillers, form)
        phrases = [self.in_form(filler, form) for filler in fillers]
        groups = [list(group) for _, group in groupby(phrases, key=_preposition)]
        return self.listed([self._with_articles(group) for group in groups])

    def _with_articles(self, phrases: Sequence[str]) -> str:
        """``für den Frühling und den Sommer``: the preposition once."""
        first, *others = phrases
        parted = [re.sub(r"^fürs ", "das ", re.sub(r"^(für|zum|zur) ", "", phrase)) for phrase in others]
        return self.listed([first, *parted])


def says(word: str, part: str) -> bool:
    """Whether a noun has the part as a word of its own, and not by an accident of letters.

    >>> says("kapuzenpullover", "kapuze"), says("spielzeugauto", "auto"), says("brotdose", "rot")
    (True, True, False)
    """
    if len(part) > _SHORT_PART:
        return part in word
    return re.search(rf"\b{re.escape(part)}|{re.escape(part)}\b", word) is not None


def strong(adjective: Term, noun: Term) -> str:
    """The adjective before a noun without article, nominative.

    >>> strong(Term(preferred="dunkel"), Term(preferred="Kleid", gender="n"))
    'dunkles'
    """
    stem = adjective.forms.get("adj") or adjective.as_modifier
    if "adj" not in adjective.forms:
        stem = re.sub(r"el$", "l", stem)
        stem = re.sub(r"(?<=[au])er$", "r", stem)
        stem = stem.removesuffix("e")
    return stem + ("e" if noun.number == "pl" else _STRONG[noun.gender or "n"])


def joins(part: str, noun: str, longest: int) -> bool:
    """Whether a first part can grow onto the noun: short enough, and not the same word again.

    >>> joins("Sommer", "Sandalen", 16), joins("Seiden", "Unterwäsche-Set", 16), joins("Tee", "Teekanne", 28)
    (True, False, False)
    """
    part = part.rstrip("-")
    _, word, behind = _parted(noun)
    if behind or says(noun.casefold(), part.casefold()):
        return False
    return len(part) + len(word) <= longest


def compound(part: str, noun: str) -> str:
    """Part and noun as one word, hyphenated where reading asks for it; an adjective stays before it.

    >>> compound("Baumwoll", "Hemd"), compound("Baumwoll", "T-Shirt"), compound("Damen-", "Kleid")
    ('Baumwollhemd', 'Baumwoll-T-Shirt', 'Damen-Kleid')
    >>> compound("Silikon", "Handyhülle"), compound("Kinder-", "elektrische Zahnbürste")
    ('Silikon-Handyhülle', 'elektrische Kinder-Zahnbürste')
    """
    before, word, behind = _parted(noun)
    if part.endswith("-"):
        grown = part + word
    else:
        awkward = "-" in word or not word[:1].isalpha() or word[1:2].isupper()
        letters = len(part) + len(word)
        long = letters > (_LONGEST_CLOSED if len(word) <= _SHORT_NOUN else _SHORT_COMPOUND)
        three = part[-2:].casefold() == word[:1].casefold() * 2
        grown = f"{part}-{word}" if awkward or long or three else part + word[:1].lower() + word[1:]
    return " ".join(piece for piece in (before, grown, behind) if piece)


def plural(term: Term) -> str:
    """The plural: given by the term, for German has no rule."""
    if term.number == "pl" or not term.countable:
        return term.preferred
    return term.plural or term.preferred


def _parted(noun: str) -> tuple[str, str, str]:
    """What stands before the noun itself, the noun, what stands behind: elektrische | Zahnbürste |."""
    words = noun.split(" ")
    at = next((i for i, word in enumerate(words) if word[:1].isupper()), 0)
    return " ".join(words[:at]), words[at], " ".join(words[at + 1 :])


def _for(term: Term) -> str:
    """The purpose: the term's own phrase, or «für» with the article; without one where there is no gender."""
    if term.modifier:
        return term.modifier
    which = "pl" if term.number == "pl" else term.gender
    if which is None or not term.countable:
        return f"für {term.preferred}"
    article = _ARTICLES["def"]["acc"][which]
    noun = _noun_in_case(term, "def", "acc")
    return f"fürs {noun}" if article == "das" else f"für {article} {noun}"


def _preposition(phrase: str) -> str:
    first = phrase.split(" ", 1)[0]
    return _FORMS_OF.get(first, first)


def _rank(preposition: str) -> int:
    return _ORDER.index(preposition) if preposition in _ORDER else _ORDER.index("bei")


def _tells(modifier: Modifier) -> str:
    """Phrases that tell the same kind of thing can be one list."""
    if modifier.place is Place.OCCASION:
        return "purpose"
    return modifier.place if modifier.place in {Place.AUDIENCE, Place.SEASON} else "what"


def _listable(phrase: str) -> list[str]:
    """The words of a phrase without preposition and article; none where they would not stand in a list."""
    first, words = phrase.split(" ", 1)
    if re.search(r"- und | (mit|für|bis|aus|zum|oder) |%", words):
        return []
    if _preposition(phrase) in {"für", "zum"}:
        bare = re.sub(r"^(den|die|das) ", "", words)
        article = "das " if first == "fürs" else ""
        words = "Zuhause" if words == "zu Hause" else bare if bare[:1].isupper() else article + words
    items = words.split(" und ")
    return items if len(items) == 1 or all(" " not in item for item in items) else []


def _telling_words(words: Sequence[str]) -> list[str]:
    """Each once, none that another ends in (Training, Krafttraining), adverbs last: Garten und draußen."""
    once = dict.fromkeys(words)
    telling = [w for w in once if not any(o != w and o.casefold().endswith(w.casefold()) for o in once)]
    return sorted(telling, key=lambda word: word == "draußen")


def _same_noun_once(words: Sequence[str], *, apart: bool) -> list[str]:
    """``weicher Sohle``, ``flacher Sohle``: weicher, flacher Sohle; of two things große und kleine Hunde."""
    kept: dict[str, str] = {}
    for word in words:
        adjective, _, noun = word.rpartition(" ")
        if adjective and noun in kept:
            first = kept[noun].removesuffix(noun).strip()
            kept[noun] = f"{first} und {word}" if apart and " und " not in first else f"{first}, {word}"
        else:
            kept[noun if adjective else word] = word
    return list(kept.values())


def _noun_in_case(term: Term, kind: str, case: str) -> str:
    if case in term.forms:
        return term.forms[case]
    before, noun, behind = _parted(term.preferred)
    if before and kind == "def":
        same = case == "nom" or (case == "acc" and term.gender != "m")
        ending = "e" if same and term.number == "sg" else "en"
        before = _ending(before, ending)
    elif before and case == "dat":
        which = "pl" if term.number == "pl" or term.countable else term.gender or "n"
        before = _ending(before, {"m": "em", "n": "em", "f": "er"}.get(which, "en"))
    elif before and case == "acc" and term.gender == "m" and term.number == "sg":
        before = _ending(before, "en")
    if case == "dat" and term.number == "pl" and not re.search(r"[ns]$", noun):
        noun += "n"
    if case == "gen" and term.gender in {"m", "n"} and term.number == "sg":
        noun += "es" if re.search(r"(s|ß|x|z)$", noun) else "s"
    return " ".join(piece for piece in (before, noun, behind) if piece)


def _ending(adjectives: str, ending: str) -> str:
    return " ".join(re.sub(r"(er|es|e)$", ending, word) for word in adjectives.split(" "))
