"""Whether the words beside a name deny it, and whether a concept's own name holds the denying word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from argosy_commerce.proofreading.word_forms import folded, tokens
from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.rules import rules

_TOGETHER = frozenset({"ja", "ko", "th"})
_REACH = 3
"""Words that may stand between a denial and what it denies: not [made] [of] [real] leather."""


@dataclass(frozen=True, slots=True)
class Denials:
    """One language's. ``before``, ``after``, ``ends`` and ``others`` as in data/denials.yaml, folded."""

    language: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    ends: tuple[str, ...]
    between: frozenset[str]
    others: tuple[str, ...]

    def denies(self, text: str, start: int, end: int) -> bool:
        """Whether the name at this place is denied by what stands beside it."""
        return self._before(text, start, self.before, _REACH) or self._after(text, end)

    def is_of_another(self, text: str, start: int) -> bool:
        """Whether the name stands after a word that makes it another thing: for, with."""
        return self._before(text, start, self.others, 1)

    def _before(self, text: str, start: int, words: tuple[str, ...], reach: int) -> bool:
        if self.language in _TOGETHER:
            return text[max(0, start - 12) : start].rstrip().endswith(words) if words else False
        clause = _clause(text[max(0, start - 60) : start], first=False)
        line = " " + " ".join(token.word for token in tokens(clause, self.language))
        return any(
            left.endswith(f" {word}") for left in _shortened(line, reach, self.between) for word in words
        )

    def _after(self, text: str, end: int) -> bool:
        following = text[end : end + 40]
        if self.language in _TOGETHER:
            return following.lstrip(" は가이을를").startswith(self.after) if self.after else False
        rest = next(iter(tokens(following, self.language)), None)
        if rest is not None and rest.start == 0 and end and text[end - 1].isalnum():
            return rest.word in self.ends
        line = " ".join(token.word for token in tokens(_clause(following, first=True), self.language)) + " "
        # A denial that follows belongs to what follows it, where anything does: Leder nicht Stoff.
        return any(line.startswith(f"{word} ") for word in self.after)


@cache
def denials(language: str) -> Denials:
    """The denying words of a language (its base)."""
    found = rules("denials").get(language, {})

    def of(key: str) -> tuple[str, ...]:
        return tuple(folded(word) for word in found.get(key, ()))

    return Denials(language, of("before"), of("after"), of("end"), frozenset(of("between")), of("for"))


@cache
def denying_names(lexicon_names: tuple[str, ...], language: str) -> frozenset[str]:
    """The names that begin with a denying word, without it: senza ferretto gives ferretto."""
    before = denials(language).before
    found = set()
    for name in lexicon_names:
        plain = folded(name)
        for word in before:
            gap = "" if language in _TOGETHER else " "
            if plain.startswith(word + gap):
                found.add(plain.removeprefix(word + gap).strip())
    return frozenset(found)


def needs_denial(concept_id: str, text: str, language: str, lexicon: Lexicon) -> bool:
    """Whether the words found are a name of the concept only together with a denial before them."""
    term = lexicon[concept_id].term(language)
    if term is None:
        return False
    names = tuple(filter(None, (term.preferred, *term.alternatives, term.modifier)))
    plain = folded(text)
    if any(_alike(folded(name), plain) for name in names):
        return False
    return any(_alike(rest, plain) for rest in denying_names(names, language))


def _alike(name: str, text: str) -> bool:
    """The same words in whatever form: half of each word's letters, four at least."""
    ours, theirs = name.split(), text.split()
    return len(ours) == len(theirs) and all(
        a[: max(4, len(b) // 2)] == b[: max(4, len(b) // 2)] for a, b in zip(ours, theirs, strict=True)
    )


def _clause(text: str, *, first: bool) -> str:
    """The part of a text up to (or from) the nearest comma or bracket."""
    cuts = [-1, *(i for i, c in enumerate(text) if c in ",;|/()[].!?、，·"), len(text)]
    parts = [text[a + 1 : b] for a, b in pairwise(cuts)]
    return parts[0] if first else parts[-1]


def _shortened(line: str, most: int, between: frozenset[str]) -> list[str]:
    """The line, and what is left of it without the words that may stand between at its end."""
    found = [line]
    for _ in range(most):
        line, _, last = line.rpartition(" ")
        if last not in between:
            break
        found.append(line)
    return found
