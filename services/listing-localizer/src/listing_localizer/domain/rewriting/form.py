"""How a text is written: characters, script, language, mark-up, wording. Nothing about what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from argosy_commerce import channels_fitting as fitting
from argosy_commerce.proofreading.figures import read_figures
from argosy_commerce.terms.scripts import OWN_SCRIPTS, foreign_letters, has_own_letters
from listing_localizer.domain.rewriting import wording
from listing_localizer.domain.rewriting.candidates import Field
from listing_localizer.domain.rewriting.findings import Finding, Rule, finding
from listing_localizer.domain.rewriting.ground import Ground

_WORD = r"[^\W_]+"
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'\u2019&]+")
_OWN_LETTERS = 0.6
"""Share of the letters that are the language's own, names aside."""
_LEAKED_WORDS = 6
"""Words of the instruction in a row; a listing has no reason to repeat as many."""


def form_findings(field: Field, text: str, ground: Ground, instruction: str) -> Iterator[Finding]:
    """What is held against the writing of one text."""
    language = ground.language
    plain = _without(text, ground.masks(text))
    if strange := "".join(wording.strange_characters(text)):
        yield finding(field, Rule.CONTROL, " ".join(f"U+{ord(c):04X}" for c in strange[:5]))
    if foreign := foreign_letters(plain, language):
        yield finding(field, Rule.SCRIPT, foreign)
    for rule, pattern in (
        (Rule.MARKUP, wording.MARKUP),
        (Rule.CONTACT, wording.CONTACT),
        (Rule.PROMPT, wording.PROMPT),
        (Rule.FORMULA, wording.FORMULA),
        (Rule.REPEATS, wording.IN_CIRCLES),
    ):
        if match := pattern.search(text):
            yield finding(field, rule, match[0])
    if emoji := fitting.find_emoji(text):
        yield finding(field, Rule.EMOJI, "".join(emoji))
    if leaked := _leaked(text, instruction):
        yield finding(field, Rule.PROMPT, leaked)
    yield from _language(field, plain, ground)
    yield from _capitals(field, plain, ground)
    named = [name.text.casefold() for name in ground.names_of_facts(text)]
    own = " ".join((ground.listing.title, *ground.listing.bullets)).casefold()
    for rule, words in (
        (Rule.PROMOTION, fitting.find_promotion(plain, language)),
        (Rule.RESTRICTED, tuple(m[0] for m in wording.restricted_pattern(language).finditer(plain))),
    ):
        for word in words:
            if word.casefold() not in own and not any(word.casefold() in fact for fact in named):
                yield finding(field, rule, word)
    if field == "title":
        for breach in fitting.breaches(text, ground.channel, language):
            if breach.rule in {"characters", "repeats"}:
                rule = Rule.CHARACTERS if breach.rule == "characters" else Rule.REPEATS
                yield finding(field, rule, breach.detail)


def _language(field: Field, plain: str, ground: Ground) -> Iterator[Finding]:
    language = ground.language
    latin = OWN_SCRIPTS[language] == ("Latin",)
    figures = [(figure.start, figure.end) for figure in read_figures(plain, ground.market.locale)]
    letters = [c for c in _without(plain, figures) if c.isalpha() and c not in "xX"]
    if not latin and letters:
        own = sum(has_own_letters(c, language) for c in letters)
        known = sum(len(w) for w in _LATIN_WORD.findall(plain) if w.casefold() in ground.latin)
        if field != "keywords" and own < _OWN_LETTERS * max(1, len(letters) - known):
            yield finding(field, Rule.LANGUAGE, plain)
        for word in _LATIN_WORD.findall(plain):
            if word.casefold() not in ground.latin and not _is_unit(word, ground):
                yield finding(field, Rule.WORD, word)
    elif other := wording.other_language(plain, language):
        yield finding(field, Rule.LANGUAGE, f"{other}: {plain}")


def _is_unit(word: str, ground: Ground) -> bool:
    return any(f.units or not f.values for f in read_figures(f"1 {word}", ground.market.locale))


def _capitals(field: Field, plain: str, ground: Ground) -> Iterator[Finding]:
    words = _LATIN_WORD.findall(plain)
    for word in words:
        if len(word) > 3 and word.isupper() and word.casefold() not in ground.latin:
            yield finding(field, Rule.CAPITALS, word)
    long = [word for word in words if len(word) > 3]
    if len(long) >= 3 and all(word.isupper() for word in long):
        yield finding(field, Rule.CAPITALS, plain)


def _without(text: str, masks: Sequence[tuple[int, int]]) -> str:
    for start, end in masks:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _leaked(text: str, instruction: str) -> str:
    """The words in a row that the instruction has too."""
    words = re.findall(_WORD, text.casefold())
    asked = f" {' '.join(re.findall(_WORD, instruction.casefold()))} "
    for i in range(len(words) - _LEAKED_WORDS + 1):
        run = " ".join(words[i : i + _LEAKED_WORDS])
        if f" {run} " in asked:
            return run
    return ""
