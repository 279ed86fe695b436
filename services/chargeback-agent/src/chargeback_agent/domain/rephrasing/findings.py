"""What can be held against a generator's sentence, by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """A rule that a sentence broke; the value is how a person reads it."""

    FORM = "is not one sentence that begins and ends as one"
    LENGTH = "is longer than what it joins"
    CONTROL = "control or direction characters"
    MARKUP = "mark-up, a link or characters of none of the statements"
    STATEMENTS = "names statements that there are not"
    AGAIN = "says again what another sentence says"
    NUMBER = "a number"
    DATE = "a month or a day"
    VALUE = "a value that is missing, another's, or in another place"
    LANGUAGE = "another language"
    NAME = "a name that no statement has"
    DENIAL = "denies what the statements say, or says what they deny"
    CLAIM = "claims more than the statements do"
    WORD = "a word that no statement has"
    LOST = "leaves out a word"
    ORDER = "the statements' words in another order"
    REPEATS = "repeats itself"


@dataclass(frozen=True, slots=True)
class Finding:
    """The first rule that a sentence broke, and the words it is about (at most 60 characters)."""

    rule: Rule
    quote: str = ""

    def __post_init__(self) -> None:
        shown = "".join(character if character.isprintable() else " " for character in self.quote)
        object.__setattr__(self, "quote", shown[:60])
