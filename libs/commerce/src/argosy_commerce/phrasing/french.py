"""French: short adjectives before the noun, the others behind it; en coton, à manches courtes, d'été."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.french_forms import (
    BEFORE_VOWEL,
    FEMININE,
    FEMININE_ENDINGS,
    OUX,
    PLAIN_PLURALS,
    elides,
)
from argosy_commerce.phrasing.french_purposes import PEOPLE, VERB, people, sort_of_purpose
from argosy_commerce.phrasing.grammar import names_word
from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, Place
from argosy_commerce.phrasing.romance import Romance
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Role, Term

NO_BREAK = "\u00a0"
"""Before : and %. French print wants narrow ones before ; ! ?, which fonts of pictures often lack."""

_BEFORE = frozenset({"petit", "grand", "gros", "beau", "joli", "nouveau", "vieux", "bon", "mini"})
_SHARED = re.compile(r"(à |avec |sans )(?!main\b|\w+(?:er|ir)\b)")
"""Prepositions that two neighbours share: à fleurs et manches courtes; but à offrir à fleurs."""
_FOR = re.compile(r"(?:^|(?<= ))pour ((?:(?! pour |\d).)+)$")
_ARTICLE = re.compile(r"^(?:l'|(?:la|le|les) )")
_ONE_PLACE = re.compile(r"(?:l'|(?:la|le|les) )\w+|voiture|moto")
_PREPOSITION = re.compile(r"^(?:à|au|aux|avec|d'|de|en|pour|sans)(?:(?<=')| )")
_FOR_PETS = " pour animaux"
_PETS = frozenset({"audience.cats", "audience.dogs"})
_PACKING = frozenset(
    {
        "packing.gift_box",
        "feature.complete_set",
        "feature.as_set",
        "feature.pair_of_rackets",
        "feature.single_racket",
        "feature.boxed",
        "feature.family_pack",
        "feature.travel_size",
    }
)
"""How it is sold says nothing of the thing, and follows a comma: rouge à lèvres mat, coffret cadeau."""
_ORIGINS = frozenset({"scandinave", "bohème", "gothique"})
_NOUNS = frozenset({"éclat", "paysage", "fraîcheur", "minceur", "laser", "patchwork"})
_QUALITIES = frozenset({Place.FEATURE, Place.FIT, Place.STYLE})
"""Two adjectives of these are a pair: ample et léger; but long noir."""
_OWN_WORD = frozenset({"coupe", "diamètre", "épaisseur", "forme", "hauteur", "largeur", "longueur", "motif",
                       "poids", "style", "taille"})  # fmt: skip
"""Names of attributes that their values say again: Taille : unique, Style : coréen."""
_AGREES = re.compile(r"(?:extra-|mi-|presque )?(?:\w+é|\w+ant|droit|rond|plat|court|long|épais|fin)")
"""Values that agree with the name of their attribute, where it is feminine: Coupe : droite, Forme : ronde."""
_AGREES_WITH = re.compile(r"(?:coupe|forme|épaisseur|longueur)\b", re.IGNORECASE)
_OF_A_MATERIAL = frozenset({"antibactérien", "brillant", "importé", "mat", "naturel", "recyclé"})
"""What a material is, without its noun: Matière : naturelle, rotin."""
_ONE_OF_SIZES = re.compile(r"\d?X{0,3}[SML]|\dXL|\d{2,3}")
_FITS_WHOM = re.compile(r"(?:pour )?(\d[\d,–]* (?:kg|cm|mois|ans))")
_LAST = ("avec ", "pour ")
_PLAIN = "adjective"
_LONG = "phrase"
_MOST = {"à ": 2, "avec ": 2, "pour ": 1, _PLAIN: 1, _LONG: 1}
"""How many phrases with a preposition, and features of one word, a noun carries; more would be a list."""


class French(Romance):
    """As written in the shops of France.

    >>> french = French()
    >>> french.agree(Term(preferred="blanc"), Term(preferred="robes", gender="f", number="pl"))
    'blanches'
    >>> [french.in_form(Term(preferred=word, gender="m"), "du") for word in ("printemps", "hiver")]
    ['du printemps', "de l'hiver"]
    """

    semicolon = f"{NO_BREAK}; "
    language = "fr"
    slot_forms = frozenset({"def", "indef", "pl", "de", "du", "au"})
    alone_agrees = True
    order = (
        Place.OCCASION,
        Place.SEASON,
        Place.STYLE,
        Place.FIT,
        Place.FEATURE,
        Place.OTHER,
        Place.COLOUR,
        Place.PATTERN,
        Place.CUT,
        Place.PART,
        Place.MATERIAL,
        Place.AUDIENCE,
    )
    room: ClassVar[Mapping[Place, int]] = {**Romance.room, Place.CUT: 2, Place.FEATURE: 2}
    most_attached = 6
    closest = frozenset({Place.OCCASION, Place.SEASON})
    particles: ClassVar[Mapping[Place, str]] = {
        Place.MATERIAL: "en",
        Place.AUDIENCE: "pour",
        Place.PART: "avec",
    }
    relative = "qui"
    in_nouns = frozenset(
        {"à", "au", "aux", "avec", "de", "des", "du", "en", "et", "par", "pour", "sans", "sur"}
    )
    with_article: ClassVar[Mapping[str, str]] = {"du": "de", "au": "à"}
    contractions: ClassVar[Mapping[tuple[str, str], str]] = {
        ("de", "le "): "du ",
        ("de", "les "): "des ",
        ("à", "le "): "au ",
        ("à", "les "): "aux ",
    }

    def feminine(self, word: str) -> str:
        prefix, hyphen, last = word.rpartition("-")
        if last in FEMININE:
            return f"{prefix}{hyphen}{FEMININE[last]}"
        for ending, becomes in FEMININE_ENDINGS:
            if re.search(ending, word):
                return re.sub(ending, becomes, word)
        return word + "e"

    def many(self, word: str) -> str:
        if word.endswith(("s", "x", "z")):
            return word
        if word in PLAIN_PLURALS:
            return word + "s"
        if word.endswith("al"):
            return word[:-2] + "aux"
        if word.endswith(("au", "eu")) or word in OUX:
            return word + "x"
        return word + "s"

    def inflects(self, word: str) -> bool:
        # Names (LED, USB) and elided articles (d'eau) stay as they are.
        return super().inflects(word) and "'" not in word and word.islower()

    def definite_article(self, term: Term) -> str:
        if term.number == "pl":
            return "les "
        if elides(term.preferred):
            return "l'"
        return "la " if term.gender == "f" else "le "

    def indefinite_article(self, term: Term) -> str:
        return "une " if term.gender == "f" else "un "

    def joined(self, preposition: str, word: str) -> str:
        if preposition == "de" and elides(word):
            return f"d'{word}"
        return f"{preposition} {word}"

    def in_form(self, term: Term, form: str) -> str:
        if form == "de":
            return self.joined("de", term.preferred)
        return super().in_form(term, form)

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        head = _for_its_pets(head, modifiers)
        text = super().noun_phrase(head, modifiers, names)
        # Two qualities side by side are joined, where no other «et» is near: ample et amincissant.
        pair = [self.after(m, head.term) for m in modifiers if _is_quality(m) and self.keeps_close(m)]
        if len(pair) == 2 and " et " not in text:
            text = text.replace(" ".join(pair), " et ".join(pair), 1)
        return text

    def attachable(self, modifier: Modifier) -> bool:
        purpose = _FOR.match(modifier.term.as_modifier)
        is_verb = purpose is not None and VERB.match(purpose[1]) is not None
        return super().attachable(modifier) and modifier.concept.id not in _PACKING and not is_verb

    def stands_before(self, modifier: Modifier) -> bool:
        return modifier.term.as_modifier in _BEFORE

    def before(self, modifier: Modifier, noun: Term) -> str:
        agrees = modifier.role is Role.ADJECTIVE
        word = self.agree(modifier.term, noun) if agrees else modifier.term.as_modifier
        return BEFORE_VOWEL.get(word, word) if elides(noun.preferred) else word

    def binds(self, modifier: Modifier) -> bool:
        return super().binds(modifier) or _is_shown(modifier)

    def keeps_close(self, modifier: Modifier) -> bool:
        # résistant à l'usure, taille haute: as long as a phrase, and placed like one; not bleu marine.
        short = " " not in modifier.term.as_modifier or modifier.place is Place.COLOUR
        return short and super().keeps_close(modifier)

    def chained(self, phrases: list[str]) -> list[str]:
        chain: list[str] = []
        # What it comes with and whom it is for stand last: en coton avec capuche pour femme.
        for phrase in sorted(phrases, key=lambda text: _LAST.index(text[:5]) if text[:5] in _LAST else -1):
            shared = _SHARED.match(phrase)
            before = _SHARED.match(chain[-1]) if chain else None
            if shared and before and shared[1] == before[1]:
                chain[-1] += f" {'ni' if shared[1] == 'sans ' else 'et'} {phrase.removeprefix(shared[1])}"
            else:
                chain.append(phrase)
        return chain

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        if phrase.head is not None:
            phrase = replace(phrase, head=_for_its_pets(phrase.head, phrase.modifiers))
        phrase = _without_doubles(phrase)
        attached, trailing = super().split(phrase)
        too_many = self._too_many(attached, phrase.head)
        if too_many:
            rest = tuple(m for m in phrase.modifiers if m not in too_many)
            attached, trailing = self.split(replace(phrase, modifiers=rest))
            trailing = [m for m in phrase.modifiers if m in trailing or m in too_many]
        return sorted(attached, key=lambda m: not _is_shown(m)), trailing

    def _too_many(self, attached: list[Modifier], head: Head | None) -> list[Modifier]:
        """What would make a list of the noun phrase: a third «à», a second plain feature."""
        left = dict(_MOST)
        if head is not None and " pour " in head.term.preferred:
            left["pour "] = 0
        too_many: list[Modifier] = []
        for modifier in sorted(attached, key=lambda m: TELLING.index(m.place)):
            kind = self._kind(modifier)
            if kind == _LONG and left["à "] < _MOST["à "]:
                left[_LONG] = 0
            if kind is not None:
                left[kind] -= 1
                too_many += [modifier] * (left[kind] < 0)
                if kind == _LONG and left[_LONG] == 0:
                    left["à "] = 0
        return too_many

    def _kind(self, modifier: Modifier) -> str | None:
        bound = self.binds(modifier) or self.stands_before(modifier)
        if modifier.place is Place.FEATURE and self.keeps_close(modifier) and not bound:
            return _PLAIN
        inflected = modifier.role in {Role.ADJECTIVE, Role.INVARIABLE}
        if inflected and " " in modifier.term.as_modifier and modifier.place in _QUALITIES:
            return _LONG
        return next((word for word in _MOST if modifier.term.as_modifier.startswith(word)), None)

    def repeats(self, modifier: Term, noun: Term) -> bool:
        # support de voiture, pour voiture; siège auto, pour voiture; chaussons antidérapants, antidérapants.
        said = {modifier.as_modifier, self.agree(modifier, noun), modifier.preferred, *modifier.alternatives}
        # sac à cordon, à cordon de serrage; parfum, parfumé.
        core = _PREPOSITION.sub("", modifier.as_modifier)
        if modifier.role is Role.PREPOSITIONAL and core != modifier.as_modifier:
            said |= {core, " ".join(modifier.as_modifier.split(" ")[:2])}
            # Paille, avec paille lestée.
            if core.startswith(f"{noun.preferred} "):
                return True
        elif len(core) > 6:
            said.add(re.sub(r"é$", "", core))
        return any(names_word(noun.preferred, word) for word in said)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if head is None or modifier.purity:
            return super().alone(modifier, head)
        if modifier.role is Role.NOUN and modifier.place in self.closest:
            return f"pour {self.definite(term)}"
        # Behind a comma the thing itself is named: robe d'été, col en V (beside the noun: à col en V).
        names_itself = term.as_modifier.startswith("à ") and " " in term.preferred
        names_itself |= modifier.concept.id in _PACKING
        if self.stands_before(modifier) or names_itself:
            return term.preferred
        return super().alone(modifier, head)

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        # Adjectives are one list; what brings a preposition or is a noun follows: léger, à grande capacité.
        plain = [self.alone(m, head) for m in modifiers if self._is_plain(m)]
        others = [m for m in modifiers if not self._is_plain(m)]
        nouns = [self.alone(m, head) for m in others]
        if not plain and not any(map(_PREPOSITION.match, nouns)):
            return self.listed(nouns)
        phrases = [
            m.term.as_modifier if m.role is Role.PREPOSITIONAL and m.concept.id not in _PACKING else noun
            for m, noun in zip(others, nouns, strict=True)
        ]
        return self.comma.join([*([self.listed(plain)] if plain else []), *self.chained(phrases)])

    def _is_plain(self, modifier: Modifier) -> bool:
        word = modifier.term.as_modifier
        if self.stands_before(modifier):
            return False
        if modifier.role is Role.INVARIABLE:
            return (" " not in word and word not in _NOUNS) or word in {"haut de gamme", "double face"}
        return modifier.role is Role.ADJECTIVE

    def in_title(self, chunks: Sequence[str]) -> str:
        core, *rest = chunks or ("",)
        rest = [chunk for chunk in rest if not _is_said(chunk, [core, *(c for c in rest if c != chunk)])]
        found = _FOR.search(core)
        if found and sort_of_purpose(found[1]) != "people" and not _ONE_PLACE.fullmatch(found[1]):
            found = None
        lists: dict[str, list[str]] = {}
        if found:
            lists[sort_of_purpose(found[1])] = found[1].replace(" et ", ", ").split(", ")
            core = core[: found.start()]
        where: list[str] = list(lists)
        for chunk in rest:
            word, _, what = chunk.partition(" ")
            purpose = _FOR.match(chunk)
            if purpose and what.removeprefix("les ").removesuffix("s") in PEOPLE:
                what = what.removeprefix("les ").removesuffix("s")
            sort = sort_of_purpose(what) if purpose else word if word in {"avec", "sans"} else chunk
            if sort != chunk and not any(character.isdigit() for character in what):
                lists.setdefault(sort, []).append(what)
            where.append(sort if sort in lists else chunk)
        texts = [
            self._purposes(sort, lists[sort]) if sort in lists else sort for sort in dict.fromkeys(where)
        ]
        return self.comma.join([core + texts[0], *texts[1:]] if found else [core, *texts])

    def _purposes(self, sort: str, words: Sequence[str]) -> str:
        if sort == "sans":
            return "sans " + " ni ".join(words)
        if sort == "avec":
            words = [word for word in words if not any(other.startswith(f"{word} ") for other in words)]
        if sort == "people":
            words = people(list(dict.fromkeys(words)))
        return f"{sort if sort == 'avec' else 'pour'} {self.listed(list(dict.fromkeys(words)))}"

    def measure_in_title(self, measure: Measure, text: str) -> str:
        if not isinstance(measure, Size) or text[:1].isdigit():
            return text
        return f"{'taille' if measure.high is None else 'tailles'} {text}"

    def measured(self, text: str) -> str:
        return text.replace(".", ",") if re.fullmatch(r"\d+\.\d+", text) else text

    def together(self, words: Sequence[str]) -> str:
        if len(words) > 1 and all(word[:1].isdigit() for word in words) and re.search(r"\d,\d", words[0]):
            return " / ".join(words)
        # Couleur, la couleur réelle peut varier: the second says it.
        defined = {_ARTICLE.sub("", w, count=1) for w in words if _ARTICLE.match(w)}
        said = [w for w in words if not any(other.startswith(f"{w} ") for other in defined)]
        return super().together(said)

    def sentence(self, text: str) -> str:
        first, hyphen, rest = text.partition("-")
        if hyphen and first.isalpha() and first.islower() and len(first) > 1:
            return f"{super().sentence(first)}{hyphen}{rest}"
        return super().sentence(text)

    def pure(self, material: Term, percent: int) -> str:
        return self.share(Decimal(percent), material)

    def of_pure(self, material: Term, percent: int) -> str:
        return self.pure(material, percent)

    def percent(self, number: Decimal) -> str:
        return super().percent(number).replace(" ", NO_BREAK)

    def spec(self, attribute: str, value: str) -> str:
        if attribute.startswith("Avec "):
            attribute = self.sentence(attribute.removeprefix("Avec "))
        own = attribute.casefold()
        words = _with_whom_they_fit(value.split(self.comma), numbers=own == "taille")
        if own in _OWN_WORD:
            words = [re.sub(rf"^{own} (?=\w)", "", word, flags=re.IGNORECASE) for word in words]
        if own.startswith("version"):
            words = [re.sub(r"(?<=\d),(?=\d)", ".", word) for word in words]
        if own.startswith("nombre de "):
            words = [re.sub(rf"(?<=\d) {own.removeprefix('nombre de ')}$", "", word) for word in words]
        if own == "niveaux de réglage":
            words = [re.sub(r" niveaux? de réglage$", "", word) for word in words]
        if own == "nombre de niveaux":
            words = [re.sub(r" niveaux?$", "", word) for word in words]
            words = [re.sub(r"(?i)^double couche$", "deux", word) for word in words]
        if own == "dimensions":
            words = [self.many(word) if re.fullmatch(r"\w+ble", word) else word for word in words]
        if _AGREES_WITH.match(attribute):
            words = [self.feminine(word) if _AGREES.fullmatch(word.lower()) else word for word in words]
        if own.startswith("matière"):
            words = [self.feminine(word) if word.lower() in _OF_A_MATERIAL else word for word in words]
        value = self.sentence(self.comma.join(words)) if value[:1].isupper() else self.comma.join(words)
        return f"{attribute}{NO_BREAK}: {value}"


def _is_shown(modifier: Modifier) -> bool:
    """What a thing shows and a technique's name come right behind it: peluche ourson, lampe LED."""
    word = modifier.term.as_modifier
    shown = modifier.place is Place.PATTERN or not word.islower()
    return modifier.role is Role.INVARIABLE and shown and word.isalpha()


