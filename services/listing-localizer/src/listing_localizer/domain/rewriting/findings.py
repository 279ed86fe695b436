"""What the checker can hold against a text, by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from listing_localizer.domain.rewriting.candidates import Field


class Rule(StrEnum):
    """A rule that a generator's text broke; the value is how a person reads it."""

    EMPTY = "nothing was written, or not in the form asked for"
    LENGTH = "too long for the channel"
    CHARACTERS = "characters that the channel does not take"
    CONTROL = "control or direction characters"
    SCRIPT = "letters of another script"
    LANGUAGE = "another language"
    MARKUP = "mark-up"
    CONTACT = "a way around the shop"
    PROMPT = "words of the instruction, or to whoever instructs"
    FORMULA = "reads as a spreadsheet formula"
    REPEATS = "repeats itself"
    CAPITALS = "shouts"
    EMOJI = "emoji"
    PROMOTION = "promotion"
    RESTRICTED = "a claim that no listing may make"
    NUMBER = "not in the source"
    SHARE = "not the material's share"
    CLAIM = "claims what the source does not say"
    BRAND = "names another brand"
    WORD = "a name that the source does not know"
    LOST_NUMBER = "leaves out a figure"
    LOST_NAME = "leaves out brand or model"
    LOST_NOUN = "does not name the product"
    IDLE = "says nothing of the product"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule in one field."""

    field: Field
    rule: Rule
    quote: str
    """The words it is about, at most 60 characters; may be empty."""

    def __str__(self) -> str:
        quote = self.quote.strip()
        return f"{quote!r}: {self.rule.value}" if quote else self.rule.value


def finding(field: Field, rule: Rule, quote: str = "") -> Finding:
    """A finding with its quote cut and made printable."""
    shown = "".join(c if c.isprintable() else " " for c in quote)
    return Finding(field, rule, shown[:60])
