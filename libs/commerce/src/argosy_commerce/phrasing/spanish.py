"""Spanish: adjectives close to the noun, then «de», «con», «para», each once where it can be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from argosy_commerce.phrasing.grammar import names_word
from argosy_commerce.phrasing.plan import Head, Modifier, NounPhrase, Place
from argosy_commerce.phrasing.romance import Romance
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Role, Term

_UNACCENTED = str.maketrans("áéíóú", "aeiou")
_SAME_FEMININE = frozenset({"marrón", "común"})
_STRESSED_A = frozenset({"agua", "ala", "arma", "asa", "aspa", "área"})
"""Feminine nouns that say «el» in the singular: el asa."""
_SAYS_I = re.compile(r"(?!iphone|ipad)h?[ií](?![aeoáéó])", re.IGNORECASE)
"""Before which «y» becomes «e»: e impermeable, e hinchable; y hielo."""
_SAYS_O = re.compile(r"h?[oó]|8|11(?!\d)", re.IGNORECASE)
"""Before which «o» becomes «u»: u oscuro, u hoja, u 80 cm (ochenta)."""

_TAIL = re.compile(r" (?=(?:para|con|sin) )")
"""Where a name of several words opens for what describes it: soporte magnético · para móvil."""
_CORE = re.compile(r"^(?:de|con|para|en) (?:(?:el|la|los|las) )?")
_SHARED = re.compile(
    r"(con|para|que|de(?= (?:alta|baja|doble|gran|larga) )) (?!todo )((?!.* [ye] |.*, )[^\d]+)"
)
"""What can share its first word with a neighbour: con tapa y pajita, que no destiñe y no suelta pelusa."""
_VERB = re.compile(r"\w+[aei]r(?:se)?(?<!hogar)(?<!mujer)(?<!taller)\b")
_ARTICLE = re.compile(r"(?:el|la|los|las) ")
"""Bare names go with neither in a list: para casa y viaje, para dormir, para la cara."""
_NAMES_ITSELF = re.compile(r"^(?:de|con) (?=(?:manga|cuello|escote|talle|caña|largo|pierna|estilo|talla)s? )")
"""Behind a comma or in a table the thing itself is named: cuello en V, manga corta, estilo coreano."""
_FOR_PETS = "para mascotas"
_PETS = frozenset(
    {
        "audience.cats",
        "audience.dogs",
        "audience.kittens",
        "audience.puppies",
        "audience.small_dogs",
        "audience.rabbits",
        "audience.reptiles",
        "audience.small_pets",
    }
)
_SAID_BY = {
    "audience.pets": _PETS,
    "audience.women": frozenset({"audience.petite", "audience.mothers", "audience.maternity"}),
    "feature.single_racket": frozenset({"feature.pair_of_rackets"}),
}
"""What others include: para gatos needs no «para mascotas»."""

_FIRST = (
    Place.AUDIENCE,
    Place.MATERIAL,
    Place.COLOUR,
    Place.PATTERN,
    Place.CUT,
    Place.FIT,
    Place.OCCASION,
    Place.FEATURE,
    Place.SEASON,
    Place.STYLE,
    Place.PART,
    Place.OTHER,
)
"""Who gets the few places beside the noun, first to last."""
_QUALITIES = frozenset({Place.FEATURE, Place.FIT, Place.STYLE})
"""Two adjectives of these are a pair: suave y ligero; but largo negro."""
_CUTS = frozenset({Place.PATTERN, Place.CUT, Place.FIT})
_NEAR = frozenset({"name", "adjective", "colour"})
_MOST = Counter(
    {"adjective": 2, "name": 1, "colour": 1, "de": 2, "con": 3, "sin": 1, "audience": 3, "para": 3, "long": 1}
)
"""How many of a kind a noun carries; of «de» how many phrases, for those of one group become one."""
_MOST_OF_GROUP = {"cut": 3, Place.MATERIAL: 2}
_MOST_OCCASIONS = 2
"""Of those that open with no «para»: auriculares deportivos gaming, and behind the comma para running."""
_PHRASE = re.compile(r"(?:a|con|de|en|para|por|que|sin) ")


class Spanish(Romance):
    """As written in the shops of Spain.

    >>> Spanish().agree(Term(preferred="negro"), Term(preferred="camisas", gender="f", number="pl"))
    'negras'
    >>> Spanish().in_form(Term(preferred="verano", gender="m"), "de")
    'del verano'
    >>> Spanish().listed(["ligero", "suave", "impermeable"])
    'ligero, suave e impermeable'
    """

    language = "es"
    alone_agrees = True
    slot_forms = frozenset({"def", "indef", "pl", "de", "a"})
    order = (
        Place.OCCASION,
        Place.SEASON,
        Place.MATERIAL,
        Place.PATTERN,
        Place.CUT,
        Place.FIT,
        Place.STYLE,
        Place.FEATURE,
        Place.OTHER,
        Place.COLOUR,
        Place.PART,
        Place.AUDIENCE,
    )
    room: ClassVar[Mapping[Place, int]] = dict.fromkeys(Place, 9)
    most_attached = 99
    most_adjectives = 99
    particles: ClassVar[Mapping[Place, str]] = {Place.AUDIENCE: "para", Place.PART: "con"}
    relative = "que"
    in_nouns = frozenset({"de", "para", "con", "sin", "en", "a", "tipo", "y"})
    with_article: ClassVar[Mapping[str, str]] = {"de": "de", "a": "a"}
    contractions: ClassVar[Mapping[tuple[str, str], str]] = {("de", "el "): "del ", ("a", "el "): "al "}

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        noun, tail = _parted(head.term.preferred)
        if tail == _FOR_PETS and any(m.concept.id in _PETS for m in modifiers):
            tail = ""
        kinds = self._kinds(modifiers, head)
        near = [m for m, kind in kinds if kind in _NEAR]
        near.sort(key=lambda m: m.place is not Place.OCCASION and _is_word(m.term.as_modifier))
        far = [(m, kind) for m, kind in kinds if kind not in _NEAR]
        last = [tail, *names] if tail.startswith("para ") else []
        joined = self._joined(far, head.term, "" if last else tail)
        pair = [m for m in near if _is_quality(m)]
        adjectives = [self.after(m, head.term) for m in near]
        if len(pair) == 2 and not any(" y " in phrase for phrase in joined):
            first, second = near.index(pair[0]), near.index(pair[1])
            adjectives[first] = self.listed([adjectives[first], adjectives.pop(second)])
        return " ".join([noun, *([] if last else names), *adjectives, *joined, *last])

    def _joined(self, far: Sequence[tuple[Modifier, str]], noun: Term, tail: str) -> list[str]:
        """Phrases with a preposition, those of one preposition as one: con capucha y bolsillos."""
        of: dict[str, list[str]] = {}
        together: dict[str, list[str]] = {"con": [], "sin": [], "long": [], "audience": [], "para": []}
        if tail:
            together[tail[:3]].append(tail[4:])
        audiences = [m for m, kind in far if kind == "audience"]
        for m, kind in far:
            phrase = self.after(m, noun)
            bare = m.term.preferred if kind == "para" and m.role is Role.NOUN else phrase.partition(" ")[2]
            if kind == "de":
                of.setdefault(_group(m), []).append(bare)
            elif kind == "audience" and len(audiences) > 1:
                together[kind].append(m.term.preferred)
            else:
                together[kind].append(phrase if kind == "long" else bare)
        phrases = [f"de {self.listed(words)}" for words in of.values()]
        for kind, words in together.items():
            word = "para" if kind == "audience" else kind
            joined = self.listed(list(dict.fromkeys(words)))
            phrases += words if kind == "long" else [f"{word} {joined}"] if words else []
        return phrases

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        attached, trailing = super().split(_without_doubles(phrase))
        kept = self._kept(attached, phrase.head) if phrase.head is not None else []
        rest = [m for m in (*attached, *trailing) if m not in kept]
        rest.sort(key=phrase.modifiers.index)
        # What shares a preposition stands together, so that it can be said as one.
        words = [self.alone(m, phrase.head).partition(" ")[0] for m in rest]
        rest.sort(key=lambda m: words.index(self.alone(m, phrase.head).partition(" ")[0]))
        return [m for m in attached if m in kept], rest

    def _kept(self, attached: Sequence[Modifier], head: Head) -> list[Modifier]:
        """What stays beside the noun; more would make a list of the noun phrase."""
        noun, tail = _parted(head.term.preferred)
        kinds = self._kinds(sorted(attached, key=lambda m: _FIRST.index(m.place)), head)
        left = Counter(_MOST)
        left["de"] -= noun.count(" de ") > 1
        left[tail.partition(" ")[0]] -= bool(tail)
        left["long"] -= bool(tail)
        if sum(kind == "con" for _, kind in kinds) > _MOST["con"]:
            left["con"] = 0  # all of them behind the comma, as one list
        if tail.startswith("para "):
            left["para"] = left["audience"] = 0
        if tail == _FOR_PETS and any(m.concept.id in _PETS for m in attached):
            left["audience"] = 2
        late = [m for m, kind in kinds if _is_occasion(m, kind)][_MOST_OCCASIONS:]
        kept: list[Modifier] = []
        phrases: set[str] = set()
        groups: Counter[str] = Counter()
        for m, kind in kinds:
            if m in late or self.after(m, head.term) in phrases:
                continue
            group = _group(m) if kind == "de" else kind
            if kind == "de" and groups[group]:
                if groups[group] >= _MOST_OF_GROUP.get(group, 1):
                    continue
            elif left[kind] <= 0 or (m.place is Place.SEASON and _is_long(groups)):
                continue
            else:
                left[kind] -= 1
            if kind == "long" or (m.place is Place.SEASON and " y " in m.term.preferred):
                # As long as a phrase: alone behind the noun, or after a comma.
                if any(kind not in _NEAR for kind in groups) or groups["adjective"] > 1:
                    continue
                left.update(dict.fromkeys(("de", "con", "sin", "audience", "para"), -9))
            groups[group] += 1
            if kind == "audience":
                left["para"] = 0
            kept.append(m)
            phrases.add(self.after(m, head.term))
        return kept

    def _kinds(self, modifiers: Sequence[Modifier], head: Head) -> list[tuple[Modifier, str]]:
        """What sort of phrase each is beside the noun, by which they are counted and placed."""
        nouns = [m for m in modifiers if m.place is Place.OCCASION and m.role is Role.NOUN]
        return [(m, "para" if len(nouns) > 1 and m in nouns else self._kind(m, head)) for m in modifiers]

    def _kind(self, modifier: Modifier, head: Head) -> str:
        phrase = self.after(modifier, head.term)
        if modifier.role in {Role.ADJECTIVE, Role.INVARIABLE}:
            if " " in phrase and modifier.place is not Place.COLOUR:
                return "long"
            return "adjective" if _is_word(phrase) else "name"
        word, _, rest = phrase.partition(" ")
        if modifier.place is Place.AUDIENCE and word == "para":
            return "audience"
        if modifier.place is Place.COLOUR and word == "en":
            return "colour"
        if word == "para":
            joins = modifier.place is Place.OCCASION and " y " not in rest and not any(_sorts(rest))
            return "para" if joins else "long"
        return word if word in {"de", "con", "sin"} else "long"

    def attachable(self, modifier: Modifier) -> bool:
        # A clause right behind the noun speaks of it (vaqueros que estilizan); elsewhere it follows a comma.
        return modifier.place is not Place.OTHER or modifier.role is not Role.PREPOSITIONAL

    def repeats(self, modifier: Term, noun: Term) -> bool:
        # parasol de coche, para coche; calcetines antideslizantes, antideslizantes; vaso de cristal, vidrio.
        said = {modifier.as_modifier, self.agree(modifier, noun), modifier.preferred, *modifier.alternatives}
        said |= {re.sub(r"^anti(?=\w{5})", "", _CORE.sub("", word)) for word in said}
        return any(names_word(noun.preferred, word) for word in said)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if modifier.purity:
            return super().alone(modifier, head)
        if head is None:
            return _NAMES_ITSELF.sub("", term.preferred)
        if modifier.role is Role.PREPOSITIONAL:
            return _NAMES_ITSELF.sub("", self.after(modifier, head.term))
        if modifier.role is Role.NOUN and modifier.place in {Place.OCCASION, Place.SEASON}:
            return f"para {term.preferred}"
        if modifier.role is Role.NOUN and modifier.concept.id.startswith("ingredient."):
            return f"con {term.preferred}"
        return super().alone(modifier, head)

    def after(self, modifier: Modifier, noun: Term) -> str:
        if modifier.role is Role.PREPOSITIONAL and noun.number == "pl":
            return modifier.term.forms.get("pl", modifier.term.as_modifier)
        return super().after(modifier, noun)

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        # Adjectives first, one preposition once: ligero, con tapa y pajita.
        words = sorted((self.alone(m, head) for m in modifiers), key=lambda w: bool(_PHRASE.match(w)))
        shared = self._sharing(words, apart=True)
        return self.comma.join(shared) if any(" y " in word for word in shared) else self.listed(shared)

    def listed(self, words: Sequence[str]) -> str:
        if len(words) > 1 and _SAYS_I.match(words[-1]):
            return f"{', '.join(words[:-1])} e {words[-1]}"
        return super().listed(words)

    def either(self, words: Sequence[str]) -> str:
        if len(words) > 1 and _SAYS_O.match(words[-1]):
            return f"{', '.join(words[:-1])} u {words[-1]}"
        return super().either(words)

    def together(self, words: Sequence[str]) -> str:
        return super().together(self._sharing(words, apart=False))

    def in_title(self, chunks: Sequence[str]) -> str:
        return super().together(
            self._sharing([chunk for chunk in chunks if not _said_before(chunk, chunks)], apart=True)
        )

    def _sharing(self, words: Sequence[str], *, apart: bool) -> list[str]:
        """Phrases with one preposition as one list; neighbours alone, or those apart as well."""
        lists: list[tuple[tuple[str, bool, bool, bool] | None, list[str]]] = []
        for word in words:
            shared = _SHARED.fullmatch(word)
            key = (shared[1], *_sorts(shared[2]), shared[2][:2].istitle()) if shared else None
            before = [kept for kept, _ in (lists if apart else lists[-1:])]
            if shared and key in before:
                lists[(0 if apart else len(lists) - 1) + before.index(key)][1].append(shared[2])
            else:
                lists.append((key, [shared[2] if shared else word]))
        return [f"{key[0]} {self.listed(rest)}" if key else rest[0] for key, rest in lists]

    def spec(self, attribute: str, value: str) -> str:
        # Estampado: rayas, not de rayas; Estilo: coreano, not estilo coreano.
        bare = re.sub(rf"^(?:de |con )?(?:{re.escape(attribute)} )?", "", value, flags=re.IGNORECASE)
        if attribute.casefold().endswith(" para"):
            bare = re.sub(r"^para ", "", bare, flags=re.IGNORECASE)
        # Número de agujeros: 8, not 8 agujeros.
        counted = re.sub(r"^número de ", "", attribute, flags=re.IGNORECASE)
        bare = re.sub(rf"^(\d+) {re.escape(counted)}$", r"\1", bare, flags=re.IGNORECASE)
        if bare.casefold() == attribute.casefold():
            return attribute
        return super().spec(attribute, self.sentence(bare) if value[:1].isupper() else bare)

    def measure_in_title(self, measure: Measure, text: str) -> str:
        if not isinstance(measure, Size):
            return text
        return f"{'talla' if measure.high is None else 'tallas'} {text}"

    def feminine(self, word: str) -> str:
        if word in _SAME_FEMININE:
            return word
        if word.endswith("o"):
            return word[:-1] + "a"
        if re.search(r"(dor|tor|sor)$", word):
            return word + "a"
        if re.search(r"[áéíóú](n|s)$", word) and not word.endswith("és"):
            return word[:-2] + word[-2:].translate(_UNACCENTED) + "a"
        if word.endswith("és"):
            return word[:-2] + "esa"
        return word

    def many(self, word: str) -> str:
        if word.endswith("z"):
            return word[:-1] + "ces"
        if re.search(r"[aeoáéó]$", word) or re.search(r"[iu]$", word):
            return word + "s"
        if re.search(r"[áéíóú][ns]$", word):
            return word[:-2] + word[-2:].translate(_UNACCENTED) + "es"
        if re.search(r"[íú]$", word):
            return word + "es"
        if word.endswith(("s", "x")):
            return word if len(re.findall(r"[aeiou]+", word)) > 1 else word + "es"
        return word + "es"

    def definite_article(self, term: Term) -> str:
        if term.number == "pl":
            return "las " if term.gender == "f" else "los "
        if term.preferred.split(" ", 1)[0] in _STRESSED_A:
            return "el "
        return "la " if term.gender == "f" else "el "

    def indefinite_article(self, term: Term) -> str:
        stressed = term.preferred.split(" ", 1)[0] in _STRESSED_A
        return "una " if term.gender == "f" and not stressed else "un "


def _parted(noun: str) -> tuple[str, str]:
    """A noun and the tail that keeps its place behind what describes the noun.

    >>> _parted("soporte de móvil para coche")
    ('soporte de móvil', 'para coche')
    """
    match = _TAIL.search(noun)
    return (noun[: match.start()], noun[match.end() :]) if match else (noun, "")


def _is_word(phrase: str) -> bool:
    """Whether a short word is no name of a technique: ligero; not LED, in-ear, 3x3."""
    return phrase.islower() and phrase.replace(" ", "").isalpha()


def _is_quality(modifier: Modifier) -> bool:
    word = modifier.term.as_modifier
    inflected = modifier.role is Role.ADJECTIVE or word.startswith(("anti", "multi", "vintage"))
    return modifier.place in _QUALITIES and modifier.role is not Role.PREPOSITIONAL and inflected


def _sorts(words: str) -> tuple[bool, bool]:
    return bool(_VERB.match(words)), bool(_ARTICLE.match(words))


def _is_long(groups: Counter[str]) -> bool:
    """Whether so much stands beside the noun that its season goes behind the comma."""
    phrases = len(groups.keys() - _NEAR - {"audience"})
    return phrases > 2 or (phrases > 1 and groups["cut"] > 1)


def _is_occasion(modifier: Modifier, kind: str) -> bool:
    return modifier.place is Place.OCCASION and kind not in {"para", "long"}


def _group(modifier: Modifier) -> str:
    return "cut" if modifier.place in _CUTS else modifier.place.value


def _said_before(chunk: str, chunks: Sequence[str]) -> bool:
    """Whether another chunk of the title says the same: para niño beside para niños.

    >>> _said_before("para niño", ["Botas para niños", "para niño"])
    True
    """
    core = _CORE.sub("", chunk)
    if core == chunk and chunks and re.search(rf"\b(?:de|y|e) {re.escape(chunk)}\b", chunks[0]):
        return True
    if core == chunk or any(character.isdigit() for character in chunk):
        return False
    if chunk == _FOR_PETS and any(re.search(r"\b(gatos|perros)\b", other) for other in chunks):
        return True
    if chunk == "para mujer" and re.search(
        r"\bpara .*(mujeres menudas|madres|mamá|embarazadas)\b", chunks[0]
    ):
        return True
    said = re.compile(rf"\b{re.escape(core)}s?\b", re.IGNORECASE)
    others = [other for other in chunks[:1] if other != chunk]
    others += [other for other in chunks if other == f"{chunk}s"]
    return any(said.search(other) for other in others)


def _without_doubles(phrase: NounPhrase) -> NounPhrase:
    """Without what another modifier says as well: para niño beside para niños, acero beside acero 304."""
    doubles = []
    for m in phrase.modifiers:
        others = [o for o in phrase.modifiers if o is not m and o.place is m.place]
        word = _CORE.sub("", m.term.as_modifier)
        if m.place not in {Place.COLOUR, Place.MATERIAL}:
            # con pajita beside con pajita con contrapeso, para perros beside para perros medianos
            longer = f"{m.term.as_modifier} "
            doubles += [m] * any(o.term.as_modifier.startswith(longer) for o in phrase.modifiers)
        doubles += [m] * any(o.concept.id in _SAID_BY.get(m.concept.id, ()) for o in others)
        if m.place is Place.AUDIENCE:
            doubles += [m] * any(o.term.preferred == f"{word}s" for o in others)
        elif m.place is Place.MATERIAL and not m.purity:
            doubles += [m] * any(o.term.preferred.startswith(f"{word} ") for o in others)
    return replace(phrase, modifiers=tuple(m for m in phrase.modifiers if m not in doubles))