def _is_quality(modifier: Modifier) -> bool:
    word = modifier.term.as_modifier
    inflected = modifier.role is Role.ADJECTIVE or (
        modifier.role is Role.INVARIABLE and word.startswith("anti")
    )
    return modifier.place in _QUALITIES and inflected and " " not in word and word not in _BEFORE | _ORIGINS


def _for_its_pets(head: Head, modifiers: Sequence[Modifier]) -> Head:
    """Brosse pour animaux, but brosse pour chien."""
    term = head.term
    if not term.preferred.endswith(_FOR_PETS) or not any(m.concept.id in _PETS for m in modifiers):
        return head
    return replace(head, term=term.model_copy(update={"preferred": term.preferred.removesuffix(_FOR_PETS)}))


def _without_doubles(phrase: NounPhrase) -> NounPhrase:
    """Without what another modifier says as well: en tissu beside en tissu Oxford, femme beside mixte."""
    mixed = any(m.concept.id == "audience.unisex" for m in phrase.modifiers)
    all_fit = {"audience.women", "audience.men", "feature.universal"}
    doubles = [m for m in phrase.modifiers if mixed and m.concept.id in all_fit]
    for m in phrase.modifiers:
        word = _PREPOSITION.sub("", m.term.as_modifier)
        if m.place not in {Place.MATERIAL, Place.FEATURE, Place.PART} or m.purity or len(word) < 4:
            continue
        others = {o.term.as_modifier for o in phrase.modifiers} - {m.term.as_modifier}
        if any(re.search(rf"\b{re.escape(word)} \w|\w {re.escape(word)}$", other) for other in others):
            doubles.append(m)
    # The first of its place stands beside the noun: mixte before pour étudiant.
    kept = sorted(
        (m for m in phrase.modifiers if m not in doubles), key=lambda m: m.concept.id != "audience.unisex"
    )
    return replace(phrase, modifiers=tuple(kept))


def _is_said(chunk: str, others: Sequence[str]) -> bool:
    """Whether the title says it elsewhere: pour l'hiver beside automne-hiver, pour femme beside mixte.

    >>> _is_said("pour l'hiver", ["Pull automne-hiver"]), _is_said("pour homme", ["Sabots", "mixtes"])
    (True, True)
    """
    core = others[0]
    if any(character.isdigit() for character in chunk):
        return False
    if chunk in {"pour femme", "pour homme"} and any(re.search(r"\bmixtes?\b", other) for other in others):
        return True
    bare = _ARTICLE.sub("", chunk.removeprefix("pour ")) if _FOR.match(chunk) else chunk
    word = bare if bare != chunk.removeprefix("pour ") else chunk
    return len(word) > 3 and re.search(rf"(?<!\w){re.escape(word)}\b", core, re.IGNORECASE) is not None


def _with_whom_they_fit(words: Sequence[str], *, numbers: bool) -> list[str]:
    """What belongs to a size stands in brackets behind it.

    >>> _with_whom_they_fit(["XL", "pour 50–57,5 kg", "2XL", "60 kg"], numbers=False)
    ['XL (50–57,5 kg)', '2XL (60 kg)']
    """
    told: list[str] = []
    for word in words:
        fits = _FITS_WHOM.fullmatch(word)
        size = _ONE_OF_SIZES.fullmatch(told[-1]) if told else None
        if fits and size and (numbers or not size[0].isdigit()):
            told[-1] = f"{told[-1]} ({fits[1]})"
        else:
            told.append(word)
    return told
